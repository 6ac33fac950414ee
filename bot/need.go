package bot

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/store"
)

// maxTyped is what a form field or a direct message can hold (Discord).
const maxTyped = 4000

// wordingForm is the form with two fields: the words, and one small ask.
func (b *Bot) wordingForm(action, words, ask string, limit int, args ...any) talk.Reply {
	return talk.Reply{Form: &talk.Form{CustomID: customID(action, args...), Title: b.words(action), Fields: []talk.Field{
		{ID: "words", Label: "In your words", Placeholder: "I feel ... about ... What I need is ...", Value: words, Long: true, Required: true, Max: limit},
		{ID: "ask", Label: "Would you ...?", Placeholder: "One small, doable ask, if there is one", Value: ask, Max: store.MaxAsk},
	}}}
}

// wordFrom keeps a draft from the fields of a form. Words that cannot be seen
// are no words.
func (b *Bot) wordFrom(ctx context.Context, r request, w store.Wording) (store.Exchange, error) {
	w.Person, w.Source = r.Person.ID, r.ID
	if w.Words == "" {
		w.Words, w.Ask = clean(r.Fields["words"]), oneLine(r.Fields["ask"])
	}
	if !store.Visible(w.Words) {
		return store.Exchange{}, sayable{sayEmpty}
	}
	if !store.Visible(w.Ask) {
		w.Ask = ""
	}
	e, err := b.Store.Word(ctx, w, r.now)
	if errors.Is(err, store.ErrTooManyDrafts) { // what was typed in a form would be gone
		return e, sayable{letter(sayFull+" Your words, to copy:", w.Words, "")}
	}
	return e, err
}

// preview is a need of one's own, before Send and after; language is what its asker
// said they write in, "" where they said nothing.
func (b *Bot) preview(ctx context.Context, e store.Exchange, language string) (talk.Message, error) {
	called, err := b.calling(ctx, e.Couple)
	return b.previewMessage(e, called, language), err
}

// previewMessage is a preview where it is known what the partner is called.
func (b *Bot) previewMessage(e store.Exchange, called, language string) talk.Message {
	n, name := e.Need, unmarked(called)
	send := b.pressCalling("send", talk.Primary, called, n.ID)
	edit, keep := b.press("edit", talk.Secondary, n.ID), b.press("keep", talk.Secondary, n.ID)
	discard := b.press("discard", talk.Secondary, n.ID)
	switch {
	case !n.WithdrawnAt.IsZero():
		return b.plain(sayTakenBack)
	case n.Sent():
		return letterOf(fit(fmt.Sprintf("To %s, %s:", name, dated(n.SentAt)), body(n), []string{standing(n, name)}, nil),
			row(b.press("withdraw", talk.Secondary, n.ID), b.helpButton()))
	case n.TooLong():
		edit.Style = talk.Primary
		return talk.Message{Text: fmt.Sprintf("I kept every word as a draft: %d characters. A note carries up to %d. Press Edit to shorten it; nothing is lost, and only you see it.",
			utf8.RuneCountInString(n.Words), store.MaxWords), Rows: []talk.Row{row(edit, keep, discard, b.helpButton())}}
	case n.Kept():
		return letterOf(fit(fmt.Sprintf("About you and %s:", name), body(n), []string{sayKept}, nil), row(send, edit, discard, b.helpButton()))
	}
	hint, _ := b.Library.Hint(n.Words, language)
	return letterOf(fit(fmt.Sprintf("This is exactly what %s would see:", name), body(n), []string{sayOnlyYou}, []string{hint}),
		row(send, edit, keep, discard, b.helpButton()),
		talk.Row{Select: b.kindSelect(n)}, talk.Row{Select: b.wantSelect(n)})
}

// standing is how a sent need stands, for its asker. What was answered is not said
// here: it may wait behind Open.
func standing(n store.Need, name string) string {
	switch {
	case len(n.Answers) > 0:
		return name + " has answered."
	case !n.RestedAt.IsZero():
		return sayResting
	}
	return saySent
}

func (b *Bot) kindSelect(n store.Need) *talk.Select {
	s := &talk.Select{CustomID: customID("kind", n.ID), Placeholder: b.words("kind")}
	for _, k := range b.Library.Kinds() {
		s.Options = append(s.Options, talk.Option{Label: k.Label, Value: k.Key, Default: k.Key == n.Kind})
	}
	return s
}

func (b *Bot) wantSelect(n store.Need) *talk.Select {
	s := &talk.Select{CustomID: customID("want", n.ID), Placeholder: b.words("want")}
	for _, w := range b.Library.Wants() {
		s.Options = append(s.Options, talk.Option{Label: w.Label, Value: w.Key, Default: w.Key == n.Want})
	}
	return s
}

// replyPreview shows a draft as the reply: in place of a fleeting message, else
// as a private one.
func (b *Bot) replyPreview(ctx context.Context, r request, e store.Exchange) (talk.Reply, error) {
	m, err := b.preview(ctx, e, r.language)
	m.Private = true
	return talk.Reply{Message: &m, Update: r.MessageID != ""}, err
}

// updatePreview shows a need of one's own in place of the message that was pressed.
func (b *Bot) updatePreview(ctx context.Context, r request, e store.Exchange) (talk.Reply, error) {
	m, err := b.preview(ctx, e, r.language)
	return update(m), err
}

// need is /need: the wording form, or with text: the draft at once.
func (b *Bot) need(ctx context.Context, r request) (talk.Reply, error) {
	c, err := b.coupleOf(ctx, r)
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
	c, err := b.coupleHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.newNeed(ctx, r, c.ID, "")
}

// newNeed keeps a draft. Written in a server, it comes as a direct message.
func (b *Bot) newNeed(ctx context.Context, r request, couple store.ID, words string) (talk.Reply, error) {
	away := r.Guild != ""
	if words == "" && r.Kind == talk.Command {
		return talk.Reply{}, sayable{sayEmpty}
	}
	e, err := b.wordFrom(ctx, r, store.Wording{Couple: couple, Words: words, Owe: away})
	if err != nil {
		return talk.Reply{}, err
	}
	if away {
		return private("Your draft is in our direct messages. Nothing leaves before you press Send."), nil
	}
	return b.replyPreview(ctx, r, e)
}

// needHere is the need that a press is about, by its first argument.
func (b *Bot) needHere(ctx context.Context, r request) (store.Exchange, error) {
	id, err := r.id(0)
	if err != nil {
		return store.Exchange{}, err
	}
	e, err := b.Store.NeedFor(ctx, id, r.Person.ID)
	if err != nil {
		return e, err
	}
	return b.asRead(ctx, e)
}

// mineHere is needHere for the asker alone.
func (b *Bot) mineHere(ctx context.Context, r request) (store.Exchange, error) {
	e, err := b.needHere(ctx, r)
	if err == nil && !e.Mine() {
		return store.Exchange{}, store.ErrNotYours
	}
	return e, err
}

// decide runs one decision about an own need and shows how it stands after it; a
// decision that comes too late shows the same.
func (b *Bot) decide(ctx context.Context, r request, f func(id store.ID) (store.Exchange, error)) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	e, err := f(id)
	if err != nil && !errors.Is(err, store.ErrMoved) {
		return talk.Reply{}, err
	}
	return b.updatePreview(ctx, r, e)
}

func (b *Bot) keep(ctx context.Context, r request) (talk.Reply, error) {
	return b.decide(ctx, r, func(id store.ID) (store.Exchange, error) {
		return b.Store.Keep(ctx, id, r.Person.ID, r.via(), r.now)
	})
}

// askWithdraw takes a need back, or asks first where it was answered: then it is two
// people's words that go.
func (b *Bot) askWithdraw(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil && !errors.Is(err, store.ErrNotYours) {
		return talk.Reply{}, err
	}
	if err != nil || !e.Need.Sent() || len(e.Need.Answers) == 0 {
		return b.withdraw(ctx, r)
	}
	name := nameOf(e.Couple.Other.Name)
	asks := fmt.Sprintf("%s has answered this. Withdraw it all the same? Your note then goes from %s's chat, and with the answer from the history of you both; %s reads that you withdrew it. Nothing is changed yet.", name, name, name)
	return update(letterOf(fit(fmt.Sprintf("To %s, %s:", name, dated(e.Need.SentAt)), body(e.Need), []string{asks}, nil),
		row(b.press("withdraw-answered", talk.Secondary, e.Need.ID), b.press("withdraw-not", talk.Secondary, e.Need.ID), b.helpButton()))), nil
}

// withdrawNot leaves it sent.
func (b *Bot) withdrawNot(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.updatePreview(ctx, r, e)
}

func (b *Bot) withdraw(ctx context.Context, r request) (talk.Reply, error) {
	return b.decide(ctx, r, func(id store.ID) (store.Exchange, error) {
		return b.Store.Withdraw(ctx, id, r.Person.ID, r.via(), r.now)
	})
}

func (b *Bot) discard(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	e, err := b.Store.Discard(ctx, id, r.Person.ID, r.via(), r.now)
	switch {
	case errors.Is(err, store.ErrMoved):
		return b.updatePreview(ctx, r, e)
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
		return b.Store.Describe(ctx, id, r.Person.ID, &value, nil, r.via(), r.now)
	})
}

func (b *Bot) setWant(ctx context.Context, r request) (talk.Reply, error) {
	value, err := chosen(r, b.Library.WantLabel)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.decide(ctx, r, func(id store.ID) (store.Exchange, error) {
		return b.Store.Describe(ctx, id, r.Person.ID, nil, &value, r.via(), r.now)
	})
}

// chosen is the one value of a select, "" where it was cleared; a value that the
// library does not know is forged or from another edition of it.
func chosen(r request, label func(string) string) (string, error) {
	if len(r.Values) == 0 {
		return "", nil
	}
	if label(r.Values[0]) == "" {
		return "", store.ErrNotYours
	}
	return r.Values[0], nil
}

// askEdit opens the form again with what was written; what is too long to send
// has room in it.
func (b *Bot) askEdit(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if !e.Need.SentAt.IsZero() {
		return b.updatePreview(ctx, r, e)
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
		return talk.Reply{}, sayable{sayEmpty}
	}
	if !store.Visible(ask) {
		ask = ""
	}
	return b.decide(ctx, r, func(id store.ID) (store.Exchange, error) {
		return b.Store.Reword(ctx, id, r.Person.ID, words, ask, r.via(), r.now)
	})
}

// assign says which couple a plain message is for, or that it is for nobody.
func (b *Bot) assign(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	couple := store.ID(0)
	if r.action == "whom" {
		if couple, err = r.id(1); err != nil {
			return talk.Reply{}, err
		}
	}
	e, err := b.Store.Assign(ctx, id, r.Person.ID, couple, r.now)
	if err != nil {
		return talk.Reply{}, err
	}
	if couple == 0 {
		return update(b.plain(sayDiscarded)), nil
	}
	return b.updatePreview(ctx, r, e)
}
