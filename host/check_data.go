package host

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"leanon/clock"
	"leanon/config"
	"leanon/store"
	"leanon/store/seal"
)

// lockPatience is how long check waits for another program that holds the database, as a
// start does.
const lockPatience = 5 * time.Second

// lateAfter is how long a message may be due before check warns of it.
const lateAfter = 10 * time.Minute

// checkDatabase checks the key, the database that it opens, and what is owed in it.
func checkDatabase(ctx context.Context, c *checkup, cfg config.Config, env Env, wall *clock.Clock) {
	path := store.Path(cfg.Data)
	if store.LogAlone(path) {
		c.fail("database", "%v", databaseSentence(cfg, env.Key, store.ErrLogAlone))
		return
	}
	if err := halfRestored(cfg.Data); err != nil {
		c.fail("database", "%v", err)
		return
	}
	if !store.Exists(path) {
		checkFirstKey(c, cfg.Data, env.Key)
		checkNoDatabase(c, cfg.Data)
		return
	}
	if checkLog(c, cfg.Data) {
		return
	}
	if len(store.SecondNames(path)) > 0 {
		c.warn("database", "a restore was cut short before it replaced anything: the next start, or %s, goes on with %s as it was", Command("restore"), path)
		return
	}
	keys := safeKeys(cfg.Data, env.Key)
	if _, err := keys(); err != nil {
		c.fail("key", "%v", err)
		c.warn("database", "not looked at, because its key cannot be used")
		return
	}
	var health store.Health
	err := within(ctx, time.Minute, func(ctx context.Context) (err error) {
		if !inUse(cfg.Data) {
			if err := writerGone(ctx, path, lockPatience); err != nil {
				return err
			}
		}
		health, err = store.Look(ctx, path, keys, env.Now())
		return err
	})
	switch {
	case errors.Is(err, seal.ErrWrongKey), errors.Is(err, seal.ErrHalfRotated):
		c.fail("key", "%v", databaseSentence(cfg, env.Key, err))
		return
	case err != nil:
		c.fail("database", "%v", databaseSentence(cfg, env.Key, err))
		return
	}
	c.ok("key", "it opens the database; keep a copy of it elsewhere")
	c.ok("database", "%s is whole", path)
	if health.Unknown && health.Vouched == store.Unvouched {
		c.fail("endings", "%v", databaseSentence(cfg, env.Key, store.ErrMemoryMissing))
	}
	checkPlaces(c, health.Zones, wall)
	checkBacklog(c, health.Backlog, env.Now())
	checkHeld(c, health.Held)
}

// checkLog warns of a log that is not the database's own, which the next start puts aside,
// and of what was put aside before. In the first case the database cannot be looked at,
// because SQLite would play that log on it.
func checkLog(c *checkup, dir string) (foreign bool) {
	path := store.Path(dir)
	var err error
	if !inUse(dir) { // the log of a bot that runs is changing
		foreign, err = store.ForeignLog(path)
	}
	aside, _ := keptAside(dir)
	if size := logSize(dir); size > largeLog {
		c.warn("log size", "%s-wal has %d MB, because another program reads the database for long (a backup, a replica, sqlite3), and leanon cannot begin it anew: look whether that program hangs", path, size>>20)
	}
	switch {
	case err != nil:
		c.fail("log", "%v", unwritable(dir, fmt.Errorf("%s-wal: %w", path, Cause(err))))
	case foreign:
		c.warn("log", "%s-wal belongs to another file than %s, as when a backup is put beside it: the next start keeps it aside and opens the database as it is", path, path)
		c.warn("database", "not looked at, because of its log")
	case len(aside) > 0:
		c.warn("log", "what was kept aside may hold what people have deleted since; delete it once you know that nothing in it is missed: %s", strings.Join(aside, ", "))
	}
	return foreign || err != nil
}

// checkNoDatabase warns if a key file is there but no database: the database may have
// been lost, and the next start would begin a new one.
func checkNoDatabase(c *checkup, dir string) {
	if keyAlone(dir) {
		c.warn("database", "%s is there but %s is not: if there was one, put a backup in its place; the next start begins a new one", KeyPath(dir), store.Path(dir))
		return
	}
	c.ok("database", "there is none yet; the first start makes it")
}

// checkFirstKey checks the key where no database is there yet.
func checkFirstKey(c *checkup, dir string, given config.Secret) {
	var err error
	if given.Text == "" {
		_, err = seal.KeyFile(KeyPath(dir), false)
	} else {
		_, err = masterKey(dir, given)
	}
	if err == nil {
		if _, err := safeKeys(dir, given)(); err != nil {
			c.fail("key", "%v", err)
			return
		}
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		c.ok("key", "there is none yet; the first start makes it")
	case err != nil && given.Text == "":
		c.fail("key", "%v", keyFileError(dir, KeyPath(dir), err))
	case err != nil:
		c.fail("key", "%v", err)
	default:
		c.ok("key", "it is there; keep a copy of it elsewhere")
	}
}

// checkPlaces checks whether the zone data has the zone of every partner. It prints none
// of them, because a zone tells where somebody lives.
func checkPlaces(c *checkup, zones []string, wall *clock.Clock) {
	unknown := 0
	for _, zone := range zones {
		if _, err := wall.Zone(zone); err != nil {
			unknown++
		}
	}
	if unknown > 0 {
		c.warn("partners' zones", "%d of %d are not in this zone data, and who lives there is not asked by the clock: update your system's tzdata", unknown, len(zones))
	}
}

// checkBacklog says how many messages are owed, since when, and how many were given up.
func checkBacklog(c *checkup, b store.Backlog, now time.Time) {
	owed := fmt.Sprintf("%d owed now", b.Owed)
	late := b.Owed > 0 && now.Sub(b.Oldest) > lateAfter
	if late {
		owed = fmt.Sprintf("%d owed, the oldest since %s: is leanon running?", b.Owed, b.Oldest.UTC().Format(time.RFC3339))
	}
	switch {
	case b.Dead > 0 && late:
		c.warn("messages", "%s And %d that Discord refused for good; the log says why", owed, b.Dead)
	case b.Dead > 0:
		c.warn("messages", "%s, and %d that Discord refused for good; the log says why", owed, b.Dead)
	case late:
		c.warn("messages", "%s", owed)
	default:
		c.ok("messages", "%s, none that Discord refused", owed)
	}
}

// checkHeld says how many messages Discord does not take, and since when. It does not say
// whose they are.
func checkHeld(c *checkup, h store.Held) {
	if h.Messages > 0 {
		c.warn("held", "%d that Discord does not take for now, the first since %s: leanon tries them again, and when the people act whom they are for; the log says what Discord answered",
			h.Messages, h.Since.UTC().Format(time.RFC3339))
	}
}
