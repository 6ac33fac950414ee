package bot

import (
	"context"
	"errors"
	"time"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/store"
)

// maxTyped is how many characters a form field or a direct message can hold (Discord).
const maxTyped = 4000

// length is how many characters a text has, as Discord's limits count them.
func length(s string) int { return utf8.RuneCountInString(s) }

// wordingForm makes the form in which a need of a couple is put into words. was is what
// stands in it at first; the question that it answers stands on top. The field of the
// request says how it will open: in the language of its writer.
func (b *Bot) wordingForm(r request, action string, c store.Couple, was store.Need, args ...any) talk.Reply {
	limit := store.MaxWords
	if length(was.Words) > limit {
		limit = maxTyped // room for words that are too long to send
	}
	question := ""
	if text, ok := r.questionAsked(was.Question, was.Own); ok {
		question = "**" + text + "**"
	}
	opens := b.in(b.opening(r.me))
	return talk.Reply{Form: &talk.Form{CustomID: customID(action, args...), Title: r.say("form." + action), Text: question, Fields: []talk.Field{
		{ID: "words", Label: r.say("field.words"), Placeholder: r.say("field.words.hint"), Value: was.Words, Long: true, Required: true, Max: limit},
		{ID: "ask", Label: opens.say("field.request"), Placeholder: opens.say("field.request.hint"), Value: was.Ask, Max: max(store.MaxAsk, length(was.Ask))},
		{ID: "kind", Label: r.say("field.kind"), Options: r.kinds(was)},
		{ID: "want", Label: r.say("field.want", "name", r.partner(c)), Options: r.wants(was)},
	}}}
}

// rewording returns what a person wrote and chose in that form. It refuses words that
// cannot be seen. A form that was opened before it had selects leaves was as it is.
func (b *Bot) rewording(r request, was store.Need) (w store.Rewording, err error) {
	w = store.Rewording{Words: clean(r.Fields["words"]), Ask: oneLine(r.Fields["ask"]), Opening: b.opening(r.me)}
	if !store.Visible(w.Words) {
		return w, sayable{r.say("error.empty")}
	}
	if !store.Visible(w.Ask) {
		w.Ask = ""
	}
	if w.Kind, err = filled(r, "kind", was.Kind, b.Library.KindLabel); err != nil {
		return w, err
	}
	w.Want, err = filled(r, "want", was.Want, b.Library.WantLabel)
	return w, err
}

// filled returns the value of a select in a form, was if the form does not have it.
func filled(r request, field, was string, label func(string) string) (string, error) {
	value, ok := r.Fields[field]
	if !ok {
		return was, nil
	}
	if value != "" && label(value) == "" {
		return "", store.ErrNotYours
	}
	return value, nil
}

// wordFrom keeps a draft from the fields of the form.
func (b *Bot) wordFrom(ctx context.Context, r request, w store.Wording) (store.Exchange, error) {
	said, err := b.rewording(r, store.Need{})
	if err != nil {
		return store.Exchange{}, err
	}
	w.Words, w.Ask, w.Kind, w.Want, w.ByForm = said.Words, said.Ask, said.Kind, said.Want, true
	return b.word(ctx, r, w)
}

// sameDraft is how long the same words are the same draft. Whoever sends a form again,
// because Discord said that it failed, does so within minutes.
const sameDraft = 10 * time.Minute

// word keeps a draft. If the person keeps too many, they get what they typed back.
func (b *Bot) word(ctx context.Context, r request, w store.Wording) (store.Exchange, error) {
	w.Person, w.Source, w.Twins = r.Person.ID, r.source, sameDraft
	w.Opening = b.opening(r.me)
	w.Bare = b.isBare(w.Words, w.Ask, w.Want, r.language)
	e, err := r.store.Word(ctx, w, r.now)
	if errors.Is(err, store.ErrAltered) && e.Need.ID != 0 {
		b.tellAltered(err)
		err = nil
	}
	if errors.Is(err, store.ErrTooManyDrafts) { // otherwise what was typed in a form would be lost
		return e, sayable{quoted(r.say("error.drafts.words"), w.Words, "")}
	}
	return e, err
}
