package stories

import (
	"strings"
	"testing"
	"time"
)

// Arabic and Hebrew, among words of other scripts, and the marks that turn the direction of
// writing. What a person wrote arrives byte for byte, and turns no sentence of leanon's.

// turned are words with controls that nobody closed: an override, an embedding, isolates,
// and marks that close what nobody opened.
const turned = "אני צריכה \u202eאותך \u2067today\u2066 \u202b\u2069\u202c, أحتاجك \u2068now"

// opened reports whether a line leaves an isolate open behind it, closes one that it did
// not open, or has an override outside of any, so that what stands beside is turned (Unicode
// Standard Annex 9).
func opened(line string) bool {
	isolates := 0
	for _, r := range line {
		switch {
		case r >= '\u2066' && r <= '\u2068':
			isolates++
		case r == '\u2069':
			isolates--
		case r >= '\u202a' && r <= '\u202e' && isolates == 0:
			return true
		}
		if isolates < 0 {
			return true
		}
	}
	return isolates != 0
}

// ownLines fails for each line of leanon's own on which a control is left open. A line that
// quotes ends with its words, and with it whatever they opened.
func ownLines(t *testing.T, what, text string) {
	t.Helper()
	for line := range strings.SplitSeq(text, "\n") {
		if !strings.HasPrefix(line, ">") && opened(line) {
			t.Errorf("%s: %q is turned by what somebody wrote", what, line)
		}
	}
}

// exactly is the reply to the last act, to the byte.
func (p *person) exactly(words string) *person {
	p.w.t.Helper()
	if p.shown.Message == nil || !strings.Contains(p.shown.Message.Content, words) {
		p.w.t.Fatalf("%s reads %q, want %q in it", p.name, p.text(), words)
	}
	return p
}

func TestWordsOfAnyDirectionArriveAsTheyWereWritten(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris", weekly)
	both := w.people("אנה \u202eAna", "بنيامين")
	ana, ben, hers, his := both[0], both[1], "אנה Ana", "بنيامين"
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	ben.sees(hers + " invites you").agrees()
	ana.sees(bothAgreed)
	ana.runs("need").fills("In your words", turned, "Would you ...?", "call \u202eאותי", "Kind of need", "Comfort", "What I'd like from "+his, "Listen")
	ana.reads(his + " would see this:").exactly("> " + turned)
	ana.presses("Send to " + his)
	ben.sees("A note from " + hers + " is waiting.").opens().exactly("> " + turned).exactly("> Would you call \u202eאותי?")
	ben.presses("More").presses("In my own words").fills("In your words", turned)
	ana.opens().exactly("> " + turned)
	ben.runs("card").presses("Write").fills("What comforts me", turned, "What doesn't help", "", "Good times for me", "")
	ben.presses("Show it to " + hers)
	ana.runs("need", "text", "I feel "+turned).presses("Send to " + his)
	ana.runs("question").presses("Add one").fills("The question", turned+"?").presses("Propose to " + his)
	ben.sees("A question for the two of you").presses("Open question").exactly("> " + turned + "?")
	ana.runs("rhythm", "days", turned).reads("> days:")
	ana.runs("history").exactly("> " + turned)
	for _, p := range []*person{ana, ben} {
		p.runs("needs")
	}
	w.passes(7 * 24 * time.Hour)
	ana.runs("week")
	ana.runs("privacy").presses("Export my data").presses("Everything")
	_, page, record := ana.exported()
	if !strings.Contains(page, turned) {
		t.Errorf("the page changed the words:\n%s", page)
	}
	if text := written(record); !strings.Contains(text, turned) {
		t.Errorf("the file changed the words:\n%s", text)
	}
	for _, p := range []*person{ana, ben} {
		for _, m := range p.Messages() {
			if m.AuthorID == p.ID {
				continue
			}
			ownLines(t, "a message", m.Content)
			for _, row := range m.Components {
				for _, c := range row {
					ownLines(t, "a label", c.Label)
					for _, o := range c.Options { // ends with the words, and with it whatever they opened
						ownLines(t, "an option", strings.TrimSuffix(o.Label, turned))
					}
				}
			}
			for _, f := range m.Files {
				ownLines(t, "an alternative text", f.Description)
			}
		}
	}
}

// written are all texts of a file, one below the other.
func written(of any) string {
	var b strings.Builder
	var walk func(any)
	walk = func(v any) {
		switch v := v.(type) {
		case string:
			b.WriteString(v + "\n")
		case []any:
			for _, x := range v {
				walk(x)
			}
		case map[string]any:
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(of)
	return b.String()
}
