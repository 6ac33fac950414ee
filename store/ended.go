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

// ErrMemoryMissing says that the file of endings that belongs to the database is not beside
// it. Nobody can tell then who left since the database was copied.
var ErrMemoryMissing = errors.New("the list of what ended is missing")

// What can end.
const (
	endedCouple  = "left"      // a couple's id and the person who left it
	endedPerson  = "forgotten" // a person's data key
	endedInvitee = "uninvited" // the id of an invitation whose invitee was forgotten
	endedWords   = "withdrawn" // the id of a need whose words were erased
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
		return t.knowMemory(m)
	})
}

func (t *tx) knowMemory(m memory) error {
	return t.Exec(`INSERT INTO meta (name, value) VALUES ('ended', ?1) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, m.known())
}

// EndAgain ends in an older copy of the database what ended since, and says whether it is
// one. It fails with ErrMemoryMissing if that cannot be known; trust lets it begin a new
// list instead. The program calls it before anything is sent.
func (s *Store) EndAgain(ctx context.Context, trust bool, now time.Time) (older bool, err error) {
	s.ended.mu.Lock()
	defer s.ended.mu.Unlock()
	var pending []mark
	known, err := s.knownMemory(ctx)
	if err == nil {
		err = s.view(ctx, "list what ended", func(t *tx) (err error) {
			pending, err = t.endings()
			return err
		})
	}
	if err != nil {
		return false, err
	}
	m, found, err := readMemory(s.ended.path)
	switch {
	case errors.Is(err, errMemoryForm) && !trust:
		return false, ErrMemoryMissing
	case err != nil && !errors.Is(err, errMemoryForm):
		return false, fmt.Errorf("read the list of what ended: %w", err)
	case missing(known, m, found) && !trust:
		return false, ErrMemoryMissing
	case !found:
		return false, s.keepMemory(ctx, newMemory().with(pending), pending)
	case string(known) == string(m.known()) && len(pending) == 0:
		return false, nil
	case string(known) != string(m.known()):
		if err := s.endAll(ctx, m, now); err != nil {
			return false, err
		}
		older = true
	}
	// What ends again leaves its marks anew, and what the copy had not moved is in it too.
	err = s.view(ctx, "list what ended", func(t *tx) (err error) {
		pending, err = t.endings()
		return err
	})
	if err != nil {
		return older, err
	}
	return older, s.keepMemory(ctx, m.with(pending), pending)
}

// knownMemory reads which memory the database lives by, nil if none.
func (s *Store) knownMemory(ctx context.Context) (known []byte, err error) {
	err = s.view(ctx, "look for the list of what ended", func(t *tx) error {
		err := t.QueryRow(`SELECT value FROM meta WHERE name = 'ended'`).Scan(&known)
		if errors.Is(err, sql.ErrNoRows) {
			return nil
		}
		return err
	})
	return known, err
}

// missing says whether a database lives by another memory than the one that was found.
func missing(known []byte, m memory, found bool) bool {
	return known != nil && !(found && bytes.HasPrefix(known, m.of[:]))
}

// unknownEndings says whether EndAgain would fail with ErrMemoryMissing.
func (s *Store) unknownEndings(ctx context.Context, path string) (bool, error) {
	known, err := s.knownMemory(ctx)
	if err != nil {
		return false, err
	}
	m, found, err := readMemory(path)
	if errors.Is(err, errMemoryForm) {
		return true, nil
	}
	return missing(known, m, found), err
}
