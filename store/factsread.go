package store

import (
	"cmp"
	"database/sql"
	"fmt"

	"leanon/store/seal"
)

// FactsRead says which facts somebody read when they agreed: the version of what they mean,
// and in which language, with the number of that language's text. The zero Language and
// Text stand for the first English one.
type FactsRead struct {
	Version  int
	Language string // key of a language that leanon speaks
	Text     int
}

// English is the key of the language in which the facts were before there were others.
const english = "en"

func (f FactsRead) whole() FactsRead {
	f.Language, f.Text = cmp.Or(f.Language, english), cmp.Or(f.Text, 1)
	return f
}

// readSize is the length that the language and the number are filled up to before they are
// sealed.
const readSize = 15

func readAt(couple ID, person string, version int) seal.Place {
	return belongs{author: person, couple: couple}.at("consents", "read", fmt.Sprint(couple, "/", person, "/", version))
}

func (f FactsRead) seal(key seal.Key, couple ID, person string) []byte {
	f = f.whole()
	return key.Seal(fmt.Appendf(nil, "%-*s", readSize, fmt.Sprint(f.Language, " ", f.Text)), readAt(couple, person, f.Version))
}

// openRead opens what seal sealed. NULL is the first English text.
func openRead(sealed []byte, key seal.Key, couple ID, person string, version int) (f FactsRead, err error) {
	f.Version = version
	text, err := key.OpenText(sealed, readAt(couple, person, version))
	if err != nil || text == "" {
		return f.whole(), err
	}
	if _, err := fmt.Sscan(text, &f.Language, &f.Text); err != nil {
		return f, fmt.Errorf("read in which language somebody agreed: %w", err)
	}
	return f, nil
}

// consent keeps that somebody agreed.
func (t *tx) consent(c Couple, person string, read FactsRead, at int64) error {
	return t.Exec(`INSERT INTO consents (couple_id, person, version, at, read) VALUES (?1, ?2, ?3, ?4, ?5)
		ON CONFLICT (couple_id, person, version) DO UPDATE SET at = excluded.at, read = excluded.read`,
		c.ID, person, read.Version, at, read.seal(c.key, c.ID, person))
}

// consents lists what the person of a couple agreed to.
func (t *tx) consents(c Couple) (all []Consent, err error) {
	err = t.ForEach(func(r *sql.Rows) error {
		var agreed Consent
		var read []byte
		err := r.Scan(&agreed.Version, stamp{&agreed.At}, &read)
		if err == nil {
			agreed.FactsRead, err = openRead(read, c.key, c.ID, c.Me.Person, agreed.Version)
		}
		all = append(all, agreed)
		return err
	}, `SELECT version, at, read FROM consents WHERE couple_id = ?1 AND person = ?2 ORDER BY version`, c.ID, c.Me.Person)
	if err != nil {
		return nil, fmt.Errorf("read consents: %w", err)
	}
	return all, nil
}
