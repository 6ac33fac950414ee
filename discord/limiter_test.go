package discord

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"leanon/discord/talk"
)

const patience = 5 * time.Second

// order asks a limiter for requests, each in a goroutine of its own, and keeps their
// names in the order in which they went.
type order struct {
	mu    sync.Mutex
	names []string
}

func (o *order) take(t *testing.T, l *limiter, lane int, key, name string) {
	t.Helper()
	go func() {
		if err := l.take(context.Background(), lane, key); err != nil {
			t.Errorf("%s: got %v, want it to go", name, err)
			return
		}
		o.mu.Lock()
		o.names = append(o.names, name)
		o.mu.Unlock()
		l.release(key, nil)
	}()
	synctest.Wait()
}

func (o *order) got() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return slices.Clone(o.names)
}

func TestWhoIsWaitedForGoesFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(1, patience, time.Now)
		var o order
		o.take(t, l, 2, "a", "first, nobody else was there")
		o.take(t, l, 2, "b", "scheduled")
		o.take(t, l, 1, "c", "relay")
		o.take(t, l, 0, "d", "person")
		time.Sleep(10 * time.Second)
		synctest.Wait()
		want := []string{"first, nobody else was there", "person", "relay", "scheduled"}
		if got := o.got(); !slices.Equal(got, want) {
			t.Errorf("got %v, want %v", got, want)
		}
	})
}

func TestRequestsAreSpreadEvenlyOverTheSecond(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(50, patience, time.Now)
		began := time.Now()
		for range 101 {
			if err := l.take(context.Background(), 2, "a"); err != nil {
				t.Fatalf("take: %v", err)
			}
			l.release("a", nil)
		}
		if got, want := time.Since(began), 2*time.Second; got < want-time.Millisecond || got > want+100*time.Millisecond {
			t.Errorf("101 requests at 50 a second took %v, want about %v", got, want)
		}
	})
}

func TestARequestThatWaitedWhileOthersWentIsNotTheFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(50, patience, time.Now)
		take := func(key string) {
			if err := l.take(t.Context(), 2, key); err != nil {
				t.Errorf("take: %v", err)
			}
		}
		take("a")
		l.release("a", http.Header{"X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset-After": {"2"}})
		time.Sleep(time.Second)
		go func() {
			take("a") // nothing is under way, but its bucket is closed for a second more
			time.Sleep(900 * time.Millisecond)
			l.release("a", nil)
		}()
		synctest.Wait()
		for range 100 {
			asked := time.Now()
			take("b")
			if waited := time.Since(asked); waited > 50*time.Millisecond {
				t.Errorf("another bucket's request waited %v, want its place in the rate", waited)
			}
			time.Sleep(5 * time.Millisecond)
			l.release("b", nil)
		}
		time.Sleep(3 * time.Second)
	})
}

// At such a rate the limiter saves up faster than endAlone uses it up, and that must
// end nevertheless.
func TestAVeryHighRateLetsRequestsGo(t *testing.T) {
	t.Parallel()
	l := newLimiter(1e12, patience, time.Now)
	for range 100 {
		if err := l.take(t.Context(), 2, "a"); err != nil {
			t.Fatalf("take: %v", err)
		}
		l.release("a", nil)
	}
}

func TestTheFirstRequestAfterAPauseComesBackBeforeTheNextGoes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name       string
		back, next time.Duration // after it went
	}{
		{"late, on a busy machine", 30 * time.Millisecond, 30 * time.Millisecond},
		{"long after anybody would wait", 3 * time.Second, time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				l := newLimiter(50, patience, time.Now)
				if err := l.take(context.Background(), 2, "a"); err != nil {
					t.Fatal(err)
				}
				began := time.Now()
				var late sync.WaitGroup
				defer late.Wait()
				late.Go(func() {
					time.Sleep(c.back)
					l.release("a", nil)
				})
				var went []time.Duration
				for range 2 {
					if err := l.take(context.Background(), 2, "b"); err != nil {
						t.Fatal(err)
					}
					went = append(went, time.Since(began))
					l.release("b", nil)
				}
				const interval = time.Second / 50
				for i, got := range went {
					if want := c.next + time.Duration(i+1)*interval; got < want-interval/2*time.Duration(i) || got > want+interval {
						t.Errorf("the next but %d went after %v, want about %v", i, got, want)
					}
				}
			})
		})
	}
}

// Discord's address for the gateway needs no token, so asking for it waits for no rate
// and keeps nobody else waiting. It keeps to its own limit and to the global one.
func TestARequestThatDoesNotCountWaitsForNoRate(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(1, patience, time.Now)
		take := func(what string, take func(context.Context, int, string) error, key string, want time.Duration) {
			t.Helper()
			began := time.Now()
			if err := take(context.Background(), 0, key); err != nil {
				t.Fatalf("%s: %v", what, err)
			}
			l.release(key, nil)
			if took := time.Since(began); took.Round(100*time.Millisecond) != want {
				t.Errorf("%s waited %v, want %v", what, took, want)
			}
		}
		take("the first", l.take, "a", 0)
		take("one that does not count", l.takeUncounted, "gateway", 0)
		take("another one", l.takeUncounted, "gateway", 0)
		take("the next that counts", l.take, "b", time.Second)
		l.coolDown("gateway", 2*time.Second)
		take("one whose own limit is reached", l.takeUncounted, "gateway", 2*time.Second)
	})
}

func TestOneRequestOfAChannelAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(0, patience, time.Now)
		if err := l.take(context.Background(), 2, "a"); err != nil {
			t.Fatal(err)
		}
		var o order
		o.take(t, l, 0, "a", "same channel")
		o.take(t, l, 2, "b", "other channel")
		if got, want := o.got(), []string{"other channel"}; !slices.Equal(got, want) {
			t.Errorf("while the first is under way: got %v, want %v", got, want)
		}
		l.release("a", nil)
		synctest.Wait()
		if got, want := o.got(), []string{"other channel", "same channel"}; !slices.Equal(got, want) {
			t.Errorf("after it: got %v, want %v", got, want)
		}
	})
}

func TestASpentChannelWaitsForItsResetAndOthersDoNot(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(0, patience, time.Now)
		if err := l.take(context.Background(), 2, "a"); err != nil {
			t.Fatal(err)
		}
		l.release("a", http.Header{"X-Ratelimit-Remaining": {"0"}, "X-Ratelimit-Reset-After": {"2.5"}})
		began := time.Now()
		if err := l.take(context.Background(), 2, "b"); err != nil || time.Since(began) != 0 {
			t.Errorf("other channel: got %v after %v, want nil at once", err, time.Since(began))
		}
		if err := l.take(context.Background(), 2, "a"); err != nil || time.Since(began) != 2501*time.Millisecond {
			t.Errorf("same channel: got %v after %v, want nil after 2.501s: 2.5 may stand for 2.5004", err, time.Since(began))
		}
	})
}

func TestALongLimitIsReturnedAndNotWaitedFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(0, patience, time.Now)
		if err := l.take(context.Background(), 2, "a"); err != nil {
			t.Fatal(err)
		}
		waiting := make(chan error, 1)
		go func() { waiting <- l.take(context.Background(), 2, "a") }()
		synctest.Wait()
		l.coolDown("a", time.Minute)
		var w *talk.Wait
		if err := <-waiting; !errors.As(err, &w) || w.After != time.Minute || w.Global {
			t.Errorf("who was waiting: got %v, want to wait 1m for this channel", err)
		}
		l.release("a", nil)
		time.Sleep(20 * time.Second)
		if err := l.take(context.Background(), 2, "a"); !errors.As(err, &w) || w.After != 40*time.Second {
			t.Errorf("who comes later: got %v, want to wait 40s", err)
		}
		time.Sleep(40 * time.Second)
		synctest.Wait()
		if err := l.take(context.Background(), 2, "a"); err != nil {
			t.Errorf("after the limit: got %v, want nil", err)
		}
	})
}

func TestAGlobalLimitStopsAllChannels(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(0, patience, time.Now)
		l.coolDownAll(3 * time.Second)
		l.coolDownAll(time.Second) // a shorter one does not end the longer
		began := time.Now()
		if err := l.take(context.Background(), 0, "a"); err != nil || time.Since(began) != 3001*time.Millisecond {
			t.Errorf("got %v after %v, want nil after 3.001s", err, time.Since(began))
		}
		l.coolDownAll(10 * time.Minute)
		var w *talk.Wait
		if err := l.take(context.Background(), 0, "b"); !errors.As(err, &w) || !w.Global || w.After != 10*time.Minute {
			t.Errorf("got %v, want a global wait of 10m", err)
		}
		time.Sleep(11 * time.Minute)
	})
}

func TestAContextThatEndsWhileARequestWaitsLeavesNoTrace(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		l := newLimiter(0, patience, time.Now)
		if err := l.take(context.Background(), 0, "a"); err != nil {
			t.Fatal(err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), time.Second)
		defer cancel()
		if err := l.take(ctx, 0, "a"); !errors.Is(err, context.DeadlineExceeded) {
			t.Errorf("got %v, want the deadline", err)
		}
		l.release("a", nil)
		if err := l.take(context.Background(), 0, "a"); err != nil {
			t.Errorf("next: got %v, want nil", err)
		}
		l.release("a", nil)
		if len(l.buckets) != 0 {
			t.Errorf("got %d buckets kept, want none: they would add up for ever", len(l.buckets))
		}
	})
}
