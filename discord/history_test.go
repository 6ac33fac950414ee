package discord

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/playground"
)

func TestSinceTellsWhatPeopleWroteOldestFirst(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		before, err := ana.Write("before")
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for i := range 230 {
			if i%50 == 0 {
				if _, err := w.client.Deliver(context.Background(), owed(ana.DM().ID, fmt.Sprint(i), "ours")); err != nil {
					t.Fatal(err)
				}
			}
			text := fmt.Sprint("word ", i)
			if _, err := ana.Write(text); err != nil {
				t.Fatal(err)
			}
			want = append(want, text)
		}
		rs, err := w.client.Since(context.Background(), ana.DM().ID, before.ID)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range rs {
			got = append(got, r.Text)
			if r.Kind != talk.Wrote || r.Person.ID != ana.ID || r.Channel != ana.DM().ID || r.MessageID == "" {
				t.Fatalf("got %+v, want Ana's words in her channel", r)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %d words %v, want %d", len(got), got, len(want))
		}
		newest, err := w.client.Since(context.Background(), ana.DM().ID, "")
		if err != nil || len(newest) == 0 || len(newest) > 100 || newest[len(newest)-1].Text != "word 229" {
			t.Errorf("with no message known: got %d and %v, want at most the newest 100", len(newest), err)
		}
	})
}

func TestHistoryTellsWhenAMessageWasEdited(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		m, err := ana.Write("before")
		if err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		if _, err := ana.Edit(m, "after"); err != nil {
			t.Fatal(err)
		}
		edited := time.Now()
		rs, err := w.client.Since(context.Background(), ana.DM().ID, "")
		if err != nil || len(rs) != 1 || rs[0].Text != "after" || !rs[0].Edited.Equal(edited) {
			t.Errorf("got %+v and %v, want the words of %v", rs, err, edited)
		}
	})
}

func TestWhatAMessageCarriesIsToldAtOnceAndFromTheHistory(t *testing.T) {
	inWorld(t, func(w *world) {
		heard := make(chan talk.Request, 10)
		w.handles(func(_ context.Context, r talk.Request) talk.Reply { heard <- r; return talk.Reply{} })
		w.runs()
		ana := w.AddPerson("Ana")
		picture := playground.Besides{Files: []playground.Attachment{{Filename: "us.png", Data: []byte("png")}}}
		bare, err := ana.WriteWith(picture, "")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ana.WriteWith(playground.Besides{Sticker: "Wave"}, "hi"); err != nil {
			t.Fatal(err)
		}
		if _, err := ana.Forward(bare); err != nil {
			t.Fatal(err)
		}
		if _, err := ana.Write("words"); err != nil {
			t.Fatal(err)
		}
		if _, err := ana.Edit(bare, "us"); err != nil {
			t.Fatal(err)
		}
		type told struct {
			kind    talk.Kind
			text    string
			carries bool
		}
		var live, later []told
		for range 5 {
			r := next(w, heard)
			live = append(live, told{r.Kind, r.Text, r.Carries})
		}
		if want := []told{{talk.Wrote, "", true}, {talk.Wrote, "hi", true}, {talk.Wrote, "", true}, {talk.Wrote, "words", false}, {talk.Edited, "us", true}}; !slices.Equal(live, want) {
			t.Errorf("got %v, want %v", live, want)
		}
		rs, err := w.client.Since(context.Background(), ana.DM().ID, "")
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rs {
			later = append(later, told{r.Kind, r.Text, r.Carries})
		}
		if want := []told{{talk.Wrote, "us", true}, {talk.Wrote, "hi", true}, {talk.Wrote, "", true}, {talk.Wrote, "words", false}}; !slices.Equal(later, want) {
			t.Errorf("the history tells %v, want %v", later, want)
		}
	})
}
