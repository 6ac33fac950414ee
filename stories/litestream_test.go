package stories

import (
	"bytes"
	"database/sql"
	"flag"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

// The real Litestream and an S3-compatible server, which release/litestream-drill builds:
// they are programs of others, and no part of leanon.
var (
	litestreamProgram = flag.String("litestream", "", "the program litestream, for the tests that lose a machine; release/litestream-drill sets it")
	s3Program         = flag.String("gofakes3", "", "the program gofakes3, an S3-compatible server, for the same")
)

// replicaOf is Litestream with the configuration that is shipped, and a place for its
// replica.
type replicaOf struct {
	t   testing.TB
	url string // of the replica
	dir string // of what only the test needs

	restless bool // it begins the database's log anew all the time

	log  *record
	bot  *exec.Cmd // Litestream at work
	data string    // the data directory that it replicates
}

// newReplica makes the place of a replica: a directory, or a bucket.
func newReplica(t testing.TB, bucket bool) *replicaOf {
	t.Helper()
	if *litestreamProgram == "" || *s3Program == "" {
		t.Skip("the real Litestream is not built here: run release/litestream-drill")
	}
	dir, err := os.MkdirTemp("", "replica-") // short, for the name of a socket
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(dir) })
	l := &replicaOf{t: t, dir: dir, url: "file://" + filepath.Join(dir, "replica"), log: &record{}}
	if bucket {
		l.url = "s3://couples/leanon?endpoint=http://" + l.serves() + "&region=us-east-1"
	}
	return l
}

// serves starts an S3-compatible server with a bucket and returns its address.
func (l *replicaOf) serves() string {
	l.t.Helper()
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		l.t.Fatal(err)
	}
	address := free.Addr().String()
	if err := free.Close(); err != nil {
		l.t.Fatal(err)
	}
	server := exec.CommandContext(l.t.Context(), *s3Program, "-backend", "memory", "-initialbucket", "couples", "-host", address, "-quiet")
	if err := server.Start(); err != nil {
		l.t.Fatal(err)
	}
	l.t.Cleanup(func() { _ = server.Process.Kill(); _ = server.Wait() })
	l.awaits("the S3 server", func() error {
		c, err := net.Dial("tcp", address)
		if err == nil {
			c.Close()
		}
		return err
	})
	return address
}

// awaits tries something until it succeeds.
func (l *replicaOf) awaits(what string, try func() error) {
	l.t.Helper()
	var err error
	for last := time.Now().Add(endurance); time.Now().Before(last); time.Sleep(10 * time.Millisecond) {
		if err = try(); err == nil {
			return
		}
	}
	l.t.Fatalf("%s: %v; Litestream says:\n%s", what, err, tail(l.log.String()))
}

// command is Litestream with the shipped configuration, as a host runs it.
func (l *replicaOf) command(data string, args ...string) *exec.Cmd {
	l.t.Helper()
	shipped, err := os.ReadFile("../release/litestream.yml")
	if err != nil {
		l.t.Fatal(err)
	}
	if l.restless {
		shipped = bytes.Replace(shipped, []byte("    replica:\n"), []byte("    min-checkpoint-page-count: 8\n    monitor-interval: 20ms\n    replica:\n"), 1)
	}
	socket := fmt.Sprintf("\nsocket: {enabled: true, path: %s}\n", l.socket()) // by which a test waits for it
	config := filepath.Join(l.dir, "litestream.yml")
	if err := os.WriteFile(config, append(shipped, socket...), 0o600); err != nil {
		l.t.Fatal(err)
	}
	c := exec.Command(*litestreamProgram, append([]string{args[0], "-config", config}, args[1:]...)...)
	c.Env = []string{"LEANON_DATA=" + data, "LITESTREAM_REPLICA=" + l.url, "LITESTREAM_ACCESS_KEY_ID=drill", "LITESTREAM_SECRET_ACCESS_KEY=drill"}
	return c
}

func (l *replicaOf) socket() string { return filepath.Join(l.dir, "s") }

// begins starts Litestream on a data directory.
func (l *replicaOf) begins(data string) {
	l.t.Helper()
	l.data, l.bot = data, l.command(data, "replicate")
	l.bot.Stdout, l.bot.Stderr = l.log, l.log
	if err := l.bot.Start(); err != nil {
		l.t.Fatal(err)
	}
	running := l.bot
	l.t.Cleanup(func() { _ = running.Process.Kill(); _ = running.Wait() })
}

// catchesUp waits until all that was written so far is in the replica.
func (l *replicaOf) catchesUp() {
	l.t.Helper()
	l.awaits("litestream sync", func() error {
		out, err := exec.Command(*litestreamProgram, "sync", "-wait", "-socket", l.socket(), filepath.Join(l.data, "leanon.db")).CombinedOutput()
		if err != nil {
			return fmt.Errorf("%w: %s", err, bytes.TrimSpace(out))
		}
		return nil
	})
}

// dies is kill -9.
func (l *replicaOf) dies() {
	l.t.Helper()
	if err := l.bot.Process.Kill(); err != nil {
		l.t.Fatal(err)
	}
	_ = l.bot.Wait()
}

// stops ends Litestream in good order: what is left goes to the replica.
func (l *replicaOf) stops() {
	l.t.Helper()
	if err := l.bot.Process.Signal(syscall.SIGTERM); err != nil {
		l.t.Fatal(err)
	}
	if err := l.bot.Wait(); err != nil {
		l.t.Errorf("Litestream ended with %v:\n%s", err, tail(l.log.String()))
	}
}

// restores brings the newest state of the replica to a new file.
func (l *replicaOf) restores(data, file string) {
	l.t.Helper()
	if out, err := l.command(data, "restore", "-o", file, filepath.Join(data, "leanon.db")).CombinedOutput(); err != nil {
		l.t.Fatalf("litestream restore: %v: %s", err, out)
	}
}

// rows are the rows of each table of a database, as text.
func (l *replicaOf) rows(path string) map[string]string {
	l.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		l.t.Fatal(err)
	}
	defer db.Close()
	all := map[string]string{}
	for _, table := range l.query(db, `SELECT name FROM sqlite_master WHERE type = 'table'`) {
		all[table] = strings.Join(l.query(db, `SELECT * FROM "`+table+`"`), "\n")
	}
	return all
}

// query returns each row of a query as text.
func (l *replicaOf) query(db *sql.DB, query string) (all []string) {
	l.t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		l.t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		l.t.Fatal(err)
	}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			l.t.Fatal(err)
		}
		all = append(all, fmt.Sprint(values...))
	}
	if err := rows.Err(); err != nil {
		l.t.Fatal(err)
	}
	return all
}
