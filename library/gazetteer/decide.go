package gazetteer

import (
	"slices"
	"strings"
)

// byFar is how many times larger a town must be than every namesake in another zone to be
// taken without asking.
const byFar = 10

// shortName is how few Latin letters are too few for a name that a town does not bear
// itself: "BA" is said of many.
const shortName = 2

// sure reports whether the likeliest of what was found may be taken without asking.
func (s search) sure(r reading, typed string) bool {
	best, ok := likeliest(r.hits)
	if !ok || !r.called {
		return false
	}
	if best.kind == Other && !r.within && len(typed) <= shortName && isASCII(typed) || partOfTheWorld(typed) {
		return false
	}
	for _, h := range r.hits {
		switch {
		case h.town.zone() == best.town.zone():
		case r.within && h.kind == Own:
			return false
		case best.weight() < byFar*h.weight() || !r.within && s.speaksFor(h, best):
			return false
		}
	}
	return true
}

// partOfTheWorld reports whether a name is the first part of the names of zones: there is
// a town called Asia, which few mean by it.
func partOfTheWorld(name string) (so bool) {
	beginning(sectionZoneNames, name+" ", func(bearer) { so = true })
	return so
}

// likeliest returns the largest town that is called what was typed.
func likeliest(hits []hit) (best hit, ok bool) {
	for _, h := range hits {
		if !h.area && (!ok || h.weight() > best.weight()) {
			best, ok = h, true
		}
	}
	return best, ok
}

func isASCII(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > 127 })
}

// speaksFor reports whether what is known of the person speaks for a smaller namesake: it
// is in the country of their language as they have set it, or of the zone that they have
// named before, and the larger town is not.
func (s search) speaksFor(smaller, larger hit) bool {
	if smaller.kind != Own || smaller.area || larger.town.zone().name() == s.who.Zone {
		return false
	}
	home := s.home()
	return slices.Contains(home, smaller.town.country()) && !slices.Contains(home, larger.town.country())
}

// wellKnown is how many people live at least in a town that is called by the beginning of
// its name alone.
const wellKnown = 50_000

// longerAtHome returns the towns in the person's own country of which the name goes on behind
// what was typed, where what is called exactly this lies elsewhere: in Spain, Santiago is
// Santiago de Compostela. They are asked then.
func (s search) longerAtHome(r reading, typed string) (hits []hit) {
	home := s.home()
	best, _ := likeliest(r.hits)
	if r.within || best.town.zone().name() == s.who.Zone || slices.Contains(home, best.town.country()) {
		return nil
	}
	beginning(sectionTownNames, typed+" ", func(b bearer) {
		if h := (hit{town: town(b.id), kind: b.kind}); b.kind == Own && h.town.people() >= wellKnown && slices.Contains(home, h.town.country()) {
			hits = joined(hits, []hit{h})
		}
	})
	return hits
}

// shared names the town that was decided for. Where others of its name are in its zone it
// stands for all of them, so their state is left out.
func shared(hits []hit) Place {
	best, _ := likeliest(hits)
	others := slices.ContainsFunc(hits, func(h hit) bool {
		return h.town != best.town && !h.area && h.kind == Own && h.town.zone() == best.town.zone() && best.weight() < byFar*h.weight()
	})
	return Place{Name: best.town.call(!others), Zone: best.town.zone().name()}
}

// withoutFarFetched leaves out small towns that are only called so elsewhere, beside a town
// a hundred times as large.
func withoutFarFetched(hits []hit) []hit {
	best, ok := likeliest(hits)
	return slices.DeleteFunc(hits, func(h hit) bool {
		return ok && h.kind == Other && !h.area && h.weight()*byFar*byFar < best.weight()
	})
}

// offered returns the places to choose from, the likeliest first. Where there are too
// many, each zone keeps its likeliest.
func (s search) offered(hits []hit, n int) (places []Place) {
	hits = s.ordered(withoutFarFetched(slices.Clone(hits)))
	if len(hits) > n {
		zones := map[zone]bool{}
		var first, rest []hit
		for _, h := range hits {
			if zones[h.town.zone()] {
				rest = append(rest, h)
			} else {
				first = append(first, h)
			}
			zones[h.town.zone()] = true
		}
		room := max(0, n-len(first))
		hits = s.ordered(append(first, rest[:min(room, len(rest))]...))
	}
	for _, h := range hits {
		places = append(places, h.town.place())
	}
	places = once(places)
	return places[:min(n, len(places))]
}

// home returns the countries that a person's language and last zone point to.
func (s search) home() (countries []region) {
	if codes := spokenIn[s.who.Locale]; codes != "" {
		for r := region(0); r.country() == r; r++ { // the countries stand before the states
			if strings.Contains(codes, r.code()) {
				countries = append(countries, r)
			}
		}
	}
	if z, ok := zoneCalled(s.who.Zone); ok {
		if c, ok := z.country(); ok {
			countries = append(countries, c)
		}
	}
	return countries
}

// spokenIn are the countries of each locale of Discord. A language of the whole world
// points to where most who set it live.
var spokenIn = map[string]string{
	"en-US": "US", "en-GB": "GB IE", "de": "DE AT CH", "fr": "FR BE CH", "es-ES": "ES", "pt-BR": "BR",
	"es-419": "MX CO AR PE VE CL EC GT CU BO DO HN PY SV NI CR PA UY PR",
	"bg":     "BG", "cs": "CZ", "da": "DK", "el": "GR", "fi": "FI", "hi": "IN", "hr": "HR", "hu": "HU", "id": "ID", "it": "IT", "ja": "JP", "ko": "KR", "lt": "LT",
	"nl": "NL BE", "no": "NO", "pl": "PL", "ro": "RO", "ru": "RU", "sv-SE": "SE", "th": "TH", "tr": "TR", "uk": "UA", "vi": "VN", "zh-CN": "CN", "zh-TW": "TW HK",
}
