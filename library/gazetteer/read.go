package gazetteer

import (
	"slices"
	"strings"
	"unicode"
)

// mostWords is how many words are taken apart into a town and what follows it.
const mostWords = 8

// reading is what was found for what was typed.
type reading struct {
	hits   []hit
	called bool // each is called exactly what was typed
	within bool // by a town's name with the country or state behind it
}

// read looks for the towns that are called what was typed: "Portland", "Portland, Oregon",
// "Portland OR", "Paris France". For the name of a country or state it returns its
// largest towns, one of each zone, but is not certain then, as it is not of a town that
// is not where somebody says it is.
func (s search) read(typed string) reading {
	parts := partsOf(typed)
	if len(parts) == 0 {
		return reading{}
	}
	whole := strings.Join(parts, " ")
	hits := known(whole)
	if len(parts) > 1 {
		if r := behindComma(parts); r.called || len(hits) == 0 {
			return r
		}
	}
	if len(hits) > 0 {
		return orApart(hits, whole)
	}
	if areas := regionsNamed(whole, false); len(areas) > 0 {
		return reading{hits: largestIn(areas)}
	}
	words := withoutCodes(strings.Fields(whole))
	if hits := known(strings.Join(words, " ")); len(hits) > 0 {
		return reading{hits: hits} // it had a postal code
	}
	return apart(words)
}

// orApart joins the towns with a name with what else the name stands for: a state or a
// country, or a town with its state where no town is called so at home.
func orApart(hits []hit, name string) reading {
	r := reading{hits: joined(hits, largestIn(regionsNamed(name, false))), called: true}
	atHome := slices.ContainsFunc(hits, func(h hit) bool { return h.kind == Own })
	if other := apart(strings.Fields(name)); !atHome && other.called {
		r.hits = joined(r.hits, other.hits)
		r.called = !slices.ContainsFunc(r.hits, func(h hit) bool { return h.town.zone() != r.hits[0].town.zone() })
	}
	return r
}

// partsOf divides what was typed at its commas, in the form of Plain and without postal
// codes.
func partsOf(typed string) (parts []string) {
	for _, part := range strings.FieldsFunc(typed, func(r rune) bool { return strings.ContainsRune(",;|，、،", r) }) {
		words := strings.Fields(Plain(part))
		if letters := withoutCodes(slices.Clone(words)); len(parts) > 0 || len(letters) == 0 {
			words = letters
		}
		if len(words) > 0 {
			parts = append(parts, strings.Join(words, " "))
		}
	}
	return parts
}

// withoutCodes leaves out postal codes.
func withoutCodes(words []string) []string {
	return slices.DeleteFunc(words, func(w string) bool { return !strings.ContainsFunc(w, unicode.IsLetter) })
}

// known returns the towns with exactly a name, without those of which it is only a part.
func known(name string) []hit {
	return slices.DeleteFunc(named(name), func(h hit) bool { return h.kind == Part })
}

// joined adds the towns that stand for an area, without those that are there already.
func joined(hits, areas []hit) []hit {
	for _, a := range areas {
		if !slices.ContainsFunc(hits, func(h hit) bool { return h.town == a.town }) {
			hits = append(hits, a)
		}
	}
	return hits
}

// behindComma reads "town, state", "town, country" and "town, state, country".
func behindComma(parts []string) reading {
	town, behind := parts[0], parts[1:]
	hits := known(town)
	here := hits
	for _, part := range behind {
		here = within(here, regionsNamed(part, true))
	}
	if len(here) > 0 {
		return reading{hits: here, called: true, within: true}
	}
	if len(hits) > 0 {
		return reading{hits: hits}
	}
	areas := regionsNamed(town, false)
	last := regionsNamed(behind[len(behind)-1], true)
	areas = slices.DeleteFunc(areas, func(r region) bool { return !slices.Contains(last, r.country()) })
	return reading{hits: largestIn(areas)}
}

// within returns those of some towns that are in one of some countries or states.
func within(hits []hit, regions []region) (here []hit) {
	for _, h := range hits {
		if slices.ContainsFunc(regions, h.town.in) {
			here = append(here, h)
		}
	}
	return here
}

// apart reads a town with its state or country behind it, or both, without commas.
func apart(words []string) reading {
	if len(words) > mostWords {
		return reading{}
	}
	for i := len(words) - 1; i > 0; i-- {
		hits := known(strings.Join(words[:i], " "))
		if len(hits) == 0 {
			continue
		}
		if here := within(hits, regionsNamed(strings.Join(words[i:], " "), true)); len(here) > 0 {
			return reading{hits: here, called: true, within: true}
		}
		for j := i + 1; j < len(words); j++ {
			state, country := regionsNamed(strings.Join(words[i:j], " "), true), regionsNamed(strings.Join(words[j:], " "), true)
			if here := within(within(hits, state), country); len(here) > 0 {
				return reading{hits: here, called: true, within: true}
			}
		}
	}
	return reading{}
}
