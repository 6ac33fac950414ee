package bot

import (
	"context"
	"errors"
	"strconv"

	"leanon/discord/talk"
	"leanon/store"
)

// need is /need. It opens the form, or keeps a draft at once if the option text is given,
// or thanks for one that only says thank you.
func (b *Bot) need(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleOf()
	if err != nil {
		return talk.Reply{}, err
	}
	words, want := clean(r.Options["text"]), ""
	switch thanks := clean(r.Options["thanks"]); {
	case r.Options["text"] == "" && r.Options["thanks"] == "":
		return b.wordingForm(r, "word-need", c, store.Need{}, c.ID), nil
	case words != "" && thanks != "":
		return talk.Reply{}, sayable{quoted(r.say("need.one-of-two"), paragraphs(words, thanks), "")}
	case thanks != "":
		words, want = thanks, wantThanks
	}
	if n := length(words); n > maxTyped {
		return talk.Reply{}, sayable{r.say("need.longer", "n", n, "limit", strconv.Itoa(maxTyped))}
	}
	if !store.Visible(words) {
		return talk.Reply{}, sayable{r.say("error.empty")}
	}
	e, err := b.word(ctx, r, store.Wording{Couple: c.ID, Words: words, Want: want, Owe: !r.home()})
	return b.drafted(r, e, err)
}

// wordNeed takes the form of /need.
func (b *Bot) wordNeed(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	e, err := b.wordFrom(ctx, r, store.Wording{Couple: c.ID, Owe: !r.home()})
	return b.drafted(r, e, err)
}

// drafted shows a draft. If it was written elsewhere, it comes as a direct message.
func (b *Bot) drafted(r request, e store.Exchange, err error) (talk.Reply, error) {
	if err != nil {
		return talk.Reply{}, err
	}
	if !r.home() {
		return r.aside(r.say("need.elsewhere")), nil
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

// keep keeps a draft for its writer alone. Its words leave the chat.
func (b *Bot) keep(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	e, err := r.store.Keep(ctx, id, r.Person.ID, r.pressed(), r.now)
	if err != nil && !errors.Is(err, store.ErrTooLate) {
		return talk.Reply{}, err
	}
	return update(b.previewCopy(r.reader, e)), nil
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
	if e.Need.Typed {
		return update(r.plain(r.say("draft.discarded.typed"))), nil
	}
	return update(r.plain(r.say("draft.discarded"))), nil
}

func (b *Bot) setKind(ctx context.Context, r request) (talk.Reply, error) {
	value, err := chosen(r, b.Library.KindLabel)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.describe(ctx, r, store.Description{Kind: &value})
}

func (b *Bot) setWant(ctx context.Context, r request) (talk.Reply, error) {
	value, err := chosen(r, b.Library.WantLabel)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.describe(ctx, r, store.Description{Want: &value})
}

// itAsks and itTells change whether a draft asks for something, which otherwise follows
// from its words.
func (b *Bot) itAsks(ctx context.Context, r request) (talk.Reply, error) {
	manner := store.Asks
	return b.describe(ctx, r, store.Description{Manner: &manner})
}

func (b *Bot) itTells(ctx context.Context, r request) (talk.Reply, error) {
	manner := store.Tells
	return b.describe(ctx, r, store.Description{Manner: &manner})
}

// noQuestion lets a draft go without the question that it answers.
func (b *Bot) noQuestion(ctx context.Context, r request) (talk.Reply, error) {
	yes := true
	return b.describe(ctx, r, store.Description{NoQuestion: &yes})
}

func (b *Bot) describe(ctx context.Context, r request, d store.Description) (talk.Reply, error) {
	return b.decide(ctx, r, func(id store.ID) (store.Exchange, error) {
		return r.store.Describe(ctx, id, r.Person.ID, d, r.pressed(), r.now)
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

// askEdit opens the form with what was written and chosen.
func (b *Bot) askEdit(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if !e.Need.SentAt.IsZero() {
		return b.updatePreview(r, e)
	}
	return b.wordingForm(r, "reword", e.Couple, e.Need, e.Need.ID), nil
}

func (b *Bot) reword(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	said, err := b.rewording(r, e.Need)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.decide(ctx, r, func(id store.ID) (store.Exchange, error) {
		return r.store.Reword(ctx, id, r.Person.ID, said, r.pressed(), r.now)
	})
}
