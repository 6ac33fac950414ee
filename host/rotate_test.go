package host

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/base64"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"leanon/clock"
	"leanon/config"
	"leanon/store"
	"leanon/store/seal"
)

const (
	oneKey     = "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	anotherKey = "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	tellingKey = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LXNlYyE=" // "secret-secret-secret-secret-sec!"
)

// kept returns a configuration whose data directory has a couple with a note that is kept.
type kept struct {
	cfg    config.Config
	given  string
	couple store.ID
	need   store.ID
	old    [][]byte // every wrapped key before the change
}

const keptWords = "Words from before the change"

func keeps(t *testing.T, given string) kept {
	t.Helper()
	cfg := shipped(t)
	cfg.Data = filepath.Join(t.TempDir(), "data")
	k := kept{cfg: cfg, given: given}
	lock, err := lockData(cfg.Data, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	defer lock.Close()
	st := k.opens(t)
	defer st.Close()
	k.couple = pairs(t, st, "1", "2")
	pairs(t, st, "3", "4")
	e, err := st.Word(t.Context(), store.Wording{Couple: k.couple, Person: "1", Source: "s", Words: keptWords}, rotationDay())
	if err != nil {
		t.Fatal(err)
	}
	k.need = e.Need.ID
	k.old = wrappedKeys(t, cfg)
	return k
}

func rotationDay() time.Time { return time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC) }

func pairs(t *testing.T, st *store.Store, a, b string) store.ID {
	t.Helper()
	inv, err := st.Draft(t.Context(), a, "A", b, "B", rotationDay())
	if err != nil {
		t.Fatal(err)
	}
	if _, err := st.SendInvite(t.Context(), inv.ID, a, store.FactsRead{Version: 1}, rotationDay()); err != nil {
		t.Fatal(err)
	}
	inv, err = st.Accept(t.Context(), inv.ID, b, store.Agreement{Name: "B", Read: store.FactsRead{Version: 1}}, rotationDay())
	if err != nil {
		t.Fatal(err)
	}
	return inv.Couple.ID
}

func (k kept) opens(t *testing.T) *store.Store {
	t.Helper()
	st, err := OpenStore(t.Context(), k.cfg, givenKey(k.given), clock.New())
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	return st
}

// reads checks that what was written before can be read.
func (k kept) reads(t *testing.T, st *store.Store) {
	t.Helper()
	e, err := st.NeedFor(t.Context(), k.need, "1")
	if err != nil || e.Need.Words != keptWords {
		t.Fatalf("the note from before: got %q, %v, want %q", e.Need.Words, err, keptWords)
	}
}

func wrappedKeys(t *testing.T, cfg config.Config) (all [][]byte) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+store.Path(cfg.Data)+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	rows, err := db.Query(`SELECT wrapped_key FROM couples UNION ALL SELECT wrapped_key FROM partners UNION ALL SELECT value FROM meta`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var b []byte
		if err := rows.Scan(&b); err != nil {
			t.Fatal(err)
		}
		all = append(all, b)
	}
	if err := rows.Err(); err != nil || len(all) < 5 {
		t.Fatalf("wrapped keys: got %d, %v", len(all), err)
	}
	return all
}

// changed checks that the new key opens everything and the old key nothing.
func (k kept) changed(t *testing.T, old seal.Key) {
	t.Helper()
	st := k.opens(t)
	defer st.Close()
	k.reads(t, st)
	if rotating, err := st.Rotating(t.Context()); err != nil || rotating {
		t.Errorf("rotating: got %v, %v, want it to be over", rotating, err)
	}
	if _, err := os.Stat(nextKeyPath(k.cfg.Data)); !os.IsNotExist(err) {
		t.Errorf("%s: got %v, want it gone", nextKeyPath(k.cfg.Data), err)
	}
	_, err := store.Open(t.Context(), store.Path(k.cfg.Data), old, clock.New(), store.Defaults{})
	if err == nil || !strings.Contains(err.Error(), seal.ErrWrongKey.Error()) {
		t.Errorf("the old key: got %v, want %v", err, seal.ErrWrongKey)
	}
	files, err := filepath.Glob(filepath.Join(k.cfg.Data, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, wrapped := range k.old {
			if bytes.Contains(raw, wrapped) {
				t.Errorf("%s still holds a key as the old master key wrapped it", filepath.Base(file))
			}
		}
	}
}

func (k kept) rotation(wanted string, after func(string)) *Rotation {
	return &Rotation{Config: k.cfg, Key: givenKey(k.given), NewKey: config.Secret{Text: wanted, Variable: config.NewKeyVariable}, AtOnce: 2, Log: io.Discard, After: after}
}

// TestRotationDiesHere is the process that TestAChangeOfTheKeyIsFinishedAfterACrashAtAnyStep kills.
func TestRotationDiesHere(t *testing.T) {
	dir, at, ok := strings.Cut(os.Getenv("TEST_ROTATION"), "|")
	if !ok {
		t.Skip("only as a child process")
	}
	left, err := strconv.Atoi(at)
	if err != nil {
		t.Fatal(err)
	}
	cfg := shipped(t)
	cfg.Data = dir
	k := kept{cfg: cfg}
	err = k.rotation("", func(string) {
		if left--; left < 0 {
			die()
		}
	}).Run(t.Context())
	if err != nil {
		t.Fatal(err)
	}
}

func TestAChangeOfTheKeyIsFinishedAfterACrashAtAnyStep(t *testing.T) {
	t.Parallel()
	for step := 0; ; step++ {
		k := keeps(t, "")
		old, err := seal.KeyFile(KeyPath(k.cfg.Data), false)
		if err != nil {
			t.Fatal(err)
		}
		child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestRotationDiesHere$")
		child.Env = append(os.Environ(), fmt.Sprintf("TEST_ROTATION=%s|%d", k.cfg.Data, step))
		out, err := child.CombinedOutput()
		whole := err == nil
		if !whole && !died(child.ProcessState) {
			t.Fatalf("step %d: got %v, want it killed:\n%s", step, err, out)
		}
		// The bot starts in the midst of it, reads, and makes keys of its own.
		st := k.opens(t)
		k.reads(t, st)
		if p, err := st.Partner(t.Context(), "9"); err != nil || p.Person != "9" {
			t.Fatalf("step %d: a person: %v", step, err)
		}
		pairs(t, st, "5", "6")
		if err := st.Close(); err != nil {
			t.Fatal(err)
		}
		moved, err := seal.KeyFile(KeyPath(k.cfg.Data), false)
		if err != nil {
			t.Fatal(err)
		}
		if moved.Same(old) { // else it was done, and another run would be another change
			if err := k.rotation("", nil).Run(t.Context()); err != nil {
				t.Fatalf("step %d: going on: %v", step, err)
			}
		}
		k.changed(t, old)
		if whole {
			if step < 6 {
				t.Fatalf("only %d steps were cut short, want all of made, begun, wrapped, ended, moved", step)
			}
			return
		}
	}
}

func TestAKeyFromTheEnvironmentIsChangedWhileTheBotIsStopped(t *testing.T) {
	t.Parallel()
	k := keeps(t, oneKey)
	old, err := seal.ParseKey(oneKey)
	if err != nil {
		t.Fatal(err)
	}
	lock, err := lockData(k.cfg.Data, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	if err := recordKeySource(lock, givenKey(oneKey)); err != nil {
		t.Fatal(err)
	}
	want := "the bot that runs on " + k.cfg.Data + " has its key from LEANON_KEY and cannot learn another one"
	if err := k.rotation(anotherKey, nil).Run(t.Context()); err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("with a running bot: got %v, want %s...", err, want)
	}
	if err := seal.SaveKeyFile(KeyPath(k.cfg.Data), old); err != nil { // the bot's own is from the environment all the same
		t.Fatal(err)
	}
	byFile := kept{cfg: k.cfg}
	if err := byFile.rotation("", nil).Run(t.Context()); err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("from a shell without LEANON_KEY: got %v, want %s...", err, want)
	}
	lock.Close()
	for given, want := range map[string]string{
		"":      "the key is in LEANON_KEY, so the new one has to come from LEANON_NEW_KEY",
		"short": "LEANON_NEW_KEY is not a key: ",
		oneKey:  "the new key is the one in use",
	} {
		if err := k.rotation(given, nil).Run(t.Context()); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("LEANON_NEW_KEY=%q: got %v, want %s...", given, err, want)
		}
	}
	ctx, cut := context.WithCancel(t.Context())
	err = k.rotation(anotherKey, func(step string) {
		if step == "begun" {
			cut()
		}
	}).Run(ctx)
	if err == nil {
		t.Fatal("a rotation that was cut short ended well")
	}
	want = "a change of the key of " + store.Path(k.cfg.Data) + " was cut short: run leanon rotate-key again, with LEANON_KEY and LEANON_NEW_KEY as they were then"
	for _, given := range []string{oneKey, anotherKey} {
		if _, err := OpenStore(t.Context(), k.cfg, givenKey(given), clock.New()); err == nil || err.Error() != want {
			t.Errorf("one key of two: got %v\nwant %s", err, want)
		}
	}
	if err := k.rotation(anotherKey, nil).Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	k.given = anotherKey
	k.changed(t, old)
}

func TestRotateKeyTellsWhatItDidAndShowsNoKey(t *testing.T) {
	t.Parallel()
	k := keeps(t, "")
	stdout, err := runs(t, RotateKeyCommand{}, "LEANON_DATA="+k.cfg.Data, "LEANON_NEW_KEY="+anotherKey)
	if err != nil || !strings.Contains(stdout, "6 data keys are wrapped by the new one") {
		t.Errorf("got %q, %v, want 6 data keys", stdout, err)
	}
	raw, err := os.ReadFile(KeyPath(k.cfg.Data))
	if err != nil || strings.TrimSpace(string(raw)) != anotherKey {
		t.Errorf("the key file does not hold LEANON_NEW_KEY (%v)", err)
	}
	if info, err := os.Stat(KeyPath(k.cfg.Data)); err != nil || !isAlone(KeyPath(k.cfg.Data), info) {
		t.Errorf("the key file: got %v, %v, want mode 0600", info.Mode(), err)
	}
	if strings.Contains(stdout, strings.TrimSpace(string(raw))) {
		t.Error("the new key is printed")
	}
	empty := t.TempDir()
	_, err = runs(t, RotateKeyCommand{}, "LEANON_DATA="+empty)
	if want := "there is no database in " + empty + ", so there is no key to change: run this where the bot runs, with its settings"; err == nil || err.Error() != want {
		t.Errorf("no database: got %v, want %s", err, want)
	}
	if files, _ := filepath.Glob(filepath.Join(empty, "*")); len(files) > 0 {
		t.Errorf("no database: %v was made", files)
	}
}

// TestServesHere is the process that TestTheKeyShowsNowhere looks at.
func TestServesHere(t *testing.T) {
	if os.Getenv("TEST_SERVES") == "" {
		t.Skip("only as a child process")
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() { _, _ = io.Copy(io.Discard, os.Stdin); cancel() }()
	err := ServeCommand{}.Run(&Process{
		Ctx: ctx, Manual: manual(t), Environ: os.Environ(),
		Stdin: strings.NewReader(""), Stdout: os.Stdout, Stderr: os.Stderr, Now: time.Now,
	})
	if err != nil {
		t.Errorf("serve ended with %v", err)
	}
	fmt.Println(dumpable())
}

func TestTheKeyShowsNowhere(t *testing.T) {
	t.Parallel()
	cfg, _, d := hosted(t)
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^TestServesHere$")
	child.Env = append(os.Environ(), "TEST_SERVES=1", "DISCORD_TOKEN="+d.Token(), "LEANON_KEY="+tellingKey, "LEANON_DATA="+cfg.Data,
		"LEANON_DISCORD_API_URL="+cfg.Discord.APIURL, "LEANON_LOG_LEVEL=debug")
	var log record
	child.Stdout, child.Stderr = &log, &log
	stop, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	if err := d.Await(ctx, func() bool { return len(d.Commands()) > 0 }); err != nil {
		t.Fatalf("not ready: %v\n%s", err, log.String())
	}
	secret, err := base64.StdEncoding.DecodeString(tellingKey)
	if err != nil {
		t.Fatal(err)
	}
	proc := filepath.Join("/proc", strconv.Itoa(child.Process.Pid))
	if limits, err := os.ReadFile(filepath.Join(proc, "limits")); err != nil {
		t.Logf("no core dump limit to be seen here: %v", err)
	} else if fields := strings.Fields(lineOf(string(limits), "Max core file size")); len(fields) < 6 || fields[4] != "0" || fields[5] != "0" {
		t.Errorf("core dumps: got %q, want none", fields)
	}
	if list, err := os.ReadFile(filepath.Join(proc, "cmdline")); err == nil && bytes.Contains(list, []byte(tellingKey[:10])) {
		t.Error("the key stands in the process list")
	}
	stop.Close()
	if err := child.Wait(); err != nil {
		t.Fatalf("%v\n%s", err, log.String())
	}
	if !strings.Contains(log.String(), "\nnot dumpable\n") {
		t.Errorf("the process can be dumped:\n%s", log.String())
	}
	if strings.Contains(log.String(), tellingKey[:10]) {
		t.Error("the key stands in the log")
	}
	files, err := filepath.Glob(filepath.Join(cfg.Data, "*"))
	if err != nil || len(files) == 0 {
		t.Fatalf("no files (%v)", err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(raw, []byte(tellingKey)) || bytes.Contains(raw, secret) {
			t.Errorf("%s holds the key", filepath.Base(file))
		}
	}
}

func lineOf(text, begins string) string {
	for _, line := range strings.Split(text, "\n") {
		if strings.HasPrefix(line, begins) {
			return line
		}
	}
	return ""
}

func TestAnUnfinishedChangeOfTheKeyIsToldAtTheStart(t *testing.T) {
	t.Parallel()
	k := keeps(t, "")
	told := func() bool {
		t.Helper()
		var log record
		st := k.opens(t)
		defer st.Close()
		warnOfUnfinishedRotation(t.Context(), st, k.cfg.Data, slog.New(slog.NewTextHandler(&log, nil)))
		return strings.Contains(log.String(), "run it again")
	}
	if told() {
		t.Error("told before there was any")
	}
	for _, last := range []string{"made", "begun", "ended"} {
		ctx, cut := context.WithCancel(t.Context())
		err := k.rotation("", func(step string) {
			if step == last {
				cut()
				if step == "ended" { // what is left is to move the file, which no context stops
					panic(step)
				}
			}
		}).runs(ctx)
		if err == nil || !told() {
			t.Errorf("cut short after %q: got %v, and told %v, want it told", last, err, told())
		}
	}
	if err := k.rotation("", nil).Run(t.Context()); err != nil || told() {
		t.Errorf("once done: got %v, and told %v, want nothing told", err, told())
	}
}

// runs calls run and returns a panic of it as an error.
func (r *Rotation) runs(ctx context.Context) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("cut short after %v", p)
		}
	}()
	return r.Run(ctx)
}
