package store

import (
	"encoding/json"
	"fmt"
	"strings"
)

// This file seals what an asker chose about a need. Everything that follows from a choice
// (whether a need counts as open, rests, or is followed up) is decided from the opened
// value and not by SQL, so that a sent need that asks and one that tells have the same
// plain columns.

// Manner says whether a need asks for something or only tells. Rows hold it: never
// change one.
type Manner string

// An asker can choose either.
const (
	Asks  Manner = "asks"
	Tells Manner = "tells"
)

// chosen is what column chosen holds. Rows hold the names of the fields: never change
// one.
type chosen struct {
	Ask        string `json:"ask,omitempty"`
	Kind       string `json:"kind,omitempty"`
	Want       string `json:"want,omitempty"`
	Tells      bool   `json:"tells,omitempty"`
	Manner     Manner `json:"manner,omitempty"`
	NoQuestion bool   `json:"no-question,omitempty"`
	ByForm     bool   `json:"by-form,omitempty"`
	Typed      bool   `json:"typed,omitempty"`
	Bare       bool   `json:"bare,omitempty"`
	OfWeek     string `json:"of-week,omitempty"`
	Opening    string `json:"opening,omitempty"`
}

// chosenSize is the length in bytes that chosen is filled up to before it is sealed. A
// request of MaxAsk characters fits into it, however JSON writes them.
const chosenSize = 1536

// saveChosen seals what was chosen about a need, and empties the columns that older rows
// have instead.
func (t *tx) saveChosen(e Exchange, c chosen) error {
	return t.Exec(`UPDATE needs SET chosen = ?2, `+noOlderColumns+` WHERE id = ?1`, e.Need.ID, e.sealChosen(c))
}

const noOlderColumns = `ask = NULL, kind = NULL, want = NULL, shares = 0`

func (e Exchange) sealChosen(c chosen) []byte {
	plain, err := json.Marshal(c)
	if err != nil {
		panic(err) // they are texts and booleans
	}
	fill := chosenSize - 1 - len(plain)%chosenSize
	return e.Couple.key.Seal(append(plain, strings.Repeat(" ", fill)...), e.at("chosen"))
}

// chosen returns what was chosen about a need, as its asker reads it.
func (n Need) chosen() chosen {
	return chosen{Ask: n.Ask, Kind: n.Kind, Want: n.Want, Tells: n.Tells, Manner: n.Manner, NoQuestion: n.NoQuestion, ByForm: n.ByForm, Typed: n.Typed, Bare: n.Bare, OfWeek: n.OfWeek, Opening: n.Opening}
}

// takeChosen reads column chosen into a need.
func (n *Need) takeChosen(plain string) error {
	var c chosen
	if err := json.Unmarshal([]byte(plain), &c); err != nil {
		return fmt.Errorf("read what was chosen about a need: %w", err)
	}
	n.Opening = c.Opening
	n.Ask, n.Kind, n.Want, n.Tells, n.Manner, n.NoQuestion, n.ByForm, n.Typed, n.Bare = c.Ask, c.Kind, c.Want, c.Tells, c.Manner, c.NoQuestion, c.ByForm, c.Typed, c.Bare
	if n.OfWeek = c.OfWeek; n.OfWeek != "" {
		n.Question = n.OfWeek
	}
	if n.NoQuestion {
		n.Question = ""
	}
	return nil
}

// firstWords parts the words of a draft from those that it had before Say it softer. No
// words contain it, because control characters are dropped from them. Both are sealed as
// one value, which looks like one with longer words.
const firstWords = "\x00"

// saveWords seals the words of a need, and those that it had first, "" for none.
func (t *tx) saveWords(e Exchange, words, first string) error {
	return t.Exec(`UPDATE needs SET words = ?2 WHERE id = ?1`, e.Need.ID, e.sealWords(words, first))
}

func (e Exchange) sealWords(words, first string) []byte {
	if first != "" {
		words += firstWords + first
	}
	return e.Couple.key.Seal([]byte(words), e.at("words"))
}

// settle seals the values of a need anew for the state that it has in e, and drops what
// only a draft needs: the first words, and what its hint follows from.
func (t *tx) settle(e Exchange, c chosen) error {
	c.ByForm, c.Bare = false, false
	return t.Exec(`UPDATE needs SET words = ?2, chosen = ?3, `+noOlderColumns+` WHERE id = ?1`, e.Need.ID, e.sealWords(e.Need.Words, ""), e.sealChosen(c))
}
