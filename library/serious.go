package library

import "io/fs"

// Seriousness is what was found in a text of serious words, as people really say them.
// The zero value is none.
type Seriousness struct {
	Found bool // any
	Fear  bool // of the partner: having been hurt, held, watched or forced by them
}

// The subjects of serious.yaml.
const (
	fear   = "fear"   // of the partner
	life   = "life"   // not wanting to live, hurting oneself
	threat = "threat" // to the partner
)

// Serious returns what a text has of the phrases of serious.yaml. said is the language
// that its author says they write in (a key of languages.yaml), "" if none. Serious looks
// only at the words given and keeps nothing.
func (l *Library) Serious(text, said string) Seriousness {
	words, heard := spoken(text), l.heard(said, "")
	s := Seriousness{Fear: l.serious.has(fear, words, heard)}
	s.Found = s.Fear || l.serious.has(life, words, heard) || l.serious.has(threat, words, heard)
	return s
}

// readSerious reads serious.yaml.
func (l *Library) readSerious(fsys fs.FS) (*book, error) {
	return l.readBook(fsys, "serious.yaml", fear, life, threat)
}
