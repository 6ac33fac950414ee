package discord

import (
	"context"
	"slices"
	"sync"
	"testing"

	"leanon/discord/talk"
	"leanon/playground"
)

// Two people have a direct message without the bot. What one of them does there is told to
// it, with where; it answers one of them, or both, or changes what both see.
func TestBetweenPeopleABotAnswersOneOrBoth(t *testing.T) {
	var mu sync.Mutex
	var seen []talk.Request
	var pressed talk.Token
	button := func(id string) []talk.Row {
		return []talk.Row{{Buttons: []talk.Button{{CustomID: id, Label: id, Style: talk.Primary}}}}
	}
	talks(t, func(_ context.Context, r talk.Request) talk.Reply {
		mu.Lock()
		defer mu.Unlock()
		seen = append(seen, r)
		switch {
		case r.Kind == talk.Command:
			return talk.Reply{Message: &talk.Message{Text: "Shall I?", Rows: button("yes")}}
		case r.CustomID == "yes":
			return talk.Reply{Update: true, Message: &talk.Message{Text: "Shown."}, Also: &talk.Message{Text: "For both.", Rows: button("look")}}
		case r.CustomID == "look":
			pressed = r.Token
			return talk.Reply{Also: &talk.Message{Text: "For you alone.", Private: true, Rows: button("take")}}
		}
		return talk.Reply{Update: true, Message: &talk.Message{Text: "Taken."}, Earlier: &talk.Earlier{Token: pressed, Message: talk.Message{Text: "It is taken."}}}
	}, func(w *world, ana *playground.Person) {
		ctx := context.Background()
		if err := w.client.Register(ctx, []talk.CommandSpec{{Name: "here", Description: "d", Apart: true}, {Name: "home", Description: "d"}}); err != nil {
			t.Fatal(err)
		}
		ben := w.AddStranger("Ben")
		theirs := w.Between(ana, ben)
		if _, err := ana.Command(ctx, theirs, "home", nil); err == nil {
			t.Error("a command that does not say so is offered between people")
		}
		got, err := ana.Command(ctx, theirs, "here", nil)
		if err != nil || got.Message == nil || !got.Message.Ephemeral {
			t.Fatalf("command: got %+v and %v, want words for Ana alone", got, err)
		}
		if _, err := ana.Press(ctx, *got.Message, "yes"); err != nil {
			t.Fatal(err)
		}
		words := func(p *playground.Person) (all []string) {
			for _, m := range p.SeenIn(theirs) {
				all = append(all, m.Content)
			}
			return all
		}
		sees := func(p *playground.Person, want ...string) {
			t.Helper()
			if err := w.Await(ctx, func() bool { return slices.Equal(words(p), want) }); err != nil {
				t.Fatalf("%s sees %q, want %q", p.Name, words(p), want)
			}
		}
		sees(ana, "Shown.", "For both.")
		sees(ben, "For both.")
		if got, err := ben.Press(ctx, ben.SeenIn(theirs)[0], "look"); err != nil || !got.Deferred {
			t.Fatalf("press: got %+v and %v, want the message left as it is", got, err)
		}
		sees(ben, "For both.", "For you alone.")
		if _, err := ben.Press(ctx, ben.SeenIn(theirs)[1], "take"); err != nil {
			t.Fatal(err)
		}
		sees(ben, "It is taken.", "Taken.")
		sees(ana, "Shown.", "It is taken.")
		mu.Lock()
		did := slices.Clone(seen)
		mu.Unlock()
		for i, r := range did {
			with := ben.ID
			if i > 1 {
				with = ana.ID
			}
			if !r.Apart || r.Group || r.Guild != "" || !slices.Equal(r.With, []string{with}) || r.App != w.Application() {
				t.Errorf("request %d: got %+v, want it apart, with %s", i, r, with)
			}
		}
		if _, err := ana.Command(ctx, w.Between(ana, ben, w.AddPerson("Cleo")), "here", nil); err != nil {
			t.Fatal(err)
		}
		mu.Lock()
		defer mu.Unlock()
		if last := seen[len(seen)-1]; !last.Group || !last.Apart || len(last.With) != 2 {
			t.Errorf("got %+v, want it in a group of three", last)
		}
	})
}
