package library

import "time"

// ForWeek returns the key of the question of a couple's weekly note: a light one of no
// season, that asks for neither play nor repair nor what went well, so that it fits a hard
// week too. It leaves out what they were asked within 60 days before day, and takes first
// what came to them longer ago, because what they were never asked comes by itself. asked
// says when they were asked each key before that day; seed decides among those that are
// left. It returns "" if the library has no such question.
func (l *Library) ForWeek(asked map[string]time.Time, day time.Time, seed uint64) string {
	best, bestRank := "", weekRank{}
	for i, q := range l.questions.all {
		if q.Depth != Light || q.Pack != "" || q.Play || q.Tag == Repair || q.Tag == WentWell {
			continue
		}
		at, known := asked[q.Key]
		r := weekRank{lately: known && day.Sub(at) < noRepeat, never: !known, lot: mix(l.questions.draws[i] ^ seed)}
		if best == "" || r.less(bestRank) {
			best, bestRank = q.Key, r
		}
	}
	return best
}

// weekRank orders the questions of a week.
type weekRank struct {
	lately, never bool
	lot           uint64
}

func (r weekRank) less(o weekRank) bool {
	switch {
	case r.lately != o.lately:
		return o.lately
	case r.never != o.never:
		return o.never
	}
	return r.lot < o.lot
}
