package store_test

import (
	"database/sql"
	"errors"
	"path/filepath"
	"testing"

	"leanon/store"
)

// reseals seals all older values anew, limit rows at a time, and begins anew with each step
// as a start does. It returns the number of steps.
func (w *world) reseals(limit int) (steps int) {
	w.Helper()
	for ; ; steps++ {
		at, err := w.Reseal(w.Context(), store.Resealing{}, limit)
		w.must(err)
		if at.Done {
			return steps
		}
		if steps > 1000 {
			w.Fatal("it does not end")
		}
	}
}

// sealedBefore counts the values and wrapped keys of the first format in a file.
func sealedBefore(t *testing.T, db *sql.DB) (n int) {
	t.Helper()
	for table, of := range columns {
		for column, what := range of {
			at := "1"
			switch {
			case column == "wrapped_key":
				at = "9"
			case what != sealed:
				continue
			}
			var some int
			if err := db.QueryRow(`SELECT count(*) FROM ` + table + ` WHERE substr(` + column + `, ` + at + `, 1) = x'01'`).Scan(&some); err != nil {
				t.Fatal(err)
			}
			n += some
		}
	}
	return n
}

func TestOlderValuesAreSealedAnewInSmallStepsThatSurviveAStart(t *testing.T) {
	t.Parallel()
	for _, file := range frozenFiles(t) {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			w := thaw(t, file)
			before := sealedBefore(t, raw(t, w.path))
			if steps := w.reseals(1); before > 0 && steps < 8 {
				t.Errorf("steps for %d values: got %d, want many small ones", before, steps)
			}
			if n := sealedBefore(t, raw(t, w.path)); n != 0 {
				t.Errorf("values of before: got %d of %d, want none left", n, before)
			}
			w.wantsFrozen("sealed anew")
			w.must(w.Purge(t.Context(), w.now))
			w.wantsFrozen("after housekeeping")
		})
	}
}

func TestAnOlderValueThatIsPutBackOpensNothing(t *testing.T) {
	t.Parallel()
	w := thaw(t, frozenFiles(t)[11])
	db := raw(t, w.path)
	var id store.ID
	var words, chosen []byte
	w.must(db.QueryRow(`SELECT id, words, chosen FROM needs WHERE kept_at IS NOT NULL AND sent_at IS NULL`).Scan(&id, &words, &chosen))
	w.reseals(50)
	w.sql(`UPDATE needs SET words = ?2, chosen = ?3, sent_at = 1795000000, kept_at = NULL WHERE id = ?1`, id, words, chosen)
	_, err := w.NeedFor(t.Context(), id, ben)
	w.wants("a kept note from an old copy, marked as sent", err, store.ErrAltered)
}

func TestWhatIsTouchedIsSealedAnewAtOnce(t *testing.T) {
	t.Parallel()
	w := thaw(t, frozenFiles(t)[11])
	var id store.ID
	w.must(raw(t, w.path).QueryRow(`SELECT id FROM needs WHERE kept_at IS NOT NULL AND sent_at IS NULL`).Scan(&id))
	_, err := w.Keep(t.Context(), id, ana, "", w.now)
	w.must(err)
	w.sql(`UPDATE needs SET sent_at = 1795000000, kept_at = NULL WHERE id = ?1`, id)
	_, err = w.NeedFor(t.Context(), id, ben)
	w.wants("a kept note, marked as sent", err, store.ErrAltered)
}

func TestAValueThatDoesNotOpenKeepsNoOtherFromBeingSealedAnew(t *testing.T) {
	t.Parallel()
	w := thaw(t, frozenFiles(t)[11])
	w.sql(`UPDATE answers SET line = CAST(substr(line, 1, 20) || x'0000' || substr(line, 23) AS BLOB)`)
	var at store.Resealing
	var failed int
	for !at.Done {
		var err error
		if at, err = w.Reseal(t.Context(), at, 50); errors.Is(err, store.ErrAltered) {
			failed++
		} else {
			w.must(err)
		}
	}
	if failed != 1 {
		t.Errorf("keys that were left as they are: got %d, want 1", failed)
	}
	var left int
	w.must(raw(t, w.path).QueryRow(`SELECT (SELECT count(*) FROM couples WHERE substr(wrapped_key, 9, 1) = x'01') + (SELECT count(*) FROM partners WHERE substr(wrapped_key, 9, 1) = x'01')`).Scan(&left))
	if left != 1 {
		t.Errorf("keys of before: got %d, want that one", left)
	}
}
