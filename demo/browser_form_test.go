package demo

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/bwmarrin/discordgo"
	"github.com/chromedp/chromedp"
)

// asksWith lets Ana run a command, and shows her a form.
func (s *showing) asksWith(components ...any) {
	s.t.Helper()
	s.clicks("the composer", `eyes.chat("Ana").querySelector("textarea")`)
	s.key("/think")
	s.until("it is suggested", `eyes.offered("/think")`)
	s.key("\r")
	i := <-s.told
	callback := discordgo.EndpointInteractionResponse(i.ID, i.Token)
	body := map[string]any{"type": 9, "data": map[string]any{"custom_id": "f", "title": "Your answer", "components": components}}
	if _, err := s.bot.RequestWithBucketID("POST", callback, body, callback); err != nil {
		s.t.Fatal(err)
	}
	s.until("the form is open", `document.querySelector("#form[open]")`)
}

func TestInABrowserAFormShowsItsQuestionAndLetsAPersonChoose(t *testing.T) {
	s := shows(t)
	sent := make(chan json.RawMessage, 10)
	s.bot.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) { // discordgo itself reads no labels
		if e.Type == "INTERACTION_CREATE" {
			sent <- e.RawData
		}
	})
	option := func(label, value string) any { return map[string]any{"label": label, "value": value} }
	label := func(words, about string, inner map[string]any) any {
		return map[string]any{"type": 18, "label": words, "description": about, "component": inner}
	}
	s.asksWith(map[string]any{"type": 10, "content": "**How was today?**"},
		label("In your words", "Nothing leaves before you press Send.", map[string]any{"type": 4, "style": 2, "custom_id": "words"}),
		label("Kind of need", "Only if you like.", map[string]any{"type": 3, "custom_id": "kind", "required": false, "min_values": 0, "options": []any{option("Rest", "rest"), option("Play", "play")}}))
	<-sent // the command
	for _, scheme := range []string{"light", "dark"} {
		s.scheme(scheme)
		s.accessible(scheme + ", a form with a select")
	}
	if got := read[string](s.screen, "read the form", `(() => {
		const form = document.querySelector("#form"), select = form.querySelector("select");
		return [document.getElementById(form.getAttribute("aria-describedby")).textContent, form.querySelector("strong").textContent, select.labels[0].textContent,
			...select.getAttribute("aria-describedby").split(" ").map((id) => document.getElementById(id).textContent), document.activeElement.id].join("|");
	})()`); got != "How was today?|How was today?|Kind of need|Only if you like.||field-0" {
		t.Errorf("the form says %q", got)
	}
	for _, width := range []int64{390, 640} { // 640 is a screen of 1,280 at twice the size
		s.size(width, 420)
		s.until("the form fits", `((f) => f.scrollWidth <= f.clientWidth && f.getBoundingClientRect().right <= innerWidth)(document.querySelector("#form"))`)
	}
	s.types("It was long")
	s.key("\t")
	s.key("Pl") // a select takes the first letters of an option
	s.until("it is chosen", `document.querySelector("#form select").value === "play"`)
	s.submits()
	var got struct {
		Data struct {
			Components []struct {
				Type      int
				Component struct {
					Value  string
					Values []string
				}
			}
		}
	}
	if err := json.Unmarshal(<-sent, &got); err != nil {
		t.Fatal(err)
	}
	if c := got.Data.Components; len(c) != 3 || c[0].Type != 10 || c[1].Component.Value != "It was long" || len(c[2].Component.Values) != 1 || c[2].Component.Values[0] != "play" {
		t.Errorf("got %+v, want what was filled in and chosen", got)
	}
}

func TestInABrowserAPersonSendsAPictureWithAndWithoutWords(t *testing.T) {
	s := browse(t)
	attach := `((input) => {
		const all = new DataTransfer();
		all.items.add(new File([Uint8Array.from(atob("R0lGODlhAQABAAAAACwAAAAAAQABAAA="), (c) => c.charCodeAt(0))], "us.gif", { type: "image/gif" }));
		input.files = all.files;
		input.dispatchEvent(new Event("change"));
		return true;
	})(eyes.chat("Ana").querySelector("input[type=file]"))`
	for _, words := range []string{"", "The two of us"} {
		read[bool](s, "attach a picture", attach)
		s.until("it waits to be sent", `eyes.chat("Ana").querySelector(".context")?.textContent === "With the picture us.gifRemove" && document.activeElement === eyes.chat("Ana").querySelector("textarea")`)
		s.accessible("a picture that waits")
		if words != "" {
			s.types(words)
		}
		s.key("\r")
		s.until("it is sent, and nothing waits", `!eyes.chat("Ana").querySelector(".context")`)
	}
	s.until("both pictures show", `[...eyes.chat("Ana").querySelectorAll(".message img")].filter((i) => i.complete && i.naturalWidth === 1).length === 2`)
	s.sees("Ana", "The two of us")
}

// inView returns an expression for whether the newest message of a person's that has the
// words, and each of its buttons, is in view; of a message that is higher than the chat
// only the buttons and what stands above them.
func inView(name, words string) string {
	return fmt.Sprintf(`((m, list) => {
		const view = list.getBoundingClientRect();
		const inside = (el) => ((r) => r.top >= Math.max(0, view.top) - 1 && r.bottom <= Math.min(innerHeight, view.bottom) + 1)(el.getBoundingClientRect());
		return Boolean(m) && [...m.querySelectorAll(".row button")].every(inside) && (inside(m.querySelector(".text")) || m.getBoundingClientRect().height > view.height);
	})(eyes.messages(%s, %s).pop(), eyes.chat(%[1]s).querySelector(".messages"))`, asJS(name), asJS(words))
}

func TestInABrowserANoteThatWasOpenedIsInViewWithItsButtons(t *testing.T) {
	for _, screen := range [][2]int64{{390, 844}, {640, 360}} { // 640 by 360 is 1,280 by 720 at twice the size
		t.Run(fmt.Sprint(screen), func(t *testing.T) {
			s := browse(t)
			s.size(screen[0], screen[1])
			s.do("open the page anew", chromedp.Reload())
			s.until("Ana is asked", `eyes.button("Ana", "Answer")`)
			s.until("Ana's question and its buttons are in view", inView("Ana", "Press Answer, or just write here"))
			s.size(1280, 800)
			s.asks("I miss how we used to cook together. "+strings.Repeat("It was the best hour of the day. ", 6), "cook with me on Sunday")
			s.size(screen[0], screen[1])
			s.clicks("Ben's tab", `document.querySelector("#tab-1")`)
			s.writes("Ben", "Something else stands below it")
			s.sees("Ben", "Is this your answer") // which has moved the note
			s.presses("Ben", "Open note")
			s.until("the note and its buttons are in view", inView("Ben", "cook with me on Sunday"))
			s.presses("Ben", "More")
			s.until("so are the other answers", inView("Ben", "cook with me on Sunday")+` && eyes.button("Ben", "Part of it")`)
			s.presses("Ben", "Back")
			s.presses("Ben", "Yes")
			s.until("so are the times", inView("Ben", "cook with me on Sunday")+` && eyes.button("Ben", "Tonight")`)
			s.presses("Ben", "Back")
			s.writes("Ben", "I would love to, if you chop the onions")
			s.until("so is what he wrote, with what it may be", inView("Ben", "chop the onions")+` && eyes.button("Ben", "My answer")`)
		})
	}
}
