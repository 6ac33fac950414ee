package bot

import (
	"fmt"
	"testing"
	"time"
)

func TestAHundredAndTwentyActsAreTakenInAnyMinute(t *testing.T) {
	t.Parallel()
	p, now := newActLimit(), time.Unix(1e9, 0)
	var taken []time.Time
	for i := range 2000 { // four a second: more than is taken
		at := now.Add(time.Duration(i) * 250 * time.Millisecond)
		if p.allows("ana", at) {
			taken = append(taken, at)
		}
	}
	if len(taken) < 120*8 {
		t.Errorf("taken in 500 s: got %d, want 120 a minute: refusals must not count", len(taken))
	}
	for i := range taken {
		if i >= maxActs && taken[i].Sub(taken[i-maxActs]) < time.Minute {
			t.Fatalf("got %d acts within %v, want at most %d in a minute", maxActs+1, taken[i].Sub(taken[i-maxActs]), maxActs)
		}
	}
	if !p.allows("ben", now.Add(500*time.Second)) {
		t.Error("Ben waits because Ana was fast")
	}
}

func TestAClockSetBackKeepsNobodyOut(t *testing.T) {
	t.Parallel()
	p, now := newActLimit(), time.Unix(1e9, 0)
	for range maxActs {
		p.allows("ana", now)
	}
	if p.allows("ana", now) {
		t.Fatal("the limit does not hold")
	}
	if !p.allows("ana", now.Add(-time.Hour)) {
		t.Error("after the clock was set back an hour: refused, want taken")
	}
}

func TestThePaceForgetsWhoHasNotActedForAMinute(t *testing.T) {
	t.Parallel()
	p, now := newActLimit(), time.Unix(1e9, 0)
	for i := range 10_000 {
		now = now.Add(10 * time.Millisecond)
		p.allows(fmt.Sprint(i), now)
	}
	if len(p.acts) > 12_000 {
		t.Errorf("remembered: got %d people, want those of two minutes", len(p.acts))
	}
	p.allows("last", now.Add(2*time.Minute))
	if len(p.acts) != 1 {
		t.Errorf("remembered after two quiet minutes: got %d people, want 1", len(p.acts))
	}
}
