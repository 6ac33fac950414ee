package demo

import (
	"testing"

	"github.com/chromedp/chromedp"

	"leanon/library"
)

// browseIn is browse in another language, for the page and for both people.
func browseIn(t *testing.T, lang string) *screen {
	t.Helper()
	needsTab(t)
	v := visitAlone(t)
	s := show(t, v.origin, v.address+"?lang="+lang)
	s.until("Ana is asked", `eyes.button("Ana", `+asJS(library.Default().Words(lang).Say("button.answer"))+`)`)
	return s
}

// What two people see who read German stands in the German README.
func TestInABrowserTwoPeopleWhoReadGermanAskAndAnswer(t *testing.T) {
	s, german := browseIn(t, "de"), library.Default().Words("de")
	label := func(key string) string { return german.Say("button." + key) }
	const words, ask = "Du hast mir diese Woche gefehlt. Mir täte eine Stunde gut, die nur uns gehört.", "nach dem Essen eine Runde mit mir gehen"
	s.presses("Ana", label("answer"))
	s.fills(words, ask)
	s.sees("Ana", german.Say("preview.head", "name", "Ben"))
	s.picturedMessage("de/couples-ask.png", "Ana", german.Say("preview.head", "name", "Ben"))
	s.size(1280, 680)
	s.presses("Ana", german.Say("button.send", "name", "Ben"))
	s.sees("Ben", german.Say("waits.note", "name", "Ana"))
	s.presses("Ben", label("open"))
	s.sees("Ben", words)
	s.sees("Ben", german.Say("request.asked", "request", ask))
	s.pictured("de/demo.png")
	s.size(phoneWide, phoneHigh, chromedp.EmulateMobile)
	s.tab(1)
	s.picturedMessage("de/couples-answer.png", "Ben", words)
	s.presses("Ben", label("say-yes"))
	s.presses("Ben", label("when-tomorrow"))
	s.tab(0)
	for _, english := range []string{"Ben", "Open", "Yes", "Withdraw", "Help"} { // a name is not English
		if n := s.count("Ana", english); (n > 0) != (english == "Ben") {
			t.Errorf("Ana sees %q %d times", english, n)
		}
	}
}
