package bot

import (
	"errors"

	"leanon/discord/talk"
	"leanon/store"
)

// composeNotTaken tells a person, privately, that Discord does not take what they wrote. It
// quotes none of it, because Discord would refuse it here too. It names nobody and no reason:
// what was refused says nothing about their partner.
func (b *Bot) composeNotTaken(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	var e store.Exchange
	var at store.Answer
	var err error
	switch n.Round {
	case store.NotTakenTyped:
		return rd.plain(rd.say("not-taken.typed")), nil
	case store.NotTakenAnswer:
		e, at, err = v.Answer(n.Ref)
	case store.NotTakenHeard, store.NotTakenReply:
		e, err = v.NeedOfAnswer(n.Ref)
		at.At = e.Need.Heard.At
	default:
		e, err = v.Need(n.Ref)
	}
	if errors.Is(err, store.ErrNotYours) {
		return rd.plain(rd.say("typed.gone")), nil
	}
	if err != nil {
		return talk.Message{}, err
	}
	words := rd.press("other-words", talk.Primary, e.Need.ID)
	show := rd.press("show-it", talk.Primary, e.Need.ID)
	switch n.Round {
	case store.NotTakenNote:
		if e.Need.SentAt.IsZero() { // they have known it since
			return b.previewCopy(rd, e), nil
		}
		return talk.Message{Text: rd.say("not-taken.note", "date", b.dayAndTime(rd, e.Need.SentAt)), Rows: []talk.Row{row(words, rd.helpButton())}}, nil
	case store.NotTakenAgain:
		return talk.Message{Text: rd.say("not-taken.again", "date", b.dayAndTime(rd, e.Need.SentAt)),
			Rows: []talk.Row{row(rd.press("smaller", talk.Primary, e.Need.ID), rd.press("show-it", talk.Secondary, e.Need.ID), rd.helpButton())}}, nil
	case store.NotTakenPreview:
		return talk.Message{Text: rd.say("not-taken.draft"), Rows: []talk.Row{row(words, rd.press("discard", talk.Secondary, e.Need.ID), rd.helpButton())}}, nil
	case store.NotTakenAnswer, store.NotTakenHeard:
		return talk.Message{Text: rd.say("not-taken.said", "date", b.dayAndTime(rd, at.At)), Rows: []talk.Row{row(show, rd.helpButton())}}, nil
	}
	return talk.Message{Text: rd.say("not-taken.told", "date", b.dayAndTime(rd, e.Need.SentAt)), Rows: []talk.Row{row(show, rd.helpButton())}}, nil
}
