package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"strings"
	"unicode"

	"leanon/store/seal"
)

// What a person set that no query needs is sealed in one value of their own, and under which
// answer they were offered a card, once and for good. It is there
// from the first moment and always of the same length.

// own is what column settings holds. Rows hold the names of the fields: never change one.
type own struct {
	Notes    Notes  `json:"notes,omitempty"`
	Language string `json:"language,omitempty"`
	Card     ID     `json:"card,omitempty"`
	NoWeek   bool   `json:"no-week,omitempty"`
	Plain    bool   `json:"plain,omitempty"`
	Reads    string `json:"read,omitempty"`
	Locale   string `json:"loc,omitempty"`
}

// ownSize is the length in bytes that own is filled up to before it is sealed. What
// somebody set fits into it, with keys of nine characters for languages.
const ownSize = 127

// maxLocale is the length in bytes of the longest locale that is kept. Those of Discord are
// shorter (its reference page).
const maxLocale = 7

// locale is the locale to keep, "" for one that no Discord has.
func (e Encounter) locale() string {
	odd := func(r rune) bool {
		return r != '-' && (r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r))
	}
	if len(e.Locale) > maxLocale || strings.ContainsFunc(e.Locale, odd) {
		return ""
	}
	return e.Locale
}

func ownAt(person string) seal.Place {
	return belongs{author: person}.at("partners", "settings", person)
}

// sealOwn seals what p set.
func (p Partner) sealOwn() []byte {
	plain, err := json.Marshal(own{Notes: p.Notes, Language: p.Language, Card: p.CardUnder, NoWeek: p.NoWeek, Plain: p.PlainWords, Reads: p.Reads, Locale: p.Locale})
	if err != nil {
		panic(err) // they are texts
	}
	return p.key.Seal(append(plain, strings.Repeat(" ", max(0, ownSize-len(plain)))...), ownAt(p.Person))
}

// takeOwn reads column settings into a partner. NULL leaves what the columns of before say.
func (p *Partner) takeOwn(sealed []byte) error {
	plain, err := p.key.OpenText(sealed, ownAt(p.Person))
	if err != nil || plain == "" {
		return err
	}
	var o own
	if err := json.Unmarshal([]byte(plain), &o); err != nil {
		return fmt.Errorf("read what somebody set: %w", err)
	}
	p.Notes, p.Language, p.CardUnder, p.NoWeek, p.PlainWords = cmp.Or(o.Notes, Discreet), o.Language, o.Card, o.NoWeek, o.Plain
	p.Reads, p.Locale = o.Reads, o.Locale
	return nil
}

// saveOwn seals what p set, and empties the columns that told it before.
func (t *tx) saveOwn(p Partner) error {
	return t.Exec(`UPDATE partners SET settings = ?2, notes = ?3, language = NULL WHERE person = ?1`, p.Person, p.sealOwn(), Discreet)
}
