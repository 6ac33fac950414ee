package host

import (
	"bytes"
	"database/sql"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leanon/clock"
	"leanon/config"
	"leanon/playground"
	"leanon/store"
)

// checks carries out leanon check with the settings of cfg, and returns its lines
// by what they are about.
func checks(t *testing.T, cfg config.Config, environ ...string) (code int, lines map[string]string, all string) {
	t.Helper()
	environ = append(environ, "LEANON_DATA="+cfg.Data, "LEANON_DISCORD_API_URL="+cfg.Discord.APIURL)
	out, err := runs(t, CheckCommand{}, environ...)
	if err != nil {
		code = 1
	}
	if failed := strings.Contains(out, "FAIL "); failed != (err != nil) {
		t.Errorf("got %v after\n%s", err, out)
	}
	return code, linesOf(out), out
}

func linesOf(out string) map[string]string {
	lines := map[string]string{}
	for line := range strings.Lines(out) {
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

const hostSaid = "LEANON_HOST_NAME=Hosta Example"

func TestCheckBeforeTheFirstStartFindsNothingWrong(t *testing.T) {
	t.Parallel()
	cfg, env, _ := hosted(t)
	code, lines, all := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text, hostSaid, "LEANON_HOST_CONTACT=hosta@example.org")
	if code != 0 {
		t.Errorf("got exit code %d, want 0", code)
	}
	for what, words := range map[string]string{
		"settings": "leanon understands", "host": "who runs this copy", "library": "questions",
		"data directory": "the first start makes it", "key": "none yet", "database": "none yet",
		"Discord": "answers", "clock": "agrees", "gateway": "hello", "token": "takes it",
	} {
		wantLine(t, lines, what, "ok", words)
	}
	wantLine(t, lines, "rhythm", "warn", "check_in.zone is empty, so no question comes by itself")
	if lines["zone data"] == "" {
		t.Error("no line about zone data")
	}
	if _, err := os.Stat(cfg.Data); err == nil {
		t.Error("check made the data directory, want nothing changed")
	}
	for _, private := range []string{env.Token.Text, "Hosta", "hosta@"} {
		if strings.Contains(all, private) {
			t.Errorf("got %q in\n%s", private, all)
		}
	}
}

// used opens a store in the data directory of cfg, as a running bot does.
func used(t *testing.T, cfg config.Config) *store.Store {
	t.Helper()
	lock, err := lockData(cfg.Data, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	st, err := OpenStore(t.Context(), cfg, config.Secret{}, clock.New())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close(); lock.Close() })
	return st
}

func TestCheckLooksAtADatabaseInUseAndChangesNothing(t *testing.T) {
	t.Parallel()
	cfg, env, _ := hosted(t)
	st := used(t, cfg)
	names := func() (all []string) {
		entries, err := os.ReadDir(cfg.Data)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range entries {
			all = append(all, e.Name())
		}
		return all
	}
	before := strings.Join(names(), " ")
	code, lines, _ := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
	wantLine(t, lines, "key", "ok", "opens the database")
	wantLine(t, lines, "database", "ok", "is whole")
	wantLine(t, lines, "messages", "ok", "0 owed")
	wantLine(t, lines, "data directory", "ok", "yours alone")
	if after := strings.Join(names(), " "); code != 0 || after != before {
		t.Errorf("got exit code %d and files %s, want 0 and %s", code, after, before)
	}
	if _, _, err := st.SetZone(t.Context(), "1", "Europe/Paris", time.Now()); err != nil {
		t.Errorf("the bot's next write: %v", err)
	}
}

func TestCheckTellsWhatIsWrongWithTheDatabase(t *testing.T) {
	t.Parallel()
	write := func(t *testing.T, path, text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	exec := func(t *testing.T, cfg config.Config, query string) {
		db, err := sql.Open("sqlite3", store.Path(cfg.Data))
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		if _, err := db.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	const otherKey = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAE="
	for name, c := range map[string]struct {
		spoil             func(t *testing.T, cfg config.Config)
		what, mark, words string
	}{
		"another key": {func(t *testing.T, cfg config.Config) { write(t, KeyPath(cfg.Data), otherKey) }, "key", "FAIL", "made with another one"},
		"no key": {func(t *testing.T, cfg config.Config) {
			if err := os.Remove(KeyPath(cfg.Data)); err != nil {
				t.Fatal(err)
			}
		}, "key", "FAIL", "its key is not"},
		"a key for all to read": {func(t *testing.T, cfg config.Config) {
			if err := os.Chmod(KeyPath(cfg.Data), 0o644); err != nil {
				t.Fatal(err)
			}
		}, "key", "FAIL", "chmod 600"},
		"a newer one": {func(t *testing.T, cfg config.Config) {
			exec(t, cfg, `INSERT INTO goose_db_version (version_id, is_applied) VALUES (9999, 1)`)
		}, "database", "FAIL", "newer leanon"},
		"somebody else's": {func(t *testing.T, cfg config.Config) {
			write(t, store.Path(cfg.Data), strings.Repeat("not a database ", 100))
		}, "database", "FAIL", "not a leanon database"},
		"a damaged one": {spoilPages, "database", "FAIL", "damaged"},
		"one for all to read": {func(t *testing.T, cfg config.Config) {
			if err := os.Chmod(store.Path(cfg.Data), 0o644); err != nil {
				t.Fatal(err)
			}
		}, "data directory", "warn", "chmod 600"},
		"a directory for all to read": {func(t *testing.T, cfg config.Config) {
			if err := os.Chmod(cfg.Data, 0o755); err != nil {
				t.Fatal(err)
			}
		}, "data directory", "warn", "chmod 700"},
		"dead letters": {func(t *testing.T, cfg config.Config) {
			exec(t, cfg, `INSERT INTO notices (id, person, kind, ref, lane, held, due_at, failed) VALUES (1, '1', 'whom', 1, 1, 0, 0, 'status 400')`)
		}, "messages", "warn", "1 that Discord refused"},
		"a backlog": {func(t *testing.T, cfg config.Config) {
			exec(t, cfg, `INSERT INTO notices (id, person, kind, ref, lane, held, due_at, wake_at) VALUES (1, '1', 'whom', 1, 1, 0, 0, 1000000000)`)
		}, "messages", "warn", "the oldest since 2001-09-09"},
		"a backlog behind dead letters": {func(t *testing.T, cfg config.Config) {
			exec(t, cfg, `INSERT INTO notices (id, person, kind, ref, lane, held, due_at, wake_at, failed) VALUES
				(1, '1', 'whom', 1, 1, 0, 0, 1000000000, NULL), (2, '1', 'whom', 2, 1, 0, 0, NULL, 'status 400')`)
		}, "messages", "warn", "1 owed, the oldest since 2001-09-09T01:46:40Z: is leanon running? And 1 that Discord refused for good"},
		"what Discord refuses": {func(t *testing.T, cfg config.Config) {
			exec(t, cfg, `INSERT INTO notices (id, person, kind, ref, lane, held, due_at, wake_at, refused_at, message) VALUES
				(1, '1', 'whom', 1, 1, 0, 0, 1099511627776, 1000000000, NULL), (2, '2', 'note', 2, 1, 0, 0, 4000000000, 1000000060, '7'),
				(3, '2', 'note', 3, 1, 0, 0, NULL, NULL, '8')`)
		}, "held", "warn", "2 that Discord does not take for now, the first since 2001-09-09T01:46:40Z"},
		"people who closed their messages": {func(t *testing.T, cfg config.Config) {
			exec(t, cfg, `INSERT INTO partners (person, wrapped_key, unreachable_at) VALUES ('1', x'00', 1000000000), ('2', x'00', NULL)`)
			exec(t, cfg, `INSERT INTO notices (id, person, kind, ref, lane, held, due_at, wake_at) VALUES
				(1, '1', 'note', 1, 1, 0, 1000000060, 1099511627776), (2, '2', 'note', 2, 1, 1, 0, 1099511627776)`)
		}, "held", "warn", "1 that Discord does not take for now, the first since 2001-09-09T01:47:40Z"},
		"one of before": {func(t *testing.T, cfg config.Config) {
			exec(t, cfg, `DROP INDEX notices_refused`)
			exec(t, cfg, `ALTER TABLE notices DROP COLUMN refused_at`)
		}, "database", "ok", "is whole"},
		"a zone of nowhere": {func(t *testing.T, cfg config.Config) {
			exec(t, cfg, `INSERT INTO partners (person, wrapped_key, zone) VALUES ('1', x'00', 'Mars/Olympus')`)
		}, "partners' zones", "warn", "1 of 1 are not in this zone data"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg, env, _ := hosted(t)
			st, err := openFresh(t, cfg)
			if err != nil {
				t.Fatal(err)
			}
			if err := st.Close(); err != nil {
				t.Fatal(err)
			}
			c.spoil(t, cfg)
			_, lines, all := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
			wantLine(t, lines, c.what, c.mark, c.words)
			if strings.Contains(all, otherKey) || strings.Contains(all, "Mars") {
				t.Errorf("a key or a place stands in\n%s", all)
			}
		})
	}
}

func openFresh(t *testing.T, cfg config.Config) (*store.Store, error) {
	t.Helper()
	if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
		return nil, err
	}
	return OpenStore(t.Context(), cfg, config.Secret{}, clock.New())
}

// spoilPages overwrites the pages of a table, but neither the first page nor the schema.
func spoilPages(t *testing.T, cfg config.Config) {
	db, err := sql.Open("sqlite3", store.Path(cfg.Data))
	if err != nil {
		t.Fatal(err)
	}
	var page, size int64
	err = db.QueryRow(`SELECT rootpage, (SELECT page_size FROM pragma_page_size) FROM sqlite_master WHERE name = 'check_ins'`).Scan(&page, &size)
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	file, err := os.OpenFile(store.Path(cfg.Data), os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	if _, err := file.WriteAt(bytes.Repeat([]byte{0x77}, int(size)), (page-1)*size); err != nil {
		t.Fatal(err)
	}
}

func TestCheckTellsWhatIsWrongWithTheSettings(t *testing.T) {
	t.Parallel()
	cfg, env, _ := hosted(t)
	good := "DISCORD_TOKEN=" + env.Token.Text
	for _, c := range []struct {
		environ           []string
		what, mark, words string
	}{
		{[]string{good, "LEANON_CHECK_IN_ZONE=Mars/Olympus"}, "settings", "FAIL", "check_in.zone"},
		{[]string{good, "LEANON_CHECK_IN_CRON=@daily"}, "settings", "FAIL", "check_in.cron"},
		{[]string{good, "LEANON_CHECK_IN_ZONE=Europe/Paris"}, "rhythm", "ok", "is asked next at 20"},
		{[]string{good, "LEANON_CHECK_IN_CRON=*/5 * * * *"}, "rhythm", "warn", "more often than check_in.min_interval"},
		{[]string{good}, "host", "warn", "host.name and host.contact are empty"},
		{[]string{good, hostSaid}, "host", "warn", "host.contact is empty"},
		{[]string{"DISCORD_TOKEN="}, "token", "FAIL", "DISCORD_TOKEN is not set"},
		{[]string{"DISCORD_TOKEN=a b"}, "token", "FAIL", "copy the token again"},
		{[]string{"DISCORD_TOKEN=" + env.Token.Text + "x"}, "token", "FAIL", "refused by Discord"},
		{[]string{good, "LEANON_KEY=short"}, "key", "FAIL", "LEANON_KEY is not a key"},
	} {
		_, lines, all := checks(t, cfg, c.environ...)
		wantLine(t, lines, c.what, c.mark, c.words)
		if strings.Contains(all, env.Token.Text) {
			t.Errorf("the token stands in\n%s", all)
		}
	}
}

func TestCheckNeedsADirectoryToWriteTo(t *testing.T) {
	t.Parallel()
	cfg, env, _ := hosted(t)
	if err := os.WriteFile(cfg.Data, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	_, lines, _ := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
	wantLine(t, lines, "data directory", "FAIL", "is not a directory")
}

func TestCheckTellsAnUnreachableDiscordFromABadToken(t *testing.T) {
	t.Parallel()
	cfg, env, d := hosted(t)
	d.Down(true)
	_, lines, _ := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
	wantLine(t, lines, "Discord", "FAIL", "cannot be reached")
	wantLine(t, lines, "token", "warn", "not tried")
	d.Down(false)

	cfg, env, d = hosted(t)
	d.Gateway().Refuse(true)
	_, lines, _ = checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
	wantLine(t, lines, "Discord", "ok", "answers")
	wantLine(t, lines, "gateway", "FAIL", "cannot be reached")
	wantLine(t, lines, "token", "ok", "takes it")

	cfg, env, d = hosted(t)
	d.Fault(func(r *http.Request) *playground.Fault {
		if strings.HasSuffix(r.URL.Path, "/applications/@me") {
			return playground.RateLimited(time.Hour, false)
		}
		return nil
	})
	_, lines, _ = checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
	wantLine(t, lines, "token", "warn", "wait 1h0m0s")
}

func TestCheckComparesTheClockWithDiscords(t *testing.T) {
	t.Parallel()
	date := time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		now         time.Time
		mark, words string
	}{
		{date, "ok", "agrees"},
		{date.Add(5 * time.Second), "ok", "agrees"},
		{date.Add(-4 * time.Second), "ok", "agrees"},
		{date.Add(7 * time.Second), "warn", "7s ahead"},
		{date.Add(-4 * time.Minute), "warn", "4m1s behind"},
		{date.Add(-time.Hour), "FAIL", "1h0m1s behind"},
		{date.AddDate(0, 0, 400), "FAIL", "9600h0m0s ahead"},
	} {
		var out strings.Builder
		checkSkew(&checkup{w: &out}, c.now, date)
		wantLine(t, linesOf(out.String()), "clock", c.mark, c.words)
	}
	var out strings.Builder
	checkSkew(&checkup{w: &out}, date, time.Time{})
	wantLine(t, linesOf(out.String()), "clock", "warn", "no time")
}

func TestCheckWarnsOfOldZoneData(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := filepath.Join(dir, "tzdata.zi")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	day := func(text string) time.Time {
		at, err := time.Parse(time.DateOnly, text)
		if err != nil {
			t.Fatal(err)
		}
		return at
	}
	for _, c := range []struct{ source, version, made, now, mark, words string }{
		{dir, "2026b", "2026-05-20", "2026-11-01", "ok", "2026b from " + dir},
		{dir, "2026b", "2026-05-20", "2026-12-01", "warn", "2026b from " + dir + " is over six months old"},
		{dir, "2025c", "2026-10-01", "2026-11-22", "warn", "over six months old"}, // packed anew, and still last year's
		{dir, "2026b", "1970-01-01", "2026-12-01", "ok", "2026b"},                 // a system that sets all dates to one
		{dir, "2026b", "1970-01-01", "2027-07-15", "warn", "over six months old"},
		{dir, "unknown", "2026-05-20", "2026-06-01", "ok", "of unknown release"},
		{dir, "unknown", "2026-05-20", "2026-12-01", "warn", "over six months old"},
		{dir, "unknown", "1970-01-01", "2026-12-01", "warn", "cannot be told"},
		{"built in", "go1.26.8", "2026-05-20", "2026-06-01", "warn", "built into leanon by go1.26.8"},
	} {
		if err := os.Chtimes(file, day(c.made), day(c.made)); err != nil {
			t.Fatal(err)
		}
		var out strings.Builder
		checkZones(&checkup{w: &out}, c.source, c.version, day(c.now))
		wantLine(t, linesOf(out.String()), "zone data", c.mark, c.words)
	}
}
