package scheduler

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"leanon/discord/talk"
)

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

func TestTheEndCutsOffASendAfterFiveSeconds(t *testing.T) {
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
		if took := time.Since(began); took != 5*time.Second {
			t.Errorf("the end took %v, want 5s", took)
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
