package library

import (
	"fmt"
	"regexp"
	"testing"
	"unicode/utf8"
)

// Other languages need up to two fifths more room than English. What has too many
// characters for that in English bursts its place in one of them.
func TestEnglishLeavesRoomForLongerLanguages(t *testing.T) {
	t.Parallel()
	places := regexp.MustCompile(`\{[a-z]+\}`)
	fits := func(key, text string, limit int) {
		t.Helper()
		if n := utf8.RuneCountInString(places.ReplaceAllString(text, "x")); n*14/10 > limit {
			t.Errorf("%s has %d characters of %d: want at most %d", key, n, limit, limit*10/14)
		}
	}
	l := Default()
	for _, s := range l.speeches[0].sentences {
		fits(s.key, s.text, s.max)
		for _, f := range s.forms {
			fits(s.key, f.text, s.max)
		}
	}
	for _, k := range l.Kinds() {
		fits(k.Key, k.Label, maxLabel)
	}
	for _, w := range l.Wants() {
		fits(w.Key, w.Label, maxLabel)
	}
}

func TestALibraryOfOneLanguageSaysOnlyThat(t *testing.T) {
	t.Parallel()
	l := Default()
	for _, in := range l.Spoken() {
		of, only := l.Words(in.Key), l.Only(in.Key).Words("")
		for _, s := range l.speeches[0].sentences {
			want, _ := of.find(s.key)
			if got, tag := only.find(s.key); got.text != want.text || tag != in.Tag {
				t.Fatalf("%s in %s: got %q of %s, want %q", s.key, in.Key, got.text, tag, want.text)
			}
		}
		q, _ := of.Question(l.Questions()[0].Key)
		if got, _ := only.Question(q.Key); got.Text != q.Text {
			t.Errorf("a question in %s: got %q, want %q", in.Key, got.Text, q.Text)
		}
		if got, want := fmt.Sprint(only.Kinds(), only.Wants(), only.Coach("", 7)), fmt.Sprint(of.Kinds(), of.Wants(), of.Coach("", 7)); got != want {
			t.Errorf("kinds, wants and a line in %s: got %s, want %s", in.Key, got, want)
		}
	}
}

func TestARewordedLibrarySaysEveryTextInOtherWords(t *testing.T) {
	t.Parallel()
	l := Default().Reworded(func(text string) string { return "<" + text + ">" })
	w := l.Words("de")
	q, _ := w.Question(l.Questions()[0].Key)
	for _, text := range []string{w.Say("button.help"), w.Say("consent.kept", "n", 1), w.Say("consent.kept", "n", 2), q.Text, w.Kinds()[0].Label, w.Wants()[0].Label, w.Coach("", 1), w.Coach("listen", 1)} {
		if text[0] != '<' || text[len(text)-1] != '>' {
			t.Errorf("got %q, want it in other words", text)
		}
	}
	if hint, ok := l.Hint("You never listen to me", "en"); !ok || hint[0] != '<' {
		t.Errorf("a hint: got %q", hint)
	}
	if text := Default().Words("").Say("button.help"); text != "Help" {
		t.Errorf("what is shipped says %q now", text)
	}
}
