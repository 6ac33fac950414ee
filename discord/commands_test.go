package discord

import (
	"context"
	"slices"
	"testing"

	"leanon/discord/talk"
)

func TestCommandsAreRegisteredOnlyWhenTheyDiffer(t *testing.T) {
	inWorld(t, func(w *world) {
		specs := []talk.CommandSpec{
			{Name: "pair", Description: "Share check-ins", Options: []talk.OptionSpec{{Name: "partner", Description: "Who", User: true, Required: true}}},
			// Discord answers these two only where it is asked for them.
			{Name: "need", Description: "A need", In: map[string]string{"de": "Ein Wunsch", "es-419": "Un deseo"}, Options: []talk.OptionSpec{{Name: "text", Description: "Words", In: map[string]string{"de": "Worte"}}}},
			{Name: "rhythm", Description: "My rhythm", Options: []talk.OptionSpec{{Name: "zone", Description: "Where", Complete: true}}},
		}
		other := slices.Clone(specs)
		other[1].In = map[string]string{"de": "Ein Wunsch", "es-419": "Un deseo", "fr": "Un souhait"}
		inOption := slices.Clone(other)
		inOption[1].Options = []talk.OptionSpec{{Name: "text", Description: "Words", In: map[string]string{"de": "Wörter"}}}
		const put = "PUT /applications/{application_id}/commands"
		for i, c := range []struct {
			specs []talk.CommandSpec
			puts  int
		}{{specs, 1}, {specs, 1}, {[]talk.CommandSpec{specs[2], specs[1], specs[0]}, 1}, {other, 2}, {inOption, 3}, {inOption, 3}, {specs[:1], 4}} {
			if err := w.client.Register(context.Background(), c.specs); err != nil {
				t.Fatal(err)
			}
			if got := w.Count(put); got != c.puts {
				t.Errorf("after registration %d: got %d writes, want %d", i+1, got, c.puts)
			}
		}
	})
}
