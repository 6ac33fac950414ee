package scheduler

import (
	"testing"
	"time"

	"leanon/discord/talk"
)

func TestAnUnclearSendIsRepeatedUntilItIsClearAndKeepsThePersonsOrder(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	ana, cleo := w.couple("ana", "ben", true), w.couple("cleo", "ben", true)
	w.wire.fails(always(true, errLost))
	w.writes(ana, "ana", "first")
	w.settle()
	w.writes(cleo, "cleo", "second")
	w.settle()
	if got := w.wire.texts("ben"); got[len(got)-1] != "note first" {
		t.Errorf("got %q, want the second note to wait for the first", got)
	}
	w.wire.fails(nil)
	w.settle()
	w.got("ben", "note first")
	w.pass(time.Second)
	w.got("ben", "note first", "note second")
}

func TestAMessageThatCannotGetThroughComesBeforeTheNext(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	ana, cleo := w.couple("ana", "ben", true), w.couple("cleo", "ben", true)
	w.wire.fails(always(false, errLost))
	w.writes(ana, "ana", "first")
	w.settle()
	w.writes(cleo, "cleo", "second")
	for range 5 { // 1 + 2 + 4 + 8 + 16 seconds
		w.pass(time.Minute)
	}
	w.wire.fails(nil)
	w.got("ben")
	w.pass(time.Minute)
	w.got("ben", "note first", "note second")
	if w.meter.failed != 6 {
		t.Errorf("failures: got %d, want 6", w.meter.failed)
	}
}

func TestANoteThatIsTriedAgainStaysBeforeTheNext(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	ana, cleo := w.couple("ana", "ben", true), w.couple("cleo", "ben", true)
	w.wire.fails(once(false, errLost))
	w.writes(ana, "ana", "first")
	w.settle()
	w.writes(cleo, "cleo", "second")
	w.settle()
	w.got("ben")
	w.pass(time.Minute)
	w.got("ben", "note first", "note second")
}

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
	e := newInboxWorld(t, noon)
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

func TestAClockThatIsSetBackLetsNothingOvertakeWhatIsTriedAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	couple := w.couple("ana", "ben", true)
	w.at("2026-11-23 13:00")
	w.wire.fails(once(false, errLost))
	w.writes(couple, "ana", "first")
	w.settle()
	w.at("2026-11-23 12:01")
	w.writes(couple, "ana", "second")
	w.settle()
	w.got("ben", "note first", "note second")
}

func TestWhatWasPutOffByAClockFarAheadIsSentAfterARestart(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	couple := w.couple("ana", "ben", true)
	w.at("2030-11-23 12:00")
	w.wire.fails(once(false, &talk.Wait{After: time.Second}))
	w.writes(couple, "ana", "first")
	w.settle()
	w.halt()
	w.clock.set(date(t, "2026-11-23 12:00"))
	w.openStore()
	w.start()
	w.writes(couple, "ana", "second")
	w.settle()
	w.got("ben", "note first", "note second")
}

// Nobody is attended to sooner because a clock wanders by less than a second.
func TestAClockThatWandersChangesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	couple := w.couple("ana", "ben", true)
	w.wire.fails(once(false, errLost))
	w.writes(couple, "ana", "first")
	w.settle()
	w.pass(-time.Second)
	w.got("ben")
	w.pass(3 * time.Second)
	w.got("ben", "note first")
}
