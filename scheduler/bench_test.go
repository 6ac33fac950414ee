package scheduler

import (
	"crypto/rand"
	"database/sql"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"log/slog"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/robfig/cron/v3"

	"leanon/clock"
	"leanon/library"
	"leanon/store"
	"leanon/store/seal"
)

// BenchmarkTick measures what one look at the clock costs in a file of many partners of
// whom few are due. It compares that with one robfig/cron entry for each partner, and with
// a file whose couples were asked every evening for a year. docs/performance.md has the
// table and the command.
func BenchmarkTick(b *testing.B) {
	for _, partners := range []int{1_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("partners=%d", partners), func(b *testing.B) {
			town := newTown(b, partners, 0)
			for _, due := range []int{0, 100, 10_000} {
				if due > partners {
					due = partners
				}
				b.Run(fmt.Sprintf("due=%d/by=leanon", due), func(b *testing.B) { town.ticks(b, due) })
			}
			if err := town.store.Close(); err != nil {
				b.Fatal(err)
			}
			for _, due := range []int{1, 100, 10_000} {
				if due > partners {
					due = partners
				}
				b.Run(fmt.Sprintf("due=%d/by=cron.Entry", due), func(b *testing.B) { entryEach(b, partners, due) })
			}
		})
	}
	const partners, evenings, due = 20_000, 365, 10_000
	b.Run(fmt.Sprintf("partners=%d/evenings=%d", partners, evenings), func(b *testing.B) {
		town := newTown(b, partners, evenings)
		b.Run(fmt.Sprintf("due=%d/by=leanon", due), func(b *testing.B) { town.ticks(b, due) })
		if err := town.store.Close(); err != nil {
			b.Fatal(err)
		}
	})
}

// A town is a database of many couples. Every partner has a key, a name, a zone
// and a rhythm; those who are not to be due have their next check-in in a far
// year.
type town struct {
	path    string
	store   *store.Store
	library *library.Library
	couples []store.ID
	day     int // of the last tick

	unwritten bool // what the couples were asked stands in rows, as before the upgrade to records
}

const (
	evening      = "0 20 * * *"
	farFuture    = 7_000_000_000 // the year 2191
	couplesPerTx = 50_000
)

// townZones returns zones in which it is between 20:00 and midnight at 20:30 UTC, in
// summer and in winter, so that all check-ins of a day are due at one moment.
func townZones() []string {
	return []string{"Europe/London", "Europe/Paris", "Europe/Berlin", "Europe/Madrid", "Europe/Rome", "Europe/Vienna",
		"Europe/Warsaw", "Europe/Stockholm", "Europe/Athens", "Europe/Helsinki"}
}

func newTown(b *testing.B, partners, evenings int) *town {
	b.Helper()
	t := &town{path: filepath.Join(b.TempDir(), "leanon.db"), library: library.Default()}
	t.open(b)
	t.settle(b, partners/2, evenings+30)
	t.remember(b, evenings)
	t.unwritten = evenings > 0
	return t
}

func (t *town) open(b *testing.B) {
	b.Helper()
	key, err := seal.ParseKey(strings.Repeat("A", 42) + "E")
	if err != nil {
		b.Fatal(err)
	}
	t.store, err = store.Open(b.Context(), t.path, key, clock.New(), store.Defaults{Cron: evening, Zone: "UTC", Quiet: "22:00-08:00", MinInterval: time.Hour, FollowUp: 24 * time.Hour, Retention: 90 * 24 * time.Hour})
	if err != nil {
		b.Fatal(err)
	}
}

// settle fills the file with couples that were formed a number of days ago.
func (t *town) settle(b *testing.B, couples, days int) {
	b.Helper()
	zones := townZones()
	formed := t.dusk().AddDate(0, 0, -days).Unix()
	for i := range couples {
		t.couples = append(t.couples, store.ID(i+1)<<38) // in order, so that filling is quick; as long as a real one
	}
	t.fill(b, func(tx *sql.Tx, first, last int) {
		partner := prepare(b, tx, `INSERT INTO partners (person, wrapped_key, channel, zone) VALUES (?1, ?2, ?3, ?4)`)
		couple := prepare(b, tx, `INSERT INTO couples (id, wrapped_key, formed_at) VALUES (?1, ?2, ?3)`)
		member := prepare(b, tx, `INSERT INTO members (couple_id, person, name, cron, next_at) VALUES (?1, ?2, ?3, ?4, ?5)`)
		for i, id := range t.couples[first:last] {
			i += first
			run(b, couple, id, noise(69), formed)
			for j := range 2 {
				person := personOf(i, j)
				run(b, partner, person, noise(69), "9"+person, zones[(i+j)%len(zones)])
				run(b, member, id, person, noise(61), evening, farFuture+2*i+j)
			}
		}
	})
}

// remember gives every couple the questions of a number of evenings.
func (t *town) remember(b *testing.B, evenings int) {
	b.Helper()
	questions := t.library.Questions()
	t.fill(b, func(tx *sql.Tx, first, last int) {
		asked := prepare(b, tx, `INSERT INTO questions_asked (couple_id, local_date, nth, question, at) VALUES (?1, ?2, 0, ?3, ?4)`)
		for i, id := range t.couples[first:last] {
			for ago := evenings; ago > 0; ago-- {
				at := t.dusk().AddDate(0, 0, -ago)
				run(b, asked, id, at.Format(time.DateOnly), questions[(i+ago)%len(questions)].Key, at.Unix())
			}
		}
	})
}

// fill calls do for all couples, up to couplesPerTx in one transaction.
func (t *town) fill(b *testing.B, do func(tx *sql.Tx, first, last int)) {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+t.path+"?_journal_mode=WAL&_synchronous=OFF&_foreign_keys=off&_cache_size=-200000")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	for first := 0; first < len(t.couples); first += couplesPerTx {
		tx, err := db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		do(tx, first, min(first+couplesPerTx, len(t.couples)))
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
	}
	if _, err := db.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		b.Fatal(err)
	}
}

func personOf(couple, which int) string {
	return fmt.Sprint(100_000_000_000_000_000 + 2*couple + which)
}

func prepare(b *testing.B, tx *sql.Tx, query string) *sql.Stmt {
	b.Helper()
	s, err := tx.Prepare(query)
	if err != nil {
		b.Fatal(err)
	}
	return s
}

func run(b *testing.B, s *sql.Stmt, args ...any) {
	b.Helper()
	if _, err := s.Exec(args...); err != nil {
		b.Fatal(err)
	}
}

// noise returns random bytes in place of sealed words of that length. A tick does not
// open them.
func noise(length int) []byte {
	b := make([]byte, length)
	_, _ = rand.Read(b) // never fails
	return b
}

// dusk returns a moment of the present day at which all its check-ins are due.
func (t *town) dusk() time.Time {
	return time.Date(2026, 11, 23, 20, 30, 0, 0, time.UTC).AddDate(0, 0, t.day)
}

// arm goes on to the next day and makes a number of partners due on it: others than the
// day before, and spread over the file.
func (t *town) arm(b *testing.B, due int) {
	b.Helper()
	t.day++
	if due == 0 {
		return
	}
	db, err := sql.Open("sqlite3", "file:"+t.path+"?_busy_timeout=5000&_txlock=immediate")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	if _, err := tx.Exec(`UPDATE members SET next_at = ?1 WHERE next_at < ?1`, farFuture); err != nil {
		b.Fatal(err)
	}
	each := prepare(b, tx, `UPDATE members SET next_at = ?2 WHERE couple_id = ?1`)
	for i := range due / 2 {
		couple := t.couples[(i*2*len(t.couples)/due+t.day)%len(t.couples)]
		run(b, each, couple, t.dusk().Add(-4*time.Hour).Unix()) // before the slot, in summer too
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	if _, err := db.Exec("PRAGMA wal_checkpoint(TRUNCATE)"); err != nil {
		b.Fatal(err)
	}
}

// choose picks a question as the bot does.
func (t *town) choose(a store.Asked) string {
	h := fnv.New64a()
	_ = binary.Write(h, binary.BigEndian, int64(a.Couple)) // a hash takes everything
	h.Write([]byte(a.Date))
	return t.library.Pick(library.Asking{Asked: a.Last, Now: a.Now, Formed: a.FormedAt, Depth: a.Depth, Seed: h.Sum64()})
}

// ticks opens a number of check-ins on each day of the benchmark.
func (t *town) ticks(b *testing.B, due int) {
	var now time.Time
	s := New(Options{Store: t.store, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler), Choose: t.choose})
	ctx := b.Context()
	l := newLoop(s, ctx)
	look := func() {
		now = t.dusk()
		l.readComing(ctx, now)
		for l.tick(ctx, now) {
		}
		l.next(now)
	}
	t.arm(b, 0)
	l.readComing(ctx, t.dusk()) // the first look prepares its statements
	for ; t.unwritten; t.unwritten = false {
		for range len(t.couples) * 2 / due { // what a couple was ever asked is written with its next question
			t.arm(b, due)
			look()
		}
	}
	before := t.opened(b)
	var worked time.Duration
	b.ReportAllocs()
	b.ResetTimer()
	began := worktime(b)
	for range b.N {
		if due > 0 {
			worked += worktime(b) - began
			b.StopTimer()
			t.arm(b, due)
			b.StartTimer()
			began = worktime(b)
		}
		look()
	}
	worked += worktime(b) - began
	b.StopTimer()
	b.ReportMetric(float64(worked.Microseconds())/1000/float64(b.N), "ms-cpu/op")
	if got, want := t.opened(b)-before, due*b.N; got != want {
		b.Fatalf("check-ins opened in %d ticks: got %d, want %d", b.N, got, want)
	}
	reportHeap(b)
}

func (t *town) opened(b *testing.B) (n int) {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+t.path+"?mode=ro")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if err := db.QueryRow(`SELECT count(*) FROM check_ins`).Scan(&n); err != nil {
		b.Fatal(err)
	}
	return n
}

// reportHeap reports what stays in memory between two ticks.
func reportHeap(b *testing.B) {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	b.ReportMetric(float64(m.HeapAlloc)/(1<<20), "MB-heap")
}

// entryEach makes a robfig/cron entry for each partner, as most bots do, and measures one
// wake by real timers: the entries that are due are started and get their next time, and
// all entries are sorted. Its jobs do nothing, while those of a bot would still read and
// write their database.
func entryEach(b *testing.B, partners, due int) {
	c := cron.New(cron.WithLocation(time.UTC))
	woken, done := make(chan struct{}), make(chan struct{})
	for i := range partners {
		s, err := cron.ParseStandard(yearly(i))
		if err != nil {
			b.Fatal(err)
		}
		switch {
		case i == 0:
			c.Schedule(atOnce{s, func() {
				select {
				case woken <- struct{}{}:
				case <-done:
				}
			}}, cron.FuncJob(func() {}))
		case i < due:
			c.Schedule(atOnce{s, func() {}}, cron.FuncJob(func() {}))
		default:
			c.Schedule(s, cron.FuncJob(func() {}))
		}
	}
	c.Start()
	defer func() {
		close(done)
		<-c.Stop().Done()
	}()
	<-woken // every entry has its first time
	began := worktime(b)
	b.ReportAllocs()
	b.ResetTimer()
	for range b.N {
		<-woken
	}
	b.StopTimer()
	b.ReportMetric(float64((worktime(b)-began).Microseconds())/1000/float64(b.N), "ms-cpu/op")
	reportHeap(b)
}

// yearly returns a cron expression with one time a year, another one for each partner.
func yearly(i int) string {
	return fmt.Sprintf("%d %d %d %d *", i%60, i/60%24, 1+i/1440%28, 1+i/40320%12)
}

// atOnce is due again as soon as it ran. It computes its next time all the same.
type atOnce struct {
	cron.Schedule
	ran func()
}

func (a atOnce) Next(t time.Time) time.Time {
	a.Schedule.Next(t)
	a.ran()
	return t.Add(time.Nanosecond)
}
