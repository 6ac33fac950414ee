package stories

import (
	"errors"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"leanon/playground"
)

// Discord may deliver what a person did any number of times. It is done once.

func TestAnInvitationThatComesTwiceIsNotUndone(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	w.discord.Gateway().Repeat(4)
	both := w.people("Anabel", "Benedict")
	ana, ben := both[0], both[1]
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	if n := ben.count("Anabel invites you"); n != 1 {
		t.Errorf("the invitation arrived %d times, want once", n)
	}
	ben.agrees()
	ana.sees(bothAgreed)
	ana.asks("Hold me for a while", "Benedict")
	if n := ben.count("A note from Anabel is waiting"); n != 1 {
		t.Errorf("the note arrived %d times, want once", n)
	}
	ben.answers("I hear you")
	if n := ana.count("Benedict says: **I hear you.**"); n != 1 {
		t.Errorf("the answer arrived %d times, want once", n)
	}
}

func TestWordsThatDiscordGaveUpOnAreOneDraftHoweverTheyAreSentAgain(t *testing.T) {
	t.Parallel()
	words := map[string]string{"In your words": "Hold me for a while", "Would you ...?": "stay a little"}
	fill := func(ana *person, form playground.Form) error {
		ctx, cancel := ana.ctx()
		defer cancel()
		r, err := ana.Submit(ctx, form, words)
		ana.shown = r
		return err
	}
	say := func(ana *person) error {
		ctx, cancel := ana.ctx()
		defer cancel()
		r, err := ana.Command(ctx, ana.DM(), "need", map[string]string{"text": words["In your words"]})
		ana.shown = r
		return err
	}
	for _, c := range []struct {
		name string
		acts func(ana *person) func() error
	}{
		{"the same form", func(ana *person) func() error {
			form := *ana.runs("need").shown.Form
			return func() error { return fill(ana, form) }
		}},
		{"the form, opened anew", func(ana *person) func() error {
			ana.runs("need")
			opened := *ana.shown.Form
			return func() error {
				err := fill(ana, opened)
				if err != nil {
					ctx, cancel := ana.ctx()
					defer cancel()
					anew, _ := ana.Command(ctx, ana.DM(), "need", nil)
					opened = *anew.Form
				}
				return err
			}
		}},
		{"the command", func(ana *person) func() error { return func() error { return say(ana) } }},
	} {
		t.Run(c.name, func(t *testing.T) {
			inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
				ana, _ := w.couple("Anabel", "Benedict")
				w.typed(words["In your words"])
				act := c.acts(ana)
				w.discord.Fault(firstCallback(&playground.Fault{Drop: true}))
				if err := act(); !errors.Is(err, playground.ErrNoResponse) {
					t.Fatalf("the first time: got %v, want %v", err, playground.ErrNoResponse)
				}
				w.passes(2 * time.Minute)
				if err := act(); err != nil {
					t.Fatalf("the second time: %v", err)
				}
				ana.reads("Hold me for a while").runs("needs")
				_, list, _ := ana.finds("Choose one")
				if len(list.Options) != 1 || !strings.HasPrefix(list.Options[0].Label, "Draft: Hold me") {
					t.Errorf("/needs lists %v, want one draft", list.Options)
				}
			})
		})
	}
}

// firstCallback returns a rule of Discord's by which the first response to what a person
// did meets a fault.
func firstCallback(f *playground.Fault) func(*http.Request) *playground.Fault {
	var met atomic.Bool
	return func(r *http.Request) *playground.Fault {
		if strings.HasSuffix(r.URL.Path, "/callback") && !met.Swap(true) {
			return f
		}
		return nil
	}
}

func TestWhatWasMissedIsShownInItsOrderWhateverTheHistorysIs(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	w.discord.OldestFirst(true)
	w.sleeps()
	for _, words := range []string{"The first of three", "The second of three", "The third of three"} {
		w.clock.set(w.clock.Now().Add(time.Minute))
		ana.writes(words)
	}
	w.wakes()
	seen := ana.all()
	first, second, third := strings.Index(seen, "> The first of"), strings.Index(seen, "> The second of"), strings.Index(seen, "> The third of")
	if first < 0 || second < first || third < second {
		t.Errorf("the previews stand at %d, %d and %d of\n%s", first, second, third, seen)
	}
}
