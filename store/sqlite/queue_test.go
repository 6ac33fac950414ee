package sqlite

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
)

func TestAnActWritesBeforeOthersWhoWait(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := &writeQueue{}
		ctx, cancel := context.WithCancel(t.Context())
		if err := l.take(ctx, false); err != nil {
			t.Fatal(err)
		}
		var order []string
		wait := func(ctx context.Context, name string, first bool) {
			go func() {
				if err := l.take(ctx, first); err != nil {
					order = append(order, name+" gave up")
					return
				}
				order = append(order, name)
				l.leave()
			}()
			synctest.Wait()
		}
		wait(t.Context(), "check-ins", false)
		wait(ctx, "a press that ends", true)
		wait(t.Context(), "more check-ins", false)
		wait(t.Context(), "a press", true)
		wait(t.Context(), "another press", true)
		cancel()
		synctest.Wait()
		l.leave()
		synctest.Wait()
		want := []string{"a press that ends gave up", "a press", "another press", "check-ins", "more check-ins"}
		if len(order) != len(want) {
			t.Fatalf("got %q, want %q", order, want)
		}
		for i := range want {
			if order[i] != want[i] {
				t.Fatalf("got %q, want %q", order, want)
			}
		}
		if err := l.take(ctx, true); !errors.Is(err, context.Canceled) {
			t.Errorf("with a context that has ended: got %v", err)
		}
		if err := l.take(t.Context(), false); err != nil { // nobody holds it
			t.Error(err)
		}
	})
}
