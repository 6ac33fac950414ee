package discord

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"leanon/discord/talk"
	"leanon/playground"
)

// told is a message as history tells it.
func told(person *playground.Person, text string) talk.Request {
	return talk.Request{Kind: talk.Wrote, ID: "7", MessageID: "7", Channel: person.DM().ID, Person: talk.User{ID: person.ID}, Text: text}
}

func TestWhatHistoryTellsIsHandledInLineWithWhatComesMeanwhile(t *testing.T) {
	var mu sync.Mutex
	var handled []string
	talks(t, func(_ context.Context, r talk.Request) talk.Reply {
		time.Sleep(time.Second)
		mu.Lock()
		defer mu.Unlock()
		handled = append(handled, r.Text)
		return talk.Reply{}
	}, func(w *world, ana *playground.Person) {
		if _, err := ana.Write("live"); err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if err := w.client.Replay(context.Background(), told(ana, "missed")); err != nil {
			t.Fatal(err)
		}
		mu.Lock()
		defer mu.Unlock()
		if want := []string{"live", "missed"}; !slices.Equal(handled, want) {
			t.Errorf("handled %q once Hear returned, want %q", handled, want)
		}
	})
}

func TestWhatBreaksAHandlerIsToldKindlyAndHarmsNobodyElse(t *testing.T) {
	talks(t, func(_ context.Context, r talk.Request) talk.Reply {
		if r.Text == "break" {
			panic("broken")
		}
		return talk.Reply{Message: &talk.Message{Text: "heard"}}
	}, func(w *world, ana *playground.Person) {
		ben := w.AddPerson("Ben")
		if err := w.client.Replay(context.Background(), told(ana, "break")); err != nil {
			t.Fatal(err)
		}
		if seen := texts(ana); len(seen) != 1 || seen[0] == "heard" {
			t.Errorf("Ana sees %q, want an apology", seen)
		}
		for _, p := range []*playground.Person{ben, ana} {
			if _, err := p.Write("go on"); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
			if seen := texts(p); seen[len(seen)-1] != "heard" {
				t.Errorf("%s sees %q, want to be heard", p.Name, seen)
			}
		}
	})
}

func TestHearRefusesWorkWhenTheClientDoesNotRun(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		if err := w.client.Replay(context.Background(), told(ana, "early")); !errors.Is(err, ErrStopped) {
			t.Errorf("before Run: got %v, want ErrStopped", err)
		}
		stop := w.runs()
		if _, err := stop(); err != nil {
			t.Fatal(err)
		}
		if err := w.client.Replay(context.Background(), told(ana, "late")); !errors.Is(err, ErrStopped) {
			t.Errorf("after Run: got %v, want ErrStopped", err)
		}
	})
}
