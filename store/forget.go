package store

import (
	"context"
	"database/sql"
	"fmt"
	"sync"
	"time"
)

// Forget deletes everything about a person, in one transaction: every couple of
// theirs ends as by Leave (tell says what each partner reads), open invitations to
// them end as if declined, and their settings, their key, their messages, drafts
// and refusals go. Returns their couples as they were, for the receipt.
//
// Two things outlive it, both somebody else's: that another wants no invitations
// from this person, and for a day that this person invited somebody, so that one
// invitation a day holds.
//
// What they wrote before said (the id of the interaction that said so) is not
// heard any more, should a reading of their channel be under way.
//
// What was deleted is overwritten in the files, too. Where that cannot be done at
// once it is forgotten all the same, and Purge does it.
func (s *Store) Forget(ctx context.Context, person, said string, tell bool, now time.Time) (all []Couple, err error) {
	s.forgotten.note(person, said, now)
	err = s.write(ctx, "forget a person", func(t *tx) error {
		if all, err = t.couples(person); err != nil {
			return err
		}
		for _, c := range all {
			if err := t.leave(c, tell, now); err != nil {
				return err
			}
		}
		if err := t.endInvitations(person, now); err != nil {
			return err
		}
		for _, query := range []string{
			`DELETE FROM refusals WHERE person = ?1`,
			`DELETE FROM incoming WHERE person = ?1`,
			`DELETE FROM endings WHERE person = ?1`,
			`DELETE FROM notices WHERE person = ?1`,
			`DELETE FROM partners WHERE person = ?1`,
		} {
			if err := t.Exec(query, person); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	_, _ = s.db.EmptyLog(context.WithoutCancel(ctx))
	return all, nil
}

// inviteAgain is how long one invitation keeps the same person from sending
// another to the same other.
const inviteAgain = 24 * time.Hour

// endInvitations ends what a person has sent or been sent and nobody answered:
// who invited them reads what they would read after a no, whom they invited
// nothing.
func (t *tx) endInvitations(person string, now time.Time) error {
	var open []ID
	err := t.ForEach(func(r *sql.Rows) error {
		var id ID
		err := r.Scan(&id)
		open = append(open, id)
		return err
	}, `SELECT id FROM invites WHERE couple_id IS NOT NULL AND ended_at IS NULL AND sent_at IS NOT NULL AND invitee = ?1`, person)
	if err != nil {
		return fmt.Errorf("list invitations: %w", err)
	}
	for _, id := range open {
		inv, err := t.invite(id, person)
		if err != nil {
			return err
		}
		if err := t.endInvite(inv, now); err != nil {
			return err
		}
	}
	err = t.Exec(`DELETE FROM couples WHERE formed_at IS NULL AND id IN (SELECT couple_id FROM members WHERE person = ?1)`, person)
	if err != nil {
		return err
	}
	err = t.Exec(`DELETE FROM invites WHERE invitee = ?1 OR inviter = ?1 AND (sent_at IS NULL OR sent_at <= ?2)`, person, now.Add(-inviteAgain).Unix())
	if err != nil {
		return err
	}
	return t.Exec(`UPDATE invites SET ended_at = coalesce(ended_at, ?2) WHERE inviter = ?1`, person, now.Unix())
}

// recentlyForgotten knows for an hour who had themselves forgotten, in memory only.
type recentlyForgotten struct {
	mu   sync.Mutex
	said map[string]farewell
}

// farewell is a person's last word to us.
type farewell struct {
	id string // of the interaction
	at time.Time
}

func (g *recentlyForgotten) note(person, id string, now time.Time) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for who, f := range g.said {
		if age := now.Sub(f.at); age < 0 || age > time.Hour {
			delete(g.said, who)
		}
	}
	if g.said == nil {
		g.said = map[string]farewell{}
	}
	g.said[person] = farewell{id, now}
}

// before says whether a message is from before its writer had themselves forgotten.
func (g *recentlyForgotten) before(person, message string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	f, ok := g.said[person]
	return ok && !newer(message, f.id)
}
