package library

import (
	"cmp"
	"hash/fnv"
	"slices"
	"time"
)

// How the question of the day is found.
const (
	noRepeat = 60 * 24 * time.Hour // a couple is not asked the same within it
	settling = 14 * 24 * time.Hour // a new couple gets light questions only
)

// Pick returns the key of a couple's next question.
//
// asked says when this couple was last asked each key; keys of other origin are
// ignored. A question asked less than 60 days before now is left out; when none
// is left, the one asked longest ago comes back. Within 14 days after formed only
// Light ones come, later those up to depth (below Light counts as Light). The
// file's first question opens: a couple that was asked nothing yet gets it.
// Otherwise the two tags asked last are avoided while there is another, and seed
// decides among the rest.
//
// The result depends on the arguments alone. For both partners to get the same
// question on one local date, pass both the same asked (as it was before either
// was asked that day), now, formed, depth and seed: such as a seed made of the
// couple and the date, and the date's midnight in UTC for now.
func (l *Library) Pick(asked map[string]time.Time, now, formed time.Time, depth int, seed uint64) string {
	if now.Before(formed.Add(settling)) {
		depth = Light
	}
	recent := l.recentFirst(asked)
	if len(recent) == 0 {
		return l.questions[0].Key
	}
	var allowed, fresh []Question
	for _, q := range l.questions {
		if q.Depth > max(depth, Light) {
			continue
		}
		allowed = append(allowed, q)
		if at, known := asked[q.Key]; !known || now.Sub(at) >= noRepeat {
			fresh = append(fresh, q)
		}
	}
	if len(fresh) == 0 {
		return slices.MinFunc(allowed, func(a, b Question) int {
			return asked[a.Key].Compare(asked[b.Key])
		}).Key
	}
	varied := fresh
	for _, last := range recent[:min(2, len(recent))] {
		others := slices.DeleteFunc(slices.Clone(varied), func(q Question) bool { return q.Tag == last.Tag })
		if len(others) > 0 {
			varied = others
		}
	}
	return slices.MinFunc(varied, func(a, b Question) int {
		return cmp.Compare(lot(a.Key, seed), lot(b.Key, seed))
	}).Key
}

// recentFirst returns the questions that were asked, the latest first; those of
// one moment in the order of their keys.
func (l *Library) recentFirst(asked map[string]time.Time) []Question {
	var out []Question
	for _, q := range l.questions {
		if _, ok := asked[q.Key]; ok {
			out = append(out, q)
		}
	}
	slices.SortFunc(out, func(a, b Question) int {
		return cmp.Or(asked[b.Key].Compare(asked[a.Key]), cmp.Compare(a.Key, b.Key))
	})
	return out
}

// lot draws a number for a key. Each key draws for itself and the lowest wins, so
// adding or leaving out one question moves no other day's choice than those it
// wins or had won.
func lot(key string, seed uint64) uint64 {
	h := fnv.New64a()
	h.Write([]byte(key))
	return mix(h.Sum64() ^ seed)
}

// mix is the finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit of the
// input moves every bit of the output, so seeds that count up still draw apart.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
