package library

import (
	"cmp"
	"hash/fnv"
	"time"
)

// How the question of the day is found.
const (
	noRepeat = 60 * 24 * time.Hour // a couple is not asked the same within it
	settling = 14 * 24 * time.Hour // a new couple gets light questions only
)

// Pick returns the key of a couple's next question.
//
// asked says when this couple was last asked each key, of what it was asked since a
// moment; since is zero where that is all. Keys of other origin are ignored. Pick
// returns "" where the answer depends on what was asked before since.
//
// A question asked less than 60 days before now is left out; when none
// is left, the one asked longest ago comes back. Within 14 days after formed only
// Light ones come, later those up to depth (below Light counts as Light). The
// file's first question opens: a couple that was asked nothing yet gets it.
// Otherwise the two tags asked last are avoided while there is another, and seed
// decides among the rest.
//
// The result depends on the arguments alone. For both partners to get the same
// question on one local date, pass both the same asked (as it was before either
// was asked that day), since, now, formed, depth and seed: such as a seed made of the
// couple and the date, and the date's midnight in UTC for now.
func (l *Library) Pick(asked map[string]time.Time, since, now, formed time.Time, depth int, seed uint64) string {
	last, before := l.lastTags(asked)
	all := since.IsZero()
	switch {
	case !all && (before == "" || since.After(now.Add(-noRepeat))):
		return ""
	case last == "":
		return l.questions[0].Key
	}
	fresh, oldest := l.search(asked, now, formed, depth, seed, last, before)
	switch {
	case fresh != nil:
		return fresh.Key
	case all:
		return oldest.Key
	}
	return ""
}

// search finds the question that comes next of those that were not asked of late,
// and the one asked longest ago of all; fresh is nil where every one was.
func (l *Library) search(asked map[string]time.Time, now, formed time.Time, depth int, seed uint64, last, before Tag) (fresh, oldest *Question) {
	if now.Before(formed.Add(settling)) {
		depth = Light
	}
	// One pass: at eight in the evening this runs for every couple of a zone.
	var freshRank rank
	var oldestAt time.Time
	for i := range l.questions {
		q := &l.questions[i]
		if q.Depth > max(depth, Light) {
			continue
		}
		at, known := asked[q.Key]
		if oldest == nil || at.Before(oldestAt) {
			oldest, oldestAt = q, at
		}
		if known && now.Sub(at) < noRepeat {
			continue
		}
		r := rank{q.Tag == last, q.Tag == before, mix(l.draws[i] ^ seed)}
		if fresh == nil || r.less(freshRank) {
			fresh, freshRank = q, r
		}
	}
	return fresh, oldest
}

// rank orders the questions that may come: those of another tag than the last
// one's first, of these those of another than the one before, then by lot.
type rank struct {
	last, before bool
	lot          uint64
}

func (r rank) less(o rank) bool {
	switch {
	case r.last != o.last:
		return o.last
	case r.before != o.before:
		return o.before
	}
	return r.lot < o.lot
}

// lastTags returns the tags of the two questions asked last, of those of one
// moment in the order of their keys; "" where there is none.
func (l *Library) lastTags(asked map[string]time.Time) (last, before Tag) {
	var newest, second *Question
	later := func(q, than *Question) bool {
		return than == nil || cmp.Or(asked[than.Key].Compare(asked[q.Key]), cmp.Compare(q.Key, than.Key)) < 0
	}
	for i := range l.questions {
		q := &l.questions[i]
		if _, known := asked[q.Key]; !known {
			continue
		}
		switch {
		case later(q, newest):
			newest, second = q, newest
		case later(q, second):
			second = q
		}
	}
	if newest != nil {
		last = newest.Tag
	}
	if second != nil {
		before = second.Tag
	}
	return last, before
}

// draw is a key's part of its lot. Each key draws for itself and the lowest wins,
// so adding or leaving out one question moves no other day's choice than those it
// wins or had won.
func draw(key string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(key))
	return h.Sum64()
}

// mix is the finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit of the
// input moves every bit of the output, so seeds that count up still draw apart.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
