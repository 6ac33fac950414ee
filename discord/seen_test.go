package discord

import (
	"context"
	"strconv"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"leanon/discord/talk"
	"leanon/playground"
)

// everyAct lets a person do one act of each kind: a command, a press, a choice, a form
// and a text that is completed. Each must be answered.
func everyAct(t *testing.T, ana *playground.Person) {
	t.Helper()
	ctx := context.Background()
	shown, err := ana.Command(ctx, nil, "rhythm", nil)
	if err != nil || shown.Message == nil {
		t.Fatalf("command: got %+v and %v, want a message", shown, err)
	}
	if _, err := ana.Choose(ctx, *shown.Message, "kind", "rest"); err != nil {
		t.Errorf("choice: %v", err)
	}
	form, err := ana.Press(ctx, *shown.Message, "word")
	if err != nil || form.Form == nil {
		t.Fatalf("press: got %+v and %v, want a form", form, err)
	}
	if _, err := ana.Submit(ctx, *form.Form, map[string]string{"words": "hold me"}); err != nil {
		t.Errorf("form: %v", err)
	}
	if got, err := ana.Complete(ctx, nil, "rhythm", map[string]string{"zone": "Par"}, "zone"); err != nil || len(got) != 1 {
		t.Errorf("completion: got %v and %v, want one suggestion", got, err)
	}
}

// answersAct answers what everyAct does.
func answersAct(_ context.Context, r talk.Request) talk.Reply {
	switch r.Kind {
	case talk.Command:
		return talk.Reply{Message: &talk.Message{Text: "Shall I?", Rows: []talk.Row{
			{Buttons: []talk.Button{{CustomID: "word", Label: "Word it", Style: talk.Primary}}},
			{Select: &talk.Select{CustomID: "kind", Options: []talk.Option{{Label: "Rest", Value: "rest"}}}},
		}}}
	case talk.Press:
		return talk.Reply{Form: &talk.Form{CustomID: "form", Title: "A form", Fields: []talk.Field{{ID: "words", Label: "In your words"}}}}
	case talk.Complete:
		return talk.Reply{Choices: []talk.Choice{{Name: "Paris", Value: "Paris"}}}
	}
	return talk.Reply{}
}

func TestAnInteractionThatComesSeveralTimesIsHandledAndAnsweredOnce(t *testing.T) {
	for _, times := range []int{1, 2, 4} {
		t.Run(strconv.Itoa(times), func(t *testing.T) {
			var mu sync.Mutex
			var kinds []talk.Kind
			talks(t, func(ctx context.Context, r talk.Request) talk.Reply {
				mu.Lock()
				kinds = append(kinds, r.Kind)
				mu.Unlock()
				return answersAct(ctx, r)
			}, func(w *world, ana *playground.Person) {
				w.Gateway().Repeat(times)
				everyAct(t, ana)
				synctest.Wait()
				mu.Lock()
				defer mu.Unlock()
				if len(kinds) != 5 {
					t.Errorf("the handler was asked %d times, of the kinds %v; want 5, each once", len(kinds), kinds)
				}
				if n := w.Count("POST /interactions/{interaction_id}/{interaction_token}/callback"); n != 5 {
					t.Errorf("got %d replies, want 5", n)
				}
			})
		})
	}
}

func TestAnInteractionThatComesAgainWhileItIsHandledIsNotHandledBeside(t *testing.T) {
	calls := make(chan talk.Kind, 16)
	talks(t, func(context.Context, talk.Request) talk.Reply {
		calls <- talk.Command
		time.Sleep(time.Second)
		return talk.Reply{Message: &talk.Message{Text: "hi"}}
	}, func(w *world, ana *playground.Person) {
		w.Gateway().Repeat(4)
		if _, err := ana.Command(context.Background(), nil, "rhythm", nil); err != nil {
			t.Errorf("command: %v", err)
		}
		time.Sleep(time.Minute)
		if len(calls) != 1 {
			t.Errorf("handled %d times, want once", len(calls))
		}
	})
}

func TestRecentIDsAreRememberedAndTheirNumberIsBounded(t *testing.T) {
	t.Parallel()
	r := newRecentIDs()
	for i := range 5 * recentIDsEach {
		id := strconv.Itoa(i)
		if !r.firstTime(id) {
			t.Fatalf("%s is new and was not taken", id)
		}
		if r.firstTime(id) {
			t.Fatalf("%s was taken twice", id)
		}
		if earlier := i - recentIDsEach + 1; earlier >= 0 && r.firstTime(strconv.Itoa(earlier)) {
			t.Fatalf("%d was forgotten after %d others", earlier, recentIDsEach-1)
		}
		if n := len(r.newer) + len(r.older); n > 2*recentIDsEach {
			t.Fatalf("remembers %d, want at most %d", n, 2*recentIDsEach)
		}
	}
}
