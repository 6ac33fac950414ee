package sqlite

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
)

// gathering makes n calls and holds the first until all others wait. It returns their
// outcomes, and how many calls were done together each time.
func gathering(t *testing.T, n int, all func(context.Context, []int) []Outcome[int]) (outs []Outcome[int], sizes []int) {
	t.Helper()
	g := &GroupCommit[int, int]{}
	begun, goOn := make(chan struct{}), make(chan struct{})
	first := sync.OnceFunc(func() { close(begun); <-goOn })
	watched := func(ctx context.Context, ins []int) []Outcome[int] {
		first()
		sizes = append(sizes, len(ins)) // one at a time
		return all(ctx, ins)
	}
	outs = make([]Outcome[int], n)
	var calls sync.WaitGroup
	call := func(i int) {
		calls.Go(func() {
			defer func() { _ = recover() }() // the call that does the others may panic
			outs[i].Value, outs[i].Err = g.Do(t.Context(), i, watched)
		})
	}
	call(0)
	<-begun
	for i := 1; i < n; i++ {
		call(i)
	}
	for waiting := 0; waiting < n-1; {
		g.mu.Lock()
		waiting = len(g.waiting)
		g.mu.Unlock()
	}
	close(goOn)
	calls.Wait()
	return outs, sizes
}

func TestCallsThatComeTogetherAreDoneAsOneAndEachGetsItsOwn(t *testing.T) {
	t.Parallel()
	odd := errors.New("odd")
	outs, sizes := gathering(t, 50, func(_ context.Context, ins []int) (outs []Outcome[int]) {
		for _, in := range ins {
			out := Outcome[int]{Value: in * in}
			if in%2 == 1 {
				out = Outcome[int]{Err: odd}
			}
			outs = append(outs, out)
		}
		return outs
	})
	if !slices.Equal(sizes, []int{1, 49}) {
		t.Errorf("done in groups of %v, want the first alone and then the others", sizes)
	}
	for i, out := range outs {
		if want := i%2 == 1; errors.Is(out.Err, odd) != want || !want && out.Value != i*i {
			t.Errorf("call %d: got %+v", i, out)
		}
	}
}

func TestAPanicLeavesNobodyWaitingAndTheNextCallIsDone(t *testing.T) {
	t.Parallel()
	outs, _ := gathering(t, 10, func(_ context.Context, ins []int) (outs []Outcome[int]) {
		if len(ins) > 1 {
			panic("for a test")
		}
		return []Outcome[int]{{Value: 1}}
	})
	abandoned := 0
	for i, out := range outs[1:] {
		if errors.Is(out.Err, errAbandoned) {
			abandoned++
		} else if out.Err != nil || out.Value != 0 { // the one that panicked
			t.Errorf("call %d: got %+v", i+1, out)
		}
	}
	if outs[0].Value != 1 || abandoned != 8 {
		t.Errorf("the first got %+v and %d were told that theirs was abandoned, want 1 and 8", outs[0], abandoned)
	}
}

func TestOneCallsEndingContextEndsNoOthers(t *testing.T) {
	t.Parallel()
	g := &GroupCommit[int, int]{}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := g.Do(ctx, 1, func(ctx context.Context, _ []int) []Outcome[int] { return []Outcome[int]{{Err: ctx.Err()}} })
	if err != nil {
		t.Errorf("got %v, want that the work goes on for others", err)
	}
}
