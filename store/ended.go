package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"sync"
	"time"
)

// A copy of the database that a host puts back was made before some people left or were
// forgotten, and before some notes were withdrawn. So that it brings none of it back,
// marks of what ended are kept beside the database, in the file leanon.ended, which a
// restored copy does not replace. A mark is written in the transaction of its cause and
// moved to the file soon afterwards. A start compares: where the database does not know
// the newest state of the file, it is an older copy, and all that ended ends again in it,
// before anything is sent. Then nobody is told anew, because they were told at the time.
// Each start gives the file a new state too, so that a copy is recognised where nothing has
// ended since: what it takes to be owed is looked for before it is sent.

// ErrMemoryMissing says that the file of endings that belongs to the database is not beside
// it. Nobody can tell then who left since the database was copied.
var ErrMemoryMissing = errors.New("the list of what ended is missing")

// What can end.
const (
	endedCouple   = "left"      // a couple's id and the person who left it
	endedPerson   = "forgotten" // a person's data key
	endedInvitee  = "uninvited" // the id of an invitation whose invitee was forgotten
	endedWords    = "withdrawn" // the id of a need whose words were erased
	endedCard     = "removed"   // the id of a card from its first words on
	endedShowing  = "hidden"    // the id of a card from when it was shown on
	endedQuestion = "taken out" // the id of a couple's own question
)

// remember keeps a mark of something that ends.
func (t *tx) remember(m mark) error {
	return t.Exec(`INSERT INTO ended (mark) VALUES (?1) ON CONFLICT DO NOTHING`, m.String())
}

func coupleMark(couple ID, leaver string) mark {
	return markOf(endedCouple, strconv.FormatInt(int64(couple), 10), leaver)
}

func rowMark(what string, id ID) mark { return markOf(what, strconv.FormatInt(int64(id), 10)) }

func (p Partner) mark() mark { return markOf(endedPerson, string(p.key.Named(endedPerson))) }

// endedFile guards the file of endings against two writers at a time.
type endedFile struct {
	mu   sync.Mutex
	path string
}

// KeepEndings moves the marks of what ended from the database to the file of endings. It
// does nothing if there are none.
func (s *Store) KeepEndings(ctx context.Context) error {
	s.ended.mu.Lock()
	defer s.ended.mu.Unlock()
	var marks []mark
	err := s.view(ctx, "list what ended", func(t *tx) (err error) {
		marks, err = t.endings()
		return err
	})
	if err != nil || len(marks) == 0 {
		return err
	}
	m, found, err := readMemory(s.ended.path)
	if err != nil {
		return fmt.Errorf("read the list of what ended: %w", err)
	}
	if !found { // somebody moved it away; at the next start there is none to miss
		m = newMemory()
	}
	return s.keepMemory(ctx, m.with(marks), marks)
}

func (t *tx) endings() (marks []mark, err error) {
	err = t.ForEach(func(r *sql.Rows) error {
		var text string
		if err := r.Scan(&text); err != nil {
			return err
		}
		var m mark
		if !fromHex(m[:], text) {
			return errMemoryForm
		}
		marks = append(marks, m)
		return nil
	}, `SELECT mark FROM ended`)
	return marks, err
}

// keepMemory writes the file of endings, and then to the database that it lives by it.
func (s *Store) keepMemory(ctx context.Context, m memory, moved []mark) error {
	if err := writeMemory(s.ended.path, m); err != nil {
		return fmt.Errorf("write the list of what ended: %w", err)
	}
	return s.write(ctx, "keep what ended", func(t *tx) error {
		for _, one := range moved {
			if err := t.Exec(`DELETE FROM ended WHERE mark = ?1`, one.String()); err != nil {
				return err
			}
		}
		if err := t.knowMemory(m); err != nil {
			return err
		}
		return t.vouch(Unvouched)
	})
}

func (t *tx) knowMemory(m memory) error {
	return t.Exec(`INSERT INTO meta (name, value) VALUES ('ended', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, m.known())
}

// Vouched is what a host decided about a copy of the database of which nobody can tell who
// left since it was made.
type Vouched string

const (
	Unvouched Vouched = ""          // nothing: such a copy is refused
	Trusted   Vouched = "trust"     // nobody left since
	AskFirst  Vouched = "ask first" // each partner is asked privately before anything else is sent
)

// Vouch keeps what the host decided about a copy that is put in place, for EndAgain.
func (s *Store) Vouch(ctx context.Context, v Vouched) error {
	return s.write(ctx, "keep what the host vouches for", func(t *tx) error { return t.vouch(v) })
}

func (t *tx) vouch(v Vouched) error {
	if v == Unvouched {
		return t.Exec(`DELETE FROM meta WHERE name = 'vouched'`)
	}
	return t.Exec(`INSERT INTO meta (name, value) VALUES ('vouched', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, []byte(v))
}

// Older says whether the database is an older copy, in which EndAgain may have something to
// end.
// It fails with ErrMemoryMissing if that cannot be known and the host vouched for nothing.
func (s *Store) Older(ctx context.Context) (bool, error) {
	l, err := s.livesBy(ctx, s.ended.path)
	if err == nil && l.unknown && l.vouched == Unvouched {
		err = ErrMemoryMissing
	}
	return l.found && string(l.known) != string(l.memory.known()), err
}

// EndAgain ends in an older copy of the database what ended since, sees to it that nothing
// that arrived since is sent again, and says whether it is an older copy: one that was made
// before something ended, or before the last start. It fails as Older does. The program
// calls it before anything is sent, and as soon as it knows what time it is: what ends again
// is dated, and what has lapsed is deleted.
func (s *Store) EndAgain(ctx context.Context, now time.Time) (older bool, err error) {
	s.ended.mu.Lock()
	defer s.ended.mu.Unlock()
	l, err := s.livesBy(ctx, s.ended.path)
	if err != nil {
		return false, err
	}
	if l.unknown && l.vouched == Unvouched {
		return false, ErrMemoryMissing
	}
	if l.vouched == AskFirst {
		err := s.write(ctx, "ask everybody first", func(t *tx) error {
			if err := t.askEverybodyFirst(now); err != nil {
				return err
			}
			return t.vouch(Trusted)
		})
		if err != nil {
			return false, err
		}
	}
	m := l.memory
	switch older = l.found && string(l.known) != string(m.known()); {
	case !l.found:
		m = newMemory()
		if l.known != nil { // a copy on a new machine
			if err := s.write(ctx, "doubt what is owed", func(t *tx) error { return t.doubtOwed(nil, now) }); err != nil {
				return false, err
			}
		}
	case older:
		if err := s.endAll(ctx, m, now); err != nil {
			return false, err
		}
	}
	// What ends again leaves its marks anew, and what the copy had not moved is in it too.
	var pending []mark
	err = s.view(ctx, "list what ended", func(t *tx) (err error) {
		pending, err = t.endings()
		return err
	})
	if err != nil {
		return older, err
	}
	err = s.keepMemory(ctx, m.with(pending), pending)
	if l.found && !older && len(pending) == 0 && l.vouched == Unvouched {
		return false, nil // it is only told that there was this start
	}
	return older, err
}

// lives is what a database and the file beside it know of each other.
type lives struct {
	known   []byte // which memory the database lives by, nil if none
	vouched Vouched
	memory  memory
	found   bool // there is a file of endings
	unknown bool // the database lives by another memory than that, or nobody can read it
}

// livesBy compares the database with the file of endings at path.
func (s *Store) livesBy(ctx context.Context, path string) (l lives, err error) {
	var vouched []byte
	err = s.view(ctx, "look for the list of what ended", func(t *tx) error {
		return t.QueryRow(`SELECT (SELECT value FROM meta WHERE name = 'ended'), (SELECT value FROM meta WHERE name = 'vouched')`).Scan(&l.known, &vouched)
	})
	l.vouched = Vouched(vouched)
	if err != nil {
		return l, err
	}
	l.memory, l.found, err = readMemory(path)
	switch {
	case errors.Is(err, errMemoryForm):
		l.unknown, err = true, nil
	case err != nil:
		err = fmt.Errorf("read the list of what ended: %w", err)
	default:
		l.unknown = l.known != nil && !(l.found && bytes.HasPrefix(l.known, l.memory.of[:]))
	}
	return l, err
}
