package bot

import (
	"context"
	"errors"
	"strings"
	"testing"

	"leanon/discord/talk"
	"leanon/store"
)

// What a person reads about a failure is the truth about what they said.
func TestNobodyIsToldThatNothingWasSavedWhenItWas(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		writes bool
		fails  error
		want   string
	}{
		"a failure of ours before the commit":       {false, errors.New("out of luck"), "Nothing was saved"},
		"a failure of ours after the commit":        {true, errors.New("out of luck"), "That is saved"},
		"damage before the commit":                  {false, store.ErrDamaged, "Nothing was saved"},
		"damage after the commit":                   {true, store.ErrDamaged, "That is saved"},
		"a lock before the commit":                  {false, store.ErrBusy, "Nothing was saved"},
		"a lock after the commit":                   {true, store.ErrBusy, "That is saved"},
		"no time left before the commit":            {false, context.DeadlineExceeded, "Nothing was saved"},
		"no time left after the commit":             {true, context.DeadlineExceeded, "That is saved"},
		"what has a sentence of its own, whichever": {true, store.ErrTooLate, inEnglish("error.button")},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newStage(t)
			a := action{name: "test", handle: func(ctx context.Context, r request) (talk.Reply, error) {
				if c.writes {
					if _, err := r.store.Set(ctx, daniel, store.Settings{}); err != nil {
						t.Error(err)
					}
				}
				return talk.Reply{}, c.fails
			}}
			act, done := g.store.NewAct(t.Context(), patience)
			defer done()
			r := request{Request: talk.Request{Person: talk.User{ID: daniel}}, reader: reader{speaker: g.bot.in("")}, store: act.Store, now: g.now}
			reply, err := g.bot.answer(t.Context(), act, a, &r)
			if err != nil {
				reply = g.bot.sentence(a, r, err, act.Saved())
			}
			if reply.Message == nil || !strings.Contains(reply.Message.Text, c.want) {
				t.Errorf("got %v, want a message that says %q", reply.Message, c.want)
			}
		})
	}
}
