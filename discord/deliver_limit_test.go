package discord

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/playground"
)

func TestALimitOnOneChannelLeavesTheOthersAlone(t *testing.T) {
	inWorld(t, func(w *world) {
		ana, ben := w.AddPerson("Ana"), w.AddPerson("Ben")
		w.once("POST /messages", playground.RateLimited(30*time.Second, false))
		var wait *talk.Wait
		if _, err := w.client.Deliver(context.Background(), owed(ana.DM().ID, "1", "one")); !errors.As(err, &wait) || wait.After != 30*time.Second || wait.Global {
			t.Errorf("got %v, want to wait 30s", err)
		}
		if _, err := w.client.Deliver(context.Background(), owed(ana.DM().ID, "1", "one")); !errors.As(err, &wait) {
			t.Errorf("at once again: got %v, want to wait", err)
		}
		if got := w.Count(post); got != 1 {
			t.Errorf("made %d requests, want 1: the second must not leave", got)
		}
		if _, err := w.client.Deliver(context.Background(), owed(ben.DM().ID, "2", "two")); err != nil {
			t.Errorf("to Ben: got %v, want nil", err)
		}
		time.Sleep(30 * time.Second)
		if _, err := w.client.Deliver(context.Background(), owed(ana.DM().ID, "1", "one")); err != nil {
			t.Errorf("after the limit: got %v, want nil", err)
		}
	})
}

func TestAGlobalLimitAndABanStopEveryRequest(t *testing.T) {
	for name, c := range map[string]struct {
		fault *playground.Fault
		want  time.Duration
	}{
		"Discord's own":   {playground.RateLimited(30*time.Second, true), 30 * time.Second},
		"Cloudflare's":    {playground.Banned(15 * time.Minute), 15 * time.Minute},
		"without an hour": {&playground.Fault{Status: 429, Body: []byte("<html>")}, 10 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				ana, ben := w.AddPerson("Ana"), w.AddPerson("Ben")
				w.once("POST /messages", c.fault)
				var wait *talk.Wait
				if _, err := w.client.Deliver(context.Background(), owed(ana.DM().ID, "1", "one")); !errors.As(err, &wait) || !wait.Global || wait.After != c.want {
					t.Errorf("got %v, want a global wait of %v", err, c.want)
				}
				if _, err := w.client.Deliver(context.Background(), owed(ben.DM().ID, "2", "two")); !errors.As(err, &wait) || !wait.Global {
					t.Errorf("to Ben: got %v, want a global wait", err)
				}
				if got := len(w.Requests()); got != 1 {
					t.Errorf("made %d requests, want 1", got)
				}
				time.Sleep(c.want)
				if _, err := w.client.Deliver(context.Background(), owed(ben.DM().ID, "2", "two")); err != nil {
					t.Errorf("after it: got %v, want nil", err)
				}
			})
		})
	}
}

func TestTheLimitsOfDiscordAreKeptWithoutMeetingThem(t *testing.T) {
	t.Parallel()
	inBubble(t, playground.Options{Now: time.Now, PerChannel: 5, Global: 50}, func(w *world) {
		w.client = w.newClient(func(o *Options) { o.RequestsPerSecond = 50 })
		var people []*playground.Person
		for i := range 20 {
			people = append(people, w.AddPerson(fmt.Sprint("P", i)))
		}
		var done sync.WaitGroup
		for i := range 400 {
			done.Go(func() {
				p := people[i%len(people)]
				if _, err := w.client.Deliver(context.Background(), owed(p.DM().ID, fmt.Sprint("m", i), "hi")); err != nil {
					t.Errorf("message %d: %v", i, err)
				}
			})
		}
		done.Wait()
		if got := w.Invalid(); got != 0 {
			t.Errorf("met a limit %d times, want never", got)
		}
		for _, p := range people {
			if got := len(p.Messages()); got != 20 {
				t.Errorf("%s got %d messages, want 20", p.Name, got)
			}
		}
	})
}

func TestADeliveryHonoursItsDeadlineWhileItWaits(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		w.once("POST /messages", &playground.Fault{Delay: 10 * time.Second})
		var slow sync.WaitGroup
		slow.Go(func() {
			if _, err := w.client.Deliver(context.Background(), owed(ana.DM().ID, "1", "one")); err != nil {
				t.Errorf("the slow one: %v", err)
			}
		})
		time.Sleep(time.Second)
		ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
		defer cancel()
		began := time.Now()
		_, err := w.client.Deliver(ctx, owed(ana.DM().ID, "2", "two"))
		if got := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, talk.ErrUnclear) || got != 200*time.Millisecond {
			t.Errorf("got %v after %v, want the deadline after 200ms, and nothing unclear", err, got)
		}
		slow.Wait()
		if got, want := texts(ana), []string{"one"}; !slices.Equal(got, want) {
			t.Errorf("Ana sees %v, want %v", got, want)
		}
	})
}

func TestEditsTellWhatToDo(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		err := w.client.Edit(context.Background(), ana.DM().ID, "123456789012345678", 0, talk.Message{Text: "x"})
		if !errors.Is(err, talk.ErrChannelGone) {
			t.Errorf("a message that is not there: got %v, want %v", err, talk.ErrChannelGone)
		}
		id, err := w.client.Deliver(context.Background(), owed(ana.DM().ID, "1", "one"))
		if err != nil {
			t.Fatal(err)
		}
		w.once("PATCH "+id, playground.EditsLimited(time.Hour))
		var wait *talk.Wait
		if err := w.client.Edit(context.Background(), ana.DM().ID, id, 0, talk.Message{Text: "x"}); !errors.As(err, &wait) || !wait.Edits || wait.After != time.Hour {
			t.Errorf("an old message: got %v, want to wait an hour with edits", err)
		}
		if err := w.client.Edit(context.Background(), ana.DM().ID, id, 0, talk.Message{Text: "x"}); err != nil {
			t.Errorf("another edit must not wait for it: got %v", err)
		}
	})
}
