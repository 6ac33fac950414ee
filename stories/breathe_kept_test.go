package stories

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/playground"
)

// What is kept of a breath, until when, and what nobody can tell from it.

// breaths counts what the file holds of breaths: members, and messages about one.
func (w *world) breaths() (members, messages int) {
	w.t.Helper()
	w.settle()
	return w.counts(`SELECT count(*) FROM members WHERE breath IS NOT NULL`), w.counts(`SELECT count(*) FROM notices WHERE kind = 'breath'`)
}

func TestNothingOfABreathIsKeptOnTheNextDay(t *testing.T) {
	w := newWorld(t, "2026-11-23 18:00 Europe/Paris")
	ana, ben := daily(w)
	before := ana.runs("privacy").text()
	ana.breathes("1 hour")
	w.at("19:00")
	ana.presses("I'm back: tell Benedict")
	ben.sees("here again")
	if members, messages := w.breaths(); members != 2 || messages != 3 {
		t.Errorf("that day the file holds breaths of %d members and %d messages, want both and three", members, messages)
	}
	if got := ana.runs("privacy").text(); got != before {
		t.Errorf("/privacy counts a breath:\n%s\nbefore\n%s", got, before)
	}
	for _, p := range []*person{ana, ben} {
		p.runs("history")
		if strings.Contains(p.text(), "breath") {
			t.Errorf("%s's /history has the breath:\n%s", p.name, p.text())
		}
	}
	ana.runs("privacy").presses("Export my data").presses("Everything").sees("This is everything I keep about you")
	_, page, record := ana.exported()
	of := record["couples"].([]any)[0].(map[string]any)
	if of["your_breath_on"] != "2026-11-23" || strings.Count(page, "breath") != 1 {
		t.Errorf("Anabel's file has %v and %d times the word, want the date for the cap alone:\n%s", of["your_breath_on"], strings.Count(page, "breath"), page)
	}
	ben.runs("privacy").presses("Export my data").presses("Everything").sees("This is everything I keep about you")
	if _, page, _ := ben.exported(); strings.Contains(page, "breath") {
		t.Errorf("Benedict's file has Anabel's breath:\n%s", page)
	}
	w.at("20:00")
	w.at("12:00")
	if members, messages := w.breaths(); members != 0 || messages != 0 {
		t.Errorf("on the next day the file holds breaths of %d members and %d messages, want none", members, messages)
	}
	w.at("20:05")
	if n := w.counts(`SELECT count(*) FROM couples WHERE easy_after IS NOT NULL`); n != 0 {
		t.Errorf("after the next question %d couples are known to have had a breath, want none", n)
	}
	ana.breathes("1 hour")
}

func TestAfterABreathBothAreAskedTheSameOnTheNextDayAtTheirTime(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:30 Europe/Paris")
	ana, ben := daily(w)
	ana.breathes("1 hour")
	ana.askedAt("2026-11-24 20:00 Europe/Paris")
	ben.asked(1)
	hers, _ := ana.newest("**")
	his, _ := ben.newest("**")
	if hers != his {
		t.Errorf("Anabel is asked %q and Benedict %q", hers, his)
	}
	for _, p := range []*person{ana, ben} {
		if strings.Contains(strings.ToLower(hers), "breath") || strings.Contains(strings.ToLower(hers), "pause") {
			t.Errorf("%s is asked about the breath: %q", p.name, hers)
		}
	}
}

func TestABreathGoesWithTheCouple(t *testing.T) {
	for _, way := range []string{"leaves", "is forgotten"} {
		t.Run(way, func(t *testing.T) {
			w := openWorld(t, "2026-11-23 18:00 Europe/Paris", nil)
			ana, ben := w.couple("Anabel", "Benedict")
			ana.breathes("1 hour")
			end := ben.spies("End it for me")
			if way == "leaves" {
				ben.runs("leave").presses("Leave")
			} else {
				ben.runs("privacy").presses("Forget me").presses("Forget everything")
			}
			if members, messages := w.breaths(); members != 0 || messages != 0 {
				t.Errorf("once Benedict %s there are breaths of %d members and %d messages, want none", way, members, messages)
			}
			w.at("20:00")
			ana.neverSaw("It is the time you named.")
			if got := ben.pressesOld(end).text(); strings.Contains(got, "nobody is told") {
				t.Errorf("the button of a couple that ended says %q", got)
			}
		})
	}
}

func TestABreathOutlivesACrash(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:30 Europe/Paris")
	ana, ben := daily(w)
	ana.breathes("1 hour")
	ben.sees("needs a breath")
	ben.asks("A note that waits for her", "Anabel")
	w.crashes()
	w.wakes()
	w.at("20:10")
	ana.asked(0).neverSaw("A note from Benedict is waiting")
	ben.asked(0).once("needs a breath")
	w.down("2026-11-23 20:45 Europe/Paris") // over its end
	ana.sees("It is the time you named.").sees("A note from Benedict is waiting").asked(0)
	ben.asked(0)
}

func TestABreathIsToldOnceWhateverFails(t *testing.T) {
	for name, fault := range map[string]*playground.Fault{
		"before Discord took it":       {Drop: true},
		"after Discord took it":        {Execute: true, Drop: true},
		"answered broken":              {Status: http.StatusBadGateway},
		"carried out, answered broken": {Execute: true, Status: http.StatusBadGateway},
	} {
		for later, away := range map[string]time.Duration{"at once": time.Second, "after the nonce is forgotten": 40 * time.Minute} {
			t.Run(name+", "+later, func(t *testing.T) {
				inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
					ana, ben := w.couple("Anabel", "Benedict")
					w.faults(isCreate, fault)
					ana.breathes("1 hour")
					w.sleeps()
					w.discord.Fault(nil)
					w.clock.set(w.clock.Now().Add(away))
					w.wakes()
					w.passes(2 * time.Minute)
					ben.sees("Anabel needs a breath").once("Anabel needs a breath")
					w.at("13:00")
					ana.sees("It is the time you named.").once("It is the time you named.")
				})
			})
		}
	}
}

func TestACopyFromTheMiddleOfABreathTellsNothingTwice(t *testing.T) {
	w := newWorld(t, "2026-11-23 18:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.breathes("1 hour")
	ben.sees("needs a breath")
	w.sleeps()
	backup := w.copied()
	w.wakes()
	w.at("19:00")
	ana.sees("It is the time you named.")
	w.sleeps()
	w.isCopiedOver(backup)
	w.wakes()
	w.passes(10 * time.Minute)
	ana.once("It is the time you named.")
	ben.once("needs a breath")
	ana.presses("I'm back: tell Benedict")
	ben.sees("is here again.").once("is here again.")
}

func TestABreathWhoseEndNobodyWasThereToTellIsNotToldOnTheNextDay(t *testing.T) {
	w := newWorld(t, "2026-11-23 18:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.breathes("1 hour")
	w.down("2026-11-24 12:00 Europe/Paris")
	ana.neverSaw("It is the time you named.")
}

func TestABreathThatAPauseHeldIsNotToldOnceItIsOver(t *testing.T) {
	w := newWorld(t, "2026-11-23 18:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("breathe").presses("20 minutes")
	ben.runs("pause", "until", "19:00")
	ana.presses("Send").reads("Sent.")
	w.at("19:00")
	ben.neverSaw("breath")
}

func TestABreathUnderAWrongClockKeepsNobodyBack(t *testing.T) {
	eachWrongClock(t, func(w *world, put func(bool)) {
		ana, ben := daily(w)
		put(true)
		ana.runs("breathe").presses("1 hour").presses("Send")
		put(false)
		w.at("14:00")
		w.passes(30 * time.Hour)
		ben.asks("A note long after it", "Anabel")
		ana.sees("A note from Benedict is waiting")
		w.at("20:00")
		for _, p := range []*person{ana, ben} {
			if p.questions() == 0 {
				t.Errorf("%s was asked nothing two days after a breath that a wrong clock began", p.name)
			}
		}
	})
}

func TestWhatOneMakesOfABreathTellsTheOtherNothing(t *testing.T) {
	t.Parallel()
	takes := func(p *person) { p.runs("breathe").presses("20 minutes").presses("Send"); p.w.passes(20 * time.Minute) }
	hers := map[string]func(*person){
		"ignores its end": func(p *person) { takes(p) },
		"leaves it":       func(p *person) { takes(p); p.presses("Leave it") },
		"thinks of longer": func(p *person) {
			takes(p)
			p.presses("I need longer").presses("1 hour").presses("Cancel")
		},
		"thinks of another": func(p *person) { takes(p); p.runs("breathe") },
		"asks for help":     func(p *person) { takes(p); p.presses("Help") },
	}
	his := map[string]func(*person){
		"ignores it":    func(*person) {},
		"ends it alone": func(p *person) { p.presses("End it for me") },
		"asks for help": func(p *person) { p.presses("Help") },
	}
	t.Run("who took it", func(t *testing.T) { tellsNothing(t, hers, company{}) })
	t.Run("who reads it", func(t *testing.T) {
		tellsNothing(t, his, company{begins: func(p *person) {
			p.runs("breathe").presses("Own time").fills("I am back at", "5 hours").presses("Send")
		}})
	})
}

// tellsNothing lets Anabel live in each of the ways, and fails if Benedict, the log, the
// metrics or the plain columns tell one from another.
func tellsNothing(t *testing.T, ways map[string]func(*person), his company) {
	t.Helper()
	names := slices.Sorted(maps.Keys(oneInThree(ways)))
	lives := make([]shown, len(names))
	t.Run("lives", func(t *testing.T) {
		for i, name := range names {
			t.Run(name, func(t *testing.T) { lives[i] = livesBeside(t, lived{ways[name], func(*person) {}}, his, 7) })
		}
	})
	for n, life := range lives[1:] {
		if len(life.files) != len(moments) || len(lives[0].files) != len(moments) {
			continue // it failed, and says why
		}
		for i, what := range []string{"what Benedict sees", "the log", "the metrics"} {
			if got, want := life.texts[i], lives[0].texts[i]; got != want {
				t.Errorf("when Anabel %s, %s is not what it is when she %s:\n%s", names[n+1], what, names[0], diffOf(want, got))
			}
		}
		for i, moment := range moments {
			if got := life.files[i].differsFrom(lives[0].files[i]); len(got) != 0 {
				t.Errorf("when Anabel %s, %s, the plain columns differ in %q from when she %s", names[n+1], moment, got, names[0])
			}
		}
	}
}
