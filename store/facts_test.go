package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leanon/clock"
	"leanon/store"
)

const ana, ben, cleo = "1001", "1002", "1003"

func monday() time.Time { return time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC) }

// fresh opens a new database with the program's own clock.
func fresh(t *testing.T) *store.Store {
	t.Helper()
	s, err := store.Open(t.Context(), filepath.Join(t.TempDir(), "leanon.db"), testKey(t), clock.New(),
		store.Defaults{Cron: "0 20 * * 1,3,5", Zone: "UTC", MinInterval: time.Hour, Retention: 90 * 24 * time.Hour})
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return s
}

func invite(t *testing.T, s *store.Store, from, to string, now time.Time) store.Invite {
	t.Helper()
	draft, err := s.Draft(t.Context(), from, "Inviter", to, "Invitee", now)
	if err != nil {
		t.Fatalf("draft: %v", err)
	}
	inv, err := s.SendInvite(t.Context(), draft.ID, from, store.FactsRead{Version: 1}, now)
	if err != nil {
		t.Fatalf("send invitation: %v", err)
	}
	return inv
}

func pair(t *testing.T, s *store.Store, from, to string, now time.Time) store.ID {
	t.Helper()
	inv, err := s.Accept(t.Context(), invite(t, s, from, to, now).ID, to, store.Agreement{Name: "Invitee", Read: store.FactsRead{Version: 1}}, now)
	if err != nil {
		t.Fatalf("accept: %v", err)
	}
	return inv.Couple.ID
}

func factsOf(t *testing.T, s *store.Store, person string) store.Facts {
	t.Helper()
	f, err := s.Facts(t.Context(), person)
	if err != nil {
		t.Fatalf("facts: %v", err)
	}
	return f
}

func first(store.Asked) string { return "first" }

func TestFactsCountWhatIsAPersonsOwnAndNothingOfTheirPartners(t *testing.T) {
	t.Parallel()
	s, now := fresh(t), monday()
	couple := pair(t, s, ana, ben, now)
	before := factsOf(t, s, ben)
	if diff := cmp.Diff(store.Facts{Couples: 1, Settings: true, Oldest: now}, before); diff != "" {
		t.Errorf("Ben's facts after Ana's invitation (-want +got):\n%s", diff)
	}

	if _, err := s.OpenFirst(t.Context(), couple, ana, now, first); err != nil {
		t.Fatalf("open: %v", err)
	}
	var needs []store.ID
	for _, source := range []string{"drafted", "kept", "sent", "withdrawn"} {
		e, err := s.Word(t.Context(), store.Wording{Couple: couple, Person: ana, Source: source, Words: source}, now.Add(time.Minute))
		if err != nil {
			t.Fatalf("word %s: %v", source, err)
		}
		needs = append(needs, e.Need.ID)
	}
	if _, err := s.Keep(t.Context(), needs[1], ana, "", now); err != nil {
		t.Fatalf("keep: %v", err)
	}
	for _, id := range needs[2:] {
		if _, err := s.Send(t.Context(), id, ana, "", now); err != nil {
			t.Fatalf("send: %v", err)
		}
	}
	if _, err := s.Withdraw(t.Context(), needs[3], ana, "", now); err != nil {
		t.Fatalf("withdraw: %v", err)
	}

	want := store.Facts{Couples: 1, Settings: true, Invites: 1, CheckIns: 1, Drafts: 1, Kept: 1, Sent: 2, Oldest: now}
	if diff := cmp.Diff(want, factsOf(t, s, ana)); diff != "" {
		t.Errorf("Ana's facts (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(before, factsOf(t, s, ben)); diff != "" {
		t.Errorf("Ben's facts changed by what Ana did (-before +after):\n%s", diff)
	}
}

func TestFactsOfAnAnswerAreItsWritersOwn(t *testing.T) {
	t.Parallel()
	s, now := fresh(t), monday()
	couple := pair(t, s, ana, ben, now)
	e, err := s.Word(t.Context(), store.Wording{Couple: couple, Person: ana, Source: "1", Words: "words"}, now)
	if err != nil {
		t.Fatalf("word: %v", err)
	}
	if _, err := s.Send(t.Context(), e.Need.ID, ana, "", now); err != nil {
		t.Fatalf("send: %v", err)
	}
	if _, err := s.Answer(t.Context(), store.Answering{Need: e.Need.ID, Person: ben, Source: "2", Choice: store.Heard}, now); err != nil {
		t.Fatalf("answer: %v", err)
	}
	if got, want := factsOf(t, s, ben).Answers, 1; got != want {
		t.Errorf("Ben's answers: got %d, want %d", got, want)
	}
	if got, want := factsOf(t, s, ana).Answers, 0; got != want {
		t.Errorf("Ana's answers: got %d, want %d", got, want)
	}
}

func TestFactsOfAStrangerAreNoneAndLeaveNoRow(t *testing.T) {
	t.Parallel()
	s := fresh(t)
	for range 2 { // a row that reading made would show the second time
		if diff := cmp.Diff(store.Facts{}, factsOf(t, s, ana)); diff != "" {
			t.Errorf("a stranger's facts (-want +got):\n%s", diff)
		}
	}
}
