package discord

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"leanon/discord/talk"
	"leanon/playground"
)

var pairAndRhythm = []talk.CommandSpec{
	{Name: "pair", Description: "Share check-ins", Options: []talk.OptionSpec{{Name: "partner", Description: "Who", User: true, Required: true}}},
	{Name: "rhythm", Description: "My rhythm", Options: []talk.OptionSpec{{Name: "zone", Description: "Where", Complete: true}}},
}

// talks is a world whose bot is up, with its commands, and answers with h.
func talks(t *testing.T, h func(context.Context, talk.Request) talk.Reply, test func(w *world, ana *playground.Person)) {
	t.Helper()
	inWorld(t, func(w *world) {
		w.handles(h)
		if err := w.client.Register(context.Background(), pairAndRhythm); err != nil {
			t.Fatal(err)
		}
		w.runs()
		test(w, w.AddPerson("Ana"))
	})
}

func TestWordsEditsAndDeletionsComeInOrder(t *testing.T) {
	var mu sync.Mutex
	var got []string
	talks(t, func(_ context.Context, r talk.Request) talk.Reply {
		time.Sleep(100 * time.Millisecond) // slower than they come
		mu.Lock()
		defer mu.Unlock()
		got = append(got, fmt.Sprintf("%d %s %t", r.Kind, r.Text, r.ReplyTo != ""))
		if r.Text == "hello" {
			return talk.Reply{Message: &talk.Message{Text: "Heard."}}
		}
		return talk.Reply{}
	}, func(w *world, ana *playground.Person) {
		var want []string
		first, err := ana.Write("hello")
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, fmt.Sprintf("%d hello false", talk.Wrote))
		for i := range 20 {
			text := fmt.Sprint("word ", i)
			if _, err := ana.WriteReply(first, text); err != nil {
				t.Fatal(err)
			}
			want = append(want, fmt.Sprintf("%d %s true", talk.Wrote, text))
		}
		if _, err := ana.Edit(first, "hullo"); err != nil {
			t.Fatal(err)
		}
		if err := ana.Delete(first); err != nil {
			t.Fatal(err)
		}
		want = append(want, fmt.Sprintf("%d hullo false", talk.Edited), fmt.Sprintf("%d  false", talk.Deleted))
		time.Sleep(10 * time.Second)
		synctest.Wait()
		mu.Lock()
		defer mu.Unlock()
		if !slices.Equal(got, want) {
			t.Errorf("got  %v\nwant %v", got, want)
		}
		if !slices.Contains(texts(ana), "Heard.") {
			t.Errorf("Ana sees %v, want the reply too", texts(ana))
		}
		w.log.neverTells(t, "hello", "hullo", "word 1", "Ana")
	})
}

func TestABrokenHandlerSaysSorryAndKeepsTheSecret(t *testing.T) {
	talks(t, func(_ context.Context, r talk.Request) talk.Reply {
		panic("hold me, " + r.Text)
	}, func(w *world, ana *playground.Person) {
		got, err := ana.Command(context.Background(), nil, "rhythm", nil)
		if err != nil || got.Message == nil || !got.Message.Ephemeral || !strings.HasPrefix(got.Message.Content, "Something broke on my side (") {
			t.Fatalf("got %+v and %v, want a private apology", got, err)
		}
		id := strings.TrimSuffix(strings.TrimPrefix(got.Message.Content, "Something broke on my side ("), "). Nothing was saved.")
		if n := strings.Count(w.log.String(), "id="+id); n != 1 {
			t.Errorf("the log names %q %d times, want once:\n%s", id, n, w.log)
		}
		if _, err := ana.Write("my love"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if seen := texts(ana); !strings.HasPrefix(seen[len(seen)-1], "Something broke on my side (") {
			t.Errorf("after a message Ana sees %v, want an apology", seen)
		}
		if choices, err := ana.Complete(context.Background(), nil, "rhythm", map[string]string{"zone": "P"}, "zone"); err != nil || len(choices) != 0 {
			t.Errorf("suggestions: got %v and %v, want none", choices, err)
		}
		if !strings.Contains(w.log.String(), "type=string") || !strings.Contains(w.log.String(), "events_test.go") {
			t.Errorf("the log has no type or no stack:\n%s", w.log)
		}
		w.log.neverTells(t, "hold me", "my love", "Ana")
	})
}

func TestWhatHappenedInAShortGapComesAfterResuming(t *testing.T) {
	words := make(chan string, 10)
	talks(t, func(_ context.Context, r talk.Request) talk.Reply {
		words <- r.Text
		return talk.Reply{}
	}, func(w *world, ana *playground.Person) {
		time.Sleep(11*time.Minute + 3*time.Second)
		w.Gateway().Drop()
		if _, err := ana.Write("are you there"); err != nil {
			t.Fatal(err)
		}
		w.upWithin(5 * time.Second)
		if got := next(w, words); got != "are you there" {
			t.Errorf("got %q, want what was written in the gap", got)
		}
		if got := len(w.ready); got != 1 {
			t.Errorf("Ready was called %d times, want once: a resumed session missed nothing", got)
		}
	})
}

func TestANewSessionCatchesUp(t *testing.T) {
	talks(t, func(context.Context, talk.Request) talk.Reply { return talk.Reply{} }, func(w *world, ana *playground.Person) {
		next(w, w.ready)
		before, err := ana.Write("before")
		if err != nil {
			t.Fatal(err)
		}
		w.Down(true)
		if _, err := ana.Write("are you there"); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Hour)
		w.Down(false)
		next(w, w.ready)
		got, err := w.client.Since(context.Background(), ana.DM().ID, before.ID)
		if err != nil || len(got) != 1 || got[0].Text != "are you there" {
			t.Errorf("got %+v and %v, want what was written meanwhile", got, err)
		}
	})
}

func TestStoppingFinishesTheReplyInFlight(t *testing.T) {
	inWorld(t, func(w *world) {
		w.handles(func(ctx context.Context, _ talk.Request) talk.Reply {
			time.Sleep(2 * time.Second)
			if err := ctx.Err(); err != nil {
				t.Errorf("the handler's context ended: %v", err)
			}
			return talk.Reply{Message: &talk.Message{Text: "done"}}
		})
		if err := w.client.Register(context.Background(), pairAndRhythm); err != nil {
			t.Fatal(err)
		}
		stop := w.runs()
		ana := w.AddPerson("Ana")
		answered := make(chan error, 1)
		go func() {
			_, err := ana.Command(context.Background(), nil, "rhythm", nil)
			answered <- err
		}()
		synctest.Wait()
		if took, err := stop(); err != nil || took < 2*time.Second || took > 3*time.Second {
			t.Errorf("Run ended with %v after %v, want nil after the reply", err, took)
		}
		if err := <-answered; err != nil {
			t.Errorf("Ana: %v", err)
		}
	})
}

func TestBotsAreNotHeard(t *testing.T) {
	asked := make(chan talk.Request, 10)
	talks(t, func(_ context.Context, r talk.Request) talk.Reply {
		asked <- r
		return talk.Reply{}
	}, func(w *world, ana *playground.Person) {
		id, err := w.client.Deliver(context.Background(), owed(ana.DM().ID, "1", "one"))
		if err != nil {
			t.Fatal(err)
		}
		if err := w.client.Edit(context.Background(), ana.DM().ID, id, 0, talk.Message{Text: "two"}); err != nil {
			t.Fatal(err)
		}
		if _, err := ana.Write("last"); err != nil {
			t.Fatal(err)
		}
		if got := next(w, asked); got.Text != "last" {
			t.Errorf("got %+v, want only Ana's words", got)
		}
	})
}
