package store

import (
	"database/sql"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// Kind says what a notice is about. Kinds live in rows: never change one.
type Kind string

// The kinds of notices, and what their Ref is.
const (
	KindInvite       Kind = "invite"        // invitation, to the invitee
	KindInviteFailed Kind = "invite-failed" // invitation, to the inviter
	KindWelcome      Kind = "welcome"       // couple
	KindCheckIn      Kind = "check-in"      // check-in
	KindPreview      Kind = "preview"       // need, to its asker
	KindNote         Kind = "note"          // need, to its receiver
	KindAnswer       Kind = "answer"        // answer, to the asker
	KindHeard        Kind = "heard"         // what was heard, in the table of answers: to the asker, and in round 1 the reply to who heard it
	KindReminder     Kind = "reminder"      // answer, to the person who gave it
	KindFollowUp     Kind = "follow-up"     // need, to its asker
	KindThanks       Kind = "thanks"        // need, to its receiver
	KindTalk         Kind = "talk"          // need, to its receiver
	KindRest         Kind = "rest"          // need, to its asker
	KindPaused       Kind = "paused"        // couple, to the partner of the one who paused
	KindBreath       Kind = "breath"        // a breath, to the partner of who took it, and at its end to who took it; Round says what
	KindEnded        Kind = "ended"         // an id of its own, because the couple is gone
	KindWhom         Kind = "whom"          // incoming message: which couple is it for?
	KindTyped        Kind = "typed"         // incoming message whose words wait for a decision
	KindWordless     Kind = "wordless"      // incoming message without words
	KindNobody       Kind = "nobody"        // incoming message of somebody without a couple
	KindFull         Kind = "full"          // incoming message of somebody who keeps too many drafts
	KindTooFast      Kind = "too-fast"      // incoming message of somebody who writes more than is taken
	KindConsent      Kind = "consent"       // couple, to one of its partners: do they still agree?
	KindNotTaken     Kind = "not-taken"     // what Discord's filters refused, to its author; Round says what Ref is
	KindWeek         Kind = "week"          // couple, to one of its partners; Round is the local date
	KindProposal     Kind = "proposal"      // question of a couple, to the one who did not propose it
	KindExport       Kind = "export"        // an id that the parts of one export share; Round is the part
	KindHide         Kind = "hide"          // an id of its own; no message, but the deletion of messages
)

// Lane says how urgent a notice is. A lower lane goes first.
type Lane int

// The lanes: what a person waits for, what is relayed to a partner, and what the clock
// brings.
const (
	LaneWaiting Lane = iota
	LaneRelay
	LaneScheduled
)

// parked is the wake time of a notice that waits until its person acts.
const parked = int64(1) << 40

// notice is a message to be owed.
type notice struct {
	Person string
	Couple ID
	Kind   Kind
	Ref    ID
	Round  int
	Lane   Lane
	Held   bool // waits while quiet hours or a pause last
	Due    time.Time
	// Name is the other person's display name, if the couple's key is gone by then. For
	// KindExport it is the name of the Extent, for KindHide the text of its Hiding.
	Name string
	// Moment is when it comes, to the second, if that follows from what somebody chose; zero
	// if Due says it. It is sealed, and Due, which is plain, is then an earlier quarter.
	Moment time.Time
}

// owe owes a message. If a notice with the same person, kind, ref and round exists, it
// is the same message: owe changes its time, unless it was attempted or another message
// carries it.
func (t *tx) owe(n notice) error {
	id := newID()
	var name any
	if !n.Moment.IsZero() {
		n.Name = strconv.FormatInt(n.Moment.Unix(), 10)
	}
	switch {
	case n.Kind == KindHide:
		name = t.sealHiding(n.Name, id, n.Person)
	case n.Name != "":
		p, err := t.ensurePartner(n.Person)
		if err != nil {
			return err
		}
		name = p.key.Seal([]byte(n.Name), noticeNameAt(id, n.Person, n.Kind))
	}
	t.owed = true
	err := t.Exec(`INSERT INTO notices (seq, id, person, couple_id, kind, ref, round, lane, held, due_at, wake_at, name)
		VALUES (`+nextSeq("notices")+`, ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?9, ?10)
		ON CONFLICT (person, kind, ref, round) DO UPDATE SET due_at = excluded.due_at, wake_at = excluded.wake_at
		WHERE attempted_at IS NULL AND carried_by IS NULL`,
		id, n.Person, null(n.Couple), n.Kind, n.Ref, n.Round, n.Lane, n.Held, n.Due.Unix(), name)
	if err != nil {
		return fmt.Errorf("owe %s: %w", n.Kind, err)
	}
	return nil
}

// oweCheckIns owes one message of a round for each check-in, in one statement; due says
// when. No such message may exist yet.
func (t *tx) oweCheckIns(opened []*dueMember, round int, held bool, due func(*dueMember) time.Time) error {
	if len(opened) == 0 {
		return nil
	}
	owed, ids := newRows(len(opened)), newIDs(len(opened))
	for i, o := range opened {
		owed.add(ids[i], o.member.Person, o.couple, o.id, due(o).Unix())
	}
	t.owed = true
	var first int64
	if err := t.QueryRow(`SELECT ` + nextSeq("notices")).Scan(&first); err != nil {
		return fmt.Errorf("number check-ins: %w", err)
	}
	err := t.Exec(`INSERT INTO notices (seq, id, person, couple_id, kind, ref, round, lane, held, due_at, wake_at)
		SELECT ?6 + key, value ->> 0, value ->> 1, value ->> 2, ?2, value ->> 3, ?3, ?4, ?5, value ->> 4, value ->> 4 FROM jsonb_each(?1)`,
		owed.text(), KindCheckIn, round, LaneScheduled, held, first)
	if err != nil {
		return fmt.Errorf("owe check-ins: %w", err)
	}
	return nil
}

// oweEdit owes an edit of every message of a kind about ref, except via, which the reply
// to a press edits already. An edit composes the message anew when it is sent, so one
// edit does for several that are owed.
func (t *tx) oweEdit(kind Kind, ref ID, via string, now time.Time) error {
	t.owed = true
	return t.Exec(`UPDATE notices SET edit = edit + 1, wake_at = CASE WHEN message IS NULL THEN wake_at ELSE ?4 END
		WHERE kind = ?1 AND ref = ?2 AND attempted_at IS NOT NULL AND failed IS NULL AND (message IS NULL OR message NOT IN (?3, ?5))`, kind, ref, t.hash(via), now.Unix(), via)
}

// oweCarrierEdits owes an edit of the messages of a kind that are about ref together with
// others, except via.
func (t *tx) oweCarrierEdits(kind Kind, ref ID, via string, now time.Time) error {
	return t.Exec(`UPDATE notices SET edit = edit + 1, wake_at = CASE WHEN message IS NULL THEN wake_at ELSE ?4 END
		WHERE attempted_at IS NOT NULL AND failed IS NULL AND (message IS NULL OR message NOT IN (?3, ?5))
		AND id IN (SELECT carried_by FROM notices WHERE kind = ?1 AND ref = ?2)`, kind, ref, t.hash(via), now.Unix(), via)
}

// rejudge wakes a person's notices that were held back, so that judge.go decides about
// them again. Quiet hours and a pause do not hold back an edit, so rejudge wakes an edit
// only if it is parked, or held because Discord refused it. A notice that is not due yet
// keeps its time.
func (t *tx) rejudge(person string) error {
	t.owed = true
	return t.Exec(`UPDATE notices SET wake_at = due_at WHERE person = ?1 AND wake_at > due_at
		AND (message IS NULL OR wake_at = ?2 OR refused_at IS NOT NULL)`, person, parked)
}

// Notice is a message, or an edit of one, that is being sent.
type Notice struct {
	ID             ID
	Person         string
	Couple         ID // 0 if it is about no couple, or about one that has ended
	Kind           Kind
	Ref            ID
	Round          int
	Due            time.Time // when it was to be sent first
	Lane           Lane
	Name           string
	Notes          []ID   // for KindNote and KindRest: the needs that it tells of, oldest first
	Hiding         Hiding // for KindHide
	Channel        string // direct message channel; "" while unknown
	Message        string // the message to edit; "" if it is to be sent
	Edits          int    // how many edits were asked for when this was read
	MayHaveArrived bool   // an earlier attempt may have arrived
	OnlyLook       bool   // only find out whether an earlier attempt arrived: it has to wait, or its cause is gone
	Hushed         bool   // it comes without a sound: its person has quiet hours
	Unwanted       bool   // an invitation from somebody of whom its person wants none: its way to them ends before it is sent
	After          string // the channel's last known message when it was first attempted
	Tries          int
	Refusals       int // how often Discord refused it, since it last took it

	until int64 // if OnlyLook is set because it has to wait: until when, in unix seconds; else 0
}

// Owed is a due notice before it is attempted.
type Owed struct {
	ID     ID
	Person string
	Lane   Lane
}

// putAside wakes a notice at a time in unix seconds, or never if at is zero.
func (t *tx) putAside(id ID, at int64) error {
	var wake any
	if at != 0 {
		wake = at
	}
	return t.Exec(`UPDATE notices SET wake_at = ?2, refused_at = iif(?2 IS NULL, NULL, refused_at), after = iif(?2 IS NULL, '', after), after_id = iif(?2 IS NULL, NULL, after_id)
		WHERE id = ?1`, id, wake)
}

type noticeRow struct {
	Notice
	held    bool
	arrived bool      // it became a message
	moment  time.Time // when it comes, if the row seals that; else zero
	wake    time.Time
	channel string
}

func (t *tx) notice(id ID) (n noticeRow, err error) {
	var (
		couple  sql.NullInt64
		name    []byte
		tried   time.Time
		message sql.NullString
		posted  []byte
		after   []byte
	)
	err = t.QueryRow(`SELECT id, person, couple_id, kind, ref, round, lane, held, due_at, wake_at, edit, name, attempted_at, after, after_id, tries, refusals, channel, message, message_id
		FROM notices WHERE id = ?1`, id).
		Scan(&n.ID, &n.Person, &couple, &n.Kind, &n.Ref, &n.Round, &n.Lane, &n.held, stamp{&n.Due}, stamp{&n.wake}, &n.Edits, &name, stamp{&tried}, &n.After, &after, &n.Tries, &n.Refusals, &n.channel, &message, &posted)
	if errors.Is(err, sql.ErrNoRows) {
		return n, ErrTooLate // it was deleted, for example with its couple
	}
	if err != nil {
		return n, fmt.Errorf("read notice: %w", err)
	}
	n.Couple, n.arrived, n.MayHaveArrived = ID(couple.Int64), message.Valid, !tried.IsZero()
	if n.Message, err = t.openMessage(id, n.Person, message.String, posted); err != nil {
		return n, err
	}
	if after != nil {
		if n.After, err = t.openID(after, lastAt(n.Person)); err != nil {
			return n, err
		}
	}
	if n.Kind == KindHide {
		n.Hiding, err = t.openHiding(name, id, n.Person)
		return n, err
	}
	if name != nil {
		p, err := t.ensurePartner(n.Person)
		if err != nil {
			return n, err
		}
		if n.Name, err = p.key.OpenText(name, noticeNameAt(id, n.Person, n.Kind)); err != nil {
			return n, err
		}
		if n.Kind == KindReminder || n.Kind == KindCheckIn {
			if err := n.readMoment(); err != nil {
				return n, err
			}
		}
	}
	if n.Kind.gathers() {
		n.Notes, err = t.notesOf(n.Ref, id)
	}
	return n, err
}

// readMoment takes the moment of a notice out of its name.
func (n *noticeRow) readMoment() error {
	seconds, err := strconv.ParseInt(n.Name, 10, 64)
	if err != nil {
		return errors.New("read notice: its moment is no number") // without the text
	}
	n.Name, n.moment = "", time.Unix(seconds, 0).UTC()
	return nil
}

// gathers reports whether one message tells of all needs that a notice of its kind is owed
// about at the time.
func (k Kind) gathers() bool { return k == KindNote || k == KindRest }

// notesOf lists the needs that one message tells of, oldest first: that of its own notice
// and those of the notices that it carries.
func (t *tx) notesOf(first, carrier ID) (all []ID, err error) {
	err = t.ForEach(func(r *sql.Rows) error {
		var id ID
		err := r.Scan(&id)
		all = append(all, id)
		return err
	}, `SELECT id FROM needs WHERE id = ?1 OR id IN (SELECT ref FROM notices WHERE carried_by = ?2) ORDER BY sent_at, seq`, first, carrier)
	return all, err
}
