package bot

import (
	"context"
	"strings"

	"leanon/discord/talk"
	"leanon/store"
)

// Say it softer takes a draft in three parts: what happened, what its writer felt, and
// what they would love. The bot joins what they typed and adds no more than the words
// that connect it, in the language that they write. The first words stay until the draft is decided about.

// maxPart is how long each part may be, so that the whole fits into a note.
const maxPart = 450

func (b *Bot) askSofter(ctx context.Context, r request) (talk.Reply, error) {
	e, err := b.mineHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if !e.Need.SentAt.IsZero() {
		return b.updatePreview(r, e)
	}
	writes := b.in(b.opening(r.me))
	return talk.Reply{Form: &talk.Form{CustomID: customID("say-softer", e.Need.ID), Title: r.say("form.say-softer"), Fields: []talk.Field{
		{ID: "happened", Label: writes.say("field.happened"), Placeholder: writes.say("field.happened.hint"), Long: true, Required: true, Max: maxPart},
		{ID: "felt", Label: writes.say("field.felt"), Placeholder: writes.say("field.felt.hint"), Long: true, Required: true, Max: maxPart},
		{ID: "love", Label: writes.say("field.love"), Placeholder: writes.say("field.love.hint"), Long: true, Required: true, Max: maxPart},
	}}}, nil
}

// saySofter takes the form.
func (b *Bot) saySofter(ctx context.Context, r request) (talk.Reply, error) {
	writes := b.in(b.opening(r.me))
	happened := part(r.Fields["happened"], writes.say("softer.happened"))
	felt, love := part(r.Fields["felt"], writes.say("softer.felt")), part(r.Fields["love"], writes.say("softer.love"))
	if !store.Visible(happened) || !store.Visible(felt) || !store.Visible(love) {
		return talk.Reply{}, sayable{r.say("error.empty")}
	}
	words := writes.say("softer.joined", "happened", happened, "felt", felt, "love", love)
	return b.decide(ctx, r, func(id store.ID) (store.Exchange, error) {
		return r.store.Soften(ctx, id, r.Person.ID, words, r.pressed(), r.now)
	})
}

// part returns one part as it stands in the sentence: without a full stop at its end, and
// without the words that connect it if its writer typed them too.
func part(typed, connecting string) string {
	typed = strings.TrimRight(oneLine(typed), ". ")
	letters, n := []rune(typed), len([]rune(connecting))
	if len(letters) > n && letters[n] == ' ' && strings.EqualFold(straight(string(letters[:n])), straight(connecting)) {
		typed = string(letters[n:])
	}
	return strings.TrimSpace(typed)
}

// straight returns words with the apostrophe that a keyboard has: a phone types the
// curved one by itself, and the two are one letter.
func straight(words string) string { return strings.ReplaceAll(words, "’", "'") }

// toMine gives a draft its first words back.
func (b *Bot) toMine(ctx context.Context, r request) (talk.Reply, error) {
	return b.decide(ctx, r, func(id store.ID) (store.Exchange, error) {
		return r.store.BackToMine(ctx, id, r.Person.ID, r.pressed(), r.now)
	})
}
