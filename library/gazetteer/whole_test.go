package gazetteer

import (
	"slices"
	"testing"
)

// fate is what became of one town that was typed.
type fate int

const (
	foundOut fate = iota // moved at once into its zone
	asked                // asked, its zone among the choices
	larger               // moved to a far larger town of its name
	lost                 // asked without it, or nothing found
	wrongly              // moved into another zone
)

// fateOf finds out what becomes of somebody who lives in a town and types it so.
func fateOf(t town, typed string, alone bool) fate {
	found, sure := Find(typed, Person{})
	right := func(p Place) bool { return p.Zone == t.zone().name() }
	switch {
	case sure && right(found[0]):
		return foundOut
	case sure && alone && farLarger(found[0], t):
		return larger
	case sure:
		return wrongly
	case slices.ContainsFunc(found, right):
		return asked
	}
	return lost
}

// farLarger reports whether a place is a town ten times the size of t.
func farLarger(p Place, t town) bool {
	r := search{}.read(p.Name)
	best, ok := likeliest(r.hits)
	return ok && best.town.people() >= 10*t.people()
}

// Nobody is moved wrongly, and nearly everybody is found or asked, whatever town of the
// gazetteer they live in and however they say where it is.
func TestEveryTownIsFoundOrAskedForAndNoneIsTakenForAnother(t *testing.T) {
	t.Parallel()
	for _, way := range []struct {
		name  string
		every int
		typed func(town) string
	}{
		{"by its name", 1, town.name},
		{"by city and country", 1, func(c town) string { return c.name() + ", " + c.country().name() }},
		{"by city and state", 1, func(c town) string { return c.name() + ", " + c.region().name() }},
		{"by city and state without a comma", 5, func(c town) string { return c.name() + " " + c.region().name() }},
		{"as it is offered", 5, func(c town) string { return c.call(true) }},
	} {
		t.Run(way.name, func(t *testing.T) {
			t.Parallel()
			var fates [5]int
			all := 0
			if testing.Short() {
				way.every *= 7
			}
			for i := 0; i < count(sectionTowns, townLength); i += way.every {
				c := town(i)
				all++
				if label := c.call(true); len([]rune(label)) > 90 {
					t.Errorf("%s leaves no room for the time in a suggestion", label)
				}
				f := fateOf(c, way.typed(c), way.name == "by its name")
				fates[f]++
				if f == wrongly && fates[f] <= 20 {
					found, _ := Find(way.typed(c), Person{})
					t.Errorf("%s (%s, %d people): moved to %v", way.typed(c), c.zone().name(), c.people(), found)
				}
			}
			t.Logf("%d towns: %d found, %d asked, %d of a far larger town's name, %d lost, %d wrong", all, fates[0], fates[1], fates[2], fates[3], fates[4])
			if fates[wrongly] > 0 {
				t.Errorf("got %d towns taken for another, want none", fates[wrongly])
			}
			if lost := fates[lost]; lost*50 > all {
				t.Errorf("got %d of %d neither found nor asked for, want at most 2 of 100", lost, all)
			}
		})
	}
}
