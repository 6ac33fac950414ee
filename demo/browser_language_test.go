package demo

import (
	"context"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"

	"leanon/library"
	"leanon/playground"
)

// reader is somebody at the page who reads one language.
type reader struct {
	*screen
	page    playground.Words
	bot     *library.Words
	english *regexp.Regexp // what they should not meet
	met     map[string]bool
}

// reads opens a demo's page in a browser that is set to a language. The library calls
// it by the same key.
func reads(t *testing.T, key string) *reader {
	t.Helper()
	needsTab(t)
	v := visitAlone(t)
	page, err := playground.ReadWords(playground.Spoken(key), ownWords())
	if err != nil {
		t.Fatal(err)
	}
	r := &reader{screen: show(t, v.origin, v.address), page: page, bot: library.Default().Words(key), met: map[string]bool{}}
	r.run = func(command string) string { return r.page.Say("composer.run", "command", command) }
	r.english = englishOf(t, key)
	r.until("Ana is asked", `eyes.button("Ana", "Answer")`)
	r.do("set the browser to another language", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, network.SetExtraHTTPHeaders, network.SetExtraHTTPHeadersParams{Headers: network.Headers{"Accept-Language": key + ";q=0.9,en;q=0.8"}})
		return err
	}))
	r.do("open the page in it", chromedp.Navigate(v.address))
	r.until("nobody has done anything, so the demo begins anew in it", fmt.Sprintf(`eyes.button("Ana", %s)`, asJS(r.label("answer"))))
	return r
}

// functionWords are English, and no words of Spanish.
const functionWords = "the|and|you|your|with|is|are|of|to|not|this|that|what|who|how|were|will|would|they|their|from|have|been|it|its|or|but|on|be|an|if|our|she|his|her|them|there|here|monday|tuesday|wednesday|thursday|friday|saturday|sunday|january|february|march|june|july|october|december|press|nothing|nobody|answers?|questions?|write|again|someone|because|until"

// englishOf finds the English function words, and each English text of the page, of the
// demo and of the bot that the reader's language says otherwise.
func englishOf(t *testing.T, key string) *regexp.Regexp {
	t.Helper()
	all := []string{`(?i)(?:^|[^\p{L}_])(?:` + functionWords + `)(?:$|[^\p{L}_])`}
	add := func(texts, own []string) {
		for _, text := range texts {
			if text = strings.TrimSpace(text); len([]rune(text)) > 8 && !strings.Contains(strings.Join(own, "\x00"), text) {
				all = append(all, regexp.QuoteMeta(text))
			}
		}
	}
	for _, dir := range []string{"words", "../playground/page/words"} {
		own := said(t, dir+"/"+key+".yaml")
		for name, texts := range said(t, dir+"/en.yaml") {
			add(texts, own[name])
		}
	}
	for line := range strings.Lines(readFile(t, "../library/words/keys.txt")) {
		if name := strings.Fields(line); len(name) > 0 && name[0] != "#" {
			add(library.Default().Words(library.English).Pieces(name[0]), library.Default().Words(key).Pieces(name[0]))
		}
	}
	return regexp.MustCompile(strings.Join(all, "|"))
}

// said are the texts of a file of words of the page without their places, by key.
func said(t *testing.T, file string) map[string][]string {
	t.Helper()
	texts, key := map[string][]string{}, ""
	for line := range strings.Lines(readFile(t, file)) {
		if name, is := strings.CutPrefix(line, "- key: "); is {
			key = strings.TrimSpace(name)
		}
		if m := regexp.MustCompile(`^(?:text|one|other): '(.*)'$`).FindStringSubmatch(strings.TrimSpace(line)); m != nil {
			texts[key] = append(texts[key], regexp.MustCompile(`\{[^}]*\}`).Split(strings.ReplaceAll(m[1], "''", "'"), -1)...)
		}
	}
	if len(texts) < 50 {
		t.Fatalf("%s: got %d sentences: this test sees nothing", file, len(texts))
	}
	return texts
}

func readFile(t *testing.T, name string) string {
	t.Helper()
	raw, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(raw)
}

// label is what the bot calls a button.
func (r *reader) label(name string, places ...any) string {
	return r.bot.Say("button."+name, places...)
}

// presses a button by its name in the menu.
func (r *reader) presses(name, button string, places ...any) {
	r.t.Helper()
	r.screen.presses(name, r.label(button, places...))
}

// onPage is everything that somebody reads on the page, or hears read: but for the names
// of languages and time zones, and the names of commands and options.
const onPage = `(() => {
	const skipped = (el) => el.closest("select, .option label, .command-name strong, script, style, noscript, #drawer-rows .table, #drawer-log pre");
	const texts = [document.title];
	for (const el of document.querySelectorAll("body *")) {
		if (skipped(el) || !eyes.visible(el)) continue;
		for (const node of el.childNodes) if (node.nodeType === 3) texts.push(node.textContent);
	}
	for (const el of document.querySelectorAll("*")) for (const name of ["aria-label", "alt", "title", "placeholder"]) texts.push(el.getAttribute(name) ?? "");
	for (const o of document.querySelectorAll("#form option")) texts.push(o.textContent);
	for (const el of document.querySelectorAll("#live p, .option-description")) texts.push(el.textContent);
	return texts.map((t) => t.replace(/[\u2068\u2069]/g, "").trim()).filter((t) => t !== "");
})()`

// meetsNoEnglish looks at the whole page.
func (r *reader) meetsNoEnglish(where string) {
	r.t.Helper()
	texts := read[[]string](r.screen, "read the page", onPage)
	if len(texts) < 30 {
		r.t.Errorf("%s: got %d texts, want those of the whole page", where, len(texts))
	}
	for _, text := range texts {
		r.judge(where, text)
	}
}

// commandName is one in a text, with the name of an option behind it.
var commandName = regexp.MustCompile(`/[a-z]+\b( [a-z]+:)?|\b(partner|until|text|days|time|zone|cron|thanks):|^(partner|until|text|days|time|zone|cron|thanks)$`)

func (r *reader) judge(where, text string) {
	r.t.Helper()
	bare := commandName.ReplaceAllString(text, "")
	for _, own := range r.own() {
		bare = strings.ReplaceAll(bare, own, "")
	}
	if found := r.english.FindString(bare); found != "" && !r.met[text] {
		r.met[text] = true
		r.t.Errorf("%s: %q is English, in: %s", where, found, text)
	}
}

// own are words that the two typed themselves, and names.
func (r *reader) own() []string { return []string{"kill -9", "New York", "leanon"} }

// Two people who read different languages each have their own chat in theirs.
func TestInABrowserTheTwoMayReadDifferentLanguages(t *testing.T) {
	s := browse(t)
	s.until("both read English", `eyes.messages("Ben", "You have both agreed").length === 1`)
	read[bool](s, "choose German for Ben", `(() => {
		const select = eyes.chat("Ben").querySelector(".device select:last-child");
		select.value = "de";
		select.dispatchEvent(new Event("change"));
		return true;
	})()`)
	s.until("his Discord is German", `eyes.chat("Ben").lang === "de" && eyes.chat("Ben").textContent.includes("Nur du kannst das sehen") && eyes.chat("Ana").lang === "en"`)
	s.accessible("two languages")
	s.presses("Ana", "Answer")
	s.fills("I missed you this week", "call me tomorrow")
	s.presses("Ana", "Send to Ben")
	german := library.Default().Words("de")
	s.presses("Ben", "Open note") // the bot does not know yet what he reads
	s.presses("Ben", german.Say("button.say-yes"))
	s.presses("Ben", german.Say("button.when-tonight"))
	s.sees("Ana", "Ben says yes")
	s.until("the hint is the visitor's", `document.querySelector("#hint").textContent.includes("Ana")`)
}
