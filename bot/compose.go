package bot

import (
	"context"
	"errors"
	"fmt"

	"leanon/discord/talk"
	"leanon/store"
)

// Compose makes the message that a notice is to become, from how things are now. Each
// custom id in it ends in the id of the notice, by which the message can be found in
// the history of its channel.
func (b *Bot) Compose(ctx context.Context, n store.Notice) (talk.Message, error) {
	m, err := b.compose(ctx, n)
	if err != nil {
		return talk.Message{}, err
	}
	mark(&m, n.ID)
	m.Silent = n.Hushed || answersItsReader(n.Kind)
	return m, nil
}

// answersItsReader reports whether a notice answers what its reader has just done. It
// comes without a notification: they have the chat open, and a preview would show their
// unsent words on the lock screens of their other devices.
func answersItsReader(k store.Kind) bool {
	switch k {
	case store.KindPreview, store.KindExport, store.KindWhom, store.KindTyped, store.KindWordless, store.KindNobody, store.KindFull, store.KindTooFast:
		return true
	}
	return false
}

func (b *Bot) compose(ctx context.Context, n store.Notice) (m talk.Message, err error) {
	switch n.Kind {
	case store.KindExport:
		return b.composeExport(ctx, n)
	case store.KindHide, store.KindFull, store.KindTooFast, store.KindNobody:
		return b.toPerson(ctx, n.Person, "").ofNoCouple(n.Kind), nil
	}
	err = b.Store.View(ctx, n.Person, func(v store.View) error {
		rd, err := b.readerIn(v, "")
		if err != nil {
			return err
		}
		m, err = b.composeFor(rd, v, n)
		return err
	})
	return m, err
}

// ofNoCouple is what is said about no couple, whatever can be read.
func (s speaker) ofNoCouple(k store.Kind) talk.Message {
	switch k {
	case store.KindHide:
		return s.plain(s.say("hide.done"))
	case store.KindFull:
		return s.plain(s.say("error.drafts"))
	case store.KindTooFast:
		return s.plain(s.say("error.wait.written"))
	}
	return s.plain(s.say("error.couple"))
}

// composeFor composes what depends on the record. It reads all that it needs from one
// view. What a kind of notice becomes is made by a function compose… in the file of its
// feature; a function …Message makes a message from facts that were read already.
func (b *Bot) composeFor(rd reader, v store.View, n store.Notice) (talk.Message, error) {
	switch n.Kind {
	case store.KindInvite:
		return b.composeInvite(v, rd, n)
	case store.KindInviteFailed:
		return b.composeInviteFailed(rd, n), nil
	case store.KindEnded:
		return b.composeEnded(rd, n), nil
	case store.KindWelcome:
		return b.composeWelcome(v, rd, n)
	case store.KindPaused:
		return b.composePaused(v, rd, n)
	case store.KindBreath:
		return b.composeBreath(v, rd, n)
	case store.KindCheckIn:
		in, err := v.CheckIn(n.Ref)
		if n.Round > 0 {
			in.Passed = 0 // a reminder brings no second offer of fewer questions
		}
		return b.checkInArrives(rd, in), err
	case store.KindProposal:
		return b.composeProposal(v, rd, n)
	case store.KindPreview:
		return b.composePreview(v, rd, n)
	case store.KindNote:
		return b.composeNote(v, rd, n)
	case store.KindAnswer, store.KindReminder:
		return b.composeAnswer(v, rd, n)
	case store.KindHeard:
		return b.composeHeard(v, rd, n)
	case store.KindFollowUp, store.KindRest, store.KindThanks, store.KindTalk:
		return b.composeAfter(v, rd, n)
	case store.KindNotTaken:
		return b.composeNotTaken(v, rd, n)
	case store.KindWhom:
		return b.composeWhom(v, rd, n)
	case store.KindTyped:
		return b.composeTyped(v, rd, n)
	case store.KindWordless:
		return composeWordless(rd, n), nil
	case store.KindWeek:
		return b.composeWeek(v, rd, n)
	case store.KindConsent:
		return b.composeConsent(v, rd, n)
	}
	return talk.Message{}, fmt.Errorf("no words for a notice of kind %q", n.Kind)
}

// quotedMessage is a message that holds words of a person; Discord shows no preview of
// links in it.
func quotedMessage(text string, rows ...talk.Row) talk.Message {
	return talk.Message{Text: text, Rows: rowsOf(rows...), NoEmbed: true}
}

func (b *Bot) composePreview(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	e, err := v.Need(n.Ref)
	if errors.Is(err, store.ErrNotYours) {
		return rd.plain(rd.say("typed.gone")), nil
	}
	if err != nil {
		return talk.Message{}, err
	}
	m := b.previewCopy(rd, e)
	m.Silent = true // it answers what its reader just did
	return m, nil
}
