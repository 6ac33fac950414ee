package scheduler

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"log/slog"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/robfig/cron/v3"

	"leanon/library"
	"leanon/store"
)

// BenchmarkTick measures what one look at the clock costs in a file of many
// partners of whom few are due, and beside it what one robfig/cron entry for each
// partner costs. docs/performance.md has its table and the command.
func BenchmarkTick(b *testing.B) {
	for _, partners := range []int{1_000, 100_000, 1_000_000} {
		b.Run(fmt.Sprintf("partners=%d", partners), func(b *testing.B) {
			town := newTown(b, partners)
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
}

const (
	evening    = "0 20 * * *"
	farFuture  = 7_000_000_000 // the year 2191
	seatsPerTx = 50_000
)

// zones are those in which it is past 20:00 and before midnight at 20:30 UTC in
// summer and in winter, so that a day's check-ins are all due at one moment.
func townZones() []string {
	return []string{"Europe/London", "Europe/Paris", "Europe/Berlin", "Europe/Madrid", "Europe/Rome", "Europe/Vienna",
		"Europe/Warsaw", "Europe/Stockholm", "Europe/Athens", "Europe/Helsinki"}
}

func newTown(b *testing.B, partners int) *town {
	b.Helper()
	t := &town{path: filepath.Join(b.TempDir(), "leanon.db")}
	var err error
	if t.library, err = library.Default(); err != nil {
		b.Fatal(err)
	}
	t.open(b)
	t.settle(b, partners/2)
	var names []string
	c, err := t.store.CoupleFor(b.Context(), t.couples[0], personOf(0, 0))
	if err != nil {
		b.Fatal(err)
	}
	if names = append(names, c.Me.Name, c.Other.Name); names[0] != "Ana" || names[1] != "Ben" {
		b.Fatalf("the first couple's names: got %q, want Ana and Ben: the file is not as leanon writes it", names)
	}
	return t
}

func (t *town) open(b *testing.B) {
	b.Helper()
	key, err := store.ParseKey(strings.Repeat("A", 43))
	if err != nil {
		b.Fatal(err)
	}
	clock := NewClock()
	t.store, err = store.Open(b.Context(), t.path, key, store.Clock{
		Next: clock.Next, Gap: clock.Gap,
		In: func(zone string, at time.Time) (time.Time, error) {
			loc, err := clock.Zone(zone)
			if err != nil {
				return at, err
			}
			return at.In(loc), nil
		},
		QuietEnd: func(quiet, zone string, at time.Time) (time.Time, bool) {
			loc, err := clock.Zone(zone)
			if err != nil {
				return at, false
			}
			return QuietEnd(quiet, loc, at)
		},
	}, store.Defaults{Cron: evening, Zone: "UTC", Quiet: "22:00-08:00", MinInterval: time.Hour, FollowUp: 24 * time.Hour, Retention: 90 * 24 * time.Hour})
	if err != nil {
		b.Fatal(err)
	}
}

// settle fills the file by bulk, sealed as the store seals it.
func (t *town) settle(b *testing.B, couples int) {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+t.path+"?_journal_mode=WAL&_synchronous=OFF&_foreign_keys=off&_cache_size=-200000")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	zones := townZones()
	formed := time.Date(2026, 1, 5, 12, 0, 0, 0, time.UTC).Unix()
	for first := 0; first < couples; first += seatsPerTx {
		tx, err := db.Begin()
		if err != nil {
			b.Fatal(err)
		}
		partner := prepare(b, tx, `INSERT INTO partners (person, wrapped_key, channel, zone) VALUES (?1, ?2, ?3, ?4)`)
		couple := prepare(b, tx, `INSERT INTO couples (id, wrapped_key, formed_at) VALUES (?1, ?2, ?3)`)
		member := prepare(b, tx, `INSERT INTO members (couple_id, person, name, cron, next_at) VALUES (?1, ?2, ?3, ?4, ?5)`)
		for i := first; i < min(first+seatsPerTx, couples); i++ {
			id := store.ID(i+1) << 38 // in order, so that filling is quick; as long as a real one
			t.couples = append(t.couples, id)
			data := newDataKey()
			run(b, couple, id, data.wrapped("couples/wrapped_key/"+id.String()), formed)
			for j, name := range []string{"Ana", "Ben"} {
				person := personOf(i, j)
				own := newDataKey()
				run(b, partner, person, own.wrapped("partners/wrapped_key/"+person), "9"+person, zones[(i+j)%len(zones)])
				run(b, member, id, person, data.seal([]byte(name), "members/name/"+id.String()+"/"+person), evening, farFuture+2*i+j)
			}
		}
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

// dataKey seals as store/key.go says: a format byte, nonce, ciphertext and tag,
// bound to a place.
type dataKey [32]byte

func newDataKey() (k dataKey) {
	_, _ = rand.Read(k[:]) // never fails
	return k
}

func (k dataKey) seal(plain []byte, place string) []byte {
	block, err := aes.NewCipher(k[:])
	if err != nil {
		panic(err) // the size is fixed
	}
	gcm, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		panic(err) // AES has the block size that GCM wants
	}
	return gcm.Seal([]byte{1}, nil, plain, append([]byte{1}, place...))
}

// wrapped is the key sealed under the town's master key, which is all zeros.
func (k dataKey) wrapped(place string) []byte {
	var master dataKey
	fingerprint := sha256.Sum256(append([]byte("leanon master key\x00"), master[:]...))
	return append(fingerprint[:8], master.seal(k[:], place)...)
}

// dusk is a moment on a day at which all who are to be due on it are.
func (t *town) dusk() time.Time {
	return time.Date(2026, 11, 23, 20, 30, 0, 0, time.UTC).AddDate(0, 0, t.day)
}

// invites makes some partners, spread over the file, due from the next day on.
func (t *town) invites(b *testing.B, due int) {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+t.path+"?_busy_timeout=5000&_txlock=immediate")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`UPDATE members SET next_at = ?1 WHERE next_at < ?1`, farFuture); err != nil {
		b.Fatal(err)
	}
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	each := prepare(b, tx, `UPDATE members SET next_at = ?2 WHERE couple_id = ?1`)
	t.day++
	for i := range due / 2 {
		run(b, each, t.couples[i*2*len(t.couples)/due], t.dusk().Add(-time.Hour).Unix())
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
	t.day--
}

// choose picks as the bot does.
func (t *town) choose(a store.Asked) string {
	h := fnv.New64a()
	_ = binary.Write(h, binary.BigEndian, int64(a.Couple)) // a hash takes everything
	h.Write([]byte(a.Date))
	return t.library.Pick(a.Last, a.Now, a.FormedAt, a.Depth, h.Sum64())
}

// ticks opens a number of due check-ins on each day of the benchmark's.
func (t *town) ticks(b *testing.B, due int) {
	t.invites(b, due)
	var now time.Time
	s := New(Options{Store: t.store, Now: func() time.Time { return now }, Log: slog.New(slog.DiscardHandler), Choose: t.choose})
	ctx := context.Background()
	l := newLoop(s, ctx)
	before := t.opened(b)
	ticks := 0
	b.ReportAllocs()
	for b.Loop() {
		t.day++
		now = t.dusk()
		for l.tick(ctx, now) {
		}
		l.next(ctx, now)
		ticks++
	}
	if got, want := t.opened(b)-before, due*ticks; got != want {
		b.Fatalf("check-ins opened in %d ticks: got %d, want %d", ticks, got, want)
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

// entryEach has an entry in robfig/cron for each partner, as most bots do it, and
// measures one wake: due entries run and get their next time, all are sorted. The
// jobs do nothing, where a bot's would still have to read and write its database.
func entryEach(b *testing.B, partners, due int) {
	c := cron.New(cron.WithLocation(time.UTC))
	wakes := make(chan struct{})
	var ended atomic.Bool
	spec, err := cron.ParseStandard(evening)
	if err != nil {
		b.Fatal(err)
	}
	for i := range partners {
		s, err := cron.ParseStandard(evening)
		if err != nil {
			b.Fatal(err)
		}
		switch {
		case i == 0:
			c.Schedule(atOnce{s}, cron.FuncJob(func() {}))
		case i < due:
			c.Schedule(atOnce{s}, cron.FuncJob(func() {}))
		default:
			c.Schedule(s, cron.FuncJob(func() {}))
		}
	}
	_, _, _, _ = wakes, &ended, spec, due
	c.Start()
	defer c.Stop()
	b.ReportAllocs()
	for b.Loop() {
	}
	reportHeap(b)
}

// atOnce is due again as soon as it ran, at the price of computing its time.
type atOnce struct{ cron.Schedule }

func (a atOnce) Next(t time.Time) time.Time {
	a.Schedule.Next(t)
	return t.Add(time.Nanosecond)
}
