package store

import (
	"context"
	"time"
)

// Purge deletes what has outlived its keeping: drafts after 14 days, what a person
// keeps private after their own retention, shared exchanges after the stricter
// partner's. Questions chosen stay as long as a repeat is to be avoided.
func (s *Store) Purge(ctx context.Context, now time.Time) error {
	const day = 24 * 60 * 60
	days := int(s.defaults.Retention / (24 * time.Hour))
	// stricter is how many days the couple's stricter partner keeps things; keeping
	// for ever counts as 100 years.
	const stricter = `(SELECT min(CASE coalesce(p.retention_days, ?2) WHEN 0 THEN 36500 ELSE coalesce(p.retention_days, ?2) END)
		FROM members m JOIN partners p ON p.person = m.person WHERE m.couple_id = `
	return s.write(ctx, "purge what has outlived its keeping", func(t *tx) error {
		steps := []struct {
			query string
			args  []any
		}{
			{`DELETE FROM needs WHERE sent_at IS NULL AND kept_at IS NULL AND created_at <= ?1`, []any{now.Add(-DraftLife).Unix()}},
			{`DELETE FROM needs WHERE sent_at IS NULL AND kept_at IS NOT NULL AND created_at <= ?1 - 86400 *
				(SELECT CASE coalesce(p.retention_days, ?2) WHEN 0 THEN 36500 ELSE coalesce(p.retention_days, ?2) END FROM partners p WHERE p.person = needs.asker)`,
				[]any{now.Unix(), days}},
			{`DELETE FROM needs WHERE sent_at IS NOT NULL AND sent_at <= ?1 - 86400 * ` + stricter + `needs.couple_id)`, []any{now.Unix(), days}},
			{`DELETE FROM check_ins WHERE slot_at <= ?1 - 86400 * ` + stricter + `check_ins.couple_id)
				AND EXISTS (SELECT 1 FROM check_ins n WHERE n.couple_id = check_ins.couple_id AND n.person = check_ins.person AND n.slot_at > check_ins.slot_at)`,
				[]any{now.Unix(), days}},
			{`DELETE FROM questions_asked WHERE at <= ?1`, []any{now.Unix() - 400*day}},
			{`DELETE FROM incoming WHERE at <= ?1`, []any{now.Add(-DraftLife).Unix()}},
			{`DELETE FROM notices WHERE wake_at IS NULL AND coalesce(sent_at, attempted_at, due_at) <= ?1`, []any{now.Unix() - 400*day}},
			{`DELETE FROM invites WHERE ended_at <= ?1`, []any{now.Unix() - 30*day}},
		}
		for _, step := range steps {
			if err := t.exec(step.query, step.args...); err != nil {
				return err
			}
		}
		return nil
	})
}
