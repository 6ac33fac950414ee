package scheduler

import (
	"fmt"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"leanon/discord/talk"
	"leanon/store"
)

func TestARelayFindsAWorkerWhileManyRepliesAreSlow(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		w := newWorld(t, noon)
		w.workers = 4
		w.restart()
		couple := w.couple("ana", "ben", true)
		var replies, others atomic.Int32
		opened, open := w.gate()
		w.wire.fails(func(d talk.Delivery) (bool, error) {
			if d.Lane != int(store.LaneWaiting) {
				others.Add(1)
				return true, nil
			}
			replies.Add(1)
			<-opened
			return true, nil
		})
		for i := range 300 {
			stranger := fmt.Sprint("stranger", i)
			w.must(w.store.Hear(t.Context(), store.Message{ID: fmt.Sprint(100 + i), Person: stranger, Channel: "dm-" + stranger, Words: "hello"}, w.clock.Now()))
		}
		synctest.Wait()
		if n := replies.Load(); n != 3 {
			t.Errorf("replies in flight: got %d, want 3 of 4 workers at them", n)
		}
		w.writes(couple, "ana", "quick")
		synctest.Wait()
		if n := others.Load(); n != 1 {
			t.Errorf("notes sent while the replies are slow: got %d, want 1: a worker is kept for it", n)
		}
		open()
		w.settle()
		w.got("ben", "note quick")
	})
}

func TestPeopleShareALaneHoweverMuchIsOwedToOneOfThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	w.workers = 1
	w.restart()
	w.couple("ana", "ben", true)
	w.couple("cleo", "dan", true)
	var mu sync.Mutex
	var order []string
	opened, open := w.gate()
	began := make(chan struct{}, 100)
	w.wire.fails(func(d talk.Delivery) (bool, error) {
		mu.Lock()
		order = append(order, d.Channel)
		mu.Unlock()
		began <- struct{}{}
		<-opened
		return true, nil
	})
	id := 100
	hears := func(person string, n int) {
		for i := range n {
			id++
			m := store.Message{ID: strconv.Itoa(id), Person: person, Channel: "dm-" + person, Words: fmt.Sprint("words ", i)}
			w.must(w.store.Hear(t.Context(), m, w.clock.Now()))
		}
	}
	hears("ana", 1)
	await(t, began, "the first preview")
	hears("ana", 20)
	hears("ben", 20)
	hears("cleo", 1)
	open()
	w.settle()
	if n := slices.Index(order, "dm-cleo"); n < 0 || n > 3 {
		t.Errorf("Cleo's one preview went as number %d of %d, want it among the first: %q", n+1, len(order), order)
	}
	if n := len(order); n != 42 {
		t.Errorf("previews sent: got %d, want 42", n)
	}
}
