package store

import (
	"slices"
	"time"
)

// A question that comes again after some months shows the person what they said to it then,
// if that is still kept: to them alone, and nothing that their partner wrote.

// longAgo is how long ago a question came so that it is told when.
const longAgo = 120 * 24 * time.Hour

// oneRound is within what time an answer belongs to one coming of a question: none comes
// twice within it.
const oneRound = 60 * 24 * time.Hour

// saidBefore reads what the person said when the question of a check-in came last, long
// ago, the newest first: notes that they sent and have not withdrawn, and what they kept.
func (t *tx) saidBefore(in CheckIn) (said []Need, err error) {
	until := in.SlotAt.Add(-longAgo)
	if until.Before(in.Couple.FormedAt) {
		return nil, nil
	}
	all, err := t.needs(in.Couple, `n.asker = ?2 AND n.withdrawn_at IS NULL AND (n.sent_at IS NOT NULL OR n.kept_at IS NOT NULL)
		AND EXISTS (SELECT 1 FROM check_ins w WHERE w.id = n.check_in_id AND w.person = ?2 AND w.slot_at <= ?3)`,
		in.Couple.Me.Person, until.Unix())
	for _, e := range all {
		if e.Need.Question == in.Question && e.Need.Words != "" {
			said = append(said, e.Need)
		}
	}
	slices.SortStableFunc(said, func(a, b Need) int { return b.CreatedAt.Compare(a.CreatedAt) })
	earlier := slices.IndexFunc(said, func(n Need) bool { return said[0].CreatedAt.Sub(n.CreatedAt) >= oneRound })
	if earlier >= 0 {
		said = said[:earlier]
	}
	return said, err
}

// SaidBefore reads, for a check-in of this person, what they said when its question came
// last, long ago. It is empty if nothing of it is kept any more.
func (v View) SaidBefore(id ID) (in CheckIn, said []Need, err error) {
	if in, err = v.t.checkIn(id, v.person); err != nil {
		return in, nil, err
	}
	said, err = v.t.saidBefore(in)
	return in, said, err
}
