package store_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"leanon/clock"
	"leanon/store"
	"leanon/store/seal"
)

// unkept tries each way to keep a person's words. Each must fail with an environmental
// error, which is reason if that is not nil, and leave nothing behind.
func (w *world) unkept(couple store.ID, reason error) {
	w.Helper()
	before, err := w.Backlog(w.Context(), w.now)
	w.must(err)
	words := strings.Repeat("so many words that they need a page of their own ", 250)
	_, err = w.Word(w.Context(), store.Wording{Couple: couple, Person: ana, Source: "form", Words: words}, w.now)
	if !store.IsEnvironmental(err) || reason != nil && !errors.Is(err, reason) {
		w.Errorf("word a need: got %v, want trouble (%v)", err, reason)
	}
	err = w.Hear(w.Context(), store.Message{ID: "1100000000000000000", Person: ben, Channel: "dm-ben", Words: words}, w.now)
	if !store.IsEnvironmental(err) || reason != nil && !errors.Is(err, reason) {
		w.Errorf("hear a message: got %v, want trouble (%v)", err, reason)
	}
	after, err := w.Backlog(w.Context(), w.now)
	if err != nil || after != before {
		w.Errorf("owed after it: got %v, %v, want %v as before", after, err, before)
	}
	if heard, err := w.Heard(w.Context(), []string{"1100000000000000000"}); err != nil || len(heard) > 0 {
		w.Errorf("heard: got %v, %v, want nothing", heard, err)
	}
}

// kept checks that the same words can be kept once the cause is gone.
func (w *world) kept(couple store.ID) {
	w.Helper()
	_, err := w.Word(w.Context(), store.Wording{Couple: couple, Person: ana, Source: "form", Words: "words"}, w.now)
	w.must(err)
	w.must(w.Hear(w.Context(), store.Message{ID: "1100000000000000000", Person: ben, Channel: "dm-ben", Words: "words"}, w.now))
	w.must(w.Sound(w.Context()))
}

func TestAFileThatMayNotGrowKeepsNothingByHalvesAndRecovers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	_, err := raw(t, w.path).Exec("VACUUM") // leaves no room within it
	w.must(err)
	pages, err := store.Limit(t.Context(), w.Store, "max_page_count", 1) // no less than there are
	w.must(err)
	w.unkept(couple, nil)
	_, err = store.Limit(t.Context(), w.Store, "max_page_count", pages+1_000_000)
	w.must(err)
	w.kept(couple)
}

func TestAFileThatBecomesReadOnlyKeepsNothingByHalvesAndRecovers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	_, err := store.Limit(t.Context(), w.Store, "query_only", 1)
	w.must(err)
	w.unkept(couple, nil)
	_, err = store.Limit(t.Context(), w.Store, "query_only", 0)
	w.must(err)
	w.kept(couple)
}

// hold takes SQLite's write lock for another program.
func (w *world) hold() (release func()) {
	w.Helper()
	c, err := raw(w.T, w.path).Conn(w.Context())
	w.must(err)
	_, err = c.ExecContext(w.Context(), "BEGIN IMMEDIATE")
	w.must(err)
	return func() {
		w.Helper()
		_, err := c.ExecContext(context.Background(), "ROLLBACK")
		w.must(errors.Join(err, c.Close()))
	}
}

func TestAnActWaitsNoLongerForALockThanItsPatience(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair(ana, ben)
	release := w.hold()
	act, done := w.NewAct(t.Context(), 300*time.Millisecond)
	defer done()
	began := time.Now()
	for range 3 { // the writes of one act share their patience
		if _, err := act.Store.Set(t.Context(), ana, store.Settings{}); !errors.Is(err, store.ErrBusy) || !store.IsEnvironmental(err) {
			t.Errorf("write: got %v, want %v", err, store.ErrBusy)
		}
	}
	if took := time.Since(began); took >= 3*time.Second {
		t.Errorf("three writes took %v, want far less than the 5 s that each has outside an act", took)
	}
	release()
	if _, err := act.Store.Set(t.Context(), ana, store.Settings{}); err != nil {
		t.Errorf("write when the patience is used up and the lock is free: got %v, want no error", err)
	}
}

// lets waits until the write lock is free, for d at most.
func (w *world) lets(d time.Duration) {
	c, err := raw(w.T, w.path).Conn(context.Background())
	w.must(err)
	defer c.Close()
	_, err = c.ExecContext(context.Background(), fmt.Sprint("PRAGMA busy_timeout = ", d.Milliseconds()))
	w.must(err)
	if _, err := c.ExecContext(context.Background(), "BEGIN IMMEDIATE"); err == nil {
		_, err = c.ExecContext(context.Background(), "ROLLBACK")
		w.must(err)
	}
}

func TestAWriteThatWasCancelledMidwayChangesNothingForTheNext(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair(ana, ben)
	w.at("2026-11-23 20:00")
	ctx, cancel := context.WithCancel(t.Context())
	_, err := w.OpenDue(ctx, w.now, 10, func(store.Asked) string {
		cancel()
		w.lets(100 * time.Millisecond)
		return "question"
	})
	if !errors.Is(err, context.Canceled) {
		t.Fatalf("open: got %v, want context canceled", err)
	}
	defer w.hold()()
	act, done := w.NewAct(t.Context(), 300*time.Millisecond)
	defer done()
	began := time.Now()
	_, err = act.Store.Set(t.Context(), ana, store.Settings{})
	if waited := time.Since(began); !errors.Is(err, store.ErrBusy) || waited > 3*time.Second {
		t.Errorf("an act with 0.3 s of patience for a lock: got %v after %v, want ErrBusy by then", err, waited)
	}
}

func TestAWriteBehindAnotherThatWaitsForALockKeepsToItsOwnPatience(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair(ana, ben)
	release := w.hold()
	slow := make(chan error, 1)
	go func() {
		_, err := w.Set(context.Background(), ben, store.Settings{})
		slow <- err
	}()
	act, done := w.NewAct(t.Context(), 300*time.Millisecond)
	defer done()
	if _, err := act.Store.Set(t.Context(), ana, store.Settings{}); !errors.Is(err, store.ErrBusy) {
		t.Errorf("write: got %v, want %v", err, store.ErrBusy)
	}
	release()
	if err := <-slow; err != nil {
		t.Errorf("the one that waited longer: got %v, want no error", err)
	}
}

func TestAnActKnowsWhetherItSaved(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair(ana, ben)
	act, done := w.NewAct(t.Context(), time.Minute)
	defer done()
	_, err := act.Store.Partner(t.Context(), ana)
	w.must(err)
	if _, _, err := act.Store.SetZone(t.Context(), ana, "Mars/Olympus", w.now); err == nil || act.Saved() {
		t.Errorf("after a read and a refused write: got %v, saved %v, want an error and nothing saved", err, act.Saved())
	}
	_, err = act.Store.Set(t.Context(), ana, store.Settings{})
	w.must(err)
	if !act.Saved() {
		t.Error("after a commit: got nothing saved")
	}
}

func TestTroubleIsWhatMayPass(t *testing.T) {
	t.Parallel()
	for _, err := range []error{store.ErrBusy, store.ErrDamaged, context.DeadlineExceeded, fmt.Errorf("write: %w", context.Canceled)} {
		if !store.IsEnvironmental(err) {
			t.Errorf("%v: got no trouble", err)
		}
	}
	for _, err := range []error{nil, store.ErrTooLate, store.ErrNotYours, os.ErrClosed} {
		if store.IsEnvironmental(err) {
			t.Errorf("%v: got trouble", err)
		}
	}
	w := newWorld(t)
	_, err := raw(t, w.path).Exec(`INSERT INTO meta (name, value) VALUES ('proof', x'00')`)
	if err == nil || store.IsEnvironmental(err) {
		t.Errorf("%v: got trouble, want a constraint to be none: it fails for ever", err)
	}
}

func TestADamagedPageIsFoundByLookingThroughTheFile(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair(ana, ben)
	w.must(w.Sound(t.Context()))
	var page, size int64
	db := raw(t, w.path)
	w.must(db.QueryRow(`PRAGMA page_size`).Scan(&size))
	w.must(db.QueryRow(`SELECT rootpage FROM sqlite_master WHERE name = 'endings'`).Scan(&page))
	w.sql(`PRAGMA wal_checkpoint(TRUNCATE)`)
	file, err := os.OpenFile(w.path, os.O_WRONLY, 0)
	w.must(err)
	_, err = file.WriteAt(make([]byte, size), (page-1)*size)
	w.must(errors.Join(err, file.Close()))
	w.wants("look through a damaged file", w.Sound(t.Context()), store.ErrDamaged)
	_, err = w.Set(t.Context(), ana, store.Settings{}) // which is why it is looked through
	w.must(err)
}

func TestADatabaseThatLosesItsFirstLogIsStillUnderItsKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	file, err := os.ReadFile(w.path)
	w.must(err)
	w.must(w.Close())
	for _, part := range []string{"-wal", "-shm"} {
		w.must(os.RemoveAll(w.path + part))
	}
	w.must(os.WriteFile(w.path, file, 0o600))
	wrong, err := seal.ParseKey(strings.Repeat("A", 43))
	w.must(err)
	_, err = store.Open(t.Context(), w.path, wrong, clock.New(), testDefaults())
	w.wants("open what was in the file alone with another key", err, seal.ErrWrongKey)
	w.Store, err = openAt(t, w.path)
	w.must(err)
	w.must(w.Sound(t.Context()))
}
