package stories

import (
	"errors"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"leanon/config"
	"leanon/playground"
)

func TestAFormIsNeverTheOneThatAPhoneRemembers(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	w.at("20:00")
	seen := map[string]bool{}
	for _, open := range []func(){func() { ana.presses("Answer") }, func() { ana.presses("Answer") }, func() { ana.runs("need") }, func() { ana.runs("need") }} {
		open()
		if id := ana.shown.Form.CustomID; seen[id] {
			t.Errorf("%q opens a second time, want a form of its own", id)
		} else {
			seen[id] = true
		}
	}
	first := *ana.runs("need").shown.Form
	ana.runs("need").fills("In your words", "Typed into the second")
	ana.sees("> Typed into the second")
	ana.shown.Form = &first
	ana.fills("In your words", "Typed into the first")
	ana.sees("> Typed into the first").sees("> Typed into the second")
}

func TestTheFormOfAnAnswerHasItsQuestionOnTop(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	w.at("20:00")
	ana.sees(howTo)
	asked := strings.Trim(question(ana), "*")
	ana.presses("Answer").readsForm("In your own words", asked)
	ana.fills("In your words", "I missed you", "Kind of need", "Comfort").presses("Edit").readsForm("In your own words", asked)
	if f := ana.shown.Form.Fields[0]; f.Value != "I missed you" {
		t.Errorf("Edit brings back %q, want the words", f.Value)
	}
	ana.runs("need")
	if f := ana.shown.Form; f == nil || f.Text != "" {
		t.Errorf("the form of /need says %+v on top, want nothing", f)
	}
}

func TestAFormThatIsSentAgainBecauseNoReplyCameIsTakenOnce(t *testing.T) {
	inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, _ := w.couple("Anabel", "Benedict")
		ana.runs("need")
		var lost atomic.Bool
		w.discord.Fault(func(r *http.Request) *playground.Fault {
			if strings.HasSuffix(r.URL.Path, "/callback") && !lost.Swap(true) {
				return playground.Broken(503)
			}
			return nil
		})
		w.typed("Said once")
		ctx, cancel := ana.ctx()
		defer cancel()
		if _, err := ana.Submit(ctx, *ana.shown.Form, map[string]string{"In your words": "Said once"}); !errors.Is(err, playground.ErrNoResponse) {
			t.Fatalf("got %v, want the reply lost", err)
		}
		ana.fills("In your words", "Said once").sees("> Said once")
		if text := ana.runs("needs").text(); strings.Count(text, "Said once") > 1 {
			t.Errorf("it is kept twice:\n%s", text)
		}
		ana.presses("Discard").runs("needs").neverSaw("Something broke")
		if text := ana.text(); strings.Contains(text, "Said once") {
			t.Errorf("a second draft is left:\n%s", text)
		}
	})
}

func TestThePartnersCityIsOfferedForADayOnly(t *testing.T) {
	for _, c := range []struct {
		after time.Duration
		want  bool
	}{{23*time.Hour + 58*time.Minute, true}, {24*time.Hour + 2*time.Minute, false}, {40 * 24 * time.Hour, false}} {
		t.Run(c.after.String(), func(t *testing.T) {
			w := newWorld(t, "2026-11-23 12:00 Europe/Paris", func(c *config.Config) { c.CheckIn.Zone = "" })
			ana, ben := w.couple("Anabel", "Benedict")
			city := ben.spies("Set my city")
			ana.runs("rhythm", "zone", "Asia/Tokyo").reads("Tokyo time")
			w.passes(c.after)
			ben.pressesOld(city)
			if v := ben.shown.Form.Fields[0].Value; strings.Contains(v, "Tokyo") != c.want {
				t.Errorf("%v after they became a couple Benedict is offered %q, want Tokyo: %v", c.after, v, c.want)
			}
		})
	}
}

func TestWhatAnswersOnesOwnActComesWithoutANotification(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	silent := func(p *person, words string) bool {
		t.Helper()
		for _, m := range slices.Backward(p.fromBot()) {
			if strings.Contains(m.Content, words) {
				return m.Flags&(1<<12) != 0 // SUPPRESS_NOTIFICATIONS
			}
		}
		t.Errorf("%s sees no %q:\n%s", p.name, words, p.all())
		return false
	}
	ana.writes("I miss our walks")
	ana.sees("> I miss our walks")
	if !silent(ana, "> I miss our walks") {
		t.Error("the preview of one's own words calls its writer")
	}
	ana.presses("Send to Benedict")
	ben.sees("A note from Anabel is waiting")
	if silent(ben, "A note from Anabel is waiting") {
		t.Error("a note that waits calls nobody")
	}
	w.at("20:00")
	ana.sees(howTo)
	if silent(ana, howTo) {
		t.Error("a question calls nobody")
	}
}
