package store

import (
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// Discord gives up on a form whose reply is late, and its writer then fills it in again,
// or opens it anew. One draft is right for a person then: two of the same words, of which
// one was never seen, would be sent twice or stay behind.

// twin returns the draft of the same person that has the same words and request already,
// for the same question or for none, if it is younger than w.Twins and nobody has decided
// about it; 0 if there is none. What was typed as a message is no form's twin, because it
// follows the edits of its message.
func (t *tx) twin(c Couple, w Wording, now time.Time) (twin ID, err error) {
	if w.Twins == 0 {
		return 0, nil
	}
	var young []ID
	err = t.ForEach(func(r *sql.Rows) error {
		var id ID
		err := r.Scan(&id)
		young = append(young, id)
		return err
	}, `SELECT id FROM needs WHERE couple_id = ?1 AND asker = ?2 AND check_in_id IS ?3 AND sent_at IS NULL AND kept_at IS NULL AND created_at > ?4
		ORDER BY seq`, c.ID, w.Person, null(w.CheckIn), now.Add(-w.Twins).Unix()-60) // created_at is a whole minute
	if err != nil {
		return 0, fmt.Errorf("look for the same draft: %w", err)
	}
	for _, id := range young {
		e, err := t.mine(id, w.Person)
		if errors.Is(err, ErrAltered) { // nobody can tell what it says, so it is no twin
			t.altered = err
			continue
		}
		if err != nil {
			return 0, err
		}
		if !e.Need.Typed && e.Need.Words == w.Words && e.Need.Ask == w.Ask && e.Need.OfWeek == w.OfWeek {
			return id, nil
		}
	}
	return 0, nil
}

// wordTwin is word for words that are a draft already. What was chosen last counts.
func (t *tx) wordTwin(id ID, w Wording, now time.Time) (Exchange, error) {
	e, err := t.mine(id, w.Person)
	if err != nil {
		return Exchange{}, err
	}
	c := e.Need.chosen()
	c.Kind, c.Want = cmp.Or(w.Kind, c.Kind), cmp.Or(w.Want, c.Want)
	if c.Kind != e.Need.Kind || c.Want != e.Need.Want {
		if err := t.owePreviewEdits(e, w.Via, now); err != nil {
			return Exchange{}, err
		}
		if err := t.saveChosen(e, c); err != nil {
			return Exchange{}, err
		}
	}
	if w.Owe {
		var owed bool
		if err := t.QueryRow(`SELECT count(*) > 0 FROM notices WHERE kind = ?1 AND ref = ?2`, KindPreview, id).Scan(&owed); err != nil {
			return Exchange{}, fmt.Errorf("look for a preview: %w", err)
		}
		if !owed {
			if err := t.owePreview(w.Person, e.Couple.ID, id, now); err != nil {
				return Exchange{}, err
			}
		}
	}
	return t.mine(id, w.Person)
}
