package discord

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"leanon/discord/talk"
	"leanon/playground"
)

// posts lets us post messages to a person, and returns their ids.
func (w *world) posts(to *playground.Person, texts ...string) (ids []string) {
	w.Helper()
	for _, text := range texts {
		id, err := w.client.Deliver(w.Context(), owed(to.DM().ID, "m"+fmt.Sprint(w.Count(post)), text))
		if err != nil {
			w.Fatal(err)
		}
		ids = append(ids, id)
	}
	return ids
}

func TestOursAreWhatWePostedAndNothingElse(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		want := w.posts(ana, "one", "two")
		if _, err := ana.Write("mine"); err != nil {
			t.Fatal(err)
		}
		want = append(want, w.posts(ana, "three")...)
		after := w.posts(ana, "later")[0]
		ours, oldest, more, err := w.client.Ours(w.Context(), ana.DM().ID, after, laneScheduled)
		var got []string
		for _, p := range slices.Backward(ours) {
			got = append(got, p.ID)
			if p.Mark == "" {
				t.Errorf("%s has no mark", p.ID)
			}
		}
		if err != nil || more || oldest != want[0] || !slices.Equal(got, want) {
			t.Errorf("got %v, oldest %s, more %v, %v; want %v, which are all", got, oldest, more, err, want)
		}
	})
}

func TestADeletedMessageIsGoneAndNoEventOfItIsHandled(t *testing.T) {
	inWorld(t, func(w *world) {
		heard := make(chan talk.Request, 10)
		w.handles(func(_ context.Context, r talk.Request) talk.Reply { heard <- r; return talk.Reply{} })
		w.runs()
		ana := w.AddPerson("Ana")
		ids := w.posts(ana, "one", "two")
		for range 2 { // what is gone already is no error
			if err := w.client.Delete(w.Context(), ana.DM().ID, ids[0], laneScheduled); err != nil {
				t.Errorf("got %v, want nil", err)
			}
		}
		m, err := ana.Write("mine")
		if err != nil {
			t.Fatal(err)
		}
		if err := ana.Delete(m); err != nil {
			t.Fatal(err)
		}
		if r := next(w, heard); r.Kind != talk.Wrote {
			t.Errorf("got %+v, want what Ana wrote", r)
		}
		if r := next(w, heard); r.Kind != talk.Deleted || r.ID != m.ID {
			t.Errorf("got %+v, want that Ana deleted it, and nothing of ours before", r)
		}
		if got, want := texts(ana), []string{"two"}; !slices.Equal(got, want) {
			t.Errorf("Ana sees %q, want %q", got, want)
		}
	})
}

func TestWhatIsGoneCountsAsNoFailure(t *testing.T) {
	inWorld(t, func(w *world) {
		var mu sync.Mutex
		failures := map[string]int{}
		w.client = w.newClient(func(o *Options) {
			o.Meter.Request = func(route, status string) {
				mu.Lock()
				defer mu.Unlock()
				if status != "2xx" {
					failures[route+" "+status]++
				}
			}
		})
		ana := w.AddPerson("Ana")
		id := w.posts(ana, "one")[0]
		for range 2 {
			if err := w.client.Delete(w.Context(), ana.DM().ID, id, laneScheduled); err != nil {
				t.Error(err)
			}
		}
		if err := w.client.Edit(w.Context(), ana.DM().ID, id, laneScheduled, talk.Message{Text: "x"}); err == nil {
			t.Error("an edit of what is gone: got nil, want that it was deleted")
		}
		if err := w.client.EditReply(w.Context(), "never-was", talk.Message{Text: "x"}); err != nil {
			t.Errorf("a token that is none: got %v, want nil", err)
		}
		mu.Lock()
		defer mu.Unlock()
		if len(failures) != 0 {
			t.Errorf("counted %v, want nothing", failures)
		}
	})
}

func TestMessagesOfEachAgeAreDeletedUnderTheirOwnLimitWithoutMeetingIt(t *testing.T) {
	t.Parallel()
	inBubble(t, playground.Options{Now: time.Now, PerChannel: 5}, func(w *world) {
		time.Sleep(20 * 365 * 24 * time.Hour) // a bubble begins before Discord's ids do
		ana := w.AddPerson("Ana")
		var all []string
		for i := range 60 {
			all = append(all, w.posts(ana, fmt.Sprint("old ", i))...)
		}
		time.Sleep(15 * 24 * time.Hour)
		for i := range 20 {
			all = append(all, w.posts(ana, fmt.Sprint("new ", i))...)
		}
		time.Sleep(time.Minute)
		began := time.Now()
		for i, id := range all {
			asked := time.Now()
			if err := w.client.Delete(w.Context(), ana.DM().ID, id, laneScheduled); err != nil {
				t.Fatal(err)
			}
			if waited := time.Since(asked); i == 60 && waited > time.Second {
				t.Errorf("the first new one waited %v for the limit of the old ones, want a limit of its own", waited)
			}
		}
		if n := w.Invalid(); n != 0 || len(texts(ana)) != 0 {
			t.Errorf("met a limit %d times, %d messages are left; want neither", n, len(texts(ana)))
		}
		if took := time.Since(began); took < 5*time.Second || took > 20*time.Second {
			t.Errorf("took %v, want Discord's pace", took)
		}
	})
}

func TestAReplyIsReplacedByItsTokenForFifteenMinutes(t *testing.T) {
	inWorld(t, func(w *world) {
		tokens := make(chan talk.Token, 2)
		w.handles(func(_ context.Context, r talk.Request) talk.Reply {
			tokens <- r.Token
			return talk.Reply{Message: &talk.Message{Text: "Working", Private: true}}
		})
		w.runs()
		if err := w.client.Register(w.Context(), []talk.CommandSpec{{Name: "tidy", Description: "Tidies"}}); err != nil {
			t.Fatal(err)
		}
		ana := w.AddPerson("Ana")
		if _, err := ana.Command(w.Context(), ana.DM(), "tidy", nil); err != nil {
			t.Fatal(err)
		}
		token := <-tokens
		for _, text := range []string{"Nearly", "Done"} {
			if err := w.client.EditReply(w.Context(), token, talk.Message{Text: text}); err != nil || !slices.Contains(texts(ana), text) {
				t.Errorf("got %v, Ana sees %q; want %q", err, texts(ana), text)
			}
		}
		time.Sleep(15 * time.Minute)
		if err := w.client.EditReply(w.Context(), token, talk.Message{Text: "Too late"}); err != nil || !slices.Contains(texts(ana), "Done") {
			t.Errorf("after it ran out: got %v, Ana sees %q; want nothing changed", err, texts(ana))
		}
		w.Fault(func(*http.Request) *playground.Fault { return playground.Broken(502) })
		if err := w.client.EditReply(w.Context(), token, talk.Message{Text: "x"}); err == nil {
			t.Error("while Discord is broken: got nil, want an error")
		}
		for _, shown := range []string{fmt.Sprint(token), fmt.Sprintf("%+v %#v %q", struct{ T talk.Token }{token}, token, token)} {
			if strings.Contains(shown, string(token)) {
				t.Errorf("a token prints itself: %s", shown)
			}
		}
		synctest.Wait()
	})
}
