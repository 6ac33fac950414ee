package store

import (
	"context"
	"fmt"
	"time"
)

// Facts counts the rows that a person's own acts have made. It does not depend on what a
// partner did: it counts neither what others wrote to this person nor what waits to be
// sent to them.
type Facts struct {
	Couples  int  // couples they are in
	Settings bool // they have a row with their zone and settings
	Invites  int  // invitations they sent
	Refusals int  // people they want no more invitations from
	CheckIns int  // questions they were asked
	Drafts   int  // notes they have not decided about
	Kept     int  // notes they keep private
	Sent     int  // notes they sent, withdrawn ones too
	Answers  int  // answers they gave
	Own      int  // questions that they put into words
	Messages int  // plain direct messages of theirs whose ids are stored
	Cards    int  // couples in which they wrote on their card; it has no date
	// Oldest is when the oldest of these rows was made; zero if there is none. Settings
	// and refusals have no date.
	Oldest time.Time
}

// Facts counts what is stored about a person, in one consistent state.
func (s *Store) Facts(ctx context.Context, person string) (f Facts, err error) {
	err = s.view(ctx, "count what is stored", func(t *tx) error {
		if err := t.QueryRow(`SELECT count(*) > 0 FROM partners WHERE person = ?1`, person).Scan(&f.Settings); err != nil {
			return fmt.Errorf("look for settings: %w", err)
		}
		if err := t.QueryRow(`SELECT count(*) FROM refusals WHERE person = ?1`, person).Scan(&f.Refusals); err != nil {
			return fmt.Errorf("count refusals: %w", err)
		}
		if f.Cards, err = t.cardsOf(person); err != nil {
			return err
		}
		for _, c := range f.dated() {
			var n int
			var oldest time.Time
			if err := t.QueryRow(c.query, person).Scan(&n, stamp{&oldest}); err != nil {
				return fmt.Errorf("count %s: %w", c.noun, err)
			}
			*c.into += n
			if !oldest.IsZero() && (f.Oldest.IsZero() || oldest.Before(f.Oldest)) {
				f.Oldest = oldest
			}
		}
		return nil
	})
	return f, err
}

// dated lists the counts of rows that have a date. Each query takes the person and
// returns the number of rows and their oldest date.
func (f *Facts) dated() []struct {
	noun  string
	into  *int
	query string
} {
	return []struct {
		noun  string
		into  *int
		query string
	}{
		{"couples", &f.Couples, `SELECT count(*), min(c.formed_at) FROM members m JOIN couples c ON c.id = m.couple_id
			WHERE m.person = ?1 AND c.formed_at IS NOT NULL`},
		{"invitations", &f.Invites, `SELECT count(*), min(created_at) FROM invites WHERE inviter = ?1 AND sent_at IS NOT NULL`},
		{"check-ins", &f.CheckIns, `SELECT count(*), min(slot_at) FROM check_ins WHERE person = ?1 AND expired_at IS NULL`},
		{"drafts", &f.Drafts, `SELECT count(*), min(created_at) FROM needs WHERE asker = ?1 AND sent_at IS NULL AND kept_at IS NULL`},
		{"undecided messages", &f.Drafts, `SELECT count(*), min(at) FROM incoming WHERE person = ?1 AND words IS NOT NULL`},
		{"undecided lines", &f.Drafts, `SELECT count(*), min(at) FROM unsent WHERE person = ?1`},
		{"kept notes", &f.Kept, `SELECT count(*), min(created_at) FROM needs WHERE asker = ?1 AND sent_at IS NULL AND kept_at IS NOT NULL`},
		{"sent notes", &f.Sent, `SELECT count(*), min(created_at) FROM needs WHERE asker = ?1 AND sent_at IS NOT NULL AND expired_at IS NULL`},
		{"answers", &f.Answers, `SELECT count(*), min(a.at) FROM answers a JOIN needs n ON n.id = a.need_id
			JOIN members m ON m.couple_id = n.couple_id WHERE m.person = ?1 AND n.asker <> ?1 AND n.expired_at IS NULL`},
		{"own questions", &f.Own, `SELECT count(*), min(created_at) FROM own_questions WHERE author = ?1`},
		{"messages", &f.Messages, `SELECT count(*), min(at) FROM incoming WHERE person = ?1`},
	}
}
