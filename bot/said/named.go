package said

import (
	"time"

	"leanon/clock"
)

// Tonight is 20:00, or in two hours if that has passed, but always today, because the word
// means today.
func Tonight(now time.Time, loc *time.Location) time.Time {
	today := DateIn(now, loc)
	if eight := clock.FirstMoment(loc, today.Add(20*time.Hour)); eight.After(now) {
		return eight
	}
	later, midnight := now.Add(2*time.Hour).In(loc), clock.FirstMoment(loc, today.AddDate(0, 0, 1))
	if later.Before(midnight) {
		return later
	}
	return midnight.Add(-time.Second)
}

// Weekend is Saturday 11:00, and during a weekend the next of Saturday 11:00, Sunday 11:00
// and Sunday 18:00.
func Weekend(now time.Time, loc *time.Location) time.Time {
	today := DateIn(now, loc)
	saturday := today.AddDate(0, 0, int(time.Saturday-today.Weekday()))
	if today.Weekday() == time.Sunday {
		saturday = today.AddDate(0, 0, -1)
	}
	for _, hours := range []time.Duration{11, 24 + 11, 24 + 18} {
		if at := clock.FirstMoment(loc, saturday.Add(hours*time.Hour)); at.After(now) {
			return at
		}
	}
	return clock.FirstMoment(loc, saturday.AddDate(0, 0, 7).Add(11*time.Hour))
}

// DateIn returns the local date of a moment, as midnight in UTC.
func DateIn(t time.Time, loc *time.Location) time.Time {
	year, month, day := t.In(loc).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}
