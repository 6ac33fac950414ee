package bot

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"leanon/clock"
	"leanon/discord/talk"
	"leanon/library"
	"leanon/store"
)

// A person's own rhythm, which a partner never sees.

const (
	maxShown  = 4       // how many couples' rhythms fit one message
	usualTime = "20:00" // for somebody without a rhythm who says only the days
)

// rhythm answers /rhythm: without options it shows the rhythm, with options it sets it
// first. It refuses what it must before it writes anything.
func (b *Bot) rhythm(ctx context.Context, r request) (talk.Reply, error) {
	o := r.Options
	changes := o["days"] != "" || o["time"] != "" || o["cron"] != ""
	found := b.places(o["zone"])
	if o["zone"] != "" && len(found) == 0 {
		return talk.Reply{}, sayable{sayNoPlace}
	}
	couples := r.couples
	if changes || o["partner"] != "" || len(couples) == 0 && o["zone"] == "" {
		c, err := r.coupleOf()
		if err != nil {
			return talk.Reply{}, err
		}
		couples = []store.Couple{c}
	}
	if changes {
		c, err := b.setRhythm(ctx, r, couples[0], o["days"], o["time"], o["cron"])
		if err != nil {
			return talk.Reply{}, err
		}
		couples = []store.Couple{c}
	}
	return b.rhythmShown(ctx, r, couples, found)
}

// rhythmShown answers /rhythm after the changes; found are the places that its option
// zone: may mean.
func (b *Bot) rhythmShown(ctx context.Context, r request, couples []store.Couple, found []library.City) (talk.Reply, error) {
	switch len(found) {
	case 0:
		m, err := b.rhythmMessage(ctx, r, "", couples)
		if err != nil {
			return talk.Reply{}, err
		}
		return r.privately(m), nil
	case 1:
		return b.moveTo(ctx, r, found[0].Zone)
	}
	return r.privately(b.whichCity(sayWhichOne, found)), nil
}

// setRhythm sets a person's rhythm in one couple to what they typed: an expression, or
// days and times. What they typed wrongly is a sayable error.
func (b *Bot) setRhythm(ctx context.Context, r request, c store.Couple, days, times, cron string) (store.Couple, error) {
	cron = strings.Join(strings.Fields(cron), " ")
	if cron != "" {
		if days != "" || times != "" {
			return c, sayable{"Either cron:, or days: and time:, please; both at once could say two things."}
		}
		if _, err := b.Clock.Gap(cron); err != nil {
			return c, sayable{fmt.Sprintf("That is %s.", err)}
		}
	} else {
		var err error
		if cron, err = cronFrom(b.Library.Times(r.language, r.Locale), days, times, c.Me.Cron); err != nil {
			return c, err
		}
	}
	now, err := r.store.SetRhythm(ctx, c.ID, r.Person.ID, cron, r.now)
	if errors.Is(err, store.ErrTooOften) {
		return c, sayable{fmt.Sprintf("That is more often than this copy of leanon allows: between two questions it wants at least %s.", sayInterval(b.MinInterval))}
	}
	return now, err
}

// cronFrom is cronOf for a person who may have typed only days or only times: the other
// stays as it is at present. The error is sayable.
func cronFrom(words library.Times, days, times, present string) (string, error) {
	days, times = oneLine(days), oneLine(times)
	if days != "" && times != "" {
		return cronOf(words, days, times)
	}
	wasDays, wasTimes, ok := rhythmParts(present)
	switch {
	case present == "":
		wasTimes = usualTime
	case !ok: // an expression that words cannot say; none of it is guessed
		wasDays, wasTimes = "", ""
	}
	if days == "" {
		days = wasDays
	}
	if times == "" {
		times = wasTimes
	}
	if set, known := daysOfWords(words, days); known && set == 0 {
		return "", nil
	}
	if days == "" {
		return "", sayable{"On which days? Say days: and time: together, please, such as days: Mon, Wed, Fri time: 20:00."}
	}
	if times == "" {
		return "", sayable{"At what time? Say days: and time: together, please, such as days: Mon, Wed, Fri time: 20:00."}
	}
	return cronOf(words, days, times)
}

// sayInterval writes a duration in hours and minutes, at least one minute.
func sayInterval(d time.Duration) string {
	hours, minutes := int(d/time.Hour), int(d%time.Hour/time.Minute)
	var parts []string
	if hours > 0 {
		parts = append(parts, plural(hours, "hour"))
	}
	if minutes > 0 || hours == 0 {
		parts = append(parts, plural(max(minutes, 1), "minute"))
	}
	return strings.Join(parts, " and ")
}

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

// rhythmMessage shows a person's rhythm in their couples, below head, which tells what was
// just done; "" is nothing.
func (b *Bot) rhythmMessage(ctx context.Context, r request, head string, couples []store.Couple) (talk.Message, error) {
	lines := []string{head}
	for _, c := range couples[:min(len(couples), maxShown)] {
		times, err := r.store.Times(ctx, c.ID, r.Person.ID, 3, r.now)
		if err != nil && !errors.Is(err, store.ErrNoZone) {
			return talk.Message{}, err
		}
		lines = append(lines, b.sayTimes(r.reader, c, times, len(couples) > 1, r.now))
	}
	buttons := []talk.Button{b.press("city", talk.Secondary), b.helpButton()}
	switch {
	case len(couples) == 1:
		buttons = []talk.Button{b.press("city", talk.Secondary, couples[0].ID), b.press("days", talk.Secondary, couples[0].ID), b.helpButton()}
	case len(couples) > maxShown:
		lines = append(lines, "There are more; the option partner: shows one.")
	}
	if len(couples) > 1 {
		lines = append(lines, "To change one, add the option partner:.")
	}
	return talk.Message{Text: paragraphs(lines...), Rows: []talk.Row{row(buttons...)}}, nil
}

// sayTimes writes when questions come in one couple.
func (b *Bot) sayTimes(rd reader, c store.Couple, times []time.Time, many bool, now time.Time) string {
	p := rd.me
	with := ""
	if many {
		with = fmt.Sprintf("With %s: ", rd.name(c))
	}
	switch {
	case c.Me.Cron == "":
		return with + "No questions come by the clock. /need works any time, and /rhythm days: brings questions."
	case p.Zone == "":
		return with + fmt.Sprintf("Your questions are to come %s, but I don't know your clock yet, so none comes by itself. Press Set my city.", sayComing(c.Me.Cron))
	}
	lines := []string{with + fmt.Sprintf("Your questions come %s, %s.", sayComing(c.Me.Cron), b.clockOf(p.Zone))}
	switch {
	case c.Me.Paused(now) && c.Me.PausedUntil.IsZero():
		return paragraphs(append(lines, "You have paused; /resume brings them back.")...)
	case c.Me.Paused(now):
		lines = append(lines, fmt.Sprintf("You have paused until %s; /resume ends it earlier.", at(c.Me.PausedUntil, "F")))
	}
	for _, t := range times {
		lines = append(lines, fmt.Sprintf("• %s (%s)", at(t, "F"), at(t, "R")))
	}
	return paragraphs(append(lines, b.sayWithinQuiet(p, times))...)
}

// sayComing writes a rhythm to stand behind "questions come".
func sayComing(cron string) string {
	if _, _, ok := rhythmParts(cron); !ok {
		return "by " + sayRhythm(cron)
	}
	return sayRhythm(cron)
}

// sayWithinQuiet returns a warning if one of the times of questions is inside the
// person's own quiet hours, else "".
func (b *Bot) sayWithinQuiet(p store.Partner, times []time.Time) string {
	loc, err := b.Clock.Zone(p.Zone)
	if err != nil {
		return ""
	}
	quiet := quietOf(p)
	for _, t := range times {
		if quiet.Contains(t.In(loc)) {
			return fmt.Sprintf("That is inside your quiet hours (%s). A question comes all the same, because you chose its time; /settings has the quiet hours.", p.Quiet)
		}
	}
	return ""
}

// quietOf returns a person's quiet hours; the store keeps none that cannot be read.
func quietOf(p store.Partner) clock.Quiet {
	quiet, err := clock.ParseQuiet(p.Quiet)
	if err != nil {
		return clock.Quiet{}
	}
	return quiet
}

// completeRhythm suggests zones by city, and partners by name.
func (b *Bot) completeRhythm(ctx context.Context, r request) (talk.Reply, error) {
	if r.Focused == "zone" {
		return b.completeZone(r.Options["zone"]), nil
	}
	return b.completePartner(ctx, r)
}

// askDays opens the form for days and times, with the present ones if words can say them.
func (b *Bot) askDays(_ context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	days, times, _ := rhythmParts(c.Me.Cron) // empty if words cannot say it
	return talk.Reply{Form: &talk.Form{CustomID: customID("set-days", c.ID), Title: b.say("form.set-days"), Fields: []talk.Field{
		{ID: "days", Label: "Days", Placeholder: "Mon, Wed, Fri; weekdays; daily; none", Value: days, Required: true, Max: 100},
		{ID: "time", Label: "Time of day", Placeholder: "20:00, or 8 pm", Value: times, Max: 20},
	}}}, nil
}

// setDays sets the rhythm to what the form says.
func (b *Bot) setDays(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	if c, err = b.setRhythm(ctx, r, c, r.Fields["days"], r.Fields["time"], ""); err != nil {
		return talk.Reply{}, err
	}
	m, err := b.rhythmMessage(ctx, r, "", []store.Couple{c})
	if err != nil {
		return talk.Reply{}, err
	}
	return r.privately(m), nil
}
