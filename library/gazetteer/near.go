package gazetteer

import (
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	leastBegun = 3  // letters of a beginning that is looked for when nothing fits
	leastNear  = 4  // letters of a name that may be misspelt
	mostNear   = 24 // and at most
)

// similar returns what may be meant where no town is called what was typed: one whose name
// ends or begins with it, whose name is among other words, or that is one slip of the
// finger away. It is never certain.
func (s search) similar(typed string) []hit {
	parts := partsOf(typed)
	if len(parts) == 0 {
		return nil
	}
	whole := strings.Join(parts, " ")
	if hits := named(whole); len(hits) > 0 {
		return hits
	}
	if utf8.RuneCountInString(whole) >= leastBegun {
		if hits := s.beginning(typed); len(hits) > 0 {
			return hits
		}
	}
	if hits := among(strings.Fields(whole)); len(hits) > 0 {
		return hits
	}
	return misspelt(parts)
}

// among returns the towns that are named at the end of what was typed, or else at its
// beginning: "I live in Berlin", "Boston area".
func among(words []string) []hit {
	if len(words) > mostWords {
		return nil
	}
	foreign := func(h hit) bool { return h.kind != Own }
	for i := 1; i < len(words); i++ {
		if hits := slices.DeleteFunc(known(strings.Join(words[i:], " ")), foreign); len(hits) > 0 {
			return hits
		}
	}
	for i := len(words) - 1; i > 0; i-- {
		if hits := (search{}).read(strings.Join(words[:i], " ")).hits; len(hits) > 0 {
			return hits
		}
	}
	return nil
}

// begun returns the towns that a person may be about to type, the likeliest first: what is
// understood already, and what begins with it.
func (s search) begun(typed string) []hit {
	read := withoutFarFetched(slices.Clone(s.read(typed).hits))
	if len(partsOf(typed)) > 1 { // a state or country that is half typed is not understood yet
		return joined(s.ordered(s.beginning(typed)), s.ordered(read))
	}
	there := best{home: s.home()}
	for _, h := range read {
		there.add(h, true)
	}
	for _, h := range s.beginning(typed) {
		there.add(h, false)
	}
	return there.hits
}

// beginning returns the towns of which a name begins with what was typed, or a word in
// it. Behind a comma the country or state may be begun.
func (s search) beginning(typed string) []hit {
	parts := partsOf(typed)
	if len(parts) > 1 {
		last := parts[len(parts)-1]
		return slices.DeleteFunc(known(parts[0]), func(h hit) bool {
			return !strings.HasPrefix(Plain(h.town.region().name()), last) && !strings.HasPrefix(Plain(h.town.country().name()), last)
		})
	}
	if len(parts) == 0 {
		return nil
	}
	found := best{home: s.home()}
	for _, spelt := range spellings(parts[0]) {
		beginning(sectionTownNames, spelt, func(b bearer) { found.add(hit{town: town(b.id), kind: b.kind}, false) })
	}
	return found.hits
}

// best keeps the likeliest towns that it is given.
type best struct {
	home []region
	hits []hit
	size []int // of each hit, as likely returns it
}

// How much larger or smaller a town counts than it is while its name is being typed.
const (
	whole     = 2 * byFar // times as large: it is called exactly this
	elsewhere = 3 * byFar // times as small: it is called so only elsewhere, or only in part
)

// likely is how likely a person is about to type a town: the people who live there, more
// or less of them by what speaks for it. exactly says that it is called what was typed.
func (b *best) likely(h hit, exactly bool) int {
	size := h.town.people()
	switch {
	case h.area:
		size /= byFar
	case h.kind != Own:
		size /= elsewhere
	}
	if exactly {
		size *= whole
	}
	if slices.Contains(b.home, h.town.country()) {
		size *= byFar
	}
	return size
}

// add takes a town. One that was there already keeps its place unless this makes it likelier.
func (b *best) add(h hit, exactly bool) {
	if !exactly && len(b.hits) == most && h.town.people()*byFar <= b.size[most-1] {
		return // too small even in the person's own country
	}
	size := b.likely(h, exactly)
	if there := slices.IndexFunc(b.hits, func(there hit) bool { return there.town == h.town }); there >= 0 {
		if b.size[there] >= size {
			return
		}
		b.hits, b.size = slices.Delete(b.hits, there, there+1), slices.Delete(b.size, there, there+1)
	}
	at := len(b.size)
	for at > 0 && b.size[at-1] < size {
		at--
	}
	if at == most {
		return
	}
	b.hits, b.size = slices.Insert(b.hits, at, h), slices.Insert(b.size, at, size)
	b.hits, b.size = b.hits[:min(len(b.hits), most)], b.size[:min(len(b.size), most)]
}

// misspelt returns the towns of which a name is one letter away from what was typed, or
// has two letters the other way round.
func misspelt(parts []string) (hits []hit) {
	name := parts[0]
	if len(name) < leastNear || len(name) > mostNear || !isASCII(name) {
		return nil
	}
	try := func(changed string) { hits = joined(hits, known(changed)) }
	for i := range len(name) + 1 {
		before, after := name[:i], name[i:]
		for letter := byte('`'); letter <= 'z'; letter++ {
			with := string(letter)
			if letter == '`' {
				with = " "
			}
			try(before + with + after)
			if after != "" {
				try(before + with + after[1:])
			}
		}
		if after != "" {
			try(before + after[1:])
		}
		if len(after) > 1 {
			try(before + after[1:2] + after[:1] + after[2:])
		}
	}
	for _, part := range parts[1:] {
		if here := within(hits, regionsNamed(part, true)); len(here) > 0 {
			hits = here
		}
	}
	return hits
}
