package library_test

import (
	"slices"
	"testing"
	"time"

	"leanon/library"
)

// A year of three check-ins a week, for 200 couples who go as deep as they like and some of
// whom change that on the way.
func TestOverAYearNothingComesTwiceBeforeEverythingCameOnce(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for n := range 200 {
		depth, later := 1+n%3, 1+n/3%3 // and from the spring on
		c := &couple{l: l, asked: map[string]time.Time{}}
		inARow, most := 0, 0
		for week := range 53 {
			if week == 20 {
				depth = later
			}
			for _, weekday := range []int{0, 2, 4} {
				now := formed.AddDate(0, 0, 7*week+weekday)
				limit := depth
				if now.Sub(formed) < 14*day {
					limit = 1
				}
				key := l.Pick(library.Asking{Asked: c.asked, Now: now, Formed: formed, Depth: depth, Seed: uint64(1000*n + 7*week + weekday)})
				q, _ := l.Question(key)
				if at, known := c.asked[key]; known {
					_, fresh := c.fresh(now, limit)
					if slices.ContainsFunc(fresh, func(q library.Question) bool { return c.asked[q.Key].IsZero() }) || now.Sub(at) < 60*day {
						t.Fatalf("couple %d, depth %d, week %d: %s came again after %v", n, depth, week, key, now.Sub(at))
					}
				}
				if c.pairAsked(c.asked, q, now) {
					t.Fatalf("couple %d, depth %d, week %d: %s came within 30 days of its pair", n, depth, week, key)
				}
				c.asked[key], c.last = now, append(c.last, q.Tag)
				if inARow++; len(c.last) < 2 || c.last[len(c.last)-2] != q.Tag {
					inARow = 1
				}
				most = max(most, inARow)
			}
		}
		if most > 3 {
			t.Errorf("couple %d: got %d of one tag in a row, want at most three", n, most)
		}
	}
}

func TestWhatIsNewInTheFileComesFirstForAnOldCouple(t *testing.T) {
	t.Parallel()
	l := small(t, entry("new-one", "self", 1, ""), entry("new-deep", "self", 3, ""))
	now := formed.Add(3 * 365 * day)
	asked := map[string]time.Time{}
	for i, q := range l.Questions() {
		asked[q.Key] = formed.Add(time.Duration(i) * day)
	}
	delete(asked, "new-one")
	delete(asked, "new-deep")
	if got := may(l, library.Asking{Depth: 1, Now: now, Asked: asked}); len(got) != 1 || !got["new-one"] {
		t.Errorf("got %v, want the one that never came", got)
	}
	asked["new-one"] = now.Add(-day)
	if got := may(l, library.Asking{Depth: 3, Now: now, Asked: asked}); len(got) != 1 || !got["new-deep"] {
		t.Errorf("once they go deeper: got %v, want the one that never came", got)
	}
}

// What came longest ago comes again first, but not in the same order as before.
func TestTheSecondRoundIsDrawnFromTheOlderHalf(t *testing.T) {
	t.Parallel()
	l := small(t)
	now := formed.Add(3 * 365 * day)
	asked := map[string]time.Time{}
	for i, q := range l.Questions() {
		asked[q.Key] = now.Add(-time.Duration(400-i) * day)
	}
	got := may(l, library.Asking{Depth: 1, Now: now, Asked: asked})
	for i, q := range l.Questions() {
		if want := i <= 30; got[q.Key] != want {
			t.Errorf("asked as number %d: comes: %v, want %v", i, got[q.Key], want)
		}
	}
}
