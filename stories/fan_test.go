package stories

import (
	"database/sql"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"leanon/clock"
	"leanon/config"
	"leanon/host"
	"leanon/playground"
	"leanon/store"
)

// fan is one world of many couples.
type fan struct {
	discord *playground.Discord
	data    string
	people  []*playground.Person // couple by couple
	channel map[string]bool      // of those who are asked
	all     atomic.Int64         // requests of every kind
	asked   atomic.Int64
	counted atomic.Int64 // requests under the global limit since the check-ins were due
	last    atomic.Pointer[time.Time]
	ahead   atomic.Int64 // how far Discord's clock is ahead of the real one

	mu     sync.Mutex
	waited map[string]chan time.Time // who waits for a note, by channel
	acks   []time.Duration
	notes  []time.Duration
	broke  []string
}

// newFan makes a world. Its caller closes it before it makes another, because two do
// not fit into memory.
func newFan(b *testing.B) *fan {
	b.Helper()
	f := &fan{data: filepath.Join(b.TempDir(), "data"), channel: map[string]bool{}, waited: map[string]chan time.Time{}}
	now := func() time.Time { return time.Now().Add(time.Duration(f.ahead.Load())) }
	f.discord = playground.New(playground.Options{Now: now, Steady: time.Now, Global: fanLimit, Check: f.count, Broke: func(request string, err error) {
		f.mu.Lock()
		defer f.mu.Unlock()
		f.broke = append(f.broke, fmt.Sprintf("%s: %v", request, err))
	}})
	if err := f.discord.Start(); err != nil {
		b.Fatal(err)
	}
	if err := os.MkdirAll(f.data, 0o700); err != nil {
		b.Fatal(err)
	}
	f.settle(b)
	return f
}

// count sees every request, and refuses none.
func (f *fan) count(r *http.Request, _ []byte) error {
	f.all.Add(1)
	path := r.URL.Path
	if strings.Contains(path, "/interactions/") || strings.Contains(path, "/webhooks/") {
		return nil // not under the global limit
	}
	f.counted.Add(1)
	_, after, _ := strings.Cut(path, "/channels/")
	channel, rest, _ := strings.Cut(after, "/")
	if r.Method != http.MethodPost || rest != "messages" {
		return nil
	}
	now := time.Now()
	if f.channel[channel] {
		f.last.Store(&now)
		f.asked.Add(1)
		return nil
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if c := f.waited[channel]; c != nil {
		c <- now
		delete(f.waited, channel)
	}
	return nil
}

// settle pairs everybody by the store's own rules, with real keys and names, of which
// messages are composed.
func (f *fan) settle(b *testing.B) {
	b.Helper()
	cfg, err := shipped()
	if err != nil {
		b.Fatal(err)
	}
	cfg.Data = f.data
	st, err := host.OpenStore(b.Context(), cfg, config.Secret{Text: fanKey}, clock.New())
	if err != nil {
		b.Fatal(err)
	}
	defer st.Close()
	now := time.Now().AddDate(0, 0, -20) // past the first two weeks, before they are asked whether they still agree
	for i := range *fanAsked {
		a, c := f.discord.AddPerson(fmt.Sprint("A", i)), f.discord.AddPerson(fmt.Sprint("B", i))
		f.people = append(f.people, a, c)
		draft, err := st.Draft(b.Context(), a.ID, a.Name, c.ID, c.Name, now)
		if err == nil {
			_, err = st.SendInvite(b.Context(), draft.ID, a.ID, store.FactsRead{Version: 1}, now)
		}
		if err == nil {
			_, err = st.Accept(b.Context(), draft.ID, c.ID, store.Agreement{Name: c.Name, Read: store.FactsRead{Version: 1}}, now)
		}
		for _, p := range []*playground.Person{a, c} {
			if err == nil {
				err = st.Opened(b.Context(), p.ID, p.DM().ID)
			}
		}
		if err != nil {
			b.Fatal(err)
		}
	}
	f.write(b, func(tx *sql.Tx) error {
		if _, err := tx.Exec(`DELETE FROM notices WHERE kind IN ('welcome', 'invite')`); err != nil {
			return err
		}
		for _, p := range f.people {
			if _, err := tx.Exec(`UPDATE partners SET zone = 'UTC' WHERE person = ?1`, p.ID); err != nil {
				return err
			}
		}
		return nil
	})
}

// rest lets nobody be due for hours.
func (f *fan) rest(b *testing.B) {
	b.Helper()
	later := time.Now().UTC().Add(12 * time.Hour)
	f.write(b, func(tx *sql.Tx) error {
		_, err := tx.Exec(`UPDATE members SET cron = ?1, next_at = ?2`, fmt.Sprintf("0 %d * * *", later.Hour()), later.Truncate(time.Hour).Unix())
		return err
	})
}

// arm makes the first fanAsked people due in the same minute, and returns that.
func (f *fan) arm(b *testing.B) time.Time {
	b.Helper()
	f.rest(b)
	at := time.Now().UTC().Add(65 * time.Second).Truncate(time.Minute)
	f.write(b, func(tx *sql.Tx) error {
		for _, p := range f.people[:*fanAsked] {
			f.channel[p.DM().ID] = true
			_, err := tx.Exec(`UPDATE members SET cron = ?2, next_at = ?3 WHERE person = ?1`, p.ID, fmt.Sprintf("%d %d * * *", at.Minute(), at.Hour()), at.Unix())
			if err != nil {
				return err
			}
		}
		return nil
	})
	return at
}

func (f *fan) write(b *testing.B, do func(*sql.Tx) error) {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+store.Path(f.data)+"?_busy_timeout=5000&_txlock=immediate")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	tx, err := db.Begin()
	if err != nil {
		b.Fatal(err)
	}
	if err := do(tx); err != nil {
		b.Fatal(err)
	}
	if err := tx.Commit(); err != nil {
		b.Fatal(err)
	}
}

func (f *fan) await(b *testing.B, what string, so func() bool) {
	b.Helper()
	limit := time.After(10 * time.Minute)
	for every := time.Tick(time.Millisecond); !so(); { // to be woken by each change would cost more than it measures
		select {
		case <-every:
		case <-limit:
			b.Fatalf("no sign of %s after 10 minutes", what)
		}
	}
}

// ready waits until the bot serves, and begins to count.
func (f *fan) ready(b *testing.B) {
	b.Helper()
	f.await(b, "commands", func() bool { return f.discord.Gateway().Connected() && len(f.discord.Commands()) > 0 })
	f.quiet(b)
	f.counted.Store(0)
}

// quiet waits until the bot has asked nothing of Discord for a second.
func (f *fan) quiet(b *testing.B) {
	b.Helper()
	last, since := f.all.Load(), time.Now()
	f.await(b, "quiet", func() bool {
		if now := f.all.Load(); now != last {
			last, since = now, time.Now()
		}
		return time.Since(since) > time.Second
	})
}

// check fails unless everybody was asked once and no rule of Discord's was broken.
func (f *fan) check(b *testing.B) {
	b.Helper()
	for _, p := range f.people[:*fanAsked] {
		if n := len(p.Messages()); n != 1 {
			b.Fatalf("a person has %d messages, want 1", n)
		}
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	if len(f.broke) > 0 {
		b.Errorf("rules were broken: %s", f.broke[0])
	}
}

// durable fails unless every delivery is in the record.
func (f *fan) durable(b *testing.B) {
	b.Helper()
	f.write(b, func(tx *sql.Tx) error {
		var kept int
		err := tx.QueryRow(`SELECT count(*) FROM notices WHERE kind = 'check-in' AND sent_at IS NOT NULL AND message IS NOT NULL`).Scan(&kept)
		if err == nil && kept != *fanAsked {
			err = fmt.Errorf("%d deliveries were kept, want %d", kept, *fanAsked)
		}
		return err
	})
}
