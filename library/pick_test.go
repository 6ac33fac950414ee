package library_test

import (
	"maps"
	"testing"
	"time"

	"pgregory.net/rapid"

	"leanon/library"
)

const day = 24 * time.Hour

// formed is when the couples of these tests agreed.
var formed = time.Date(2026, 11, 23, 19, 0, 0, 0, time.UTC)

// couple is a couple's past as Pick sees it.
type couple struct {
	l     *library.Library
	asked map[string]time.Time
	last  []library.Tag // the tags of the questions asked, latest last
}

// ask picks at a time and remembers it.
func (c *couple) ask(now time.Time, depth int, seed uint64) library.Question {
	key := c.l.Pick(library.Asking{Asked: c.asked, Now: now, Formed: formed, Depth: depth, Seed: seed})
	q, _ := c.l.Question(key)
	c.asked[key] = now
	c.last = append(c.last, q.Tag)
	return q
}

// fresh lists what may be asked: deep enough, and not asked within 60 days.
func (c *couple) fresh(now time.Time, depth int) (allowed, fresh []library.Question) {
	for _, q := range c.l.Questions() {
		if q.Depth > depth {
			continue
		}
		allowed = append(allowed, q)
		if at, ok := c.asked[q.Key]; !ok || !at.After(now.Add(-60*day)) {
			fresh = append(fresh, q)
		}
	}
	return allowed, fresh
}

// pairAsked reports whether a question that means nearly the same was asked within 30 days.
func (c *couple) pairAsked(asked map[string]time.Time, q library.Question, now time.Time) bool {
	for key, at := range asked {
		if now.Sub(at) >= 30*day {
			continue
		}
		other, ok := c.l.Question(key)
		if ok && (other.Key == q.Pair || other.Pair == q.Key || q.Pair != "" && other.Pair == q.Pair) {
			return true
		}
	}
	return false
}

func TestPickKeepsItsPromisesOverYears(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	rapid.Check(t, func(t *rapid.T) {
		c := &couple{l: l, asked: map[string]time.Time{}}
		depth := rapid.IntRange(-1, 4).Draw(t, "depth")
		longest := rapid.SampledFrom([]int{6, 24, 24 * 7}).Draw(t, "longest gap in hours")
		now := formed
		for range rapid.IntRange(1, 250).Draw(t, "check-ins") {
			now = now.Add(time.Duration(rapid.IntRange(1, longest).Draw(t, "hours")) * time.Hour)
			limit := min(max(depth, 1), 3)
			if now.Before(formed.Add(14 * day)) {
				limit = 1
			}
			allowed, fresh := c.fresh(now, limit)
			before := maps.Clone(c.asked)
			last := c.last
			got := c.ask(now, depth, rapid.Uint64().Draw(t, "seed"))
			if got.Key == "" {
				t.Fatalf("got no question of the library")
			}
			if got.Depth > limit {
				t.Fatalf("%s: got depth %d, want at most %d", got.Key, got.Depth, limit)
			}
			at, known := before[got.Key]
			if len(fresh) > 0 && known && now.Sub(at) < 60*day {
				t.Fatalf("%s came again after %v while %d fresh ones were left", got.Key, now.Sub(at), len(fresh))
			}
			if len(fresh) == 0 {
				for _, other := range allowed {
					if before[other.Key].Before(at) {
						t.Fatalf("got %s, asked %v; want the oldest, %s was asked %v", got.Key, at, other.Key, before[other.Key])
					}
				}
				continue
			}
			for _, other := range fresh {
				if _, came := before[other.Key]; known && !came && !c.pairAsked(before, other, now) {
					t.Fatalf("got %s again while %s never came", got.Key, other.Key)
				}
				better := (known == !before[other.Key].IsZero()) && other.Tag != got.Tag && !c.pairAsked(before, other, now) && !known
				if better && len(last) > 0 && got.Tag == last[len(last)-1] {
					t.Fatalf("got %s twice in a row while %s was left", got.Tag, other.Key)
				}
			}
		}
	})
}

func TestPickDependsOnItsArgumentsAlone(t *testing.T) {
	t.Parallel()
	ana := shipped(t)
	ben, err := library.Load(library.Embedded()) // once more, as after a restart
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		asked := map[string]time.Time{}
		now := formed.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "days")) * day)
		for _, q := range ana.Questions() {
			if ago := rapid.IntRange(-1, 100).Draw(t, q.Key); ago >= 0 {
				asked[q.Key] = now.Add(-time.Duration(ago) * day)
			}
		}
		depth, seed := rapid.IntRange(1, 3).Draw(t, "depth"), rapid.Uint64().Draw(t, "seed")
		before := maps.Clone(asked)
		want := ana.Pick(library.Asking{Asked: asked, Now: now, Formed: formed, Depth: depth, Seed: seed})
		for range 3 {
			if got := ben.Pick(library.Asking{Asked: maps.Clone(asked), Now: now.In(time.FixedZone("", 3600)), Formed: formed, Depth: depth, Seed: seed}); got != want {
				t.Fatalf("got %s for Ben, want %s as for Ana", got, want)
			}
		}
		if !maps.Equal(asked, before) {
			t.Fatal("Pick changed what was asked")
		}
	})
}

func TestANewCoupleIsOpenedWithTheFirstQuestion(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for seed := range uint64(20) {
		for _, asked := range []map[string]time.Time{nil, {"a-question-of-their-own": formed}} {
			if got := l.Pick(library.Asking{Asked: asked, Now: formed.Add(100 * day), Formed: formed, Depth: 3, Seed: seed}); got != "comfort-today" {
				t.Errorf("seed %d, asked %v: got %s, want comfort-today", seed, asked, got)
			}
		}
	}
}

func TestTheFirstTwoWeeksAreLightAndNeverRunDry(t *testing.T) {
	t.Parallel()
	c := &couple{l: shipped(t), asked: map[string]time.Time{}}
	seen := map[string]bool{}
	for n := range 42 { // three times a day
		q := c.ask(formed.Add(time.Duration(n)*8*time.Hour), 3, uint64(n))
		if q.Depth != 1 || seen[q.Key] {
			t.Errorf("check-in %d: got %s of depth %d, seen before: %v; want a new one of depth 1", n, q.Key, q.Depth, seen[q.Key])
		}
		seen[q.Key] = true
	}
	deep := map[int]bool{}
	for n := range 60 {
		deep[c.ask(formed.Add(14*day+time.Duration(n)*day), 3, uint64(n)).Depth] = true
	}
	if !deep[2] || !deep[3] {
		t.Errorf("after two weeks: got depths %v, want also 2 and 3", deep)
	}
}

func TestAQuestionMayReturnOnTheSixtiethDay(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	now := formed.Add(365 * day)
	asked := map[string]time.Time{}
	for _, q := range l.Questions() {
		asked[q.Key] = now.Add(-59 * day)
	}
	asked["smile-today"], asked["silly-together"] = now.Add(-57*day), now.Add(-58*day) // both engaged
	asked["pace"] = now.Add(-60 * day)
	asked["good-night"] = now.Add(-61 * day)
	got := map[string]bool{}
	for seed := range uint64(50) {
		got[l.Pick(library.Asking{Asked: asked, Now: now, Formed: formed, Depth: 1, Seed: seed})] = true
	}
	if len(got) != 2 || !got["pace"] || !got["good-night"] {
		t.Errorf("got %v, want pace and good-night, the two asked 60 days ago or longer", got)
	}
	asked["pace"] = now.Add(-60*day + time.Second)
	asked["good-night"] = now.Add(-60*day + time.Minute)
	if got := l.Pick(library.Asking{Asked: asked, Now: now, Formed: formed, Depth: 1, Seed: 1}); got != "pace" {
		t.Errorf("got %s, want pace, the one asked longest ago", got)
	}
}

func TestSeedsThatCountUpSpreadOverTheLibrary(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	asked := map[string]time.Time{"comfort-today": formed}
	got := map[string]int{}
	for seed := range uint64(2000) {
		got[l.Pick(library.Asking{Asked: asked, Now: formed.Add(30 * day), Formed: formed, Depth: 3, Seed: seed})]++
	}
	open := 0 // the questions that are not of the tag asked last
	for _, q := range l.Questions() {
		if q.Tag != library.Responsive {
			open++
		}
	}
	// There are about a hundred; each should come some 20 times.
	for key, n := range got {
		if n > 60 {
			t.Errorf("%s came %d times of 2000", key, n)
		}
	}
	if len(got) != open {
		t.Errorf("got %d different questions, want the %d that are not of the tag asked last", len(got), open)
	}
}

func TestHalfOfAYearsQuestionsAreEasy(t *testing.T) {
	t.Parallel()
	c := &couple{l: shipped(t), asked: map[string]time.Time{}}
	easy := 0
	const year = 156 // three a week
	for n := range year {
		q := c.ask(formed.Add(time.Duration(n)*56*time.Hour), 3, uint64(n))
		if q.Depth == 1 || q.Tag == library.WentWell {
			easy++
		}
	}
	if 2*easy < year {
		t.Errorf("got %d easy ones of %d, want at least half", easy, year)
	}
}
