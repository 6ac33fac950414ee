package store

import (
	"context"
	"fmt"
)

// RefuseKnown keeps that a person wants no more invitations from other, who is not told.
// It fails with ErrNotYours if no invitation between the two was ever sent, so that a
// forged id leaves no row. Calling it twice is the same as calling it once.
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
