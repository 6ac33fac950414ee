package demo

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// The whole way of somebody who reads no English, from pairing to the end.

func TestInABrowserWhoReadsOnlySpanishMeetsNoEnglish(t *testing.T) {
	r := reads(t, "es")
	r.until("the page says which language it is in", `document.documentElement.lang === "es" && document.querySelector("#language").value === "es"`)
	r.meetsNoEnglish("the first page")
	r.pair()
	r.asksAndAnswers()
	r.looksAround()
	r.pauses()
	r.exports()
	r.leaves()
}

// pair makes the two a couple.
func (r *reader) pair() {
	r.t.Helper()
	r.does("pairing")
	r.until("nobody is paired", `document.querySelector("#hint").textContent.includes("/pair")`)
	r.meetsNoEnglish("strangers")
	r.begins("Ana", "/", "pair")
	r.until("whom is asked", `eyes.offered("@Ben")`)
	r.meetsNoEnglish("the options of /pair")
	r.key("\r")
	r.clicks("Run", fmt.Sprintf(`eyes.labelled(%s, eyes.chat("Ana"))`, asJS(r.run("pair"))))
	r.presses("Ana", "send-invite")
	r.presses("Ben", "accept-facts")
	r.meetsNoEnglish("the facts")
	r.presses("Ben", "agree")
	r.until("they are a couple", fmt.Sprintf(`eyes.button("Ana", %s)`, asJS(r.label("first"))))
	r.meetsNoEnglish("the welcome")
	r.presses("Ben", "city")
	r.fills("Madrid")
	r.until("Ben's clock is known", fmt.Sprintf(`eyes.messages("Ben", "Madrid").length > 0 && eyes.button("Ben", %s)`, asJS(r.label("days"))))
	r.meetsNoEnglish("his city")
}

// asksAndAnswers goes from a question to how its answer did.
func (r *reader) asksAndAnswers() {
	r.t.Helper()
	r.presses("Ana", "first")
	r.presses("Ana", "answer")
	r.until("the form is open", `document.querySelector("#form[open] #field-0")`)
	r.meetsNoEnglish("the form of an answer")
	r.fills("Me hizo falta hablar contigo esta semana", "llamarme mañana")
	r.until("a draft is there", fmt.Sprintf(`eyes.button("Ana", %s)`, asJS(r.label("send", "name", "Ben"))))
	r.meetsNoEnglish("the draft")
	r.presses("Ana", "send", "name", "Ben")
	r.presses("Ben", "open")
	r.until("the answers are there", fmt.Sprintf(`eyes.button("Ben", %s)`, asJS(r.label("say-yes"))))
	r.meetsNoEnglish("the note")
	r.presses("Ben", "more-answers")
	r.presses("Ben", "back")
	r.presses("Ben", "say-yes")
	r.until("when is asked", fmt.Sprintf(`eyes.button("Ben", %s)`, asJS(r.label("when-tonight"))))
	r.meetsNoEnglish("when")
	r.presses("Ben", "when-tonight")
	r.presses("Ben", "add-line")
	r.until("the form is open", `document.querySelector("#form[open] #field-0")`)
	r.meetsNoEnglish("the form of a line")
	r.fills("Con gusto")
	r.meetsNoEnglish("the answer")
	for range 4 {
		r.does("day")
	}
	r.until("Ana is asked about it", fmt.Sprintf(`eyes.button("Ana", %s)`, asJS(r.label("reached-yes"))))
	r.meetsNoEnglish("some days later")
	r.presses("Ana", "reached-yes")
	r.until("she can say thank you", fmt.Sprintf(`eyes.button("Ana", %s)`, asJS(r.label("thank"))))
	r.does("week")
	r.presses("Ana", "week-open")
	r.until("her week is open", fmt.Sprintf(`eyes.button("Ana", %s)`, asJS(r.label("week-fold"))))
	r.meetsNoEnglish("the note of the week")
}

// looksAround runs the other commands, and looks at the trouble and the drawer.
func (r *reader) looksAround() {
	r.t.Helper()
	for _, command := range []string{"help", "settings", "needs", "history", "card", "privacy", "hide", "week"} {
		r.does("hour")
		r.runs("Ana", command)
		r.meetsNoEnglish("/" + command)
	}
	r.clicks("trouble", `document.querySelector("#trouble-button")`)
	r.meetsNoEnglish("the trouble")
	r.key("\x1b")
	r.clicks("the drawer", `document.querySelector("#drawer-button")`)
	r.until("rows are there", `document.querySelector("#drawer-rows td")`)
	r.meetsNoEnglish("the drawer")
	r.clicks("the drawer", `document.querySelector("#drawer-close")`)
}

// runs a command without options and waits for what it says.
func (r *reader) runs(name, command string) {
	r.t.Helper()
	before := read[int](r.screen, "count", fmt.Sprintf(`eyes.messages(%s, "").length`, asJS(name)))
	r.clicks(name+"'s composer", fmt.Sprintf(`eyes.chat(%s).querySelector("textarea")`, asJS(name)))
	r.types("/" + command)
	r.until("it is suggested", fmt.Sprintf(`eyes.offered(%s)`, asJS("/"+command)))
	for read[string](r.screen, "see what is chosen", `document.querySelector("[role=option].active").firstChild.textContent`) != "/"+command {
		r.key(kb.ArrowDown)
	}
	r.key("\r")
	run := fmt.Sprintf(`eyes.labelled(%s, eyes.chat(%s))`, asJS(r.run(command)), asJS(name))
	said := fmt.Sprintf(`eyes.messages(%s, "").length > %d`, asJS(name), before)
	r.until("it is run, or asks for options", run+" || "+said)
	if read[bool](r.screen, "look for options", "Boolean("+run+")") {
		r.meetsNoEnglish("the options of /" + command)
		r.clicks("Run", run)
	}
	r.until("/"+command+" is answered", said)
}

func (r *reader) pauses() {
	r.t.Helper()
	r.runs("Ana", "pause")
	r.until("it is paused", fmt.Sprintf(`eyes.button("Ana", %s)`, asJS(r.label("resume"))))
	r.meetsNoEnglish("the pause")
	r.presses("Ana", "resume")
}

// exports reads the file too, which is a page of its own.
func (r *reader) exports() {
	r.t.Helper()
	r.runs("Ana", "privacy")
	r.presses("Ana", "export")
	r.until("what it holds is asked", fmt.Sprintf(`eyes.button("Ana", %s)`, asJS(r.label("export-shared"))))
	r.presses("Ana", "export-now")
	r.until("the file is there", `eyes.chat("Ana").querySelector(".file a")`)
	r.meetsNoEnglish("the export")
	file := read[string](r.screen, "read the file", `fetch([...eyes.chat("Ana").querySelectorAll(".file a")].find((a) => a.download.endsWith(".html")).href).then((a) => a.text())`)
	file = regexp.MustCompile(`(?s)<style.*?</style>|<script.*?</script>`).ReplaceAllString(file, "")
	texts := regexp.MustCompile(`(?s)<[^>]*>`).Split(file, -1)
	for _, said := range regexp.MustCompile(`(?:aria-label|alt|title)="([^"]*)"`).FindAllStringSubmatch(file, -1) {
		texts = append(texts, said[1])
	}
	if !strings.Contains(file, "llamarme") || len(texts) < 20 {
		r.t.Errorf("the file lacks what was written: %s", file)
	}
	for _, text := range texts {
		r.judge("the file", html.UnescapeString(text))
	}
}

func (r *reader) leaves() {
	r.t.Helper()
	r.runs("Ana", "leave")
	r.meetsNoEnglish("leaving")
	r.presses("Ana", "leave")
	r.until("it is said", fmt.Sprintf(`document.querySelector("#hint").textContent === %s`, asJS(r.page.Say("hint.parted"))))
	r.does("day")
	r.meetsNoEnglish("the end")
}
