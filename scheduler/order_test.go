package scheduler

import (
	"testing"
	"time"
)

func TestARestartKeepsAPersonsOrderWhileANoteIsTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	ana, cleo := w.couple("ana", "ben", true), w.couple("cleo", "ben", true)
	w.wire.fails(once(false, errLost))
	w.writes(ana, "ana", "first")
	w.settle()
	w.restart()
	w.writes(cleo, "cleo", "second")
	w.settle()
	w.got("ben")
	w.pass(time.Minute)
	w.got("ben", "note first", "note second")
}

func TestARestartKeepsAPersonsOrderAfterTheTimeOfTheNextTry(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	ana, cleo := w.couple("ana", "ben", true), w.couple("cleo", "ben", true)
	w.wire.fails(once(false, errLost))
	w.writes(ana, "ana", "first")
	w.settle()
	w.writes(cleo, "cleo", "second")
	w.settle()
	w.halt()
	w.clock.set(w.clock.Now().Add(time.Minute))
	w.openStore()
	w.start()
	w.settle()
	w.got("ben", "note first", "note second")
}

func TestAMoreUrgentMessageThatFailsTooTakesNoTurnAway(t *testing.T) {
	t.Parallel()
	e := newEars(t, noon)
	ana, cleo := e.couple("ana", "ben", true), e.couple("cleo", "ben", true)
	e.wire.fails(always(false, errLost))
	e.writes(ana, "ana", "first")
	e.settle()
	e.must(e.hear(t.Context(), e.says("ben", 1, "which of you two?"))) // asked at once: somebody waits
	e.settle()
	e.writes(cleo, "cleo", "second")
	e.settle()
	e.wire.fails(nil)
	e.pass(time.Minute)
	e.got("ben", "whom", "note first", "note second")
}
