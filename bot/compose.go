package bot

import (
	"context"
	"errors"
	"fmt"

	"leanon/discord/talk"
	"leanon/store"
)

// Compose makes the message that a notice is, from how things are now. Its
// custom ids carry the notice's id, so that it can be found in the channel's
// history.
func (b *Bot) Compose(ctx context.Context, n store.Notice) (talk.Message, error) {
	m, err := b.compose(ctx, n)
	if err != nil {
		return talk.Message{}, err
	}
	mark(&m, n.ID)
	return m, nil
}

func (b *Bot) compose(ctx context.Context, n store.Notice) (talk.Message, error) {
	switch n.Kind {
	case store.KindInvite:
		return b.inviteMessage(ctx, n)
	case store.KindInviteFailed:
		return b.inviteFailed(n), nil
	case store.KindWelcome:
		return b.welcome(ctx, n)
	case store.KindPaused:
		return b.pausedMessage(ctx, n)
	case store.KindEnded:
		return b.endedMessage(n), nil
	case store.KindCheckIn:
		return b.composeCheckIn(ctx, n)
	case store.KindPreview:
		return b.composePreview(ctx, n)
	case store.KindNote:
		return b.composeNote(ctx, n)
	case store.KindAnswer, store.KindReminder:
		return b.composeAnswer(ctx, n)
	case store.KindFollowUp, store.KindRest, store.KindThanks, store.KindTalk:
		return b.composeAfter(ctx, n)
	case store.KindWhom:
		return b.composeWhom(ctx, n, sayWhom)
	case store.KindTyped:
		return b.composeWhom(ctx, n, sayTyped)
	case store.KindConsent:
		return b.composeConsent(ctx, n)
	case store.KindExport:
		return b.composeExport(ctx, n)
	case store.KindFull:
		return b.plain(sayFull), nil
	case store.KindWordless:
		return b.plain(sayEmpty), nil
	case store.KindNobody:
		return b.plain(sayNoCouple), nil
	}
	return talk.Message{}, fmt.Errorf("no words for a notice of kind %q", n.Kind)
}

// plain is a message of ours without any other button than Help.
func (b *Bot) plain(text string) talk.Message {
	return talk.Message{Text: text, Rows: []talk.Row{row(b.helpButton())}}
}

// quotedMessage is a message that holds a person's words: links in it unfold nothing.
func quotedMessage(text string, rows ...talk.Row) talk.Message {
	return talk.Message{Text: text, Rows: rowsOf(rows...), NoEmbed: true}
}

func (b *Bot) helpButton() talk.Button { return b.press("help", talk.Secondary) }

func (b *Bot) composeCheckIn(ctx context.Context, n store.Notice) (talk.Message, error) {
	in, err := b.Store.CheckInFor(ctx, n.Ref, n.Person)
	if err != nil {
		return talk.Message{}, err
	}
	about, err := b.about(ctx, in.Couple)
	if err != nil {
		return talk.Message{}, err
	}
	return b.checkInMessage(in, about), nil
}

func (b *Bot) composePreview(ctx context.Context, n store.Notice) (talk.Message, error) {
	e, err := b.Store.NeedFor(ctx, n.Ref, n.Person)
	if errors.Is(err, store.ErrNotYours) {
		return b.plain(sayDiscarded), nil
	}
	if err != nil {
		return talk.Message{}, err
	}
	p, err := b.Store.Partner(ctx, n.Person)
	if err != nil {
		return talk.Message{}, err
	}
	return b.preview(ctx, e, p.Language)
}

const (
	sayWhom  = "Whom is this for? Nothing leaves before you press Send."
	sayTyped = "That arrived as a message, not as a command, so it did nothing. To run a command, type / and choose it from the list that opens. If these were words for somebody, say for whom, and they become a draft; nothing leaves before you press Send."
)

// composeWhom asks what to do with words that wait for their writer to say so.
func (b *Bot) composeWhom(ctx context.Context, n store.Notice, asks string) (talk.Message, error) {
	all, err := b.Store.Couples(ctx, n.Person)
	if err != nil {
		return talk.Message{}, err
	}
	called, err := b.callings(ctx, n.Person, all)
	if err != nil {
		return talk.Message{}, err
	}
	var buttons []talk.Button
	for i, c := range all[:min(len(all), 23)] {
		buttons = append(buttons, talk.Button{CustomID: customID("whom", n.Ref, c.ID), Label: clip(b.words("whom", called[i]), 80), Style: talk.Secondary})
	}
	buttons = append(buttons, b.press("forget-words", talk.Secondary, n.Ref), b.helpButton())
	return talk.Message{Text: asks, Rows: rowsOfFive(buttons)}, nil
}
