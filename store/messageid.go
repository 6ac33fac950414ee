package store

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"strconv"
	"time"

	"leanon/store/seal"
	"leanon/store/sqlite"
)

// This file has the ids of messages that notices became, and how far chats are known.

// messageAt is the place of the id of the message that a notice became.
func messageAt(id ID, person string) seal.Place {
	return belongs{author: person}.at("notices", "message_id", id)
}

// lastAt and heardAt are the places of the id of the newest message that is known in a
// person's chat, and of the last one that was read. A notice keeps a copy of the first while
// it is attempted.
func lastAt(person string) seal.Place {
	return belongs{author: person}.at("partners", "last_id", person)
}

func heardAt(person string) seal.Place {
	return belongs{author: person}.at("partners", "heard_id", person)
}

// sealID seals an id of Discord's; nil is no id.
func (t *tx) sealID(id string, p seal.Place) []byte {
	if id == "" {
		return nil
	}
	return t.s.ids.Seal([]byte(id), p)
}

// inRow is a sealed id for rows, from which SQL reads it with unhex.
func inRow(sealed []byte) string { return hex.EncodeToString(sealed) }

// openID opens an id of Discord's; nil is no id.
func (t *tx) openID(sealed []byte, p seal.Place) (string, error) { return t.s.ids.OpenText(sealed, p) }

// openMessage opens the id of the message that a notice became. plain is its column message,
// which an earlier version left in the clear.
func (t *tx) openMessage(id ID, person, plain string, sealed []byte) (string, error) {
	if sealed == nil {
		return plain, nil
	}
	return t.openID(sealed, messageAt(id, person))
}

// quarterOf returns the quarter of an hour in which Discord made an id, in unix seconds, 0
// for none of Discord's.
func quarterOf(id string) int64 {
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return 0
	}
	return quarterStart(time.UnixMilli(int64(n>>22) + discordEpoch))
}

// idBefore returns the id that Discord would have made a while before it made another one.
func idBefore(id string, d time.Duration) string {
	n, err := strconv.ParseUint(id, 10, 64)
	if err != nil {
		return id
	}
	return strconv.FormatUint(n-min(n, uint64(d.Milliseconds())<<22), 10)
}

func quarterStart(at time.Time) int64 { return at.Truncate(quarter).Unix() }

// hideChats hides how far the chats of before are known.
func (s *Store) hideChats(ctx context.Context) error {
	type row struct{ person, last, heard string }
	var all []row
	err := s.view(ctx, "list chats of before", func(t *tx) error {
		return t.ForEach(func(r *sql.Rows) error {
			var one row
			err := r.Scan(&one.person, &one.last, &one.heard)
			all = append(all, one)
			return err
		}, `SELECT person, last_message, heard_to FROM partners WHERE last_message <> '' OR heard_to <> ''`)
	})
	if err != nil || len(all) == 0 {
		return err
	}
	return s.write(ctx, "hide how far chats are known", func(t *tx) error {
		for _, one := range all {
			err := t.Exec(`UPDATE partners SET last_id = ?2, heard_id = ?3, last_at = ?4, last_message = '', heard_to = '' WHERE person = ?1`,
				one.person, t.sealID(one.last, lastAt(one.person)), t.sealID(one.heard, heardAt(one.person)), max(quarterOf(one.last), quarterOf(one.heard)))
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// hideMessages hides the ids of at most limit messages that notices of before became, and
// says whether there may be more.
func (s *Store) hideMessages(ctx context.Context, limit int) (more bool, err error) {
	type row struct {
		id              ID
		person, message string
	}
	var all []row
	err = s.view(ctx, "list messages of before", func(t *tx) error {
		return t.ForEach(func(r *sql.Rows) error {
			var one row
			err := r.Scan(&one.id, &one.person, &one.message)
			all = append(all, one)
			return err
		}, `SELECT id, person, message FROM notices WHERE message IS NOT NULL AND message_id IS NULL ORDER BY seq LIMIT ?1`, limit)
	})
	if err != nil || len(all) == 0 {
		return false, err
	}
	err = s.commit(ctx, sqlite.How{Unsynced: true}, "hide the ids of messages", func(t *tx) error {
		for _, one := range all {
			err := t.Exec(`UPDATE notices SET message = ?2, message_id = ?3 WHERE id = ?1 AND message = ?4`,
				one.id, t.hash(one.message), t.s.ids.Seal([]byte(one.message), messageAt(one.id, one.person)), one.message)
			if err != nil {
				return fmt.Errorf("hide the id of a message: %w", err)
			}
		}
		return nil
	})
	return len(all) == limit, err
}
