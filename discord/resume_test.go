package discord

import (
	"testing"
	"testing/synctest"
	"time"
)

// deaf drops the connection and returns how long it took until the session was up again.
func (w *world) deaf() time.Duration {
	w.Helper()
	began := time.Now()
	w.Gateway().Drop()
	synctest.Wait()
	w.upWithin(5 * time.Minute)
	return time.Since(began)
}

func TestADroppedConnectionIsResumedSoonHoweverOftenItDrops(t *testing.T) {
	inWorld(t, func(w *world) {
		w.runs()
		for i := range 30 {
			time.Sleep(20 * time.Second)
			if got := w.deaf(); got > 18*time.Second {
				t.Errorf("drop %d: deaf for %v, want at most 18 s: a RESUME is not an IDENTIFY", i+1, got)
			}
		}
		if n := w.Gateway().Identifies(); n != 1 {
			t.Errorf("got %d IDENTIFYs, want 1: each session could be resumed", n)
		}
	})
}

func TestARefusedResumeIsPacedLikeTheIdentifyThatFollowsIt(t *testing.T) {
	inWorld(t, func(w *world) {
		w.runs()
		for i := range 24 * 60 {
			w.Gateway().RefuseResume(i%2 == 0)
			w.Gateway().Drop()
			time.Sleep(time.Minute + 3*time.Millisecond)
		}
		if n := w.Gateway().Identifies(); n < 100 || n > 900 {
			t.Errorf("got %d IDENTIFYs in a day, want some and at most 900", n)
		}
	})
}

func TestAPauseBeforeTheDialDoesNotCountAsSilence(t *testing.T) {
	inWorld(t, func(w *world) {
		w.runs()
		w.Gateway().RefuseResume(true)
		for range 12 { // until the pauses are at their longest
			time.Sleep(10 * time.Second)
			w.deaf()
		}
		for range 3 {
			time.Sleep(10 * time.Second)
			if got := w.deaf(); got > 105*time.Second {
				t.Errorf("deaf for %v, want no longer than the longest pause and a little", got)
			}
		}
	})
}
