package stories

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

// What somebody heard in a note, said back to its asker, and what the asker says to it.

// saidBack is a couple where Benedict has said what he heard in Anabel's note.
func saidBack(t *testing.T) (w *world, ana, ben *person) {
	t.Helper()
	w, ana, ben = asked(t)
	ben.answers("I hear you").presses("Say what I heard").fills("What I heard is ...", "I hear that you were alone")
	return w, ana, ben
}

func TestStep5AfterIHearYouOneCanSayWhatOneHeard(t *testing.T) {
	_, ana, ben := asked(t)
	ben.opens("note")
	if slices.Contains(ben.buttons("Anabel wrote"), "Say what I heard") {
		t.Error("what was heard can be said before I hear you")
	}
	ben.presses("I hear you").offers("You said: **I hear you.**", "Yes", "Not now", "I can't, and I hear you", "More", "Say what I heard", "Add a line", "Fold")
	ben.presses("Say what I heard")
	if f := ben.shown.Form; f == nil || f.Fields[0].Label != "What I heard is ..." || f.Fields[0].Placeholder != "I hear that you ..." || !f.Fields[0].Required {
		t.Fatalf("Say what I heard opens %+v", f)
	}
	ben.readsForm("Send to Anabel", "I felt alone")
	ben.fills("What I heard is ...", "I hear that you were alone").reads("You said what you heard:\n> I hear that you were alone")
	if got := ben.buttons("You said what you heard"); slices.Contains(got, "Say what I heard") || !slices.Contains(got, "Yes") {
		t.Errorf("after it was said, Benedict can press %q", got)
	}
	ana.sees("An answer from Benedict is waiting. No rush.").neverSaw("alone\n").opens("answer")
	ana.reads("You asked:\n> Would you call me from the train?\nThis is what Benedict heard:\n> I hear that you were alone\nYou can say whether that's it. You don't have to.")
	ana.offers("This is what Benedict heard", "That's it", "Not quite", "Fold", "Help")
	ben.answersHere("Yes", "Tonight") // the other answers stay open
	ana.sees("Benedict says **yes**: tonight, Monday 30 November.")
}

func TestStep5ThatsItReachesWhoeverHeard(t *testing.T) {
	_, ana, ben := saidBack(t)
	ana.opens("answer").presses("That's it").reads("You said: that's it.").offers("This is what Benedict heard", "Fold", "Help")
	ben.sees("About what you heard in the note of Monday, 30 November, 12:00:\nAnabel says: that's it.").offers("that's it.", "Show it", "Help")
}

func TestStep5NotQuiteHasRoomForOneLineAndEndsIt(t *testing.T) {
	t.Parallel()
	for _, line := range []string{"", "It was the whole week"} {
		t.Run("with "+line, func(t *testing.T) {
			_, ana, ben := saidBack(t)
			ana.opens("answer")
			again := ana.spies("That's it")
			ana.presses("Not quite").fills("A line of your own (optional)", line).reads("You said: not quite.")
			if line == "" {
				ben.sees("Anabel says: not quite.")
			} else {
				ben.sees("An answer from Anabel is waiting. No rush.").neverSaw(line).opens("answer").reads("Anabel says: not quite.\n> " + line)
			}
			ana.pressesOld(again).reads("You said: not quite.")
			if n := ben.count("that's it"); n != 0 {
				t.Error("a second reply arrived")
			}
			ben.runs("needs").choosesFirst("Choose one")
			if ben.shows("Say what I heard") {
				t.Error("what was heard can be said again")
			}
		})
	}
}

func TestStep5WhatWasHeardAsksFirstWhereItSoundsSerious(t *testing.T) {
	_, ana, ben := asked(t)
	ben.answers("I hear you").presses("Say what I heard").fills("What I heard is ...", "I hear that I am scared of you").reads("This sounds serious.")
	ana.neverSaw("An answer from")
	ben.presses("Send anyway").reads("You said what you heard:")
	ana.opens("answer").reads("scared of you").presses("Not quite").fills("A line of your own (optional)", "I want to die").reads("This sounds serious.")
	ben.neverSaw("An answer from Anabel")
	old := ana.spies("Keep private")
	ana.presses("Send anyway").reads("You said: not quite.")
	ana.pressesOld(old).reads("You said: not quite.")
	ben.opens("answer").reads("I want to die")
}

func TestStep5ALineThatSoundsSeriousAsksFirstAndFollowsItsAnswer(t *testing.T) {
	_, ana, ben := asked(t)
	ben.answers("I can't, and I hear you").presses("Add a line").fills("A line of your own", "I am scared of you").reads("This sounds serious.")
	ana.sees("Benedict **can't**, and hears you.").neverSaw("scared")
	ben.presses("Send anyway").reads("You added:\n> I am scared of you")
	ana.opens("answer").reads("Benedict adds:\n> I am scared of you")
}

// What the asker does with what was heard, and when, is told by nothing but a reply.
func TestStep5LookingAtWhatWasHeardIsToldToNobody(t *testing.T) {
	t.Parallel()
	ways := map[string]func(*person){
		"ignores it":     func(*person) {},
		"opens it":       func(p *person) { p.opens("answer") },
		"opens, folds":   func(p *person) { p.opens("answer").presses("Fold") },
		"begins a reply": func(p *person) { p.opens("answer").presses("Not quite") },
		"keeps a reply": func(p *person) {
			p.opens("answer").presses("Not quite").fills("A line of your own (optional)", "I want to die").presses("Keep private")
		},
	}
	var mu sync.Mutex
	seen := map[string][]string{}
	t.Run("lives", func(t *testing.T) {
		for i, name := range slices.Sorted(maps.Keys(ways)) {
			for j, after := range []time.Duration{time.Minute, 7 * time.Minute, 30 * time.Minute} {
				if !picked(i + j) {
					continue
				}
				way := ways[name]
				t.Run(fmt.Sprintf("%s after %v", name, after), func(t *testing.T) {
					w, ana, ben := saidBack(t)
					w.passes(after)
					way(ana)
					w.until(readMoment(t, "2026-11-30 13:00 Europe/Paris"))
					ben.runs("needs").runs("history")
					w.until(readMoment(t, "2026-12-02 12:00 Europe/Paris"))
					mu.Lock()
					defer mu.Unlock()
					sees := shownTo(ben) + plainLog(w)
					seen[sees] = append(seen[sees], t.Name())
				})
			}
		}
	})
	if len(seen) != 1 {
		var all []string
		for sees, of := range seen {
			all = append(all, strings.Join(of, ", ")+":\n"+sees)
		}
		t.Errorf("Benedict can tell what Anabel did:\n%s", strings.Join(all, "\n---\n"))
	}
}

func TestStep5WhatWasHeardIsNotLostWhereADayHasNoRoomForIt(t *testing.T) {
	w, ana, ben := asked(t)
	ben.answers("I hear you").presses("Add a line").fills("A line of your own", "Thought number 0 of mine")
	for i := range 11 {
		ben.presses("More").presses("In my own words").fills("In your words", fmt.Sprintf("Thought number %d of mine", i+1))
	}
	ben.presses("Say what I heard").fills("What I heard is ...", "I hear that you were alone").reads("Nothing is lost").reads("> I hear that you were alone")
	later := ben.spies("Send now")
	w.passes(25 * time.Hour)
	ben.pressesOld(later).reads("You said what you heard:\n> I hear that you were alone")
	ben.pressesOld(later).reads("You said what you heard:")
	ana.sees("An answer from Benedict is waiting").opens("answer").reads("This is what Benedict heard:")
}
