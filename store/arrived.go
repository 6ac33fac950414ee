package store

import (
	"fmt"
	"time"
)

// The question whether an answer reached its asker waits until the answer itself has.

// followUpWanted says whether there is an answer to ask about. That of a note that tells is
// owed as well, so that its rows look the same, and never sent.
func (t *tx) followUpWanted(n noticeRow) (bool, error) {
	e, err := t.exchange(n.Ref, n.Person)
	if err != nil || !e.Need.Sent() || e.Need.Tells || e.Need.Reached != "" || !e.Need.ClosedAt.IsZero() || e.Need.round() != n.Round {
		return false, err
	}
	arrived, owed, err := t.answerArrived(n.Ref) // one that was given up never arrives
	return arrived || owed, err
}

// answerArrived says how the answers to a need stand with its asker: whether one has
// arrived, and whether one is still owed. Where no notice is left of them, they arrived
// long ago.
func (t *tx) answerArrived(need ID) (arrived, owed bool, err error) {
	err = t.QueryRow(`SELECT count(o.sent_at) > 0 OR count(*) = 0, count(o.wake_at) FILTER (WHERE o.sent_at IS NULL) > 0
		FROM answers a JOIN notices o ON o.ref = a.id AND o.kind = ?2 WHERE a.need_id = ?1`, need, KindAnswer).Scan(&arrived, &owed)
	if err != nil {
		return false, false, fmt.Errorf("look whether an answer has arrived: %w", err)
	}
	return arrived, owed, nil
}

// putOffFollowUp gives the asker of a need time with an answer that has just arrived, if
// it came so late that the question about it is due or soon will be.
func (t *tx) putOffFollowUp(need ID, now time.Time) error {
	after := t.s.defaults.FollowUp
	return t.Exec(`UPDATE notices SET due_at = ?3, wake_at = ?3 WHERE kind = ?2 AND ref = ?1 AND attempted_at IS NULL AND wake_at IS NOT NULL AND due_at < ?4`,
		need, KindFollowUp, coarse(now.Add(after), now).Unix(), now.Add(after/2).Unix())
}
