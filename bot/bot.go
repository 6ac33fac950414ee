// Package bot is how a couple meets the program: the menu of everything they can
// type, press and fill in, the handlers behind it, and the words they read. A
// handler is plain Go: it reads and writes the store and returns what to say; it
// never touches Discord. What the bot says first is composed from a notice and
// the facts of the moment (Compose).
package bot

import (
	"cmp"
	"context"
	"encoding/binary"
	"hash/fnv"
	"log/slog"
	"time"
	"unicode/utf8"

	"leanon/clock"
	"leanon/discord/talk"
	"leanon/library"
	"leanon/store"
)

// ConsentVersion counts changes of the consent facts; a consent row keeps which
// version a person agreed to.
const ConsentVersion = 1

// Options are what a Bot is given.
type Options struct {
	Store   *store.Store
	Library *library.Library
	Now     func() time.Time
	Log     *slog.Logger
	Host    Host
	Guilds  []string // only these servers may pair; empty: any
	// FollowUp is how long after an answer its asker is asked whether it reached them.
	FollowUp time.Duration
	// Clock reads zones and cron expressions; what it refuses, it refuses in words
	// for people.
	Clock *clock.Clock
	// MinInterval is the shortest rhythm that the host allows.
	MinInterval time.Duration
	// Retention is the host's default; 0 keeps.
	Retention time.Duration
	// Unheard is told whose plain message, or its edit or deletion, could not be
	// kept for now: their channel is to be read again. Nil tells nobody.
	Unheard func(person string)
}

// Host is who runs this copy, as config.yaml says.
type Host struct{ Name, Contact, Where, Policy string }

// Bot answers requests and composes notices.
type Bot struct {
	Options
	actions map[string]action
	list    []action
	limit   *actLimit
}

// New indexes the menu; a name used twice is a programmer's misspelling and panics.
func New(o Options) *Bot {
	if o.Unheard == nil {
		o.Unheard = func(string) {}
	}
	b := &Bot{Options: o, actions: map[string]action{}, limit: newActLimit()}
	b.list = b.menu()
	for _, a := range b.list {
		if _, twice := b.actions[a.key()]; twice {
			panic("bot: the menu names " + a.key() + " twice")
		}
		b.actions[a.key()] = a
	}
	return b
}

// Choose picks the question of a couple's date; the same for both partners.
func (b *Bot) Choose(a store.Asked) string {
	h := fnv.New64a()
	var id [16]byte
	binary.BigEndian.PutUint64(id[:8], uint64(a.Couple))
	binary.BigEndian.PutUint64(id[8:], uint64(a.Nth))
	h.Write(id[:])
	h.Write([]byte(a.Date))
	return b.Library.Pick(a.Last, a.Since, a.Now, a.FormedAt, a.Depth, h.Sum64())
}

// request is what a handler gets: what a person did, and when.
type request struct {
	talk.Request
	reader
	store  *store.Store // its writes belong to what the person did
	now    time.Time
	action string   // the menu's name of what was pressed, chosen or filled in
	args   []string // what the custom id says after the action's name
	notice store.ID // the notice that the message is, if it is one
	// language is what the person said they write in, "" where they said nothing.
	language string
}

// id reads the i-th argument as a row's id; a forged one is nobody's.
func (r request) id(i int) (store.ID, error) {
	if i >= len(r.args) {
		return 0, store.ErrNotYours
	}
	return store.ParseID(r.args[i])
}

// arg is the i-th argument, "" where there is none.
func (r request) arg(i int) string {
	if i >= len(r.args) {
		return ""
	}
	return r.args[i]
}

// pressed is the message that an updating reply replaces.
func (r request) pressed() string {
	if r.OnPrivate {
		return ""
	}
	return r.MessageID
}

// Handle answers one request. It always returns something that can be said: an
// error of ours becomes a sentence with an id, under which it is logged once.
func (b *Bot) Handle(ctx context.Context, in talk.Request) talk.Reply {
	r := request{Request: in, store: b.Store, now: b.Now()}
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
		return private(sayMoved)
	}
	var reply talk.Reply
	// What was typed in a form is gone once it is refused, and a form takes a press
	// to open: it counts, and is taken all the same.
	if a.isHelp() || b.limit.allows(in.Person.ID, r.now) || in.Kind == talk.Submit {
		var err error
		if reply, err = b.answer(ctx, act, a, r); err != nil {
			reply = b.sentence(a, r, err, act.Saved())
		}
	} else {
		reply = private(sayWait(in), row(b.helpButton()))
	}
	if in.Kind == talk.Complete {
		return talk.Reply{Choices: reply.Choices}
	}
	if r.notice != 0 && reply.Message != nil && reply.Update {
		mark(reply.Message, r.notice)
	}
	if r.notice != 0 && reply.Form != nil {
		reply.Form.CustomID = withMark(reply.Form.CustomID, r.notice)
	}
	return reply
}

// isHelp says whether an action is help: always there, and nothing but itself, so
// that its use changes no row and nothing that anybody sees.
func (a action) isHelp() bool { return a.name == "help" || a.name == "resources" }

// patience is how long what a person did may wait to be saved. Discord takes an
// answer for 3 seconds (receiving and responding page).
const patience = 2 * time.Second

// answer notes where the person is, tells of an ending once, and runs the handler.
func (b *Bot) answer(ctx context.Context, act *store.Act, a action, r request) (reply talk.Reply, err error) {
	switch {
	case r.Kind == talk.Complete:
		return a.complete(ctx, r)
	case a.isHelp():
		return a.handle(ctx, r)
	}
	present, err := b.meet(ctx, r)
	if err != nil {
		return reply, err
	}
	r.reader, r.language = b.reader(present.Partner, present.Couples), b.languageOf(present.Partner)
	reply, err = a.handle(ctx, r)
	if present.Ended {
		reply, err = b.withEndings(ctx, r, reply, err)
	}
	if store.IsEnvironmental(err) { // which what is noted would only meet again
		return reply, err
	}
	return reply, cmp.Or(act.Flush(ctx), err)
}

// meet reads who acts, and notes where they are and what they are called.
func (b *Bot) meet(ctx context.Context, r request) (store.Present, error) {
	e := store.Encounter{Person: r.Person.ID, Name: r.Person.Name, Notice: r.notice}
	if r.Guild == "" {
		e.Channel, e.Act, e.Message = r.Channel, r.ID, r.pressed()
	}
	return r.store.Meet(ctx, e)
}

// withEndings says once which couples of the person's have ended, before what the
// handler replied.
func (b *Bot) withEndings(ctx context.Context, r request, reply talk.Reply, err error) (talk.Reply, error) {
	if reply.Form != nil {
		return reply, err // it shows no text
	}
	if store.IsEnvironmental(err) || err != nil && !hasSentence(err) {
		return reply, err // an ending would hide it
	}
	ended, e := r.store.Endings(ctx, r.Person.ID)
	if e != nil || len(ended) == 0 {
		return reply, err
	}
	told := sayEnded(ended)
	if err != nil || reply.Message == nil || utf8.RuneCountInString(told+reply.Message.Text)+1 > maxContent {
		return private(told), nil
	}
	reply.Message.Text = told + "\n" + reply.Message.Text
	return reply, nil
}
