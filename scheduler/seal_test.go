package scheduler

import (
	"compress/gzip"
	"database/sql"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leanon/store"
	"leanon/store/seal"
)

// thaw ends the program and starts it on a database that an earlier one wrote.
func (w *world) thaw(file string) {
	w.Helper()
	w.halt()
	packed, err := os.Open(filepath.Join("..", "store", "testdata", "frozen", file))
	w.must(err)
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	w.must(err)
	whole, err := io.ReadAll(unpacked)
	w.must(err)
	w.path = filepath.Join(w.TempDir(), "leanon.db")
	w.must(os.WriteFile(w.path, whole, 0o600))
	w.key, err = seal.ParseKey(strings.Repeat("QUJD", 10) + "QUI=")
	w.must(err)
	w.openStore()
	w.start()
}

// isSealedAnew reports whether nothing is left to be sealed anew.
func (w *world) isSealedAnew() bool {
	w.Helper()
	at, err := w.store.Reseal(w.Context(), store.Resealing{}, 1)
	w.must(err)
	return at.Done
}

func TestOlderValuesAreSealedAnewWhileTheProgramRuns(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	w.settle()
	w.thaw("schema-07.db.gz")
	w.settle()
	if !w.isSealedAnew() {
		t.Error("once nothing is left to be done: values of before are left")
	}
	w.logged("sealed anew", 0)
}

func TestAnAlteredNoteIsToldOfOnceAndHoldsNoOtherUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c, other := w.couple("ana", "ben", true), w.couple("ana", "cleo", true)
	w.halt()
	w.openStore()
	altered := []store.ID{w.writes(c, "ana", "to ben"), w.writes(other, "ana", "to cleo")}
	w.writes(c, "ben", "to ana")
	db, err := sql.Open("sqlite3", w.path)
	w.must(err)
	defer db.Close()
	for _, id := range altered {
		_, err = db.Exec(`UPDATE needs SET asker = 'eve' WHERE id = ?1`, id)
		w.must(err)
	}
	w.start()
	w.settle()
	for range 5 {
		w.pass(time.Hour)
	}
	w.got("ana", "note to ana")
	w.got("ben")
	w.got("cleo")
	w.logged(store.AlteredText, 1)
	for _, id := range altered {
		_, err = db.Exec(`UPDATE needs SET asker = 'ana' WHERE id = ?1`, id)
		w.must(err)
	}
	w.pass(time.Hour) // the host has mended it
	w.got("ben", "note to ben")
	w.got("cleo", "note to cleo")
}
