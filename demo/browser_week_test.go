package demo

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// words fills in the open form of a need, chooses its kind by the first letters of its
// label, and submits it.
func (s *screen) words(words, ask, kind string) {
	s.t.Helper()
	for i, text := range []string{words, ask} {
		s.clicks("a field", fmt.Sprintf(`document.querySelector("#form[open] #field-%d")`, i))
		s.types(text)
	}
	s.key("\t")
	s.until("the kinds have the keyboard", `document.activeElement.id === "field-2"`)
	s.key(kind)
	s.until("it is chosen", fmt.Sprintf(`document.activeElement.selectedOptions[0].label.startsWith(%s)`, asJS(kind)))
	s.submits()
	s.until("the form is closed", `!document.querySelector("#form[open]")`)
}

// tab shows one side of the page where there is room for one only.
func (s *screen) tab(i int) {
	s.t.Helper()
	s.clicks("a tab", fmt.Sprintf(`document.querySelector("#tab-%d")`, i))
	s.until("it shows", fmt.Sprintf(`document.querySelector("#tab-%d").getAttribute("aria-selected") === "true"`, i))
}

// On a phone, as most people read it, a couple goes from a question through a week to its
// picture. What they see on the way stands in docs/for-couples.md.
func TestInABrowserAWeekComesByTheClockAndItsPictureIsSeen(t *testing.T) {
	s := browse(t)
	s.size(phoneWide, phoneHigh, chromedp.EmulateMobile)
	s.until("tabs stand in for sides", `document.querySelectorAll("#tabs [role=tab]").length === 3`)
	s.presses("Ana", "Answer")
	s.words("Work was hard this week. You don't have to solve it.", "listen to me for ten minutes after dinner", "Com")
	s.sees("Ana", "Ben would see this:")
	s.picturedMessage("couples-ask.png", "Ana", "Ben would see this:")
	s.presses("Ana", "Send to Ben")
	s.sees("Ana", "Sent. It waits for a good moment.")
	s.begins("Ana", "/need", "need")
	s.clicks("Run", `eyes.labelled("Run /need", eyes.chat("Ana"))`)
	s.until("the form is open", `document.querySelector("#form[open]")`)
	s.words("I miss us two.", "keep Saturday morning for us", "Time t")
	s.presses("Ana", "Send to Ben")
	s.until("it is sent", `eyes.messages("Ana", "Sent. It waits for a good moment.").length === 2`)
	s.tab(1)
	s.until("both notes have come", `eyes.messages("Ben", "A note from Ana is waiting").length === 2`)
	s.clicks("the first note", `eyes.messages("Ben", "A note from Ana is waiting")[0].querySelector("button.button")`)
	s.sees("Ben", "listen to me for ten minutes after dinner")
	s.picturedMessage("couples-answer.png", "Ben", "listen to me for ten minutes after dinner")
	s.presses("Ben", "Yes")
	s.presses("Ben", "Tonight")
	s.does("check-in")
	s.presses("Ben", "Answer")
	s.words("I laughed so much on Sunday. More of that, please.", "play cards with me again", "Play")
	s.presses("Ben", "Send to Ana")
	s.sees("Ben", "Sent. It waits for a good moment.")
	s.tab(0)
	for s.count("Ana", "A note from Ben is waiting") == 0 {
		s.does("hour")
	}
	s.presses("Ana", "Open note")
	s.presses("Ana", "I hear you")
	s.does("week")
	for i, name := range []string{"Ana", "Ben"} {
		s.tab(i)
		other := []string{"Ben", "Ana"}[i]
		s.sees(name, "Your week with "+other)
		if n := s.count(name, "Kinds of need"); n != 0 {
			t.Errorf("%s's notice shows kinds of need %d times before Open, want never", name, n)
		}
		s.clicks(name+"'s Open", fmt.Sprintf(`[...eyes.messages(%s, "Your week with").pop().querySelectorAll("button.button")].find((b) => b.textContent === "Open")`, asJS(name)))
		s.sees(name, "Kinds of need")
		picture := fmt.Sprintf(`eyes.messages(%s, "Kinds of need").pop().querySelector("figure img")`, asJS(name))
		s.until("the picture has come", picture+`?.naturalWidth === 960`)
		alt := read[string](s, "read what it shows", picture+`.alt`)
		if !strings.Contains(alt, "Comfort") || !strings.Contains(alt, "Play") || strings.Contains(alt, "Ana") || strings.Contains(alt, "Ben") {
			t.Errorf("%s's picture is said to show %q, want Comfort and Play, and nobody's name", name, alt)
		}
		if said := read[string](s, "read the words", fmt.Sprintf(`eyes.messages(%s, "Kinds of need").pop().textContent`, asJS(name))); !strings.Contains(said, alt) {
			t.Errorf("%s reads %q, want what the picture shows in words: %q", name, said, alt)
		}
		if wide := read[float64](s, "measure", picture+`.getBoundingClientRect().right`); wide > 390 {
			t.Errorf("%s's picture reaches to %.0f pixels, want at most 390", name, wide)
		}
		s.accessible("phone, " + name + "'s week")
	}
	s.picturedMessage("couples-week.png", "Ben", "Kinds of need")
	s.presses("Ben", "Fold")
	s.until("the picture is away", `!eyes.chat("Ben").querySelector("figure img")`)
	if n := s.count("Ana", "Kinds of need"); n != 1 {
		t.Errorf("Ana sees her week %d times once Ben has folded his, want once", n)
	}
}
