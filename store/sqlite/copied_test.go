//go:build cgo

package sqlite_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/mattn/go-sqlite3"
)

// backedUp copies a database as the .backup of SQLite's own program does.
func backedUp(t *testing.T, path, to string) {
	t.Helper()
	raw := func(path string, do func(*sqlite3.SQLiteConn) error) {
		t.Helper()
		db, err := sql.Open("sqlite3", path)
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		c, err := db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer c.Close()
		if err := c.Raw(func(c any) error { return do(c.(*sqlite3.SQLiteConn)) }); err != nil {
			t.Fatal(err)
		}
	}
	raw(path, func(from *sqlite3.SQLiteConn) error {
		raw(to, func(into *sqlite3.SQLiteConn) error {
			b, err := into.Backup("main", from, "main")
			if err != nil {
				return err
			}
			if _, err := b.Step(-1); err != nil {
				return err
			}
			return b.Finish()
		})
		return nil
	})
}

func TestALogIsForeignToACopyByMeansOfSQLite(t *testing.T) {
	t.Parallel()
	for what, copies := range map[string]func(t *testing.T, path, to string){
		"a backup": backedUp,
		"a backup over that of the day before": func(t *testing.T, path, to string) {
			backedUp(t, path, to)
			backedUp(t, path, to)
		},
		"VACUUM INTO": func(t *testing.T, path, to string) {
			db, err := sql.Open("sqlite3", path)
			if err == nil {
				_, err = db.Exec(`VACUUM INTO ?1`, to)
			}
			if err != nil {
				t.Fatal(err)
			}
			db.Close()
		},
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "a.db")
			db := opened(t, path)
			defer db.Close()
			says(t, db, "on Monday")
			to := filepath.Join(t.TempDir(), "copy.db")
			copies(t, path, to)
			left := killed(t, path)
			wantForeign(t, "the file itself", left, false)
			put := func(when string) {
				t.Helper()
				left := killed(t, path)
				raw, err := os.ReadFile(to)
				if err == nil {
					err = os.WriteFile(left, raw, 0o600)
				}
				if err != nil {
					t.Fatal(err)
				}
				wantForeign(t, "the copy beside the log "+when, left, true)
			}
			put("as it was")
			says(t, db, "on Tuesday")
			put("of later")
			if _, err := db.Writer.Exec(`PRAGMA wal_checkpoint(PASSIVE)`); err != nil {
				t.Fatal(err)
			}
			says(t, db, "on Wednesday")
			wantForeign(t, "the file itself, later", killed(t, path), false)
		})
	}
}

// A copy of the file alone, made while it was in use, is an older state of it only as long
// as the log was not begun anew since.
func TestALogThatWasBegunAnewIsForeignToAFileCopiedBefore(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.db")
	db := opened(t, path)
	defer db.Close()
	says(t, db, "on Monday")
	before := killed(t, path)
	other, err := sql.Open("sqlite3", path+"?_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	for range 5 { // each begins the log anew
		for _, query := range []string{`PRAGMA wal_checkpoint(RESTART)`, `CREATE TABLE t (a)`, `PRAGMA wal_checkpoint(RESTART)`, `DROP TABLE t`} {
			if _, err := other.Exec(query); err != nil {
				t.Fatal(err)
			}
		}
		says(t, db, "and on")
	}
	left := killed(t, path)
	wantForeign(t, "the file itself", left, false)
	raw, err := os.ReadFile(before)
	if err == nil {
		err = os.WriteFile(left, raw, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
	wantForeign(t, "a file that was copied before", left, true)
}
