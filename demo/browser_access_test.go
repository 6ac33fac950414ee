package demo

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// accessible fails the test if axe-core finds anything on the page as it is now.
func (s *screen) accessible(state string) {
	s.t.Helper()
	if !read[bool](s, "look for axe", `Boolean(window.axe)`) {
		axe, err := os.ReadFile(filepath.Join("testdata", "axe", "axe.min.js"))
		s.must("read axe-core", err)
		_, err = chromedp.Run(s.ctx, chromedp.Evaluate[chromedp.Void](string(axe)))
		s.must("load axe-core", err)
	}
	found := read[struct {
		Passes     int
		Violations []string
	}](s, "run axe-core", `axe.run(document, { resultTypes: ["violations"] }).then((r) => ({ passes: r.passes.length,
		violations: r.violations.flatMap((v) => v.nodes.map((n) => v.id + ": " + v.help + " at " + n.target.join(" ") + " (" + n.failureSummary + ")")) }))`)
	if found.Passes < 15 {
		s.t.Errorf("%s: axe-core checked %d rules, want many", state, found.Passes)
	}
	for _, violation := range found.Violations {
		s.t.Errorf("%s: %s", state, violation)
	}
}

func TestInABrowserAnAccessibilityCheckFindsNothingInTheLight(t *testing.T) { checksAccess(t, "light") }
func TestInABrowserAnAccessibilityCheckFindsNothingInTheDark(t *testing.T)  { checksAccess(t, "dark") }

// checksAccess runs axe-core over each state of the page that a visitor can bring about.
func checksAccess(t *testing.T, scheme string) {
	s := browse(t)
	s.scheme(scheme)
	s.accessible("the start")
	s.presses("Ana", "Answer")
	s.submits() // of nothing: the fault shows
	s.accessible("a form")
	s.key("\x1b")
	s.clicks("What is stored", `document.querySelector("#drawer-button")`)
	s.until("rows show", `document.querySelector("#drawer-rows table")`)
	s.accessible("the database")
	s.clicks("the log", `document.querySelector("#drawer-tab-log")`)
	s.accessible("the log")
	s.clicks("Close", `document.querySelector("#drawer-close")`)
	s.clicks("Make trouble", `document.querySelector("#trouble-button")`)
	s.accessible("the switches")
	s.key("\x1b")
	s.asks("I felt alone at the party", "stay near me next time")
	s.presses("Ben", "Open note")
	s.sees("Ben", "I felt alone at the party")
	s.accessible("an opened note")
}

func TestInABrowserDarkIsDarkAndLightIsLight(t *testing.T) {
	s := browse(t)
	lightness := func(selector, property string) int {
		t.Helper()
		return read[int](s, "read a colour", fmt.Sprintf(`(() => { const [r, g, b] = getComputedStyle(document.querySelector(%s))[%s].match(/\d+/g).map(Number); return Math.round((r + g + b) / 3); })()`, asJS(selector), asJS(property)))
	}
	for _, place := range []string{"body", ".chat"} {
		if back, text := lightness(place, "backgroundColor"), lightness(place, "color"); back < 200 || text > 80 {
			t.Errorf("light: %s has %d on %d of 255, want dark on light", place, text, back)
		}
	}
	s.scheme("dark")
	for _, place := range []string{"body", ".chat"} {
		if back, text := lightness(place, "backgroundColor"), lightness(place, "color"); back > 80 || text < 200 {
			t.Errorf("dark: %s has %d on %d of 255, want light on dark", place, text, back)
		}
	}
	s.asks("I felt far away from you. I need to hear how your week really was.", "tell me over breakfast")
	s.clicks("What is stored", `document.querySelector("#drawer-button")`)
	s.until("the sealed need shows", `document.querySelector("[data-table=needs] td.is-blob")`)
	if strings.Contains(read[string](s, "read the rows", `document.querySelector("#drawer-rows").textContent`), "far away") {
		t.Error("the drawer shows Ana's words in the clear")
	}
	s.presses("Ben", "Open note")
	s.sees("Ben", "tell me over breakfast")
	s.size(1280, 600) // sealed values make a large picture
	s.pictured("demo-dark.png")
}

func TestInABrowserTheLoopFitsAScreenOf390Pixels(t *testing.T) {
	s := browse(t)
	s.size(390, 844, chromedp.EmulateMobile)
	s.until("tabs stand in for sides", `document.querySelectorAll("#tabs [role=tab]").length === 3`)
	fits := func(state string) {
		t.Helper()
		if wide := read[int](s, "measure", `document.documentElement.scrollWidth`); wide > 390 {
			t.Errorf("%s: the page is %d pixels wide, want at most 390", state, wide)
		}
		over := read[[]string](s, "measure", `[...document.querySelectorAll("button, textarea, select, .text")].filter((el) => eyes.visible(el) && !el.closest(".scroll"))
			.filter((el) => { const r = el.getBoundingClientRect(); return r.left < 0 || r.right > 390; }).map((el) => el.outerHTML.slice(0, 200))`)
		for _, el := range over {
			t.Errorf("%s: cut off at the side: %s", state, el)
		}
	}
	tab := func(i int) {
		t.Helper()
		s.clicks("a tab", fmt.Sprintf(`document.querySelector("#tab-%d")`, i))
		s.until("it shows", fmt.Sprintf(`document.querySelector("#tab-%d").getAttribute("aria-selected") === "true"`, i))
		if n := read[int](s, "count", `[...document.querySelectorAll(".chat, #drawer")].filter(eyes.visible).length`); n != 1 {
			t.Errorf("%d panels show at once, want one", n)
		}
	}
	fits("the start")
	s.presses("Ana", "Answer")
	s.until("the form is open", `document.querySelector("#form[open]")`)
	fits("the form")
	s.accessible("phone, the form")
	s.fills("I miss how we used to cook together", "cook with me on Sunday")
	s.presses("Ana", "Send to Ben")
	s.until("Ben's tab tells of a message", `/Ben \([12] new\)/.test(document.querySelector("#tab-1").textContent)`)
	tab(1)
	s.presses("Ben", "Open note")
	s.sees("Ben", "cook with me on Sunday")
	fits("the opened note")
	s.accessible("phone, the opened note")
	s.pictured("demo-phone.png")
	s.clicks("Ben's composer", `eyes.chat("Ben").querySelector("textarea")`)
	s.presses("Ben", "I hear you")
	tab(0)
	s.sees("Ana", "Ben says: I hear you.")
	tab(2)
	s.until("rows show", `document.querySelector("#drawer-rows table")`)
	fits("the database")
	s.accessible("phone, the database")
}

func TestInABrowserTheLoopNeedsNoMouse(t *testing.T) {
	s := browse(t)
	type focus struct {
		Who, Label string
		Marked     bool
	}
	// reach presses Tab until the keyboard is on that button of that person's, or of nobody's
	// if who is "".
	reach := func(who, label string) {
		t.Helper()
		s.until(label+" is there", fmt.Sprintf(`[...document.querySelectorAll("button, textarea")].some((el) => eyes.label(el) === %s && eyes.visible(el) && !el.getAttribute("aria-disabled"))`, asJS(label)))
		for range 150 {
			at := read[focus](s, "look where the keyboard is", `eyes.focused()`)
			if at.Who == who && at.Label == label {
				if !at.Marked {
					t.Errorf("nothing marks that the keyboard is on %s", label)
				}
				return
			}
			s.key("\t")
		}
		t.Fatalf("150 times Tab did not reach %s's %s", who, label)
	}
	kept := func(after string) {
		t.Helper()
		if at := read[string](s, "look where the keyboard is", `document.activeElement.tagName`); at == "BODY" {
			t.Errorf("after %s the keyboard is nowhere", after)
		}
	}
	reach("Ana", "Answer")
	s.key("\r")
	s.until("the form has the keyboard", `document.activeElement.id === "field-0"`)
	s.types("I felt alone at the party")
	reach("", "Submit")
	s.key("\r")
	s.sees("Ana", "Ben would see this:")
	s.until("the form is closed", `!document.querySelector("#form[open]")`)
	kept("the form")
	reach("Ana", "Send to Ben")
	s.key(" ")
	s.sees("Ben", "A note from Ana is waiting")
	kept("Send")
	reach("Ben", "Open note")
	s.key("\r")
	s.sees("Ben", "I felt alone at the party")
	kept("Open")
	reach("Ben", "Yes")
	s.key("\r")
	reach("Ben", "Own words")
	s.key("\r")
	s.until("the form is open", `document.activeElement.id === "field-0"`)
	s.types("after the sea")
	reach("", "Submit")
	s.key("\r")
	s.sees("Ana", "An answer from Ben is waiting")
	reach("", "+1 hour")
	s.key("\r")
	s.until("it is done", `!document.querySelector("[aria-busy]")`)
	kept("+1 hour")
	// A command by its first letters, its suggestion by Enter.
	reach("Ana", "Message from Ana to leanon")
	s.key("/help")
	s.until("commands are suggested", `eyes.visible(eyes.chat("Ana").querySelector("[role=listbox]"))`)
	s.key("\r")
	s.until("help has come", `eyes.chat("Ana").querySelectorAll(".message.ephemeral").length > 0`)
}

// hears begins to record what the page tells a screen reader.
func (s *screen) hears() {
	s.t.Helper()
	s.until("somebody listens", `window.told = [], new MutationObserver((all) => told.push(...all.flatMap((r) => [...r.addedNodes]).map((n) => n.textContent.replace(/[\u2068\u2069]/g, "")))).observe(document.querySelector("#live"), { childList: true }), true`)
}

// told waits until the words were told, and returns everything that was recorded since the
// last call.
func (s *screen) told(words string) []string {
	s.t.Helper()
	s.until("a screen reader is told "+words, fmt.Sprintf(`told.some((line) => line.includes(%s))`, asJS(words)))
	return read[[]string](s, "hear", `told.splice(0)`)
}

func TestInABrowserAScreenReaderHearsEachThingOnce(t *testing.T) {
	s := browse(t)
	// Of a log a screen reader tells only the new lines, one after the other.
	if got := read[string](s, "look at the region", `((live) => [live.getAttribute("role"), live.ariaLive, live.ariaAtomic, eyes.visible(live)].join())(document.querySelector("#live"))`); got != "log,,,true" {
		t.Errorf("the region is %q, want a plain log that is there", got)
	}
	s.hears()
	s.asks("> I felt alone\nat the party", "stay near me")
	for words, want := range map[string]string{
		"Nothing has left yet": "Nothing has left yet. Ana sees all that Ben would see: press Send to Ben in Ana's chat, or Keep private.",
		"A note from Ana":      "leanon to Ben: A note from Ana is waiting. No rush.",
	} {
		s.until("a screen reader is told "+words, fmt.Sprintf(`told.filter((line) => line === %s).length === 1`, asJS(want)))
	}
	before := s.told("")
	if n := strings.Count(strings.Join(before, "\n"), "A note from Ana"); n != 1 {
		t.Errorf("Ben's notice was told %d times, want once: %q", n, before)
	}
	if all := strings.Join(before, "\n"); !strings.Contains(all, "I felt alone at the party") || strings.Contains(all, "(a time)") {
		t.Errorf("got %q, want the words in one line and times as they show", before)
	}
	s.presses("Ben", "Open note")
	s.told("leanon to Ben: Ana wrote, ")
	s.presses("Ben", "I hear you")
	s.told("Ben says: I hear you.")
	s.does("month")
	all := s.told("messages for Ben. The last: leanon to Ben: ")
	if len(all) > 6 || !strings.Contains(strings.Join(all, "\n"), "messages for Ana. The last: leanon to Ana: ") {
		t.Errorf("a month was told in %d lines, want a few for Ana and Ben: %q", len(all), all)
	}
	if kept := read[int](s, "count", `document.querySelector("#live").children.length`); kept > 8 {
		t.Errorf("the region keeps %d lines, want at most 8", kept)
	}
}
