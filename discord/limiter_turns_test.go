package discord

import (
	"fmt"
	"slices"
	"testing"
	"testing/synctest"
	"time"
)

func TestNoLaneStarvesBehindAFloodInAMoreUrgentOne(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(1, patience, time.Now)
		var o order
		for i := range 60 {
			o.take(t, l, laneWaiting, fmt.Sprint("flood ", i), "flood")
		}
		for i := range 4 {
			o.take(t, l, 1, fmt.Sprint("relay ", i), "relay")
			o.take(t, l, laneScheduled, fmt.Sprint("scheduled ", i), "scheduled")
		}
		time.Sleep(45 * time.Second)
		synctest.Wait()
		got := o.got()
		if n := slices.Index(got, "relay"); n < 0 || n > 6 {
			t.Errorf("the first of the relays went as number %d, want it among the first", n+1)
		}
		for name, want := range map[string]int{"relay": 4, "scheduled": 4} {
			n := 0
			for _, g := range got {
				if g == name {
					n++
				}
			}
			if n != want {
				t.Errorf("%s: got %d of 45 requests, want all %d", name, n, want)
			}
		}
		time.Sleep(time.Minute)
	})
}

func TestALaneWithNothingReadySavesNoTurns(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(1, patience, time.Now)
		var o order
		for i := range 20 {
			o.take(t, l, laneWaiting, fmt.Sprint("person ", i), "person")
		}
		time.Sleep(15 * time.Second)
		synctest.Wait()
		before := len(o.got())
		for i := range 3 {
			o.take(t, l, 1, fmt.Sprint("relay ", i), "relay")
		}
		time.Sleep(3 * time.Second)
		synctest.Wait()
		if got := o.got()[before:]; slices.Contains(got, "relay") {
			t.Errorf("the next three are %v, want people who wait: the relays came just now", got)
		}
		time.Sleep(30 * time.Second)
		synctest.Wait()
	})
}

func TestReadingHistoriesGivesWayAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(1, patience, time.Now)
		var o order
		for i := range 40 {
			o.take(t, l, laneHistory, fmt.Sprint("chat ", i), "history")
		}
		time.Sleep(10 * time.Second)
		synctest.Wait()
		before := len(o.got())
		if before < 10 {
			t.Errorf("while nobody else asks: got %d histories read in 10 s at one a second, want all that the limit lets go", before)
		}
		for i := range 30 {
			o.take(t, l, i%laneHistory, fmt.Sprint("other ", i), "other")
		}
		time.Sleep(30 * time.Second)
		synctest.Wait()
		got, read := o.got()[before:], 0
		for _, name := range got {
			if name == "history" {
				read++
			}
		}
		if read > 1 || got[0] != "other" {
			t.Errorf("with others there: got %d histories among %d requests, the first %q, want at most one in 25", read, len(got), got[0])
		}
		time.Sleep(time.Minute)
	})
}
