package bot

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"leanon/discord/talk"
	"leanon/library"
)

// saysItAgain goes through what is offered to whoever types something that is not taken.
func (g *stage) saysItAgain() {
	g.Helper()
	g.command(anabel, "rhythm", "cron", "never")
	g.uses(anabel, "try-again")
	g.command(anabel, "pause", "until", "8")
	g.uses(anabel, "try-again")
	g.does(anabel, talk.Request{Kind: talk.Submit, CustomID: "set-quiet", Fields: map[string]string{"quiet": "9-5"}})
	g.uses(anabel, "try-again")
	g.command(anabel, "rhythm", "days", "Mon", "time", "8")
	g.uses(anabel, "try-again")
}

// value returns what stands in a field of a form.
func value(t *testing.T, r talk.Reply, field string) string {
	t.Helper()
	if r.Form == nil {
		t.Fatalf("got %s, want a form", read(r))
	}
	for _, f := range r.Form.Fields {
		if f.ID == field {
			return f.Value
		}
	}
	t.Fatalf("got %s, want a field %s", read(r), field)
	return ""
}

func TestWhatIsNotTakenIsRepeatedAndCanBeTriedAgain(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.pairs(anabel, benedict)
	said := read(g.command(anabel, "rhythm", "days", "every other *Friday* @everyone", "time", "8 pm"))
	for _, want := range []string{"Every other week", `> days: every other \\*Friday\\* \\@everyone`, "> time: 8 pm", "Try again"} {
		if !strings.Contains(said, strings.ReplaceAll(want, `\\`, `\`)) {
			t.Errorf("got %s, want %q in it", said, want)
		}
	}
	form := g.uses(anabel, "try-again")
	if days, time := value(t, form, "days"), value(t, form, "time"); days != "every other *Friday* @everyone" || time != "8 pm" {
		t.Errorf("the form: got %q and %q, want what was typed", days, time)
	}
	said = read(g.command(anabel, "rhythm", "cron", "0 25 * * *"))
	if !strings.Contains(said, `> cron: 0 25 \* \* \*`) || !strings.Contains(said, "second field, the hour") {
		t.Errorf("got %s, want the expression and its reason", said)
	}
	if got := value(t, g.uses(anabel, "try-again"), "cron"); got != "0 25 * * *" {
		t.Errorf("the form: got %q, want the expression", got)
	}
	g.command(anabel, "pause", "until", "some day_or_other")
	if got := value(t, g.uses(anabel, "try-again"), "until"); got != "some day_or_other" {
		t.Errorf("the form: got %q, want what was typed", got)
	}
	if got := read(g.does(anabel, talk.Request{Kind: talk.Submit, CustomID: "set-quiet", Fields: map[string]string{"quiet": "10pm"}})); !strings.Contains(got, "a beginning and an end") {
		t.Errorf("one end: got %s, want it said", got)
	}
	if got := value(t, g.uses(anabel, "try-again"), "quiet"); got != "10pm" {
		t.Errorf("the form: got %q, want what was typed", got)
	}
}

func TestWhatIsNotCertainIsAskedAndTakenWithOnePress(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.pairs(anabel, benedict)
	before := g.column(`SELECT cron FROM members`)
	for _, c := range []struct{ days, time, want, press string }{
		{"Mon", "8", "Which time of day do you mean?", "Monday at 20:00"},
		{"once a week", "20:00", "On which day", "Wednesday at 20:00"},
		{"do", "20:00", "two languages", "Thursday at 20:00"},
	} {
		if got := read(g.command(anabel, "rhythm", "days", c.days, "time", c.time)); !strings.Contains(got, c.want) || !strings.Contains(got, c.press) {
			t.Errorf("%s, %s: got %s, want %q and %q", c.days, c.time, got, c.want, c.press)
		}
		if after := g.column(`SELECT cron FROM members`); strings.Join(after, "|") != strings.Join(before, "|") {
			t.Errorf("%s: got %q, want nothing changed before a press", c.days, after)
		}
	}
	g.command(anabel, "rhythm", "days", "Tuesdays at 8")
	if got := read(g.uses(anabel, "take-rhythm")); !strings.Contains(got, "on Tuesday at 20:00") {
		t.Errorf("the last of the two: got %s, want the evening", got)
	}
	if got := read(g.does(anabel, talk.Request{Kind: talk.Submit, CustomID: "set-quiet", Fields: map[string]string{"quiet": "22:00 to 14:00"}})); !strings.Contains(got, "more than 14 hours") {
		t.Errorf("16 hours: got %s, want it asked", got)
	}
	if got := read(g.uses(anabel, "take-quiet")); !strings.Contains(got, "22:00-14:00") {
		t.Errorf("got %s, want it taken", got)
	}
	g.command(anabel, "pause", "until", "8")
	if got := read(g.uses(anabel, "take-until")); !strings.Contains(got, "until <t:") {
		t.Errorf("got %s, want a pause", got)
	}
}

func TestWhatIsRepeatedComesBackAsItWasTyped(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	rapid.Check(t, func(t *rapid.T) {
		typed := repeated(rapid.StringN(0, 150, 300).Draw(t, "typed"))
		other := repeated(rapid.StringMatching(`(> )?(days|time|until): .{0,20}|\\*.{0,9}`).Draw(t, "other"))
		r := request{reader: reader{speaker: speaker{library.Default().Words("")}}}
		m := r.tryAgain(notTaken{say: "why", form: "set-days", fields: []typedField{{"days", typed}, {"time", other}}}).Message
		got := b.repeatedIn(m.Text, "days", "time")
		if got["days"] != typed || got["time"] != other {
			t.Fatalf("%q and %q: got %q from %q", typed, other, got, m.Text)
		}
	})
}

func TestWhereReadingStoppedIsSaidAsItWasTyped(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.pairs(anabel, benedict)
	if got := read(g.command(anabel, "pause", "until", "when the Kids are in Bed")); !strings.Contains(got, "when the Kids are in Bed\"") {
		t.Errorf("got %s, want the words as they were typed", got)
	}
	g.uses(anabel, "days")
	if got := read(g.does(anabel, talk.Request{Kind: talk.Submit, CustomID: g.offers[len(g.offers)-1].id, Fields: map[string]string{"days": "", "time": " "}})); !strings.Contains(got, inEnglish("unread.empty")) {
		t.Errorf("an empty form: got %s, want that said", got)
	}
	if got := read(g.command(anabel, "pause", "until", "24")); !strings.Contains(got, "Label:") || !strings.Contains(got, " 24 ") && !strings.Contains(got, "24 ") {
		t.Errorf("a number: got %s, want its day offered", got)
	}
	for _, days := range []string{"T/Th", "TTh", "Tu/Th", "TuTh"} {
		if got := read(g.command(anabel, "rhythm", "days", days)); !strings.Contains(got, "on Tuesday and Thursday") {
			t.Errorf("%s: got %s, want two days", days, got)
		}
	}
}
