package discord

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"leanon/discord/talk"
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
