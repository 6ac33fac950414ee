package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Forget deletes everything about a person, in one transaction. It ends each of their
// couples as Leave does with tell. An open invitation to them stays open to its inviter, as
// if nobody had answered. Forget deletes their settings, key, messages, drafts and
// refusals, and returns their couples as they were, for the receipt. What was changed by
// hand keeps nobody from being forgotten.
//
// Two facts stay, because they protect others: that somebody wants no invitations from
// this person, and, for a day, that this person invited somebody, so that they can neither
// invite the same one again on that day nor send more than MaxInvitesDay.
//
// said is the id of the interaction in which the person asked for it. For an hour at
// least, no older message of theirs is heard: a reading of their channel may be under way.
//
// Afterwards Forget overwrites in the files what it deleted. If that fails, the person
// is forgotten all the same, and Purge overwrites it later.
func (s *Store) Forget(ctx context.Context, person, said string, tell bool, now time.Time) (all []Couple, err error) {
	s.forgotten.add(person, said, now)
	err = s.write(ctx, "forget a person", func(t *tx) error {
		all, err = t.forget(person, tell, now)
		return err
	})
	if err != nil {
		return nil, err
	}
	_ = s.KeepEndings(context.WithoutCancel(ctx)) // if it fails, the next purge does it
	_, _ = s.db.EmptyLog(context.WithoutCancel(ctx))
	return all, nil
}

// forget deletes everything about a person and returns their couples as they were.
func (t *tx) forget(person string, tell bool, now time.Time) (all []Couple, err error) {
	if all, err = t.leaveAll(person, tell, now); err != nil {
		return nil, err
	}
	if err := t.endInvitations(person, now); err != nil {
		return nil, err
	}
	p, known, err := t.partner(person)
	if err != nil && !errors.Is(err, ErrAltered) { // there is no mark without their key
		return nil, err
	}
	if known && err == nil {
		if err := t.remember(p.mark()); err != nil {
			return nil, err
		}
	}
	for _, query := range []string{
		`DELETE FROM refusals WHERE person = ?1`,
		`DELETE FROM incoming WHERE person = ?1`,
		`DELETE FROM endings WHERE person = ?1`,
		`DELETE FROM notices WHERE person = ?1`,
		`DELETE FROM partners WHERE person = ?1`,
	} {
		if err := t.Exec(query, person); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// leaveAll ends each couple of a person, also one that was changed by hand.
func (t *tx) leaveAll(person string, tell bool, now time.Time) ([]Couple, error) {
	all, err := t.couplesToLeave(person)
	if err != nil {
		return nil, err
	}
	for i := range all {
		if err := t.leave(&all[i], tell, now); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// inviteAgain is how long after an invitation its sender may not invite the same person
// again.
const inviteAgain = 24 * time.Hour

// endInvitations ends the invitations that a person sent; those whom they invited read
// nothing. It takes the person out of those that are open to others, or count as sent
// today.
func (t *tx) endInvitations(person string, now time.Time) error {
	var open []ID
	err := t.ForEach(func(r *sql.Rows) error {
		var id ID
		err := r.Scan(&id)
		open = append(open, id)
		return err
	}, `SELECT id FROM invites WHERE invitee = ?1 AND (sent_at > ?2 AND coalesce(ended_at, ?3 + 1) > ?3 OR sent_at > ?4)`,
		person, now.Add(-InviteLife).Unix(), now.Unix(), now.Add(-inviteAgain).Unix())
	if err != nil {
		return fmt.Errorf("list invitations: %w", err)
	}
	if err := t.rememberInvitee(person); err != nil {
		return err
	}
	for _, id := range open {
		inv, err := t.invite(id, person)
		if err == nil {
			err = t.forgetInvitee(inv)
		}
		if err != nil && !errors.Is(err, ErrAltered) { // that one is deleted
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
	// Whom a forgotten invitee was is sealed with a key that goes now.
	return t.Exec(`UPDATE invites SET ended_at = coalesce(ended_at, ?2), forgotten = NULL WHERE inviter = ?1`, person, now.Unix())
}

// rememberInvitee keeps marks of the invitations to a person who is forgotten.
func (t *tx) rememberInvitee(person string) error {
	var all []ID
	err := t.ForEach(func(r *sql.Rows) error {
		var id ID
		err := r.Scan(&id)
		all = append(all, id)
		return err
	}, `SELECT id FROM invites WHERE invitee = ?1`, person)
	if err != nil {
		return fmt.Errorf("list invitations: %w", err)
	}
	for _, id := range all {
		if err := t.remember(rowMark(endedInvitee, id)); err != nil {
			return err
		}
	}
	return nil
}

// recentlyForgotten remembers, in memory and for at least an hour, who asked to be
// forgotten.
type recentlyForgotten struct {
	mu   sync.Mutex
	said map[string]farewell
}

// farewell is the interaction in which a person asked to be forgotten.
type farewell struct {
	id string // Discord's
	at time.Time
}

func (g *recentlyForgotten) add(person, id string, now time.Time) {
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

// before says whether a message is older than its writer's wish to be forgotten.
func (g *recentlyForgotten) before(person, message string) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	f, ok := g.said[person]
	return ok && !newer(message, f.id)
}
