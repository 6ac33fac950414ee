package bot

import (
	"errors"
	"slices"
	"time"

	"leanon/bot/said"
	"leanon/clock"
	"leanon/store"
)

// When an answer is meant, and when whoever gave it is reminded of it.

// timeNamed returns the time that an answer's form names, as the store keeps it: one of
// three words or what the person typed, "" for an answer without a time.
func (b *Bot) timeNamed(c store.Choice, r request) (string, error) {
	if c != store.Yes && c != store.NotNow {
		return "", nil
	}
	switch said := r.arg(2); said {
	case "tonight", "tomorrow", "weekend":
		return said, nil
	case "own-time":
		own := clip(oneLine(r.Fields["time"]), maxTime)
		if !store.Visible(own) {
			return "", sayable{r.say("answer.when-empty")}
		}
		return own, nil
	}
	return "", store.ErrNotYours
}

// planReminder returns the moment that an answer names, zero if it names none that is
// understood, and sets the one private reminder of a yes or a not-now. Own words are read
// in the language that the answerer chose, else with the help of their Discord's locale.
func (b *Bot) planReminder(a *store.Answering, now time.Time, r request) (when time.Time) {
	if a.Time == "" {
		return when
	}
	p, loc := r.me, b.location(r.me.Zone)
	if ownTime(store.Answer{Time: a.Time}) {
		when = ownMoment(b.listener(r), a.Time, now, loc)
	} else {
		if a.Moment.IsZero() { // the answer is older than the column
			a.Moment = momentOf(a.Time, now, loc)
		}
		when = a.Moment
	}
	if a.Choice != store.Yes && a.Choice != store.NotNow {
		return when
	}
	a.Remind = when
	if when.IsZero() && a.Choice == store.NotNow {
		a.Remind = momentOf("tomorrow", now, loc) // a time that only people understand
	}
	if p.Zone != "" {
		a.Remind = remindAt(quietOf(p), a.Remind.In(loc), now)
	}
	return when
}

// ownMoment returns the moment that somebody means by their own words, zero if they may
// mean several or none: 18:00 on a day.
func ownMoment(l said.Listener, words string, now time.Time, loc *time.Location) time.Time {
	m, err := l.When(words, now, loc)
	var asked *said.Unread[said.Moment]
	if errors.As(err, &asked) && asked.Why == said.HalfOfDay && len(asked.Options) > 0 && sameDate(asked.Options) {
		m, err = said.Moment{At: asked.Options[0].At, Day: true, Date: asked.Options[0].Date}, nil
	}
	switch {
	case err != nil || m.At.IsZero():
		return time.Time{}
	case m.Day:
		return clock.FirstMoment(loc, m.Date.Add(18*time.Hour))
	}
	return m.At
}

// sameDate reports whether all moments are on one date.
func sameDate(all []said.Moment) bool {
	return !slices.ContainsFunc(all, func(m said.Moment) bool { return !m.Date.Equal(all[0].Date) })
}

// Quiet hours would hold a reminder in the evening back until the next morning. It comes
// beforeQuiet their beginning instead, or not at all if that is less than tooFresh after
// the answer.
const (
	beforeQuiet = 15 * time.Minute
	tooFresh    = 30 * time.Minute
)

// remindAt returns when a person is reminded of what they said for a local moment: at
// that moment, or before the quiet hours of that evening if they contain it. It is zero
// if so little is left of the evening that nobody forgets.
func remindAt(quiet clock.Quiet, at, now time.Time) time.Time {
	if at.IsZero() {
		return at
	}
	if end, inside := quiet.End(at); !inside || dateIn(end, at.Location()).Equal(dateIn(at, at.Location())) {
		return at // quiet hours that end on the same date hold the reminder back until then
	}
	before := quiet.Begin(at).Add(-beforeQuiet)
	if before.Sub(now) < tooFresh {
		return time.Time{}
	}
	return before
}

// momentOf returns the moment that an answer's button names, in local time: "tonight" is
// 20:00, or in two hours if that has passed, but always today, because the word means
// today; "tomorrow" is 18:00; "weekend" is Saturday 11:00, and during a weekend the next
// of Saturday 11:00, Sunday 11:00 and Sunday 18:00. Anything else is the zero time.
func momentOf(choice string, now time.Time, loc *time.Location) time.Time {
	switch choice {
	case "tonight":
		return said.Tonight(now, loc)
	case "tomorrow":
		return clock.FirstMoment(loc, dateIn(now, loc).AddDate(0, 0, 1).Add(18*time.Hour))
	case "weekend":
		return said.Weekend(now, loc)
	}
	return time.Time{}
}
