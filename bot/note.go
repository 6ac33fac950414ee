package bot

import (
	"context"
	"fmt"
	"slices"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// waitingNote is the notice of notes that wait, as discreet as its reader wants.
func (b *Bot) waitingNote(p store.Partner, e store.Exchange, several bool) talk.Message {
	text := fmt.Sprintf("A note from %s is waiting.", nameOf(e.Couple.Other.Name))
	switch {
	case p.Notes == store.Nameless && several:
		text = "Notes are waiting."
	case p.Notes == store.Nameless:
		text = "A note is waiting."
	case several:
		text = fmt.Sprintf("Notes from %s are waiting.", nameOf(e.Couple.Other.Name))
	}
	return talk.Message{Text: text + " " + sayNoRush, Rows: []talk.Row{row(b.press("open", talk.Primary, e.Need.ID), b.helpButton())}}
}

// composeNote is the message that brings one note, or several that were held.
func (b *Bot) composeNote(ctx context.Context, n store.Notice) (talk.Message, error) {
	p, err := b.Store.Partner(ctx, n.Person)
	if err != nil {
		return talk.Message{}, err
	}
	var there []store.Exchange // the notes that were not withdrawn
	var first store.Exchange
	for i, id := range n.Notes {
		e, err := b.Store.NeedFor(ctx, id, n.Person)
		if err != nil {
			return talk.Message{}, err
		}
		if i == 0 {
			first = e
		}
		if e.Need.Sent() {
			there = append(there, e)
		}
	}
	switch {
	case len(there) == 0:
		return b.withdrawnNote(first), nil
	case p.Notes == store.Full:
		return b.openedNote(there[0], b.nextNote(n.Notes, there[0].Need.ID)), nil
	}
	return b.waitingNote(p, there[0], len(there) > 1), nil
}

func (b *Bot) withdrawnNote(e store.Exchange) talk.Message {
	return b.plain(fmt.Sprintf("%s withdrew this note. Nothing is asked of you.", nameOf(e.Couple.Other.Name)))
}

// nextNote is the note after this one in a message that carries several; 0 if it
// carries one.
func (b *Bot) nextNote(carried []store.ID, id store.ID) store.ID {
	i := slices.Index(carried, id)
	if i < 0 || len(carried) < 2 {
		return 0
	}
	return carried[(i+1)%len(carried)]
}

// wentWell says whether a need only tells what went well: it asks for nothing.
func (b *Bot) wentWell(n store.Need) bool {
	q, ok := b.Library.Question(n.Question)
	return ok && q.Tag == "went-well" && n.Ask == ""
}

// openedNote is a note with everything around it; next is another note in the
// same message, or 0.
func (b *Bot) openedNote(e store.Exchange, next store.ID) talk.Message {
	n, name := e.Need, nameOf(e.Couple.Other.Name)
	if !n.Sent() {
		return b.withdrawnNote(e)
	}
	var after []string
	if said := b.said(n); said != "" {
		after = append(after, said)
	}
	var optional []string
	if n.Want != "" {
		optional = append(optional, fmt.Sprintf("%s would like: *%s*.", name, lower(b.Library.WantLabel(n.Want))))
	}
	if n.Kind != "" {
		optional = append(optional, fmt.Sprintf("Kind of need: *%s*.", lower(b.Library.KindLabel(n.Kind))))
	}
	if n.Answerable() && !b.wentWell(n) {
		optional = append(optional, b.Library.Coach(uint64(n.ID)))
	}
	optional = append(optional, fmt.Sprintf("I don't tell %s that you opened this.", name))
	return letterOf(fit(fmt.Sprintf("%s wrote, %s:", name, dated(n.SentAt)), body(n), after, optional), b.answerRows(n, next)...)
}

// said is what the reader of a note answered last, so that they see it stand.
func (b *Bot) said(n store.Need) string {
	a := n.LastAnswer()
	if a.Choice == "" {
		return ""
	}
	return fmt.Sprintf("You answered: **%s**", b.choiceWords(a.Choice))
}

// answerRows are the answers that are still open, and what else a note can do.
func (b *Bot) answerRows(n store.Need, next store.ID) []talk.Row {
	var answers []talk.Button
	for _, c := range b.answersTo(n) {
		if n.CanSay(c) {
			answers = append(answers, b.press(choiceButton(c), talk.Secondary, n.ID))
		}
	}
	more := []talk.Button{b.press("fold", talk.Secondary, n.ID)}
	if next != 0 {
		more = append(more, b.press("next", talk.Secondary, next))
	}
	more = append(more, b.helpButton())
	if len(answers)+len(more) <= 5 {
		return rowsOf(row(append(answers, more...)...))
	}
	cut := min(len(answers), 5)
	return rowsOf(row(answers[:cut]...), row(append(slices.Clone(answers[cut:]), more...)...))
}

// answersTo lists the answers to a need: the six, or the two of a note that only
// tells what went well.
func (b *Bot) answersTo(n store.Need) []store.Choice {
	if b.wentWell(n) {
		return []store.Choice{store.Heard, store.WroteBack}
	}
	return []store.Choice{store.Heard, store.Yes, store.Part, store.NotNow, store.Talk, store.CannotNow}
}

// openNote edits the notice in place into the note. Opening is neither stored nor
// told.
func (b *Bot) openNote(ctx context.Context, r request) (talk.Reply, error) {
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.openedNote(e, next)), nil
}

func (b *Bot) foldNote(ctx context.Context, r request) (talk.Reply, error) {
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if !e.Need.Sent() && next == 0 {
		return update(b.withdrawnNote(e)), nil
	}
	p, err := b.Store.Partner(ctx, r.Person.ID)
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.waitingNote(p, e, next != 0)), nil
}

// noteHere is the note that a press is about, for its receiver alone, and the
// next one in the same message.
func (b *Bot) noteHere(ctx context.Context, r request) (e store.Exchange, next store.ID, err error) {
	if e, err = b.needHere(ctx, r); err != nil {
		return e, 0, err
	}
	if e.Mine() {
		return e, 0, store.ErrNotYours
	}
	if r.notice == 0 {
		return e, 0, nil
	}
	n, err := b.Store.NoticeFor(ctx, r.notice, r.Person.ID)
	if err != nil {
		return e, 0, err
	}
	return e, b.nextNote(n.Notes, e.Need.ID), nil
}

// askWhen offers the times that a yes or a not-now may name.
func (b *Bot) askWhen(ctx context.Context, r request) (talk.Reply, error) {
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	c := store.Choice(r.action)
	if !e.Need.CanSay(c) || !slices.Contains(b.answersTo(e.Need), c) {
		return update(b.openedNote(e, next)), nil
	}
	m := b.openedNote(e, next)
	var times []talk.Button
	for _, t := range []string{"tonight", "tomorrow", "weekend", "own-time"} {
		times = append(times, b.press(t, talk.Secondary, e.Need.ID, c))
	}
	m.Rows = []talk.Row{row(times...), row(b.press("back", talk.Secondary, e.Need.ID), b.helpButton())}
	return update(m), nil
}

// askLine opens the form for a line of one's own; sending it is sending the
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
		return update(b.openedNote(e, next)), nil
	}
	line := talk.Field{ID: "line", Label: "A line of your own (optional)", Placeholder: "If you like. It arrives with your answer.", Max: store.MaxLine}
	if choice == store.WroteBack {
		line.Label, line.Placeholder, line.Required, line.Long = "Your words", "What it was like to read this", true, true
	}
	fields := []talk.Field{line}
	if named == "own-time" {
		fields = []talk.Field{{ID: "time", Label: "When?", Placeholder: "Friday after eight", Required: true, Max: 100}, line}
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("say", e.Need.ID, choice, named),
		Title: clip(b.words("say", plainName(e.Couple.Other.Name)), 45), Fields: fields}}, nil
}

// sayAnswer takes the form: the answer is kept and owed to the asker.
func (b *Bot) sayAnswer(ctx context.Context, r request) (talk.Reply, error) {
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	a := store.Answering{Need: e.Need.ID, Person: r.Person.ID, Source: r.ID, Choice: store.Choice(r.arg(1)), Line: clean(r.Fields["line"])}
	if !slices.Contains(b.answersTo(e.Need), a.Choice) {
		return talk.Reply{}, store.ErrNotYours
	}
	if a.Choice == store.WroteBack && !store.Visible(a.Line) {
		return talk.Reply{}, sayable{sayEmpty}
	}
	if !store.Visible(a.Line) {
		a.Line = ""
	}
	a.Line = clip(a.Line, store.MaxLine)
	p, err := b.Store.Partner(ctx, r.Person.ID)
	if err != nil {
		return talk.Reply{}, err
	}
	when, err := b.nameTime(&a, r, p)
	if err != nil {
		return talk.Reply{}, err
	}
	if !b.wentWell(e.Need) {
		a.FollowUp = r.now.Add(b.FollowUp)
		if when.After(r.now) {
			a.FollowUp = when.Add(b.FollowUp)
		}
	}
	told, err := b.Store.Answer(ctx, a, r.now)
	if told.Need.ID != 0 && err != nil {
		return update(b.openedNote(told, next)), nil // answered or withdrawn meanwhile
	}
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.openedNote(told, next)), nil
}

// nameTime reads the time that an answer names, keeps it in the answer, and sets
// the one private reminder of a yes or a not-now.
func (b *Bot) nameTime(a *store.Answering, r request, p store.Partner) (when time.Time, err error) {
	if a.Choice != store.Yes && a.Choice != store.NotNow {
		return when, nil
	}
	loc := b.location(p.Zone)
	a.Time = r.arg(2)
	switch a.Time {
	case "tonight", "tomorrow", "weekend":
		when = timeNamed(a.Time, r.now, loc)
	case "own-time":
		if a.Time = clip(oneLine(r.Fields["time"]), 100); !store.Visible(a.Time) {
			return when, sayable{"Say when, in a word or two: Friday, next week, after work."}
		}
		if day, err := parseUntil(a.Time, r.now, loc); err == nil && !day.IsZero() {
			when = firstMomentOf(dateIn(day, loc).Add(18*time.Hour), loc)
		}
	default:
		return when, store.ErrNotYours
	}
	a.Remind = when
	if when.IsZero() && a.Choice == store.NotNow {
		a.Remind = timeNamed("tomorrow", r.now, loc) // a time that only people understand
	}
	return when, nil
}

// location is a person's zone, UTC while it is not known.
func (b *Bot) location(zone string) *time.Location {
	if zone == "" {
		return time.UTC
	}
	loc, err := b.Zone(zone)
	if err != nil {
		return time.UTC // a zone that the data no longer has
	}
	return loc
}
