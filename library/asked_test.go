package library_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"leanon/library"
)

// small loads a library of 60 light questions about oneself and of those given.
func small(t *testing.T, more ...string) *library.Library {
	t.Helper()
	all := smallest(t)
	all["questions.yaml"] = &fstest.MapFile{Data: append(all["questions.yaml"].Data, strings.Join(more, "")...)}
	l, err := library.Load(all)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// entry writes a question of the file, with more fields.
func entry(key, tag string, depth int, more string) string {
	return fmt.Sprintf("- {key: %s, text: What about %s?, tag: %s, depth: %d, about: us, why: x%s}\n", key, key, tag, depth, more)
}

// may returns what Pick chooses over many seeds.
func may(l *library.Library, a library.Asking) map[string]bool {
	a.Formed = cmpOr(a.Formed, formed)
	a.Now = cmpOr(a.Now, formed.Add(100*day))
	if a.Asked == nil {
		a.Asked = map[string]time.Time{"q-0": a.Now.Add(-day)}
	}
	got := map[string]bool{}
	for seed := range uint64(3000) {
		a.Seed = seed
		got[l.Pick(a)] = true
	}
	return got
}

func cmpOr(t, or time.Time) time.Time {
	if t.IsZero() {
		return or
	}
	return t
}

func TestOfAPairOneRestsForThirtyDays(t *testing.T) {
	t.Parallel()
	l := small(t, entry("head", "engaged", 1, ""), entry("twin", "engaged", 1, ", pair: head"), entry("third", "repair", 1, ", pair: head"))
	now := formed.Add(100 * day)
	for _, c := range []struct {
		asked string
		ago   time.Duration
		comes bool
	}{
		{"head", 30*day - time.Second, false}, {"head", 30 * day, true},
		{"twin", 29 * day, false}, {"twin", 31 * day, true},
		{"third", 29 * day, false}, {"third", 31 * day, true},
	} {
		got := may(l, library.Asking{Depth: 3, Now: now, Asked: map[string]time.Time{c.asked: now.Add(-c.ago), "q-1": now.Add(-day), "q-2": now.Add(-2 * day)}})
		for _, key := range []string{"head", "twin", "third"} {
			if want := c.comes && key != c.asked; got[key] != want {
				t.Errorf("%s asked %v ago: %s comes: %v, want %v", c.asked, c.ago, key, got[key], want)
			}
		}
	}
}

func TestAPairComesWhenNothingElseIsLeft(t *testing.T) {
	t.Parallel()
	l := small(t, entry("head", "engaged", 1, ""), entry("twin", "engaged", 1, ", pair: head"))
	now := formed.Add(100 * day)
	asked := map[string]time.Time{}
	for _, q := range l.Questions() {
		asked[q.Key] = now.Add(-3 * day)
	}
	delete(asked, "twin")
	if got := may(l, library.Asking{Depth: 3, Now: now, Asked: asked}); len(got) != 1 || !got["twin"] {
		t.Errorf("got %v, want the twin rather than what was asked three days ago", got)
	}
}

func TestASeasonComesOnlyForThoseWhoChoseItAndThenEveryOtherTime(t *testing.T) {
	t.Parallel()
	l := small(t, entry("baby", "self", 1, ", pack: new-parents"), entry("baby-deep", "self", 2, ", pack: new-parents"), entry("grief", "self", 1, ", pack: loss"))
	now := formed.Add(100 * day)
	for key := range may(l, library.Asking{Depth: 3}) {
		if q, _ := l.Question(key); q.Pack != "" {
			t.Errorf("%s came, and no season was chosen", key)
		}
	}
	packs := []string{library.NewParents}
	got := may(l, library.Asking{Depth: 3, Packs: packs})
	if len(got) != 2 || !got["baby"] || !got["baby-deep"] {
		t.Errorf("after a question of none: got %v, want one of the season", got)
	}
	if got := may(l, library.Asking{Depth: 1, Packs: packs}); len(got) != 1 || !got["baby"] {
		t.Errorf("got %v, want the depth to hold for a season too", got)
	}
	got = may(l, library.Asking{Depth: 3, Packs: packs, Asked: map[string]time.Time{"baby": now.Add(-day), "q-0": now.Add(-2 * day)}})
	for key := range got {
		if q, _ := l.Question(key); q.Pack != "" {
			t.Errorf("%s came right after another of the season", key)
		}
	}
	got = may(l, library.Asking{Depth: 3, Packs: packs, Asked: map[string]time.Time{"baby": now.Add(-20 * day), "baby-deep": now.Add(-10 * day), "q-0": now.Add(-day)}})
	if len(got) < 50 {
		t.Errorf("got %v, want all others once those of the season were asked", got)
	}
}

func TestADayAfterABreathIsCalm(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	asked := map[string]time.Time{"comfort-today": formed}
	tags, depths := map[library.Tag]bool{}, map[int]bool{}
	for key := range may(l, library.Asking{Depth: 3, Calm: true, Asked: asked}) {
		q, _ := l.Question(key)
		tags[q.Tag], depths[q.Depth] = true, true
	}
	if tags[library.Repair] || depths[3] || !depths[2] {
		t.Errorf("got tags %v, depths %v; want no repair and nothing tender", tags, depths)
	}
	for key := range may(l, library.Asking{Depth: 3, Light: true, Asked: asked}) {
		if q, _ := l.Question(key); q.Depth != library.Light {
			t.Errorf("%s of depth %d came, want light ones", key, q.Depth)
		}
	}
}

func TestATimeOfLossHasNoPlayAndNothingThatWentWell(t *testing.T) {
	t.Parallel()
	l := small(t, entry("fun", "engaged", 1, ", play: true"), entry("near", "engaged", 1, ""), entry("well", "went-well", 1, ""))
	got := may(l, library.Asking{Depth: 3, NoPlay: true})
	if got["fun"] || got["well"] || !got["near"] {
		t.Errorf("got %v, want the quiet one and neither play nor what went well", got)
	}
	if got := may(l, library.Asking{Depth: 3}); !got["fun"] || !got["well"] {
		t.Errorf("got %v, want all without a loss", got)
	}
}
