package discord

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net/http"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"leanon/discord/talk"
	"leanon/playground"
)

func TestACommandAButtonAFormAndAnUpdate(t *testing.T) {
	var mu sync.Mutex
	var seen []talk.Request
	talks(t, func(_ context.Context, r talk.Request) talk.Reply {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, r)
		switch r.Kind {
		case talk.Command:
			return talk.Reply{Message: &talk.Message{Text: "Shall I?", Private: true, Rows: []talk.Row{
				{Buttons: []talk.Button{{CustomID: "answer.1", Label: "Answer", Style: talk.Primary}, {CustomID: "hush.1", Label: "Hush", Style: talk.Secondary}}},
				{Select: &talk.Select{CustomID: "kind.1", Options: []talk.Option{{Label: "Rest", Value: "rest"}}}},
			}}}
		case talk.Press:
			if r.CustomID == "hush.1" {
				return talk.Reply{}
			}
			return talk.Reply{Form: &talk.Form{CustomID: "form.1", Title: "What do you need?", Text: "**What was today like?**", Fields: []talk.Field{
				{ID: "words", Label: "In your words", Description: "Nobody sees it yet.", Required: true, Long: true, Max: 1500},
				{ID: "kind", Label: "Kind of need", Options: []talk.Option{{Label: "Rest", Value: "rest", Default: true}, {Label: "Play", Value: "play"}}},
				{ID: "want", Label: "What I want from you", Options: []talk.Option{{Label: "Listen", Value: "listen", Default: true}}},
			}}}
		}
		return talk.Reply{Update: true, Message: &talk.Message{Text: "Thank you."}}
	}, func(w *world, ana *playground.Person) {
		ctx := context.Background()
		ben := w.AddPerson("Ben")
		g := w.AddGuild("Home", ana, ben)
		g.Nickname(ben, "Benny")
		got, err := ana.Command(ctx, g, "pair", map[string]string{"partner": ben.ID})
		if err != nil || got.Message == nil || !got.Message.Ephemeral {
			t.Fatalf("command: got %+v and %v, want a private message", got, err)
		}
		asked := *got.Message
		if got, err := ana.Press(ctx, asked, "hush.1"); err != nil || got.Message != nil && !got.Deferred {
			t.Errorf("a press that is not answered: got %+v and %v, want it acknowledged", got, err)
		}
		shown, err := ana.Press(ctx, asked, "answer.1")
		if err != nil || shown.Form == nil {
			t.Fatalf("press: got %+v and %v, want a form", shown, err)
		}
		if f := *shown.Form; f.Title != "What do you need?" || f.Text != "**What was today like?**" || len(f.Fields) != 3 ||
			f.Fields[0].Description != "Nobody sees it yet." || f.Fields[1].Value != "rest" || f.Fields[1].Required {
			t.Errorf("the form shows %+v", f)
		}
		done, err := ana.Submit(ctx, *shown.Form, map[string]string{"words": "hold me", "Kind of need": "play", "want": ""})
		if err != nil || !done.Updated || done.Message.Content != "Thank you." || len(done.Message.Components) != 0 {
			t.Errorf("submit: got %+v and %v, want the message updated and without buttons", done, err)
		}
		mu.Lock()
		defer mu.Unlock()
		if first := seen[0]; first.Options["partner"] != ben.ID || first.Users[ben.ID].Name != "Benny" || first.Guild != g.ID || first.Locale != "en-US" || first.Person.Name != "Ana" {
			t.Errorf("the command came as %+v", first)
		}
		if last := seen[len(seen)-1]; last.Kind != talk.Submit || !maps.Equal(last.Fields, map[string]string{"words": "hold me", "kind": "play", "want": ""}) || last.MessageID != asked.ID || !last.OnPrivate {
			t.Errorf("the form came as %+v", last)
		}
	})
}

func TestSuggestionsDoNotWaitBehindOtherWork(t *testing.T) {
	talks(t, func(_ context.Context, r talk.Request) talk.Reply {
		if r.Kind == talk.Wrote {
			time.Sleep(2 * time.Second)
			return talk.Reply{}
		}
		return talk.Reply{Choices: []talk.Choice{{Name: "Paris", Value: r.Options[r.Focused]}}}
	}, func(w *world, ana *playground.Person) {
		if _, err := ana.Write("slow"); err != nil {
			t.Fatal(err)
		}
		began := time.Now()
		got, err := ana.Complete(context.Background(), nil, "rhythm", map[string]string{"zone": "Par"}, "zone")
		if want := (playground.Choice{Name: "Paris", Value: "Par"}); err != nil || len(got) != 1 || got[0] != want || time.Since(began) > time.Second {
			t.Errorf("got %v and %v after %v, want %v at once", got, err, time.Since(began), want)
		}
	})
}

func TestAFailedReplyIsLoggedOnceWithoutItsToken(t *testing.T) {
	for name, c := range map[string]struct {
		fault *playground.Fault
		want  string
	}{
		"too late":         {&playground.Fault{Status: 404, Code: 10062}, "kind=refused callback=4 status=404 code=10062"},
		"a lost answer":    {&playground.Fault{Drop: true}, "kind=unclear callback=4 status=0 code=0"},
		"a token of hooks": {&playground.Fault{Status: 401, Code: 50027}, "kind=unauthorized callback=4 status=401 code=50027"},
	} {
		t.Run(name, func(t *testing.T) {
			talks(t, func(context.Context, talk.Request) talk.Reply {
				return talk.Reply{Message: &talk.Message{Text: "hi"}}
			}, func(w *world, ana *playground.Person) {
				w.once("POST /callback", c.fault)
				if _, err := ana.Command(context.Background(), nil, "rhythm", nil); !errors.Is(err, playground.ErrNoResponse) {
					t.Errorf("got %v, want %v", err, playground.ErrNoResponse)
				}
				if n := strings.Count(w.log.String(), c.want); n != 1 {
					t.Errorf("the log says %q %d times, want once:\n%s", c.want, n, w.log)
				}
				if !w.client.Connected() {
					t.Error("the session ended, want it to go on: it is not the bot's token that failed")
				}
			})
		})
	}
}

func TestAnInteractionThatCannotBeReadIsAnsweredKindly(t *testing.T) {
	for name, c := range map[string]struct {
		change map[string]any
		want   int // replies to the person
	}{
		"data of another shape": {map[string]any{"data": []int{1}}, 1},
		"nobody":                {map[string]any{"user": nil}, 1},
		"a newer type":          {map[string]any{"type": 77}, 1},
		"no token":              {map[string]any{"token": 5}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				w.Fault(func(*http.Request) *playground.Fault { return &playground.Fault{Status: 204, Body: []byte{}} })
				w.handles(func(context.Context, talk.Request) talk.Reply {
					t.Error("the handler was asked")
					return talk.Reply{}
				})
				w.client.queues.open(context.Background())
				event := map[string]any{"id": "1", "token": "hook", "type": 5, "channel_id": "6", "user": map[string]any{"id": "42"}, "data": map[string]any{"custom_id": "x"}}
				for k, v := range c.change {
					event[k] = v
				}
				raw, err := json.Marshal(event)
				if err != nil {
					t.Fatal(err)
				}
				w.client.dispatch("INTERACTION_CREATE", raw)
				w.client.dispatch("INTERACTION_CREATE", raw) // an event may come twice
				w.client.dispatch("INTERACTION_CREATE", json.RawMessage(`{`))
				w.client.queues.drain(time.Minute)
				if got := w.Count("POST /interactions/{interaction_id}/{interaction_token}/callback"); got != c.want {
					t.Errorf("got %d replies, want %d", got, c.want)
				}
			})
		})
	}
}

func TestRepliesWaitForNoLimit(t *testing.T) {
	inWorld(t, func(w *world) {
		w.client = w.newClient(func(o *Options) { o.RequestsPerSecond = 0.1 })
		w.handles(func(context.Context, talk.Request) talk.Reply {
			return talk.Reply{Message: &talk.Message{Text: "hi"}}
		})
		if err := w.client.Register(context.Background(), pairAndRhythm); err != nil {
			t.Fatal(err)
		}
		w.starts()
		w.upWithin(time.Minute)
		w.Fault(func(r *http.Request) *playground.Fault {
			if strings.HasSuffix(r.URL.Path, "/callback") && r.Header.Get("Authorization") != "" {
				t.Error("a reply carries the bot token, which it does not need")
			}
			return nil
		})
		ana := w.AddPerson("Ana")
		for i := range 10 {
			began := time.Now()
			if _, err := ana.Command(context.Background(), nil, "rhythm", nil); err != nil || time.Since(began) > time.Second {
				t.Fatalf("command %d: got %v after %v, want a reply at once", i, err, time.Since(began))
			}
		}
	})
}

func TestAReplyThatDiscordDoesNotTakeHoldsThePersonForThreeSecondsAtMost(t *testing.T) {
	var mu sync.Mutex
	var handled []time.Time
	talks(t, func(_ context.Context, r talk.Request) talk.Reply {
		mu.Lock()
		defer mu.Unlock()
		handled = append(handled, time.Now())
		return talk.Reply{Message: &talk.Message{Text: "hi"}}
	}, func(w *world, ana *playground.Person) {
		w.once("POST /callback", &playground.Fault{Delay: time.Minute, Drop: true})
		began := time.Now()
		var acts sync.WaitGroup
		for range 2 {
			acts.Go(func() { _, _ = ana.Command(context.Background(), nil, "rhythm", nil) })
			synctest.Wait()
		}
		acts.Wait()
		time.Sleep(2 * time.Minute)
		mu.Lock()
		defer mu.Unlock()
		if len(handled) != 2 || handled[1].Sub(began) > 3*time.Second {
			t.Errorf("handled after %v, want both, the second after three seconds at most", handled[len(handled)-1].Sub(began))
		}
	})
}
