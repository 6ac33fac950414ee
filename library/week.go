package library

import (
	"slices"
	"time"
)

// weekStep is how many weeks on the question comes that a week takes in place of its own,
// so that the weeks beside it do not take the same one.
const weekStep = 13

// ForWeek returns the key of the question of a couple's weekly note on a day: a light one of
// no season, that asks for neither play nor repair nor what went well, so that it fits a hard
// week too. Each week has its own, in an order that seed decides; where that was asked within
// 60 days before the day, it takes one of a later week, and if all were, the one asked longest
// ago. asked says when they were asked each key before that day. Both get the same one if the
// caller passes the same date for both. It returns "" if the library has no such question.
func (l *Library) ForWeek(asked map[string]time.Time, day time.Time, seed uint64) string {
	var all []int
	for i, q := range l.questions.all {
		if q.Depth == Light && q.Pack == "" && !q.Play && q.Tag != Repair && q.Tag != WentWell {
			all = append(all, i)
		}
	}
	if len(all) == 0 {
		return ""
	}
	lot := func(i int) uint64 { return mix(l.questions.draws[i] ^ seed) }
	slices.SortFunc(all, func(a, b int) int {
		if lot(a) < lot(b) {
			return -1
		}
		return 1
	})
	step := weekStep
	for len(all)%step == 0 { // else it would come round to where it began
		step++
	}
	first := int(day.Unix() / int64(7*24*time.Hour/time.Second))
	oldest := ""
	for k := range len(all) {
		key := l.questions.all[all[(first+k*step)%len(all)]].Key
		at, known := asked[key]
		if !known || day.Sub(at) >= noRepeat {
			return key
		}
		if oldest == "" || at.Before(asked[oldest]) {
			oldest = key
		}
	}
	return oldest
}
