package bot

import (
	"context"
	"errors"
	"strconv"
	"time"

	"leanon/bot/said"
	"leanon/clock"
	"leanon/discord/talk"
	"leanon/store"
)

// A breath is a pause for both of a couple with a time to come back, which the other is
// told. It carries no words of its own: whoever takes one names a time, and no more.

// What an end is named for; custom ids hold it.
const (
	takes  = "new"    // a breath that begins
	longer = "longer" // one that takes longer
)

// breathe is /breathe.
func (b *Bot) breathe(_ context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleOf()
	if err != nil {
		return talk.Reply{}, err
	}
	return b.offerBreath(r, c)
}

// breatheHere is the button Take a breath, below the wish to talk.
func (b *Bot) breatheHere(_ context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	return b.offerBreath(r, c)
}

// offerBreath says what a breath is before anything is sent, and asks how long it lasts.
func (b *Bot) offerBreath(r request, c store.Couple) (talk.Reply, error) {
	if c.Breathed(b.dateOf(r), r.now) {
		return r.breathedAlready(b, c), nil
	}
	return r.privately(b.breathTimes(r, c, takes, r.say("breath.offer", "name", r.name(c)))), nil
}

// dateOf is the date on the person's calendar.
func (b *Bot) dateOf(r request) string {
	return dateIn(r.now, b.location(r.me.Zone)).Format(time.DateOnly)
}

// breathedAlready says why a person takes no second breath now.
func (r request) breathedAlready(b *Bot, c store.Couple) talk.Reply {
	if c.Me.Breath.TakenOn(b.dateOf(r), r.now) {
		return r.privately(r.plain(r.say("breath.today")))
	}
	return r.privately(r.plain(r.say("breath.lasts", "date", at(c.Me.Breath.Until, "F"))))
}

// breathTimes offers the ends that a breath may have. Somebody whose clock is not known has
// no evening.
func (b *Bot) breathTimes(r request, c store.Couple, how, text string) talk.Message {
	var ends []talk.Button
	for _, name := range []string{"breathe-minutes", "breathe-hour", "breathe-tonight", "breathe-tomorrow"} {
		if until, ok := b.endOfBreath(r, name); ok && canEnd(until, r.now) {
			ends = append(ends, r.press(name, talk.Secondary, c.ID, how))
		}
	}
	ends = append(ends, r.press("breathe-own", talk.Secondary, c.ID, how))
	return talk.Message{Text: text, Rows: []talk.Row{row(ends...), row(r.press("cancel-breath", talk.Secondary, c.ID, how), r.helpButton())}}
}

// endOfBreath returns the end that a button names, in whole minutes. ok is false for one
// that needs a clock which is not known.
func (b *Bot) endOfBreath(r request, name string) (until time.Time, ok bool) {
	loc := b.location(r.me.Zone)
	switch name {
	case "breathe-minutes":
		return inMinutes(r.now.Add(store.MinBreath)), true
	case "breathe-hour":
		return inMinutes(r.now.Add(time.Hour)), true
	case "breathe-tonight":
		return inMinutes(said.Tonight(r.now, loc)), r.me.Zone != ""
	case "breathe-tomorrow":
		return inMinutes(tomorrow(r.now, loc)), r.me.Zone != ""
	}
	return until, false
}

// inMinutes is the first whole minute that is not before a moment.
func inMinutes(t time.Time) time.Time { return t.Add(time.Minute - time.Second).Truncate(time.Minute) }

// tomorrow is 9:00 on the next morning, and before 5:00 the one that comes now; where that
// is more than a day away, it is a day away.
func tomorrow(now time.Time, loc *time.Location) time.Time {
	date := dateIn(now.Add(-5*time.Hour), loc).AddDate(0, 0, 1)
	morning := clock.FirstMoment(loc, date.Add(9*time.Hour))
	if latest := now.Add(store.MaxBreath); morning.After(latest) {
		return latest.Truncate(time.Minute)
	}
	return morning
}

// canEnd reports whether a breath that begins now may end at until.
func canEnd(until, now time.Time) bool {
	in := until.Sub(now)
	return in >= store.MinBreath && in <= store.MaxBreath
}

// breathHere returns the couple and the purpose that a button of a breath names.
func (r request) breathHere() (c store.Couple, how string, err error) {
	c, err = r.coupleHere()
	how = r.arg(1)
	if err == nil && how != takes && how != longer {
		err = store.ErrNotYours
	}
	return c, how, err
}

// breathReply is a reply about a breath: in place of the question at its end, which stands
// in the chat, and otherwise only the person sees it.
func (r request) breathReply(how string, m talk.Message) talk.Reply {
	if how == longer && !r.OnPrivate && r.MessageID != "" {
		return update(m)
	}
	return r.privately(m)
}

// breatheFor shows what the other would read of a breath until the end that was pressed.
func (b *Bot) breatheFor(_ context.Context, r request) (talk.Reply, error) {
	c, how, err := r.breathHere()
	if err != nil {
		return talk.Reply{}, err
	}
	until, ok := b.endOfBreath(r, r.action)
	if !ok || !canEnd(until, r.now) { // it is later by now than when it was offered
		return r.breathReply(how, b.breathTimes(r, c, how, r.say("breath.anew"))), nil
	}
	return r.breathReply(how, b.breathPreview(r, c, how, until)), nil
}

// breathPreview shows exactly what the other would read.
func (b *Bot) breathPreview(r request, c store.Couple, how string, until time.Time) talk.Message {
	line := r.breathLine(c.Me.Name, how, until)
	return talk.Message{Text: quoted(r.say("breath.preview", "name", r.name(c)), line, ""), Rows: []talk.Row{row(
		r.press("send-breath", talk.Primary, c.ID, how, until.Unix()), r.press("cancel-breath", talk.Secondary, c.ID, how), r.helpButton())}}
}

// breathLine is the line that the other reads: always the same, whatever was before.
func (s speaker) breathLine(name, how string, until time.Time) string {
	if how == longer {
		return s.say("breath.longer", "name", s.nameOf(name), "date", at(until, "F"))
	}
	return s.say("breath.told", "name", s.nameOf(name), "date", at(until, "F"))
}

// askBreath opens the form for an end in the person's own words.
func (b *Bot) askBreath(_ context.Context, r request) (talk.Reply, error) {
	if _, _, err := r.breathHere(); err != nil {
		return talk.Reply{}, err
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("set-breath", r.arg(0), r.arg(1)), Title: r.say("form.set-breath"), Fields: []talk.Field{
		{ID: "until", Label: r.say("field.breath"), Placeholder: r.say("placeholder.breath"), Max: maxRepeated},
	}}}, nil
}

// setBreath takes that form, and shows what the other would read.
func (b *Bot) setBreath(_ context.Context, r request) (talk.Reply, error) {
	c, how, err := r.breathHere()
	if err != nil {
		return talk.Reply{}, err
	}
	until, err := b.ownBreath(r, oneLine(r.Fields["until"]))
	if err != nil {
		return talk.Reply{}, err
	}
	return r.breathReply(how, b.breathPreview(r, c, how, until)), nil
}

// ownBreath reads the end of a breath. The error is a notTaken.
func (b *Bot) ownBreath(r request, typed string) (time.Time, error) {
	refused := notTaken{form: "set-breath", args: []any{r.arg(0), r.arg(1)}, fields: []typedField{{"until", typed}}}
	loc := b.location(r.me.Zone)
	m, err := b.listener(r).When(typed, r.now, loc)
	if err == nil && m.Day { // it leaves out a time that may be in either half of the day
		m, err = b.listener(r).Until(typed, r.now, loc)
	}
	var asked *said.Unread[said.Moment]
	switch {
	case errors.As(err, &asked):
		refused.say = r.whyNoBreath(asked)
		for _, option := range asked.Options {
			if end := endOn(option, r.now, loc); asked.Why.Asked() && canEnd(end, r.now) {
				refused.choices = append(refused.choices, r.pressFor("breathe-at", talk.Secondary, r.moment(said.Moment{At: end}), r.arg(0), r.arg(1), end.Unix()))
			}
		}
		return time.Time{}, refused
	case err != nil:
		return time.Time{}, err
	}
	until := endOn(m, r.now, loc)
	switch {
	case m.At.IsZero():
		refused.say = r.say("unread.breath")
	case until.Sub(r.now) < store.MinBreath:
		refused.say = r.say("breath.too-soon")
	case until.Sub(r.now) > store.MaxBreath:
		refused.say = r.say("breath.too-late")
	default:
		return until, nil
	}
	return time.Time{}, refused
}

// whyNoBreath says why an end was not taken.
func (s speaker) whyNoBreath(asked *said.Unread[said.Moment]) string {
	switch asked.Why {
	case said.Past:
		return s.say("breath.too-soon")
	case said.Far:
		return s.say("breath.too-late")
	}
	return s.whyNot("breath", asked.Why, asked.What)
}

// endOn is the end that somebody means, in whole minutes: of a day alone, its evening if it
// is today, and else its morning.
func endOn(m said.Moment, now time.Time, loc *time.Location) time.Time {
	switch {
	case !m.Day:
		return inMinutes(m.At)
	case m.Date.Equal(dateIn(now, loc)):
		return inMinutes(said.Tonight(now, loc))
	case m.Date.Equal(dateIn(now, loc).AddDate(0, 0, 1)):
		return inMinutes(tomorrow(now, loc))
	}
	return inMinutes(m.At)
}

// endNamed is the end that a button names in its last argument.
func (r request) endNamed() (time.Time, error) {
	unix, err := strconv.ParseInt(r.arg(2), 10, 64)
	if err != nil {
		return time.Time{}, store.ErrNotYours
	}
	return time.Unix(unix, 0).UTC(), nil
}

// breatheAt shows what the other would read of a breath until one of the ends that the
// person may have meant.
func (b *Bot) breatheAt(_ context.Context, r request) (talk.Reply, error) {
	c, how, err := r.breathHere()
	if err != nil {
		return talk.Reply{}, err
	}
	until, err := r.endNamed()
	if err != nil {
		return talk.Reply{}, err
	}
	if !canEnd(until, r.now) {
		return r.breathReply(how, b.breathTimes(r, c, how, r.say("breath.anew"))), nil
	}
	return r.breathReply(how, b.breathPreview(r, c, how, until)), nil
}
