package main

import (
	"cmp"
	_ "embed"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"leanon/library/gazetteer"
)

// townNames is names.txt.
//
//go:embed names.txt
var townNames string

// enough is how many people a town of the gazetteer has. A smaller one is taken only if
// it is the capital or the largest of its zone, or if somebody who lives there would be
// taken for somebody of a larger town of its name.
const enough = 15000

// town is a town.
type town struct {
	name   string // as it is shown
	others []string
	region int // its state, or its country
	zone   *zone
	people int
	part   bool // of another town
	always bool
}

// world is everything that is written.
type world struct {
	zones    []*zone
	zoneOf   map[string]*zone // by each of its names
	regions  []*region
	regionOf map[string]int // by code, "US" or "US.OR"
	towns    []*town        // the largest first

	names, regionNames, zoneNames index
}

func newWorld() *world {
	return &world{zoneOf: map[string]*zone{}, regionOf: map[string]int{}, names: newIndex(), regionNames: newIndex(), zoneNames: newIndex()}
}

func sorted[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// readTowns reads the towns that are large enough, and those that are taken all the same.
func (w *world) readTowns(files map[string][]byte) error {
	var all []*town
	for line := range strings.Lines(string(files["dist/cities500.txt"])) {
		t, err := w.readTown(strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
		if err != nil {
			return err
		}
		if t != nil {
			all = append(all, t)
		}
	}
	slices.SortStableFunc(all, func(a, b *town) int { return cmp.Compare(b.people, a.people) })
	all = w.merge(all)
	for _, t := range all {
		t.zone.people += t.people
		if t.zone.largest == nil && !t.part {
			t.zone.largest = t
		}
	}
	w.towns = w.choose(all)
	for id, t := range w.towns {
		w.addNames(id, t)
	}
	return nil
}

// readTown reads a line of GeoNames; nil is none that people live in.
func (w *world) readTown(f []string) (*town, error) {
	people, err := strconv.Atoi(f[14])
	if err != nil || len(f) != 19 {
		return nil, fmt.Errorf("the town %q: %w", f[0], err)
	}
	if f[8] == "VN" {
		f[17] = "Asia/Ho_Chi_Minh" // GeoNames gives the north Bangkok's, whose clock has been the same since 1975
	}
	z, known := w.zoneOf[f[17]]
	if !known {
		return nil, fmt.Errorf("the town %s: no zone %s", f[1], f[17])
	}
	country, known := w.regionOf[f[8]]
	if !known || slices.Contains([]string{"PPLH", "PPLW", "PPLQ", "PPLCH"}, f[7]) {
		return nil, nil
	}
	t := &town{name: shown(f[1]), region: country, zone: z, people: people, part: f[7] == "PPLX", always: f[7] == "PPLC"}
	if id, known := w.regionOf[f[8]+"."+f[10]]; known {
		t.region = id
	}
	t.others = append([]string{f[2], f[1]}, strings.Split(f[3], ",")...)
	return t, nil
}

// shown is a town's name without what stands in brackets or before a slash in it, which
// would be read as something else when it is typed.
func shown(name string) string {
	if _, after, ok := strings.Cut(name, " / "); ok {
		name = after
	}
	name, _, _ = strings.Cut(name, " (")
	name, _, _ = strings.Cut(name, ",")
	return strings.TrimSpace(name)
}

// merge joins towns of one name, state and zone, the largest first, which people do not
// tell apart either.
func (w *world) merge(all []*town) (merged []*town) {
	type same struct {
		name   string
		region int
		zone   *zone
	}
	seen := map[same]*town{}
	for _, t := range all {
		key := same{gazetteer.Plain(t.name), t.region, t.zone}
		if larger, ok := seen[key]; ok {
			larger.always = larger.always || t.always
			if t.people >= enough {
				larger.others = append(larger.others, t.others...)
			}
			continue
		}
		seen[key] = t
		merged = append(merged, t)
	}
	return merged
}

// choose leaves out the small towns that nobody would miss. A small one stays if it has
// the name of a larger one in another zone, and that is not ten times its size, in the
// world or in its own country. It also stays if it has the name that a larger one has
// only elsewhere or had once, and that is not a hundred times its size: somebody from
// Glasgow, Montana, does not live in the town in Texas that was called so long ago.
func (w *world) choose(all []*town) (chosen []*town) {
	named, called := map[string][]*town{}, map[string][]*town{}
	for _, t := range all {
		if t.people < enough {
			break // the largest come first
		}
		own := gazetteer.Plain(t.name)
		named[own] = append(named[own], t)
		for _, other := range w.otherNames(t) {
			called[other] = append(called[other], t)
		}
	}
	for _, t := range all {
		own := gazetteer.Plain(t.name)
		keep := t.people >= enough || t.always || t.zone.largest == t
		keep = keep || !t.part && (w.mistaken(t, named[own], 10) || w.mistaken(t, called[own], 100))
		if keep {
			chosen = append(chosen, t)
		}
	}
	return chosen
}

// mistaken reports whether one of some towns is in another zone and not so many times the
// size of a small one, in the world or in its own country.
func (w *world) mistaken(t *town, namesakes []*town, times int) bool {
	for _, scope := range [][]*town{namesakes, w.within(namesakes, t)} {
		elsewhere := slices.ContainsFunc(scope, func(o *town) bool { return o.zone != t.zone })
		if elsewhere && t.people*times >= scope[0].people {
			return true
		}
	}
	return false
}

// within returns those of some towns that are in the same country as t.
func (w *world) within(towns []*town, t *town) (here []*town) {
	for _, o := range towns {
		if w.regions[o.region].country == w.regions[t.region].country {
			here = append(here, o)
		}
	}
	return here
}

// readNames reads names.txt.
func (w *world) readNames(map[string][]byte) error {
	for line := range strings.Lines(townNames) {
		head, list, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		country, name, _ := strings.Cut(head, " ")
		id := slices.IndexFunc(w.towns, func(t *town) bool {
			return t.name == name && w.regions[w.regions[t.region].country].code == country
		})
		if id < 0 {
			return fmt.Errorf("names.txt: no town %s", head)
		}
		for _, other := range strings.Split(list, "; ") {
			if certain, ok := strings.CutPrefix(other, "="); ok {
				w.names.add(gazetteer.Plain(certain), id, gazetteer.Own)
			} else {
				w.names.add(gazetteer.Plain(other), id, gazetteer.Other)
			}
		}
	}
	return nil
}
