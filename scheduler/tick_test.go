package scheduler

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

func TestADueCheckInIsOpenedOnceHoweverOftenWeStart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	w.couple("ana", "ben", false)
	w.at("2026-11-23 19:59")
	w.got("ana")
	w.at("2026-11-23 20:00")
	w.got("ana", "question-2026-11-23-0")
	w.got("ben", "question-2026-11-23-0")
	for range 3 {
		w.restart()
		w.settle()
	}
	w.at("2026-11-23 23:59")
	w.got("ana", "question-2026-11-23-0")
	w.at("2026-11-24 20:00")
	w.got("ana", "question-2026-11-23-0", "question-2026-11-24-0")
	if w.chose != 2 {
		t.Errorf("questions chosen: got %d, want one for each date", w.chose)
	}
}

func TestAfterDowntimeOnlyWhatIsOfTodayComesAndOnce(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		up   string
		want []string
	}{
		"three hours, the same day":   {"2026-11-23 23:00", []string{"question-2026-11-23-0"}},
		"past midnight":               {"2026-11-24 00:30", nil},
		"three days, before the time": {"2026-11-26 12:00", nil},
		"three days, after the time":  {"2026-11-26 21:00", []string{"question-2026-11-26-0"}},
		"a year":                      {"2027-11-23 21:00", []string{"question-2027-11-23-0"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t, noon)
			w.couple("ana", "ben", false)
			w.halt()
			w.clock.set(date(t, c.up))
			w.openStore()
			w.start()
			w.settle()
			w.got("ana", c.want...)
			w.got("ben", c.want...)
		})
	}
}

func TestAClockSetBackAnHourAsksNothingTwice(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	w.couple("ana", "ben", false)
	w.at("2026-11-23 20:30")
	w.at("2026-11-23 19:30")
	w.at("2026-11-23 20:00")
	w.at("2026-11-23 21:00")
	w.got("ana", "question-2026-11-23-0")
	w.at("2026-11-24 20:00")
	w.got("ana", "question-2026-11-23-0", "question-2026-11-24-0")
}

func TestAClockSetBackHoldsNothingUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	w.at("2026-11-23 11:00")
	w.writes(c, "ana", "one")
	w.settle()
	w.got("ben", "note one")
	arrived := w.arrivals()
	w.writes(c, "ana", "two") // its commit alone wakes the loop, without Settle
	if got := await(t, arrived, "the second note"); got != "dm-ben note two" {
		t.Errorf("got %s, want the second note", got)
	}
}

func TestAClockSetBackEndsAGlobalWait(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	w.at("2030-01-01 00:00") // a clock that was wrong
	w.wire.fails(once(false, &talk.Wait{After: time.Hour, Global: true}))
	w.writes(c, "ana", "to ben")
	w.settle()
	w.at("2026-11-23 12:01")
	w.writes(c, "ben", "to ana")
	w.settle()
	w.got("ana", "note to ana")
}

// arrivals returns a channel that gets the channel and text of each delivery from now on.
func (w *world) arrivals() <-chan string {
	arrived := make(chan string, 10)
	w.wire.fails(func(d talk.Delivery) (bool, error) {
		arrived <- d.Channel + " " + d.Message.Text
		return true, nil
	})
	return arrived
}

func TestAClockSetForwardADayAsksForThatDayOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	w.couple("ana", "ben", false)
	w.at("2026-11-24 20:30")
	w.got("ana", "question-2026-11-24-0")
	w.at("2026-11-25 20:30")
	w.got("ana", "question-2026-11-24-0", "question-2026-11-25-0")
}

func TestTheLoopWakesByItselfWhenACheckInIsDue(t *testing.T) {
	t.Parallel()
	w := newWorld(t, "2026-11-23 19:59")
	w.couple("ana", "ben", false)
	arrived := w.arrivals()
	w.clock.set(date(t, "2026-11-23 20:00"))
	got := []string{await(t, arrived, "a check-in"), await(t, arrived, "the other check-in")}
	slices.Sort(got)
	if want := []string{"dm-ana question-2026-11-23-0", "dm-ben question-2026-11-23-0"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestMoreThanABatchIsOpenedInOneGo(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	const couples = openAtOnce/2 + 3
	for i := range couples {
		w.couple(fmt.Sprint("a", i), fmt.Sprint("b", i), false)
		w.pass(2 * time.Minute) // beyond thirty an hour, invitations go one a minute
	}
	w.at("2026-11-23 20:00")
	asked := 0
	for i := range couples {
		asked += len(w.wire.texts(fmt.Sprint("a", i))) - 1
		asked += len(w.wire.texts(fmt.Sprint("b", i))) - 2
	}
	if asked != 2*couples {
		t.Errorf("asked: got %d, want %d", asked, 2*couples)
	}
	w.halt()
	w.clock.set(date(t, "2026-11-25 00:30"))
	w.openStore()
	o := w.sched.Options
	o.Store = w.store
	l := newLoop(New(o), t.Context())
	l.readComing(t.Context(), w.clock.Now())
	first, second := l.tick(t.Context(), w.clock.Now()), l.tick(t.Context(), w.clock.Now())
	if !first || second { // what is let go owes nobody a message, whose commit would wake the loop
		t.Errorf("more to look after: got %v and %v, want true and false", first, second)
	}
}

func TestHousekeepingIsDoneAtTheStartAndOnceAnHour(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	w.writes(c, "ana", "one")
	w.settle()
	w.at("2026-12-07 11:59")
	w.got("ana")
	w.at("2026-12-07 12:30") // it was 14 days ago, and half an hour since the last time
	w.got("ana")
	w.restart()
	w.settle()
	w.got("ana", string(store.KindRest))
}
