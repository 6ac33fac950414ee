package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"leanon/store"
)

func TestACheckInIsAttemptedAsWhatItIsByThen(t *testing.T) {
	t.Parallel()
	const unset = "unset"
	for _, c := range []struct {
		name    string
		meddle  string // SQL for what happened since it was opened
		done    bool   // its person is done with it since
		moved   bool   // there is nothing to send
		look    bool
		channel string
		wake    string // when its row wakes afterwards: "", "parked" or unset
	}{
		{name: "as it was opened", channel: "dm-1", wake: unset},
		{name: "answered by then", done: true, moved: true},
		{name: "replaced by then", meddle: `UPDATE members SET newest = 77 WHERE person = '1'`, moved: true},
		{name: "of a day that is over", meddle: `UPDATE check_ins SET local_date = '2026-11-22' WHERE person = '1'`, moved: true},
		{name: "of a later date, as after a flight west", meddle: `UPDATE check_ins SET local_date = '2026-11-24' WHERE person = '1'`, channel: "dm-1", wake: unset},
		{name: "to somebody who cannot be reached", meddle: `UPDATE partners SET unreachable_at = 1 WHERE person = '1'`, moved: true, wake: "parked"},
		{name: "to somebody who paused", meddle: `UPDATE members SET paused_at = 1 WHERE person = '1'`, channel: "dm-1", wake: unset},
		{name: "to somebody in two couples", meddle: `INSERT INTO members (couple_id, person, name) SELECT couple_id, '1', name FROM members WHERE person = '3'`, channel: "dm-1", wake: unset},
		{name: "to somebody whose channel is unknown", meddle: `UPDATE partners SET channel = '' WHERE person = '1'`, wake: unset},
		{name: "tried before", meddle: `UPDATE notices SET attempted_at = 1, after = '7' WHERE person = '1' AND kind = 'check-in'`, look: true, channel: "dm-1", wake: unset},
		{name: "put off", meddle: `UPDATE notices SET wake_at = wake_at + 60 WHERE person = '1' AND kind = 'check-in'`, moved: true, wake: unset},
		{name: "sent by then", meddle: `UPDATE notices SET wake_at = NULL, message = '9', sent_at = 1 WHERE person = '1' AND kind = 'check-in'`, moved: true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			couple := w.pair("1", "2")
			w.pair("3", "4")
			w.at("2026-11-23 20:00")
			w.opens()
			var id store.ID
			for _, o := range w.due() {
				if o.Person == "1" {
					id = o.ID
				}
			}
			if c.meddle != "" {
				w.meddle(c.meddle)
			}
			if c.done {
				in, err := w.OpenCheckIn(t.Context(), couple, "1")
				w.must(err)
				_, err = w.Finish(t.Context(), in.ID, "1", "", w.now)
				w.must(err)
			}
			n, err := w.Attempt(t.Context(), id, w.now)
			if errors.Is(err, store.ErrTooLate) != c.moved || err != nil && !c.moved {
				t.Fatalf("got %v, want that it moved: %v", err, c.moved)
			}
			var wake any
			w.must(raw(t, w.path).QueryRow(`SELECT CASE WHEN wake_at = 1 << 40 THEN 'parked' WHEN wake_at IS NOT NULL THEN 'unset' ELSE '' END FROM notices WHERE id = ?1`, id).Scan(&wake))
			if wake != c.wake {
				t.Errorf("its row is left %q, want %q", wake, c.wake)
			}
			if c.moved {
				return
			}
			if n.MayHaveArrived != c.look || n.Channel != c.channel || n.Person != "1" || n.Couple != couple || n.Kind != store.KindCheckIn || n.OnlyLook {
				t.Errorf("got %+v, want look %v, channel %q", n, c.look, c.channel)
			}
			var tried, tries int64
			var after string
			w.must(raw(t, w.path).QueryRow(`SELECT coalesce(attempted_at, 0), tries, coalesce(after_id, '') FROM notices WHERE id = ?1`, id).Scan(&tried, &tries, &after))
			if again, err := w.Attempt(t.Context(), id, w.now); err != nil || again.After != n.After {
				t.Errorf("attempted once more: got after %q, %v, want after %q", again.After, err, n.After)
			}
			if tried == 0 || tries != 1 || c.channel != "" && after == "" {
				t.Errorf("kept: attempted at %d, %d tries, after %q; want it attempted once, after %q", tried, tries, after, n.After)
			}
		})
	}
}

func (w *world) due() []store.Owed {
	w.Helper()
	due, err := w.Due(w.Context(), w.now, store.LaneScheduled, 1000)
	w.must(err)
	return due
}

func TestWhatComesTogetherIsAttemptedAndKeptTogetherAndFailsAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 20 {
		w.pair(fmt.Sprint("1", i), fmt.Sprint("2", i))
	}
	w.at("2026-11-23 20:00")
	w.opens()
	// This one cannot be read.
	w.meddle(`UPDATE partners SET wrapped_key = x'0000000000000000' WHERE person = '13'`)
	const newer = "99999999999999999999999999" // than any message before it
	type end struct {
		person string
		err    error
	}
	due := w.due()
	ends := make(chan end, len(due))
	var together sync.WaitGroup
	for _, o := range due {
		together.Go(func() {
			n, err := w.Attempt(t.Context(), o.ID, w.now)
			if err == nil {
				err = w.Delivered(t.Context(), n, n.Channel, newer+o.Person, w.now)
			}
			ends <- end{o.Person, err}
		})
	}
	together.Wait()
	close(ends)
	for e := range ends {
		if (e.err != nil) != (e.person == "13") {
			t.Errorf("%s: got %v", e.person, e.err)
		}
	}
	var kept int
	db := raw(t, w.path)
	for _, o := range due {
		var sent bool
		w.must(db.QueryRow(`SELECT count(*) > 0 FROM notices WHERE person = ?1 AND kind = 'check-in' AND message = ?2 AND wake_at IS NULL AND sent_at IS NOT NULL`,
			o.Person, store.HashOf(w.Store, newer+o.Person)).Scan(&sent))
		if p, err := w.Partner(t.Context(), o.Person); sent && err == nil && p.LastMessage == newer+o.Person {
			kept++
		}
	}
	if kept != len(due)-1 {
		t.Errorf("deliveries kept: got %d, want %d", kept, len(due)-1)
	}
	if left := w.due(); len(left) != 1 || left[0].Person != "13" {
		t.Errorf("still owed: got %v, want the one that failed", left)
	}
}

func TestTheLogIsMovedIntoTheDatabaseBesideTheWriting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair("1", "2")
	looks := raw(t, w.path)
	looks.SetMaxOpenConns(1)
	for _, query := range []string{`PRAGMA wal_autocheckpoint = 0`, // which would move it itself
		`CREATE TABLE evening (words BLOB)`, `INSERT INTO evening VALUES (randomblob(40000000))`} {
		_, err := looks.Exec(query)
		w.must(err)
	}
	var busy, before, pages, moved int
	w.must(looks.QueryRow(`PRAGMA wal_checkpoint(NOOP)`).Scan(&busy, &before, &moved))
	depth := 1
	_, err := w.Set(t.Context(), "1", store.Settings{Depth: &depth})
	w.must(err)
	// Pages that came after the last move wait for more, but most have been moved. If all
	// of them were, the next commit begins the log anew.
	for deadline := time.Now().Add(20 * time.Second); ; {
		w.must(looks.QueryRow(`PRAGMA wal_checkpoint(NOOP)`).Scan(&busy, &pages, &moved))
		if moved > pages/2 || pages < before {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d of %d pages of the log were moved", moved, pages)
		}
	}
}
