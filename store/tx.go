package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"leanon/store/sqlite"
)

// tx is one transaction.
type tx struct {
	*sqlite.Tx
	s    *Store
	owed bool // a notice was made due

	altered error // what apart left out
}

// write runs f in one transaction, and signals Owed after the commit if f owed anything.
// doing names the transaction in errors. If f fails or panics, or ctx ends, write leaves
// nothing behind. If f left something out by apart, write keeps the rest and fails with
// ErrAltered.
func (s *Store) write(ctx context.Context, doing string, f func(*tx) error) error {
	err := s.commit(ctx, sqlite.How{}, doing, f)
	if err == nil && s.act != nil {
		s.act.saved = true
	}
	return err
}

// commit is write for a transaction that a person did not ask for. how may let it be on
// disk later.
func (s *Store) commit(ctx context.Context, how sqlite.How, doing string, f func(*tx) error) error {
	if s.act != nil {
		how.Urgent = s.act.wait
	}
	owed := false
	var altered error
	err := s.db.Write(ctx, how, func(raw *sqlite.Tx) error {
		t := &tx{Tx: raw, s: s}
		if err := t.writeSetAside(); err != nil {
			return err
		}
		err := f(t)
		owed, altered = t.owed, t.altered
		return err
	})
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	if owed {
		select {
		case s.owed <- struct{}{}:
		default:
		}
	}
	if altered != nil {
		return fmt.Errorf("%s, others were: %w", doing, altered)
	}
	return nil
}

// apart runs f for one of many. If it fails with ErrAltered, apart undoes what f wrote and
// returns nil, so that what was changed by hand for one holds up nobody else.
func (t *tx) apart(f func() error) error {
	if err := t.Exec(`SAVEPOINT apart`); err != nil {
		return err
	}
	err := f()
	if errors.Is(err, ErrAltered) {
		t.altered = err
		err = t.Exec(`ROLLBACK TO apart`)
	}
	if err != nil {
		return err
	}
	return t.Exec(`RELEASE apart`)
}

// spare returns err as nil if it only says that apart left something out, and keeps it
// in altered then.
func spare(err error, altered *error) error {
	if !errors.Is(err, ErrAltered) {
		return err
	}
	*altered = err
	return nil
}

// view runs f over one consistent state of the database. doing names it in errors.
func (s *Store) view(ctx context.Context, doing string, f func(*tx) error) error {
	err := s.db.Read(ctx, func(raw *sqlite.Tx) error { return f(&tx{Tx: raw, s: s}) })
	if err != nil {
		return fmt.Errorf("%s: %w", doing, err)
	}
	return nil
}

func minute(t time.Time) int64 { return t.Unix() - t.Unix()%60 }

// stamp reads a nullable time column.
type stamp struct{ t *time.Time }

// Scan takes unix seconds or NULL.
func (s stamp) Scan(v any) error {
	switch v := v.(type) {
	case nil:
		*s.t = time.Time{}
	case int64:
		*s.t = time.Unix(v, 0).UTC()
	default:
		return fmt.Errorf("a time column holds %T", v)
	}
	return nil
}

func unix(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t.Unix()
}
