package scheduler

import (
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

func TestAFollowUpWaitsForItsAnswerToArrive(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	need := w.writes(c, "ana", "one")
	w.settle()
	w.wire.fails(func(d talk.Delivery) (bool, error) {
		if d.Channel == "dm-ana" && d.Message.Text == "answer" {
			return false, errForbidden
		}
		return true, nil
	})
	_, err := w.store.Answer(t.Context(), store.Answering{Need: need, Person: "ben", Source: "1", Choice: store.Yes, FollowUp: w.clock.Now().Add(24 * time.Hour)}, w.clock.Now())
	w.must(err)
	w.settle()
	for range 15 {
		w.pass(2 * time.Hour)
	}
	w.got("ana") // 30 hours
	w.wire.fails(nil)
	w.pass(longestPause)
	w.got("ana", "answer")
	w.pass(23 * time.Hour)
	w.got("ana", "answer")
	w.pass(time.Hour)
	w.got("ana", "answer", "follow-up")
}

func TestNobodyIsAskedAboutAnAnswerThatNeverArrives(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	c := w.couple("ana", "ben", true)
	need := w.writes(c, "ana", "one")
	w.settle()
	w.wire.fails(once(false, refusal(400, 200000, talk.ErrRejected)))
	_, err := w.store.Answer(t.Context(), store.Answering{Need: need, Person: "ben", Source: "1", Choice: store.Yes, FollowUp: w.clock.Now().Add(24 * time.Hour)}, w.clock.Now())
	w.must(err)
	w.settle()
	w.pass(25 * time.Hour)
	w.got("ana")
	w.dead(1)
}
