package store_test

import (
	"errors"
	"testing"
	"time"

	"leanon/store"
)

func TestAnInvitationIsSentOnceAndSeenByItsInviteeOnlyThen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	inv, err := w.Draft(t.Context(), ana, "Ana", ben, "Ben", w.now)
	w.must(err)
	_, err = w.InviteFor(t.Context(), inv.ID, ben)
	w.wants("the invitee's look at a draft", err, store.ErrNotYours)
	_, err = w.SendInvite(t.Context(), inv.ID, ben, store.FactsRead{Version: 1}, w.now)
	w.wants("somebody else's Send", err, store.ErrNotYours)
	_, err = w.SendInvite(t.Context(), inv.ID, ana, store.FactsRead{Version: 1}, w.now)
	w.must(err)
	_, err = w.SendInvite(t.Context(), inv.ID, ana, store.FactsRead{Version: 1}, w.now)
	w.wants("Send pressed twice", err, store.ErrTooLate)
	w.wantSent(ben + " invite")
	got, err := w.InviteFor(t.Context(), inv.ID, ben)
	w.must(err)
	if got.Couple.Other.Name != "Ana" || got.Couple.Me.Name != "Ben" {
		t.Errorf("names: got %q and %q, want Ana's and Ben's", got.Couple.Other.Name, got.Couple.Me.Name)
	}
	_, err = w.InviteFor(t.Context(), inv.ID, cleo)
	w.wants("a stranger's look", err, store.ErrNotYours)
	_, err = w.Accept(t.Context(), inv.ID, ana, store.Agreement{Name: "Ana", Read: store.FactsRead{Version: 1}}, w.now)
	w.wants("the inviter's Accept", err, store.ErrNotYours)
	w.wants("Cancel after Send", w.Cancel(t.Context(), inv.ID, ana), store.ErrTooLate)
	if all, err := w.Couples(t.Context(), ana); err != nil || len(all) != 0 {
		t.Errorf("couples before Accept: got %d, %v, want none", len(all), err)
	}
}

func TestOneInvitationADayAndOneOpenBetweenTwo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	late, err := w.Draft(t.Context(), ben, "Ben", ana, "Ana", w.now)
	w.must(err)
	inv := invite(t, w.Store, ana, ben, w.now)
	for _, declined := range []bool{false, true} {
		if declined {
			_, err = w.Decline(t.Context(), inv.ID, ben, "", w.now)
			w.must(err)
		}
		got, err := w.Draft(t.Context(), ana, "Ana", ben, "Ben", w.now.Add(25*time.Hour))
		w.wants("the inviter's second while one is open", err, store.ErrInviteOpen)
		if got.ID != inv.ID || got.Declined {
			t.Errorf("the inviter is shown %v, declined %v, want their own invitation and nothing of a no", got.ID, got.Declined)
		}
		got, err = w.Draft(t.Context(), ben, "Ben", ana, "Ana", w.now)
		w.wants("the invitee's own while one is open", err, store.ErrInviteOpen)
		if got.ID != inv.ID || got.Declined != declined {
			t.Errorf("the invitee is shown %v, declined %v, want Ana's, declined %v", got.ID, got.Declined, declined)
		}
	}
	_, err = w.SendInvite(t.Context(), late.ID, ben, store.FactsRead{Version: 1}, w.now)
	w.wants("the other way while one is open", err, store.ErrInviteOpen)
	_, err = w.TakeInviteBack(t.Context(), inv.ID, ana, w.now)
	w.must(err)
	_, err = w.Draft(t.Context(), ana, "Ana", ben, "Ben", w.now.Add(23*time.Hour))
	w.wants("a second on the day", err, store.ErrInvitedToday)
	_, err = w.Draft(t.Context(), ana, "Ana", cleo, "Cleo", w.now)
	w.must(err)
	_, err = w.SendInvite(t.Context(), late.ID, ben, store.FactsRead{Version: 1}, w.now.Add(time.Minute))
	w.must(err)
	_, err = w.Accept(t.Context(), late.ID, ana, store.Agreement{Name: "Ana", Read: store.FactsRead{Version: 1}}, w.now.Add(26*time.Hour))
	w.must(err)
	_, err = w.Draft(t.Context(), ana, "Ana", ben, "Ben", w.now.Add(48*time.Hour))
	w.wants("a couple's invitation", err, store.ErrPaired)
	_, err = w.Draft(t.Context(), ana, "Ana", ana, "Ana", w.now)
	w.wants("an invitation to oneself", err, store.ErrNotYours)
}

func TestWhoCouldNotBeBroughtAnInvitationCanRunPairTheSameDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	inv := invite(t, w.Store, ana, ben, w.now)
	n, err := w.attempt(ben)
	w.must(err)
	w.must(w.Unreachable(t.Context(), n, w.now))
	got, err := w.Draft(t.Context(), ana, "Ana", ben, "Ben", w.now.Add(store.CannotBringAfter-time.Second))
	w.wants("the inviter's second before they are told", err, store.ErrInviteOpen)
	if got.ID != inv.ID {
		t.Errorf("the inviter is shown %v, want their own invitation", got.ID)
	}
	_, err = w.Draft(t.Context(), ana, "Ana", ben, "Ben", w.now.Add(store.CannotBringAfter))
	w.wants("the inviter's second", err, store.ErrInvitedToday)
	_, err = w.Draft(t.Context(), ben, "Ben", ana, "Ana", w.now)
	w.must(err)
}

func TestAcceptMakesACoupleOfTwoWhoBothConsented(t *testing.T) {
	t.Parallel()
	for _, notesOnly := range []bool{false, true} {
		w := newWorld(t)
		inv := invite(t, w.Store, ana, ben, w.now)
		got, err := w.Accept(t.Context(), inv.ID, ben, store.Agreement{Name: "Benjamin", NotesOnly: notesOnly, Read: store.FactsRead{Version: 7}}, w.now)
		w.must(err)
		if got.Couple.Me.Name != "Benjamin" {
			t.Errorf("name: got %q, want what their own interaction told", got.Couple.Me.Name)
		}
		next := "2026-11-23 20:00"
		if notesOnly {
			next = ""
		}
		w.wantNext(got.Couple.ID, ana, next)
		w.wantNext(got.Couple.ID, ben, next)
		_, err = w.Accept(t.Context(), inv.ID, ben, store.Agreement{Name: "Benjamin", NotesOnly: notesOnly, Read: store.FactsRead{Version: 7}}, w.now)
		w.wants("Accept pressed twice", err, store.ErrTooLate)
		var consents int
		w.must(raw(t, w.path).QueryRow(`SELECT count(*) FROM consents WHERE person = ?1 AND version = 1 OR person = ?2 AND version = 7`, ana, ben).Scan(&consents))
		if consents != 2 {
			t.Errorf("consents with their versions: got %d, want 2", consents)
		}
		_, err = w.CoupleFor(t.Context(), got.Couple.ID, cleo)
		w.wants("somebody else's look", err, store.ErrNotYours)
	}
}

func TestLeavingTellsTheOtherOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, tell := range []bool{true, false} {
		couple := w.pair(ana, ben)
		w.writes(couple, ana, "owed when it ends")
		_, err := w.Leave(t.Context(), couple, cleo, tell, w.now)
		w.wants("a stranger's Leave", err, store.ErrNotYours)
		_, err = w.Leave(t.Context(), couple, ana, tell, w.now)
		w.must(err)
		_, err = w.Leave(t.Context(), couple, ben, tell, w.now)
		w.wants("Leave after it ended", err, store.ErrNotYours)
		ended, err := w.Endings(t.Context(), ben)
		w.must(err)
		if tell {
			w.wantSent(ben + " ended")
		} else {
			w.wantSent()
		}
		if got := len(ended); (got == 0) != tell || got > 1 || got == 1 && ended[0].Name != "Inviter" {
			t.Errorf("told %v: got endings %v, want Ana's where no message tells it", tell, ended)
		}
		if again, err := w.Endings(t.Context(), ben); err != nil || len(again) != 0 {
			t.Errorf("endings told twice: got %v, %v", again, err)
		}
		if err := w.RefuseKnown(t.Context(), ana, ben); err != nil {
			t.Errorf("no more invitations after leaving: got %v, want no error", err)
		}
		w.now = w.now.Add(24 * time.Hour)
	}
}

func TestNobodyIsTornFromTheirSleepToReadOfAnEnd(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.at("2026-11-24 03:00")
	_, err := w.Leave(t.Context(), couple, ana, true, w.now)
	w.must(err)
	w.wantSent()
	w.at("2026-11-24 08:00")
	w.wantSent(ben + " ended")
}

func TestAnInvitationToSomebodyUnreachableIsTried(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.writes(couple, ana, "words")
	invite(t, w.Store, cleo, ben, w.now)
	var invitation, note store.Notice
	for range 2 {
		n, err := w.attempt(ben)
		w.must(err)
		if n.Kind == store.KindInvite {
			invitation = n
			w.must(w.Retry(t.Context(), n, w.now.Add(time.Minute)))
		} else {
			note = n
		}
	}
	w.must(w.Unreachable(t.Context(), note, w.now))
	w.now = w.now.Add(time.Minute)
	n, err := w.attempt(ben)
	if err != nil || n.ID != invitation.ID {
		t.Fatalf("attempt: got %s, %v, want the invitation", n.Kind, err)
	}
	w.must(w.Unreachable(t.Context(), n, w.now))
	w.now = w.now.Add(store.CannotBringAfter - time.Minute)
	w.wantSent(cleo + " invite-failed")
	if _, err := w.Accept(t.Context(), n.Ref, ben, store.Agreement{Name: "Ben", Read: store.FactsRead{Version: 1}}, w.now); !errors.Is(err, store.ErrTooLate) {
		t.Errorf("accept: got %v, want %v", err, store.ErrTooLate)
	}
}
