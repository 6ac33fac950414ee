package store_test

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"testing"
	"time"

	"leanon/store"
)

// evening makes a database in which six couples are due at 20:00 and the first two
// members have been asked.
func evening(t *testing.T) (w *world, couples map[string]store.ID) {
	t.Helper()
	w, couples = newWorld(t), map[string]store.ID{}
	for i := range 6 {
		a, b := fmt.Sprint("1", i), fmt.Sprint("2", i)
		id := w.pair(a, b)
		couples[a], couples[b] = id, id
	}
	w.at("2026-11-23 20:00")
	if n, err := w.OpenDue(t.Context(), w.now, 2, first); n != 2 || err != nil {
		t.Fatalf("the first two: got %d, %v", n, err)
	}
	return w, couples
}

// asked lists the people who have an open check-in.
func (w *world) asked(couples map[string]store.ID) (all []string) {
	w.Helper()
	for person, couple := range couples {
		if w.question(couple, person) != "" {
			all = append(all, person)
		}
	}
	return all
}

func TestWhatChangesBetweenTwoBatchesCounts(t *testing.T) {
	t.Parallel()
	// others makes all but one of those who have not been asked do something.
	others := func(act func(w *world, person string, couple store.ID) error) func(*world, map[string]store.ID) {
		return func(w *world, couples map[string]store.ID) {
			left := maps.Clone(couples)
			for _, person := range w.asked(couples) {
				delete(left, person)
			}
			for _, person := range slices.Sorted(maps.Keys(left))[1:] {
				w.must(act(w, person, couples[person]))
			}
		}
	}
	for _, c := range []struct {
		name string
		act  func(w *world, couples map[string]store.ID)
		want int // asked after it
	}{
		{"nothing", func(*world, map[string]store.ID) {}, 12},
		{"what is sent", func(w *world, couples map[string]store.ID) {
			for _, o := range w.due() {
				n, err := w.Attempt(w.Context(), o.ID, w.now)
				w.must(err)
				w.must(w.Delivered(w.Context(), n, "dm", "message", w.now))
			}
		}, 12},
		{"the others pause", others(func(w *world, person string, couple store.ID) error {
			_, err := w.Pause(w.Context(), couple, person, time.Time{}, w.now)
			return err
		}), 3},
		{"the others say another rhythm", others(func(w *world, person string, couple store.ID) error {
			_, err := w.SetRhythm(w.Context(), couple, person, "0 22 * * *", w.now)
			return err
		}), 3},
		{"the others fly to where it is tomorrow", others(func(w *world, person string, _ store.ID) error {
			_, _, err := w.SetZone(w.Context(), person, "Pacific/Auckland", w.now)
			return err
		}), 3},
		{"another program puts the others off", others(func(w *world, person string, _ store.ID) error {
			w.meddle(`UPDATE members SET next_at = next_at + 3600 WHERE person = ?1`, person)
			return nil
		}), 3},
		{"all couples part", func(w *world, couples map[string]store.ID) {
			for person, couple := range couples {
				_, err := w.Leave(w.Context(), couple, person, false, w.now)
				if err != nil && !errors.Is(err, store.ErrNotYours) {
					w.Fatal(err)
				}
			}
		}, 0},
		{"the day is over", func(w *world, couples map[string]store.ID) { w.at("2026-11-24 00:00") }, 2},
		{"the clock is set back", func(w *world, couples map[string]store.ID) { w.at("2026-11-23 19:00") }, 2},
		{"a batch that failed", func(w *world, couples map[string]store.ID) {
			ctx, cancel := context.WithCancel(w.Context())
			_, err := w.OpenDue(ctx, w.now, 2, func(store.Asked) string { cancel(); return "first" })
			w.wants("a batch", err, context.Canceled)
		}, 12},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w, couples := evening(t)
			c.act(w, couples)
			w.opensDue(2, first)
			got := w.asked(couples)
			if len(got) != c.want {
				t.Errorf("asked: got %q, want %d", got, c.want)
			}
			var kept int
			w.must(raw(t, w.path).QueryRow(`SELECT count(*) FROM check_ins c JOIN questions_asked q
				ON q.couple_id = c.couple_id AND q.local_date = c.local_date AND q.question = c.question`).Scan(&kept))
			if kept != len(got) {
				t.Errorf("questions kept as asked: got %d, want %d", kept, len(got))
			}
		})
	}
}

func TestWhatIsOpenAlreadyIsNotOpenedWithOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	at := w.now.Add(time.Hour)
	fresh, err := store.OpenSlot(t.Context(), w.Store, couple, at, ana)
	if err != nil || !fresh[0] {
		t.Fatalf("the first: got %v, %v, want it opened", fresh, err)
	}
	fresh, err = store.OpenSlot(t.Context(), w.Store, couple, at, ana, ben)
	if err != nil || fresh[0] || !fresh[1] {
		t.Errorf("both: got %v, %v, want the second opened only", fresh, err)
	}
}

func TestAnEveningIsOnDiskOnceAllOfItIsOpened(t *testing.T) {
	t.Parallel()
	w, _ := evening(t)
	synced := func(when string, want bool) {
		t.Helper()
		if got := store.Pragma(t.Context(), w.Store, "synchronous", true) == "2"; got != want { // FULL
			t.Errorf("%s: synced %v, want %v", when, got, want)
		}
	}
	synced("with more to come", false)
	_, err := w.Set(t.Context(), "10", store.Settings{})
	w.must(err)
	synced("with what a person did", true)
	_, err = w.OpenDue(t.Context(), w.now, 2, first)
	w.must(err)
	synced("with more to come again", false)
	_, err = w.Attempt(t.Context(), w.due()[0].ID, w.now)
	w.must(err)
	synced("before anything leaves", true)
	w.opensDue(2, first)
	synced("at the end", true)
}
