package store

import (
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// strangerKept is how long a person in no couple is kept after the newest date that is
// known of them: of an invitation, a notice, or a message in their chat.
const strangerKept = 30 * 24 * time.Hour

// forgetStrangers deletes the people who are in no couple and have no open invitation:
// they only used a command or wrote a message, never said yes to an invitation, or were
// in a couple that ended. It deletes a person at once if no date is known of them. Their
// refusals of further invitations stay.
func (t *tx) forgetStrangers(now time.Time) error {
	var gone []string
	// Everybody in a couple, or with an open invitation, is a member of a row of couples.
	err := t.ForEach(func(r *sql.Rows) error {
		var person string
		err := r.Scan(&person)
		gone = append(gone, person)
		return err
	}, `SELECT p.person FROM partners p WHERE p.last_at < ?2 AND NOT EXISTS (SELECT 1 FROM members m WHERE m.person = p.person)
		AND NOT EXISTS (SELECT 1 FROM invites i WHERE i.inviter = p.person AND max(i.created_at, coalesce(i.sent_at, 0), coalesce(i.ended_at, 0)) > ?1)
		AND NOT EXISTS (SELECT 1 FROM invites i WHERE i.invitee = p.person AND max(i.created_at, coalesce(i.sent_at, 0), coalesce(i.ended_at, 0)) > ?1)
		AND NOT EXISTS (SELECT 1 FROM incoming h WHERE h.person = p.person AND (h.at > ?1 OR h.words IS NOT NULL))
		AND NOT EXISTS (SELECT 1 FROM notices o WHERE o.person = p.person AND max(o.due_at, coalesce(o.attempted_at, 0), coalesce(o.sent_at, 0)) > ?1)`,
		now.Add(-strangerKept).Unix(), quarterStart(now.Add(-strangerKept)))
	if err != nil {
		return fmt.Errorf("look for strangers: %w", err)
	}
	if len(gone) == 0 {
		return nil
	}
	for _, person := range gone { // who comes back later has another key
		p, _, err := t.partner(person)
		if errors.Is(err, ErrAltered) {
			continue // there is no mark without their key
		}
		if err != nil {
			return err
		}
		if err := t.remember(p.mark()); err != nil {
			return err
		}
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
