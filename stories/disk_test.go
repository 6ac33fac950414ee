package stories

import (
	"context"
	"database/sql"
	"io"
	"log/slog"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/config"
	"leanon/host"
	"leanon/playground"
	"leanon/store"
)

// What goes wrong with the disk, or with other programs on the database: whatever a
// person said is stored and answered, or they are told that it is not, and it goes
// on when the cause is gone.

// logged fails unless the log has the words.
func (w *world) logged(words string) {
	w.t.Helper()
	if !strings.Contains(w.log.String(), words) {
		w.t.Errorf("the log does not say %q:\n%s", words, w.log)
	}
}

// refuses starts the program and wants it to end by itself with a sentence.
func (w *world) refuses(want string) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	env := host.Env{Token: config.Secret{Text: w.discord.Token()}, Now: w.clock.machine, After: w.clock.after, Steady: w.clock.steady, Stdout: w.out, Library: w.library,
		Log: slog.New(slog.NewJSONHandler(w.log, nil))}
	if err := host.Serve(ctx, w.cfg, env); err == nil || err.Error() != want {
		w.t.Errorf("the program ended with\n     %v\nwant %s", err, want)
	}
}

// keeps copies files of the stopped or running program; the returned function puts
// them back, and takes away what else belongs to the database.
func (w *world) keeps(parts ...string) (restore func()) {
	w.t.Helper()
	path := store.Path(w.cfg.Data)
	kept := map[string][]byte{}
	for _, part := range parts {
		raw, err := os.ReadFile(path + part)
		if err != nil {
			w.t.Fatal(err)
		}
		kept[part] = raw
	}
	return func() {
		w.t.Helper()
		for _, part := range []string{"", "-wal", "-shm"} {
			if err := os.RemoveAll(path + part); err != nil {
				w.t.Fatal(err)
			}
		}
		for part, raw := range kept {
			if err := os.WriteFile(path+part, raw, 0o600); err != nil {
				w.t.Fatal(err)
			}
		}
	}
}

// zeroes overwrites the first page of each table, and lets a program that runs on
// the database forget what it read of them before.
func (w *world) zeroes(tables ...string) {
	w.t.Helper()
	db, err := sql.Open("sqlite3", store.Path(w.cfg.Data))
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`PRAGMA user_version = 1; PRAGMA wal_checkpoint(TRUNCATE)`); err != nil {
		w.t.Fatal(err)
	}
	file, err := os.OpenFile(store.Path(w.cfg.Data), os.O_WRONLY, 0)
	if err != nil {
		w.t.Fatal(err)
	}
	defer file.Close()
	for _, table := range tables {
		var page, size int64
		if err := db.QueryRow(`SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master WHERE name = ?1`, table).Scan(&page, &size); err != nil {
			w.t.Fatal(err)
		}
		if _, err := file.WriteAt(make([]byte, size), (page-1)*size); err != nil {
			w.t.Fatal(err)
		}
	}
}

// locks holds the database as another program would, until release.
func (w *world) locks() (release func()) {
	w.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+store.Path(w.cfg.Data)+"?_busy_timeout=5000")
	if err != nil {
		w.t.Fatal(err)
	}
	c, err := db.Conn(context.Background())
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := c.ExecContext(context.Background(), "BEGIN EXCLUSIVE"); err != nil {
		w.t.Fatal(err)
	}
	return func() {
		w.t.Helper()
		if _, err := c.ExecContext(context.Background(), "ROLLBACK"); err != nil {
			w.t.Error(err)
		}
		c.Close()
		db.Close()
	}
}

func TestALockedDatabaseIsToldInTimeAndLosesNothing(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:58 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "An evening without screens")
	release := w.locks()
	ben.writes("A word said while it is locked")
	m, button, ok := ana.finds("Send to Benedict")
	if !ok {
		t.Fatal("no button to send")
	}
	ctx, cancel := ana.ctx()
	defer cancel()
	began := time.Now()
	r, err := ana.Press(ctx, m, button.CustomID)
	if took := time.Since(began); err != nil || took >= 3*time.Second {
		t.Errorf("the press was answered after %v (%v), want it within 3 s", took, err)
	}
	ana.shown = r
	ana.reads("Nothing was saved")
	w.clock.set(readMoment(t, "2026-11-23 20:00 Europe/Paris"))
	ben.runs("help") // answered after his word was heard, and the tick has tried
	w.logged("check-ins could not be opened")
	w.logged("request failed")
	for _, p := range []*person{ana, ben} {
		p.neverSaw("A note from").neverSaw(howTo).neverSaw("A word said")
	}
	release()
	w.passes(2 * time.Minute) // what was heard and not kept does not wait for the next round of reading
	w.catchesUp()
	ben.once("A word said while it is locked")
	ana.once(howTo).presses("Send to Benedict").reads("Sent.")
	w.passes(time.Hour)
	ben.once("A note from Anabel is waiting").opens().reads("An evening without screens")
}

// damaged is what the program says of a database at a path.
func damaged(path string) string {
	return path + " is damaged: stop leanon, move it aside together with " + path + "-wal and " + path + "-shm, keep them, and put a backup in its place"
}

// The damaged page holds nothing that is owed, so that only a look at the whole file
// finds it.
func TestNothingIsSentBeforeTheDatabaseIsKnownToBeWhole(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.faults(isCreate, playground.Broken(503))
	ana.asks("An evening without screens", "Benedict")
	w.sleeps()
	w.discord.Fault(nil)
	w.clock.set(w.clock.Now().Add(time.Hour))
	restore := w.keeps("")
	w.zeroes("endings")
	before := w.discord.Count(createMessage)
	w.refuses(damaged(store.Path(w.cfg.Data)))
	if n := w.discord.Count(createMessage) - before; n != 0 {
		t.Errorf("%d messages were sent from a damaged database, want none", n)
	}
	if !strings.Contains(w.out.String(), "READY") || strings.Count(w.out.String(), "READY") != 2 {
		t.Errorf("got %q, want READY before the file is looked through", w.out.String())
	}
	ben.neverSawYet("A note from Anabel")
	restore()
	w.wakes()
	w.passes(time.Minute)
	ben.once("A note from Anabel is waiting")
}

// neverSawYet is neverSaw while the program is stopped.
func (p *person) neverSawYet(words string) {
	p.w.t.Helper()
	if p.has(words) {
		p.w.t.Errorf("%s sees %q and must not; what they see:\n%s", p.name, words, p.all())
	}
}

func TestADatabaseThatIsDamagedWhereItIsOpenedIsToldToo(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	w.sleeps()
	restore := w.keeps("")
	path := store.Path(w.cfg.Data)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, spoilt := range map[string][]byte{
		"cut in half":              whole[:len(whole)/2],
		"the schema zeroed":        slices.Concat(whole[:100], make([]byte, 3996), whole[4096:]),
		"all but the first zeroed": slices.Concat(whole[:4096], make([]byte, len(whole)-4096)),
	} {
		if err := os.WriteFile(path, spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		t.Log(name)
		w.refuses(damaged(path))
		w.checks("damaged")
	}
	restore()
	w.wakes()
	ana.runs("need", "text", "An evening without screens").presses("Send to Benedict").reads("Sent.")
}

// checks runs leanon check, which finds the database at fault.
func (w *world) checks(words string) {
	w.t.Helper()
	lines := w.checkup()
	wantLine(w.t, lines, "database", "FAIL", words)
}

func TestDamageWhileItRunsIsNeverAnAcknowledgement(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "An evening without screens")
	w.restarts()  // what is read is read from the file
	w.catchesUp() // the start has looked the file through, and found it sound
	restore := w.keeps("")
	w.zeroes("needs", "incoming")
	ana.presses("Send to Benedict").reads("Nothing was saved")
	ben.writes("A word said on a damaged disk")
	ben.runs("help") // answered after that was heard
	w.logged("request failed")
	w.passes(time.Hour)
	ben.neverSaw("A note from").neverSaw("A word said")
	w.sleeps()
	restore()
	w.wakes()
	ana.presses("Send to Benedict").reads("Sent.")
	w.passes(time.Hour)
	ben.sees("A note from Anabel is waiting").once("A word said on a damaged disk")
}

func TestWithoutItsLogTheDatabaseIsAnOlderOneAndWhole(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.restarts()
	ana.runs("need", "text", "An evening without screens")
	loseLog := w.keeps("")
	ana.presses("Send to Benedict").reads("Sent.")
	withdraw := ana.spies("Withdraw")
	w.sleeps()
	loseLog() // as after a kill, when nothing was copied from the log
	w.wakes()
	ana.pressesOld(withdraw)
	ana.runs("need", "text", "A walk before dinner").presses("Send to Benedict").reads("Sent.")
	w.passes(time.Hour)
	if n := ben.count("A note from Anabel is waiting"); n != 2 {
		t.Errorf("Benedict was told of %d notes, want one from before the loss and one after it", n)
	}
	ben.opens().reads("A walk before dinner")
}

// A file with nothing in it, or a log alone, was a database once: a new one in its
// place would let people think that they never said a word.
func TestADatabaseThatIsEmptyOrLeftItsLogIsNotBegunAnew(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	restoreAll := w.keeps("", "-wal")
	w.sleeps()
	path := store.Path(w.cfg.Data)
	if err := os.Truncate(path, 0); err != nil {
		t.Fatal(err)
	}
	empty := path + " is empty, as leanon never leaves it: move " + path + "-wal and " + path + "-shm aside and put a backup in its place, or delete it if nothing ever was in it"
	w.refuses(empty)
	w.checks(empty)
	restoreAll()
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	alone := path + " is gone but " + path + "-wal, a part of it, is there: put it back beside that, or move that away to begin anew"
	w.refuses(alone)
	w.checks(alone)
	restoreAll()
	w.wakes()
	ana.runs("need", "text", "An evening without screens").presses("Send to Benedict").reads("Sent.")
}

// When a database and its log are gone, the data directory looks as it did before the
// first start, except for the key. leanon starts all the same: a host may have put the
// key there first.
func TestADatabaseBegunBesideAKeyIsToldOf(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	const told = "no database is, and a new one is begun"
	if log := w.log.String(); strings.Contains(log, told) {
		t.Errorf("the first start says that %s:\n%s", told, log)
	}
	w.sleeps()
	path := store.Path(w.cfg.Data)
	for _, part := range []string{"", "-wal", "-shm"} {
		if err := os.RemoveAll(path + part); err != nil {
			t.Fatal(err)
		}
	}
	lines := w.checkup()
	wantLine(t, lines, "key", "ok", "it is there")
	wantLine(t, lines, "database", "warn", host.KeyPath(w.cfg.Data)+" is there but "+path+" is not: if there was one, put a backup in its place")
	w.wakes()
	w.logged(told)
	lines = w.checkup()
	wantLine(t, lines, "database", "ok", "is whole")
}

// Somebody who used only commands has written no message after which reading could
// begin: it begins after the command. Somebody who read only the help has left nothing
// to begin after.
func TestWhoOnlyUsedCommandsIsHeardAfterAnAbsence(t *testing.T) {
	const nobody = "You have no partner here at the moment"
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	both := w.people("Cleopatra", "Danielle")
	cleo, dan := both[0], both[1]
	w.sleeps()
	cleo.writes("Something from long before")
	w.wakes()
	cleo.neverSaw(nobody)
	cleo.runs("settings").presses("More").chooses("One reminder", "Reminder: on")
	cleo.runs("settings") // by now there is a row
	dan.runs("help").runs("help")
	w.sleeps()
	w.clock.set(w.clock.Now().Add(time.Hour))
	cleo.writes("Is anybody there now?")
	dan.writes("Is anybody here at all?")
	w.wakes()
	cleo.once(nobody)
	dan.neverSaw(nobody)
	w.restarts()
	w.catchesUp()
	cleo.once(nobody)
}

// checkup carries out leanon check with the world's settings and returns its lines
// by what they are about.
func (w *world) checkup(environ ...string) map[string]string {
	w.t.Helper()
	manual, err := os.ReadFile("../config.yaml")
	if err != nil {
		w.t.Fatal(err)
	}
	var out strings.Builder
	_ = host.CheckCommand{}.Run(&host.Process{ // its error says no more than its lines
		Ctx: w.t.Context(), Manual: string(manual), Environ: append(environ, "LEANON_DATA="+w.cfg.Data, "LEANON_DISCORD_API_URL="+w.cfg.Discord.APIURL),
		Stdin: strings.NewReader(""), Stdout: &out, Stderr: io.Discard, Now: time.Now,
	})
	lines := map[string]string{}
	for line := range strings.Lines(out.String()) {
		what, _, _ := strings.Cut(strings.TrimSpace(line[min(len(line), 5):]), ":")
		lines[what] += strings.TrimSuffix(line, "\n")
	}
	return lines
}

func wantLine(t *testing.T, lines map[string]string, what, mark, words string) {
	t.Helper()
	if got := lines[what]; !strings.HasPrefix(got, mark+" ") || !strings.Contains(got, words) {
		t.Errorf("%s: got %q, want it to begin with %s and to say %q", what, got, mark, words)
	}
}
