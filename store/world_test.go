package store_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	_ "github.com/mattn/go-sqlite3"

	"leanon/clock"
	"leanon/store"
	"leanon/store/seal"
)

func testKey(t testing.TB) seal.Key {
	t.Helper()
	key, err := seal.ParseKey(strings.Repeat("QUJD", 10) + "QUI=")
	if err != nil {
		t.Fatalf("parse the test's key: %v", err)
	}
	return key
}

func testDefaults() store.Defaults {
	return store.Defaults{Cron: "0 20 * * *", Zone: "UTC", Quiet: "22:00-08:00", MinInterval: time.Hour, FollowUp: 24 * time.Hour, Retention: 90 * 24 * time.Hour}
}

func openAt(t testing.TB, path string) (*store.Store, error) {
	t.Helper()
	return store.Open(context.Background(), path, testKey(t), clock.New(), testDefaults())
}

// world is a database and a clock that stands still until it is set.
type world struct {
	*testing.T
	*store.Store
	path string
	now  time.Time
	said int // sources told so far
}

// newWorld opens a new database on Monday noon.
func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{T: t, path: filepath.Join(t.TempDir(), "leanon.db"), now: monday()}
	s, err := openAt(t, w.path)
	if err != nil {
		t.Fatalf("open: %v", err)
	}
	w.Store = s
	t.Cleanup(func() { w.Store.Close() })
	return w
}

func (w *world) must(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// wants checks an error against a sentinel.
func (w *world) wants(what string, err, want error) {
	w.Helper()
	if !errors.Is(err, want) {
		w.Errorf("%s: got %v, want %v", what, err, want)
	}
}

// at sets the clock to a moment in UTC, such as "2026-11-24 20:00".
func (w *world) at(moment string) {
	w.Helper()
	now, err := time.Parse("2006-01-02 15:04", moment)
	w.must(err)
	w.now = now
}

func (w *world) source() string {
	w.said++
	return fmt.Sprintf("source-%d", w.said)
}

func (w *world) pair(from, to string) store.ID {
	w.Helper()
	id := pair(w.T, w.Store, from, to, w.now)
	w.sent()
	return id
}

func (w *world) drafts(couple store.ID, person, words string) store.ID {
	w.Helper()
	e, err := w.Word(w.Context(), store.Wording{Couple: couple, Person: person, Source: w.source(), Words: words, Ask: "call me"}, w.now)
	w.must(err)
	return e.Need.ID
}

func (w *world) writes(couple store.ID, person, words string) store.ID {
	w.Helper()
	id := w.drafts(couple, person, words)
	_, err := w.Send(w.Context(), id, person, "", w.now)
	w.must(err)
	return id
}

func (w *world) answers(need store.ID, person string, choice store.Choice) store.Exchange {
	w.Helper()
	e, err := w.Answer(w.Context(), store.Answering{Need: need, Person: person, Source: w.source(), Choice: choice, FollowUp: w.now.Add(24 * time.Hour)}, w.now)
	w.must(err)
	return e
}

// moves sets a person's zone.
func (w *world) moves(person, zone string) {
	w.Helper()
	_, _, err := w.SetZone(w.Context(), person, zone, w.now)
	w.must(err)
}

func (w *world) need(id store.ID, person string) store.Need {
	w.Helper()
	e, err := w.NeedFor(w.Context(), id, person)
	w.must(err)
	return e.Need
}

// opens opens what is due and returns how many members were handled.
func (w *world) opens() int {
	w.Helper()
	n, err := w.OpenDue(w.Context(), w.now, 100, first)
	w.must(err)
	return n
}

// attempt attempts a person's one due notice.
func (w *world) attempt(person string) (store.Notice, error) {
	w.Helper()
	due, err := w.Due(w.Context(), w.now, store.LaneScheduled, 100)
	w.must(err)
	due = slices.DeleteFunc(due, func(o store.Owed) bool { return o.Person != person })
	if len(due) == 0 {
		w.Fatalf("%s is owed nothing", person)
	}
	return w.Attempt(w.Context(), due[0].ID, w.now)
}

// sent sends all that can be sent now, and returns it as "person kind" or
// "person kind edit".
func (w *world) sent() (all []string) {
	w.Helper()
	for {
		due, err := w.Due(w.Context(), w.now, store.LaneScheduled, 100)
		w.must(err)
		if len(due) == 0 {
			return all
		}
		n, err := w.Attempt(w.Context(), due[0].ID, w.now)
		switch {
		case errors.Is(err, store.ErrTooLate):
		case err != nil:
			w.Fatal(err)
		case n.Message != "":
			all = append(all, n.Person+" "+string(n.Kind)+" edit")
			w.must(w.Edited(w.Context(), n))
		case n.OnlyLook:
			w.must(w.Drop(w.Context(), n))
		case n.Unwanted:
			w.must(w.Unreachable(w.Context(), n, w.now))
		default:
			all = append(all, n.Person+" "+string(n.Kind))
			w.must(w.Delivered(w.Context(), n, "dm-"+n.Person, "message-"+n.ID.String(), w.now))
		}
	}
}

func (w *world) wantSent(want ...string) {
	w.Helper()
	if got := w.sent(); !slices.Equal(got, want) {
		w.Errorf("sent at %s: got %q, want %q", w.now.Format("2 Jan 15:04"), got, want)
	}
}

func (w *world) wantNext(couple store.ID, person, want string) {
	w.Helper()
	c, err := w.CoupleFor(w.Context(), couple, person)
	w.must(err)
	got := ""
	if !c.Me.NextAt.IsZero() {
		got = c.Me.NextAt.UTC().Format("2006-01-02 15:04")
	}
	if got != want {
		w.Errorf("%s's next check-in: got %q, want %q", person, got, want)
	}
}

// raw opens the file as somebody would who has the file but not the key.
func raw(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+url.PathEscape(path)+"?_busy_timeout=5000")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func (w *world) sql(query string, args ...any) {
	w.Helper()
	if _, err := raw(w.T, w.path).ExecContext(w.Context(), query, args...); err != nil {
		w.Fatal(err)
	}
}
