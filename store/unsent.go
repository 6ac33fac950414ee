package store

import "time"

// lookSent makes the row of a follow-up, a rest or a weekly note that is put aside for good
// look as if it had been sent now. Otherwise a row that was never sent would tell that its
// note asks for nothing, that its asker had closed it, or that somebody wants no weekly note. at is until when it is put aside, 0 for ever. What
// a need that has outlived its retention leaves is not touched, because that would count as
// still on its way.
func (t *tx) lookSent(n noticeRow, p Partner, at int64, now time.Time) error {
	if at != 0 || n.Kind != KindFollowUp && n.Kind != KindRest && n.Kind != KindWeek || p.Channel == "" {
		return nil
	}
	none := t.s.ids.Seal(nil, messageAt(n.ID, n.Person)) // as long as an id
	is, err := t.Changed(`UPDATE notices SET attempted_at = ?2, sent_at = ?2, channel = ?3, message = ?4, message_id = ?5
		WHERE id = ?1 AND (kind = ?6 OR EXISTS (SELECT 1 FROM needs WHERE id = notices.ref AND expired_at IS NULL))`, n.ID, now.Unix(), p.Channel, t.hash(newID().String()), none, KindWeek)
	if err != nil || !is {
		return err
	}
	return t.Exec(`UPDATE partners SET last_at = max(last_at, ?2) WHERE person = ?1`, n.Person, quarterStart(now))
}
