package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"
)

// Pragma reads a setting of the writer's connection, or of a reader's.
func Pragma(ctx context.Context, s *Store, name string, writer bool) (value string) {
	db := s.db.Reader
	if writer {
		db = s.db.Writer
	}
	if err := db.QueryRowContext(ctx, "PRAGMA "+name).Scan(&value); err != nil {
		return err.Error()
	}
	return value
}

// Limit sets a limit of the writer's connection, such as max_page_count or
// query_only, and returns what SQLite made of it.
func Limit(ctx context.Context, s *Store, name string, value int) (set int, err error) {
	_, err = s.db.Writer.ExecContext(ctx, fmt.Sprintf("PRAGMA %s = %d", name, value))
	if err == nil {
		err = s.db.Writer.QueryRowContext(ctx, "PRAGMA "+name).Scan(&set)
	}
	return set, err
}

// WriteThroughReader tries to write on a reading connection, which must fail.
func WriteThroughReader(ctx context.Context, s *Store) error {
	_, err := s.db.Reader.ExecContext(ctx, "DELETE FROM meta")
	return err
}

// Reader returns the store's own reading connections.
func Reader(s *Store) *sql.DB { return s.db.Reader }

// Plan returns how SQLite would answer a query, with a line for each step.
func Plan(ctx context.Context, s *Store, query string, args ...any) (string, error) {
	rows, err := s.db.Reader.QueryContext(ctx, "EXPLAIN QUERY PLAN "+query, args...)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	var plan strings.Builder
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			return "", err
		}
		fmt.Fprintln(&plan, detail)
	}
	return plan.String(), rows.Err()
}

// Hot is a query that is asked often: the index that it may walk through, and
// whether it may sort (what it found for one person or couple).
type Hot struct {
	Text  string
	Args  []any
	Walks string
	Sorts bool
}

// HotQueries returns the queries of the scheduler's loop and of every press.
func HotQueries() map[string]Hot {
	return map[string]Hot{
		"OpenDue":            {Text: dueMembersQuery, Args: []any{0, 100, "UTC", 0, 1, ""}, Walks: "-"},
		"whether any is due": {Text: someDueQuery, Args: []any{0, 100}, Walks: "-"},
		"OpenWeeks":          {Text: dueWeeksQuery, Args: []any{0, 100, "UTC"}, Walks: "-"},
		"whether a week is":  {Text: countWeeksQuery, Args: []any{0, 100}, Walks: "-"},
		"Due":                {Text: dueQuery, Args: []any{LaneRelay, 0, 256}, Walks: "-"},
		"Due in turn":        {Text: dueInTurnQuery, Args: []any{LaneRelay, 0, 256}, Walks: "-", Sorts: true},
		"Coming":             {Text: comingQuery, Args: []any{parked, LaneWaiting, LaneRelay, LaneScheduled}, Walks: "-"},
		"Rest":               {Text: `SELECT count(*) > 0 FROM needs WHERE sent_at IS NOT NULL AND ` + unanswered, Args: []any{0}, Walks: "-"},
		"a person's notices": {Text: `UPDATE notices SET wake_at = due_at WHERE person = ?1 AND wake_at > due_at AND message IS NULL`, Args: []any{"1"}, Walks: "-"},
		"notices about":      {Text: `UPDATE notices SET edit = edit + 1 WHERE kind = ?1 AND ref = ?2 AND attempted_at IS NOT NULL`, Args: []any{KindNote, 1}, Walks: "-"},
		"a message's notice": {Text: `SELECT n.ref FROM notices n JOIN couples c ON c.id = n.couple_id WHERE n.message = ?1 AND n.person = ?2`, Args: []any{"1", "2"}, Walks: "-"},
		"a note's others":    {Text: `SELECT id FROM needs WHERE id = ?1 OR id IN (SELECT ref FROM notices WHERE carried_by = ?2) ORDER BY sent_at, seq`, Args: []any{1, 2}, Walks: "-", Sorts: true},
		"the newest":         {Text: newestQuery, Args: []any{1, "2"}, Walks: "-"},
		"a person's couples": {Text: `SELECT m.person FROM couples c JOIN members m ON m.couple_id = c.id WHERE ` + couplesOfPerson + ` ORDER BY c.formed_at, c.id`, Args: []any{"1"}, Walks: "-", Sorts: true},
		"a couple's needs":   {Text: `SELECT n.id FROM needs n LEFT JOIN check_ins i ON i.id = n.check_in_id WHERE n.couple_id = ?1 AND n.sent_at IS NOT NULL ORDER BY n.sent_at, n.seq`, Args: []any{1}, Walks: "-"},
		"a couple's answers": {Text: `SELECT a.id FROM needs n JOIN answers a ON a.need_id = n.id WHERE n.couple_id = ?1 ORDER BY a.seq`, Args: []any{1}, Walks: "-", Sorts: true},
		"the backlog":        {Text: `SELECT count(*), min(wake_at) FROM notices WHERE lane IN (?2, ?3, ?4) AND wake_at <= ?1`, Args: []any{0, 0, 1, 2}, Walks: "-"},
		"dead letters":       {Text: `SELECT count(*) FROM notices WHERE failed IS NOT NULL`, Walks: "notices_dead"},
		"new consents":       {Text: newConsentsQuery, Args: []any{1, 1}, Walks: "-"},
		"earlier questions":  {Text: everAskedQuery, Args: []any{"[1]"}, Walks: "-"},
		"a couple's end":     {Text: `DELETE FROM couples WHERE id = ?1`, Args: []any{1}, Walks: "-"},
		"a membership's end": {Text: `DELETE FROM notices WHERE couple_id = ?1 AND person = ?2`, Args: []any{1, "2"}, Walks: "-"}, // as its foreign key does
	}
}

// NumberOf is the number of a question in a couple's record.
func NumberOf(question string) uint32 { return numberOf(question) }

// OpenSlot opens one slot for several partners at once. It returns, for each, whether
// their slot was not open before.
func OpenSlot(ctx context.Context, s *Store, couple ID, slot time.Time, persons ...string) (fresh []bool, err error) {
	err = s.write(ctx, "open a slot", func(t *tx) error {
		var all []*dueMember
		for _, p := range persons {
			all = append(all, &dueMember{couple: couple, member: Member{Person: p}, slot: slot, date: slot.Format(dateForm)})
		}
		known, err := t.loadFacts(all)
		if err == nil {
			err = t.open(all, known, slot, func(Asked) string { return "question" })
		}
		for _, o := range all {
			fresh = append(fresh, o.fresh)
		}
		return err
	})
	return fresh, err
}

// CoupleFor reads a couple as a person may see it.
func (s *Store) CoupleFor(ctx context.Context, id ID, person string) (c Couple, err error) {
	err = s.View(ctx, person, func(v View) error {
		c, err = v.Couple(id)
		return err
	})
	return c, err
}

// InviteFor reads an invitation as a person may see it.
func (s *Store) InviteFor(ctx context.Context, id ID, person string) (i Invite, err error) {
	err = s.View(ctx, person, func(v View) error {
		i, err = v.Invite(id)
		return err
	})
	return i, err
}

// NoticeFor reads a notice as a person may see it.
func (s *Store) NoticeFor(ctx context.Context, id ID, person string) (n Notice, err error) {
	err = s.View(ctx, person, func(v View) error {
		n, err = v.Notice(id)
		return err
	})
	return n, err
}

// ComesAgain returns when a check-in comes again that is to do so in some time.
func ComesAgain(s *Store, zone, quiet string, now time.Time, in time.Duration) time.Time {
	return (&tx{s: s}).comesAgain(zone, quiet, now, in)
}

// HashOf returns what columns hold in place of an id of Discord's.
func HashOf(s *Store, id string) string { return s.hash(id) }

// HeardTo is what says up to which message a person's channel was read.
func HeardTo(s *Store, person, message string) []byte {
	return (&tx{s: s}).sealID(message, heardAt(person))
}
