package discord

import (
	"testing"
	"time"

	"leanon/discord/talk"
)

func TestEachAnswerTellsWhatTimeItIsAtDiscord(t *testing.T) {
	inWorld(t, func(w *world) {
		var told []time.Time
		left := 0
		c := w.newClient(func(o *Options) {
			o.Asked = func() func(time.Time) {
				left++
				return func(date time.Time) { told = append(told, date) }
			}
		})
		defer c.transport.CloseIdleConnections()
		want := time.Now().Truncate(time.Second)
		if err := c.AskDate(w.Context()); err != nil {
			w.Fatal(err)
		}
		if _, err := c.Check(w.Context()); err != nil {
			w.Fatal(err)
		}
		w.Dateless(true)
		if err := c.AskDate(w.Context()); err != nil {
			w.Fatal(err)
		}
		if left != 3 || len(told) != 3 || !told[0].Equal(want) || !told[1].Equal(want) || !told[2].IsZero() {
			w.Errorf("%d requests told %v, want twice %v and once nothing", left, told, want)
		}
	})
}

func TestAnIdTellsWhenItWasMade(t *testing.T) {
	t.Parallel()
	// The example of Discord's reference page.
	if got, want := MadeAt(talk.Request{ID: "175928847299117063"}), time.UnixMilli(1462015105796); !got.Equal(want) {
		t.Errorf("made at %v, want %v", got, want)
	}
	if got := MadeAt(talk.Request{ID: "none"}); !got.IsZero() {
		t.Errorf("made at %v, want never", got)
	}
}
