package demo

import (
	"fmt"
	"testing"

	"github.com/chromedp/chromedp"
)

func TestInABrowserNoKeyCostsAPersonTheirWords(t *testing.T) {
	s := browse(t)
	const words, ask = "I felt small when you laughed", "hear me out tonight"
	s.presses("Ana", "Answer")
	s.clicks("the first field", `document.querySelector("#field-0")`)
	s.types(words)
	s.clicks("the second field", `document.querySelector("#field-1")`)
	s.types(ask)
	s.key("\x1b")
	s.until("the page says that they are kept", `!document.querySelector("#form[open]") && document.querySelector("#toasts").textContent.includes("What you typed is kept")`)
	s.clicks("Dismiss", `eyes.labelled("Dismiss", document.querySelector("#toasts"))`)
	s.presses("Ben", "Set my city") // another form in between
	s.until("Ben's own form is his", fmt.Sprintf(`document.querySelector("#form[open] #field-0") && document.querySelector("#field-0").value !== %s`, asJS(words)))
	s.key("\x1b")
	s.presses("Ana", "Answer")
	s.until("they are there again", fmt.Sprintf(`document.querySelector("#form[open]") && document.querySelector("#field-0").value === %s && document.querySelector("#field-1").value === %s`, asJS(words), asJS(ask)))
	s.submits()
	s.until("the form is closed", `!document.querySelector("#form[open]")`) // and gives the keyboard back
	s.sees("Ana", "Ben would see this:")
	s.sees("Ana", words)

	s.begins("Ben", "/need", "need")
	s.clicks("Ben's text", `eyes.option("Ben", "text")`)
	s.types("I need a quiet evening")
	s.key("\x1b")
	s.until("the command is left", `!eyes.option("Ben", "text")`)
	s.begins("Ben", "/need", "need")
	s.until("his words are there again", `eyes.option("Ben", "text").value === "I need a quiet evening"`)
	s.clicks("Run", `eyes.labelled("Run /need", eyes.chat("Ben"))`)
	s.sees("Ben", "Ana would see this:")
}

func TestInABrowserEverybodyStaysWhereTheyRead(t *testing.T) {
	s := browse(t)
	s.does("month")
	s.until("Ana has a month of messages", `eyes.messages("Ana", "Nothing today").length >= 12`)
	const ana, ben = `eyes.chat("Ana").querySelector(".messages")`, `eyes.chat("Ben").querySelector(".messages")`
	settled := func() {
		t.Helper()
		s.until("the page stands still", `new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true))))`)
	}
	// top returns how many pixels below the top of Ana's list a message of hers begins.
	top := func(id string) float64 {
		t.Helper()
		settled()
		return read[float64](s, "measure", fmt.Sprintf(`document.querySelector('[data-id="%s"]').getBoundingClientRect().top - %s.getBoundingClientRect().top`, id, ana))
	}
	end := func(list string) float64 {
		t.Helper()
		settled()
		return read[float64](s, "measure", fmt.Sprintf(`%s.scrollHeight - %[1]s.scrollTop - %[1]s.clientHeight`, list))
	}
	// Half-way up, because who is near the end stays at the end when messages come.
	read[bool](s, "scroll up", fmt.Sprintf(`%s.scrollTop = (%[1]s.scrollHeight - %[1]s.clientHeight) / 2, true`, ana))
	settled()
	reading := read[string](s, "see what she reads", fmt.Sprintf(`[...%s.querySelectorAll("[data-id]")].find((m) => m.getBoundingClientRect().bottom > %[1]s.getBoundingClientRect().top).dataset.id`, ana))
	at := top(reading)
	stays := func(after string) {
		t.Helper()
		if now := top(reading); now < at-2 || now > at+2 {
			t.Errorf("after %s what Ana reads is %.0f pixels down, want %.0f as before", after, now, at)
		}
		if rest := end(ben); rest > 1 {
			t.Errorf("after %s Ben is %.0f pixels from the end, want none", after, rest)
		}
	}
	stays("nothing")
	s.clicks("What is stored", `document.querySelector("#drawer-button")`)
	s.until("rows show", `document.querySelector("#drawer-rows table")`)
	stays("opening the drawer")
	s.clicks("Close", `document.querySelector("#drawer-close")`)
	stays("closing it")
	s.size(1000, 600)
	stays("making the window smaller")
	s.writes("Ben", "I was here")
	s.sees("Ben", "I was here")
	s.does("day")
	stays("new messages")
	s.size(390, 844, chromedp.EmulateMobile)
	s.until("tabs stand in for sides", `document.querySelectorAll("#tabs [role=tab]").length === 3`)
	s.clicks("the drawer's tab", `document.querySelector("#tab-2")`)
	s.until("rows show", `eyes.visible(document.querySelector("#drawer-rows table"))`)
	s.clicks("Ana's tab", `document.querySelector("#tab-0")`)
	if now := top(reading); now < at-2 || now > at+2 {
		t.Errorf("after the drawer's tab what Ana reads is %.0f pixels down, want %.0f as before", now, at)
	}
}
