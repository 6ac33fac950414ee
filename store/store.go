// Package store keeps the couple's record: partners, couples, check-ins, needs,
// answers, and the messages that are owed to each (notices). It says what may happen
// to them and writes it down.
//
// Read this file first, then tx.go, which has the transactions, then need.go. Each noun
// has a file with its rules, as pure methods, and its SQL. notice.go, judge.go and
// attempt.go have the notices, from their cause to their delivery. migrations/ has the
// tables.
//
// A method that reads or changes something for a person takes that person and returns
// ErrNotYours for what is not theirs, so that no handler has to check. It writes
// everything that follows from one act in one transaction, including the notices that it
// owes, and signals Owed after the commit.
//
// No sentence that a person reads goes in here, and nothing of Discord but its ids.
// Encryption belongs in package seal and the file in package sqlite; neither knows what a
// couple is.
package store

import (
	"context"
	"embed"
	"errors"
	"path/filepath"
	"sync/atomic"
	"time"

	"leanon/clock"
	"leanon/store/seal"
	"leanon/store/sqlite"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Errors that a person can mend; the bot has a sentence for each.
var (
	ErrNotYours     = errors.New("not there, or not this person's")
	ErrPaired       = errors.New("these two are a couple already")
	ErrInvitedToday = errors.New("one invitation per pair and day")
	ErrInviteOpen   = errors.New("an invitation between these two is open")
	ErrInvitesOpen  = errors.New("three invitations of this person are open")
	ErrInvitesToday = errors.New("five invitations of this person within a day")
	ErrTooManyOpen  = errors.New("three needs are open")
	ErrPauseTold    = errors.New("one line about a pause within a day")
	ErrNotesToday   = errors.New("six notes within a day")
	ErrTooManyWords = errors.New("twelve answers with words within a day")
	ErrTooLong      = errors.New("too long to send")
	ErrTooSoon      = errors.New("not within 24 hours of sending")
	ErrAnswered     = errors.New("it was answered, so its receiver keeps the words")
	ErrTooLate      = errors.New("no longer applies")
	ErrNoZone       = errors.New("no zone known")
	ErrTooOften     = errors.New("more often than the host allows")

	ErrTooManyDrafts = errors.New("a hundred drafts and kept notes are there")
)

// ErrNewer says that the database has migrations that this program does not know.
var ErrNewer = errors.New("the database was written by a newer leanon")

// ErrAltered says that something in the record was changed by hand, or damaged, so that it
// is shown to nobody.
var ErrAltered = seal.ErrAltered

// AlteredText tells the host of an ErrAltered.
const AlteredText = "something in the database was changed by hand, or is damaged: it is shown to nobody"

// AlteredWait is how long a notice waits whose record was changed by hand, before it is
// tried again: the host may have mended it.
const AlteredWait = time.Hour

// FirstAltered reports whether this is the first time that it is called, so that the host
// is told of ErrAltered once and not with each press.
func (s *Store) FirstAltered() bool { return !s.altered.Swap(true) }

// Errors of the file and of what is around it, which the host can mend.
var (
	ErrForeign  = sqlite.ErrForeign
	ErrLinked   = sqlite.ErrLinked
	ErrEmptied  = sqlite.ErrEmptied
	ErrLogAlone = sqlite.ErrLogAlone
	ErrDamaged  = sqlite.ErrDamaged
	ErrFull     = sqlite.ErrFull
	ErrReadOnly = sqlite.ErrReadOnly
	ErrBusy     = sqlite.ErrBusy
)

// IsEnvironmental is sqlite.IsEnvironmental: it says whether an error comes from the disk,
// a lock or the lack of time, and not from the request.
func IsEnvironmental(err error) bool { return sqlite.IsEnvironmental(err) }

// LogAlone says whether there is a write-ahead log, but no database, at path.
func LogAlone(path string) bool { return sqlite.LogAlone(path) }

// ForeignLog says whether the write-ahead log at path belongs to another file than the
// database there, as when a backup was put beside it. No other process may have the
// database open.
func ForeignLog(path string) (bool, error) { return sqlite.ForeignLog(path) }

// PutLogAside renames the write-ahead log at path, so that it is kept and not played on
// the database, and returns its new name.
func PutLogAside(path string) (aside string, err error) { return sqlite.PutLogAside(path) }

// Replace puts a database that has no log in the place of the one at path, which it keeps
// aside, and returns the new name of that, "" if there was none. Whenever it is cut short,
// one of the two is at path, whole. after is called when a step is on the disk.
func Replace(coming, path string, after func(step string)) (aside string, err error) {
	return sqlite.Replace(coming, path, after)
}

// SecondNames returns the names that Replace, cut short, has given to the database at path
// beside its own. No database is opened that has one.
func SecondNames(path string) []string { return sqlite.SecondNames(path) }

// AsideLog returns the path of the log that belongs to a database which Replace has kept
// aside, "" if aside is not the name of one that was at path.
func AsideLog(path, aside string) string { return sqlite.AsideLog(path, aside) }

// Rename gives a file another name, in place of the file that has it. When it returns,
// that survives a power failure.
func Rename(from, to string) error { return sqlite.Rename(from, to) }

// Exists says whether there is a file at path, even an empty one.
func Exists(path string) bool { return sqlite.Exists(path) }

// applicationID marks the file as leanon's (PRAGMA application_id): "lean".
const applicationID = 0x6c65616e

// Defaults are the host's settings for people who have not chosen their own.
type Defaults struct {
	Cron        string        // a new couple's rhythm
	Weekly      string        // when the weekly note comes; "" for never
	Zone        string        // IANA zone; "" for none
	Quiet       string        // quiet hours; "" for none
	MinInterval time.Duration // the shortest rhythm that a partner may choose
	FollowUp    time.Duration // from an answer to "did it reach you?"
	Retention   time.Duration // 0 keeps until somebody leaves
}

// Store is the open database. Its methods are safe for concurrent use.
type Store struct {
	db        *sqlite.DB
	migrated  Migrated
	keys      *seal.Ring
	clock     *clock.Clock
	defaults  Defaults
	owed      chan struct{}
	forgotten *recentlyForgotten
	ended     *endedFile
	told      *toldLately
	progress  *sqlite.GroupCommit[progress, Notice]
	altered   *atomic.Bool
	ids       seal.Key // hashes and seals what Discord calls messages and interactions
	questions *knownQuestions
	act       *Act // the act to which the writes belong; nil for none
}

// Open opens the database file at path, or makes it, and brings its tables up to date.
// It fails with ErrForeign, ErrLinked, ErrNewer, seal.ErrWrongKey, ErrEmptied or ErrLogAlone before
// it writes anything, and leaves such a file as it is. It also fails with ErrDamaged,
// ErrFull, ErrReadOnly or ErrBusy.
func Open(ctx context.Context, path string, master seal.Key, wall *clock.Clock, defaults Defaults) (*Store, error) {
	return OpenWith(ctx, path, func() ([]seal.Key, error) { return []seal.Key{master}, nil }, wall, defaults)
}

// OpenWith is Open for a master key that may be rotated while the store is open. It
// also fails with seal.ErrHalfRotated if a rotation was cut short and one of the two
// keys is missing.
func OpenWith(ctx context.Context, path string, source seal.Keys, wall *clock.Clock, defaults Defaults) (*Store, error) {
	keys, err := seal.NewRing(source)
	if err != nil {
		return nil, err
	}
	var migrated Migrated
	db, err := sqlite.Open(ctx, path, applicationID, accept(keys), migrate(&migrated))
	if err != nil {
		return nil, err
	}
	s := &Store{db: db, migrated: migrated, keys: keys, clock: wall, defaults: defaults, owed: make(chan struct{}, 1), altered: &atomic.Bool{}, forgotten: &recentlyForgotten{},
		ended: &endedFile{path: EndedPath(path)}, told: newToldLately(), questions: &knownQuestions{},
		progress: &sqlite.GroupCommit[progress, Notice]{}}
	err = s.prove(ctx)
	if err == nil {
		err = s.prepareIDs(ctx)
	}
	if err == nil {
		err = s.findAllWeeks(ctx)
	}
	if err != nil {
		db.Close()
		return nil, sqlite.Classify(err)
	}
	return s, nil
}

// Path returns the path of the database in a data directory.
func Path(dir string) string { return filepath.Join(dir, "leanon.db") }

// Migrated says whether the database was brought up to date when it was opened.
func (s *Store) Migrated() Migrated { return s.migrated }

// Close checkpoints and closes the database.
func (s *Store) Close() error { return s.db.Close() }

// Owed returns a channel that is signalled after each commit that may have made a message
// due sooner. It holds one signal for any number of commits, so a listener has to read
// the database.
func (s *Store) Owed() <-chan struct{} { return s.owed }
