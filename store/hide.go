package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
)

// A person may have our own messages deleted from their chat. That is one notice, which
// stands for all of them: its turns read the chat backwards from the press, and delete. What
// it still has to do is sealed in its row, and the row goes with the last message. No row
// keeps that a message was deleted: an edit of it meets that it is gone, and ends.

// Hidden says which of our messages are to be deleted. Rows hold the values: never change
// one.
type Hidden string

// HideMine leaves what passed between the two: welcomes, notes and answers. HideHour takes
// what came within an hour before the press, HideAll everything.
const (
	HideMine Hidden = "mine"
	HideHour Hidden = "hour"
	HideAll  Hidden = "all"
)

const (
	// hideIn is when the first message is deleted: by then the reply to the press has
	// arrived, which is replaced in the end. Discord takes a reply within 3 seconds.
	hideIn = 4 * time.Second
	// hideAgain is the pause between two turns. What else is due to the person goes in it.
	hideAgain = time.Second
	// hideLife is how long it is tried at most, where Discord refuses it.
	hideLife = 7 * 24 * time.Hour
	// hidingSize is the length in bytes that a Hiding is filled up to before it is sealed, so
	// that it does not tell what was chosen.
	hidingSize = 1279
	// repliesKept is how many replies say in the end that it is done. With the longest
	// tokens they fit into hidingSize.
	repliesKept = 3
)

// Hiding is what is still to be deleted.
type Hiding struct {
	What    Hidden       `json:"what"`
	Channel string       `json:"channel"`
	Asked   string       `json:"asked"`           // the id of the press: what is newer stays
	Before  string       `json:"before"`          // what is older than this id is still to be looked at
	After   string       `json:"after,omitempty"` // what is not newer than this id stays; "" for none
	Replies []ReplyToken `json:"replies"`         // the replies that say in the end that it is done
}

// ReplyToken names a reply that can be replaced. It is a secret.
type ReplyToken struct {
	Token string    `json:"token"`
	At    time.Time `json:"at"` // when it came
}

// replyLife is how long Discord takes a token.
const replyLife = 15 * time.Minute

// Lives reports whether the reply can still be replaced.
func (r ReplyToken) Lives(now time.Time) bool { return now.Sub(r.At) < replyLife }

// Reaches reports whether a message is new enough to be deleted.
func (h Hiding) Reaches(id string) bool { return newer(id, h.After) }

// covers reports whether h deletes all that an older one is to delete.
func (h Hiding) covers(older Hiding) bool {
	switch {
	case h.Channel != older.Channel:
		return false
	case h.What == HideHour:
		return older.What == HideHour && !newer(h.After, older.Asked)
	}
	return h.What == HideAll || h.What == older.What
}

// between reports whether a message of this kind carries what passed between the two, or
// greets both.
func (k Kind) between() bool {
	return slices.Contains([]Kind{KindWelcome, KindNote, KindAnswer, KindHeard, KindThanks, KindTalk}, k)
}

// AskHide owes the deletion of our messages in a person's chat. h names what, where, the
// press and its reply. One that is under way and that this one covers ends with it.
func (s *Store) AskHide(ctx context.Context, person string, h Hiding, now time.Time) error {
	return s.write(ctx, "owe that messages are deleted", func(t *tx) error {
		h.Before = h.Asked
		if h.What == HideHour {
			h.After = idBefore(h.Asked, time.Hour)
		}
		older, err := t.hidings(person)
		if err != nil {
			return err
		}
		for id, o := range older {
			if !h.covers(o) {
				continue
			}
			if o.After != "" && newer(h.After, o.After) {
				h.After = o.After
			}
			h.Replies = append(h.Replies, o.Replies...)
			if err := t.Exec(`DELETE FROM notices WHERE id = ?1`, id); err != nil {
				return err
			}
		}
		h.Replies = h.Replies[:min(len(h.Replies), repliesKept)]
		return t.owe(notice{Person: person, Kind: KindHide, Ref: newID(), Lane: LaneRelay, Due: now.Add(hideIn), Name: h.text()})
	})
}

// hidings reads what is still to be deleted in a person's chat.
func (t *tx) hidings(person string) (map[ID]Hiding, error) {
	all := map[ID]Hiding{}
	err := t.ForEach(func(r *sql.Rows) error {
		var id ID
		var sealed []byte
		if err := r.Scan(&id, &sealed); err != nil {
			return err
		}
		h, err := t.openHiding(sealed, id, person)
		if errors.Is(err, ErrAltered) {
			return nil // it goes when it is old
		}
		all[id] = h
		return err
	}, `SELECT id, name FROM notices WHERE person = ?1 AND kind = ?2`, person, KindHide)
	if err != nil {
		return nil, fmt.Errorf("read what is to be deleted: %w", err)
	}
	return all, nil
}

func (h Hiding) text() string {
	plain, err := json.Marshal(h)
	if err != nil {
		panic(err) // they are texts and times
	}
	return string(plain) + strings.Repeat(" ", max(0, hidingSize-len(plain)))
}

// sealHiding seals the text of a Hiding with the key of ids, so that somebody who was
// forgotten has no row but this one.
func (t *tx) sealHiding(text string, id ID, person string) []byte {
	return t.s.ids.Seal([]byte(text), noticeNameAt(id, person, KindHide))
}

func (t *tx) openHiding(sealed []byte, id ID, person string) (h Hiding, err error) {
	text, err := t.s.ids.OpenText(sealed, noticeNameAt(id, person, KindHide))
	if err == nil && json.Unmarshal([]byte(text), &h) != nil {
		err = errors.New("read what is to be deleted: it is no JSON") // without the text
	}
	return h, err
}

// Seen is a message of ours that stands in a chat.
type Seen struct {
	ID     string
	Notice ID // that its buttons name; 0 for none
}

// ToDelete picks those of the messages that n is to delete, in their order. A notice of
// which nobody knew that it arrived has arrived, if its message is among them; that is
// committed first, so that it is not sent again once its message is gone.
func (s *Store) ToDelete(ctx context.Context, n Notice, all []Seen, now time.Time) (ids []string, err error) {
	kinds := map[string]Kind{}
	arrived := map[ID]string{}
	err = s.view(ctx, "look what messages are about", func(t *tx) error {
		kinds, arrived, err = t.knownAmong(n.Person, all)
		return err
	})
	if err == nil && len(arrived) > 0 {
		err = s.write(ctx, "keep what has arrived", func(t *tx) error { return t.keepFound(n, arrived, now) })
	}
	if err != nil {
		return nil, err
	}
	for _, m := range all {
		if n.Hiding.What != HideMine || !kinds[m.ID].between() {
			ids = append(ids, m.ID)
		}
	}
	return ids, nil
}

// knownAmong returns the kinds of those messages in a person's chat that a row knows, and
// the notices of which nobody knew that they had arrived, with their message.
func (t *tx) knownAmong(person string, all []Seen) (kinds map[string]Kind, arrived map[ID]string, err error) {
	kinds, arrived = map[string]Kind{}, map[ID]string{}
	var names []string
	var marks []ID
	byName, byMark := map[string]string{}, map[ID]string{}
	for _, m := range all {
		names = append(names, m.ID, t.hash(m.ID))
		byName[m.ID], byName[t.hash(m.ID)] = m.ID, m.ID
		if m.Notice != 0 {
			marks, byMark[m.Notice] = append(marks, m.Notice), m.ID
		}
	}
	err = t.ForEach(func(r *sql.Rows) error {
		var id ID
		var kind Kind
		var message sql.NullString
		if err := r.Scan(&id, &kind, &message); err != nil {
			return err
		}
		switch {
		case message.Valid && byName[message.String] != "":
			kinds[byName[message.String]] = kind
		case byMark[id] != "":
			kinds[byMark[id]] = kind
			if !message.Valid {
				arrived[id] = byMark[id]
			}
		}
		return nil
	}, `SELECT id, kind, message FROM notices WHERE person = ?1 AND (message IN (SELECT value FROM json_each(?2)) OR id IN (SELECT value FROM json_each(?3)))`,
		person, list(names), list(marks))
	if err != nil {
		return nil, nil, fmt.Errorf("look for messages: %w", err)
	}
	return kinds, arrived, nil
}

// keepFound keeps that notices arrived whose messages were found in the chat of n.
func (t *tx) keepFound(n Notice, arrived map[ID]string, now time.Time) error {
	var all []delivery
	for id, message := range arrived {
		row, err := t.notice(id)
		if errors.Is(err, ErrTooLate) {
			continue
		}
		if err != nil && !errors.Is(err, ErrAltered) {
			return err
		}
		row.ID, row.Person = id, n.Person
		if err := t.Exec(`UPDATE notices SET failed = NULL WHERE id = ?1`, id); err != nil {
			return err
		}
		all = append(all, delivery{row.Notice, n.Channel, message, now})
	}
	return t.keepDeliveries(all)
}

// HideOn keeps how far a chat was read: what is older than the message with the id before
// is still to be looked at.
func (s *Store) HideOn(ctx context.Context, n Notice, before string, now time.Time) error {
	return s.write(ctx, "keep how far a chat was read", func(t *tx) error {
		h := n.Hiding
		h.Before = before
		t.owed = true
		return t.Exec(`UPDATE notices SET name = ?2, wake_at = ?3, tries = 0, refused_at = NULL, refusals = 0 WHERE id = ?1`,
			n.ID, t.sealHiding(h.text(), n.ID, n.Person), now.Add(hideAgain).Unix())
	})
}

// HideDone ends a notice whose messages are deleted. Nothing of it stays.
func (s *Store) HideDone(ctx context.Context, n Notice) error {
	return s.write(ctx, "end a deletion", func(t *tx) error { return t.Exec(`DELETE FROM notices WHERE id = ?1`, n.ID) })
}

// Invited returns the invitations to the person that they can still agree to and have not
// declined, the one that lapses first first.
func (v View) Invited(now time.Time) (all []Invite, err error) {
	var ids []ID
	err = v.t.ForEach(func(r *sql.Rows) error {
		var id ID
		err := r.Scan(&id)
		ids = append(ids, id)
		return err
	}, `SELECT id FROM invites WHERE invitee = ?1 AND sent_at > ?2 ORDER BY sent_at, id`, v.person, now.Add(-InviteLife).Unix())
	if err != nil {
		return nil, fmt.Errorf("list invitations: %w", err)
	}
	for _, id := range ids {
		i, err := v.t.invite(id, v.person)
		if err != nil {
			return nil, err
		}
		if i.Answerable(now) && !i.Declined {
			all = append(all, i)
		}
	}
	return all, nil
}
