package bot

import (
	"time"

	"leanon/clock"
	"leanon/store"
)

// timeIn reads the time that an answer's form names, "" where it names none.
func timeIn(c store.Choice, r request) (string, error) {
	if c != store.Yes && c != store.NotNow {
		return "", nil
	}
	switch said := r.arg(2); said {
	case "tonight", "tomorrow", "weekend":
		return said, nil
	case "own-time":
		own := clip(oneLine(r.Fields["time"]), 100)
		if !store.Visible(own) {
			return "", sayable{"Say when, in a word or two: Friday, next week, after work."}
		}
		return own, nil
	}
	return "", store.ErrNotYours
}

// nameTime is the moment that an answer names, zero where it names none that is
// understood, and sets the one private reminder of a yes or a not-now. Where the
// answerer said no language, their Discord's locale tells words of two apart.
func (b *Bot) nameTime(a *store.Answering, said time.Time, r request) (when time.Time) {
	if a.Time == "" {
		return when
	}
	p, loc := r.me, b.location(r.me.Zone)
	if ownTime(store.Answer{Time: a.Time}) {
		if day, err := parseUntil(b.Library.Times(p.Language, r.Locale), a.Time, said, loc); err == nil && !day.IsZero() {
			when = clock.FirstMoment(loc, dateIn(day, loc).Add(18*time.Hour))
		}
	} else {
		if a.Moment.IsZero() { // it was said before moments were kept
			a.Moment = timeNamed(a.Time, said, loc)
		}
		when = a.Moment
	}
	a.Remind = when
	if when.IsZero() && a.Choice == store.NotNow {
		a.Remind = timeNamed("tomorrow", said, loc) // a time that only people understand
	}
	if p.Zone != "" {
		a.Remind = beforeNight(quietOf(p), a.Remind.In(loc), said)
	}
	return when
}

// A reminder that quiet hours would bring the next morning comes beforeQuiet their
// beginning instead, unless that is less than tooFresh after what it reminds of.
const (
	beforeQuiet = 15 * time.Minute
	tooFresh    = 30 * time.Minute
)

// beforeNight returns when a person is reminded of what they said for a local moment:
// at that moment, or before the quiet hours of that evening if they contain it. It is
// zero if so little is left of the evening that nobody forgets.
func beforeNight(quiet clock.Quiet, at, said time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	if end, inside := quiet.End(at); !inside || dateIn(end, at.Location()).Equal(dateIn(at, at.Location())) {
		return at // the quiet hours end on the same date: the reminder waits for that
	}
	before := quiet.Begin(at).Add(-beforeQuiet)
	if before.Sub(said) < tooFresh {
		return time.Time{}
	}
	return before
}

// timeNamed is the moment that an answer's button names: "tonight" is 20:00, or
// in two hours once that has passed, but never another date than today's, which is
// what the word means; "tomorrow" is 18:00; "weekend" is Saturday
// 11:00, during a weekend the next of Saturday 11:00, Sunday 11:00 and Sunday
// 18:00, all local. Anything else is the zero time.
func timeNamed(choice string, now time.Time, loc *time.Location) time.Time {
	today := dateIn(now, loc)
	switch choice {
	case "tonight":
		if eight := clock.FirstMoment(loc, today.Add(20*time.Hour)); eight.After(now) {
			return eight
		}
		later, midnight := now.Add(2*time.Hour).In(loc), clock.FirstMoment(loc, today.AddDate(0, 0, 1))
		if later.Before(midnight) {
			return later
		}
		return midnight.Add(-time.Second)
	case "tomorrow":
		return clock.FirstMoment(loc, today.AddDate(0, 0, 1).Add(18*time.Hour))
	case "weekend":
		saturday := today.AddDate(0, 0, int(time.Saturday-today.Weekday()))
		if today.Weekday() == time.Sunday {
			saturday = today.AddDate(0, 0, -1)
		}
		for _, hours := range []time.Duration{11, 24 + 11, 24 + 18, 7*24 + 11} {
			if at := clock.FirstMoment(loc, saturday.Add(hours*time.Hour)); at.After(now) {
				return at
			}
		}
	}
	return time.Time{}
}
