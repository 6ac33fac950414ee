package store

import (
	"database/sql"
	"fmt"
	"time"
)

// strangerKept is how long the traces of somebody in no couple are kept after the
// last that has a date: an invitation, a message in their chat, an end.
const strangerKept = 30 * 24 * time.Hour

// forgetStrangers deletes the rows of people who share nothing with anybody: who
// only used a command or wrote a message, were invited and never said yes, or were
// in a couple that ended. A row in which nothing has a date goes at once. What stays
// is that they want no more invitations from somebody.
func (t *tx) forgetStrangers(now time.Time) error {
	var gone []string
	// Whoever is in a couple, or has an open invitation to one, is a member of it.
	err := t.ForEach(func(r *sql.Rows) error {
		var person string
		err := r.Scan(&person)
		gone = append(gone, person)
		return err
	}, `SELECT p.person FROM partners p WHERE CAST(p.last_message AS INTEGER) < ?2 AND CAST(p.heard_to AS INTEGER) < ?2 AND NOT EXISTS (SELECT 1 FROM members m WHERE m.person = p.person)
		AND NOT EXISTS (SELECT 1 FROM invites i WHERE i.inviter = p.person AND max(i.created_at, coalesce(i.sent_at, 0), coalesce(i.ended_at, 0)) > ?1)
		AND NOT EXISTS (SELECT 1 FROM invites i WHERE i.invitee = p.person AND max(i.created_at, coalesce(i.sent_at, 0), coalesce(i.ended_at, 0)) > ?1)
		AND NOT EXISTS (SELECT 1 FROM incoming h WHERE h.person = p.person AND (h.at > ?1 OR h.words IS NOT NULL))
		AND NOT EXISTS (SELECT 1 FROM notices o WHERE o.person = p.person AND max(o.due_at, coalesce(o.attempted_at, 0), coalesce(o.sent_at, 0)) > ?1)`,
		now.Add(-strangerKept).Unix(), snowflake(now.Add(-strangerKept)))
	if err != nil {
		return fmt.Errorf("look for strangers: %w", err)
	}
	if len(gone) == 0 {
		return nil
	}
	for _, query := range []string{
		`DELETE FROM incoming WHERE person IN (SELECT value FROM json_each(?1))`,
		`DELETE FROM endings WHERE person IN (SELECT value FROM json_each(?1))`,
		`DELETE FROM notices WHERE person IN (SELECT value FROM json_each(?1))`,
		`DELETE FROM partners WHERE person IN (SELECT value FROM json_each(?1))`,
	} {
		if err := t.Exec(query, list(gone)); err != nil {
			return fmt.Errorf("forget strangers: %w", err)
		}
	}
	return nil
}
