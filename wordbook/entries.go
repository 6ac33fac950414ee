package wordbook

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/feature/plural"
	xlanguage "golang.org/x/text/language"

	"leanon/library"
)

// How an entry is said in the language of the page.
const (
	Own       = "own"       // the language has words of its own for it
	Inherited = "inherited" // the language that it is over has them
	Missing   = "missing"   // it is said in English
)

// entry is a sentence of the page.
type entry struct {
	ID, Key   string
	To, Voice string
	Max       int // characters that fit the place; 0 where no limit is known
	Notes     []string
	Place     place

	State   string
	From    string // the language whose words these are, where they are inherited
	Said    said   // in the language of the page; empty where they are missing
	English said   // empty where there is nothing in English to translate
	Beside  string // what Place.With says in the language of the page
	Faults  []fault
}

// said is what an entry says in one language, and where that is written.
type said struct {
	Forms       []form
	Note        string
	File        string
	Line, until int // the lines of the file that it takes
}

// form is a text, or one of those that a sentence has for different numbers.
type form struct {
	Name string // as CLDR calls it; "" for a text that depends on no number
	For  string // the first numbers that take it
	Text string
}

// section is a part of the page.
type section struct {
	ID, Title string
	Entries   []*entry
}

// Missing counts the entries that are said in English.
func (s section) Missing() (n int) {
	for _, e := range s.Entries {
		if e.State == Missing {
			n++
		}
	}
	return n
}

// book is the page of a language.
type book struct {
	library.Spoken
	Head     string // what its file of words tells translators
	Sections []section
	Faults   []fault
	More     int // faults that are not among these
}

// Wrong counts the faults.
func (b *book) Wrong() int { return len(b.Faults) + b.More }

// count counts the entries in a state.
func (b *book) count(state string) (n int) {
	for _, s := range b.Sections {
		for _, e := range s.Entries {
			if e.State == state {
				n++
			}
		}
	}
	return n
}

// Sum says in a few words how complete the language is.
func (b *book) Sum() string {
	own, inherited, missing := b.count(Own), b.count(Inherited), b.count(Missing)
	sum := "Nothing is missing"
	switch {
	case b.Key == library.English:
		return fmt.Sprintf("%d sentences, which the others translate", own)
	case missing > 0:
		sum = fmt.Sprintf("%d of %d sentences are missing and said in English", missing, own+inherited+missing)
	}
	if inherited > 0 {
		sum += fmt.Sprintf("; %d of its own, the others are those of %s", own, b.Over)
	}
	return sum
}

// book makes the page of a language.
func (s *shelf) book(spoken []library.Spoken, of library.Spoken) (*book, error) {
	b := &book{Spoken: of, Head: s.head("words/" + of.Key + ".yaml"), Faults: s.faults, More: s.more}
	english := s.layer(library.English)
	b.Sections = s.source(english)
	if len(b.Sections) == 0 {
		return nil, fmt.Errorf("%s/%s cannot be read%s", s.dir, englishWords, s.reasons())
	}
	var layers []layer
	for key := of.Key; key != library.English; {
		layers = append(layers, s.layer(key))
		i := slices.IndexFunc(spoken, func(over library.Spoken) bool { return over.Key == key })
		if key = library.English; i >= 0 && len(layers) < len(spoken) {
			key = spoken[i].Over
		}
	}
	b.Sections = append(b.Sections, s.hints(of), s.contacts(of))
	byID := map[string]*entry{}
	for _, part := range b.Sections {
		for _, e := range part.Entries {
			e.settle(b, layers)
			byID[e.ID] = e
		}
	}
	for _, e := range byID {
		if with := byID[e.Place.With]; with != nil {
			e.Beside = with.Text().Forms[0].Text
		}
	}
	b.Sections = slices.DeleteFunc(b.Sections, func(s section) bool { return len(s.Entries) == 0 })
	return b, nil
}

// settle finds what an entry says in the language of the page.
func (e *entry) settle(b *book, layers []layer) {
	if e.State == "" { // hints and contacts know already
		e.State, e.Said = Missing, said{}
		if len(layers) == 0 {
			e.State, e.Said = Own, e.English
		}
		for i, l := range layers {
			if found, ok := l.says[e.ID]; ok {
				e.Said, e.State = found, Own
				if i > 0 {
					e.State, e.From = Inherited, l.key
				}
				break
			}
		}
	}
	tag := b.Tag
	if e.State == Missing {
		tag = library.English
	}
	e.Said.count(tag)
	e.English.count(library.English)
	for _, f := range b.Faults {
		if f.Line == 0 {
			continue
		}
		if f.File == e.Said.File && e.Said.Line <= f.Line && f.Line <= e.Said.until ||
			f.File == e.English.File && e.English.Line <= f.Line && f.Line <= e.English.until {
			e.Faults = append(e.Faults, f)
		}
	}
}

// count says of each form which numbers take it.
func (s *said) count(tag string) {
	names := map[plural.Form]string{plural.Zero: "zero", plural.One: "one", plural.Two: "two", plural.Few: "few", plural.Many: "many", plural.Other: "other"}
	for i, f := range s.Forms {
		var numbers []string
		for n := range 102 {
			if n == 101 {
				n = 1_000_000
			}
			if f.Name != "" && names[plural.Cardinal.MatchPlural(xlanguage.Make(tag), n, 0, 0, 0, 0)] == f.Name {
				numbers = append(numbers, fmt.Sprint(n))
			}
		}
		if len(numbers) > 4 {
			numbers = append(numbers[:4], "...")
		}
		s.Forms[i].For = strings.Join(numbers, ", ")
	}
}

// Text is what the entry says where it stands: English where the words are missing.
func (e *entry) Text() said {
	if e.State == Missing {
		return e.English
	}
	return e.Said
}

// Inside returns a line in the sentence that carries it.
func (e *entry) Inside(line string) string {
	if !strings.Contains(e.Beside, "{line}") {
		return line
	}
	return strings.ReplaceAll(e.Beside, "{line}", line)
}

// Used is how many characters of the limit the longest form takes, with one for each
// place that is filled in.
func (e *entry) Used() int { return e.Text().length() }

// Holes reports whether something is filled in, which takes more room than its place.
func (e *entry) Holes() bool {
	return slices.ContainsFunc(e.Text().Forms, func(f form) bool { return strings.Contains(f.Text, "{") })
}

// Tight reports whether little of the limit is left, or a message is much longer than
// the English one, where several have to fit into one message of Discord.
func (e *entry) Tight() bool {
	if e.Max > 0 && e.Used()*10 > e.Max*9 {
		return true
	}
	return e.Longer() != ""
}

// Longer says how much longer than the English sentence a message is, "" if that is three
// tenths at most, or so little that it fits all the same.
func (e *entry) Longer() string {
	own, english := e.Used(), e.English.length()
	if e.State == Missing || e.Max < library.MaxQuestion || english == 0 || own < english+25 || own*10 <= english*13 {
		return ""
	}
	return fmt.Sprintf("%.1f times as long as the English", float64(own)/float64(english))
}

// length counts the characters of the longest form, with one for each place.
func (s said) length() (longest int) {
	for _, f := range s.Forms {
		n := utf8.RuneCountInString(f.Text)
		for _, m := range holes.FindAllString(f.Text, -1) {
			n -= utf8.RuneCountInString(m) - 1
		}
		longest = max(longest, n)
	}
	return longest
}

// at is where a text is written.
func (s *shelf) at(name string, n node) said {
	return said{File: path.Join(s.dir, name), Line: n.Line, until: n.last()}
}
