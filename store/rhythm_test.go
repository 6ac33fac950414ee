package store_test

import (
	"errors"
	"testing"
	"time"

	"leanon/store"
)

func (w *world) open(couple store.ID, person string) (store.CheckIn, bool) {
	w.Helper()
	in, err := w.OpenCheckIn(w.Context(), couple, person)
	if errors.Is(err, store.ErrNotYours) {
		return in, false
	}
	w.must(err)
	return in, true
}

func (w *world) wantOpen(couple store.ID, person, slot string) {
	w.Helper()
	in, ok := w.open(couple, person)
	got := ""
	if ok {
		got = in.SlotAt.UTC().Format("2006-01-02 15:04")
	}
	if got != slot {
		w.Errorf("%s's open check-in at %s: got %q, want %q", person, w.now.Format("2 Jan 15:04"), got, slot)
	}
}

func (w *world) rhythm(couple store.ID, person, cron string) {
	w.Helper()
	_, err := w.SetRhythm(w.Context(), couple, person, cron, w.now)
	w.must(err)
}

func TestACheckInOpensAtItsTimeForEachPartnerOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.at("2026-11-23 19:59")
	if n := w.opens(); n != 0 {
		t.Errorf("a minute before: got %d, want none", n)
	}
	w.at("2026-11-23 20:00")
	if n := w.opens(); n != 2 {
		t.Errorf("on time: got %d, want 2", n)
	}
	w.wantSent(ana+" check-in", ben+" check-in")
	if n := w.opens(); n != 0 {
		t.Errorf("again: got %d, want none", n)
	}
	w.wantNext(couple, ana, "2026-11-24 20:00")
}

func TestBothPartnersGetTheSameQuestionOfTheDate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.moves(ben, "America/New_York")
	chosen := 0
	choose := func(a store.Asked) string {
		chosen++
		return a.Date
	}
	for _, at := range []string{"2026-11-23 20:00", "2026-11-24 01:00"} { // 20:00 in New York
		w.at(at)
		if _, err := w.OpenDue(t.Context(), w.now, 100, choose); err != nil {
			t.Fatal(err)
		}
	}
	a, _ := w.open(couple, ana)
	b, _ := w.open(couple, ben)
	if a.Question != b.Question || a.Question != "2026-11-23" || chosen != 1 {
		t.Errorf("questions: got %q and %q, chosen %d times, want the one of their date", a.Question, b.Question, chosen)
	}
}

func TestAMissedCheckInIsOpenedOnTheSameLocalDayOnlyAndOnlyTheLast(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.rhythm(couple, ben, "0 9,12,15,18 * * *")
	w.at("2026-11-26 17:30") // down for three days
	w.opens()
	w.wantOpen(couple, ana, "")
	w.wantOpen(couple, ben, "2026-11-26 15:00")
	w.wantSent(ben + " check-in")
	w.wantNext(couple, ana, "2026-11-26 20:00")
	w.wantNext(couple, ben, "2026-11-26 18:00")
	w.at("2026-11-26 23:59")
	w.opens()
	w.wantOpen(couple, ana, "2026-11-26 20:00")
}

func TestACheckInThatCouldNotBeSentOnItsDayIsNotSentLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair(ana, ben)
	w.at("2026-11-23 20:00")
	w.opens()
	w.at("2026-11-24 00:00")
	w.wantSent()
}

func TestALocalDateGetsNoSecondCheckIn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		act  func(w *world, couple store.ID)
		next string
	}{
		"a later time": {func(w *world, couple store.ID) { w.rhythm(couple, ana, "0 22 * * *") }, "2026-11-24 22:00"},
		"another zone": {func(w *world, couple store.ID) {
			w.moves(ana, "America/New_York")
		}, "2026-11-25 01:00"},
		"back over the date line": {func(w *world, couple store.ID) {
			w.moves(ana, "Pacific/Honolulu")
		}, "2026-11-25 06:00"},
		"several times a day": {func(w *world, couple store.ID) { w.rhythm(couple, ana, "0 20,22 * * *") }, "2026-11-23 22:00"},
		"the first question now": {func(w *world, couple store.ID) {
			in, _ := w.open(couple, ana)
			_, err := w.Finish(w.Context(), in.ID, ana, "", w.now)
			w.must(err)
			_, err = w.OpenFirst(w.Context(), couple, ana, w.now.Add(time.Minute), first)
			w.must(err)
		}, "2026-11-24 20:00"},
		"pause and resume": {func(w *world, couple store.ID) {
			_, err := w.Pause(w.Context(), couple, ana, time.Time{}, w.now)
			w.must(err)
			w.wantNext(couple, ana, "")
			_, err = w.Resume(w.Context(), couple, ana, w.now)
			w.must(err)
		}, "2026-11-24 20:00"},
		"a clock set back": {func(w *world, couple store.ID) {
			w.at("2026-11-23 19:00")
			w.rhythm(couple, ana, "0 20 * * *")
		}, "2026-11-24 20:00"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			couple := w.pair(ana, ben)
			w.at("2026-11-23 20:00")
			w.opens()
			w.now = w.now.Add(10 * time.Minute)
			c.act(w, couple)
			w.wantNext(couple, ana, c.next)
		})
	}
}

func TestATimeThatTheClockSkippedTakesNothingFromTheNextDate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.at("2026-03-28 12:00")
	w.moves(ana, "America/Nuuk")
	w.rhythm(couple, ana, "30 23 * * *")
	w.wantNext(couple, ana, "2026-03-29 01:00") // 23:30 was skipped: midnight
	w.at("2026-03-29 01:00")
	w.opens()
	w.wantOpen(couple, ana, "2026-03-29 01:00")
	w.wantNext(couple, ana, "2026-03-30 00:30") // 23:30 of the 29th
	w.now = w.now.Add(time.Hour)
	_, err := w.Pause(t.Context(), couple, ana, w.now.Add(time.Hour), w.now)
	w.must(err)
	w.wantNext(couple, ana, "2026-03-30 00:30")
	w.at("2026-03-30 00:30")
	w.opens()
	w.wantOpen(couple, ana, "2026-03-30 00:30")
}

func TestAClockThatRanFarAheadSilencesNobody(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.at("2027-11-23 20:00")
	w.opens()
	w.at("2026-11-23 12:00")
	w.rhythm(couple, ana, "0 21 * * *")
	w.wantNext(couple, ana, "2026-11-23 21:00")
	w.at("2026-11-23 21:00")
	w.opens()
	w.wantOpen(couple, ana, "2026-11-23 21:00")
	w.wantSent(ana + " check-in")
}

func TestAClockSetBackAnHourOpensNothingTwice(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.rhythm(couple, ana, "0 * * * *")
	w.at("2026-11-23 20:00")
	w.opens()
	w.at("2026-11-23 19:30")
	w.opens()
	w.rhythm(couple, ana, "0 * * * *")
	w.at("2026-11-23 20:00")
	w.opens()
	var n int
	w.must(raw(t, w.path).QueryRow(`SELECT count(*) FROM check_ins WHERE person = ?1`, ana).Scan(&n))
	if n != 1 {
		t.Errorf("check-ins: got %d, want 1", n)
	}
	w.wantNext(couple, ana, "2026-11-23 21:00")
}

func TestAPauseStopsCheckInsUntilItsEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	end := w.now.Add(32 * time.Hour) // exactly 20:00 of the next day
	c, err := w.Pause(t.Context(), couple, ana, end, w.now)
	w.must(err)
	if !c.Me.NextAt.Equal(end) {
		t.Errorf("next check-in: got %v, want the one at the pause's very end, %v", c.Me.NextAt, end)
	}
	w.at("2026-11-23 20:00")
	w.opens()
	w.wantOpen(couple, ana, "")
	w.wantOpen(couple, ben, "2026-11-23 20:00")
	w.at("2026-11-24 20:00")
	w.opens()
	w.wantOpen(couple, ana, "2026-11-24 20:00")
	_, err = w.Pause(t.Context(), couple, cleo, time.Time{}, w.now)
	w.wants("a stranger's pause", err, store.ErrNotYours)
}

func TestTheNeutralLineComesOnceForEachPause(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	_, err := w.TellPaused(t.Context(), couple, ana, w.now)
	w.wants("without a pause", err, store.ErrTooLate)
	pauses := func(until time.Time) {
		t.Helper()
		_, err := w.Pause(t.Context(), couple, ana, until, w.now)
		w.must(err)
		_, err = w.TellPaused(t.Context(), couple, ana, w.now)
		w.must(err)
	}
	pauses(time.Time{})
	w.wantSent(ben + " paused")
	w.now = w.now.Add(time.Hour)
	pauses(w.now.Add(48 * time.Hour)) // only its end is another one
	w.wantSent()
	_, err = w.Resume(t.Context(), couple, ana, w.now)
	w.must(err)
	w.now = w.now.Add(23 * time.Hour)
	pauses(time.Time{})
	_, err = w.Resume(t.Context(), couple, ana, w.now)
	w.must(err)
	w.wantSent() // over before it was told
}

func TestOneMembersTroubleIsNotTheOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple, other := w.pair(ana, ben), w.pair(cleo, "1004")
	w.sql(`UPDATE partners SET zone = 'Mars/Olympus' WHERE person = ?1`, ana)
	w.at("2026-11-23 20:00")
	_, err := w.OpenDue(t.Context(), w.now, 100, first)
	if err == nil {
		t.Error("nothing tells of the trouble")
	}
	w.wantOpen(couple, ben, "2026-11-23 20:00")
	w.wantOpen(other, cleo, "2026-11-23 20:00")
	if n, err := w.OpenDue(t.Context(), w.now, 100, first); n != 0 || err != nil {
		t.Errorf("at once again: got %d, %v, want none", n, err)
	}
}

func TestTheFirstQuestionIsOpenAlsoAfterTodaysEarlyOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	early, err := w.OpenEarly(t.Context(), couple, ana, w.now, first)
	w.must(err)
	again, err := w.OpenEarly(t.Context(), couple, ana, w.now, first)
	w.must(err)
	if early.ID != again.ID || early.SlotAt.Format("15:04") != "20:00" {
		t.Errorf("early twice: got %v at %v and %v, want one at 20:00", early.ID, early.SlotAt, again.ID)
	}
	w.wantSent() // the reply shows it
	_, err = w.Finish(t.Context(), early.ID, ana, "", w.now)
	w.must(err)
	_, err = w.OpenEarly(t.Context(), couple, ana, w.now, first)
	w.wants("early once more", err, store.ErrTooLate)
	in, err := w.OpenFirst(t.Context(), couple, ana, w.now, first)
	w.must(err)
	if !in.Open() {
		t.Error("the first question is not open")
	}
	w.wantSent(ana + " check-in")
	same, err := w.OpenFirst(t.Context(), couple, ana, w.now, first)
	w.wants("First question pressed twice", err, store.ErrTooLate)
	if same.ID != in.ID {
		t.Errorf("pressed twice: got %v, want the open one %v", same.ID, in.ID)
	}
	w.wantNext(couple, ana, "2026-11-24 20:00")
}

func TestARhythmIsRefusedThatIsMoreOftenThanTheHostAllows(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	_, err := w.SetRhythm(t.Context(), couple, ana, "*/30 * * * *", w.now)
	w.wants("every half hour", err, store.ErrTooOften)
	if _, err := w.SetRhythm(t.Context(), couple, ana, "not cron", w.now); err == nil {
		t.Error("no expression: got no error")
	}
	w.wantNext(couple, ana, "2026-11-23 20:00")
	w.rhythm(couple, ana, "")
	w.wantNext(couple, ana, "")
	w.wantNext(couple, ben, "2026-11-23 20:00")
	if _, _, err := w.SetZone(t.Context(), ana, "Nowhere/Town", w.now); err == nil {
		t.Error("an unknown zone: got no error")
	}
}
