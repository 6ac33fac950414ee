// Package store keeps the couple's record: partners, couples, check-ins, needs,
// answers, and the messages owed to each (notices). One noun a file, its rules as
// pure methods, its SQL beside them. Whoever asks is part of every question:
// methods take the person and answer ErrNotYours for what is not theirs, so that
// no handler has to check.
//
// Everything that follows from one act of a person is one transaction, together
// with the messages that it makes us owe; Owed is signalled after the commit.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"leanon/store/seal"
	"net/url"
	"time"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Errors that a person can mend; the bot has a sentence for each.
var (
	ErrNotYours     = errors.New("not there, or not this person's")
	ErrPaired       = errors.New("these two are a couple already")
	ErrInvitedToday = errors.New("one invitation per pair and day")
	ErrInviteOpen   = errors.New("an invitation between these two is open")
	ErrTooManyOpen  = errors.New("three needs are open")
	ErrTooLong      = errors.New("too long to send")
	ErrTooSoon      = errors.New("not within 24 hours of sending")
	ErrTooLate      = errors.New("no longer applies")
	ErrNoZone       = errors.New("no zone known")
	ErrTooOften     = errors.New("more often than the host allows")

	ErrTooManyDrafts = errors.New("a hundred drafts and kept notes are there")
)

// Errors that the host can mend.
var (
	ErrNewer   = errors.New("the database was written by a newer leanon")
	ErrForeign = errors.New("the file is not a leanon database")
)

// applicationID marks the file as leanon's (PRAGMA application_id): "lean".
const applicationID = 0x6c65616e

// Clock is the rule of time that the store is given: it computes no times itself.
type Clock struct {
	// Next is the first occurrence of a cron expression in an IANA zone after t.
	Next func(expr, zone string, after time.Time) (time.Time, error)
	// Gap is the shortest interval of an expression.
	Gap func(expr string) (time.Duration, error)
	// In is t as the clocks of an IANA zone show it.
	In func(zone string, t time.Time) (time.Time, error)
	// QuietEnd is the end of the quiet hours that t lies in, and whether it does.
	QuietEnd func(quiet, zone string, t time.Time) (time.Time, bool)
}

// Defaults are the host's settings for people who have not chosen their own.
type Defaults struct {
	Cron        string        // a new couple's rhythm
	Zone        string        // "" until a partner says theirs
	Quiet       string        // quiet hours
	MinInterval time.Duration // the shortest rhythm a partner may choose
	FollowUp    time.Duration // from an answer to "did it reach you?"
	Retention   time.Duration // 0 keeps
}

// Store is the open database. Its methods are safe for concurrent use.
type Store struct {
	path         string
	writer       *sql.DB // one connection: SQLite has one writer, and it keeps commits in order
	reader       *sql.DB
	checkpointer *checkpointer
	keys         *seal.Ring
	clock        Clock
	defaults     Defaults
	owed         chan struct{}
	forgotten    *recentlyForgotten

	queue    *writeQueue
	progress *groupCommit[progress, Notice]
	act      *Act // that the writes belong to; nil for none
}

// Open opens or makes the database file and brings it up to date. It fails with
// ErrForeign, ErrNewer, ErrWrongKey, ErrEmptied or ErrLogAlone before anything is
// written or sent: another program's file, or one whose key is elsewhere, is left as
// it is. ErrDamaged, ErrFull, ErrReadOnly and ErrBusy say what else is in the way.
func Open(ctx context.Context, path string, master seal.Key, clock Clock, defaults Defaults) (*Store, error) {
	return OpenWith(ctx, path, func() ([]seal.Key, error) { return []seal.Key{master}, nil }, clock, defaults)
}

// OpenWith is Open where the master key can be rotated while the store is open.
// ErrHalfRotated where that was cut short and one of the two keys is missing.
func OpenWith(ctx context.Context, path string, source seal.Keys, clock Clock, defaults Defaults) (*Store, error) {
	keys, err := seal.NewRing(source)
	if err != nil {
		return nil, err
	}
	none, err := missing(path)
	switch {
	case err != nil:
		return nil, err
	case none:
		err = create(ctx, path)
	default:
		err = inspect(ctx, path, keys)
	}
	if err != nil {
		return nil, named(err)
	}
	if err := ownAlone(path); err != nil {
		return nil, err
	}
	s := &Store{path: path, keys: keys, clock: clock, defaults: defaults, owed: make(chan struct{}, 1), forgotten: &recentlyForgotten{},
		queue: &writeQueue{durable: synced}, progress: &groupCommit[progress, Notice]{}}
	s.writer, err = sql.Open("sqlite3", dsn(path, url.Values{"_journal_mode": {"WAL"}, "_synchronous": {"FULL"},
		"_txlock": {"immediate"}, "_foreign_keys": {"on"}, "_secure_delete": {"on"}, "_cache_size": {cacheToWrite}}))
	if err != nil {
		return nil, fmt.Errorf("open the database: %w", err)
	}
	s.writer.SetMaxOpenConns(1)
	if err := s.prepare(ctx); err != nil {
		s.writer.Close()
		return nil, named(err)
	}
	s.reader, err = sql.Open("sqlite3", dsn(path, url.Values{"mode": {"ro"}, "_query_only": {"1"}, "_foreign_keys": {"on"}, "_cache_size": {cacheToRead}}))
	if err != nil {
		s.writer.Close()
		return nil, fmt.Errorf("open the database for reading: %w", err)
	}
	s.reader.SetMaxOpenConns(readers)
	s.reader.SetMaxIdleConns(readers)
	if s.checkpointer, err = newCheckpointer(path); err != nil {
		s.reader.Close()
		s.writer.Close()
		return nil, fmt.Errorf("open the database's log: %w", err)
	}
	return s, nil
}

// How much of the file a connection may keep in memory, in KiB, negative as SQLite
// wants it. Opening 10,000 check-ins among 100,000 took 307 to 347 ms of processor
// time with any cache for writing from 512 KiB to 32 MiB, among a million 364 ms with
// 4 MiB and 480 ms with 32 MiB. What a reader keeps is void after the next commit.
const (
	cacheToWrite = "-4096"
	cacheToRead  = "-512" // for each reader
)

// readers is how many transactions can read at a time.
const readers = 4

func dsn(path string, v url.Values) string {
	v.Set("_busy_timeout", busyTimeout)
	v.Set("_stmt_cache_size", "64")
	v.Set("_mutex", "no") // database/sql lets one goroutine at a time use a connection
	return (&url.URL{Scheme: "file", Opaque: url.PathEscape(path), RawQuery: v.Encode()}).String()
}

// Close checkpoints and closes the database.
func (s *Store) Close() error {
	return errors.Join(s.checkpointer.close(), s.reader.Close(), s.writer.Close())
}

// Owed is signalled after each commit that made a message owed sooner than
// before. It holds one signal: whoever listens looks at the database, not at a count.
func (s *Store) Owed() <-chan struct{} { return s.owed }
