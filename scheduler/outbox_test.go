package scheduler

import (
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
