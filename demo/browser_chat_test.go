package demo

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// tool returns an expression for a small button of the newest message of a person's that
// has the words and such a button.
func tool(name, words, label string) string {
	return fmt.Sprintf(`eyes.messages(%s, %s).flatMap((m) => [...m.querySelectorAll(".tool")]).filter((b) => b.textContent === %s).pop()`, asJS(name), asJS(words), asJS(label))
}

func TestInABrowserAPersonRepliesEditsAndDeletes(t *testing.T) {
	s := browse(t)
	const question, draft = "Press Answer, or just write here", "Ben would see this:"
	s.clicks("Reply", tool("Ana", question, "Reply"))
	s.until("she sees what she replies to", `eyes.chat("Ana").querySelector(".context")?.textContent.startsWith("Replying to leanon: What would") && document.activeElement === eyes.chat("Ana").querySelector("textarea")`)
	s.types("I would like to be held")
	s.key("\r")
	s.until("it stands there as a reply", `eyes.messages("Ana", "I would like to be held").some((m) => m.querySelector(".reply-to .author")?.textContent === "leanon")`)
	s.sees("Ana", draft)
	s.clicks("Edit", tool("Ana", "I would like to be held", "Edit"))
	s.until("her words are there to be changed", `eyes.chat("Ana").querySelector("textarea").value === "I would like to be held" && eyes.chat("Ana").querySelector(".context").textContent.startsWith("Editing")`)
	s.types(", long")
	s.key("\r")
	s.until("the message is changed", `eyes.messages("Ana", "I would like to be held, long(edited)").length > 0`)
	s.until("what Ben would see is changed too", fmt.Sprintf(`eyes.messages("Ana", %s).some((m) => m.textContent.includes("I would like to be held, long"))`, asJS(draft)))
	s.clicks("Delete", `[...eyes.chat("Ana").querySelectorAll(".tool")].find((b) => b.textContent === "Delete")`)
	s.until("her message is gone, and what Ben would have seen", fmt.Sprintf(`eyes.messages("Ana", "I would like to be held").length === 0 && eyes.messages("Ana", %s).length === 0`, asJS(draft)))
	if n := s.count("Ben", "held"); n != 0 {
		t.Errorf("Ben sees it %d times, want never", n)
	}
}

func TestInABrowserAPersonChoosesFromAList(t *testing.T) {
	s := browse(t)
	s.clicks("the composer", `eyes.chat("Ana").querySelector("textarea")`)
	s.key("/set")
	s.until("it is suggested", `eyes.offered("/settings")`)
	s.key("\r")
	const list = `[...eyes.chat("Ana").querySelectorAll(".select")].find((b) => b.textContent.includes(%s))`
	s.clicks("how notes arrive", fmt.Sprintf(list, asJS("Notes:")))
	s.until("the list has the keyboard", `document.activeElement.getAttribute("role") === "listbox"`)
	s.accessible("an open list")
	option := read[string](s, "read the options", `document.activeElement.querySelectorAll("[role=option] .option-label")[1].textContent`)
	s.key(kb.ArrowDown)
	s.key("\r")
	s.until("it is chosen", fmt.Sprintf(list, asJS(option)))
	s.until("the settings say so", `eyes.messages("Ana", "without a name").length === 1`)
}

func TestInABrowserTheDrawerIsLive(t *testing.T) {
	s := browse(t)
	s.clicks("What is stored", `document.querySelector("#drawer-button")`)
	s.until("rows show, and no need yet", `document.querySelector("#drawer-rows table") && !document.querySelector("[data-table=needs]")`)
	s.asks("I need a quiet evening", "")
	s.until("the need shows, sealed and as new", `document.querySelector("[data-table=needs] td.is-blob") && document.querySelector("#drawer-rows tr.new")`)
	if shown := read[string](s, "read", `document.querySelector("#drawer").textContent`); strings.Contains(shown, "quiet evening") {
		t.Error("the drawer shows Ana's words in the clear")
	}
	s.clicks("the log", `document.querySelector("#drawer-tab-log")`)
	lines := read[int](s, "count", `document.querySelector("#drawer-log pre").textContent.split("\n").length`)
	s.clicks("Make trouble", `document.querySelector("#trouble-button")`)
	s.does("restart")
	s.key("\x1b")
	s.until("the log has gone on", fmt.Sprintf(`document.querySelector("#drawer-log pre").textContent.split("\n").length > %d`, lines))
	if shown := read[string](s, "read", `document.querySelector("#drawer-log pre").textContent`); strings.Contains(shown, "quiet evening") || strings.Contains(shown, "Ana") {
		t.Errorf("the log tells of people:\n%s", shown)
	}
}
