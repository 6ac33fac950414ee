package scheduler

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

func TestANoteIsSentOnceInAChannelOpenedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	w.writes(c, "ana", "one")
	w.settle()
	w.restart()
	w.pass(time.Hour)
	w.writes(c, "ana", "two")
	w.settle()
	w.got("ben", "note one", "note two")
	w.got("ana")
	slices.Sort(w.wire.opened)
	if !slices.Equal(w.wire.opened, []string{"ana", "ben"}) {
		t.Errorf("channels opened: got %q, want one for each", w.wire.opened)
	}
	if w.meter.sent != 5 || w.meter.failed != 0 || w.meter.waited != 0 {
		t.Errorf("got %+v, want 5 sent (invitation, two welcomes, two notes)", &w.meter)
	}
}

func TestAfterACrashTheOutboxLooksBeforeItSends(t *testing.T) {
	t.Parallel()
	for _, arrived := range []bool{true, false} {
		t.Run(fmt.Sprintf("arrived %v", arrived), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, noon)
			c := w.couple("ana", "ben", true)
			w.must(w.stop())
			w.writes(c, "ana", "one")
			n, err := w.store.Attempt(t.Context(), w.due("ben"), w.clock.Now())
			w.must(err)
			m, err := w.compose(t.Context(), n)
			w.must(err)
			if arrived {
				_, err := w.wire.Deliver(t.Context(), delivery(n, m))
				w.must(err)
			}
			w.must(w.store.Close()) // the program is killed here
			w.openStore()
			w.start()
			w.settle()
			w.got("ben", "note one")
			if w.wire.looks != 1 {
				t.Errorf("looks at the history: got %d, want 1", w.wire.looks)
			}
			w.withdrawsAll("ana", c)
			w.settle()
			if len(w.wire.edits) != 1 {
				t.Errorf("edits after the crash: got %q, want one: the message is known again", w.wire.edits)
			}
		})
	}
}

func (w *world) withdrawsAll(person string, couple store.ID) {
	w.Helper()
	needs, err := w.store.NeedsOf(w.Context(), couple, person)
	w.must(err)
	for _, e := range needs.FromMe {
		w.withdraws(person, e.Need.ID)
	}
}

func TestAnUnclearSendIsRepeatedUntilItIsClearAndKeepsThePersonsOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	ana, cleo := w.couple("ana", "ben", true), w.couple("cleo", "ben", true)
	w.wire.fails(always(true, errLost))
	w.writes(ana, "ana", "first")
	w.settle()
	w.writes(cleo, "cleo", "second")
	w.settle()
	if got := w.wire.texts("ben"); got[len(got)-1] != "note first" {
		t.Errorf("got %q, want the second note to wait for the first", got)
	}
	w.wire.fails(nil)
	w.settle()
	w.got("ben", "note first")
	w.pass(time.Second)
	w.got("ben", "note first", "note second")
}

func TestAMessageThatCannotGetThroughComesBeforeTheNext(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	ana, cleo := w.couple("ana", "ben", true), w.couple("cleo", "ben", true)
	w.wire.fails(always(false, errLost))
	w.writes(ana, "ana", "first")
	w.settle()
	w.writes(cleo, "cleo", "second")
	for range 5 { // 1 + 2 + 4 + 8 + 16 seconds
		w.pass(time.Minute)
	}
	w.wire.fails(nil)
	w.got("ben")
	w.pass(time.Minute)
	w.got("ben", "note first", "note second")
	if w.meter.failed != 6 {
		t.Errorf("failures: got %d, want 6", w.meter.failed)
	}
}

func TestANoteThatIsTriedAgainStaysBeforeTheNext(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	ana, cleo := w.couple("ana", "ben", true), w.couple("cleo", "ben", true)
	w.wire.fails(once(false, errLost))
	w.writes(ana, "ana", "first")
	w.settle()
	w.writes(cleo, "cleo", "second")
	w.settle()
	w.got("ben")
	w.pass(time.Minute)
	w.got("ben", "note first", "note second")
}

func TestOneMessageAtATimeIsUnderWayToAPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	ana, cleo := w.couple("ana", "ben", true), w.couple("cleo", "ben", true)
	began := make(chan string, 10)
	opened, open := w.gate()
	w.wire.fails(func(d talk.Delivery) (bool, error) {
		began <- d.Channel + " " + d.Message.Text
		<-opened
		return true, nil
	})
	w.writes(ana, "ana", "first")
	if got := await(t, began, "the first note"); got != "dm-ben note first" {
		t.Errorf("got %s, want the first note", got)
	}
	w.writes(cleo, "cleo", "second")
	w.writes(ana, "ben", "back")
	if got := await(t, began, "the note to ana"); got != "dm-ana note back" {
		t.Errorf("got %s, want ana's while ben's first is in flight", got)
	}
	open()
	if got := await(t, began, "the second note"); got != "dm-ben note second" {
		t.Errorf("got %s, want the second note", got)
	}
	w.settle()
	w.got("ben", "note first", "note second")
}

func TestWhoeverIsWaitingGoesFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	w.workers = 1
	w.restart()
	c := w.couple("ana", "ben", true)
	must := func(err error) { t.Helper(); w.must(err) }
	began := make(chan string, 10)
	opened, open := w.gate()
	w.wire.fails(func(d talk.Delivery) (bool, error) {
		began <- d.Message.Text
		<-opened
		return true, nil
	})
	w.writes(c, "ben", "holds the only worker")
	await(t, began, "the note that holds the only worker")
	_, err := w.store.OpenFirst(t.Context(), c, "ben", w.clock.Now(), w.sched.Choose)
	must(err)
	_, err = w.store.OpenFirst(t.Context(), c, "ana", w.clock.Now(), w.sched.Choose)
	must(err)
	w.writes(c, "ana", "relayed")
	must(w.store.Hear(t.Context(), store.Message{ID: "77", Person: "dora", Channel: "dm-dora", Words: "hello"}, w.clock.Now()))
	open()
	w.settle()
	close(began)
	var order []string
	for text := range began {
		order = append(order, strings.TrimSuffix(text, "-0"))
	}
	want := []string{"nobody", "note relayed", "question-2026-11-23", "question-2026-11-23"}
	if !slices.Equal(order, want) {
		t.Errorf("got %q, want %q", order, want)
	}
}

func TestAPersonWhoCannotBeReachedIsLeftAloneUntilTheyAct(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	tries := 0
	w.wire.fails(func(talk.Delivery) (bool, error) {
		tries++
		return false, refusal(403, 50007, talk.ErrUnreachable)
	})
	w.writes(c, "ana", "one")
	w.settle()
	w.writes(c, "ana", "two")
	w.pass(24 * time.Hour)
	w.wire.fails(nil)
	w.pass(24 * time.Hour)
	w.got("ben")
	if tries != 1 {
		t.Errorf("tries: got %d, want 1", tries)
	}
	w.must(w.store.Seen(t.Context(), "ben", "dm-ben", "", 0, ""))
	w.settle()
	got := strings.Join(w.wire.texts("ben"), ", ")
	for _, words := range []string{"one", "two"} {
		if strings.Count(got, words) != 1 {
			t.Errorf("after ben acts: got %s, want %s once", got, words)
		}
	}
}

func TestAnInvitationThatCannotBeBroughtReadsLikeADeclinedOne(t *testing.T) {
	t.Parallel()
	for name, kind := range map[string]error{"closed": talk.ErrUnreachable, "no such person": talk.ErrRejected} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, noon)
			w.wire.open = func(person string) error {
				if person == "ben" {
					return refusal(403, 50278, kind)
				}
				return nil
			}
			inv, err := w.store.Draft(t.Context(), "ana", "Ana", "ben", "Ben", w.clock.Now())
			w.must(err)
			_, err = w.store.SendInvite(t.Context(), inv.ID, "ana", 1, w.clock.Now())
			w.must(err)
			w.settle()
			if got := w.wire.texts("ana"); !slices.Equal(got, []string{"invite-failed"}) {
				t.Errorf("ana got %q, want the one sentence", got)
			}
		})
	}
}

func TestAWaitIsWaitedForOnTheClockThatWasGiven(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	w.wire.fails(once(false, fmt.Errorf("send: %w", &talk.Wait{After: 90 * time.Second})))
	w.writes(c, "ana", "to ben")
	w.settle()
	w.writes(c, "ben", "to ana")
	w.settle()
	w.got("ana", "note to ana")
	w.pass(89 * time.Second)
	w.got("ben")
	w.pass(time.Second)
	w.got("ben", "note to ben")
	if w.meter.waited != 1 {
		t.Errorf("waits: got %d, want 1", w.meter.waited)
	}
}

func TestAGlobalWaitStopsEverybody(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	w.wire.fails(once(false, &talk.Wait{After: 10 * time.Minute, Global: true}))
	w.writes(c, "ana", "to ben")
	w.settle()
	w.writes(c, "ben", "to ana")
	w.pass(9 * time.Minute)
	w.got("ana")
	w.got("ben")
	w.pass(time.Minute)
	w.got("ana", "note to ana")
	w.got("ben", "note to ben")
}

func TestNoNewChannelsIsToldTheHostAndTriedAgainInTenMinutes(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	tries := 0
	w.wire.open = func(string) error {
		tries++
		return refusal(403, 40003, talk.ErrNoNewChannels)
	}
	for i := range 3 {
		id := fmt.Sprint("dora", i)
		w.must(w.store.Hear(t.Context(), store.Message{ID: id, Person: id, Words: "hello"}, w.clock.Now()))
		w.settle()
	}
	w.pass(9 * time.Minute)
	w.logged("no new direct messages", 1)
	if tries != 1 {
		t.Errorf("tries: got %d, want 1: after the first refusal nobody else's channel is asked for", tries)
	}
	w.wire.mu.Lock()
	w.wire.open = nil
	w.wire.mu.Unlock()
	w.pass(time.Minute)
	w.got("dora1", "nobody")
}

func TestANoteWithdrawnBeforeItsTimeIsNotSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	w.quiet = "22:00-08:00"
	w.restart()
	c := w.couple("ana", "ben", true)
	w.at("2026-11-23 23:00")
	need := w.writes(c, "ana", "one")
	w.settle()
	w.got("ben")
	w.withdraws("ana", need)
	w.at("2026-11-24 09:00")
	w.got("ben")
	w.writes(c, "ana", "two")
	w.settle()
	w.got("ben", "note two")
}

func TestANoteWithdrawnWhileItsSendIsUnclear(t *testing.T) {
	t.Parallel()
	for _, arrived := range []bool{true, false} {
		t.Run(fmt.Sprintf("arrived %v", arrived), func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, noon)
			c := w.couple("ana", "ben", true)
			w.wire.fails(always(arrived, errLost))
			need := w.writes(c, "ana", "one")
			w.settle()
			w.withdraws("ana", need)
			w.wire.fails(nil)
			w.pass(time.Minute)
			if arrived {
				w.got("ben", "note one")
				w.edited("1003: note withdrawn")
			} else {
				w.got("ben")
				w.edited()
			}
			w.pass(time.Hour)
			w.dead(0)
		})
	}
}

func TestAnEditAskedForDuringASendIsMadeAfterIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	began := make(chan struct{}, 1)
	opened, open := w.gate()
	w.wire.fails(func(talk.Delivery) (bool, error) {
		began <- struct{}{}
		<-opened
		return true, nil
	})
	need := w.writes(c, "ana", "one")
	await(t, began, "the note")
	w.withdraws("ana", need)
	open()
	w.settle()
	w.got("ben", "note one")
	w.edited("1003: note withdrawn")
}

func TestAnEditWaitsItsTurnAndEndsWithItsMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	need := w.writes(c, "ana", "one")
	w.settle()
	w.wire.edit = func() error { return &talk.Wait{After: time.Hour, Edits: true} }
	w.withdraws("ana", need)
	w.settle()
	w.writes(c, "ana", "two")
	w.settle()
	w.got("ben", "note one", "note two")
	w.wire.mu.Lock()
	w.wire.edit = func() error { return refusal(404, 10008, talk.ErrChannelGone) }
	w.wire.mu.Unlock()
	w.pass(time.Hour)
	w.wire.mu.Lock()
	w.wire.edit = func() error { t.Error("an edit of a message that is gone was tried again"); return nil }
	w.wire.mu.Unlock()
	w.pass(time.Hour)
	w.dead(0)
}

func TestWhatDiscordRejectsIsADeadLetterWithNumbersOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	w.wire.fails(once(false, refusal(400, 50035, talk.ErrRejected)))
	w.writes(c, "ana", "secret")
	w.settle()
	w.writes(c, "ana", "two")
	w.pass(24 * time.Hour)
	w.got("ben", "note two")
	w.dead(1)
	w.logged(`reason="status 400, code 50035"`, 1)
	w.logged("secret", 0)
}

func TestAMessageThatArrivedAndWasDeletedIsNotSentAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	w.wire.fails(once(false, errLost)) // it arrived, and before we look it is deleted
	need := w.writes(c, "ana", "one")
	w.settle()
	w.wire.fails(always(false, refusal(404, 10008, talk.ErrDeleted)))
	w.pass(time.Minute)
	w.wire.fails(nil)
	w.pass(time.Hour)
	w.withdraws("ana", need)
	w.settle()
	w.got("ben")
	w.edited()
	w.dead(0)
	if n := len(w.wire.opened); n != 2 {
		t.Errorf("channels opened: got %d, want one for each person", n)
	}
	w.writes(c, "ana", "two")
	w.settle()
	w.got("ben", "note two")
}

// The outbox keeps a quarter of its workers for what people wait for.
func TestARelayFindsAWorkerWhileManyCheckInsAreSlow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, "2026-11-23 19:59")
		w.workers = 4
		w.restart()
		for i := range 6 {
			w.couple(fmt.Sprint("ana", i), fmt.Sprint("ben", i), false)
		}
		notesOnly := w.couple("cleo", "dan", true)
		var checkIns, others atomic.Int32
		opened, open := w.gate()
		w.wire.fails(func(d talk.Delivery) (bool, error) {
			if d.Lane != int(store.LaneScheduled) {
				others.Add(1)
				return true, nil
			}
			checkIns.Add(1)
			<-opened
			return true, nil
		})
		w.clock.set(date(t, "2026-11-23 20:00"))
		synctest.Wait()
		if n := checkIns.Load(); n != 3 {
			t.Errorf("check-ins in flight: got %d, want 3 of 4 workers at them", n)
		}
		w.writes(notesOnly, "cleo", "quick")
		synctest.Wait()
		if n := others.Load(); n != 1 {
			t.Errorf("notes sent while the check-ins are slow: got %d, want 1: a worker is kept for it", n)
		}
		open()
		w.settle()
		w.got("dan", "note quick")
	})
}

func TestARelayToSomebodyInTheQueueComesBeforeTheirCheckInAndBesideNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-11-23 19:59")
	w.workers = 4
	w.restart()
	couples := map[string]store.ID{} // by a partner who waits in the queue
	for i := range 6 {
		ben := fmt.Sprint("ben", i)
		couples[ben] = w.couple(fmt.Sprint("ana", i), ben, false)
	}
	late := w.couple("cleo", "dan", true)
	began, relayed := make(chan string, 20), make(chan string, 1)
	checkInsOpened, openCheckIns := w.gate()
	lastOpened, openLast := w.gate()
	var first sync.Once
	w.wire.fails(func(d talk.Delivery) (bool, error) {
		person := strings.TrimPrefix(d.Channel, "dm-")
		if d.Lane != int(store.LaneScheduled) {
			relayed <- person
			<-lastOpened
			return true, nil
		}
		stays := false
		first.Do(func() { stays = true })
		began <- person
		<-checkInsOpened
		if stays { // so that something is in flight until the end
			<-lastOpened
		}
		return true, nil
	})
	w.clock.set(date(t, "2026-11-23 20:00"))
	for range 3 { // the others of the twelve wait in the queue
		delete(couples, "ben"+strings.TrimLeft(await(t, began, "a check-in"), "aben"))
	}
	var ben string
	for ben = range couples {
	}
	_, err := w.store.OpenFirst(t.Context(), late, "cleo", w.clock.Now(), w.sched.Choose)
	w.must(err)
	w.writes(couples[ben], "ana"+strings.TrimPrefix(ben, "ben"), "quick")
	if got := await(t, relayed, "the note to "+ben); got != ben {
		t.Errorf("relayed to %s, want %s", got, ben)
	}
	openCheckIns()
	for range 12 - 3 - 1 + 1 { // without the one who is written to, with the one who came late
		if got := await(t, began, "a check-in"); got == ben {
			t.Errorf("%s was asked while a note to them was in flight", ben)
		}
	}
	openLast()
	w.settle()
	w.got(ben, "note quick", "question-2026-11-23-0")
	w.got("cleo", "question-2026-11-23-0")
}

func TestAChannelThatIsGoneIsOpenedAnewOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	w.wire.fails(once(false, refusal(404, 10003, talk.ErrChannelGone)))
	w.writes(c, "ana", "one")
	w.settle()
	w.pass(time.Second)
	w.got("ben", "note one")
	w.wire.fails(always(false, refusal(404, 10003, talk.ErrChannelGone)))
	w.writes(c, "ana", "two")
	w.settle()
	w.pass(time.Hour)
	w.dead(1)
	if n := len(w.wire.opened); n != 4 {
		t.Errorf("channels opened: got %d, want 4 (two people, and ben twice more)", n)
	}
}

func TestWhatCannotBeComposedIsGivenUpAfterTenTries(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	tries := 0
	w.failCompose = func(store.Notice) error { tries++; panic("secret") }
	w.writes(c, "ana", "one")
	w.settle()
	for range 20 {
		w.pass(2 * time.Minute)
	}
	if tries != 10 {
		t.Errorf("tries: got %d, want 10", tries)
	}
	w.dead(1)
	w.got("ben")
	w.logged("could not be composed", 10)
	w.logged("secret", 0)
}

func TestARefusedTokenEndsTheRun(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	w.wire.fails(always(false, refusal(401, 0, talk.ErrUnauthorized)))
	w.writes(c, "ana", "one")
	if err := w.sched.Settle(t.Context()); !errors.Is(err, ErrEnded) {
		t.Errorf("settle: got %v, want %v", err, ErrEnded)
	}
	if err := w.stop(); !errors.Is(err, talk.ErrUnauthorized) {
		t.Errorf("Run: got %v, want %v", err, talk.ErrUnauthorized)
	}
	w.wire.fails(nil)
	w.start()
	w.settle()
	w.pass(time.Minute)
	w.got("ben", "note one")
}

func TestTheEndWaitsForASendUnderWay(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, noon)
		c := w.couple("ana", "ben", true)
		ended := make(chan error, 1)
		opened, open := w.gate()
		w.wire.fails(func(talk.Delivery) (bool, error) {
			<-opened
			return true, nil
		})
		w.writes(c, "ana", "one")
		synctest.Wait()
		go func() { ended <- w.stop() }()
		synctest.Wait()
		select {
		case err := <-ended:
			t.Errorf("Run ended with %v before the send did", err)
		default:
		}
		open()
		w.must(<-ended)
		looks := w.wire.looks
		w.start()
		w.pass(time.Minute)
		w.got("ben", "note one")
		if w.wire.looks != looks {
			t.Error("the send that had finished was looked for")
		}
	})
}

func TestTheEndCutsOffASendAfterTenSeconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, noon)
		c := w.couple("ana", "ben", true)
		w.must(w.stop())
		w.start()
		deliver := w.wire.Deliver
		w.sched.Deliver = func(ctx context.Context, d talk.Delivery) (string, error) {
			<-ctx.Done()
			return "", fmt.Errorf("%w: %w", talk.ErrUnclear, ctx.Err())
		}
		w.writes(c, "ana", "one")
		synctest.Wait()
		began := time.Now()
		w.must(w.stop())
		if took := time.Since(began); took != 10*time.Second {
			t.Errorf("the end took %v, want 10s", took)
		}
		w.start()
		w.sched.Deliver = deliver
		w.settle() // at once: what was cut off is not put off
		w.got("ben", "note one")
	})
}

func TestWhatArrivesAtTheLastMomentIsKept(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, noon)
		c := w.couple("ana", "ben", true)
		deliver := w.wire.Deliver
		w.must(w.stop())
		w.start()
		w.sched.Deliver = func(ctx context.Context, d talk.Delivery) (string, error) {
			<-ctx.Done()
			return deliver(context.WithoutCancel(ctx), d)
		}
		w.writes(c, "ana", "one")
		synctest.Wait()
		w.must(w.stop())
		w.start()
		w.settle()
		w.got("ben", "note one")
		if w.wire.looks != 0 {
			t.Errorf("looks at the history: got %d, want none", w.wire.looks)
		}
	})
}

func TestAFullDiskIsLoggedOnceAndDelaysWithoutLoss(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	db, err := sql.Open("sqlite3", w.path)
	w.must(err)
	defer db.Close()
	_, err = db.Exec(`CREATE TRIGGER disk_full BEFORE UPDATE ON notices BEGIN SELECT RAISE(ABORT, 'disk full'); END`)
	w.must(err)
	w.writes(c, "ana", "to ben")
	w.writes(c, "ben", "to ana")
	w.settle()
	for range 5 {
		w.pass(time.Minute)
	}
	w.got("ana")
	w.logged("could not be kept track of", 1)
	_, err = db.Exec(`DROP TRIGGER disk_full`)
	w.must(err)
	w.pass(time.Minute)
	w.got("ana", "note to ana")
	w.got("ben", "note to ben")
}

func TestAFailingStoreIsLoggedOnceAndDoesNotSpin(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	w.couple("ana", "ben", true)
	w.must(w.store.Close()) // what it is asked now fails
	w.settle()
	for range 10 {
		w.pass(time.Second)
	}
	w.logged("could not be listed", 1)
	w.logged("could not be opened", 1)
}

func TestANonceIsTheSameForEachTryAndFits(t *testing.T) {
	t.Parallel()
	a, b := nonce(1), nonce(2)
	if a != nonce(1) || a == b || len(a) != 24 {
		t.Errorf("got %q and %q, want the same 24 characters for one notice and others for another", a, b)
	}
}
