package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"leanon/clock"
	"leanon/discord/talk"
	"leanon/store"
)

// A person's own rhythm, which a partner never sees.

const (
	maxShown  = 4       // how many couples' rhythms fit one message
	usualTime = 20 * 60 // for somebody without a rhythm who says only the days, in minutes
)

// rhythm answers /rhythm: without options it shows the rhythm, with options it sets it
// first. It refuses what it must before it writes anything.
func (b *Bot) rhythm(ctx context.Context, r request) (talk.Reply, error) {
	o := r.Options
	changes := o["days"] != "" || o["time"] != "" || o["cron"] != ""
	found, sure := b.placesFor(r, o["zone"])
	if o["zone"] != "" && len(found) == 0 {
		return talk.Reply{}, r.placeNotTaken(o["zone"])
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
	switch {
	case len(found) == 0:
		return b.rhythmShown(ctx, r, couples)
	case sure:
		return b.moveTo(ctx, r, found[0])
	}
	return r.privately(b.whichCity(r.speaker, o["zone"], found, r.now)), nil
}

// rhythmShown shows a person's rhythm in their couples.
func (b *Bot) rhythmShown(ctx context.Context, r request, couples []store.Couple) (talk.Reply, error) {
	m, err := b.rhythmMessage(ctx, r, "", couples)
	if err != nil {
		return talk.Reply{}, err
	}
	return r.privately(m), nil
}

// maxLabel is how many characters the label of a button may have (Discord: component
// reference).
const maxLabel = 80

// maxTail is how many characters stand below the rhythms of several couples.
const maxTail = 300

// thatFit returns the first of several rhythms that fit one message below a head of that
// length, one at least.
func thatFit(texts []string, head int) []string {
	room := maxContent - maxTail - head
	for i, text := range texts {
		if room -= length(text) + len("\n"); room < 0 && i > 0 {
			return texts[:i]
		}
	}
	return texts
}

// rhythmMessage shows a person's rhythm in their couples, below head, which tells what was
// just done; "" is nothing.
func (b *Bot) rhythmMessage(ctx context.Context, r request, head string, couples []store.Couple) (talk.Message, error) {
	lines, within := []string{}, false
	for _, c := range couples[:min(len(couples), maxShown)] {
		times, err := r.store.Times(ctx, c.ID, r.Person.ID, 3, r.now)
		if err != nil && !errors.Is(err, store.ErrNoZone) {
			return talk.Message{}, err
		}
		lines = append(lines, b.sayTimes(r.reader, c, times, len(couples) > 1, r.now))
		within = within || b.sayWithinQuiet(r.reader, times) != ""
	}
	lines = thatFit(lines, length(head))
	shown := len(lines)
	lines = append([]string{head}, lines...)
	buttons := []talk.Button{r.press("city", talk.Secondary), r.helpButton()}
	switch {
	case len(couples) == 1:
		buttons = []talk.Button{r.press("city", talk.Secondary, couples[0].ID), r.press("days", talk.Secondary, couples[0].ID), r.helpButton()}
	case len(couples) > shown:
		lines = append(lines, r.say("rhythm.more"))
	}
	if len(couples) > 1 {
		lines = append(lines, r.say("rhythm.change"))
	}
	if within {
		buttons = slices.Insert(buttons, len(buttons)-1, r.press("quiet", talk.Secondary))
	}
	return talk.Message{Text: paragraphs(lines...), Rows: []talk.Row{row(buttons...)}}, nil
}

// sayTimes writes when questions come in one couple, below the partner's name if the
// reader has many.
func (b *Bot) sayTimes(rd reader, c store.Couple, times []time.Time, many bool, now time.Time) string {
	lines, p := rd.with(c, many), rd.me
	switch {
	case c.Me.Cron == "":
		return paragraphs(append(lines, rd.say("rhythm.none"))...)
	case p.Zone == "":
		return paragraphs(append(lines, rd.say("rhythm.waits", "when", rd.coming(c.Me.Cron)))...)
	}
	lines = append(lines, rd.say("rhythm.comes", "when", rd.coming(c.Me.Cron), "clock", b.clockOf(rd.speaker, p.Zone)))
	switch {
	case c.Me.Paused(now) && c.Me.PausedUntil.IsZero():
		return paragraphs(append(lines, rd.say("rhythm.paused"))...)
	case c.Me.Paused(now):
		lines = append(lines, rd.say("rhythm.paused.until", "date", at(c.Me.PausedUntil, "F")))
	}
	for _, t := range times {
		lines = append(lines, fmt.Sprintf("• %s (%s)", at(t, "F"), at(t, "R")))
	}
	return paragraphs(append(lines, b.sayWithinQuiet(rd, times))...)
}

// with returns the line above what holds in one couple, for a reader who has many.
func (rd reader) with(c store.Couple, many bool) []string {
	if !many {
		return nil
	}
	return []string{rd.say("rhythm.with", "name", rd.name(c))}
}

// sayWithinQuiet asks back if one of the times of questions is inside the reader's own
// quiet hours; it is "" otherwise.
func (b *Bot) sayWithinQuiet(rd reader, times []time.Time) string {
	if _, ok := b.withinQuiet(rd.me, times); ok {
		return rd.say("rhythm.quiet", "hours", rd.me.Quiet)
	}
	return ""
}

// withinQuiet returns the first of some times that is inside a person's quiet hours, on
// their clock.
func (b *Bot) withinQuiet(p store.Partner, times []time.Time) (time.Time, bool) {
	loc, err := b.Clock.Zone(p.Zone)
	if err != nil {
		return time.Time{}, false
	}
	quiet := quietOf(p)
	for _, t := range times {
		if quiet.Contains(t.In(loc)) {
			return t.In(loc), true
		}
	}
	return time.Time{}, false
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
		return b.completeZone(r), nil
	}
	return b.completePartner(ctx, r)
}
