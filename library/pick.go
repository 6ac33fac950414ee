package library

import (
	"cmp"
	"hash/fnv"
	"slices"
	"time"
)

// How the next question is chosen.
const (
	noRepeat  = 60 * 24 * time.Hour // within it, a couple is not asked the same question again
	pairRest  = 30 * 24 * time.Hour // within it, nor one that means nearly the same
	lastFresh = 45                  // so many that were never asked are few: then pairs and frequent tags come first, so that those left at the end differ
	settling  = 14 * 24 * time.Hour // within it, a new couple gets light questions only
)

// Asking is what the choice of a couple's next question depends on.
type Asking struct {
	// Asked says when this couple was last asked each key that they were ever asked. Keys
	// without a question are ignored.
	Asked  map[string]time.Time
	Now    time.Time
	Formed time.Time // when both had agreed
	Depth  int       // the deepest that both allow; less than Light counts as Light
	Seed   uint64

	Packs  []string // the seasons of life of which both want the questions, some of Packs
	Calm   bool     // a breath lasts, or ended the day before: nothing of repair, nothing tender
	Light  bool     // light ones only
	NoPlay bool     // a time of loss: nothing that went well, no play
}

// Pick returns the key of a couple's next question.
//
// A couple that was asked nothing yet gets the first question of the file. After that,
// Pick leaves out the questions asked less than 60 days before; if none is left, it
// returns the one asked longest ago. Within 14 days after a.Formed it chooses only
// questions of depth Light, and later those up to a.Depth. Of these it takes
//
//   - one of which no pair was asked within 30 days,
//   - one of no season after one of a season,
//   - one that was never asked, or else one of that half which was asked longest ago,
//   - every other time one of a.Packs, as long as some of these never came,
//   - one of other tags than the two questions asked last,
//
// each if one is left; a.Seed decides among the rest.
//
// The result depends on the arguments alone. Both partners get the same question on one
// local date if the caller passes the same arguments for both: asked as it was before
// either was asked that day, the date's midnight in UTC for now, and a seed made of the
// couple and the date.
func (l *Library) Pick(a Asking) string {
	p := l.pastOf(&a)
	if p.newest == nil {
		return l.questions.all[0].Key
	}
	var best, oldest *Question
	var bestRank rank
	var oldestAt time.Time
	for i, at := range p.at {
		q := &l.questions.all[i]
		if !a.allows(q) {
			continue
		}
		if oldest == nil || at.Before(oldestAt) {
			oldest, oldestAt = q, at
		}
		if a.within(noRepeat, at) {
			continue
		}
		if r := l.rank(&a, &p, i); best == nil || r.less(bestRank) {
			best, bestRank = q, r
		}
	}
	return cmp.Or(best, oldest).Key
}

// within reports whether a question that was last asked at a moment was asked less than
// this long ago; the zero moment means never.
func (a *Asking) within(d time.Duration, at time.Time) bool {
	return !at.IsZero() && a.Now.Sub(at) < d
}

// past is what a couple was asked, as the choice needs it.
type past struct {
	at             []time.Time // of each question, in the order of the file; zero: never
	newest, second *Question   // asked last, and before it; nil if none was
	near           []bool      // by the place of the question that stands for a pair: one was asked within pairRest
	left           []uint8     // likewise: how many of them may come and never came
	fresh          int         // how many may come and never came
	tags           map[Tag]int // if those are lastFresh or fewer, how many have each tag
	half           time.Time   // half of what came longest ago and may come again came until then
}

// pastOf reads the record of a couple. At eight in the evening this runs for every couple
// of a zone, so each question is looked up once.
func (l *Library) pastOf(a *Asking) past {
	n := len(l.questions.all)
	p := past{at: make([]time.Time, n), near: make([]bool, n), left: make([]uint8, n)}
	var again []time.Time
	for i := range l.questions.all {
		q, pair := &l.questions.all[i], l.questions.pairs[i]
		at := a.Asked[q.Key]
		p.at[i] = at
		switch {
		case !at.IsZero():
			p.remember(a, q)
			p.near[pair] = p.near[pair] || a.within(pairRest, at)
			if !a.within(noRepeat, at) && a.allows(q) {
				again = append(again, at)
			}
		case a.allows(q):
			p.left[pair]++
			p.fresh++
		}
	}
	if p.fresh == 0 && len(again) > 0 {
		slices.SortFunc(again, time.Time.Compare)
		p.half = again[len(again)/2]
	}
	if 0 < p.fresh && p.fresh <= lastFresh {
		p.tags = map[Tag]int{}
		for i := range l.questions.all {
			if q := &l.questions.all[i]; p.at[i].IsZero() && a.allows(q) {
				p.tags[q.Tag]++
			}
		}
	}
	return p
}

// remember takes a question into the two asked last. Of questions asked at the same
// moment, the one whose key comes first in the alphabet counts as the later.
func (p *past) remember(a *Asking, q *Question) {
	later := func(than *Question) bool {
		return than == nil || cmp.Or(a.Asked[than.Key].Compare(a.Asked[q.Key]), cmp.Compare(q.Key, than.Key)) < 0
	}
	switch {
	case later(p.newest):
		p.newest, p.second = q, p.newest
	case later(p.second):
		p.second = q
	}
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

// rank orders the questions that may come; what is false comes first.
type rank struct {
	near   bool  // a pair of it was asked lately
	twice  bool  // it is of a season, and so was the last question
	again  bool  // it was asked before
	late   bool  // it was asked later than half of those that were
	turn   bool  // while some never came: it is of a season as the last question was, or of none as that one was
	last   bool  // it has the tag of the last question
	pairs  uint8 // towards the end, how many of its pairs are left; more come first
	tags   int   // likewise, how many of its tag are left
	before bool  // it has the tag of the question before the last
	lot    uint64
}

// rank returns the rank of the i-th question of the file.
func (l *Library) rank(a *Asking, p *past, i int) rank {
	q, pair := &l.questions.all[i], l.questions.pairs[i]
	r := rank{
		near:   p.near[pair],
		twice:  q.Pack != "" && p.newest.Pack != "",
		again:  !p.at[i].IsZero(),
		late:   p.at[i].After(p.half),
		turn:   p.fresh > 0 && (q.Pack == "") == (p.newest.Pack == ""),
		last:   q.Tag == p.newest.Tag,
		before: p.second != nil && q.Tag == p.second.Tag,
		lot:    mix(l.questions.draws[i] ^ a.Seed),
	}
	if p.tags != nil {
		r.pairs, r.tags = p.left[pair], p.tags[q.Tag]
	}
	return r
}

func (r rank) less(o rank) bool {
	for _, b := range [...][2]bool{{r.near, o.near}, {r.twice, o.twice}, {r.again, o.again}, {r.late, o.late}, {r.turn, o.turn}, {r.last, o.last}} {
		if b[0] != b[1] {
			return b[1]
		}
	}
	switch {
	case r.pairs != o.pairs:
		return r.pairs > o.pairs
	case r.tags != o.tags:
		return r.tags > o.tags
	case r.before != o.before:
		return o.before
	}
	return r.lot < o.lot
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
