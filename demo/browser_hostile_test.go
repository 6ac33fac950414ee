package demo

import (
	"strings"
	"testing"
)

func TestInABrowserAHostileTextNeverBecomesMarkup(t *testing.T) {
	s := browse(t)
	const script, picture = `<script>window.owned=1</script>`, `<img src=x onerror="window.owned=1">`
	words := script + picture + `<svg onload="window.owned=1"></svg><iframe srcdoc="<script>parent.owned=1</script>"></iframe>` +
		` [look](javascript:window.owned=1) <a href="javascript:window.owned=1">here</a> &lt;b&gt; </li></ol></section>`
	s.asks(words, picture)
	s.presses("Ben", "Open note")
	for _, name := range []string{"Ana", "Ben"} {
		s.sees(name, script)
		s.sees(name, picture)
	}
	harmless := func(after string) {
		t.Helper()
		for _, found := range read[[]string](s, "look for markup", `[
			...document.querySelectorAll("#people script, #people img, #people iframe, #people object, #people embed, #people style, #people svg, #people link, #people meta, body script"),
			...[...document.querySelectorAll("#people *")].filter((el) => el.getAttributeNames().some((a) => a.startsWith("on") || a === "srcdoc" || a === "style" && el.closest(".text"))),
			...[...document.querySelectorAll("a[href]")].filter((a) => !/^https?:/.test(a.protocol)),
		].map((el) => el.outerHTML.slice(0, 200))`) {
			t.Errorf("after %s there is markup: %s", after, found)
		}
		if read[bool](s, "look for a script's trace", `"owned" in window`) {
			t.Errorf("after %s a script has run", after)
		}
	}
	harmless("tags")
	for name, bomb := range map[string]string{
		"nested quotes":    strings.Repeat("> ", 700) + "end of quotes",
		"nested emphasis":  strings.Repeat("**_~~||", 200) + "end of emphasis",
		"open brackets":    strings.Repeat("[", 700) + strings.Repeat("](", 300) + "end of brackets",
		"backticks":        strings.Repeat("`", 701) + "```" + strings.Repeat("*`", 300) + "end of backticks",
		"nested lists":     strings.Repeat("- ", 700) + "end of lists",
		"stars and spaces": strings.Repeat("* _", 450) + "end of stars",
		"marks on a mark":  "e" + strings.Repeat("\u0301", 1400) + "end of marks",
		"times and names":  strings.Repeat("<t:99999999999999999:R><@1><t:0:F>", 40) + "end of times",
	} {
		s.writes("Ben", bomb)
		s.sees("Ben", bomb[strings.Index(bomb, "end of"):])
		harmless(name)
	}
	s.presses("Ben", "I hear you") // the page still works
	s.sees("Ana", "Ben says: I hear you.")
}
