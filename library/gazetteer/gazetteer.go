// Package gazetteer knows the towns of the world: every one of 15,000 people or more,
// with its country, its state, its time zone and what else it is called, and the names,
// abbreviations and offsets by which people call time zones.
//
// It has two questions to answer, and this file has both: Find, for what a person has
// typed, and Suggest, while they type. read.go takes apart what was typed, decide.go says
// whether it is certain, index.go looks up names, towns.go and zones.go read what bears
// them, abbreviations.go has what stands for several zones, near.go finds what was
// misspelt, and data.go says how places.dat is laid out, which library/mapmaker writes.
// Nothing that knows a person, a couple or Discord goes in, and no clock: which time it is
// there is for the asker to say.
package gazetteer

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
)

// Place is a town, or a time zone that somebody named by itself.
type Place struct {
	Name string // "Portland, Oregon, United States"; typed again, it is understood
	Zone string // IANA zone

	// Fixed tells that the zone is an offset that never changes, which hardly anybody
	// lives in.
	Fixed bool
}

// Person is what is known of whoever types.
type Person struct {
	Locale string // as Discord names it, such as "en-US"
	Zone   string // the zone that they have named before, or ""
}

// most is how many places Find returns.
const most = 25

// longestTyped is how many bytes may be typed. No place has a longer name; a longer input
// finds nothing.
const longestTyped = 400

// Find returns what a person may mean by what they typed, the likeliest first. It is sure
// if that is one place that is called exactly this, and either the only one or by far
// the largest, and nothing known of the person speaks for another one of the name.
// Otherwise they should be asked, also if only one place was found. Places in one zone
// are as good as one.
func Find(typed string, who Person) (found []Place, sure bool) {
	if len(typed) > longestTyped {
		return nil, false
	}
	s := search{who: who}
	place := withoutTime(typed)
	if zone, ok := namedZone(place); ok {
		return []Place{zone}, true
	}
	r := s.read(place)
	if zones := s.abbreviation(place); zones != nil {
		return once(append(zones, s.offered(r.hits, most)...)), false
	}
	if s.sure(r, Plain(place)) {
		longer := s.longerAtHome(r, Plain(place))
		if len(longer) == 0 {
			return []Place{shared(r.hits)}, true
		}
		r.hits = joined(r.hits, longer)
	}
	if len(r.hits) == 0 {
		r.hits = s.similar(place)
	}
	return s.offered(r.hits, most), false
}

// Suggest returns at most n places for what a person has typed so far, the likeliest
// first: towns of which a name, or a word in it, is this or begins with it. The larger one
// goes first; one that is called exactly this, or is in the person's own country, counts
// as larger than it is, and one that is called so only elsewhere, or only in part, as
// smaller. If nothing was typed, the worldwide dozen is returned.
func Suggest(typed string, who Person, n int) []Place {
	if n <= 0 || len(typed) > longestTyped {
		return nil
	}
	s := search{who: who}
	place := withoutTime(typed)
	if strings.TrimSpace(typed) == "" {
		return worldwide(n)
	}
	found := s.abbreviation(place)
	if !strings.ContainsFunc(Plain(place), unicode.IsLetter) {
		return found[:min(n, len(found))]
	}
	if zone, ok := namedZone(place); ok {
		found = append([]Place{zone}, found...)
	}
	for _, h := range s.begun(place) {
		found = append(found, h.town.place())
	}
	if len(found) < n {
		found = append(found, zonesBeginning(Plain(place), n)...)
	}
	found = once(found)
	return found[:min(n, len(found))]
}

// once leaves out the places that are offered already.
func once(places []Place) []Place {
	seen := map[Place]bool{}
	return slices.DeleteFunc(places, func(p Place) bool {
		again := seen[p]
		seen[p] = true
		return again
	})
}

// dozen are the towns that are offered before anything is typed, west to east.
var dozen = []string{
	"Los Angeles, United States", "Chicago, United States", "New York City, United States", "São Paulo, Brazil", "London, United Kingdom", "Berlin, Germany",
	"Johannesburg, South Africa", "Dubai, United Arab Emirates", "Delhi, India", "Shanghai, China", "Tokyo, Japan", "Sydney, Australia",
}

func worldwide(n int) (places []Place) {
	for _, name := range dozen[:min(n, len(dozen))] {
		places = append(places, search{}.offered(search{}.read(name).hits, 1)...)
	}
	return places
}

// withoutTime is what was typed on one line, without the time that a suggestion shows
// behind a place, and without the word behind a clock: "Paris time".
func withoutTime(typed string) string {
	place, _, _ := strings.Cut(typed, "·")
	words := strings.Fields(place)
	if last := len(words) - 1; last > 0 && strings.EqualFold(words[last], "time") {
		words = words[:last]
	}
	return strings.Join(words, " ")
}

// search is one question.
type search struct{ who Person }

// hit is a town that a name may mean.
type hit struct {
	town town
	kind int  // how sure the name is
	area bool // it was found by the country or state it is in
}

// weight is how much speaks for a town: the people who live there, and a tenth of them if
// it is called something else at home.
func (h hit) weight() int {
	if h.kind != Own && !h.area {
		return h.town.people() / byFar
	}
	return h.town.people()
}

// ordered puts the likeliest first, and what only its state or country is called so
// behind the towns themselves.
func (s search) ordered(hits []hit) []hit {
	home := s.home()
	likely := func(h hit) int {
		size := h.weight()
		if h.area {
			size /= byFar
		}
		if slices.Contains(home, h.town.country()) {
			size *= byFar
		}
		return size
	}
	slices.SortStableFunc(hits, func(a, b hit) int {
		return cmp.Or(cmp.Compare(likely(b), likely(a)), cmp.Compare(a.town, b.town))
	})
	return hits
}
