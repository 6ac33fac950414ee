package store_test

import (
	"slices"
	"testing"
	"time"

	"leanon/store"
)

// shown draws up an invitation and shows it in the chat of the two.
func (w *world) shown(from, to string) store.Invite {
	w.Helper()
	draft, err := w.drafted(from, to)
	w.must(err)
	inv, err := w.ShowInvite(w.Context(), draft.ID, from, store.FactsRead{Version: 1}, w.now)
	w.must(err)
	return inv
}

func TestAnInvitationInTheirChatHasNoMessageOfOurs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	inv := w.shown(ana, ben)
	if !inv.Here || !inv.Open(w.now) || !inv.Answerable(w.now) {
		t.Errorf("got %+v, want it here and open", inv)
	}
	w.wantSent()
	_, err := w.ShowInvite(t.Context(), inv.ID, ana, store.FactsRead{Version: 1}, w.now)
	w.wants("a second Send", err, store.ErrTooLate)
	_, err = w.Decline(t.Context(), inv.ID, ben, "", w.now)
	w.must(err)
	w.wantSent()
	w.now = w.now.Add(store.InviteLife)
	w.must(w.Lapse(t.Context(), w.now))
	w.wantSent(ana + " " + string(store.KindInviteFailed))
}

func TestAYesInTheirChatWelcomesBoth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	inv := w.shown(ana, ben)
	inv, err := w.Accept(t.Context(), inv.ID, ben, store.Agreement{Name: "Ben", Read: store.FactsRead{Version: 1}}, w.now)
	w.must(err)
	if !inv.Here || inv.Couple.FormedAt.IsZero() {
		t.Errorf("got %+v, want a couple", inv)
	}
	got := w.sent()
	slices.Sort(got)
	want := []string{ana + " " + string(store.KindWelcome), ben + " " + string(store.KindWelcome)}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		t.Errorf("sent are %q, want %q", got, want)
	}
}

// A place in the caps is taken however the invitation reaches its invitee.
func TestCapsCountInvitationsInTheirChatLikeOthers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	invite(t, w.Store, ana, "p1", w.now)
	w.shown(ana, "p2")
	w.shown(ana, "p3")
	w.wantsRoom("beyond three that are open", ana, "p4", store.ErrInvitesOpen)
	w.wantsRoom("to one who has one", ana, "p2", store.ErrInviteOpen)
}

func TestOneWhoWantsNoneIsShownNoneAndItCountsForTheDay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	first := w.shown(ana, ben)
	w.must(w.RefuseKnown(t.Context(), ben, ana))
	if _, err := w.TakeInviteBack(t.Context(), first.ID, ana, w.now); err != nil {
		t.Fatal(err)
	}
	w.now = w.now.Add(24*time.Hour + time.Second)
	inv := w.shown(ana, ben)
	if inv.Open(w.now) {
		t.Errorf("got %+v, want it over at once", inv)
	}
	_, err := w.Answerable(t.Context(), inv.ID, ben, w.now)
	w.wants("a look of the invitee", err, store.ErrTooLate)
	w.wantsRoom("on the same day", ana, ben, store.ErrInvitedToday)
	w.now = w.now.Add(store.InviteLife)
	w.must(w.Lapse(t.Context(), w.now))
	w.wantSent() // it was said at once
}
