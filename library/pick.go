package library

import (
	"cmp"
	"hash/fnv"
	"time"
)

// How the next question is chosen.
const (
	noRepeat = 60 * 24 * time.Hour // within it, a couple is not asked the same question again
	settling = 14 * 24 * time.Hour // within it, a new couple gets light questions only
)

// Pick returns the key of a couple's next question.
//
// asked says when this couple was last asked each key, as far back as since; since is zero
// if asked has everything that they were ever asked. Pick ignores keys without a
// question. It returns "" if the choice depends on what was asked before since.
//
// A couple that was asked nothing yet gets the first question of the file. After that,
// Pick leaves out the questions asked less than 60 days before now; if none is left, it
// returns the one asked longest ago. Within 14 days after formed it chooses only questions
// of depth Light, and later those up to depth (less than Light counts as Light). Of these
// it avoids the tags of the two questions asked last if another is left, and seed decides
// among the rest.
//
// The result depends on the arguments alone. Both partners get the same question on one
// local date if the caller passes the same arguments for both: asked as it was before
// either was asked that day, the date's midnight in UTC for now, and a seed made of the
// couple and the date.
func (l *Library) Pick(asked map[string]time.Time, since, now, formed time.Time, depth int, seed uint64) string {
	last, before := l.lastTags(asked)
	all := since.IsZero()
	switch {
	case !all && (before == "" || since.After(now.Add(-noRepeat))):
		return ""
	case last == "":
		return l.questions.all[0].Key
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

// search returns the question that comes next among those not asked within noRepeat, nil
// if there is none, and the question asked longest ago.
func (l *Library) search(asked map[string]time.Time, now, formed time.Time, depth int, seed uint64, last, before Tag) (fresh, oldest *Question) {
	if now.Before(formed.Add(settling)) {
		depth = Light
	}
	// One pass: at eight in the evening this runs for every couple of a zone.
	var freshRank rank
	var oldestAt time.Time
	for i := range l.questions.all {
		q := &l.questions.all[i]
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
		r := rank{q.Tag == last, q.Tag == before, mix(l.questions.draws[i] ^ seed)}
		if fresh == nil || r.less(freshRank) {
			fresh, freshRank = q, r
		}
	}
	return fresh, oldest
}

// rank orders the questions that may come: first those of another tag than the last
// question, then those of another tag than the question before it, then by lot.
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

// lastTags returns the tags of the last question asked and of the one before, "" if
// there is none. Of questions asked at the same moment, the one whose key comes first in
// the alphabet counts as the later.
func (l *Library) lastTags(asked map[string]time.Time) (last, before Tag) {
	var newest, second *Question
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
	if newest != nil {
		last = newest.Tag
	}
	if second != nil {
		before = second.Tag
	}
	return last, before
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
