package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// This file has what the two do with a question of their own, from its draft until it is
// taken out.

// WordQuestion keeps the draft of a question. A person has at most one in a couple, so it
// replaces an earlier one. source is the id of the interaction; the same one again returns
// the draft that it made.
func (s *Store) WordQuestion(ctx context.Context, couple ID, person, source, words string, now time.Time) (q OwnQuestion, err error) {
	err = s.write(ctx, "word a question", func(t *tx) error {
		c, err := t.couple(couple, person)
		if err != nil {
			return err
		}
		before, err := t.ownQuestions(c, `q.source = ?2 AND q.author = ?3`, t.hash(source), person)
		if err != nil || len(before) > 0 {
			if err == nil {
				q = before[0]
			}
			return err
		}
		if err := t.Exec(`DELETE FROM own_questions WHERE couple_id = ?1 AND author = ?2 AND proposed_at IS NULL`, c.ID, person); err != nil {
			return err
		}
		q = OwnQuestion{ID: newID(), Couple: c, Author: person, Words: words}
		err = t.Exec(`INSERT INTO own_questions (id, couple_id, author, source, words, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)`,
			q.ID, c.ID, person, t.hash(source), c.key.Seal([]byte(words), q.wordsAt()), minute(now))
		return err
	})
	return q, err
}

// changeDraft applies f to the draft of a question, for its author. It returns ErrTooLate
// and the question if that was proposed before.
func (s *Store) changeDraft(ctx context.Context, doing string, id ID, person string, f func(*tx, *OwnQuestion) error) (q OwnQuestion, err error) {
	err = s.write(ctx, doing, func(t *tx) error {
		if q, err = t.ownQuestion(id, person); err != nil {
			return err
		}
		if !q.Mine() {
			return ErrNotYours
		}
		if !q.Draft() {
			return ErrTooLate
		}
		return f(t, &q)
	})
	return q, err
}

// RewordQuestion gives the draft of a question other words.
func (s *Store) RewordQuestion(ctx context.Context, id ID, person, words string) (OwnQuestion, error) {
	return s.changeDraft(ctx, "reword a question", id, person, func(t *tx, q *OwnQuestion) error {
		q.Words = words
		return t.Exec(`UPDATE own_questions SET words = ?2 WHERE id = ?1`, id, q.Couple.key.Seal([]byte(words), q.wordsAt()))
	})
}

// DiscardQuestion deletes the draft of a question.
func (s *Store) DiscardQuestion(ctx context.Context, id ID, person string) (OwnQuestion, error) {
	return s.changeDraft(ctx, "discard a question", id, person, func(t *tx, _ *OwnQuestion) error {
		return t.Exec(`DELETE FROM own_questions WHERE id = ?1`, id)
	})
}

// Propose proposes a question to the other of the couple, and owes them a notice. It fails
// with Capped for ErrProposalOpen or ErrProposedLately, and with ErrQuestionsFull. A
// partner who wants no more proposals changes nothing of that: their notice is owed and
// never sent.
func (s *Store) Propose(ctx context.Context, id ID, person string, now time.Time) (OwnQuestion, error) {
	return s.changeDraft(ctx, "propose a question", id, person, func(t *tx, q *OwnQuestion) error {
		if err := t.roomForProposal(*q, now); err != nil {
			return err
		}
		c := q.Couple
		noMore, err := t.noMoreProposals(c.ID, c.Other.Person, c.key)
		if err != nil {
			return err
		}
		if err := t.setNoMoreProposals(c, c.Other.Person, noMore); err != nil {
			return err
		}
		q.ProposedAt = now.Truncate(time.Minute)
		err = t.Exec(`UPDATE own_questions SET words = ?2, said = ?3, proposed_at = ?4 WHERE id = ?1`, id,
			c.key.Seal([]byte(q.Words), q.wordsAt()), q.sealSaid(false), minute(now))
		if err != nil {
			return err
		}
		return t.owe(notice{Person: c.Other.Person, Couple: c.ID, Kind: KindProposal, Ref: id, Lane: LaneRelay, Held: true, Due: now})
	})
}

// roomForProposal says whether a question can be proposed now. What it goes by is the same
// after a refusal as after silence: it counts the messages that were owed, which stay when
// a proposal is taken back.
func (t *tx) roomForProposal(q OwnQuestion, now time.Time) error {
	c := q.Couple
	all, err := t.ownQuestions(c, `q.proposed_at IS NOT NULL`)
	if err != nil {
		return err
	}
	used := 0
	for _, other := range all {
		switch {
		case other.InUse:
			used++
		case other.Mine() && other.Waits(now):
			return Capped{ErrProposalOpen, other.ProposedAt.Add(ProposalLife)}
		}
	}
	if used >= MaxOwnQuestions {
		return ErrQuestionsFull
	}
	var last time.Time
	err = t.QueryRow(`SELECT max(due_at) FROM notices WHERE couple_id = ?1 AND person = ?2 AND kind = ?3 AND due_at > ?4 AND due_at <= ?5`,
		c.ID, c.Other.Person, KindProposal, now.Add(-ProposeAgain).Unix(), now.Unix()).Scan(stamp{&last})
	if err != nil {
		return fmt.Errorf("look for the last proposal: %w", err)
	}
	if !last.IsZero() {
		return Capped{ErrProposedLately, last.Add(ProposeAgain)}
	}
	return nil
}

// AgreeToQuestion is the yes of the one who did not propose a question: it is in use from
// now on, also if they refused it before. It fails with ErrTooLate, and returns the
// question, if it does not wait any more, and with ErrQuestionsFull.
func (s *Store) AgreeToQuestion(ctx context.Context, id ID, person string, now time.Time) (q OwnQuestion, err error) {
	err = s.write(ctx, "agree to a question", func(t *tx) error {
		if q, err = t.ownQuestion(id, person); err != nil {
			return err
		}
		switch {
		case q.Mine():
			return ErrNotYours
		case q.InUse:
			return nil
		case !q.Waits(now):
			return ErrTooLate
		}
		all, err := t.ownQuestions(q.Couple, `q.proposed_at IS NOT NULL`)
		if err != nil {
			return err
		}
		used := 0
		for _, other := range all {
			if other.InUse {
				used++
			}
		}
		if used >= MaxOwnQuestions {
			return ErrQuestionsFull
		}
		q.InUse = true
		return t.Exec(`UPDATE own_questions SET said = ?2 WHERE id = ?1`, id, q.sealSaid(true))
	})
	return q, err
}

// WantProposals keeps whether a person wants more proposals from the other of a couple.
// Nobody is told.
func (s *Store) WantProposals(ctx context.Context, couple ID, person string, want bool) (c Couple, err error) {
	err = s.write(ctx, "keep whether proposals are wanted", func(t *tx) error {
		if c, err = t.couple(couple, person); err != nil {
			return err
		}
		return t.setNoMoreProposals(c, person, !want)
	})
	return c, err
}

// TakeOut deletes a question: one that is in use for either of the two, and one that is not
// for its author. Nobody is told, but the message of a proposal that is taken back says that
// it does not wait any more. Its words are gone from wherever it was asked; what was
// answered to it stays. It fails with ErrNotYours for a question that is not there.
func (s *Store) TakeOut(ctx context.Context, id ID, person string, now time.Time) (q OwnQuestion, err error) {
	err = s.write(ctx, "take out a question", func(t *tx) error {
		if q, err = t.ownQuestion(id, person); err != nil {
			return err
		}
		if !q.Mine() && !q.InUse {
			return ErrNotYours
		}
		if err := t.remember(rowMark(endedQuestion, id)); err != nil {
			return err
		}
		if err := t.oweEdit(KindProposal, id, "", now); err != nil { // where it was proposed it may be open still
			return err
		}
		return t.Exec(`DELETE FROM own_questions WHERE id = ?1`, id)
	})
	if err != nil {
		return q, err
	}
	_ = s.KeepEndings(context.WithoutCancel(ctx))
	_, _ = s.db.EmptyLog(context.WithoutCancel(ctx)) // the log has the words still
	return q, nil
}

// proposalGone says whether a proposal is not to be told of: it was taken back, was agreed
// to or has lapsed, or its reader wants no more of them.
func (t *tx) proposalGone(n noticeRow, now time.Time) (bool, error) {
	q, err := t.ownQuestion(n.Ref, n.Person)
	if errors.Is(err, ErrNotYours) {
		return true, nil
	}
	if err != nil {
		return false, err
	}
	if !q.Waits(now) {
		return true, nil
	}
	return t.noMoreProposals(q.Couple.ID, n.Person, q.Couple.key)
}

// purgeQuestions deletes the drafts of questions after DraftLife, and proposals that are
// not in use once they have lapsed and outlived the couple's retention, whatever was said
// to them.
func (t *tx) purgeQuestions(now time.Time) error {
	if err := t.Exec(`DELETE FROM own_questions WHERE proposed_at IS NULL AND created_at <= ?1`, now.Add(-DraftLife).Unix()); err != nil {
		return err
	}
	type proposal struct {
		id, couple ID
		author     string
	}
	var old []proposal
	err := t.ForEach(func(r *sql.Rows) error {
		var p proposal
		err := r.Scan(&p.id, &p.couple, &p.author)
		old = append(old, p)
		return err
	}, `SELECT q.id, q.couple_id, q.author FROM own_questions q WHERE q.proposed_at <= ?3 AND q.proposed_at <= ?1 - 86400 * `+stricter+`q.couple_id)`,
		now.Unix(), int(t.s.defaults.Retention/(24*time.Hour)), now.Add(-ProposalLife).Unix())
	if err != nil {
		return fmt.Errorf("list old proposals: %w", err)
	}
	for _, p := range old {
		q, err := t.ownQuestion(p.id, p.author)
		if errors.Is(err, ErrAltered) || errors.Is(err, ErrNotYours) || err == nil && q.InUse {
			continue
		}
		if err != nil {
			return err
		}
		if err := t.Exec(`DELETE FROM own_questions WHERE id = ?1`, p.id); err != nil {
			return err
		}
	}
	return nil
}
