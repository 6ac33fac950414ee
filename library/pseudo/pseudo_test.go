package pseudo

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"leanon/library"
)

func TestATextIsLongerAccentedAndComesBack(t *testing.T) {
	t.Parallel()
	for english, want := range map[string]string{
		"Send":                         "╔Ŝēņđ╗",
		"Send to {name}":               "╔Ŝēņđ ţō ┌{name}┐╗",
		"/need works at any time.":     "╔/need ŵōŗķŝ āţ āņŷ ţīμē.▪▪▪▪▪▪▪╗",
		"now/never: https://a.example": "╔ņōŵ/ņēνēŗ: https://a.example▪▪▪▪▪▪▪▪▪╗",
		"":                             "",
	} {
		if got := Text(english); got != want {
			t.Errorf("Text(%q): got %q, want %q", english, got, want)
		}
		if got := English(Text(english)); got != english {
			t.Errorf("English(Text(%q)): got %q", english, got)
		}
	}
}

func TestEverySentenceOfTheLibraryComesBack(t *testing.T) {
	t.Parallel()
	english, longer := library.Default().Words(""), Library().Words("de")
	for _, k := range english.Kinds() {
		if got := longer.KindLabel(k.Key); got == k.Label || English(got) != k.Label {
			t.Errorf("the kind %s: got %q, want %q in another language", k.Key, got, k.Label)
		}
	}
	for _, q := range slices.Concat(library.Default().Questions(), library.Default().PackQuestions(library.Loss)) {
		got, _ := longer.Question(q.Key)
		if got.Text == q.Text || English(got.Text) != q.Text || English(got.Plain) != q.Plain {
			t.Errorf("the question %s: got %q, want %q in another language", q.Key, got.Text, q.Text)
		}
		if n, room := utf8.RuneCountInString(got.Text), utf8.RuneCountInString(q.Text)*14/10; n != room {
			t.Errorf("the question %s has %d characters, want %d", q.Key, n, room)
		}
	}
	if got, want := longer.Say("button.send", "name", "Ben"), "╔Ŝēņđ ţō ┌Ben┐╗"; got != want {
		t.Errorf("a button: got %q, want %q", got, want)
	}
}

func TestWhatTheProgramSaysItselfIsFound(t *testing.T) {
	t.Parallel()
	theirs := func(word string) bool { return slices.Contains([]string{"Ben", "tea", "please"}, word) }
	for text, want := range map[string]string{
		Text("A note from Ben"): "",
		strings.ReplaceAll(Text("A note from {name}"), "{name}", "Ben"):                       "",
		Text("Sent.") + "\n> tea, please " + Text("Would you?"):                               "",
		strings.ReplaceAll(Text("See {place}"), "{place}", "/needs </need:12>") + "\n<t:1:F>": "",
		"Sent.": `the program says "Sent" itself`,
		strings.ReplaceAll(Text("A note from {name}"), "{name}", "your partner"):                       `the program says "your" itself; the program says "partner" itself`,
		Text("Sent.") + " " + Text("No rush."):                                                         `a sentence is joined to what stands beside it: "Sent. No rush."`,
		"Ben: " + Text("sent"):                                                                         `a sentence is joined to what stands beside it: "Ben: sent"`,
		strings.ReplaceAll(Text("It comes {when}."), "{when}", Text("on Monday")+" "+Text("at 20:00")): `a sentence is joined to what stands beside it: "on Monday at 20:00"`,
		strings.ReplaceAll(Text("It comes {when}."), "{when}", Text("on Monday")):                      "",
		"te…": "",
	} {
		if got := strings.Join(Faults(text, theirs), "; "); got != want {
			t.Errorf("Faults(%q): got %s, want %s", text, got, want)
		}
	}
}
