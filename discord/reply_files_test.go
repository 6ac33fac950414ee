package discord

import (
	"context"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/playground"
)

// week is a message with a picture, and the way out of it.
func week(picture ...talk.File) *talk.Message {
	return &talk.Message{Text: "Your week", Files: picture, Rows: []talk.Row{{Buttons: []talk.Button{{CustomID: "fold.1", Label: "Fold", Style: talk.Secondary}}}}}
}

var weekPicture = talk.File{Name: "week.png", Type: "image/png", Description: "Kinds of need: Comfort, Play.", Data: []byte("\x89PNG\r\n\x1a\n and more")}

func TestAReplyAndAnUpdateBringFilesAndAnUpdateWithoutTakesThemAway(t *testing.T) {
	other := weekPicture
	other.Description, other.Data = "Kinds of need: Rest, A date.", []byte("\x89PNG another")
	says := map[string]talk.Reply{"": {Message: week(weekPicture)}}
	var mu sync.Mutex
	talks(t, func(_ context.Context, r talk.Request) talk.Reply {
		mu.Lock()
		defer mu.Unlock()
		return says[r.CustomID]
	}, func(w *world, ana *playground.Person) {
		ctx := context.Background()
		said, err := ana.Command(ctx, nil, "pair", map[string]string{"partner": w.AddPerson("Ben").ID})
		if err != nil || said.Message == nil {
			t.Fatalf("got %+v and %v, want a message", said, err)
		}
		sameFiles(t, said.Message.Files, []talk.File{weekPicture})
		for _, now := range [][]talk.File{nil, {other}} {
			mu.Lock()
			says["fold.1"] = talk.Reply{Update: true, Message: &talk.Message{Text: "Folded.", Rows: week().Rows, Files: now}}
			mu.Unlock()
			got, err := ana.Press(ctx, *said.Message, "fold.1")
			if err != nil || !got.Updated || got.Message.Content != "Folded." {
				t.Fatalf("got %+v and %v, want the message updated", got, err)
			}
			sameFiles(t, got.Message.Files, now)
		}
	})
}

// With a picture that is at fault, or does not get through in time, a person would read
// Discord's "This interaction failed" in place of the words.
func TestWhatIsAtFaultInAPictureDoesNotCostItsWords(t *testing.T) {
	multipart := func(r *http.Request) bool { return strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") }
	for name, c := range map[string]struct {
		fault   playground.Fault
		picture bool // it comes all the same
	}{
		"a slow line":      {playground.Fault{Delay: 2900 * time.Millisecond, Drop: true}, false},
		"it is lost":       {playground.Fault{Drop: true}, false},
		"it is too large":  {playground.Fault{Status: 413, Code: 40005}, false},
		"its answer is":    {playground.Fault{Drop: true, Execute: true}, true},
		"a broken gateway": {playground.Fault{Status: 502, Body: []byte("<html>")}, false},
	} {
		t.Run(name, func(t *testing.T) {
			talks(t, func(context.Context, talk.Request) talk.Reply {
				return talk.Reply{Message: week(weekPicture), Instead: "It could not be shown."}
			}, func(w *world, ana *playground.Person) {
				w.Fault(func(r *http.Request) *playground.Fault {
					if multipart(r) {
						return &c.fault
					}
					return nil
				})
				began := time.Now()
				got, err := ana.Command(context.Background(), nil, "pair", map[string]string{"partner": w.AddPerson("Ben").ID})
				if err != nil || got.Message == nil || got.Message.Content != "Your week" || len(got.Message.Components) != 1 {
					t.Fatalf("got %+v and %v, want the words and the button", got, err)
				}
				if (len(got.Message.Files) == 1) != c.picture {
					t.Errorf("got %d files, want the picture: %t", len(got.Message.Files), c.picture)
				}
				if after := time.Since(began); after > callbackTime {
					t.Errorf("it came after %v, and Discord waits for %v", after, callbackTime)
				}
			})
		})
	}
}

func TestARefusedTextIsReplacedWithoutItsPicture(t *testing.T) {
	m := week(weekPicture)
	all := talk.Reply{Message: m, Instead: "It could not be shown."}.Refused()
	for i, r := range all {
		if len(r.Message.Files) != 0 || r.Message.Text != "It could not be shown." {
			t.Errorf("in place %d: got %d files and %q, want none and the other text", i, len(r.Message.Files), r.Message.Text)
		}
	}
	if len(all) != 2 || len(m.Files) != 1 {
		t.Errorf("got %d replies in its place and %d files left in the first, want 2 and 1", len(all), len(m.Files))
	}
	if bare, had := (talk.Reply{Message: m}).WithoutFiles(); !had || len(bare.Message.Files) != 0 || len(m.Files) != 1 || !slices.EqualFunc(bare.Message.Rows, m.Rows, func(a, b talk.Row) bool { return slices.Equal(a.Buttons, b.Buttons) }) {
		t.Errorf("without its files got %+v, %t", bare, had)
	}
	if _, had := (talk.Reply{Instead: "x"}).WithoutFiles(); had {
		t.Error("a reply that says nothing had files")
	}
}
