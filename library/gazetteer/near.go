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
	home := s.home()
	first, second := best{home: home}, best{home: home}
	for _, spelt := range spellings(parts[0]) {
		beginning(sectionTownNames, spelt, func(b bearer) {
			if h := (hit{town: town(b.id), kind: b.kind}); b.kind == Part {
				second.add(h)
			} else {
				first.add(h)
			}
		})
	}
	if len(first.hits) < most {
		return joined(first.hits, second.hits)
	}
	return first.hits
}

// best keeps the likeliest towns that it is given.
type best struct {
	home []region
	hits []hit
	size []int // of each hit, as likely returns it
}

func (b *best) add(h hit) {
	size := h.town.people()
	if len(b.hits) == most && size*byFar <= b.size[most-1] {
		return // too small even in the person's own country
	}
	if slices.Contains(b.home, h.town.country()) {
		size *= byFar
	}
	at := len(b.size)
	for at > 0 && b.size[at-1] < size {
		at--
	}
	there := slices.IndexFunc(b.hits, func(there hit) bool { return there.town == h.town })
	if there >= 0 {
		b.hits[there].kind = min(b.hits[there].kind, h.kind)
	}
	if at == most || there >= 0 {
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
