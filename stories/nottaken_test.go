package stories

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/playground"
)

// Discord's filters refuse some words for good. Whoever wrote them is told so, kindly and
// privately, and by nothing that tells of their partner.

var filtered = playground.Fault{Status: 400, Code: 240000, Message: "Message blocked by harmful links filter"}

const notTaken = "Discord did not take your note of"

// filters lets Discord refuse every message that act causes at once.
func (w *world) filters(f playground.Fault, act func()) {
	w.t.Helper()
	w.faults(isCreate, &f)
	act()
	w.settle()
	w.discord.Fault(nil)
}

// bodyOf reads what a request says, and leaves it there.
func bodyOf(t *testing.T, r *http.Request) string {
	t.Helper()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		t.Error(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	return string(body)
}

func TestANoteThatDiscordDoesNotTakeIsADraftAgain(t *testing.T) {
	for i, f := range ofContent {
		for j, notes := range []string{"Notes: full text", "Notes: with the name"} {
			if !picked(i + j) {
				continue
			}
			t.Run(named(f)+", "+notes, func(t *testing.T) {
				w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
				ana, ben := w.couple("Anabel", "Benedict")
				ana.runs("rhythm", "days", "none")
				ben.runs("rhythm", "days", "none")
				ben.runs("settings").chooses("How notes arrive", notes)
				ana.runs("need").fills("In your words", "Look at sunset.example", "Would you ...?", "walk with me")
				w.filters(f, func() { ana.presses("Send to Benedict") })
				w.passes(23 * time.Hour)
				ana.neverSaw(notTaken)
				w.passes(2 * time.Hour)
				ana.once(notTaken + " Tuesday, 24 November, 12:00").sees("Your words are a draft again, and only you see them.")
				ben.neverSaw("A note from Anabel").neverSaw("sunset.example")
				ben.runs("history").neverSaw("sunset.example")
				for i := range 2 { // with the one in other words they are three: it counts as open no more
					ana.asks(fmt.Sprint("Another wish, number ", i), "Benedict")
				}
				ana.presses("Say it in other words").fills("In your words", "Look at the sunset").reads("walk with me")
				ana.presses("Send to Benedict")
				ben.opensIfClosed("Open note").sees("Look at the sunset")
				w.passes(40 * 24 * time.Hour)
				ana.sees("Two weeks have passed").neverSaw("unset.example?")
			})
		}
	}
}

// What an asker sees must not depend on how their partner lives.
func TestWhenSomebodyIsToldThatDiscordDidNotTakeANoteTellsNothingOfTheirPartner(t *testing.T) {
	t.Parallel()
	sees := func(lives func(ben *person)) (views []string) {
		w := openWorld(t, "2026-11-24 21:00 Europe/Paris", nil)
		ana, ben := w.couple("Anabel", "Benedict")
		ana.runs("rhythm", "days", "none")
		ben.runs("rhythm", "days", "none")
		lives(ben)
		w.faults(func(r *http.Request) bool {
			return isCreate(r) && w.clock.Now().Before(readMoment(t, "2026-11-25 19:00 Europe/Paris"))
		}, &filtered)
		ana.asks("Look at sunset.example", "Benedict")
		began := w.clock.Now()
		for _, look := range []time.Duration{time.Minute, 2 * time.Hour, 12 * time.Hour, 23 * time.Hour, 24 * time.Hour, 25 * time.Hour, 15 * 24 * time.Hour} {
			w.until(began.Add(look))
			ana.runs("needs")
			views = append(views, ana.timed())
		}
		if !strings.Contains(views[len(views)-1], notTaken) {
			t.Errorf("Anabel is never told:\n%s", views[len(views)-1])
		}
		return views
	}
	want := sees(func(*person) {})
	for name, lives := range map[string]func(ben *person){
		"quiet hours": func(ben *person) {
			ben.runs("settings").presses("Quiet hours").fills("From and to, on your own clock", "20:30-09:00")
		},
		"in full":          func(ben *person) { ben.runs("settings").chooses("How notes arrive", "Notes: full text") },
		"without names":    func(ben *person) { ben.runs("settings").chooses("How notes arrive", "Notes: without the name") },
		"a pause of a day": func(ben *person) { ben.runs("pause", "until", "tomorrow 08:00") },
	} {
		if got := sees(lives); !slices.Equal(got, want) {
			t.Errorf("%s: Anabel sees\n%s\nwant\n%s", name, strings.Join(got, "\n--\n"), strings.Join(want, "\n--\n"))
		}
	}
}

// In full text the first of several notes would stand there. Where Discord does not take it,
// they wait behind a button, as they do for others.
func TestOfSeveralNotesThatComeTogetherNoneIsLostWhereDiscordDoesNotTakeOne(t *testing.T) {
	w := newWorld(t, "2026-11-24 22:30 Europe/Paris") // in quiet hours
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "days", "none")
	ben.runs("rhythm", "days", "none")
	ben.runs("settings").chooses("How notes arrive", "Notes: full text")
	for _, words := range []string{"Look at sunset.example", "A walk before dinner", "A call at noon"} {
		ana.asks(words, "Benedict")
	}
	w.discord.Fault(func(r *http.Request) *playground.Fault {
		if strings.Contains(bodyOf(t, r), "sunset.example") {
			return &filtered
		}
		return nil
	})
	w.at("08:10")
	ben.opens().reads("it filters some words").neverSaw("sunset.example")
	ben.presses("Next note").reads("A walk before dinner").presses("Next note").reads("A call at noon").presses("I hear you")
	w.at("22:40")
	w.at("08:10")
	ana.neverSaw(notTaken)
}

func TestWhoeverSaidSomethingThatDiscordDoesNotTakeIsToldOnce(t *testing.T) {
	const said, told = "Discord did not take what you said to a note on", "Discord did not take what you said about your note of"
	for name, c := range map[string]struct {
		says func(w *world, ana, ben *person)
		by   func(ana, ben *person) *person
		want string
	}{
		"an answer in words": {func(w *world, ana, ben *person) {
			ben.opens().presses("More")
			w.filters(filtered, func() { ben.presses("In my own words").fills("In your words", "See sunset.example") })
		}, func(_, ben *person) *person { return ben }, said},
		"a line": {func(w *world, ana, ben *person) {
			ben.opens().presses("I hear you")
			w.filters(filtered, func() { ben.presses("Add a line").fills("A line of your own", "See sunset.example") })
		}, func(_, ben *person) *person { return ben }, said},
		"what was heard": {func(w *world, ana, ben *person) {
			ben.opens().presses("I hear you").presses("Say what I heard")
			w.filters(filtered, func() { ben.fills("What I heard is ...", "See sunset.example") })
		}, func(_, ben *person) *person { return ben }, said},
		"a thank-you": {func(w *world, ana, ben *person) {
			ben.opens().presses("I hear you")
			w.passes(25 * time.Hour)
			ana.presses("Yes").presses("Say thank you")
			w.filters(filtered, func() { ana.fills("What did it mean to you?", "See sunset.example") })
		}, func(ana, _ *person) *person { return ana }, told},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.runs("rhythm", "days", "none")
			ben.runs("rhythm", "days", "none")
			ana.asks("A walk before dinner", "Benedict")
			c.says(w, ana, ben)
			by := c.by(ana, ben)
			w.passes(23 * time.Hour)
			by.neverSaw(c.want)
			w.passes(2 * time.Hour)
			by.once(c.want).presses("Show it").reads("sunset.example")
			other := map[*person]*person{ana: ben, ben: ana}[by]
			other.neverSaw("Discord did not take").neverSaw("sunset.example")
			w.passes(30 * 24 * time.Hour)
			by.once(c.want)
		})
	}
}

func TestADraftThatDiscordDoesNotShowIsNotLost(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	tried := w.discord.Count(createMessage)
	w.discord.Fault(func(r *http.Request) *playground.Fault {
		if isCreate(r) && strings.Contains(bodyOf(t, r), "sunset.example") {
			return &filtered
		}
		return nil
	})
	ana.writes("Look at sunset.example")
	ana.awaits("a try to show it", func() bool { return w.discord.Count(createMessage) > tried })
	ana.sees("Discord did not let me show you your draft. It is kept")
	ana.presses("Say it in other words").fills("In your words", "Look at the sunset").presses("Send to Benedict")
	ben.sees("A note from Anabel is waiting")
}
