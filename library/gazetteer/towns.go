package gazetteer

import (
	"slices"
	"strings"
)

// town, region and zone are numbers of records. The largest town has the number 0.
type (
	town   int
	region int
	zone   int
)

func (t town) at() int        { return record(sectionTowns, townLength, int(t)) }
func (t town) name() string   { return text(u32(t.at())) }
func (t town) people() int    { return u32(t.at() + 4) }
func (t town) region() region { return region(u16(t.at() + 8)) }
func (t town) zone() zone     { return zone(u16(t.at() + 10)) }

func (t town) country() region { return t.region().country() }

func (r region) at() int         { return record(sectionRegions, regionLength, int(r)) }
func (r region) name() string    { return text(u32(r.at())) }
func (r region) country() region { return region(u16(r.at() + 4)) }

// code is the two letters of a country.
func (r region) code() string { return places[r.at()+6 : r.at()+8] }

// in reports whether a town is in a country or state, or in a land that belongs to the
// country.
func (t town) in(r region) bool {
	country := t.country()
	return t.region() == r || country == r || r.country() == r && strings.Contains(belonging[r.code()], country.code())
}

// belonging are the lands with a code of their own behind whose towns people may well say
// another country.
var belonging = map[string]string{
	"US": "PR GU VI MP AS", "FR": "RE GP MQ GF YT PM BL MF NC PF WF", "GB": "GG JE IM GI BM KY FK VG TC MS AI SH", "NL": "AW CW SX BQ", "CN": "HK MO", "DK": "GL FO",
	"FI": "AX", "NO": "SJ", "AU": "NF CX CC", "NZ": "CK NU TK",
}

// call is how a town is shown: "Portland, Oregon, United States". A state, or a country,
// that is called as the town is left out.
func (t town) call(withState bool) string {
	parts := []string{t.name()}
	state, country := t.region(), t.country()
	if Plain(country.name()) == Plain(t.name()) {
		return t.name()
	}
	if withState && Plain(state.name()) != Plain(t.name()) && Plain(state.name()) != Plain(country.name()) {
		parts = append(parts, state.name())
	}
	parts = append(parts, country.name())
	return strings.Join(parts, ", ")
}

func (t town) place() Place { return Place{Name: t.call(true), Zone: t.zone().name()} }

// named returns the towns with exactly a name in the form of Plain, each once.
func named(name string) (hits []hit) {
	seen := map[town]int{}
	for _, spelt := range spellings(name) {
		for _, b := range exactly(sectionTownNames, spelt) {
			t := town(b.id)
			if at, ok := seen[t]; ok {
				hits[at].kind = min(hits[at].kind, b.kind)
				continue
			}
			seen[t] = len(hits)
			hits = append(hits, hit{town: t, kind: b.kind})
		}
	}
	return hits
}

// regionsNamed returns the countries and states with exactly a name; behind a town also
// by their letters.
func regionsNamed(name string, behind bool) (found []region) {
	for _, spelt := range spellings(name) {
		for _, b := range exactly(sectionRegionNames, spelt) {
			if b.kind == Own || behind {
				found = append(found, region(b.id))
			}
		}
	}
	return found
}

// largestIn returns the largest town of each zone of some countries and states.
func largestIn(areas []region) (hits []hit) {
	if len(areas) == 0 {
		return nil
	}
	wanted := make([]bool, count(sectionRegions, regionLength))
	for i := range wanted {
		r := region(i)
		wanted[i] = slices.ContainsFunc(areas, func(area region) bool {
			return r == area || r.country() == area || area.country() == area && strings.Contains(belonging[area.code()], r.country().code())
		})
	}
	type zoneOf struct {
		area region
		zone zone
	}
	seen := map[zoneOf]bool{}
	from, to := section(sectionTowns)
	for at := from; at < to; at += townLength {
		if !wanted[u16(at+8)] {
			continue
		}
		t := town((at - from) / townLength)
		for _, area := range areas {
			if here := (zoneOf{area, t.zone()}); t.in(area) && !seen[here] {
				seen[here] = true
				hits = append(hits, hit{town: t, area: true})
			}
		}
	}
	return hits
}
