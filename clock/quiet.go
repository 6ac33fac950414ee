package clock

import "time"

// QuietEnd reports whether a moment lies in a partner's quiet hours and, if so,
// the first moment after them. Quiet hours are two times on the clock of loc,
// "22:00-08:00": from the first, before the second, across midnight where the
// second is the earlier one. It goes by what the clock shows: a first or second
// time that the clock skips counts from the first moment after the gap. "",
// anything not of that form and two equal times are never quiet.
func QuietEnd(quiet string, loc *time.Location, t time.Time) (time.Time, bool) {
	from, to, ok := quietHours(quiet)
	if !ok {
		return time.Time{}, false
	}
	isQuiet := func(wall int64) bool {
		return floorMod(wall-from, daySeconds) < floorMod(to-from, daySeconds)
	}
	moment := t.Unix()
	if !isQuiet(wallAt(loc, moment)) {
		return time.Time{}, false
	}
	// A clock change can lead out of the quiet hours, further into them, or back.
	for {
		s := spanAt(loc, moment)
		end := moment + floorMod(to-(moment+s.offset), daySeconds)
		if end < s.end {
			return time.Unix(end, 0).In(loc), true
		}
		moment = s.end
		if !isQuiet(wallAt(loc, moment)) {
			return time.Unix(moment, 0).In(loc), true
		}
	}
}

// quietHours reads "HH:MM-HH:MM" as seconds since midnight.
func quietHours(quiet string) (from, to int64, ok bool) {
	if len(quiet) != len("22:00-08:00") || quiet[5] != '-' {
		return 0, 0, false
	}
	from, okFrom := clockSeconds(quiet[:5])
	to, okTo := clockSeconds(quiet[6:])
	return from, to, okFrom && okTo && from != to
}

func clockSeconds(text string) (int64, bool) {
	hour, okHour := number(text[:2])
	minute, okMinute := number(text[3:])
	return int64(hour)*3600 + int64(minute)*60, okHour && okMinute && text[2] == ':' && hour < 24 && minute < 60
}
