package store_test

import (
	"errors"
	"testing"

	"leanon/store"
)

func TestOnlySomebodyWhomAnInvitationWentWithCanBeRefused(t *testing.T) {
	t.Parallel()
	s, now := fresh(t), monday()
	ctx := t.Context()
	inv := invite(t, s, ana, ben, now)
	if _, err := s.Draft(ctx, cleo, "Cleo", ben, "Ben", now); err != nil {
		t.Fatalf("draft: %v", err)
	}

	for name, other := range map[string]string{"somebody unknown": "9", "oneself": ben, "an invitation never sent": cleo, "no id": ""} {
		if err := s.RefuseKnown(ctx, ben, other); !errors.Is(err, store.ErrNotYours) {
			t.Errorf("refuse %s: got %v, want %v", name, err, store.ErrNotYours)
		}
	}
	if got := factsOf(t, s, ben).Refusals; got != 0 {
		t.Errorf("refusals: got %d, want none", got)
	}

	for range 2 { // told twice it is one
		if err := s.RefuseKnown(ctx, ben, ana); err != nil {
			t.Fatalf("refuse the inviter: %v", err)
		}
	}
	if got := factsOf(t, s, ben).Refusals; got != 1 {
		t.Errorf("refusals: got %d, want 1", got)
	}
	if _, err := s.Decline(ctx, inv.ID, ben, "", now); err != nil {
		t.Fatalf("decline: %v", err)
	}

	later := now.Add(store.InviteLife)
	again := invite(t, s, ana, ben, later)
	due, err := s.Due(ctx, later, store.LaneScheduled, 10)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range due {
		n, err := s.Attempt(ctx, o.ID, later)
		if o.Person != ben || errors.Is(err, store.ErrTooLate) { // the first one, which ended
			continue
		}
		for range 2 { // the second time as after a crash
			if err != nil || n.Ref != again.ID || !n.Unwanted || n.MayHaveArrived {
				t.Errorf("a refused invitation: attempted with %v, unwanted %v, may have arrived %v, want nothing to send", err, n.Unwanted, n.MayHaveArrived)
			}
			n, err = s.Attempt(ctx, o.ID, later)
		}
		if err := s.Unreachable(ctx, n, later); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.Accept(ctx, again.ID, ben, store.Agreement{Name: "Ben", Read: store.FactsRead{Version: 1}}, later); !errors.Is(err, store.ErrTooLate) {
		t.Errorf("accept a refused invitation: got %v, want %v", err, store.ErrTooLate)
	}
}

func TestWhoeverLeftCanRefuseAPartnerWhomTheyHadInvited(t *testing.T) {
	t.Parallel()
	s, now := fresh(t), monday()
	couple := pair(t, s, ana, ben, now)
	if _, err := s.Leave(t.Context(), couple, ana, false, now); err != nil {
		t.Fatalf("leave: %v", err)
	}
	if err := s.RefuseKnown(t.Context(), ana, ben); err != nil {
		t.Errorf("refuse the partner: got %v, want no error", err)
	}
}
