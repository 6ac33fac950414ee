package sqlite_test

import (
	"bufio"
	"context"
	"database/sql"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"leanon/store/sqlite"
)

const killedVariable = "TEST_KILLED_DATABASE"

// TestTheWriterThatIsKilled is the process that
// TestAKilledWriterLosesNothingAndItsLogIsItsOwn kills. It says each word that is written.
func TestTheWriterThatIsKilled(t *testing.T) {
	path := os.Getenv(killedVariable)
	if path == "" {
		t.Skip("only as a child process")
	}
	db := opened(t, path)
	other, err := sql.Open("sqlite3", path+"?_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	go func() { // purges, other programs, and the log moved and begun anew, as it comes
		for n := 0; ; n++ {
			for _, query := range []string{`PRAGMA wal_checkpoint(PASSIVE)`, fmt.Sprintf(`CREATE TABLE t%d (a)`, n), `PRAGMA wal_checkpoint(RESTART)`,
				`INSERT INTO said VALUES (randomblob(100000))`, `PRAGMA wal_checkpoint(TRUNCATE)`, fmt.Sprintf(`DROP TABLE t%d`, n)} {
				if rand.IntN(3) == 0 {
					_, _ = other.Exec(query)
				}
			}
			if rand.IntN(4) == 0 {
				_, _ = db.BeginLog(context.Background())
			}
		}
	}()
	for n := 0; ; n++ {
		word := fmt.Sprintf("%d of %d", n, os.Getpid())
		says(t, db, word)
		fmt.Println("wrote " + word)
	}
}

// writesAndIsKilled runs that process, kills it in the midst of its writing, and returns
// the words that it said were written.
func writesAndIsKilled(t *testing.T, path string) (wrote []string) {
	t.Helper()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestTheWriterThatIsKilled$")
	child.Env = append(os.Environ(), killedVariable+"="+path)
	out, err := child.StdoutPipe()
	if err == nil {
		err = child.Start()
	}
	if err != nil {
		t.Fatal(err)
	}
	last := 1 + rand.IntN(60)
	for lines := bufio.NewScanner(out); lines.Scan(); {
		word, ok := strings.CutPrefix(lines.Text(), "wrote ")
		if !ok {
			t.Errorf("the writer says %s", lines.Text())
			continue
		}
		if wrote = append(wrote, word); len(wrote) == last {
			_ = child.Process.Kill() // what it says until then is read too
		}
	}
	_ = child.Wait()
	return wrote
}

func TestAKilledWriterLosesNothingAndItsLogIsItsOwn(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "a.db")
	opened(t, path).Close()
	var wrote []string
	logs := 0
	for round := range 25 {
		wrote = append(wrote, writesAndIsKilled(t, path)...)
		if log, err := os.Stat(path + "-wal"); err == nil && log.Size() > 0 {
			logs++
		}
		wantForeign(t, fmt.Sprintf("the log after kill %d", round), path, false)
	}
	if logs < 10 {
		t.Errorf("%d of 25 kills left a log, want most", logs)
	}
	db := opened(t, path)
	defer db.Close()
	if err := db.Sound(t.Context()); err != nil {
		t.Fatal(err)
	}
	kept := map[string]bool{}
	err := db.Read(t.Context(), func(x *sqlite.Tx) error {
		return x.ForEach(func(r *sql.Rows) error {
			var word string
			err := r.Scan(&word)
			kept[word] = true
			return err
		}, `SELECT words FROM said WHERE typeof(words) = 'text'`)
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, word := range wrote {
		if !kept[word] {
			t.Errorf("%q was written and is gone", word)
		}
	}
}
