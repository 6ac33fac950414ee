package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"
)

// Record is everything that is kept about one person, as that person may see it: what
// they wrote, including what they kept private, and what was sent to them. It does not
// hold what a partner drafted, kept or chose for themselves.
type Record struct {
	Partner  Partner
	Hints    int  // how many drafts got the hint that a request can be added
	Known    bool // they have a row with settings
	Couples  []CoupleRecord
	Messages []Message // plain messages that wait until they name the couple
	Invites  []Invite  // invitations that they sent, without Couple
	Declined []Invite  // invitations that they declined and that are not over, without Couple
	Refusals []string  // ids of people they want no more invitations from
}

// CoupleRecord is one couple of theirs.
type CoupleRecord struct {
	Couple    Couple
	Consents  []Consent
	CheckIns  []CheckIn       // questions they were asked, oldest first
	Exchanges []Exchange      // drafts and kept notes first, then in the order of sending
	Undecided []UndecidedLine // lines they have not decided about
	Card      OwnCard         // what they wrote on their card
	Questions []OwnQuestion   // those of the couple that are in use, and the person's others
	NoMore    bool            // they want no more proposals from the other
}

// Consent says which facts a person agreed to, and when they last did.
type Consent struct {
	FactsRead
	At time.Time
}

// Record reads a person's Record in one consistent state.
func (s *Store) Record(ctx context.Context, person string) (r Record, err error) {
	err = s.view(ctx, "read a person's record", func(t *tx) error {
		if r.Partner, r.Known, err = t.partner(person); err != nil {
			return err
		}
		couples, err := t.couples(person)
		if err != nil {
			return err
		}
		for _, c := range couples {
			of, err := t.coupleRecord(c)
			if err != nil {
				return err
			}
			r.Couples = append(r.Couples, of)
		}
		return t.besides(&r)
	})
	return r, err
}

func (t *tx) coupleRecord(c Couple) (of CoupleRecord, err error) {
	of.Couple = c
	if of.Consents, err = t.consents(c); err != nil {
		return of, err
	}
	err = t.ForEach(func(r *sql.Rows) error {
		in := CheckIn{Couple: c}
		var asked []byte
		err := r.Scan(&in.ID, stamp{&in.SlotAt}, &in.LocalDate, &in.Question, &asked)
		if err == nil {
			in.Question, err = openAsked(asked, c.key, askedAt(in.ID, c.ID, c.Me.Person), in.Question)
		}
		of.CheckIns = append(of.CheckIns, in)
		return err
	}, `SELECT id, slot_at, local_date, question, asked FROM check_ins
		WHERE couple_id = ?1 AND person = ?2 AND expired_at IS NULL ORDER BY slot_at`, c.ID, c.Me.Person)
	if err != nil {
		return of, fmt.Errorf("read check-ins: %w", err)
	}
	questions := make([]string, len(of.CheckIns))
	for i, in := range of.CheckIns {
		questions[i] = in.Question
	}
	words, err := t.ownWords(c, questions)
	for i := range of.CheckIns {
		of.CheckIns[i].takeOwn(words)
	}
	if err != nil {
		return of, err
	}
	if of.Exchanges, err = t.needs(c, `n.seq > 0`); err != nil {
		return of, err
	}
	if of.Card, err = t.card(c, c.Me.Person); err != nil {
		return of, err
	}
	var undecided []ID
	err = t.ForEach(func(r *sql.Rows) error {
		var id ID
		err := r.Scan(&id)
		undecided = append(undecided, id)
		return err
	}, `SELECT id FROM unsent WHERE couple_id = ?1 AND person = ?2 ORDER BY at, id`, c.ID, c.Me.Person)
	if err != nil {
		return of, fmt.Errorf("list undecided lines: %w", err)
	}
	for _, id := range undecided {
		u, _, err := t.undecidedLine(id, c.Me.Person)
		if err != nil {
			return of, err
		}
		of.Undecided = append(of.Undecided, u)
	}
	if of.NoMore, err = t.noMoreProposals(c.ID, c.Me.Person, c.key); err != nil {
		return of, err
	}
	own, err := t.ownQuestions(c, `true`)
	for _, q := range own {
		if q.InUse || q.Mine() {
			of.Questions = append(of.Questions, q)
		}
	}
	return of, err
}

// besides adds the messages, invitations and refusals, which belong to no couple.
func (t *tx) besides(r *Record) (err error) {
	person := r.Partner.Person
	if r.Known {
		if r.Hints, err = t.hintsGiven(r.Partner); err != nil {
			return err
		}
	}
	err = t.ForEach(func(rows *sql.Rows) error {
		var id ID
		var message, sealed []byte
		m := Message{Person: person}
		if err := rows.Scan(&message, &id, &sealed); err != nil {
			return err
		}
		h, err := t.openHeard(id, person, message)
		if err != nil {
			return err
		}
		m.ID = h.message
		m.Words, err = r.Partner.key.OpenText(sealed, incomingAt("words", id, person))
		r.Messages = append(r.Messages, m)
		return err
	}, `SELECT message_id, id, words FROM incoming WHERE person = ?1 AND words IS NOT NULL`, person)
	if err != nil {
		return fmt.Errorf("read messages: %w", err)
	}
	slices.SortFunc(r.Messages, func(a, b Message) int { return byAge(a.ID, b.ID) })
	if r.Invites, err = t.invitesBy(person); err != nil {
		return err
	}
	if r.Declined, err = t.declinedBy(person); err != nil {
		return err
	}
	err = t.ForEach(func(rows *sql.Rows) error {
		var other string
		err := rows.Scan(&other)
		r.Refusals = append(r.Refusals, other)
		return err
	}, `SELECT inviter FROM refusals WHERE person = ?1 ORDER BY inviter`, person)
	if err != nil {
		return fmt.Errorf("read refusals: %w", err)
	}
	return nil
}

// Extent says how much of a person's record an export holds.
type Extent string

// An export holds everything, or leaves out what its person alone can see: what they kept
// private, drafts, undecided lines, messages that name no couple and declined invitations.
const (
	Everything Extent = "everything"
	OnlyShared Extent = "only-shared"
)

// Of returns what an export of this extent holds of a record.
func (x Extent) Of(r Record) Record {
	if x != OnlyShared {
		return r
	}
	r.Messages, r.Declined, r.Couples = nil, nil, slices.Clone(r.Couples)
	for i, c := range r.Couples {
		r.Couples[i].Undecided, r.Couples[i].Couple.Me.Seasons = nil, nil
		r.Couples[i].Card.Written = c.Card.Shown
		r.Couples[i].NoMore = false
		r.Couples[i].Questions = slices.DeleteFunc(slices.Clone(c.Questions), func(q OwnQuestion) bool { return !q.InUse })
		r.Couples[i].Exchanges = slices.DeleteFunc(slices.Clone(c.Exchanges), func(e Exchange) bool { return e.Need.SentAt.IsZero() })
	}
	return r
}

// AskExport owes a person their export, in parts messages. Its extent is what they chose,
// so it is sealed. It fails with ErrTooLate if a part of an earlier export is still owed.
func (s *Store) AskExport(ctx context.Context, person string, x Extent, parts int, now time.Time) error {
	return s.write(ctx, "owe an export", func(t *tx) error {
		if _, err := t.ensurePartner(person); err != nil {
			return err
		}
		var waits bool
		err := t.QueryRow(`SELECT count(*) > 0 FROM notices WHERE person = ?1 AND kind = ?2 AND wake_at IS NOT NULL`, person, KindExport).Scan(&waits)
		if err != nil {
			return err
		}
		if waits {
			return ErrTooLate
		}
		ref := newID()
		for part := range parts {
			if err := t.owe(notice{Person: person, Kind: KindExport, Ref: ref, Round: part, Lane: LaneWaiting, Due: now, Name: string(x)}); err != nil {
				return err
			}
		}
		return nil
	})
}

// ExportParts returns how many messages the export of n has.
func (s *Store) ExportParts(ctx context.Context, n Notice) (parts int, err error) {
	err = s.view(ctx, "count an export's parts", func(t *tx) error {
		return t.QueryRow(`SELECT count(*) FROM notices WHERE person = ?1 AND kind = ?2 AND ref = ?3`, n.Person, KindExport, n.Ref).Scan(&parts)
	})
	return parts, err
}

// FileGone forgets the message that brought a file of an export, after its person
// deleted the file. It fails with ErrNotYours if the message is somebody else's or
// brought no export, and does nothing if it is not known any more.
func (s *Store) FileGone(ctx context.Context, id ID, person string) error {
	return s.write(ctx, "forget an export", func(t *tx) error {
		n, err := t.notice(id)
		if errors.Is(err, ErrTooLate) {
			return nil
		}
		if err != nil {
			return err
		}
		if n.Person != person || n.Kind != KindExport {
			return ErrNotYours
		}
		return t.Exec(`DELETE FROM notices WHERE id = ?1`, id)
	})
}
