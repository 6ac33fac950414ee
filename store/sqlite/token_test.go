package sqlite

import (
	"context"
	"database/sql"
	"path/filepath"
	"testing"
)

// A program that opens the file holds it for a moment, between the steps of BeginLog too.
func TestALogIsLeftForTheNextTimeWhereSomebodyHoldsTheFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.db")
	nothing := func(context.Context, *sql.DB) error { return nil }
	db, err := Open(t.Context(), path, 1, nothing, nothing)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	other, err := sql.Open("sqlite3", path+"?_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	held, err := other.Begin()
	if err != nil {
		t.Fatal(err)
	}
	if done, err := setToken(t.Context(), db.Writer, 8); done || err != nil {
		t.Errorf("while the file is held: got %v, %v, want false and no error", done, err)
	}
	if err := held.Rollback(); err != nil {
		t.Fatal(err)
	}
	if done, err := setToken(t.Context(), db.Writer, 8); !done || err != nil {
		t.Errorf("afterwards: got %v, %v, want true", done, err)
	}
}
