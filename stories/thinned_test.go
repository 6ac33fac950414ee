package stories

import (
	"flag"
	"maps"
	"slices"
)

// Some stories are tables: the same lives in each way there is, at several minutes, under each
// wrong clock or with each refusal of Discord's. They compare what comes of it, and all of them
// run without the race detector. What that finds is two accesses to memory that nothing orders,
// in ways through the code which each case takes like its neighbour; and each act in them has
// stories of its own, which run whole. So with it, where everything takes three times as long,
// one case in three runs. With -every-case all run there too, as they do each night.

var everyCase = flag.Bool("every-case", false, "run every case with the race detector too")

// thinned says whether only one case in three runs; TestMain sets it.
var thinned bool

// picked says whether the case of that number in its table runs.
func picked(i int) bool { return !thinned || i%3 == 0 }

// oneInThree returns the cases that run, the first in the order of their names among them.
func oneInThree[T any](all map[string]T) map[string]T {
	some := map[string]T{}
	for i, name := range slices.Sorted(maps.Keys(all)) {
		if picked(i) {
			some[name] = all[name]
		}
	}
	return some
}
