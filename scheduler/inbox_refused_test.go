package scheduler

import (
	"testing"
	"time"

	"leanon/discord/talk"
)

func TestAChannelThatIsRefusedForAWhileIsReadAgainAndNothingInItIsLost(t *testing.T) {
	t.Parallel()
	for name, err := range map[string]error{
		"no access":       refusal(403, 50001, talk.ErrChannelGone),
		"unknown channel": refusal(404, 10003, talk.ErrChannelGone),
		"no code":         refusal(403, 0, talk.ErrNotNow),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			e := newInboxWorld(t, noon)
			e.meets("ana", 1)
			e.settle()
			e.took()
			e.clock.set(e.clock.Now().Add(time.Minute))
			e.says("ana", 1, "one")
			e.mu.Lock()
			e.failing = func(string) error { return err }
			e.mu.Unlock()
			e.round()
			for range 12 { // three hours
				e.clock.set(e.clock.Now().Add(readEvery))
				e.settled()
			}
			if n := len(e.read()); n > 5 {
				t.Errorf("reads in three hours: got %d, want longer and longer pauses", n)
			}
			e.mu.Lock()
			e.failing = nil
			e.mu.Unlock()
			for range 12 {
				e.clock.set(e.clock.Now().Add(readEvery))
				e.settled()
			}
			e.wants("heard", e.took(), "one")
		})
	}
}
