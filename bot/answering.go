package bot

import (
	"context"
	"errors"
	"slices"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// A receiver answers a note with one press, with a press and a time, or with words in a
// form. After a press they can add a line. If words sound serious, the bot asks before
// it sends.
//
// In messages of the program before, every answer opened a form for a line: those
// buttons still do, under the names that they had.

// answerButton returns the name of the button that gives an answer.
func answerButton(c store.Choice) string {
	switch c {
	case store.CannotNow:
		return "say-cannot"
	case store.OwnWords:
		return "own-words"
	case store.WroteBack:
		return "write-back"
	}
	return "say-" + string(c)
}

// choiceOf returns the answer that a button gives, "" for one that names a time.
func choiceOf(button string) store.Choice {
	switch c := store.Choice(button); c {
	case store.Heard, store.Yes, store.Part, store.NotNow, store.Talk, store.CannotNow:
		return c
	}
	for _, c := range []store.Choice{store.Heard, store.Yes, store.Part, store.NotNow, store.Talk, store.CannotNow, store.OwnWords, store.WroteBack} {
		if answerButton(c) == button {
			return c
		}
	}
	return ""
}

// timeOf returns the time that a button names, as the store keeps it.
func timeOf(button string) string {
	switch button {
	case "when-tonight", "when-tomorrow", "when-weekend":
		return button[len("when-"):]
	}
	return ""
}

// answerHere reads the note that an answer is pressed under. can is false if it cannot be
// given any more.
func (b *Bot) answerHere(ctx context.Context, r request, c store.Choice) (e store.Exchange, next store.ID, can bool, err error) {
	if e, next, err = b.noteHere(ctx, r); err != nil {
		return e, next, false, err
	}
	return e, next, e.Need.CanSay(c) && slices.Contains(b.answersTo(e.Need), c), nil
}

// sayNow gives the answer that one press gives, with the time that its button names.
func (b *Bot) sayNow(ctx context.Context, r request) (talk.Reply, error) {
	a := store.Answering{Person: r.Person.ID, Source: r.source, Choice: choiceOf(r.action)}
	if a.Choice == "" { // a time, after Yes or Not now
		a.Choice, a.Time = store.Choice(r.arg(1)), timeOf(r.action)
		if a.Choice != store.Yes && a.Choice != store.NotNow {
			return talk.Reply{}, store.ErrNotYours
		}
	}
	e, next, can, err := b.answerHere(ctx, r, a.Choice)
	if err != nil {
		return talk.Reply{}, err
	}
	if !can {
		return b.showNote(r, e, next)
	}
	a.Need, a.Moment = e.Need.ID, momentOf(a.Time, r.now, b.location(r.me.Zone))
	return b.giveAnswer(ctx, r, e, next, a, r.now)
}

// askWhen offers the times that a Yes or a Not now can name.
func (b *Bot) askWhen(ctx context.Context, r request) (talk.Reply, error) {
	c := choiceOf(r.action)
	e, next, can, err := b.answerHere(ctx, r, c)
	if err != nil {
		return talk.Reply{}, err
	}
	if !can {
		return b.showNote(r, e, next)
	}
	names := []string{"when-tonight", "when-tomorrow", "when-weekend", "when-own", "when-none"}
	if r.action == string(c) {
		names = []string{"tonight", "tomorrow", "weekend", "own-time"}
	}
	var times []talk.Button
	for _, name := range names {
		times = append(times, r.press(name, talk.Secondary, e.Need.ID, c))
	}
	text := b.openedText(r.reader, e, r.say("when."+string(c)))
	return update(quotedMessage(text, row(times...), row(r.press("back", talk.Secondary, e.Need.ID)))), nil
}

// askWords opens the form of an answer that is given in words. To submit the form is to
// send the answer.
func (b *Bot) askWords(ctx context.Context, r request) (talk.Reply, error) {
	c := choiceOf(r.action)
	if c == "" { // Own words, after Yes or Not now
		c = store.Choice(r.arg(1))
	}
	e, next, can, err := b.answerHere(ctx, r, c)
	if err != nil {
		return talk.Reply{}, err
	}
	if !can {
		return b.showNote(r, e, next)
	}
	var field talk.Field
	switch c {
	case store.Yes, store.NotNow:
		field = talk.Field{ID: "time", Label: r.say("field.when"), Placeholder: r.say("example.when"), Required: true, Max: maxTime}
	case store.Talk:
		field = talk.Field{ID: "time", Label: r.say("field.when-optional"), Placeholder: r.say("example.when"), Max: maxTime}
	case store.Part:
		field = talk.Field{ID: "line", Label: r.say("field.part"), Placeholder: r.say("example.part"), Required: true, Long: true, Max: store.MaxLine}
	case store.OwnWords:
		field = talk.Field{ID: "line", Label: r.say("field.own-words"), Required: true, Long: true, Max: store.MaxWords}
	default:
		return talk.Reply{}, store.ErrNotYours
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("tell", e.Need.ID, c), Title: r.say("form.tell", "name", r.partner(e.Couple)),
		Text: b.noteAbove(r.reader, e), Fields: []talk.Field{field}}}, nil
}

// noteAbove repeats a note above a form, which covers it.
func (b *Bot) noteAbove(rd reader, e store.Exchange) string {
	return paragraphs(rd.say("form.note", "name", rd.name(e.Couple)), quote(b.gist(e.Need)))
}

// maxTime is how many characters a time in own words may have.
const maxTime = 100

// tellAnswer takes the form of an answer in words.
func (b *Bot) tellAnswer(ctx context.Context, r request) (talk.Reply, error) {
	a := store.Answering{Person: r.Person.ID, Source: r.source, Choice: store.Choice(r.arg(1))}
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	a.Need = e.Need.ID
	switch a.Choice {
	case store.Yes, store.NotNow, store.Talk:
		if a.Time = clip(oneLine(r.Fields["time"]), maxTime); !store.Visible(a.Time) {
			a.Time = ""
		}
		if a.Time == "" && a.Choice != store.Talk {
			return talk.Reply{}, sayable{r.say("answer.when-empty")}
		}
	case store.Part, store.OwnWords:
		most := store.MaxWords
		if a.Choice == store.Part {
			most = store.MaxLine
		}
		if a.Line = clip(clean(r.Fields["line"]), most); !store.Visible(a.Line) {
			return talk.Reply{}, sayable{r.say("error.empty")}
		}
	default:
		return talk.Reply{}, store.ErrNotYours
	}
	return b.checkAnswer(ctx, r, e, next, a)
}

// checkAnswer gives an answer, unless its words sound serious: then it asks first.
func (b *Bot) checkAnswer(ctx context.Context, r request, e store.Exchange, next store.ID, a store.Answering) (talk.Reply, error) {
	if e.Need.CanSay(a.Choice) && b.serious(r, a.Line, a.Time).Found {
		return b.askFirst(ctx, r, undecidedAnswer(a))
	}
	return b.giveAnswer(ctx, r, e, next, a, r.now)
}

func undecidedAnswer(a store.Answering) store.UndecidedLine {
	return store.UndecidedLine{ID: a.Undecided, Need: a.Need, Purpose: store.ForAnswer, Choice: a.Choice, Time: a.Time, Moment: a.Moment, Line: a.Line}
}

// giveAnswer sends an answer that was worded at said, and shows the note with it.
func (b *Bot) giveAnswer(ctx context.Context, r request, e store.Exchange, next store.ID, a store.Answering, said time.Time) (talk.Reply, error) {
	when := b.planReminder(&a, said, r)
	if !a.Remind.After(r.now) {
		a.Remind = time.Time{}
	}
	a.FollowUp = r.now.Add(b.FollowUp)
	if when.After(r.now) {
		a.FollowUp = when.Add(b.FollowUp)
	}
	told, err := r.store.Answer(ctx, a, r.now)
	told.Card = e.Card
	switch {
	case errors.Is(err, store.ErrTooManyWords):
		return b.laterHere(ctx, r, undecidedAnswer(a), r.say("later.words"))
	case told.Need.ID != 0 && errors.Is(err, store.ErrTooLate): // answered or withdrawn meanwhile
		return b.showNote(r, told, next)
	case err != nil:
		return talk.Reply{}, err
	}
	return b.showNote(r, told, next)
}

// askLine opens the form that an answer had in earlier messages, and that Write back has
// still. To submit the form is to send the answer.
func (b *Bot) askLine(ctx context.Context, r request) (talk.Reply, error) {
	c, named := choiceOf(r.action), ""
	if c == "" { // a time, after Yes or Not now
		c, named = store.Choice(r.arg(1)), r.action
	}
	e, next, can, err := b.answerHere(ctx, r, c)
	if err != nil {
		return talk.Reply{}, err
	}
	if !can {
		return b.showNote(r, e, next)
	}
	line := talk.Field{ID: "line", Label: r.say("field.line"), Placeholder: r.say("example.line"), Max: store.MaxLine}
	if c == store.WroteBack {
		line = talk.Field{ID: "line", Label: r.say("field.write-back"), Placeholder: r.say("example.write-back"), Required: true, Long: true, Max: store.MaxLine}
	}
	fields := []talk.Field{line}
	if named == "own-time" {
		fields = []talk.Field{{ID: "time", Label: r.say("field.when"), Placeholder: r.say("example.when"), Required: true, Max: maxTime}, line}
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("say", e.Need.ID, c, named), Title: r.say("form.say", "name", r.partner(e.Couple)),
		Text: b.noteAbove(r.reader, e), Fields: fields}}, nil
}

// sayAnswer takes that form.
func (b *Bot) sayAnswer(ctx context.Context, r request) (talk.Reply, error) {
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	a := store.Answering{Need: e.Need.ID, Person: r.Person.ID, Source: r.source, Choice: store.Choice(r.arg(1)), Line: clip(clean(r.Fields["line"]), store.MaxLine)}
	if !slices.Contains(b.answersTo(e.Need), a.Choice) || a.Choice == store.OwnWords {
		return talk.Reply{}, store.ErrNotYours
	}
	if !store.Visible(a.Line) {
		if a.Choice == store.WroteBack {
			return talk.Reply{}, sayable{r.say("error.empty")}
		}
		a.Line = ""
	}
	if a.Time, err = b.timeNamed(a.Choice, r); err != nil {
		return talk.Reply{}, err
	}
	a.Moment = momentOf(a.Time, r.now, b.location(r.me.Zone))
	return b.checkAnswer(ctx, r, e, next, a)
}
