package bot

import (
	"context"
	"errors"
	"strings"

	"leanon/discord/talk"
	"leanon/store"
)

// Three lines are said besides an answer: one that follows it, what somebody heard in a
// note, and the line of an asker who was not quite heard. Each is sent once. Until its
// author has decided about it, an undecided line holds in place of its answer which of
// the three it is, and what it is about.

// lineAbout says in an undecided line which line it is, and the row that it is about.
func lineAbout(which store.Choice, about store.ID) store.Choice {
	return which + store.Choice(":"+about.String())
}

// ofLine takes lineAbout apart. ok is false for an answer.
func ofLine(c store.Choice) (which store.Choice, about store.ID, ok bool) {
	name, id, found := strings.Cut(string(c), ":")
	if !found {
		return "", 0, false
	}
	about, err := store.ParseID(id)
	return store.Choice(name), about, err == nil
}

// saidFor says what an undecided line is for, in the buttons that decide about it.
func saidFor(u store.UndecidedLine) string {
	if which, _, ok := ofLine(u.Choice); ok && which == store.Choice(store.NotQuite) {
		return string(which)
	}
	return string(u.Purpose)
}

// askAdded opens the form for the line that follows an answer.
func (b *Bot) askAdded(ctx context.Context, r request) (talk.Reply, error) {
	e, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	id, err := r.id(1)
	if err != nil {
		return talk.Reply{}, err
	}
	if last := e.Need.LastAnswer(); last.ID != id || !last.TakesLine() {
		return b.showNote(r, e, next)
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("add", e.Need.ID, id), Title: r.say("form.add", "name", r.partner(e.Couple)),
		Fields: []talk.Field{{ID: "line", Label: r.say("field.added"), Placeholder: r.say("example.added"), Required: true, Max: store.MaxLine}}}}, nil
}

// addLine takes that form.
func (b *Bot) addLine(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(1)
	if err != nil {
		return talk.Reply{}, err
	}
	need, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.sayLine(ctx, r, store.UndecidedLine{Need: need, Purpose: store.ForAnswer, Choice: lineAbout(store.Adds, id), Line: clean(r.Fields["line"])})
}

// sayLine sends a line that came in a form, unless it sounds serious: then it asks first.
func (b *Bot) sayLine(ctx context.Context, r request, u store.UndecidedLine) (talk.Reply, error) {
	if u.Line = clip(u.Line, store.MaxLine); !store.Visible(u.Line) {
		return talk.Reply{}, sayable{r.say("error.empty")}
	}
	if b.serious(r, u.Line).Found {
		return b.askFirst(ctx, r, u)
	}
	u.Source = r.source
	return b.sendLine(ctx, r, u)
}

// sendLine sends a line, and shows what it is about.
func (b *Bot) sendLine(ctx context.Context, r request, u store.UndecidedLine) (talk.Reply, error) {
	which, about, _ := ofLine(u.Choice)
	said := store.Saying{About: about, Person: r.Person.ID, Source: u.Source, Line: u.Line, Undecided: u.ID}
	var e store.Exchange
	var err error
	switch which {
	case store.Adds:
		e, err = r.store.AddLine(ctx, said, r.now)
	case store.SaysHeard:
		e, err = r.store.SayHeard(ctx, said, r.now)
	case store.Choice(store.NotQuite):
		e, err = r.store.ReplyToHeard(ctx, about, r.Person.ID, store.NotQuite, u.Line, u.ID, r.now)
	default:
		err = store.ErrNotYours
	}
	switch {
	case errors.Is(err, store.ErrTooManyWords):
		return b.laterHere(ctx, r, u, r.say("later.words"))
	case err != nil && !errors.Is(err, store.ErrTooLate):
		return talk.Reply{}, err
	case e.Mine():
		return update(b.heardMessage(r.reader, e, true, true)), nil
	}
	here, next, err := b.noteHere(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	e.Card = here.Card
	return b.showNote(r, e, next)
}

// laterHere keeps words for which there is no room today until their author sends them,
// and says why. u has an id if the words were kept before.
func (b *Bot) laterHere(ctx context.Context, r request, u store.UndecidedLine, why string) (talk.Reply, error) {
	id := u.ID
	if id == 0 {
		var err error
		u.Person, u.Source = r.Person.ID, r.ID // the newest words replace what was stored before
		if id, err = r.store.SaveUndecidedLine(ctx, u, r.now); err != nil {
			return talk.Reply{}, err
		}
	}
	words := u.Line
	if _, _, besides := ofLine(u.Choice); !besides && ownTime(store.Answer{Time: u.Time}) {
		words = paragraphs(u.Time, u.Line)
	}
	return update(quotedMessage(quoted(why, words, ""), row(r.press("say-later", talk.Secondary, u.Need, id, saidFor(u)),
		r.press("keep-line", talk.Secondary, u.Need, id, saidFor(u)), r.press("discard-line", talk.Secondary, u.Need, id, saidFor(u)), r.helpButton()))), nil
}
