package bot

import (
	"context"
	"slices"
	"time"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/store"
)

// A receiver answers a note in up to three steps: the answer, for some answers a time,
// and a line of their own. If the line sounds heavy, the bot asks before it sends.

// askWhen offers the times that a Yes or a Not now can name.
func (b *Bot) askWhen(ctx context.Context, r request) (talk.Reply, error) {
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	c := store.Choice(r.action)
	if !e.Need.CanSay(c) || !slices.Contains(b.answersTo(e.Need), c) {
		return b.showNote(r, e, next)
	}
	m := b.openedNote(r.reader, e, next)
	var times []talk.Button
	for _, t := range []string{"tonight", "tomorrow", "weekend", "own-time"} {
		times = append(times, b.press(t, talk.Secondary, e.Need.ID, c))
	}
	if asked := paragraphs(m.Text, "**When?** Nothing is sent yet."); utf8.RuneCountInString(asked) <= maxContent {
		m.Text = asked
	}
	m.Rows = []talk.Row{row(times...), row(b.press("back", talk.Secondary, e.Need.ID), b.helpButton())}
	return update(m), nil
}

// askLine opens the form for a line of one's own. To submit the form is to send the
// answer.
func (b *Bot) askLine(ctx context.Context, r request) (talk.Reply, error) {
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	choice, named := choiceOf(r.action), ""
	if choice == "" { // a time, after Yes or Not now
		choice, named = store.Choice(r.arg(1)), r.action
	}
	if !e.Need.CanSay(choice) || !slices.Contains(b.answersTo(e.Need), choice) {
		return b.showNote(r, e, next)
	}
	line := talk.Field{ID: "line", Label: "A line of your own (optional)", Placeholder: "If you like. Submit sends it with your answer.", Max: store.MaxLine}
	if choice == store.WroteBack {
		line.Label, line.Placeholder, line.Required, line.Long = "Your words", "What it was like to read this", true, true
	}
	fields := []talk.Field{line}
	if named == "own-time" {
		fields = []talk.Field{{ID: "time", Label: "When?", Placeholder: "Friday after eight", Required: true, Max: 100}, line}
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("say", e.Need.ID, choice, named),
		Title: clip(b.say("form.say", "name", r.partner(e.Couple))+": "+b.choiceWords(choice), 45), Fields: fields}}, nil
}

// sayAnswer takes the form: it keeps the answer and owes it to the asker.
func (b *Bot) sayAnswer(ctx context.Context, r request) (talk.Reply, error) {
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	a := store.Answering{Need: e.Need.ID, Person: r.Person.ID, Source: r.source, Choice: store.Choice(r.arg(1)), Line: clean(r.Fields["line"])}
	if !slices.Contains(b.answersTo(e.Need), a.Choice) {
		return talk.Reply{}, store.ErrNotYours
	}
	if a.Choice == store.WroteBack && !store.Visible(a.Line) {
		return talk.Reply{}, sayable{r.say("error.empty")}
	}
	if !store.Visible(a.Line) {
		a.Line = ""
	}
	a.Line = clip(a.Line, store.MaxLine)
	if a.Time, err = timeNamed(a.Choice, r); err != nil {
		return talk.Reply{}, err
	}
	a.Moment = momentOf(a.Time, r.now, b.location(r.me.Zone))
	if e.Need.CanSay(a.Choice) && b.heavy(r, a.Line, a.Time) {
		return b.askFirst(ctx, r, store.UndecidedLine{Need: a.Need, Purpose: store.ForAnswer, Choice: a.Choice, Time: a.Time, Moment: a.Moment, Line: a.Line})
	}
	return b.giveAnswer(ctx, r, e, next, a, r.now)
}

// giveAnswer sends an answer that was worded at said, and shows the note with it.
func (b *Bot) giveAnswer(ctx context.Context, r request, e store.Exchange, next store.ID, a store.Answering, said time.Time) (talk.Reply, error) {
	when := b.planReminder(&a, said, r)
	if !a.Remind.After(r.now) {
		a.Remind = time.Time{}
	}
	if !e.Need.Tells {
		a.FollowUp = r.now.Add(b.FollowUp)
		if when.After(r.now) {
			a.FollowUp = when.Add(b.FollowUp)
		}
	}
	told, err := r.store.Answer(ctx, a, r.now)
	if told.Need.ID != 0 && err != nil {
		return b.showNote(r, told, next) // answered or withdrawn meanwhile
	}
	if err != nil {
		return talk.Reply{}, err
	}
	return b.showNote(r, told, next)
}
