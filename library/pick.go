package library

import (
	"cmp"
	"hash/fnv"
	"slices"
	"time"
)

// How the next question is chosen.
const (
	noRepeat = 60 * 24 * time.Hour // within it, a couple is not asked the same question again
	pairRest = 30 * 24 * time.Hour // within it, nor one that means nearly the same
	settling = 14 * 24 * time.Hour // within it, a new couple gets light questions only
)

// Asking is what the choice of a couple's next question depends on.
type Asking struct {
	// Asked says when this couple was last asked each key, as far back as Since. Keys
	// without a question are ignored.
	Asked  map[string]time.Time
	Since  time.Time // zero if Asked has everything that they were ever asked
	Now    time.Time
	Formed time.Time // when both had agreed
	Depth  int       // the deepest that both allow; less than Light counts as Light
	Seed   uint64

	Packs  []string // the seasons of life of which both want the questions, some of Packs
	Calm   bool     // a breath lasts, or ended the day before: nothing of repair, nothing tender
	Light  bool     // light ones only
	NoPlay bool     // a time of loss: nothing that went well, no play
}

// Pick returns the key of a couple's next question. It returns "" if the choice depends
// on what was asked before a.Since.
//
// A couple that was asked nothing yet gets the first question of the file. After that,
// Pick leaves out the questions asked less than 60 days before; if none is left, it
// returns the one asked longest ago. Within 14 days after a.Formed it chooses only
// questions of depth Light, and later those up to a.Depth. Of these it avoids those of
// which a pair was asked within 30 days, takes every other one from a.Packs, and avoids the
// tags of the two questions asked last, each if another is left; a.Seed decides among the
// rest.
//
// The result depends on the arguments alone. Both partners get the same question on one
// local date if the caller passes the same arguments for both: asked as it was before
// either was asked that day, the date's midnight in UTC for now, and a seed made of the
// couple and the date.
func (l *Library) Pick(a Asking) string {
	last, before := l.lastTwo(a.Asked)
	all := a.Since.IsZero()
	switch {
	case !all && (before == nil || a.Since.After(a.Now.Add(-noRepeat))):
		return ""
	case last == nil:
		return l.questions.all[0].Key
	}
	fresh, oldest := l.search(a, last, before)
	switch {
	case fresh != nil:
		return fresh.Key
	case all:
		return oldest.Key
	}
	return ""
}

// search returns the question that comes next among those not asked within noRepeat, nil
// if there is none, and the question asked longest ago.
func (l *Library) search(a Asking, last, before *Question) (fresh, oldest *Question) {
	// One pass: at eight in the evening this runs for every couple of a zone.
	near := l.pairsAsked(a)
	var freshRank rank
	var oldestAt time.Time
	for i := range l.questions.all {
		q := &l.questions.all[i]
		if !a.allows(q) {
			continue
		}
		at, known := a.Asked[q.Key]
		if oldest == nil || at.Before(oldestAt) {
			oldest, oldestAt = q, at
		}
		if known && a.Now.Sub(at) < noRepeat {
			continue
		}
		r := rank{
			near:   near[l.questions.pairs[i]],
			turn:   (q.Pack == "") == (last.Pack == ""),
			last:   q.Tag == last.Tag,
			before: before != nil && q.Tag == before.Tag,
			lot:    mix(l.questions.draws[i] ^ a.Seed),
		}
		if fresh == nil || r.less(freshRank) {
			fresh, freshRank = q, r
		}
	}
	return fresh, oldest
}

// allows reports whether a question may come at all, however long ago it was asked.
func (a *Asking) allows(q *Question) bool {
	depth := max(a.Depth, Light)
	if a.Light || a.Now.Before(a.Formed.Add(settling)) {
		depth = Light
	}
	switch {
	case q.Depth > depth, q.Pack != "" && !slices.Contains(a.Packs, q.Pack):
		return false
	case a.Calm && !q.Calm():
		return false
	}
	return !a.NoPlay || q.Tag != WentWell && !q.Play
}

// pairsAsked says of which questions they or a pair of them were asked within pairRest, by
// the place of the question that stands for them.
func (l *Library) pairsAsked(a Asking) []bool {
	near := make([]bool, len(l.questions.all))
	for i := range l.questions.all {
		if at, known := a.Asked[l.questions.all[i].Key]; known && a.Now.Sub(at) < pairRest {
			near[l.questions.pairs[i]] = true
		}
	}
	return near
}

// rank orders the questions that may come: first those of which no pair was asked lately,
// then those whose turn it is, so that every other one is of the season while it has any,
// then those of another tag than the last question, then those of another tag than the
// question before it, then by lot.
type rank struct {
	near         bool
	turn         bool // it is of a season as the last question was, or of none as that one was
	last, before bool
	lot          uint64
}

func (r rank) less(o rank) bool {
	switch {
	case r.near != o.near:
		return o.near
	case r.turn != o.turn:
		return o.turn
	case r.last != o.last:
		return o.last
	case r.before != o.before:
		return o.before
	}
	return r.lot < o.lot
}

// lastTwo returns the last question asked and the one before, nil if there is none. Of
// questions asked at the same moment, the one whose key comes first in the alphabet counts
// as the later.
func (l *Library) lastTwo(asked map[string]time.Time) (newest, second *Question) {
	later := func(q, than *Question) bool {
		return than == nil || cmp.Or(asked[than.Key].Compare(asked[q.Key]), cmp.Compare(q.Key, than.Key)) < 0
	}
	for i := range l.questions.all {
		q := &l.questions.all[i]
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
	return newest, second
}

// draw returns a key's part of its lot. Every key draws for itself and the lowest lot
// wins, so that a question that comes or goes changes the choice only on the days that it
// wins or would have won.
func draw(key string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(key))
	return h.Sum64()
}

// mix is the finaliser of SplitMix64 (Steele, Lea, Flood 2014): every bit of the input
// moves every bit of the output, so that consecutive seeds give unrelated lots.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
