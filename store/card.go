package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"leanon/store/seal"
)

// A card holds what somebody wishes their partner to know beside their notes. It belongs to
// one couple. What its author wrote and what the partner may see are two things: nothing is
// shown before they say so, and what was shown goes at once when they say that. It has no
// date, not even in the file.

// Card is what stands on a card. Each field is "" if nothing does. Rows hold their short
// names, as those of sealedCard: never change one.
type Card struct {
	Comforts    string `json:"c,omitempty"`
	DoesNotHelp string `json:"d,omitempty"`
	GoodTimes   string `json:"g,omitempty"`
}

// MaxCardField is how many characters each field of a card may have.
const MaxCardField = 200

// Empty reports whether nothing stands on it.
func (c Card) Empty() bool { return c == Card{} }

// OwnCard is a person's card in one couple, as they alone see it.
type OwnCard struct {
	Written Card // what they wrote last
	Shown   Card // what their partner may see; empty if nothing
	// Version changes whenever Written does or is shown, so that a button of an older
	// preview decides about nothing that its reader did not see. It is 0 before the first
	// words.
	Version ID

	life    ID // from the first words until it is removed
	showing ID // from when the partner may see Shown until they may not
}

// Undecided reports whether the words were neither shown nor kept private while older ones
// are shown.
func (o OwnCard) Undecided() bool { return !o.Shown.Empty() && o.Shown != o.Written }

// sealedCard is what column card holds.
type sealedCard struct {
	Written *Card `json:"w,omitempty"`
	Shown   *Card `json:"s,omitempty"` // nil where nothing is shown, or Same says what
	Same    bool  `json:"e,omitempty"` // what is written is shown
	Version ID    `json:"v,omitempty"`
	Life    ID    `json:"l,omitempty"`
	Showing ID    `json:"i,omitempty"`
}

// cardSize is the length in bytes that a card is filled up to before it is sealed: as long
// as two long ones in Latin letters. More than that is filled up to a multiple of it.
const cardSize = 1280

func cardAt(couple ID, person string) seal.Place {
	return belongs{author: person, couple: couple}.at("cards", "card", couple.String()+"/"+person)
}

// seal seals a card of a person in a couple.
func (o OwnCard) seal(key seal.Key, couple ID, person string) []byte {
	s := sealedCard{Version: o.Version, Life: o.life, Showing: o.showing}
	if !o.Written.Empty() {
		s.Written = &o.Written
	}
	switch {
	case o.Shown.Empty():
	case o.Shown == o.Written:
		s.Same = true
	default:
		s.Shown = &o.Shown
	}
	var plain bytes.Buffer
	as := json.NewEncoder(&plain)
	as.SetEscapeHTML(false) // they would take six bytes each
	if err := as.Encode(s); err != nil {
		panic(err) // they are texts and numbers
	}
	fill := cardSize - 1 - plain.Len()%cardSize
	return key.Seal(append(plain.Bytes(), strings.Repeat(" ", fill)...), cardAt(couple, person))
}

// openCard opens column card. It returns an empty card for NULL.
func openCard(sealed []byte, key seal.Key, couple ID, person string) (o OwnCard, err error) {
	plain, err := key.OpenText(sealed, cardAt(couple, person))
	if err != nil || plain == "" {
		return o, err
	}
	var s sealedCard
	if err := json.Unmarshal([]byte(plain), &s); err != nil {
		return o, errors.New("read a card: it is not what was sealed") // without the text
	}
	o.Version, o.life, o.showing = s.Version, s.Life, s.Showing
	if s.Written != nil {
		o.Written = *s.Written
	}
	switch {
	case s.Same:
		o.Shown = o.Written
	case s.Shown != nil:
		o.Shown = *s.Shown
	}
	return o, nil
}

// card reads the card of one of the two in a couple, as its author sees it.
func (t *tx) card(c Couple, person string) (OwnCard, error) {
	var sealed []byte
	err := t.QueryRow(`SELECT card FROM cards WHERE couple_id = ?1 AND person = ?2`, c.ID, person).Scan(&sealed)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return OwnCard{}, fmt.Errorf("read a card: %w", err)
	}
	return openCard(sealed, c.key, c.ID, person)
}

func (t *tx) saveCard(c Couple, person string, o OwnCard) error {
	return t.Exec(`INSERT INTO cards (couple_id, person, card) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET card = excluded.card`,
		c.ID, person, o.seal(c.key, c.ID, person))
}

// shownCard is SQL for the sealed card of the asker of a need n.
const shownCard = `(SELECT k.card FROM cards k WHERE k.couple_id = n.couple_id AND k.person = n.asker)`

// Card returns the person's own card in a couple.
func (v View) Card(couple ID) (OwnCard, error) {
	c, err := v.t.couple(couple, v.person)
	if err != nil {
		return OwnCard{}, err
	}
	return v.t.card(c, v.person)
}

// Cards reads a person's own card in each of their couples.
func (s *Store) Cards(ctx context.Context, person string) (cards map[ID]OwnCard, err error) {
	err = s.view(ctx, "read cards", func(t *tx) error {
		cards, err = t.cards(person)
		return err
	})
	return cards, err
}

func (t *tx) cards(person string) (map[ID]OwnCard, error) {
	all, err := t.couples(person)
	if err != nil {
		return nil, err
	}
	cards := make(map[ID]OwnCard, len(all))
	for _, c := range all {
		if cards[c.ID], err = t.card(c, person); err != nil {
			return nil, err
		}
	}
	return cards, nil
}

// cardsOf counts the couples in which a person wrote on their card.
func (t *tx) cardsOf(person string) (n int, err error) {
	cards, err := t.cards(person)
	for _, o := range cards {
		if !o.Written.Empty() {
			n++
		}
	}
	return n, err
}

// sealCards gives an empty card to at most limit members of before, who have none. It looks
// like any other.
func (t *tx) sealCards(at *unsealed, limit int) (n int, err error) {
	all, err := t.membersOfBefore(`NOT EXISTS (SELECT 1 FROM cards k WHERE k.couple_id = members.couple_id AND k.person = members.person)`, at.cards, limit)
	for _, m := range all {
		at.cards = m
		err := t.apart(func() error {
			c, err := t.anyCouple(m.person, `c.id = ?1`, m.couple)
			if errors.Is(err, ErrNotYours) {
				return nil
			}
			if err != nil {
				return err
			}
			return t.saveCard(c, m.person, OwnCard{})
		})
		if err != nil {
			return 0, err
		}
	}
	return len(all), err
}

// offerCard keeps under which answer a person is offered a card, the first that they are
// sent.
func (t *tx) offerCard(n Notice, p Partner) error {
	if n.Kind != KindAnswer || p.CardUnder != 0 || n.OnlyLook {
		return nil
	}
	p.CardUnder = n.Ref
	return t.saveOwn(p)
}

// offerNoCardUnder takes back what offerCard kept where the answer cannot be delivered.
func (t *tx) offerNoCardUnder(n Notice) error {
	if n.Kind != KindAnswer {
		return nil
	}
	p, known, err := t.partner(n.Person)
	if err != nil || !known || p.CardUnder != n.Ref {
		return err
	}
	p.CardUnder = 0
	return t.saveOwn(p)
}
