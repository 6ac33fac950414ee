package store

import (
	"fmt"
	"strings"

	"leanon/store/seal"
)

// The column question says which question follows from plain facts alone: from what the
// couple was asked before, since when they are one, and how deep both go. Where a season of
// life, or whatever else is sealed, brings another, the column asked beside it says which.
// It is sealed, of one length and in every row, so that the file does not tell who chose a
// season. Whatever reads a question goes by what was asked.

// askedSize is the length in bytes that a question is filled up to before it is sealed. The
// key of a question has at most 40.
const askedSize = 47

// askedAt is the place of the question that a date of a couple has.
func (p page) askedAt() seal.Place {
	return belongs{couple: p.couple}.at("questions_asked", "asked", fmt.Sprint(p.couple, "/", p.date, "/", p.nth))
}

// askedAt is the place of the question of a person's check-in.
func askedAt(checkIn, couple ID, person string) seal.Place {
	return belongs{author: person, couple: couple}.at("check_ins", "asked", checkIn)
}

// sealAsked seals the question that was asked, "" if it is the one in plain.
func sealAsked(key seal.Key, at seal.Place, asked string) []byte {
	return key.Seal([]byte(asked+strings.Repeat(" ", max(0, askedSize-len(asked)))), at)
}

// openAsked returns the question that was asked: the one that is sealed, or else the plain
// one, also of rows from before there were seasons.
func openAsked(sealed []byte, key seal.Key, at seal.Place, plain string) (string, error) {
	text, err := key.OpenText(sealed, at)
	if asked := strings.TrimRight(text, " "); asked != "" {
		return asked, err
	}
	return plain, err
}
