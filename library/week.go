package library

import (
	"cmp"
	"slices"
	"time"
)

// ForWeek returns the key of the question of a couple's weekly note on a day. Weeks that
// follow each other have different ones, in an order that seed decides; each comes again
// when all have come. Both get the same one if the caller passes the same date for both. It returns "" if the library has no such question.
func (l *Library) ForWeek(day time.Time, seed uint64) string {
	all := l.PackQuestions(OfWeek)
	if len(all) == 0 {
		return ""
	}
	lot := func(q Question) uint64 { return mix(draw(q.Key) ^ seed) }
	slices.SortFunc(all, func(a, b Question) int { return cmp.Compare(lot(a), lot(b)) })
	week := int(day.Unix() / int64(7*24*time.Hour/time.Second))
	return all[week%len(all)].Key
}
