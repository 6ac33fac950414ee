package demo

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// commands lets a person type a slash and the beginning of a command, take it from the
// suggestions, fill in options, which are pairs of name and text, and run it.
func (s *screen) commands(name, typed, command string, options ...[2]string) {
	s.t.Helper()
	s.begins(name, typed, command)
	for _, o := range options {
		s.clicks(name+"'s "+o[0], fmt.Sprintf(`eyes.option(%s, %s)`, asJS(name), asJS(o[0])))
		s.types(o[1])
	}
	s.clicks("Run", fmt.Sprintf(`eyes.labelled(%s, eyes.chat(%s))`, asJS(s.run(command)), asJS(name)))
}

// begins takes a command from the suggestions and leaves its options to be filled in.
func (s *screen) begins(name, typed, command string) {
	s.t.Helper()
	s.clicks(name+"'s composer", fmt.Sprintf(`eyes.chat(%s).querySelector("textarea")`, asJS(name)))
	s.key(typed)
	s.until("/"+command+" is suggested", fmt.Sprintf(`eyes.offered(%s)`, asJS("/"+command)))
	for read[string](s, "see what is chosen", `document.querySelector("[role=option].active").firstChild.textContent`) != "/"+command {
		s.key(kb.ArrowDown)
	}
	s.key("\r")
	s.until("its options can be filled in", fmt.Sprintf(`eyes.labelled(%s, eyes.chat(%s))`, asJS(s.run(command)), asJS(name)))
}

func TestInABrowserTwoStrangersBecomeACouple(t *testing.T) {
	s := browse(t)
	s.does("pairing")
	s.until("the guide says how to begin", `document.querySelector("#hint").textContent.includes("type /pair")`)
	if n := s.count("Ana", "") + s.count("Ben", ""); n != 0 {
		t.Errorf("strangers see %d messages, want none", n)
	}
	s.begins("Ana", "/p", "pair")
	s.until("the field of whom has the keyboard", `document.activeElement === eyes.option("Ana", "partner") && eyes.offered("@Ben")`)
	s.accessible("a command's options")
	s.clicks("Run", `eyes.labelled("Run /pair", eyes.chat("Ana"))`) // with nobody in it
	s.until("it is asked for", `eyes.option("Ana", "partner").getAttribute("aria-invalid") === "true" && document.activeElement === eyes.option("Ana", "partner")`)
	s.key("be")
	s.until("only Ben is left", `eyes.offered("@Ben") && !eyes.offered("@Ana")`)
	s.key("\r")
	s.key("\r")
	s.sees("Ana", "Nothing leaves before Send")
	s.presses("Ana", "Send invitation")
	s.sees("Ben", "Ana invites you to leanon")
	s.presses("Ben", "Accept")
	s.sees("Ben", "Nothing leaves before Send")
	s.presses("Ben", "I agree")
	for _, name := range []string{"Ana", "Ben"} {
		s.sees(name, "You have both agreed")
	}
	s.presses("Ben", "Set my city")
	s.fills("New York")
	s.sees("Ben", "Your questions come on Monday, Wednesday and Friday at 20:00, New York time.")

	s.begins("Ana", "/rh", "rhythm")
	s.clicks("Ana's zone", `eyes.option("Ana", "zone")`)
	s.key("Lisb")
	s.until("cities are suggested", `eyes.suggested("Lisbon, Portugal · ")`)
	s.clicks("Lisbon", `eyes.suggested("Lisbon, Portugal · ")`)
	s.clicks("Run", `eyes.labelled("Run /rhythm", eyes.chat("Ana"))`)
	s.sees("Ana", "Lisbon time")

	const words = "I need ten minutes of your day"
	s.commands("Ana", "/need", "need", [2]string{"text", words})
	s.sees("Ana", "Ben would see this:")
	s.presses("Ana", "Keep private")
	s.does("check-in")
	s.until("the guide leads on", `document.querySelector("#hint").textContent.includes("press Answer")`)
	s.presses("Ana", "Answer")
	s.fills("I feel lighter since we talk", "keep doing this with me")
	s.sees("Ana", "Would you keep doing this with me?")
	s.presses("Ana", "Send to Ben")
	s.presses("Ben", "Open note")
	s.sees("Ben", "I feel lighter since we talk")
	if n := s.count("Ben", words); n != 0 {
		t.Errorf("Ben sees what Ana kept private %d times, want never", n)
	}
}
