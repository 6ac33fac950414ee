package bot

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/store"
)

// maxTyped is how many characters a form field or a direct message can hold (Discord).
const maxTyped = 4000

// wordingForm makes the form with two fields: the words, and one small ask.
func (b *Bot) wordingForm(action, words, ask string, limit int, args ...any) talk.Reply {
	return talk.Reply{Form: &talk.Form{CustomID: customID(action, args...), Title: b.say("form." + action), Fields: []talk.Field{
		{ID: "words", Label: "In your words", Placeholder: "I feel ... about ... What I need is ...", Value: words, Long: true, Required: true, Max: limit},
		{ID: "ask", Label: "Would you ...?", Placeholder: "One small, doable ask, if there is one", Value: ask, Max: store.MaxAsk},
	}}}
}

// wordFrom keeps a draft from the fields of a form. It refuses words that cannot be
// seen.
func (b *Bot) wordFrom(ctx context.Context, r request, w store.Wording) (store.Exchange, error) {
	w.Person, w.Source = r.Person.ID, r.source
	if w.Words == "" {
		w.Words, w.Ask = clean(r.Fields["words"]), oneLine(r.Fields["ask"])
	}
	if !store.Visible(w.Words) {
		return store.Exchange{}, sayable{r.say("error.empty")}
	}
	if !store.Visible(w.Ask) {
		w.Ask = ""
	}
	e, err := r.store.Word(ctx, w, r.now)
	if errors.Is(err, store.ErrTooManyDrafts) { // otherwise what was typed in a form would be lost
		return e, sayable{quoted(r.say("error.drafts.words"), w.Words, "")}
	}
	return e, err
}

// need is /need. It opens the form, or keeps a draft at once if the option text is
// given.
func (b *Bot) need(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleOf()
	if err != nil {
		return talk.Reply{}, err
	}
	if r.Options["text"] == "" {
		return b.wordingForm("word-need", "", "", store.MaxWords, c.ID), nil
	}
	words := clean(r.Options["text"])
	if n := utf8.RuneCountInString(words); n > maxTyped {
		return talk.Reply{}, sayable{fmt.Sprintf("That is %d characters; I can keep up to %d. Nothing was saved: please shorten it a little.", n, maxTyped)}
	}
	return b.newNeed(ctx, r, c.ID, words)
}

// wordNeed takes the form of /need.
func (b *Bot) wordNeed(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	return b.newNeed(ctx, r, c.ID, "")
}

// newNeed keeps a draft. If it was written in a server, it comes as a direct message.
func (b *Bot) newNeed(ctx context.Context, r request, couple store.ID, words string) (talk.Reply, error) {
	away := r.Guild != ""
	if words == "" && r.Kind == talk.Command {
		return talk.Reply{}, sayable{r.say("error.empty")}
	}
	e, err := b.wordFrom(ctx, r, store.Wording{Couple: couple, Words: words, Owe: away})
	if err != nil {
		return talk.Reply{}, err
	}
	if away {
		return private("Your draft is in our direct messages. Nothing leaves before you press Send."), nil
	}
	return b.replyPreview(r, e)
}

// needHere returns the need that the first argument of a press names.
func (b *Bot) needHere(ctx context.Context, r request) (store.Exchange, error) {
	id, err := r.id(0)
	if err != nil {
		return store.Exchange{}, err
	}
	return r.store.NeedFor(ctx, id, r.Person.ID)
}

// mineHere is needHere with ErrNotYours for anybody but the asker.
func (b *Bot) mineHere(ctx context.Context, r request) (store.Exchange, error) {
	e, err := b.needHere(ctx, r)
	if err == nil && !e.Mine() {
		return store.Exchange{}, store.ErrNotYours
	}
	return e, err
}

// decide runs one decision about a need of the person and shows the need after it. If
// the decision comes too late, it shows the need as it is.
func (b *Bot) decide(ctx context.Context, r request, f func(id store.ID) (store.Exchange, error)) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	e, err := f(id)
	if err != nil && !errors.Is(err, store.ErrTooLate) {
		return talk.Reply{}, err
	}
	return b.updatePreview(r, e)
}

func (b *Bot) keep(ctx context.Context, r request) (talk.Reply, error) {
	return b.decide(ctx, r, func(id store.ID) (store.Exchange, error) {
		return r.store.Keep(ctx, id, r.Person.ID, r.pressed(), r.now)
	})
}

func (b *Bot) discard(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	e, err := r.store.Discard(ctx, id, r.Person.ID, r.pressed(), r.now)
	switch {
	case errors.Is(err, store.ErrTooLate):
		return b.updatePreview(r, e)
	case err != nil:
		return talk.Reply{}, err
	}
	return update(b.plain(sayDiscarded)), nil
}

func (b *Bot) setKind(ctx context.Context, r request) (talk.Reply, error) {
	value, err := chosen(r, b.Library.KindLabel)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.decide(ctx, r, func(id store.ID) (store.Exchange, error) {
		return r.store.Describe(ctx, id, r.Person.ID, store.Description{Kind: &value}, r.pressed(), r.now)
	})
}

func (b *Bot) setWant(ctx context.Context, r request) (talk.Reply, error) {
	value, err := chosen(r, b.Library.WantLabel)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.decide(ctx, r, func(id store.ID) (store.Exchange, error) {
		return r.store.Describe(ctx, id, r.Person.ID, store.Description{Want: &value}, r.pressed(), r.now)
	})
}

// chosen returns the one value of a select, "" if it was cleared. ErrNotYours for a
// value that the library does not know: it is forged, or from another version of the
// library.
func chosen(r request, label func(string) string) (string, error) {
	if len(r.Values) == 0 {
		return "", nil
	}
	if label(r.Values[0]) == "" {
		return "", store.ErrNotYours
	}
	return r.Values[0], nil
}

// askEdit opens the form again with what was written, and with room for words that are
// too long to send.
func (b *Bot) askEdit(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if !e.Need.SentAt.IsZero() {
		return b.updatePreview(r, e)
	}
	limit := store.MaxWords
	if e.Need.TooLong() {
		limit = maxTyped
	}
	return b.wordingForm("reword", e.Need.Words, e.Need.Ask, limit, e.Need.ID), nil
}

func (b *Bot) reword(ctx context.Context, r request) (talk.Reply, error) {
	words, ask := clean(r.Fields["words"]), oneLine(r.Fields["ask"])
	if !store.Visible(words) {
		return talk.Reply{}, sayable{r.say("error.empty")}
	}
	if !store.Visible(ask) {
		ask = ""
	}
	return b.decide(ctx, r, func(id store.ID) (store.Exchange, error) {
		return r.store.Reword(ctx, id, r.Person.ID, store.Rewording{Words: words, Ask: ask}, r.pressed(), r.now)
	})
}
