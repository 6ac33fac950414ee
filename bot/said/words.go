package said

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"leanon/library"
)

// lexicon is the words of one language, by the phrase as key returns it.
type lexicon struct {
	means    map[string][]library.Meaning
	numbers  map[string]int
	ordinals map[string]int
	initials map[string][]library.Meaning // days that are said with one letter, beside others that are
	longest  map[string]int               // how many tokens the longest phrase may have that begins with a token
	glued    map[string]bool              // phrases that begin with a figure and letters, and nothing between: 2a
}

// sense is what the tokens from a position to end mean.
type sense struct {
	end     int
	means   []library.Meaning
	number  int // 0 if they name none
	ordinal int // likewise
}

func newLexicon() *lexicon {
	return &lexicon{means: map[string][]library.Meaning{}, numbers: map[string]int{}, ordinals: map[string]int{}, initials: map[string][]library.Meaning{}, longest: map[string]int{}, glued: map[string]bool{}}
}

// key returns a phrase as a lexicon has it: hyphens within it do not count.
func key(of []token) string {
	var b strings.Builder
	for _, t := range of {
		if t.kind == word || t.kind == number {
			if b.Len() > 0 {
				b.WriteByte(' ')
			}
			b.WriteString(t.text)
		}
	}
	return b.String()
}

func (l *lexicon) phrase(text string) (string, bool) {
	if body, elided := strings.CutSuffix(text, "'"); elided {
		k := lower(body) + "'"
		l.longest[k] = max(l.longest[k], 1)
		return k, true
	}
	of := tokens(text)
	k := key(of)
	if k == "" {
		return "", false
	}
	words := strings.Count(k, " ") + 1
	l.longest[of[0].text] = max(l.longest[of[0].text], 2*words-1) // a hyphen may stand between two
	if startsGlued(of) {
		l.glued[k] = true
	}
	return k, true
}

// startsGlued reports whether tokens begin with a figure and letters behind it: "2a" is a
// Monday in Portuguese, and "2 a 4" is not.
func startsGlued(of []token) bool {
	return len(of) > 1 && of[0].kind == number && of[1].kind == word && of[1].glued
}

func (l *lexicon) add(m library.Meaning, text string) {
	if k, ok := l.phrase(text); ok {
		if !slices.Contains(l.means[k], m) {
			l.means[k] = append(l.means[k], m)
		}
	}
}

// umlauts are what people write who have no ä on their keyboard.
var umlauts = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue")

// spellings returns a word as the file has it, and without umlauts.
func spellings(text string) []string {
	if plain := umlauts.Replace(text); plain != text {
		return []string{text, plain}
	}
	return []string{text}
}

// ofDates returns what of a language's words is understood from everybody: dates and
// lengths.
func (l *lexicon) ofDates(of map[library.Meaning]bool) *lexicon {
	dates := newLexicon()
	dates.numbers, dates.ordinals, dates.longest, dates.glued = l.numbers, l.ordinals, l.longest, l.glued
	for k, means := range l.means {
		for _, m := range means {
			if of[m] {
				dates.means[k] = append(dates.means[k], m)
			}
		}
	}
	return dates
}

// include adds the words of a language.
func (l *lexicon) include(words library.TimeWords) {
	for _, m := range slices.Sorted(maps.Keys(words.Words)) {
		for _, text := range words.Words[m] {
			if _, day := weekday(m); day && len(text) == 1 {
				l.initials[text] = append(l.initials[text], m)
				continue
			}
			for _, text := range spellings(text) {
				l.add(m, text)
				if _, day := weekday(m); day && len(text) > 3 {
					l.add(m, text+"s")
					l.add(m, text+"'s")
					l.add(m, strings.ReplaceAll(strings.ReplaceAll(text, "-", "s-"), " ", "s ")+"s") // segundas-feiras
				}
			}
		}
	}
	count := func(all []string, into map[string]int) {
		for i, text := range all {
			for one := range strings.SplitSeq(text, "|") {
				for _, one := range spellings(one) {
					if k, ok := l.phrase(one); ok && into[k] == 0 {
						into[k] = i + 1
					}
				}
			}
		}
	}
	count(words.Numbers, l.numbers)
	count(words.Ordinals, l.ordinals)
}

// weekday returns the day of the week that a meaning is, and whether it is one.
func weekday(m library.Meaning) (time.Weekday, bool) {
	for day := time.Sunday; day <= time.Saturday; day++ {
		if m == library.Day(day) {
			return day, true
		}
	}
	return 0, false
}

// vocabulary is the words of one language or of several. What a word means in the first
// leaves no room for another day or month in the others.
type vocabulary []*lexicon

// senses returns all that the tokens from one on may mean, the longest phrase first.
func (v vocabulary) senses(of []token, from int) []sense {
	if of[from].kind != word && of[from].kind != number {
		return nil
	}
	most := 0
	for _, l := range v {
		most = max(most, l.longest[of[from].text])
	}
	var found []sense
	for end := min(len(of), from+most); end > from; end-- {
		if of[end-1].kind != word && of[end-1].kind != number {
			continue
		}
		k, words := phraseOf(of[from:end])
		if !words {
			continue
		}
		s := sense{end: end}
		for _, l := range v {
			if l.glued[k] && !startsGlued(of[from:end]) {
				continue
			}
			s.add(l.means[k])
			if s.number == 0 {
				s.number = l.numbers[k]
			}
			if s.ordinal == 0 {
				s.ordinal = l.ordinals[k]
			}
		}
		if len(s.means) > 0 || s.number > 0 || s.ordinal > 0 {
			found = append(found, s)
		}
	}
	return found
}

// means reports whether a word alone has a meaning that fits.
func (v vocabulary) means(text string, fits func(library.Meaning) bool) bool {
	return slices.ContainsFunc(v, func(l *lexicon) bool { return slices.ContainsFunc(l.means[text], fits) })
}

// counts reports whether a word alone is a number.
func (v vocabulary) counts(text string) bool {
	return slices.ContainsFunc(v, func(l *lexicon) bool { return l.numbers[text] > 0 })
}

// add adds meanings, unless the phrase already has them, or is another day or month.
func (s *sense) add(means []library.Meaning) {
	for _, m := range means {
		_, day := weekday(m)
		if !slices.ContainsFunc(s.means, func(known library.Meaning) bool {
			_, knownDay := weekday(known)
			return known == m || day && knownDay || monthOf(m) > 0 && monthOf(known) > 0
		}) {
			s.means = append(s.means, m)
		}
	}
}

// phraseOf is key for tokens of a text: words, and hyphens between two of them.
func phraseOf(of []token) (string, bool) {
	for i, t := range of {
		if t.kind == dot || t.kind == mark && (t.text != "-" || i == 0 || of[i-1].kind == mark) {
			return "", false
		}
	}
	return key(of), true
}

// figure reads a token of digits.
func figure(t token) (int, bool) {
	if t.kind != number || len(t.text) > 4 {
		return 0, false
	}
	n, err := strconv.Atoi(t.text)
	return n, err == nil
}
