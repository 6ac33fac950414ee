//go:build cgo

package store_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"leanon/bot"
	"leanon/clock"
	"leanon/discord/talk"
	"leanon/library"
	"leanon/scheduler"
	"leanon/store"
)

// This file counts what one act of a person asks of the database, from the press to the
// end of everything that follows from it.

// house is the whole program without Discord: the bot and the scheduler's loop over a
// store whose work is counted. The loop halts before each sleep until step lets it go on.
type house struct {
	testing.TB
	store  *store.Store
	bot    *bot.Bot
	loop   *scheduler.Scheduler
	counts *store.Counts
	acts   int

	asleep chan struct{} // the loop has looked and is about to sleep
	wake   chan struct{} // the loop may sleep

	mu      sync.Mutex
	now     time.Time
	restful bool                      // it sleeps until something happens
	chats   map[string][]talk.Message // what each person was sent, oldest first
}

// newHouse runs a bot for ana and ben, who are a couple and whose chats are open.
func newHouse(t testing.TB) *house {
	t.Helper()
	s, err := openAt(t, filepath.Join(t.TempDir(), "leanon.db"))
	if err != nil {
		t.Fatal(err)
	}
	words := library.Default()
	h := &house{TB: t, store: s, counts: store.Count(s), now: monday(), asleep: make(chan struct{}), wake: make(chan struct{}), chats: map[string][]talk.Message{}}
	log := slog.New(slog.NewTextHandler(t.Output(), nil))
	h.bot = bot.New(bot.Options{Store: s, Library: words, Now: h.Now, Log: log, FollowUp: 24 * time.Hour, Clock: clock.New(), MinInterval: time.Hour, Retention: 90 * 24 * time.Hour})
	h.loop = scheduler.New(scheduler.Options{Store: s, Now: h.Now, After: h.after, Log: log, Choose: h.bot.Choose, Compose: h.bot.Compose, Deliver: h.deliver,
		Find:   func(context.Context, talk.Delivery) (string, bool, error) { return "", false, nil },
		Edit:   func(context.Context, string, string, int, talk.Message) error { return nil },
		OpenDM: func(_ context.Context, person string) (string, error) { return "dm-" + person, nil },
	})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- h.loop.Run(ctx) }()
	<-h.asleep
	t.Cleanup(func() {
		cancel()
		close(h.wake)
		if err := <-ended; err != nil {
			t.Errorf("Run ended with %v, want nil", err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	inv, err := s.Draft(ctx, ana, "Ana", ben, "Ben", h.Now())
	if err == nil {
		_, err = s.SendInvite(ctx, inv.ID, ana, store.FactsRead{Version: 1}, h.Now())
	}
	h.settle()
	if err == nil {
		_, err = s.Accept(ctx, inv.ID, ben, store.Agreement{Name: "Ben", Read: store.FactsRead{Version: 1}}, h.Now())
	}
	if err != nil {
		t.Fatal(err)
	}
	h.does(ana, talk.Request{Kind: talk.Command, Name: "needs"})
	h.does(ben, talk.Request{Kind: talk.Command, Name: "needs"})
	h.settle()
	return h
}

func (h *house) Now() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *house) after(time.Time) <-chan time.Time {
	h.asleep <- struct{}{}
	<-h.wake
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.restful {
		return nil
	}
	at := make(chan time.Time)
	close(at)
	return at
}

// step lets the loop sleep until something happens, and then look once.
func (h *house) step() {
	h.wake <- struct{}{}
	<-h.asleep
}

// settle lets the loop look until nothing is left to be done.
func (h *house) settle() {
	h.Helper()
	h.rest(false)
	defer h.rest(true)
	settled := make(chan error, 1)
	go func() { settled <- h.loop.Settle(context.Background()) }()
	for {
		select {
		case err := <-settled:
			if err != nil {
				h.Fatal(err)
			}
			return
		default:
			h.step()
		}
	}
}

func (h *house) rest(restful bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.restful = restful
}

func (h *house) deliver(_ context.Context, d talk.Delivery) (string, error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	chat := append(h.chats[d.Channel], d.Message)
	h.chats[d.Channel] = chat
	return fmt.Sprint(1000 + len(chat)), nil
}

// newest returns the newest message in a person's chat.
func (h *house) newest(person string) talk.Message {
	h.mu.Lock()
	defer h.mu.Unlock()
	chat := h.chats["dm-"+person]
	return chat[len(chat)-1]
}

// does lets a person act in their chat with the bot, ten seconds after the last act.
func (h *house) does(person string, r talk.Request) talk.Message {
	h.Helper()
	h.mu.Lock()
	h.now = h.now.Add(10 * time.Second)
	h.mu.Unlock()
	h.acts++
	name := map[string]string{ana: "Ana", ben: "Ben"}[person]
	r.ID, r.Person, r.Channel = fmt.Sprint(900000+h.acts), talk.User{ID: person, Name: name}, "dm-"+person
	reply := h.bot.Handle(context.Background(), r)
	if reply.Message == nil {
		h.Fatalf("%+v: got no message back", r)
	}
	return *reply.Message
}

// presses lets a person press a button of a message, which stays in their chat.
func (h *house) presses(person string, m talk.Message, label string) talk.Message {
	h.Helper()
	for _, row := range m.Rows {
		for _, b := range row.Buttons {
			if b.Label == label {
				return h.does(person, talk.Request{Kind: talk.Press, CustomID: b.CustomID, MessageID: "1001"})
			}
		}
	}
	h.Fatalf("%q has no button %q", m.Text, label)
	return m
}

// sendAndOpen lets ana send a need and ben open it, and returns the work of each. The
// work of Send ends when the note is in ben's chat and the loop has nothing left to do.
func (h *house) sendAndOpen() (sent, opened store.Work) {
	h.Helper()
	draft := h.does(ana, talk.Request{Kind: talk.Command, Name: "need", Options: map[string]string{"text": "I missed you"}})
	h.settle()
	before := h.counts.Work()
	shown := h.presses(ana, draft, "Send to Ben")
	h.step() // the commit has woken the loop: it hands the note to a worker
	h.step() // the note was delivered
	sent = h.counts.Work().Sub(before)
	note := h.newest(ben)
	if !strings.Contains(note.Text, "is waiting") {
		h.Fatalf("ben's newest message: got %q, want the note", note.Text)
	}
	before = h.counts.Work()
	if m := h.presses(ben, note, "Open note"); !strings.Contains(m.Text, "I missed you") {
		h.Fatalf("ben opened %q, want the words", m.Text)
	}
	opened = h.counts.Work().Sub(before)
	h.presses(ana, shown, "Withdraw") // three may be open
	h.settle()
	return sent, opened
}

// TestOneActReadsOnce keeps an act from asking more of the database than it does today.
// Send needs its three writes so that the note is sent exactly once: the press, the
// attempt before the first byte leaves, and the delivery.
func TestOneActReadsOnce(t *testing.T) {
	t.Parallel()
	sent, opened := newHouse(t).sendAndOpen()
	for _, act := range []struct {
		name      string
		got, most store.Work
	}{
		{"Send, until the note stands in the partner's chat", sent, store.Work{Reads: 6, Writes: 3, Statements: 38}},
		{"Open", opened, store.Work{Reads: 2, Writes: 0, Statements: 9}},
	} {
		if act.got.Reads > act.most.Reads || act.got.Writes > act.most.Writes || act.got.Statements > act.most.Statements {
			t.Errorf("%s: got %+v, want at most %+v", act.name, act.got, act.most)
		}
	}
}

// BenchmarkAct prints what an act asks of the database.
func BenchmarkAct(b *testing.B) {
	for i, name := range []string{"Send", "Open"} {
		b.Run(name, func(b *testing.B) {
			h := newHouse(b)
			var all store.Work
			for b.Loop() {
				sent, opened := h.sendAndOpen()
				one := [...]store.Work{sent, opened}[i]
				all = store.Work{Reads: all.Reads + one.Reads, Writes: all.Writes + one.Writes, Statements: all.Statements + one.Statements}
			}
			b.ReportMetric(float64(all.Reads)/float64(b.N), "reads/op")
			b.ReportMetric(float64(all.Writes)/float64(b.N), "writes/op")
			b.ReportMetric(float64(all.Statements)/float64(b.N), "statements/op")
			b.ReportMetric(0, "ns/op") // the time is that of both acts and of their preparation
		})
	}
}
