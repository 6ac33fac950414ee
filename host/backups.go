package host

import (
	"context"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"leanon/config"
	"leanon/store"
)

// A bot that is told to (backup.every) makes its backups itself. Each is what
// `leanon backup` makes, with the time in its name; the oldest go once a new one is whole.

// backupRetry is how long a backup that failed is waited for, at most.
const backupRetry = time.Hour

// These make the name of a backup: its time in UTC is between them.
const (
	backupBegins  = "leanon-"
	backupTime    = "20060102T150405Z"
	backupEnds    = ".db"
	encryptedEnds = ".db.age"
)

// backupDir returns the directory of the backups that a bot makes.
func backupDir(cfg config.Config) string {
	if cfg.Backup.Directory == "" {
		return filepath.Join(cfg.Data, "backups")
	}
	return cfg.Backup.Directory
}

// madeBackup is a backup in the directory of them.
type madeBackup struct {
	path string
	at   time.Time
}

// madeBackups lists the backups that bots have made in a directory, the newest first. It
// leaves out what has another name.
func madeBackups(dir string) (all []madeBackup) {
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil // it is made with the first one
	}
	for _, e := range entries {
		name, ok := strings.CutPrefix(e.Name(), backupBegins)
		if !ok {
			continue
		}
		at, err := time.Parse(backupTime, strings.TrimSuffix(strings.TrimSuffix(name, ".age"), backupEnds))
		if err == nil && strings.HasSuffix(strings.TrimSuffix(name, ".age"), backupEnds) {
			all = append(all, madeBackup{filepath.Join(dir, e.Name()), at})
		}
	}
	slices.SortFunc(all, func(a, b madeBackup) int { return b.at.Compare(a.at) })
	return all
}

// lastBackup returns when the newest backup was made, not counting any of the future, as a
// clock that was wrong leaves them. It is the zero time if there is none.
func lastBackup(dir string, now time.Time) time.Time {
	for _, one := range madeBackups(dir) {
		if !one.at.After(now) {
			return one.at
		}
	}
	return time.Time{}
}

// runBackups makes a backup as often as the host wants, until ctx ends. One that fails is
// logged and tried again; nothing else waits for it.
func (p *parts) runBackups(ctx context.Context) error {
	every := p.cfg.Backup.Every
	if every == 0 {
		return nil
	}
	last := lastBackup(backupDir(p.cfg), p.time.Now())
	p.lastBackup.Store(&last)
	for due := last.Add(every); ; {
		select {
		case <-p.time.After(due):
		case <-ctx.Done():
			return nil
		}
		now := p.time.Now()
		file, err := p.backUp(ctx, now)
		switch {
		case ctx.Err() != nil:
			return nil
		case err != nil:
			p.env.Log.Error("no backup was made; trying again", "err", err)
			due = now.Add(min(every, backupRetry))
		default:
			p.env.Log.Info("a backup was made", "file", file)
			p.lastBackup.Store(&now)
			due = now.Add(every)
		}
	}
}

// backUp makes one backup, and removes the oldest.
func (p *parts) backUp(ctx context.Context, now time.Time) (file string, err error) {
	to, err := recipients("backup.to", p.cfg.Backup.To)
	if err != nil {
		return "", err
	}
	dir, ends := backupDir(p.cfg), backupEnds
	if len(to) > 0 {
		ends = encryptedEnds
	}
	file = filepath.Join(dir, backupBegins+now.UTC().Format(backupTime)+ends)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", unwritable(dir, err)
	}
	for _, cut := range unfinishedBackups(dir) {
		_ = os.Remove(cut)
	}
	backup := Backup{Config: p.cfg, Key: p.env.Key, File: file, To: to}
	if err := backup.Run(ctx); err != nil {
		return "", err
	}
	made := madeBackups(dir)
	for _, old := range made[min(p.cfg.Backup.Keep, len(made)):] {
		if old.path == file { // the others are of the future, as a clock that was wrong left them
			continue
		}
		if err := os.Remove(old.path); err != nil {
			p.env.Log.Warn("an old backup cannot be removed", "file", old.path, "err", Cause(err))
		}
	}
	return file, nil
}

// unfinishedBackups lists what backups of a bot left that were cut short.
func unfinishedBackups(dir string) []string {
	all, _ := filepath.Glob(filepath.Join(dir, backupBegins+"*"+unfinished)) // fails for a bad pattern alone
	return all
}

// checkBackups says when the bot has made its last backup, and what is wrong with the
// settings of it.
func checkBackups(c *checkup, cfg config.Config, now time.Time) {
	every, dir := cfg.Backup.Every, backupDir(cfg)
	if _, err := recipients("backup.to", cfg.Backup.To); err != nil {
		c.fail("backups", "%v", err)
		return
	}
	last := lastBackup(dir, now)
	switch {
	case every == 0:
		c.ok("backups", "leanon makes none by itself, because backup.every is 0s; %s makes one, also while it runs", Command("backup FILE"))
	case last.IsZero() && store.Exists(store.Path(cfg.Data)) && inUse(cfg.Data):
		c.warn("backups", "there is none in %s yet; the log says why, if it is not being made now", dir)
	case last.IsZero():
		c.ok("backups", "there is none in %s yet; the bot makes the first one when it starts", dir)
	case now.Sub(last) > 2*every:
		c.warn("backups", "the last one in %s is of %s, and there should be one every %v: is leanon running, and what does its log say?", dir, last.Format(time.RFC3339), every)
	default:
		c.ok("backups", "the last one in %s is of %s", dir, last.Format(time.RFC3339))
	}
}
