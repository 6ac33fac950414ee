package store_test

import (
	"slices"
	"testing"
	"time"

	"leanon/store"
)

func TestNotesThatWaitedInTheNightComeAsOneNoticeOldestFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple, other := w.pair(ana, ben), w.pair(cleo, ben)
	w.at("2026-11-23 23:00")
	one := w.writes(couple, ana, "one")
	w.now = w.now.Add(time.Minute)
	two, taken := w.writes(couple, ana, "two"), w.writes(couple, ana, "taken back")
	w.writes(other, cleo, "of another couple")
	w.wantSent()
	_, err := w.Withdraw(t.Context(), taken, ana, "", w.now)
	w.must(err)
	next, err := w.Coming(t.Context())
	w.must(err)
	if got := next.Notice.Format("15:04"); got != "08:00" {
		t.Errorf("held until: got %s, want 08:00", got)
	}
	w.at("2026-11-24 08:00")
	n, err := w.attempt(ben)
	w.must(err)
	if !slices.Equal(n.Notes, []store.ID{one, two}) {
		t.Errorf("notes: got %v, want %v: oldest first, without what was taken back and another couple's", n.Notes, []store.ID{one, two})
	}
	w.must(w.Delivered(t.Context(), n, "dm-"+ben, "message", w.now))
	w.wantSent(ben + " note")
	_, err = w.Withdraw(t.Context(), two, ana, "", w.now)
	w.must(err)
	w.wantSent(ben + " note edit") // the message that brought it along
	again, err := w.NoticeFor(t.Context(), n.ID, ben)
	w.must(err)
	if !slices.Equal(again.Notes, n.Notes) {
		t.Errorf("notes of the message: got %v, want %v", again.Notes, n.Notes)
	}
	_, err = w.NoticeFor(t.Context(), n.ID, ana)
	w.wants("somebody else's look at a notice", err, store.ErrNotYours)
}

func TestANoteThatWasCarriedIsNotLostWithItsCarrier(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	carrier := w.writes(couple, ana, "one")
	carried := w.writes(couple, ana, "two")
	n, err := w.attempt(ben)
	w.must(err)
	w.must(w.Retry(t.Context(), n, w.now.Add(time.Second))) // it is unclear whether it got through
	_, err = w.Withdraw(t.Context(), carrier, ana, "", w.now)
	w.must(err)
	w.now = w.now.Add(time.Second)
	n, err = w.attempt(ben)
	w.must(err)
	if n.OnlyLook || !n.MayHaveArrived || !slices.Contains(n.Notes, carried) {
		t.Errorf("attempt: got only look %v, may have arrived %v, notes %v, want it to go on with %v", n.OnlyLook, n.MayHaveArrived, n.Notes, carried)
	}
	_, err = w.Withdraw(t.Context(), carried, ana, "", w.now)
	w.must(err)
	w.must(w.Retry(t.Context(), n, w.now.Add(time.Second)))
	w.now = w.now.Add(time.Second)
	if n, err = w.attempt(ben); err != nil || !n.OnlyLook {
		t.Errorf("with nothing left to tell: got only look %v, %v, want it", n.OnlyLook, err)
	}
}

func TestAMessageThatMayHaveGotThroughTakesNoMoreNotesOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.writes(couple, ana, "one")
	n, err := w.attempt(ben)
	w.must(err)
	w.must(w.Retry(t.Context(), n, w.now.Add(time.Minute)))
	w.now = w.now.Add(time.Minute)
	w.writes(couple, ana, "two") // due together with the first one's next try
	w.wantSent(ben+" note", ben+" note")
}

func TestAnEditAskedForWhileASendIsUnderWayIsMadeAfterIt(t *testing.T) {
	t.Parallel()
	for name, arrives := range map[string]func(w *world, n store.Notice) error{
		"delivered": func(w *world, n store.Notice) error {
			return w.Delivered(w.Context(), n, "dm", "message", w.now)
		},
		"seen by a press": func(w *world, n store.Notice) error {
			return w.Seen(w.Context(), ben, "dm", "", n.ID, "message")
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			id := w.writes(w.pair(ana, ben), ana, "words")
			n, err := w.attempt(ben)
			w.must(err)
			_, err = w.Withdraw(t.Context(), id, ana, "", w.now)
			w.must(err)
			w.must(arrives(w, n))
			w.wantSent(ben + " note edit")
		})
	}
}

func TestAnEditAskedForDuringAnEditIsMadeAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	e, err := w.Word(t.Context(), store.Wording{Couple: couple, Person: ana, Source: "1", Words: "words", Owe: true}, w.now)
	w.must(err)
	w.sent()
	reword := func(words string) {
		t.Helper()
		_, err := w.Reword(t.Context(), e.Need.ID, ana, store.Rewording{Words: words}, "", w.now)
		w.must(err)
	}
	reword("better words")
	n, err := w.attempt(ana)
	w.must(err)
	reword("the best words")
	w.must(w.Edited(t.Context(), n))
	w.wantSent(ana + " preview edit")
	w.wantSent()
}

func TestTheMessageThatAReplyEditsGetsNoEditOfItsOwn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	e, err := w.Word(t.Context(), store.Wording{Couple: couple, Person: ana, Source: "1", Words: "words", Owe: true}, w.now)
	w.must(err)
	n, err := w.attempt(ana)
	w.must(err)
	w.must(w.Delivered(t.Context(), n, "dm", "pressed", w.now))
	_, err = w.Keep(t.Context(), e.Need.ID, ana, "pressed", w.now)
	w.must(err)
	w.wantSent()
	_, err = w.Reword(t.Context(), e.Need.ID, ana, store.Rewording{Words: "words"}, "another", w.now)
	w.must(err)
	w.wantSent(ana + " preview edit")
}

func TestWhatIsOwedToSomebodyUnreachableWaitsUntilTheyAct(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	shown := w.writes(couple, ana, "shown")
	w.wantSent(ben + " note")
	w.writes(couple, ana, "waits")
	n, err := w.attempt(ben)
	w.must(err)
	_, err = w.Withdraw(t.Context(), shown, ana, "", w.now)
	w.must(err)
	w.must(w.Unreachable(t.Context(), n, w.now))
	w.writes(couple, ana, "written meanwhile")
	w.at("2026-11-25 12:00")
	w.wantSent()
	if next, err := w.Coming(t.Context()); err != nil || !next.Notice.IsZero() && next.Notice.Before(w.now.Add(24*time.Hour)) {
		t.Errorf("next look: got %v, %v, want none soon", next, err)
	}
	w.must(w.Seen(t.Context(), ben, "dm-"+ben, "", 0, ""))
	got := w.sent()
	slices.Sort(got)
	if want := []string{ben + " note", ben + " note edit"}; !slices.Equal(got, want) { // one note brings both
		t.Errorf("once they act: got %q, want %q", got, want)
	}
}

func TestAPauseHoldsWhatIsRelayedForItsOwnCoupleOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple, other := w.pair(ana, ben), w.pair(cleo, ben)
	_, err := w.Pause(t.Context(), couple, ben, time.Time{}, w.now)
	w.must(err)
	w.writes(couple, ana, "held")
	w.writes(other, cleo, "not held")
	w.wantSent(ben + " note")
	w.now = w.now.Add(20 * 24 * time.Hour)
	w.wantSent()
	_, err = w.Resume(t.Context(), couple, ben, w.now)
	w.must(err)
	w.wantSent(ben + " note")
}

func TestResumeBringsNothingForwardThatIsDueLater(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	id := w.writes(couple, ana, "words")
	w.sent()
	_, err := w.Pause(t.Context(), couple, ana, w.now.Add(48*time.Hour), w.now)
	w.must(err)
	w.answers(id, ben, store.Yes) // its follow-up is due in 24 hours
	w.wantSent()
	w.now = w.now.Add(time.Hour)
	_, err = w.Resume(t.Context(), couple, ana, w.now)
	w.must(err)
	w.wantSent(ana + " answer")
	w.now = w.now.Add(22 * time.Hour)
	w.wantSent()
	w.now = w.now.Add(time.Hour)
	w.wantSent(ana + " follow-up")
}

func TestChangedQuietHoursAreLookedAtAnew(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.at("2026-11-23 23:00")
	w.writes(couple, ana, "words")
	w.wantSent()
	for quiet, want := range map[string][]string{"21:00-09:00": nil} {
		_, err := w.Set(t.Context(), ben, store.Settings{Quiet: &quiet})
		w.must(err)
		w.wantSent(want...)
	}
	w.at("2026-11-24 08:30")
	w.wantSent()
	off := ""
	_, err := w.Set(t.Context(), ben, store.Settings{Quiet: &off})
	w.must(err)
	w.wantSent(ben + " note")
}

func TestACheckInComesAtTheTimeItsPartnerChoseAlsoInQuietHours(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.rhythm(couple, ana, "30 22 * * *")
	w.rhythm(couple, ben, "")
	on := true
	_, err := w.Set(t.Context(), ana, store.Settings{Reminder: &on})
	w.must(err)
	w.at("2026-11-23 22:30")
	w.opens()
	w.wantSent(ana + " check-in")
	w.at("2026-11-24 07:59")
	w.wantSent()
	w.at("2026-11-24 08:00")
	w.wantSent(ana + " check-in") // its reminder, which would have come in quiet hours
}

func TestTheOneReminderComesFourHoursOnUnlessItIsDone(t *testing.T) {
	t.Parallel()
	for _, done := range []bool{false, true} {
		w := newWorld(t)
		couple := w.pair(ana, ben)
		on := true
		_, err := w.Set(t.Context(), ana, store.Settings{Reminder: &on})
		w.must(err)
		in, err := w.OpenFirst(t.Context(), couple, ana, w.now, first)
		w.must(err)
		w.wantSent(ana + " check-in")
		var want []string
		if done {
			_, err = w.Finish(t.Context(), in.ID, ana, "message-x", w.now)
			w.must(err)
			w.sent()
		} else {
			want = []string{ana + " check-in"}
		}
		w.now = w.now.Add(4 * time.Hour)
		w.wantSent(want...)
	}
}

func TestASendThatWasUnclearStillKeepsQuietHours(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.at("2026-11-23 21:59")
	w.writes(couple, ana, "words")
	n, err := w.attempt(ben)
	w.must(err)
	w.must(w.Retry(t.Context(), n, w.now.Add(2*time.Minute)))
	w.at("2026-11-24 02:00")
	w.wantSent() // at most it is looked for
	w.at("2026-11-24 08:00")
	w.wantSent(ben + " note")
}

func TestANoticeThatWasGivenUpAndIsThereAllTheSameCanBePressed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.writes(w.pair(ana, ben), ana, "words")
	n, err := w.attempt(ben)
	w.must(err)
	w.must(w.GiveUp(t.Context(), n, "status 400, code 50035"))
	w.wantSent()
	if b, err := w.Backlog(t.Context(), w.now); err != nil || b.Dead != 1 || b.Owed != 0 {
		t.Errorf("backlog: got %+v, %v, want one dead letter", b, err)
	}
	w.must(w.Seen(t.Context(), ben, "dm", "", n.ID, "message"))
	got, err := w.NoticeFor(t.Context(), n.ID, ben)
	if err != nil || !slices.Equal(got.Notes, []store.ID{id}) {
		t.Errorf("pressed: got %v, %v, want its note", got.Notes, err)
	}
	if b, err := w.Backlog(t.Context(), w.now); err != nil || b.Dead != 0 {
		t.Errorf("backlog: got %+v, %v, want no dead letter", b, err)
	}
}

func TestAnEditThatIsRefusedTakesNothingFromItsMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	one, two := w.writes(couple, ana, "one"), w.writes(couple, ana, "two")
	n, err := w.attempt(ben)
	w.must(err)
	w.must(w.Delivered(t.Context(), n, "dm", "message", w.now))
	_, err = w.Withdraw(t.Context(), one, ana, "", w.now)
	w.must(err)
	edit, err := w.attempt(ben)
	w.must(err)
	w.must(w.GiveUp(t.Context(), edit, "status 400, code 50035"))
	got, err := w.NoticeFor(t.Context(), n.ID, ben)
	if err != nil || !slices.Contains(got.Notes, two) {
		t.Errorf("pressed: got %v, %v, want the note that is there", got.Notes, err)
	}
}

func TestWhatIsOwedIsSaidOnceAndByUrgency(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	_, err := w.OpenFirst(t.Context(), couple, ben, w.now, first) // scheduled
	w.must(err)
	w.writes(couple, ana, "relayed")
	_, err = w.Word(t.Context(), store.Wording{Couple: couple, Person: ben, Source: "s", Words: "words", Owe: true}, w.now)
	w.must(err)
	w.wantSent(ben+" preview", ben+" note", ben+" check-in")
	w.wantSent()
}

func TestACommitThatOwesWakesTheOutbox(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	id := w.drafts(couple, ana, "words")
	select {
	case <-w.Owed():
	default:
	}
	_, err := w.Send(t.Context(), id, ben, "", w.now)
	w.wants("a refused Send", err, store.ErrNotYours)
	select {
	case <-w.Owed():
		t.Error("woken by what was rolled back")
	default:
	}
	_, err = w.Send(t.Context(), id, ana, "", w.now)
	w.must(err)
	select {
	case <-w.Owed():
	default:
		t.Error("not woken by a note")
	}
}
