package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"leanon/store"
)

// What an inviter hears, and when, by how the invitation goes. A no comes in any minute.
func TestAnInviterHearsTheSameAtTheSameTimeWhateverTheInviteeDid(t *testing.T) {
	t.Parallel()
	sendsTo := func(w *world) store.Invite { return invite(w.T, w.Store, ana, ben, w.now) }
	declines := func(after time.Duration) func(*world) {
		return func(w *world) {
			inv := sendsTo(w)
			w.sent()
			w.now = w.now.Add(after)
			_, err := w.Decline(w.Context(), inv.ID, ben, "", w.now)
			w.must(err)
		}
	}
	refused := func(w *world) {
		inv := sendsTo(w)
		_, err := w.Decline(w.Context(), inv.ID, ben, "", w.now)
		w.must(err)
		w.must(w.RefuseKnown(w.Context(), ben, ana))
		_, err = w.TakeInviteBack(w.Context(), inv.ID, ana, w.now)
		w.must(err)
		w.now = w.now.Add(24 * time.Hour)
		sendsTo(w)
		w.wantSent()
	}
	closed := func(w *world) {
		sendsTo(w)
		n, err := w.attempt(ben)
		w.must(err)
		w.must(w.Unreachable(w.Context(), n, w.now))
	}
	for name, c := range map[string]struct {
		happens func(*world)
		after   time.Duration // since Send
		round   int
	}{
		"nobody answers":         {func(w *world) { sendsTo(w) }, store.InviteLife, store.RoundInviteOver},
		"no at once":             {declines(0), store.InviteLife, store.RoundInviteOver},
		"no after a minute":      {declines(time.Minute), store.InviteLife, store.RoundInviteOver},
		"no after 61 minutes":    {declines(61 * time.Minute), store.InviteLife, store.RoundInviteOver},
		"no on the last day":     {declines(store.InviteLife - time.Second), store.InviteLife, store.RoundInviteOver},
		"no, and then forgotten": {func(w *world) { declines(time.Hour)(w); w.forgets(ben) }, store.InviteLife, store.RoundInviteOver},
		"forgotten":              {func(w *world) { sendsTo(w); w.forgets(ben) }, store.InviteLife, store.RoundInviteOver},
		"closed direct messages": {closed, store.CannotBringAfter, store.RoundCannotBring},
		"no more invitations":    {refused, store.CannotBringAfter, store.RoundCannotBring},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			c.happens(w)
			var at int64
			w.must(raw(t, w.path).QueryRow(`SELECT max(sent_at) FROM invites`).Scan(&at))
			w.now = time.Unix(at, 0).UTC().Add(c.after - time.Second)
			w.must(w.Lapse(t.Context(), w.now))
			w.sent()
			if got, err := w.Draft(t.Context(), ana, "Ana", ben, "Ben", w.now); !errors.Is(err, store.ErrInviteOpen) || got.Inviter != ana {
				t.Errorf("a second before, /pair of the inviter: got %v, want their open invitation", err)
			}
			w.now = w.now.Add(time.Second)
			w.must(w.Lapse(t.Context(), w.now))
			n, err := w.attempt(ana)
			w.must(err)
			if n.Kind != store.KindInviteFailed || n.Round != c.round || n.Name != "Invitee" || n.Couple != 0 {
				t.Errorf("the inviter reads: got %s %d about %q, want %s %d about their invitee", n.Kind, n.Round, n.Name, store.KindInviteFailed, c.round)
			}
			w.must(w.Delivered(t.Context(), n, "dm", "1", w.now))
			w.wantSent()
			if p, err := w.Partner(t.Context(), ben); err != nil || p.Unreachable {
				t.Errorf("the invitee is marked as unreachable: %v, %v", p.Unreachable, err)
			}
		})
	}
}

func (w *world) forgets(person string) {
	w.Helper()
	_, err := w.Forget(w.Context(), person, "1", false, w.now)
	w.must(err)
}

func TestAnInvitationLapsesAfterSevenDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	inv := invite(t, w.Store, ana, ben, w.now)
	w.sent()
	_, err := w.Accept(t.Context(), inv.ID, ben, store.Agreement{Name: "Ben", Read: store.FactsRead{Version: 1}}, w.now.Add(store.InviteLife))
	w.wants("Accept after seven days", err, store.ErrTooLate)
	w.must(w.Lapse(t.Context(), w.now.Add(store.InviteLife-time.Second)))
	if got, err := w.InviteFor(t.Context(), inv.ID, ben); err != nil || !got.EndedAt.IsZero() {
		t.Errorf("a second before: got ended %v, %v, want open", got.EndedAt, err)
	}
	w.now = w.now.Add(store.InviteLife)
	w.must(w.Lapse(t.Context(), w.now))
	w.wantSent(ana + " invite-failed")
	got, err := w.InviteFor(t.Context(), inv.ID, ben)
	if err != nil || got.EndedAt.IsZero() || got.Couple.ID != 0 {
		t.Errorf("lapsed: got ended %v, couple %v, %v, want ended without a couple", got.EndedAt, got.Couple.ID, err)
	}
	if _, err := w.Draft(t.Context(), ana, "Ana", ben, "Ben", w.now); err != nil {
		t.Errorf("a new one: got %v, want no error", err)
	}
}

func TestATakenBackInvitationIsOverAtOnceAndLooksTheSameAfterANo(t *testing.T) {
	t.Parallel()
	for _, declined := range []bool{false, true} {
		w := newWorld(t)
		inv := invite(t, w.Store, ana, ben, w.now)
		n, err := w.attempt(ben)
		w.must(err)
		w.must(w.Delivered(t.Context(), n, "dm", "1", w.now))
		w.must(w.Edited(t.Context(), n))
		if declined {
			_, err := w.Decline(t.Context(), inv.ID, ben, "1", w.now)
			w.must(err)
		}
		_, err = w.TakeInviteBack(t.Context(), inv.ID, ben, w.now)
		w.wants("the invitee's Take it back", err, store.ErrNotYours)
		_, err = w.TakeInviteBack(t.Context(), inv.ID, ana, w.now)
		w.must(err)
		_, err = w.TakeInviteBack(t.Context(), inv.ID, ana, w.now)
		w.wants("Take it back pressed twice", err, store.ErrTooLate)
		_, err = w.Accept(t.Context(), inv.ID, ben, store.Agreement{Name: "Ben", Read: store.FactsRead{Version: 1}}, w.now)
		w.wants("Accept after it was taken back", err, store.ErrTooLate)
		edit, err := w.attempt(ben)
		if err != nil || edit.Message != "1" || edit.Kind != store.KindInvite {
			t.Errorf("declined %v: the invitee's message: got %+v, %v, want an edit of it", declined, edit, err)
		}
		w.must(w.Edited(t.Context(), edit))
		w.now = w.now.Add(store.InviteLife)
		w.must(w.Lapse(t.Context(), w.now))
		w.wantSent() // the inviter knows
	}
}

// Whoever can read the file without the key learns nothing of a no: no plain column, and no
// length of a sealed one, is another.
func TestTheFileDoesNotTellWhetherAnInvitationWasDeclined(t *testing.T) {
	t.Parallel()
	var seen [2]string
	for i, declined := range []bool{false, true} {
		w := newWorld(t)
		inv := invite(t, w.Store, ana, ben, w.now)
		n, err := w.attempt(ben)
		w.must(err)
		w.must(w.Delivered(t.Context(), n, "dm", "1", w.now))
		if declined {
			_, err := w.Decline(t.Context(), inv.ID, ben, "1", w.now.Add(time.Minute))
			w.must(err)
		}
		rows, err := raw(t, w.path).Query(`SELECT concat_ws(' ', 'invite', created_at, sent_at, ended_at, length(declined), forgotten) FROM invites
			UNION ALL SELECT concat_ws(' ', person, kind, round, due_at, wake_at, edit, sent_at, length(message), length(message_id), length(name)) FROM notices ORDER BY 1`)
		w.must(err)
		for rows.Next() {
			var row string
			w.must(rows.Scan(&row))
			seen[i] += row + "\n"
		}
		w.must(rows.Err())
	}
	if seen[0] != seen[1] || seen[0] == "" {
		t.Errorf("after a no the file shows\n%s\nwant what it shows without one:\n%s", seen[1], seen[0])
	}
}

func TestWhoeverDeclinedFindsThatInTheirRecordAndNobodyElseDoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	inv := invite(t, w.Store, ana, ben, w.now)
	_, err := w.Decline(t.Context(), inv.ID, ben, "", w.now)
	w.must(err)
	for person, want := range map[string]string{ana: "sent to 1002, declined 0", ben: "sent to , declined 1"} {
		r, err := w.Record(t.Context(), person)
		w.must(err)
		to := ""
		for _, i := range r.Invites {
			to += i.Invitee
		}
		if got := fmt.Sprintf("sent to %s, declined %d", to, len(r.Declined)); got != want {
			t.Errorf("the record of %s: got %s, want %s", person, got, want)
		}
		if shared := store.OnlyShared.Of(r); len(shared.Declined) != 0 {
			t.Errorf("without what they kept: got %d declined invitations, want none", len(shared.Declined))
		}
	}
	w.forgets(ben)
	if r, err := w.Record(t.Context(), ana); err != nil || len(r.Invites) != 1 || r.Invites[0].Invitee != ben {
		t.Errorf("after the invitee was forgotten, the inviter's record: got %+v, %v, want whom they invited", r.Invites, err)
	}
}
