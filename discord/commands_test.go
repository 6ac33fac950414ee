package discord

import (
	"context"
	"testing"

	"leanon/discord/talk"
)

func TestCommandsAreRegisteredOnlyWhenTheyDiffer(t *testing.T) {
	inWorld(t, func(w *world) {
		specs := []talk.CommandSpec{
			{Name: "pair", Description: "Share check-ins", Options: []talk.OptionSpec{{Name: "partner", Description: "Who", User: true, Required: true}}},
			{Name: "rhythm", Description: "My rhythm", Options: []talk.OptionSpec{{Name: "zone", Description: "Where", Complete: true}}},
		}
		const put = "PUT /applications/{application_id}/commands"
		for i, c := range []struct {
			specs []talk.CommandSpec
			puts  int
		}{{specs, 1}, {specs, 1}, {[]talk.CommandSpec{specs[1], specs[0]}, 1}, {specs[:1], 2}} {
			if err := w.client.Register(context.Background(), c.specs); err != nil {
				t.Fatal(err)
			}
			if got := w.Count(put); got != c.puts {
				t.Errorf("after registration %d: got %d writes, want %d", i+1, got, c.puts)
			}
		}
	})
}
