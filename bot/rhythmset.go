package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"leanon/bot/said"
	"leanon/discord/talk"
	"leanon/store"
)

// setRhythm sets a person's rhythm in one couple to what they typed: an expression, or
// days and times. What was not taken is a notTaken.
func (b *Bot) setRhythm(ctx context.Context, r request, c store.Couple, days, times, cron string) (store.Couple, error) {
	cron = strings.Join(strings.Fields(cron), " ")
	refused := daysNotTaken(c, days, times)
	switch {
	case cron != "" && (days != "" || times != ""):
		refused.say, refused.fields = r.say("unread.both"), append(refused.fields, typedField{"cron", cron})
		return c, refused
	case cron != "":
		refused = cronNotTaken(c, cron)
		_, err := b.Clock.Gap(cron)
		if refused.say = r.cronText(err); refused.say != "" {
			return c, refused
		}
		if err != nil {
			return c, err
		}
	default:
		var err error
		if cron, err = r.cronFrom(b.listener(r), c, days, times); err != nil {
			return c, err
		}
	}
	return b.changeRhythm(ctx, r, c, cron, refused)
}

// changeRhythm sets a rhythm. Where questions would come too often it returns refused, with
// the reason.
func (b *Bot) changeRhythm(ctx context.Context, r request, c store.Couple, cron string, refused notTaken) (store.Couple, error) {
	now, err := r.store.SetRhythm(ctx, c.ID, r.Person.ID, cron, r.now)
	if errors.Is(err, store.ErrTooOften) {
		refused.say = r.tooOften(b.MinInterval)
		return c, refused
	}
	return now, err
}

// daysNotTaken is the error of days and times that are refused, still without its reason.
func daysNotTaken(c store.Couple, days, times string) notTaken {
	return notTaken{form: "set-days", args: []any{c.ID}, fields: []typedField{{"days", days}, {"time", times}}}
}

// cronNotTaken is the error of an expression that is refused, still without its reason.
func cronNotTaken(c store.Couple, cron string) notTaken {
	return notTaken{form: "set-cron", args: []any{c.ID}, fields: []typedField{{"cron", cron}}}
}

// cronFrom returns the expression for the days and times that a person typed, "" for no
// questions. What they leave out stays as it is at present; the time of somebody who has
// none is usualTime. The error is a notTaken.
func (r request) cronFrom(l said.Listener, c store.Couple, days, times string) (string, error) {
	refused := daysNotTaken(c, days, times)
	meant, err := l.Rhythm(oneLine(days), oneLine(times))
	var asked *said.Unread[said.Rhythm]
	if errors.As(err, &asked) {
		for _, option := range asked.Options {
			if cron, missing := completed(option, c.Me.Cron); missing == "" && asked.Why.Asked() {
				refused.choices = append(refused.choices, r.pressFor("take-rhythm", talk.Secondary, r.choice(cron), c.ID, cron))
			}
		}
		field := "days"
		if asked.InTimes {
			field = "times"
		}
		refused.say = r.whyNot(field, asked.Why, asked.What)
		return "", refused
	}
	cron, missing := completed(meant, c.Me.Cron)
	if missing != "" {
		refused.say = r.say("unread." + missing)
		return "", refused
	}
	return cron, nil
}

// completed returns the expression for what a person said, completed by their present
// rhythm; missing is the end of the key of the sentence that says what it lacks.
func completed(meant said.Rhythm, present string) (cron, missing string) {
	if meant.None {
		return "", ""
	}
	set, minutes, _ := rhythmOf(present) // nothing of an expression that words cannot say
	if present == "" {
		minutes = []int{usualTime}
	}
	if meant.Days != 0 {
		set = meant.Days
	}
	if len(meant.Times) > 0 {
		minutes = meant.Times
	}
	switch {
	case set == 0:
		return "", "no-days"
	case len(minutes) == 0:
		return "", "no-times"
	}
	return cronAt(set, minutes), ""
}

// choice says what a rhythm would be, for a button.
func (s speaker) choice(cron string) string {
	set, times, _ := rhythmOf(cron)
	return clip(upperFirst(s.say("rhythm.choice", "days", s.weekdays(set), "times", s.timesOfDay(times))), maxLabel)
}

// takeRhythm takes what a person chose of what they may have meant.
func (b *Bot) takeRhythm(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	if _, _, ok := rhythmOf(r.arg(1)); !ok {
		return talk.Reply{}, store.ErrNotYours
	}
	typed := b.repeatedIn(r.Pressed, "days", "time")
	if c, err = b.changeRhythm(ctx, r, c, r.arg(1), daysNotTaken(c, typed["days"], typed["time"])); err != nil {
		return talk.Reply{}, err
	}
	return b.rhythmShown(ctx, r, []store.Couple{c})
}

// askCron opens the form for an expression that was refused.
func (b *Bot) askCron(_ context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("set-cron", c.ID), Title: r.say("form.set-cron"), Fields: []talk.Field{
		{ID: "cron", Label: r.say("field.cron"), Placeholder: "0 20 * * 1,3,5", Value: c.Me.Cron, Required: true, Max: maxRepeated},
	}}}, nil
}

// setCron takes that form.
func (b *Bot) setCron(ctx context.Context, r request) (talk.Reply, error) {
	return b.setFromForm(ctx, r, "", "", r.Fields["cron"])
}

// tooOften says that questions must be further apart, in whole hours or in minutes, at
// least one.
func (s speaker) tooOften(least time.Duration) string {
	if least >= time.Hour && least%time.Hour == 0 {
		return s.say("rhythm.too-often.hours", "n", int(least/time.Hour))
	}
	return s.say("rhythm.too-often.minutes", "n", max(1, int((least+time.Minute-1)/time.Minute)))
}

// askDays opens the form for days and times, with the present ones if words can say them.
func (b *Bot) askDays(_ context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	days, times := "", "" // if words cannot say it
	if set, minutes, ok := rhythmOf(c.Me.Cron); ok {
		days, times = r.weekdays(set), r.timesOfDay(minutes)
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("set-days", c.ID), Title: r.say("form.set-days"), Fields: []talk.Field{
		{ID: "days", Label: r.say("field.days"), Placeholder: r.say("placeholder.days"), Value: clip(days, maxRepeated), Max: maxRepeated},
		{ID: "time", Label: r.say("field.time"), Placeholder: r.say("placeholder.time"), Value: clip(times, maxRepeated), Max: maxRepeated},
	}}}, nil
}

// setDays sets the rhythm to what the form says.
func (b *Bot) setDays(ctx context.Context, r request) (talk.Reply, error) {
	return b.setFromForm(ctx, r, r.Fields["days"], r.Fields["time"], "")
}

func (b *Bot) setFromForm(ctx context.Context, r request, days, times, cron string) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	if c, err = b.setRhythm(ctx, r, c, days, times, cron); err != nil {
		return talk.Reply{}, err
	}
	return b.rhythmShown(ctx, r, []store.Couple{c})
}
