package discord

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
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

func TestHistoryIsReadWhateverItsOrderIs(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		before, err := ana.Write("before")
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for i := range 230 {
			text := fmt.Sprint("word ", i)
			if _, err := ana.Write(text); err != nil {
				t.Fatal(err)
			}
			want = append(want, text)
		}
		d := owed(ana.DM().ID, "x", "ours")
		d.After = before.ID
		sent, err := w.client.Deliver(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		w.OldestFirst(true)
		read := w.Count("GET /channels/{channel_id}/messages")
		for _, after := range []string{before.ID, ""} {
			rs, err := w.client.Since(context.Background(), ana.DM().ID, after)
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, r := range rs {
				got = append(got, r.Text)
			}
			if wanted := want[max(0, len(want)-len(got)):]; len(got) < 99 || !slices.Equal(got, wanted) {
				t.Errorf("after %q: got %d words, the first %q and the last %q, want them oldest first", after, len(got), got[0], got[len(got)-1])
			}
		}
		if n := w.Count("GET /channels/{channel_id}/messages") - read; n != 4 {
			t.Errorf("%d pages were read, want 4: a page is a hundred messages", n)
		}
		for _, after := range []string{before.ID, ""} {
			d.After = after
			if id, found, err := w.client.Find(context.Background(), d); err != nil || !found || id != sent {
				t.Errorf("after %q: found %q, %t, %v, want %s", after, id, found, err, sent)
			}
		}
	})
}

func TestAMessageThatCannotBeReadHidesNoOther(t *testing.T) {
	inWorld(t, func(w *world) {
		const ana = `"author":{"id":"42","username":"Ana"},"channel_id":"6","type":0`
		page := `[{"id":"14","content":"second",` + ana + `},7,{"id":"13","author":7,"content":"odd"},{"id":"12","components":[{"components":[{"custom_id":"open.x"}]}],"author":[]},
			{"id":"11","content":"first",` + ana + `},{"id":{}},{"id":"9","content":"none",` + ana + `}]`
		w.Fault(func(*http.Request) *playground.Fault {
			return &playground.Fault{Status: http.StatusOK, Body: []byte(page)}
		})
		rs, err := w.client.Since(context.Background(), "6", "8")
		var got []string
		for _, r := range rs {
			got = append(got, fmt.Sprintf("%d %s %s", r.Kind, r.MessageID, r.Text))
		}
		want := []string{fmt.Sprintf("%d 9 none", talk.Wrote), fmt.Sprintf("%d 11 first", talk.Wrote), fmt.Sprintf("%d 12 ", talk.Unread), fmt.Sprintf("%d 13 ", talk.Unread), fmt.Sprintf("%d 14 second", talk.Wrote)}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("got %q and %v, want %q", got, err, want)
		}
		d := owed("6", "x", "ours")
		d.Mark, d.After = "x", "8"
		if id, found, err := w.client.Find(context.Background(), d); err != nil || !found || id != "12" {
			t.Errorf("found %q, %t, %v, want 12", id, found, err)
		}
		if w.log.neverTells(t, "odd", "first", "second"); !strings.Contains(w.log.String(), "count=4") {
			t.Errorf("the log does not say how many could not be read:\n%s", w.log)
		}
	})
}
