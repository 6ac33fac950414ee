package bot

import (
	"context"
	"errors"
	"strconv"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// Each partner is asked again, privately, whether they still agree: 30 days after they
// agreed, then every 90 days, and when the facts have changed. Only Keep is a yes.
// Silence for 14 days pauses their side. Nobody is told of either.

func (b *Bot) composeConsent(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	c, err := v.Confirmation(n.Couple)
	if err != nil {
		return talk.Message{}, err
	}
	switch { // a round that is over was answered, or a newer one was asked
	case c.Round != n.Round && c.Open():
		return rd.plain(rd.say("consent.asked-anew")), nil
	case c.Round != n.Round:
		return rd.plain(rd.say("consent.answered")), nil
	}
	own, err := v.Card(n.Couple)
	return withCardLine(rd, own, b.consentMessage(rd, c)), err
}

// withCardLine reminds whoever has a card of it, with the question whether they still agree:
// it has no date that they could go by.
func withCardLine(rd reader, own store.OwnCard, m talk.Message) talk.Message {
	if !own.Written.Empty() {
		m.Text = blocks(m.Text, rd.say("consent.card"))
	}
	return m
}

// consentMessage asks a partner whether they still agree to the facts. For a reader who
// wants that it names nobody, the button Show it says whom it is about, if they may
// wonder.
func (b *Bot) consentMessage(rd reader, c store.Confirmation) talk.Message {
	other := c.Couple.Other.Name
	rows := []talk.Row{row(
		rd.press("consent-keep", talk.Primary, rd.factsShown(c.Couple.ID, c.Round)...),
		rd.press("consent-change", talk.Secondary, c.Couple.ID),
		rd.press("pause", talk.Secondary, c.Couple.ID),
		rd.press("leave-ask", talk.Secondary, c.Couple.ID),
		rd.helpButton())}
	if rd.nameUnlessNameless(c.Couple) == "" {
		other = ""
		if len(rd.couples) > 1 {
			rows = append(rows, row(rd.press("show-name", talk.Secondary)))
		}
	}
	text := roomFor(other, b.hostFor(c.Couple.Me.Person, c.Couple.Other.Person, other), func(called string, h Host) string {
		return blocks(rd.stillAgree(c, c.Read.Before(ConsentVersion, b.FactsTexts())), rd.consentFacts(called, h, b.Retention))
	})
	return talk.Message{NoEmbed: true, Text: text, Rows: rows}
}

// stillAgree asks, and says what silence does or has done. changed says whether other facts
// hold since they agreed.
func (rd reader) stillAgree(c store.Confirmation, changed bool) string {
	who := rd.nameUnlessNameless(c.Couple)
	since := rd.say("consent.silence")
	switch {
	case c.Restored():
		since = rd.say("consent.restored")
	case !c.SilentAt.IsZero():
		since = rd.say("consent.silent", "day", dated(c.SilentAt))
	}
	switch {
	case changed && who == "":
		return blocks(rd.say("consent.changed.nameless"), since)
	case changed:
		return blocks(rd.say("consent.changed", "name", who), since)
	case who == "":
		return blocks(rd.say("consent.ask.nameless", "day", dated(c.AgreedAt)), since)
	}
	return blocks(rd.say("consent.ask", "name", who, "day", dated(c.AgreedAt)), since)
}

// consentKeep is the yes to the version that was shown. If the facts have changed
// since, it shows the new ones first.
func (b *Bot) consentKeep(ctx context.Context, r request) (talk.Reply, error) {
	c, err := b.confirmationHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	round, err := strconv.Atoi(r.arg(1))
	if err != nil {
		return talk.Reply{}, store.ErrNotYours
	}
	read, hold := b.factsRead(r, 2)
	if c.Round == round && !hold {
		return b.askedAgain(ctx, r, c)
	}
	was := c.SilentAt
	c, err = r.store.Confirm(ctx, c.Couple.ID, r.Person.ID, round, read, r.now)
	if errors.Is(err, store.ErrTooLate) && c.Open() {
		return b.askedAgain(ctx, r, c)
	}
	if errors.Is(err, store.ErrTooLate) {
		return update(r.plain(r.say("consent.answered"))), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	return update(r.plain(confirmed(r, c, was))), nil
}

// askedAgain shows the question once more in place of the pressed one.
func (b *Bot) askedAgain(ctx context.Context, r request, c store.Confirmation) (talk.Reply, error) {
	cards, err := r.store.Cards(ctx, r.Person.ID)
	return update(withCardLine(r.reader, cards[c.Couple.ID], b.consentMessage(r.reader, c))), err
}

// confirmed answers Keep. silent is when silence had paused the person, zero if it had not.
func confirmed(r request, c store.Confirmation, silent time.Time) string {
	text := r.say("consent.kept", "n", int(store.NextConfirmation/(24*time.Hour)))
	switch {
	case c.Couple.Me.Paused(r.now):
		return paragraphs(text, r.say("consent.kept.paused"))
	case !silent.IsZero():
		return paragraphs(text, r.say("consent.kept.back"), sayNext(r.reader, c.Couple, false))
	}
	return text
}

// consentChange shows the settings. The question stays open.
func (b *Bot) consentChange(ctx context.Context, r request) (talk.Reply, error) {
	if _, err := b.confirmationHere(ctx, r); err != nil {
		return talk.Reply{}, err
	}
	m := b.settingsMessage(r.speaker, r.me)
	m.Text = paragraphs(r.say("consent.change"), m.Text)
	return talk.Reply{Message: &m}, nil
}

// leaveHere is the button Leave. It asks first, as /leave does.
func (b *Bot) leaveHere(_ context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	m := leavingMessage(r.speaker, c, r.partner(c), leaveLine)
	m.Private = true
	return talk.Reply{Message: &m}, nil
}

// confirmationHere returns the confirmation that a press is about.
func (b *Bot) confirmationHere(ctx context.Context, r request) (store.Confirmation, error) {
	id, err := r.id(0)
	if err != nil {
		return store.Confirmation{}, err
	}
	return r.store.ConfirmationFor(ctx, id, r.Person.ID)
}
