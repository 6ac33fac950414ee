package store

import (
	"context"
	"fmt"
)

// RefuseKnown keeps that a person wants no more invitations from somebody with
// whom an invitation once went, in either direction; the other is not told.
// ErrNotYours for anybody else, so that a forged id leaves no row. Told twice it
// is one refusal.
func (s *Store) RefuseKnown(ctx context.Context, person, other string) error {
	return s.write(ctx, "refuse invitations", func(t *tx) error {
		var met bool
		err := t.QueryRow(`SELECT count(*) > 0 FROM invites WHERE sent_at IS NOT NULL
			AND (inviter = ?1 AND invitee = ?2 OR inviter = ?2 AND invitee = ?1)`, person, other).Scan(&met)
		if err != nil {
			return fmt.Errorf("look for an invitation: %w", err)
		}
		if !met {
			return ErrNotYours
		}
		return t.Exec(`INSERT INTO refusals (person, inviter) VALUES (?1, ?2) ON CONFLICT DO NOTHING`, person, other)
	})
}
