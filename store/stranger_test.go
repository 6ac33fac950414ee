package store_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"leanon/store"
)

// known lists the people who have a row.
func (w *world) known() (all []string) {
	w.Helper()
	rows, err := raw(w.T, w.path).Query(`SELECT person FROM partners ORDER BY person`)
	w.must(err)
	defer rows.Close()
	for rows.Next() {
		var person string
		w.must(rows.Scan(&person))
		all = append(all, person)
	}
	w.must(rows.Err())
	return all
}

func (w *world) wantKnown(what string, want ...string) {
	w.Helper()
	w.must(w.Lapse(w.Context(), w.now))
	w.must(w.Purge(w.Context(), w.now))
	slices.Sort(want)
	if got := w.known(); !slices.Equal(got, want) {
		w.Errorf("known %s: got %q, want %q", what, got, want)
	}
}

// snowflake returns the id of a message that is sent now.
func (w *world) snowflake() string {
	return fmt.Sprint((w.now.UnixMilli() - 1420070400000) << 22)
}

func TestAPersonInNoCoupleIsForgottenAMonthAfterTheirLastTrace(t *testing.T) {
	t.Parallel()
	const dan = "300000000000000004"
	w := newWorld(t)
	w.pair(ana, ben)
	keep := 30
	_, err := w.Set(t.Context(), cleo, store.Settings{Retention: &keep})
	w.must(err)
	w.hears(cleo, w.snowflake(), "", "hello?")
	w.sent()
	inv, err := w.Draft(t.Context(), ana, "Ana", dan, "Dan", w.now)
	w.must(err)
	_, err = w.SendInvite(t.Context(), inv.ID, ana, store.FactsRead{Version: 1}, w.now)
	w.must(err)
	w.sent()
	w.wantKnown("at once", ana, ben, cleo, dan)
	w.now = w.now.Add(29 * day)
	w.wantKnown("after 29 days", ana, ben, cleo, dan)
	w.now = w.now.Add(2 * day)
	w.wantKnown("after 31 days", ana, ben, dan) // Dan's invitation lapsed a day ago or less
	w.now = w.now.Add(31 * day)
	w.wantKnown("a month after the invitation lapsed", ana, ben)
	for _, table := range []string{"incoming", "endings"} {
		var n int
		w.must(raw(t, w.path).QueryRow(`SELECT count(*) FROM ` + table).Scan(&n))
		if n != 0 {
			t.Errorf("%s: got %d rows, want none", table, n)
		}
	}
	w.now = w.now.Add(400 * day)
	w.wantKnown("after a year: a couple is not forgotten", ana, ben)
}

func TestAnOpenInvitationAndUndecidedWordsKeepAPerson(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	inv, err := w.Draft(t.Context(), ana, "Ana", ben, "Ben", w.now)
	w.must(err)
	_, err = w.SendInvite(t.Context(), inv.ID, ana, store.FactsRead{Version: 1}, w.now)
	w.must(err)
	w.sql(`UPDATE invites SET created_at = 0`)
	w.now = w.now.Add(6 * day)
	w.wantKnown("while an invitation is open", ana, ben)
	w.hears(cleo, "100", "", "hello?")
	w.sql(`UPDATE incoming SET words = x'00', at = 0`)
	w.sql(`UPDATE notices SET due_at = 0, sent_at = 0, attempted_at = 0, wake_at = NULL WHERE person = ?1`, cleo)
	w.sql(`UPDATE incoming SET at = ?1`, w.now.Unix())
	w.wantKnown("while words are undecided", ana, ben, cleo)
}

func TestNoMoreInvitationsOutlivesThePersonWhoSaidIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	inv, err := w.Draft(t.Context(), ana, "Ana", ben, "Ben", w.now)
	w.must(err)
	_, err = w.SendInvite(t.Context(), inv.ID, ana, store.FactsRead{Version: 1}, w.now)
	w.must(err)
	w.sent()
	_, err = w.Decline(t.Context(), inv.ID, ben, "", w.now)
	w.must(err)
	w.must(w.RefuseKnown(t.Context(), ben, ana))
	w.now = w.now.Add(store.InviteLife)
	w.must(w.Lapse(t.Context(), w.now))
	w.sent()
	w.now = w.now.Add(31 * day)
	w.wantKnown("a month after a no")
	again, err := w.Draft(t.Context(), ana, "Ana", ben, "Ben", w.now)
	w.must(err)
	_, err = w.SendInvite(t.Context(), again.ID, ana, store.FactsRead{Version: 1}, w.now)
	w.must(err)
	w.wantSent()
	w.now = w.now.Add(store.CannotBringAfter)
	w.wantSent(ana + " invite-failed")
}

func TestAnEndThatNobodyReadIsKeptForAMonth(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	_, err := w.Leave(t.Context(), couple, ana, false, w.now)
	w.must(err)
	w.now = w.now.Add(30*day - time.Minute)
	w.wantKnown("until then", ana, ben)
	if all, err := w.Endings(t.Context(), ben); err != nil || len(all) != 1 {
		t.Errorf("endings: got %d, %v, want the one", len(all), err)
	}
	w.now = w.now.Add(time.Minute)
	w.wantKnown("a month after the end")
	var left int
	w.must(raw(t, w.path).QueryRow(`SELECT count(*) FROM endings`).Scan(&left))
	if left != 0 {
		t.Errorf("endings: got %d rows of people who are forgotten, want none", left)
	}
}
