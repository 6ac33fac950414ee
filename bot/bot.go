// Package bot is how a couple meets the program: the menu of everything that they can
// type, press and fill in, the handlers behind it, and the sentences that they read.
//
// Open menu.go first: it lists every action with its handler. bot.go takes a request
// through its handler, reader.go names the reader's partners, compose.go makes the
// messages that the bot sends first, and errors.go turns errors into sentences. Each
// feature has a file; speaker.go says the sentences, which stand in the library.
//
// A handler takes a request and returns a reply or an error. It reads and writes the
// store. Here, at the end of a name, is what the pressed message is about: needHere reads
// that need, and pauseHere pauses that couple. What never goes in: SQL, Discord's
// protocol, and a look at the clock.
package bot

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"hash/fnv"
	"log/slog"
	"slices"
	"sync"
	"time"
	"unicode/utf8"

	"leanon/bot/said"
	"leanon/clock"
	"leanon/discord/talk"
	"leanon/drawing"
	"leanon/library"
	"leanon/store"
)

// Options are what a Bot is given.
type Options struct {
	Store   *store.Store
	Library *library.Library
	Now     func() time.Time
	Log     *slog.Logger
	Host    Host
	// Owners are the people who own the application, by their ids, as far as Discord has
	// said it. nil stands for nobody.
	Owners func() []string
	Guilds []string // people can pair in these servers only; empty: in all
	// FollowUp is the time from an answer until its asker is asked whether it reached
	// them.
	FollowUp time.Duration
	// Clock reads zones and cron expressions.
	Clock *clock.Clock
	// MinInterval is the shortest time between two questions that the host allows.
	MinInterval time.Duration
	// Weekly is the cron expression of the weekly note; "" lets none come.
	Weekly string
	// Retention is how long the host keeps things by default; 0 keeps them until somebody
	// leaves.
	Retention time.Duration
	// Unheard is called with a person whose plain message, or its edit or deletion, could
	// not be stored, so that their channel is read again. It may be nil.
	Unheard func(person string)
}

// Host says who runs this copy, as configured in config.yaml. hostFor adds what Discord
// says about two people.
type Host struct {
	Name, Contact, Where, Policy string
	// Replica is how long a replica of the database keeps what was deleted; 0: there is none.
	Replica time.Duration

	reader  bool   // the reader owns the application
	partner bool   // their partner does
	called  string // what that partner is called; "" where that is not to be said
}

// Bot answers requests and composes notices.
type Bot struct {
	Options
	actions map[string]action
	list    []action
	limit   *actLimit
	wrote   *actLimit // plain messages
	// submitted tells a form that is sent again from one that is filled in anew.
	submitted *submissions
	// pressedHere knows the last presses on invitations between two people.
	pressedHere *pressedHere
	// heard reads what people say about time; it is made when it is needed first.
	heard func() *said.Reader
	// painter draws the pictures of weeks.
	painter *drawing.Painter
}

// New makes a bot and indexes its menu. It panics if the menu uses a name twice.
func New(o Options) *Bot {
	if o.Owners == nil {
		o.Owners = func() []string { return nil }
	}
	if o.Unheard == nil {
		o.Unheard = func(string) {}
	}
	b := &Bot{Options: o, actions: map[string]action{}, limit: newActLimit(), wrote: newActLimit(), submitted: newSubmissions(), pressedHere: newPressedHere(), heard: sync.OnceValue(func() *said.Reader { return said.New(o.Library) }), painter: drawing.New()}
	b.list = b.menu()
	for _, a := range b.list {
		if _, twice := b.actions[a.key()]; twice {
			panic("bot: the menu names " + a.key() + " twice")
		}
		b.actions[a.key()] = a
	}
	return b
}

// Choose picks the question for a couple on a date. Both partners get the same one.
func (b *Bot) Choose(a store.Asked) string {
	if a.Chosen != "" {
		if q, ok := b.Library.Question(a.Chosen); a.Calm && (!ok || !q.Calm()) {
			return ""
		}
		return a.Chosen
	}
	h := fnv.New64a()
	var id [16]byte
	binary.BigEndian.PutUint64(id[:8], uint64(a.Couple))
	binary.BigEndian.PutUint64(id[8:], uint64(a.Nth))
	h.Write(id[:])
	h.Write([]byte(a.Date))
	return b.Library.Pick(library.Asking{Asked: a.Last, Now: a.Now, Formed: a.FormedAt, Depth: a.Depth, Seed: h.Sum64(),
		Packs: a.Packs, Calm: a.Calm, Light: a.Light, NoPlay: a.NoPlay})
}

// request is what a handler gets: who did what, and when.
type request struct {
	talk.Request
	reader
	store  *store.Store // its writes belong to this act of the person
	now    time.Time
	action string   // the menu's name of what was pressed, chosen or filled in
	args   []string // what the custom id says after the action's name
	notice store.ID // the notice that became the pressed message; 0 for none
	// opening is the id of the request that opened the form which is submitted, "" for
	// other requests and for forms that were opened by an earlier program.
	opening string
	// source is the id under which the store does once what was asked for.
	source string
	// language is the key of the language that the person has chosen, "" for none.
	language string
}

// id returns the i-th argument as the id of a row. ErrNotYours if it is missing or
// forged.
func (r request) id(i int) (store.ID, error) {
	if i >= len(r.args) {
		return 0, store.ErrNotYours
	}
	return store.ParseID(r.args[i])
}

// arg returns the i-th argument, "" if it is missing.
func (r request) arg(i int) string {
	if i >= len(r.args) {
		return ""
	}
	return r.args[i]
}

// home reports whether the person acts in their own chat with the bot, where what they
// asked for can come. Elsewhere others are around: replies are for the person alone, and
// drafts come to their own chat.
func (r request) home() bool { return r.Guild == "" && !r.Apart }

// pressed returns the id of the message that a reply with Update replaces, "" if
// Discord shows it to the person only, or if it is between people.
func (r request) pressed() string {
	if r.OnPrivate || r.Apart {
		return ""
	}
	return r.MessageID
}

// Handle answers one request. It always returns something to say: an error of the
// program becomes a sentence with an incident id, and is logged once under that id.
func (b *Bot) Handle(ctx context.Context, in talk.Request) talk.Reply {
	r := request{Request: in, reader: reader{speaker: b.to(store.Partner{Locale: in.Locale})}, store: b.Store, now: b.Now()}
	switch in.Kind {
	case talk.Wrote, talk.Edited, talk.Deleted:
		if err := b.hear(ctx, r); err != nil {
			b.logIncident(err)
			if store.IsEnvironmental(err) && r.Person.ID != "" {
				b.Unheard(r.Person.ID)
			}
		}
		return talk.Reply{}
	}
	act, done := b.Store.NewAct(ctx, patience)
	defer done()
	r.store = act.Store
	a, known := b.find(&r)
	if !known {
		return r.aside(r.say("error.button"))
	}
	r.source = b.source(r)
	var reply talk.Reply
	// A form is taken even over the limit, because a refusal would lose what was typed in
	// it. It takes a press to open one, and presses are limited.
	if a.isHelp() || b.limit.allows(in.Person.ID, r.now) || in.Kind == talk.Submit {
		var err error
		if reply, err = b.answer(ctx, act, a, &r); err != nil {
			reply = b.sentence(a, r, err, act.Saved())
		}
	} else {
		reply = private(r.sayWait(in), row(r.helpButton()))
	}
	if in.Kind == talk.Complete {
		return talk.Reply{Choices: reply.Choices}
	}
	if r.notice != 0 && reply.Message != nil && reply.Update {
		mark(reply.Message, r.notice)
	}
	if reply.Form != nil {
		r.opens(reply.Form)
	}
	reply.Instead = r.say("error.not-shown")
	return reply
}

// isHelp reports whether an action is help. Help is never limited and changes no row,
// so that nobody can see that it was used.
func (a action) isHelp() bool { return a.name == "help" || a.name == "resources" }

// parts reports whether an action belongs to Leave or to Forget me. They need little of
// what is stored, so that a record that was changed by hand keeps nobody.
func (a action) parts() bool {
	return slices.Contains([]string{"leave", "leave-ask", "leave-tells", "stay", "forget", "forget-tells", "forget-now", "forget-stay"}, a.name)
}

// patience is how long the writes of one request may wait for their turn. Discord
// accepts a reply within 3 seconds (its page on receiving and responding).
const patience = 2 * time.Second

// answer reads who acts, runs the handler, and tells of couples that have ended. From then
// on r knows its reader.
func (b *Bot) answer(ctx context.Context, act *store.Act, a action, r *request) (reply talk.Reply, err error) {
	switch {
	case r.Kind == talk.Complete:
		r.speaker = b.toPerson(ctx, r.Person.ID, r.Locale)
		return a.complete(ctx, *r)
	case a.isHelp():
		return a.handle(ctx, *r)
	}
	present, err := b.meet(ctx, *r)
	if errors.Is(err, store.ErrAltered) && a.parts() {
		b.tellAltered(err)
		if r.reader, err = b.readerWhoParts(ctx, *r); err == nil {
			reply, err = a.handle(ctx, *r)
		}
		return reply, err
	}
	if err != nil {
		return reply, err
	}
	r.reader, r.language = b.reader(present.Partner, present.Couples), b.languageOf(present.Partner)
	reply, err = a.handle(ctx, *r)
	if present.Ended {
		reply, err = b.withEndings(ctx, *r, reply, err)
	}
	if store.IsEnvironmental(err) { // a flush would fail in the same way
		return reply, err
	}
	return reply, cmp.Or(act.Flush(ctx), err)
}

// meet reads who acts, and lets the store note their channel and name.
func (b *Bot) meet(ctx context.Context, r request) (store.Present, error) {
	e := store.Encounter{Person: r.Person.ID, Name: r.Person.Name, Notice: r.notice, Locale: r.Locale}
	if r.home() {
		e.Channel, e.Act, e.Message = r.Channel, r.ID, r.pressed()
	}
	return r.store.Meet(ctx, e)
}

// withEndings puts before a reply, once, which couples of the person have ended.
func (b *Bot) withEndings(ctx context.Context, r request, reply talk.Reply, err error) (talk.Reply, error) {
	if reply.Form != nil {
		return reply, err // a form has no place for it
	}
	if store.IsEnvironmental(err) || err != nil && !hasSentence(err) {
		return reply, err // the news would hide the error
	}
	ended, e := r.store.Endings(ctx, r.Person.ID)
	if e != nil || len(ended) == 0 {
		return reply, err
	}
	told := r.endings(ended)
	if err != nil || reply.Message == nil || utf8.RuneCountInString(told+reply.Message.Text)+1 > maxContent {
		return r.aside(told), nil
	}
	reply.Message.Text = told + "\n" + reply.Message.Text
	return reply, nil
}
