package bot

import (
	"context"

	"leanon/discord/talk"
	"leanon/library"
	"leanon/store"
)

// A card says what somebody wishes their partner to know beside their notes. This file shows
// it to its author: /card, the form and the preview; carddecide.go takes what they decide, and
// cardnote.go shows it to their partner. Nothing of a card is shown before its author saw it
// as their partner would, and said so; and nobody is told when one appears, changes or goes.

// card is /card.
func (b *Bot) card(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleOf()
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.cardNow(ctx, r, c, "")
	m.Private = true
	return talk.Reply{Message: &m}, err
}

// cardHere is the button My card.
func (b *Bot) cardHere(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.cardNow(ctx, r, c, "")
	m.Private = true
	return talk.Reply{Message: &m}, err
}

// cardNow reads a card and shows how it stands. done says what has just become of it, ""
// for nothing.
func (b *Bot) cardNow(ctx context.Context, r request, c store.Couple, done string) (talk.Message, error) {
	cards, err := r.store.Cards(ctx, r.Person.ID)
	if err != nil {
		return talk.Message{}, err
	}
	return b.cardMessage(r.reader, c, cards, done), nil
}

// cardMessage shows the reader their own card in a couple, with what can be done about it.
func (b *Bot) cardMessage(rd reader, c store.Couple, cards map[store.ID]store.OwnCard, done string) talk.Message {
	own, name := cards[c.ID], rd.name(c)
	if own.Undecided() {
		return b.cardPreview(rd, c, own, done)
	}
	buttons, state := []talk.Button{rd.press("card-write", talk.Primary, c.ID)}, ""
	switch {
	case own.Written.Empty():
	case own.Shown.Empty():
		state = rd.say("card.private", "name", name)
		buttons = append(buttons, rd.press("card-show-it", talk.Secondary, c.ID, own.Version), rd.press("card-remove", talk.Secondary, c.ID))
	default:
		state = rd.say("card.shown", "name", name)
		buttons = append(buttons, rd.press("card-hide", talk.Secondary, c.ID), rd.press("card-remove", talk.Secondary, c.ID))
	}
	card := ""
	if state != "" {
		card = paragraphs(state, cardText(rd.speaker, rd.nameOf(c.Me.Name), own.Written))
	}
	text := blocks(done, rd.say("card.about", "name", name), card)
	if length(text) > maxContent { // in the longest language, with the longest names and words
		text = blocks(done, card)
	}
	return talk.Message{NoEmbed: true, Text: text,
		Rows: rowsOf(row(append(buttons, rd.helpButton())...), row(cardsElsewhere(rd, c, cards)...))}
}

// maxFrom is how many cards of other couples are offered: a row of buttons has no more.
const maxFrom = 5

// cardsElsewhere are the buttons that take over what the reader wrote for somebody else.
func cardsElsewhere(rd reader, c store.Couple, cards map[store.ID]store.OwnCard) (buttons []talk.Button) {
	for _, other := range rd.couples {
		if other.ID != c.ID && !cards[other.ID].Written.Empty() && len(buttons) < maxFrom {
			buttons = append(buttons, rd.pressFor("card-from", talk.Secondary, rd.partner(other), c.ID, other.ID))
		}
	}
	return buttons
}

// cardText is a card as a partner reads it. author is what they call its author.
func cardText(s speaker, author string, c store.Card) string {
	var comforts, doesNotHelp, goodTimes string
	if c.Comforts != "" {
		comforts = s.say("card.comforts", "name", author, "words", inText(c.Comforts))
	}
	if c.DoesNotHelp != "" {
		doesNotHelp = s.say("card.does-not-help", "words", inText(c.DoesNotHelp))
	}
	if c.GoodTimes != "" {
		goodTimes = s.say("card.good-times", "words", inText(c.GoodTimes))
	}
	return paragraphs(comforts, doesNotHelp, goodTimes, s.say("card.wishes"))
}

// cardPreview shows the reader what they wrote as their partner would read it. While an
// older card is shown, that one can be hidden here too.
func (b *Bot) cardPreview(rd reader, c store.Couple, own store.OwnCard, done string) talk.Message {
	name := rd.name(c)
	before, rows := "", []talk.Row{row(
		rd.pressFor("card-show", talk.Primary, rd.partner(c), c.ID, own.Version), rd.press("card-edit", talk.Secondary, c.ID),
		rd.press("card-keep", talk.Secondary, c.ID, own.Version), rd.press("card-discard", talk.Secondary, c.ID, own.Version), rd.helpButton())}
	if own.Undecided() {
		before = rd.say("card.before", "name", name)
		rows = append(rows, row(rd.press("card-hide", talk.Secondary, c.ID), rd.press("card-remove", talk.Secondary, c.ID)))
	}
	text := blocks(paragraphs(rd.say("card.preview", "name", name), cardText(rd.speaker, rd.nameOf(c.Me.Name), own.Written)),
		b.cardHint(own.Written, b.languageOf(rd.me)), paragraphs(before, rd.say("card.unseen", "name", name)))
	if whole := blocks(done, text); length(whole) <= maxContent {
		text = whole
	}
	return talk.Message{NoEmbed: true, Rows: rows, Text: text}
}

// cardHint is the one hint under a card that speaks of its reader, "" for none. What
// comforts may well be something that they do, unless it commands.
func (b *Bot) cardHint(c store.Card, language string) string {
	looksAt := []string{c.DoesNotHelp, c.GoodTimes}
	if b.Library.Commands(c.Comforts, language) {
		looksAt = append(looksAt, c.Comforts)
	}
	for _, words := range looksAt {
		if hint, ok := b.Library.CardHint(words, language); ok {
			return hint
		}
	}
	return ""
}

// askCard opens the form with what stands on the card.
func (b *Bot) askCard(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	cards, err := r.store.Cards(ctx, r.Person.ID)
	return b.cardForm(r, c, cards[c.ID].Written), err
}

// cardFrom opens the form with what the person wrote for another of their partners.
func (b *Bot) cardFrom(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	from, err := r.id(1)
	if err != nil {
		return talk.Reply{}, err
	}
	cards, err := r.store.Cards(ctx, r.Person.ID)
	if _, theirs := cards[from]; err == nil && !theirs {
		err = store.ErrNotYours
	}
	return b.cardForm(r, c, cards[from].Written), err
}

func (b *Bot) cardForm(r request, c store.Couple, was store.Card) talk.Reply {
	return talk.Reply{Form: &talk.Form{CustomID: customID("write-card", c.ID), Title: r.say("form.write-card"), Fields: []talk.Field{
		{ID: "comforts", Label: r.say("field.card.comforts"), Placeholder: r.say("example.card.comforts"), Value: was.Comforts, Max: store.MaxCardField},
		{ID: "does-not-help", Label: r.say("field.card.does-not-help"), Placeholder: r.say("example.card.does-not-help"), Value: was.DoesNotHelp, Max: store.MaxCardField},
		{ID: "good-times", Label: r.say("field.card.good-times"), Placeholder: r.say("example.card.good-times"), Value: was.GoodTimes, Max: store.MaxCardField},
	}}}
}

// writeCard takes that form and shows the preview.
func (b *Bot) writeCard(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	words := store.Card{Comforts: cardField(r, "comforts"), DoesNotHelp: cardField(r, "does-not-help"), GoodTimes: cardField(r, "good-times")}
	if words.Empty() {
		return talk.Reply{}, sayable{r.say("card.empty")}
	}
	own, err := r.store.WriteCard(ctx, c.ID, r.Person.ID, words, r.now)
	if err != nil {
		return talk.Reply{}, err
	}
	m := b.cardPreview(r.reader, c, own, "")
	if own.Shown == own.Written {
		m, err = b.cardNow(ctx, r, c, "")
	}
	m.Private = true
	return talk.Reply{Message: &m, Update: r.OnPrivate}, err
}

// cardField returns what was filled into a field, "" for what nobody can see.
func cardField(r request, id string) string {
	words := library.Clip(oneLine(r.Fields[id]), store.MaxCardField)
	if !store.Visible(words) {
		return ""
	}
	return words
}
