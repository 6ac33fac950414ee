package store_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"leanon/store"
)

const dora = "dora"

// altersFirst is a world with two couples. What is of Ana, in the first one, was changed by
// hand, and a month has passed.
func altersFirst(t *testing.T, change string) (w *world, other store.ID) {
	w = newWorld(t)
	first, other := w.pair(ana, ben), w.pair(cleo, dora)
	w.writes(first, ana, "one")
	w.writes(other, cleo, "two")
	w.sent()
	w.sql(change, first)
	w.now = w.now.Add(15 * 24 * time.Hour)
	return w, other
}

// doesTheRest checks that something was done, whatever it says about what was changed.
func (w *world) doesTheRest(what string, err error) {
	w.Helper()
	if err != nil && !errors.Is(err, store.ErrAltered) {
		w.Errorf("%s: %v", what, err)
	}
}

func (w *world) wantRow(what, query string, args ...any) {
	w.Helper()
	var found bool
	w.must(raw(w.T, w.path).QueryRow(`SELECT EXISTS (`+query+`)`, args...).Scan(&found))
	if !found {
		w.Errorf("what was changed by hand holds up %s", what)
	}
}

func TestWhatWasChangedByHandHoldsUpNobodyElse(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"a name":              `UPDATE members SET name = x'0203' WHERE person = '` + ana + `'`,
		"a person's key":      `UPDATE partners SET wrapped_key = x'0203' WHERE person = '` + ana + `'`,
		"a couple's key":      `UPDATE couples SET wrapped_key = x'0203' WHERE id = ?1`,
		"a note":              `UPDATE needs SET words = x'0203', chosen = x'0203' WHERE couple_id = ?1`,
		"a shorter retention": `UPDATE partners SET shorter = x'0203' WHERE person = '` + ana + `'`,
		"a zone":              `UPDATE partners SET zone = 'Nowhere' WHERE person = '` + ana + `'`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx := context.Background()
			w, other := altersFirst(t, change)
			_, err := w.Rest(ctx, w.now)
			w.doesTheRest("rest", err)
			w.wantRow("what rests", `SELECT 1 FROM needs WHERE couple_id = ?1 AND rested_at IS NOT NULL`, other)

			w.doesTheRest("ask about changed facts", w.AskAgainIfFactsChanged(ctx, 99, nil, w.now))
			w.wantRow("who is asked", `SELECT 1 FROM notices WHERE person = '`+cleo+`' AND kind = 'consent' AND due_at <= ?1`, w.now.Unix())

			w.sql(`UPDATE confirmations SET pause_at = ?1, left = 0`, w.now.Unix())
			w.doesTheRest("pause who is silent", w.PauseSilent(ctx, w.now))
			w.wantRow("who is paused", `SELECT 1 FROM members WHERE person = '`+cleo+`' AND paused_at IS NOT NULL`)

			w.sql(`UPDATE confirmations SET silent_at = ?1, since = NULL, pause_at = NULL`, w.now.Add(100*24*time.Hour).Unix())
			w.sql(`UPDATE members SET paused_at = NULL, cron = '0 20 * * *', next_at = ?1`, w.now.Add(100*24*time.Hour).Unix())
			w.doesTheRest("plan anew", w.PlanAnew(ctx, w.now))
			w.wantRow("whose silence is counted", `SELECT 1 FROM confirmations WHERE person = '`+cleo+`' AND silent_at IS NULL`)
			w.wantRow("who is asked the next day", `SELECT 1 FROM members WHERE person = '`+cleo+`' AND next_at <= ?1`, w.now.Add(24*time.Hour).Unix())

			w.doesTheRest("let invitations lapse", w.Lapse(ctx, w.now))
			w.sql(`DELETE FROM members; DELETE FROM notices`) // as if all had left
			w.now = w.now.Add(120 * 24 * time.Hour)
			w.doesTheRest("purge", w.Purge(ctx, w.now))
			for _, person := range []string{ana, cleo} {
				w.wantRow("who is forgotten", `SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM partners WHERE person = ?1)`, person)
			}
		})
	}
}

func TestWhatWasChangedByHandKeepsNobodyInACouple(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]string{
		"a message":       `UPDATE incoming SET words = x'0203' WHERE words IS NOT NULL`,
		"the other's key": `UPDATE partners SET wrapped_key = x'0203' WHERE person = '` + ben + `'`,
	} {
		for _, tell := range []bool{true, false} {
			w := newAltered(t)
			w.sql(change)
			_, err := w.Leave(t.Context(), w.couple, ana, tell, w.now)
			w.wants(name+", leave", err, nil)
			w.wantRow("whose couple ends", `SELECT 1 WHERE NOT EXISTS (SELECT 1 FROM couples WHERE id = ?1)`, w.couple)
		}
	}
}
