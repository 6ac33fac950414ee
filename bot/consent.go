package bot

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// Each partner is asked again, privately, whether they still agree: 30 days after they
// agreed, then every 90 days, and when the facts have changed. Only Keep is a yes.
// Silence for 14 days pauses their side. Nobody is told of either.

func (b *Bot) composeConsent(v store.View, n store.Notice) (talk.Message, error) {
	c, err := v.Confirmation(n.Couple)
	if err != nil {
		return talk.Message{}, err
	}
	switch { // a round that is over was answered, or a newer one was asked
	case c.Round != n.Round && c.Open():
		return b.plain(sayAskedAnew), nil
	case c.Round != n.Round:
		return b.plain(sayStillIn), nil
	}
	return b.consentMessage(c), nil
}

// sayStillIn answers a press on a question that was answered.
const sayStillIn = "Thank you. That was asked and answered; /privacy has the facts, and /pause and /leave are always there."

// sayAskedAnew replaces a question after a newer one was asked.
const sayAskedAnew = "This was asked again: the newer question is open, further down. /privacy has the facts, and /pause and /leave are always there."

// consentMessage asks a partner whether they still agree to the facts.
func (b *Bot) consentMessage(c store.Confirmation) talk.Message {
	return talk.Message{NoEmbed: true, Text: paragraphs(sayConfirm(c), consentFacts(c.Couple.Other.Name, b.Host, b.Retention)), Rows: []talk.Row{row(
		b.press("consent-keep", talk.Primary, c.Couple.ID, c.Round, ConsentVersion),
		b.press("consent-change", talk.Secondary, c.Couple.ID),
		b.press("pause", talk.Secondary, c.Couple.ID),
		b.press("leave-ask", talk.Secondary, c.Couple.ID),
		b.helpButton())}}
}

func sayConfirm(c store.Confirmation) string {
	who := nameOf(c.Couple.Other.Name)
	head := fmt.Sprintf("Only you see this, and %s is not told. You said yes to these facts on %s. Does sharing check-ins with %s still suit you?", who, dated(c.AgreedAt), who)
	if c.Version < ConsentVersion {
		head = fmt.Sprintf("Only you see this, and %s is not told. The facts below have changed since you said yes to them. Does sharing check-ins with %s still suit you?", who, who)
	}
	if !c.SilentAt.IsZero() {
		return paragraphs(head, fmt.Sprintf("You are paused since %s, because this was not answered. Keep goes on from here.", dated(c.SilentAt)))
	}
	return paragraphs(head, "No answer within 14 days only pauses it for you, quietly.")
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
	if c.Round == round && r.arg(2) != strconv.Itoa(ConsentVersion) {
		return update(b.consentMessage(c)), nil
	}
	was := c.SilentAt
	c, err = r.store.Confirm(ctx, c.Couple.ID, r.Person.ID, round, ConsentVersion, r.now)
	if errors.Is(err, store.ErrTooLate) && c.Open() {
		return update(b.consentMessage(c)), nil
	}
	if errors.Is(err, store.ErrTooLate) {
		return update(b.plain(sayStillIn)), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.plain(sayConfirmed(r.reader, c, was, r.now))), nil
}

func sayConfirmed(rd reader, c store.Confirmation, silent, now time.Time) string {
	text := fmt.Sprintf("Kept. I'll ask again in %d days. Only you know.", store.NextConfirmation/(24*time.Hour))
	switch {
	case c.Couple.Me.Paused(now):
		return text + " You are still paused: /resume goes on."
	case !silent.IsZero():
		return text + " You're back. " + sayNext(rd, c.Couple, false)
	}
	return text
}

// consentChange shows the settings. The question stays open.
func (b *Bot) consentChange(ctx context.Context, r request) (talk.Reply, error) {
	if _, err := b.confirmationHere(ctx, r); err != nil {
		return talk.Reply{}, err
	}
	m := b.settingsMessage(r.speaker, r.me)
	m.Text = paragraphs("Change what you like: below, and with /rhythm when your questions come (days: none stops them, notes stay). When it suits you, press Keep above.", m.Text)
	return talk.Reply{Message: &m}, nil
}

// leaveHere is the button Leave. It asks first, as /leave does.
func (b *Bot) leaveHere(_ context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	m := b.leavingMessage(c, r.partner(c), leaveLine)
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
