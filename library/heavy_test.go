package library_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"leanon/library"
)

func TestHeavyWordsAreFoundHoweverTheyAreWritten(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, text := range []string{
		"kill myself", "I want to KILL  MYSELF.", "sometimes i (kill\nmyself) in dreams", "I don’t want to live like this", "I dont want to live",
		"I'm scared of you", "suicide", "Ich habe Angst vor dir!", "Ich möchte sterben", "ich MO\u0308CHTE sterben", "ki\u200bll myself",
		"Ich moechte sterben", "surdose de medicaments", "Surdose de me\u0301dicaments", "TU M`AS ÉTRANGLÉ", "tu mas etrangle",
	} {
		if !l.Heavy(text, "") {
			t.Errorf("Heavy(%q): got false, want true", text)
		}
	}
}

func TestOrdinaryWordsAreNotHeavy(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, text := range []string{
		"", "   ", "I missed you today", "I'm dying to see you", "my skill myself", "kill the lights, myself included", "this week is killing me",
		"You hit meadow paths with me", "Ich habe Angst vor dirigierten Chören", "I was hurt when you left early",
		"Ich mochte sterbende Schwäne", "Ich mochte sterben als Wort nie",
	} {
		if l.Heavy(text, "") {
			t.Errorf("Heavy(%q): got true, want false", text)
		}
	}
}

func TestTheShippedQuestionsAndLinesSoundHeavyToNobody(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, q := range l.Questions() {
		if l.Heavy(q.Text, "") {
			t.Errorf("question %s sounds heavy: %q", q.Key, q.Text)
		}
	}
	for seed := range uint64(50) {
		if line := l.Coach(seed); l.Heavy(line, "") {
			t.Errorf("a coaching line sounds heavy: %q", line)
		}
	}
}

func TestAHostMayEmptyTheListOfHeavyWords(t *testing.T) {
	t.Parallel()
	all := files(t)
	all["heavy.yaml"] = &fstest.MapFile{Data: []byte("en: []\nde: []\n")}
	l, err := library.Load(all)
	if err != nil {
		t.Fatalf("got %v, want it to load", err)
	}
	if l.Heavy("kill myself", "") {
		t.Error("got true of an empty list, want false")
	}
}

// FuzzHeavy looks for words that break the search, and for an answer that depends
// on what stands around a phrase.
func FuzzHeavy(f *testing.F) {
	for _, seed := range []string{"", "kill myself", "don’t", "\xff\u0308", "Angst vor dir", strings.Repeat("a ", 3000)} {
		f.Add(seed)
	}
	l := shipped(f)
	f.Fuzz(func(t *testing.T, text string) {
		got := l.Heavy(text, "")
		if again := l.Heavy("\n"+text+" ", ""); again != got {
			t.Errorf("Heavy(%q): got %v, with space around it %v", text, got, again)
		}
		if !l.Heavy(text+" kill myself ", "") {
			t.Errorf("Heavy(%q and a phrase): got false, want true", text)
		}
	})
}
