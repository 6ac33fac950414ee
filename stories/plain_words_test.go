package stories

import (
	"cmp"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"
)

// figurative is a question as the library has it.
type figurative struct{ Text, Plain string }

// inPlainWords is the text without a figure of speech.
func (q figurative) inPlainWords() string { return cmp.Or(q.Plain, q.Text) }

// questionsOfTheFile reads the texts of the library.
func questionsOfTheFile(t *testing.T) (all []figurative) {
	t.Helper()
	file, err := os.ReadFile("../library/questions.yaml")
	if err != nil {
		t.Fatal(err)
	}
	unquote := func(text string) string {
		if inside, quoted := strings.CutPrefix(text, `"`); quoted {
			text = strings.ReplaceAll(strings.TrimSuffix(inside, `"`), `\"`, `"`)
		}
		return text
	}
	for _, m := range regexp.MustCompile(`(?m)^  text: (.*)\n(?:  plain: (.*)\n)?`).FindAllStringSubmatch(string(file), -1) {
		all = append(all, figurative{unquote(m[1]), unquote(m[2])})
	}
	if len(all) < 100 {
		t.Fatalf("the file has %d questions, want all", len(all))
	}
	return all
}

// Plain words: who chose them reads each question without a figure of speech, and the
// partner reads the same question as before.

// speaksPlainly turns plain words on.
func (p *person) speaksPlainly() {
	p.w.t.Helper()
	p.runs("settings").presses("More").presses("More").reads("**Words of questions:** the usual ones.").
		chooses("Words of questions", "Questions: plain words").reads("**Words of questions:** plain.")
}

// lastQuestion returns the question that came last, and the words in which it did.
func (p *person) lastQuestion() (q figurative, words string) {
	p.w.t.Helper()
	all := p.fromBot()
	for i := len(all) - 1; i >= 0; i-- {
		for _, q := range questionsOfTheFile(p.w.t) {
			for _, words := range []string{q.Text, q.inPlainWords()} {
				if strings.Contains(all[i].Content, "**"+words+"**") {
					return q, words
				}
			}
		}
	}
	p.w.t.Fatalf("%s got no question", p.name)
	return q, ""
}

// untilFigurative lets days pass until a question came to both that has a figure of speech.
func (w *world) untilFigurative(of *person) figurative {
	w.t.Helper()
	for range 40 {
		w.passes(24 * time.Hour)
		if q, _ := of.lastQuestion(); q.Plain != "" {
			return q
		}
	}
	w.t.Fatal("no question with a figure of speech came within 40 days")
	return figurative{}
}

func TestWhoChosePlainWordsReadsEachQuestionInThemAndThePartnerReadsItAsBefore(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.speaksPlainly()
	q := w.untilFigurative(ben)
	if _, words := ana.lastQuestion(); words != q.Plain {
		t.Errorf("Anabel reads %q, want %q", words, q.Plain)
	}
	if _, words := ben.lastQuestion(); words != q.Text {
		t.Errorf("Benedict reads %q, want %q", words, q.Text)
	}
	ana.runs("checkin").reads("**"+q.Plain+"**").presses("Answer").readsForm("In your own words", q.Plain)
	ana.fills("In your words", "A quiet evening, please").reads("To the question: *" + q.Plain + "*").presses("Send to Benedict")
	ben.sees("waiting").presses("Open note").reads("A quiet evening").reads("To the question: *" + q.Text + "*").lacks(q.Plain)
	ben.runs("checkin").reads("**" + q.Text + "**").presses("Answer")
	ben.fills("In your words", "A walk, please").reads("To the question: *" + q.Text + "*").presses("Send to Anabel")
	ana.sees("waiting").presses("Open note").reads("A walk").reads("To the question: *" + q.Plain + "*").lacks(q.Text)
	ana.runs("privacy").presses("Export my data").presses("Everything")
	_, page, record := ana.exported()
	if !strings.Contains(page, "You read questions in plain words.") || record["settings"].(map[string]any)["questions_in_plain_words"] != true {
		t.Errorf("the file says nothing of plain words:\n%s", page)
	}
	ben.neverSaw(q.Plain)
	ana.neverSaw(q.Text)
	ana.runs("settings").presses("More").presses("More").chooses("Words of questions", "Questions: usual words").reads("**Words of questions:** the usual ones.")

}
