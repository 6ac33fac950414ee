package discord

import (
	"context"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"leanon/discord/talk"
)

// diary keeps what was done, in order.
type diary struct {
	mu    sync.Mutex
	lines []string
}

func (d *diary) job(line string, takes time.Duration) func(context.Context) {
	return func(context.Context) {
		time.Sleep(takes) // of a bubble's clock
		d.mu.Lock()
		defer d.mu.Unlock()
		d.lines = append(d.lines, line)
	}
}

func of(person, channel string) talk.Request {
	return talk.Request{Person: talk.User{ID: person}, Channel: channel}
}

func TestOnePersonsWordsStayInOrderWhileOthersGoOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		in := newPersonQueues()
		in.open(context.Background())
		var d diary
		in.enqueue(of("ana", "1"), d.job("ana writes", 3*time.Second))
		in.enqueue(talk.Request{Guild: "5", Channel: "6", Person: talk.User{ID: "ana"}}, d.job("ana presses in a server", 0))
		in.enqueue(of("", "1"), d.job("ana deletes", 0)) // Discord does not say who
		in.enqueue(of("ben", "2"), d.job("ben writes", time.Second))
		in.startNow(d.job("ana types a city", 2*time.Second))
		synctest.Wait()
		time.Sleep(4 * time.Second)
		synctest.Wait()
		want := []string{"ben writes", "ana types a city", "ana writes", "ana presses in a server", "ana deletes"}
		if !slices.Equal(d.lines, want) {
			t.Errorf("got %v, want %v", d.lines, want)
		}
		if len(in.byName)+len(in.ofChannel) != 0 {
			t.Errorf("got %d queues and %d channels kept, want none", len(in.byName), len(in.ofChannel))
		}
	})
}

func TestStoppingFinishesWhatWasTakenAndTakesNoMore(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		in := newPersonQueues()
		in.open(context.Background())
		var d diary
		in.enqueue(of("ana", "1"), d.job("first", 4*time.Second))
		in.enqueue(of("ana", "1"), d.job("second", 4*time.Second))
		if !in.drain(10 * time.Second) {
			t.Error("got no end within 10s, want both jobs done after 8s")
		}
		in.enqueue(of("ana", "1"), d.job("late", 0))
		in.startNow(d.job("late", 0))
		synctest.Wait()
		if want := []string{"first", "second"}; !slices.Equal(d.lines, want) {
			t.Errorf("got %v, want %v", d.lines, want)
		}

		in.open(context.Background())
		in.enqueue(of("ana", "1"), d.job("endless", time.Minute))
		if in.drain(10 * time.Second) {
			t.Error("got an end, want none: the job takes a minute")
		}
		time.Sleep(time.Minute) // a bubble waits for nobody
	})
}
