package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"
)

// endAll ends all that a memory has marks of, in one transaction each.
func (s *Store) endAll(ctx context.Context, m memory, now time.Time) error {
	marked := make(map[mark]bool, len(m.marks))
	for _, one := range m.marks {
		marked[one] = true
	}
	for _, step := range []struct {
		doing string
		end   func(*tx, map[mark]bool, time.Time) error
	}{
		{"end couples again", (*tx).endCouples},
		{"take the forgotten out of invitations again", (*tx).endInvitees},
		{"forget people again", (*tx).endPeople},
		{"withdraw again", (*tx).endWords},
		{"hide cards again", (*tx).endCards},
		{"take questions out again", (*tx).endQuestions},
		{"take what is owed for attempted", (*tx).doubtOwed},
	} {
		err := s.write(ctx, step.doing, func(t *tx) error { return step.end(t, marked, now) })
		if err != nil {
			return err
		}
	}
	_, _ = s.db.EmptyLog(context.WithoutCancel(ctx))
	return nil
}

// endCouples ends the couples that one of the two has left.
func (t *tx) endCouples(marked map[mark]bool, now time.Time) error {
	type left struct {
		couple ID
		leaver string
	}
	var all []left
	err := t.ForEach(func(r *sql.Rows) error {
		var m left
		err := r.Scan(&m.couple, &m.leaver)
		if marked[coupleMark(m.couple, m.leaver)] {
			all = append(all, m)
		}
		return err
	}, `SELECT m.couple_id, m.person FROM members m JOIN couples c ON c.id = m.couple_id WHERE c.formed_at IS NOT NULL`)
	if err != nil {
		return fmt.Errorf("list couples: %w", err)
	}
	for _, m := range all {
		c, err := t.coupleToLeave(m.couple, m.leaver)
		if errors.Is(err, ErrNotYours) {
			continue // both had left at once
		}
		if err != nil {
			return err
		}
		if err := t.leave(&c, false, now); err != nil {
			return err
		}
		if err := t.readNoFurther(c.Me.Person, c.Other.Person); err != nil {
			return err
		}
	}
	return nil
}

// readNoFurther leaves what people wrote before the copy was put back unread, if they are
// in no couple any more: all that it could bring them is that they have no partner here.
// Their chats are read again from their next message on.
func (t *tx) readNoFurther(people ...string) error {
	for _, person := range people {
		err := t.Exec(`UPDATE partners SET heard_id = NULL WHERE person = ?1 AND NOT EXISTS (SELECT 1 FROM members m WHERE m.person = ?1)`, person)
		if err != nil {
			return err
		}
	}
	return nil
}

// doubtOwed takes each message that an older copy owes for one that may have arrived since,
// so that its chat is looked through before it is sent. What is not due yet cannot have
// come: what has a moment of its own is due up to a quarter of an hour before that. An
// invitation is not looked for, because one that may have arrived waits for no turn.
func (t *tx) doubtOwed(_ map[mark]bool, now time.Time) error {
	return t.Exec(`UPDATE notices SET attempted_at = ?1, after_id = (SELECT p.last_id FROM partners p WHERE p.person = notices.person)
		WHERE message IS NULL AND wake_at IS NOT NULL AND attempted_at IS NULL AND kind <> ?2
			AND due_at <= ?1 - CASE WHEN kind IN (?3, ?4) THEN ?5 ELSE 0 END`,
		now.Unix(), KindInvite, KindReminder, KindCheckIn, int64(quarter/time.Second))
}

// endInvitees takes people who were forgotten out of invitations of others.
func (t *tx) endInvitees(marked map[mark]bool, now time.Time) error {
	type invited struct {
		id     ID
		person string
	}
	var all []invited
	err := t.ForEach(func(r *sql.Rows) error {
		var i invited
		err := r.Scan(&i.id, &i.person)
		if i.person != "" && marked[rowMark(endedInvitee, i.id)] && !slices.ContainsFunc(all, func(o invited) bool { return o.person == i.person }) {
			all = append(all, i)
		}
		return err
	}, `SELECT id, invitee FROM invites`)
	if err != nil {
		return fmt.Errorf("list invitations: %w", err)
	}
	for _, i := range all {
		if err := t.endInvitations(i.person, now); err != nil {
			return err
		}
	}
	return nil
}

// endPeople forgets the people who were forgotten.
func (t *tx) endPeople(marked map[mark]bool, now time.Time) error {
	var people []string
	err := t.ForEach(func(r *sql.Rows) error {
		var person string
		err := r.Scan(&person)
		people = append(people, person)
		return err
	}, `SELECT person FROM partners`)
	if err != nil {
		return fmt.Errorf("list people: %w", err)
	}
	for _, person := range people {
		p, _, err := t.partner(person)
		if err != nil {
			return err
		}
		if !marked[p.mark()] {
			continue
		}
		if _, err := t.forget(person, false, now); err != nil {
			return err
		}
	}
	return nil
}

// endQuestions takes out the own questions of couples that were taken out.
func (t *tx) endQuestions(marked map[mark]bool, _ time.Time) error {
	var all []ID
	err := t.ForEach(func(r *sql.Rows) error {
		var id ID
		err := r.Scan(&id)
		if marked[rowMark(endedQuestion, id)] {
			all = append(all, id)
		}
		return err
	}, `SELECT id FROM own_questions`)
	if err != nil || len(all) == 0 {
		return err
	}
	return t.Exec(`DELETE FROM own_questions WHERE id IN (SELECT value FROM json_each(?1))`, list(all))
}

// endWords erases the words that were withdrawn before anybody answered them.
func (t *tx) endWords(marked map[mark]bool, now time.Time) error {
	var all []ID
	err := t.ForEach(func(r *sql.Rows) error {
		var id ID
		err := r.Scan(&id)
		if marked[rowMark(endedWords, id)] {
			all = append(all, id)
		}
		return err
	}, `SELECT id FROM needs WHERE sent_at IS NOT NULL AND withdrawn_at IS NULL`)
	if err != nil {
		return fmt.Errorf("list notes: %w", err)
	}
	for _, id := range all {
		if err := t.erase(id, now); err != nil {
			return err
		}
		if err := t.oweEdits(id, "", now, KindNote, KindPreview, KindRest, KindTalk); err != nil {
			return err
		}
	}
	return nil
}

// askEverybodyFirst asks each partner of each couple privately whether they still agree,
// and pauses them until they say so. It is for an older copy of the database of which
// nobody knows who left since. Those who have paused by themselves stay paused, and are
// asked when they go on.
func (t *tx) askEverybodyFirst(now time.Time) error {
	if err := t.beginConfirmations(0); err != nil {
		return err
	}
	type member struct {
		couple ID
		person string
	}
	var all []member
	err := t.ForEach(func(r *sql.Rows) error {
		var m member
		err := r.Scan(&m.couple, &m.person)
		all = append(all, m)
		return err
	}, `SELECT f.couple_id, f.person FROM confirmations f JOIN couples c ON c.id = f.couple_id WHERE c.formed_at IS NOT NULL`)
	if err != nil {
		return fmt.Errorf("list confirmations: %w", err)
	}
	for _, m := range all {
		if err := t.askFirst(m.couple, m.person, now); err != nil {
			return err
		}
	}
	return nil
}

// askFirst asks one partner, outside of their quiet hours, although they are paused.
func (t *tx) askFirst(couple ID, person string, now time.Time) error {
	c, err := t.confirmation(couple, person)
	if err != nil {
		return err
	}
	if err := t.askAnew(c, now); err != nil || c.Couple.Me.Paused(now) {
		return err
	}
	if _, err := t.pause(couple, person, time.Time{}, now); err != nil {
		return err
	}
	p, _, err := t.partner(person)
	if err != nil {
		return err
	}
	due := now
	if end, quiet := t.quietEnd(p, now); quiet {
		due = end
	}
	err = t.Exec(`UPDATE confirmations SET silent_at = ?3 WHERE couple_id = ?1 AND person = ?2`, couple, person, now.Unix())
	if err != nil {
		return err
	}
	return t.Exec(`UPDATE notices SET held = 0, due_at = ?5, wake_at = ?5 WHERE person = ?1 AND kind = ?2 AND ref = ?3 AND round = ?4`,
		person, KindConsent, couple, c.Round+1, due.Unix())
}
