package bot

import (
	"context"
	"fmt"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// Six questions in a row may pass without a press. Then the seventh brings an offer with it,
// once, so that nobody has to look for a way out. It is no message of its own: it comes at
// the time that its reader chose, and no row tells that it came.

// withOffer adds the offer to a question that it comes with. Pause stands in the offer then.
func (b *Bot) withOffer(rd reader, in store.CheckIn, m talk.Message) talk.Message {
	if in.Passed != store.MostPassed || !in.Open() {
		return m
	}
	c := in.Couple
	buttons := []talk.Button{rd.press("offer-notes", talk.Secondary, c.ID)}
	if _, fewer := b.onceAWeek(rd.me, c.Me.Cron, in.SlotAt); fewer {
		buttons = append(buttons, rd.press("offer-fewer", talk.Secondary, c.ID))
	}
	pause := rd.press("pause", talk.Secondary, c.ID)
	buttons = append(buttons, pause, rd.press("offer-keep", talk.Secondary, c.ID))
	first := m.Rows[0].Buttons[:0:0]
	for _, button := range m.Rows[0].Buttons {
		if button.CustomID != pause.CustomID {
			first = append(first, button)
		}
	}
	m.Rows = append([]talk.Row{row(first...)}, append(m.Rows[1:len(m.Rows):len(m.Rows)], row(buttons...))...)
	m.Text = paragraphs(m.Text, rd.say("offer.ask", "n", store.MostPassed))
	return m
}

// onceAWeek returns the rhythm that keeps only the first day of the week of another, at
// the time of its first question there. fewer is false if that one brings no more than one a week.
func (b *Bot) onceAWeek(p store.Partner, cron string, from time.Time) (weekly string, fewer bool) {
	if cron == "" || p.Zone == "" {
		return "", false
	}
	all, err := b.Clock.Times(cron, p.Zone, from, 8)
	if err != nil {
		return "", false // /rhythm says what is wrong with it
	}
	var first time.Time
	sinceMonday := func(t time.Time) int { return (int(t.Weekday()) + 6) % 7 }
	weekOn, n := from.In(b.location(p.Zone)).AddDate(0, 0, 7), 0
	for _, at := range all {
		at = at.In(b.location(p.Zone))
		if at.After(weekOn) {
			break
		}
		if n++; first.IsZero() || sinceMonday(at) < sinceMonday(first) {
			first = at
		}
	}
	if n < 2 {
		return "", false
	}
	return fmt.Sprintf("%d %d * * %d", first.Minute(), first.Hour(), int(first.Weekday())), true
}

// offerKeep leaves everything as it is.
func (b *Bot) offerKeep(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	if err := r.store.Pressed(ctx, c.ID, r.Person.ID, r.now); err != nil {
		return talk.Reply{}, err
	}
	return b.offered(ctx, r, c, r.say("offer.kept"))
}

// offerNotes turns the questions off, as Notes only does.
func (b *Bot) offerNotes(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	if c, err = r.store.SetRhythm(ctx, c.ID, r.Person.ID, "", r.now); err != nil {
		return talk.Reply{}, err
	}
	return b.offered(ctx, r, c, r.say("offer.notes"))
}

// offerFewer sets one question a week. Where it is one already, it changes nothing.
func (b *Bot) offerFewer(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	weekly, fewer := b.onceAWeek(r.me, c.Me.Cron, r.now)
	if !fewer {
		return b.offerKeep(ctx, r)
	}
	if c, err = r.store.SetRhythm(ctx, c.ID, r.Person.ID, weekly, r.now); err != nil {
		return talk.Reply{}, err
	}
	next, err := r.store.Times(ctx, c.ID, r.Person.ID, 1, r.now)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.offered(ctx, r, c, r.say("offer.fewer", "time", at(next[0], "F")))
}

// offered shows the question again, if it is open, without the offer and with what became of
// that.
func (b *Bot) offered(ctx context.Context, r request, c store.Couple, says string) (talk.Reply, error) {
	m := r.plain("")
	if in, err := r.store.OpenCheckIn(ctx, c.ID, r.Person.ID); err == nil {
		m = b.checkInMessage(r.reader, in)
	}
	m.Text = paragraphs(m.Text, says)
	return update(m), nil
}
