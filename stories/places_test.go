package stories

import (
	"strings"
	"testing"
)

// Where people live, as they say it on the first evening: understood rightly, or asked, or
// refused with what they typed. Nobody is moved by a guess.

func TestAPersonIsMovedAtOnceOnlyToAPlaceThatIsCalledExactlyThis(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:00 Europe/Paris")
	ana, _ := w.couple("Ana", "Ben")
	for _, c := range []struct{ typed, place, clock string }{
		{"Ulm", "Ulm, Baden-Württemberg, Germany", "Berlin time"},
		{"Como", "Como, Lombardy, Italy", "Rome time"},
		{"roma", "Rome, Lazio, Italy", "Rome time"},
		{"München", "Munich, Bavaria, Germany", "Berlin time"},
		{"Москва", "Moscow, Russia", "Moscow time"},
		{"Londres", "London, England, United Kingdom", "London time"},
		{"Paris, France", "Paris, Île-de-France, France", "Paris time"},
		{"Portland, Oregon", "Portland, Oregon, United States", "Los Angeles time"},
		{"portland or", "Portland, Oregon, United States", "Los Angeles time"},
		{"Paris, Texas", "Paris, Texas, United States", "Chicago time"},
		{"US/Eastern", "New York (America/New_York)", "New York time"},
		{"asia/calcutta", "Kolkata (Asia/Kolkata)", "Kolkata time"},
	} {
		ana.runs("rhythm", "zone", c.typed).reads("Your clock is that of " + c.place + ": it is").reads(c.clock)
	}
	ana.runs("rhythm", "zone", "utc").reads("Your clock is that of UTC").reads("never changes for summer time")
}

func TestWhatIsNotCertainIsAskedWithCountryAndTimeAndMovesNobodyYet(t *testing.T) {
	t.Parallel()
	for typed, c := range map[string]struct{ choice, clock string }{
		"MST":      {"Phoenix, Arizona, United States", "Phoenix time"},
		"EST":      {"New York City, New York, United States", "New York time"},
		"UTC+5:30": {"Kolkata, West Bengal, India", "Kolkata time"},
		"Portland": {"Portland, Maine, United States", "New York time"},
		"Barcelon": {"Barcelona, Catalonia, Spain", "Madrid time"},
		"Germany":  {"Berlin, Germany", "Berlin time"},
		"Londno":   {"London, England, United Kingdom", "London time"},
		"Paris":    {"Paris, Île-de-France, France", "Paris time"}, // the client is in American English, and there is one in Texas
	} {
		t.Run(typed, func(t *testing.T) {
			w := newWorld(t, "2026-11-23 19:00 Europe/Paris")
			ana, _ := w.couple("Ana", "Ben")
			ana.runs("rhythm", "zone", typed).reads("> city: "+strings.ReplaceAll(typed, ":", `\:`)).reads("until then your clock stays as it is").chooses("Which one?", c.choice).
				reads("Your clock is that of " + c.choice).reads(c.clock)
		})
	}
}

func TestTheOffsetByItselfIsOfferedLastAndWithAWarning(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:00 Europe/Paris")
	ana, _ := w.couple("Ana", "Ben")
	ana.runs("rhythm", "zone", "GMT-3").chooses("Which one?", "UTC-3 (Etc/GMT+3)").reads("Your clock is that of UTC-3").reads("never changes for summer time")
}

// Ana lives in Toronto, and London is then as likely the one in Ontario. What Ben has
// named plays no part for her.
func TestOnesOwnLastZoneSpeaksForANamesakeAndThePartnersDoesNot(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:00 Europe/Paris")
	ana, ben := w.couple("Ana", "Ben")
	ben.runs("rhythm", "zone", "Toronto").reads("Toronto, Ontario, Canada")
	ana.runs("rhythm", "zone", "London").reads("London, England, United Kingdom")
	ana.runs("rhythm", "zone", "Toronto").reads("Toronto, Ontario, Canada")
	ana.runs("rhythm", "zone", "London").chooses("Which one?", "London, Ontario, Canada").reads("Your clock is that of London, Ontario, Canada")
}

func TestASuggestionIsTakenChosenOrTyped(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:00 Europe/Paris")
	ana, _ := w.couple("Ana", "Ben")
	suggested := ana.suggested("rhythm", "zone", "portland")
	if len(suggested) < 2 || !strings.HasPrefix(suggested[0].Name, "Portland, Oregon, United States · ") {
		t.Fatalf("got %v, want Portland, Oregon with the time there first", suggested)
	}
	ana.runs("rhythm", "zone", suggested[0].Value).reads("Your clock is that of Portland, Oregon, United States")
	ana.runs("rhythm", "zone", suggested[1].Name).reads("Your clock is that of Portland, Maine, United States")
}

func TestTheFormTakesPlacesLikeTheCommand(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:00 Europe/Paris")
	ana, _ := w.couple("Ana", "Ben")
	ana.runs("rhythm").presses("Set my city").fills("Your city", "München").reads("Your clock is that of Munich, Bavaria, Germany")
	ana.runs("rhythm").presses("Set my city").fills("Your city", "Birmingham").chooses("Which one?", "Birmingham, Alabama, United States").reads("Your clock is that of Birmingham, Alabama, United States")
}

// A refusal repeats what was typed and opens the form with it again; so does the question
// which place is meant.
func TestAPlaceThatIsNotKnownCanBeTriedAgain(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:00 Europe/Paris")
	ana, _ := w.couple("Ana", "Ben")
	tried := func(typed, shown string) {
		t.Helper()
		ana.reads("> city: " + shown).presses("Try again")
		if f := ana.shown.Form; f == nil || f.Title != "Where are you?" || f.Fields[0].Value != typed {
			t.Fatalf("got the form %+v, want the one for a city with %q in it", f, typed)
		}
	}
	ana.runs("rhythm", "zone", "Nowhereville_*").reads("I can't find that place, so nothing has changed.")
	tried("Nowhereville_*", `Nowhereville\_\*`)
	ana.fills("Your city", "Nowheretown").reads("I can't find that place")
	tried("Nowheretown", "Nowheretown")
	ana.fills("Your city", "Springfield").reads("Which place is that?")
	tried("Springfield", "Springfield")
	ana.fills("Your city", "Springfield, Oregon").reads("Your clock is that of Springfield, Oregon, United States")
}
