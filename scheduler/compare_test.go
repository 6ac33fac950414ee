package scheduler

import (
	"context"
	"database/sql"
	"errors"
	"strings"
	"sync/atomic"
	"testing"
	"time"
)

// doubt is a clock that somebody has set: whether it can be trusted is known once it was
// compared.
type doubt struct {
	doubtful, wrong atomic.Bool
	fails           atomic.Bool
	compared        atomic.Int64
}

func (d *doubt) clock() Clock {
	return Clock{Doubtful: d.doubtful.Load, Wrong: d.wrong.Load, Compare: func(context.Context) error {
		d.compared.Add(1)
		if d.fails.Load() {
			return errors.New("out of reach")
		}
		d.doubtful.Store(false)
		return nil
	}}
}

func inDoubt(t *testing.T) (*world, *doubt) {
	d := &doubt{}
	w := newWorld(t, noon)
	w.couple("ana", "ben", false)
	w.halt()
	w.trust = d.clock()
	w.openStore()
	w.start()
	w.settle()
	return w, d
}

func TestNothingComesByAClockThatIsInDoubtUntilItIsCompared(t *testing.T) {
	t.Parallel()
	w, d := inDoubt(t)
	d.fails.Store(true)
	d.doubtful.Store(true)
	w.at("2026-11-23 20:00")
	w.got("ana")
	w.at("2026-11-23 20:05")
	w.got("ana")
	if n := strings.Count(w.log.String(), "discord's time could not be asked for"); n != 1 {
		t.Errorf("the log says %d times that nobody says the time, want once", n)
	}
	d.fails.Store(false)
	w.at("2026-11-23 20:10")
	w.got("ana", "question-2026-11-23-0")
}

func TestAClockThatIsWrongEndsNothing(t *testing.T) {
	t.Parallel()
	w, d := inDoubt(t)
	inv, err := w.store.Draft(w.Context(), "cleo", "cleo", "dan", "dan", w.clock.Now())
	w.must(err)
	db, err := sql.Open("sqlite3", "file:"+w.path+"?mode=ro")
	w.must(err)
	defer db.Close()
	open := func() (open bool) {
		w.must(db.QueryRow("SELECT count(*) FROM invites WHERE id = ?1 AND ended_at IS NULL", inv.ID).Scan(&open))
		return open
	}
	d.wrong.Store(true)
	w.at("2026-11-25 12:00")
	if !open() {
		t.Error("an invitation lapsed by a clock that is wrong")
	}
	d.wrong.Store(false)
	w.clock.set(w.clock.Now().Add(time.Minute))
	w.settle()
	if open() {
		t.Error("an invitation is open after its time")
	}
}

func TestTheEndOfTheProgramEndsAComparison(t *testing.T) {
	t.Parallel()
	w, d := inDoubt(t)
	w.halt()
	begun := make(chan struct{})
	w.trust = Clock{Doubtful: func() bool { return true }, Wrong: d.wrong.Load, Compare: func(ctx context.Context) error {
		close(begun)
		<-ctx.Done()
		return ctx.Err()
	}}
	w.openStore()
	w.start()
	<-begun
	if err := w.stop(); err != nil {
		t.Errorf("Run ended with %v, want nil", err)
	}
}
