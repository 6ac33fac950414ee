package demo

import (
	"fmt"
	"testing"
)

const (
	isDown    = "Discord is down"
	isSlow    = "Discord is slow: two seconds for each request"
	isLimited = "Discord limits how much the bot may send"
	isClosed  = "Ben has closed their direct messages"
)

// flips one of the switches and closes the box that they are in.
func (s *screen) flips(label string) {
	s.t.Helper()
	s.clicks("Make trouble", `document.querySelector("#trouble-button")`)
	before := read[bool](s, "look at the switch", fmt.Sprintf(`eyes.trouble(%s).checked`, asJS(label)))
	s.clicks(label, fmt.Sprintf(`eyes.trouble(%s)`, asJS(label)))
	s.key("\x1b")
	s.until("it is turned", fmt.Sprintf(`!document.querySelector("#trouble").matches(":popover-open") && eyes.trouble(%s).checked === %t`, asJS(label), !before))
	some := read[bool](s, "count the trouble", `[...document.querySelectorAll("#switches input")].some((i) => i.checked)`)
	s.until("the page says how much trouble there is", fmt.Sprintf(`/\(\d\)$/.test(document.querySelector("#trouble-button").textContent) === %t`, some))
}

// once waits for the note that Ana sent, fails if Ben got it more than once, and opens it.
func (s *screen) once() {
	s.t.Helper()
	s.sees("Ben", "A note from Ana is waiting")
	s.does("hour")
	if n := s.count("Ben", "A note from Ana is waiting"); n != 1 {
		s.t.Errorf("Ben got the note %d times, want once", n)
	}
	s.presses("Ben", "Open note")
}

func TestInABrowserANoteThatWasHeldUpArrivesOnce(t *testing.T) {
	s := browse(t)
	const words = "I missed you this week"
	s.presses("Ana", "Answer")
	s.fills(words)
	s.sees("Ana", "Ben would see this:")
	s.flips(isLimited)
	s.presses("Ana", "Send to Ben")
	s.sees("Ana", "Sent. It waits for a good moment.")
	s.clicks("+1 day", `document.querySelector("[data-action=day]")`)
	s.until("the page says what it waits for", `document.querySelector("#doing").textContent.startsWith("+1 day: one moment; Discord limits how much the bot may send")`)
	s.until("it is done", `document.querySelector("#doing").textContent === "" && !document.querySelector("[aria-busy]")`)
	if n := s.count("Ben", "A note from Ana is waiting"); n != 0 {
		t.Errorf("Ben got the note %d times while Discord let nothing through, want never", n)
	}
	s.flips(isDown)
	s.flips(isLimited)
	s.until("Ana sees that Discord is down", `eyes.chat("Ana").classList.contains("down") && eyes.chat("Ana").querySelector(".presence.offline")`)
	s.writes("Ana", "Is anybody there?")
	s.until("her client says so", `document.querySelector("#toasts").textContent.includes("Discord is down")`)
	s.until("her words stay with her", `eyes.chat("Ana").querySelector("textarea").value === "Is anybody there?"`)
	s.accessible("Discord is down")
	s.does("hour")
	if n := s.count("Ben", "A note from Ana is waiting"); n != 0 {
		t.Errorf("Ben got the note %d times while Discord was down, want never", n)
	}
	s.flips(isDown)
	s.does("hour")
	s.until("the bot is back", `document.querySelector("#process").textContent.includes("running, connected")`)
	s.once()
	s.sees("Ben", words)
}

func TestInABrowserANoteForClosedDirectMessagesWaits(t *testing.T) {
	s := browse(t)
	const words = "I missed you this week"
	s.flips(isClosed)
	s.asks(words, "")
	s.does("hour")
	if n := s.count("Ben", "A note from Ana is waiting"); n != 0 {
		t.Errorf("Ben got the note %d times behind closed doors, want never", n)
	}
	s.flips(isClosed)
	s.writes("Ben", "I am back")
	s.once()
	s.sees("Ben", words)
}

func TestInABrowserASlowDiscordIsWaitedFor(t *testing.T) {
	s := browse(t)
	s.flips(isSlow)
	s.clicks("Answer", `eyes.button("Ana", "Answer")`)
	s.until("the button shows that something is under way", `eyes.messages("Ana", "What would feel like").some((m) => m.querySelector("button[aria-busy]"))`)
	s.fills("I felt far away from you", "")
	s.sees("Ana", "Ben would see this:")
	s.presses("Ana", "Send to Ben")
	s.does("month")
	s.once()
	if n := s.count("Ana", "This interaction failed"); n != 0 {
		t.Errorf("%d interactions failed, want none within the three seconds", n)
	}
}
