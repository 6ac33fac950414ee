package demo

import (
	"fmt"
	"regexp"
	"strconv"
	"testing"
)

// asks takes Ana's waiting question to a note that has been sent.
func (s *screen) asks(words, ask string) {
	s.t.Helper()
	s.presses("Ana", "Answer")
	s.fills(words, ask)
	s.sees("Ana", "Ben would see this:")
	if n := s.count("Ben", words); n != 0 {
		s.t.Errorf("Ben sees Ana's words %d times before she presses Send, want never", n)
	}
	s.presses("Ana", "Send to Ben")
	s.sees("Ana", "Sent. It waits for a good moment.")
}

func TestInABrowserTwoPeopleGoThroughTheWholeLoopByClicks(t *testing.T) {
	s := browse(t)
	const words, ask = "I missed you this week. What I need is an hour that is only ours.", "take a walk with me after dinner"
	s.asks(words, ask)
	s.sees("Ben", "A note from Ana is waiting")
	if n := s.count("Ben", words); n != 0 {
		t.Errorf("Ben sees the words %d times before Open, want never", n)
	}
	s.presses("Ben", "Open note")
	s.sees("Ben", words)
	s.sees("Ben", ask)
	s.size(1280, 680)
	s.pictured("demo.png")
	s.presses("Ben", "Yes")
	s.presses("Ben", "Tomorrow")
	s.presses("Ben", "Add a line")
	s.fills("After eight, I'll bring the thermos")
	s.presses("Ana", "Open answer")
	s.sees("Ana", "Ben says yes: tomorrow, ")
	s.sees("Ana", "After eight, I'll bring the thermos")
	for s.count("Ana", "do you feel understood?") == 0 {
		s.does("day")
	}
	if n := s.count("Ben", "do you feel understood?"); n != 0 {
		t.Errorf("Ben is asked %d times whether it reached Ana, want never", n)
	}
	s.presses("Ana", "Yes")
	s.presses("Ana", "Say thank you")
	s.until("a thank-you can be sent", `document.querySelector("#form[open]") || eyes.button("Ana", "Send to Ben")`)
}

func TestInABrowserAFormKeepsItsLimits(t *testing.T) {
	s := browse(t)
	s.presses("Ana", "Answer")
	s.until("the form has the keyboard", `document.activeElement.id === "field-0"`)
	fault := func(field int, words string) {
		t.Helper()
		s.until("the form says "+words, fmt.Sprintf(`document.querySelector("#field-%d-error").textContent === %s && document.querySelector("#field-%[1]d").getAttribute("aria-invalid") === "true"`, field, asJS(words)))
	}
	s.submits()
	fault(0, "This is required.")
	long := make([]rune, 1501)
	for i := range long {
		long[i] = '🙂' // two UTF-16 units each: characters are counted, as people do
	}
	s.types(string(long))
	fault(0, "At most 1500 characters, please.")
	s.submits()
	if n := s.count("Ana", "would see this:"); n != 0 {
		t.Errorf("too many characters were taken; %d drafts", n)
	}
	s.until("the form is still open", `document.querySelector("#form[open]") && document.activeElement.id === "field-0"`)
	s.key("\b")
	s.until("one character fewer is right", `!document.querySelector("#field-0").getAttribute("aria-invalid") && document.querySelector("#field-0-count").textContent === "1500 of 1500 characters"`)
	s.clicks("the second field", `document.querySelector("#field-1")`)
	s.types(string(long[:201]))
	fault(1, "At most 200 characters, please.")
	s.key("\b")
	s.submits()
	s.until("the form is closed", `!document.querySelector("#form[open]")`)
	s.sees("Ana", string(long[:1500]))
	s.sees("Ana", string(long[:200]))
}

func TestInABrowserTheClockOnlyGoesForwardAndAllThatIsDueComesInOrder(t *testing.T) {
	s := browse(t)
	// shown returns the minute of the day on a person's clock, and their city.
	shown := func(person int) (int, string) {
		t.Helper()
		text := read[string](s, "read the clock", fmt.Sprintf(`document.querySelectorAll("#times dd")[%d].textContent`, person))
		m := regexp.MustCompile(`(\d\d):(\d\d) (.+)$`).FindStringSubmatch(text)
		if m == nil {
			t.Fatalf("a clock shows %q, want a time and a city", text)
		}
		hour, _ := strconv.Atoi(m[1]) // digits, says the pattern
		minute, _ := strconv.Atoi(m[2])
		return hour*60 + minute, m[3]
	}
	before, city := shown(0)
	if city != "Paris" {
		t.Errorf("Ana's clock is in %q, want Paris", city)
	}
	if _, city := shown(1); city != "New York" {
		t.Errorf("Ben's clock is in %q, want New York", city)
	}
	s.does("hour")
	s.until("the clock shows it", `document.querySelector("#times dd").textContent.includes("21:")`)
	after, _ := shown(0)
	if passed := after - before; passed < 60 || passed > 62 {
		t.Errorf("+1 hour moved the clock by %d minutes", passed)
	}
	s.does("month")
	for _, name := range []string{"Ana", "Ben"} {
		s.until(name+" has been asked all month", fmt.Sprintf(`eyes.messages(%s, "Nothing today").length >= 12`, asJS(name)))
		times := read[[]int64](s, "read the times", fmt.Sprintf(`eyes.messages(%s, "").map((m) => Number(m.dataset.at))`, asJS(name)))
		for i := 1; i < len(times); i++ {
			if times[i] < times[i-1] {
				t.Errorf("%s sees a message of %d under one of %d", name, times[i], times[i-1])
			}
		}
	}
	s.clicks("Ana's zone", `document.activeElement === eyes.chat("Ana").querySelector("select") ? document.activeElement : (eyes.chat("Ana").querySelector("select").focus(), eyes.chat("Ana").querySelector("select"))`)
	s.key("Asia/Tokyo")
	s.key("\r")
	s.until("Ana's clock is in Tokyo", `document.querySelector("#times dd").textContent.endsWith(" Tokyo")`)
}

func TestInABrowserKillingTheBotAndStartingItAgainLosesNothing(t *testing.T) {
	s := browse(t)
	const words = "I need a quiet evening"
	s.asks(words, "")
	s.clicks("Make trouble", `document.querySelector("#trouble-button")`)
	s.does("kill")
	s.until("the bot is dead", `document.querySelector("#process").textContent.includes("not running")`)
	s.key("\x1b")
	s.until("the switches are away", `!document.querySelector("#trouble").matches(":popover-open")`)
	s.presses("Ana", "Withdraw")
	s.until("Discord says that nothing answers", `eyes.messages("Ana", "This interaction failed").length === 1`)
	s.does("hour")
	s.clicks("Make trouble", `document.querySelector("#trouble-button")`)
	s.does("restart")
	s.until("the bot is back", `document.querySelector("#process").textContent.includes("running, connected")`)
	s.does("restart")
	s.until("the bot is back again", `document.querySelector("#process").textContent.includes("running, connected")`)
	s.key("\x1b")
	s.does("hour")
	s.sees("Ben", "A note from Ana is waiting")
	if n := s.count("Ben", "A note from Ana is waiting"); n != 1 {
		t.Errorf("Ben got the note %d times, want once", n)
	}
	s.presses("Ben", "Open note")
	s.sees("Ben", words)
}
