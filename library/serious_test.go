package library_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"leanon/library"
)

func TestSeriousWordsAreFoundHoweverTheyAreWritten(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, text := range []string{
		"kill myself", "I want to KILL  MYSELF.", "sometimes i (kill\nmyself) in dreams", "I don’t want to live like this", "I dont want to live",
		"I'm scared of you", "suicide", "Ich habe Angst vor dir!", "Ich möchte sterben", "ich MO\u0308CHTE sterben", "ki\u200bll myself",
		"Ich moechte sterben", "surdose de medicaments", "Surdose de me\u0301dicaments", "TU M`AS ÉTRANGLÉ", "tu mas etrangle",
	} {
		if !l.Serious(text, "").Found {
			t.Errorf("Serious(%q): got false, want true", text)
		}
	}
}

func TestOrdinaryWordsAreNotSerious(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, text := range []string{
		"", "   ", "I missed you today", "I'm dying to see you", "my skill myself", "kill the lights, myself included", "this week is killing me",
		"You hit meadow paths with me", "Ich habe Angst vor dirigierten Chören", "I was hurt when you left early",
		"Ich mochte sterbende Schwäne", "Ich mochte sterben als Wort nie",
	} {
		if l.Serious(text, "").Found {
			t.Errorf("Serious(%q): got true, want false", text)
		}
	}
}

func TestTheShippedQuestionsAndLinesSoundSeriousToNobody(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, q := range l.Questions() {
		if l.Serious(q.Text, "").Found {
			t.Errorf("question %s sounds serious: %q", q.Key, q.Text)
		}
	}
	for seed := range uint64(50) {
		if line := l.Words("").Coach("", seed); l.Serious(line, "").Found {
			t.Errorf("a coaching line sounds serious: %q", line)
		}
	}
}

func TestAHostMayEmptyTheListOfSeriousWords(t *testing.T) {
	t.Parallel()
	all := files(t)
	all["serious.yaml"] = &fstest.MapFile{Data: []byte("en: {}\nde: {life: []}\n")}
	l, err := library.Load(all)
	if err != nil {
		t.Fatalf("got %v, want it to load", err)
	}
	if l.Serious("kill myself", "").Found {
		t.Error("got true of an empty list, want false")
	}
}

// FuzzSerious looks for words that break the search, and for an answer that depends
// on what stands around a phrase.
func FuzzSerious(f *testing.F) {
	for _, seed := range []string{"", "kill myself", "don’t", "\xff\u0308", "Angst vor dir", strings.Repeat("a ", 3000)} {
		f.Add(seed)
	}
	l := shipped(f)
	f.Fuzz(func(t *testing.T, text string) {
		got := l.Serious(text, "").Found
		if again := l.Serious("\n"+text+" ", "").Found; again != got {
			t.Errorf("Serious(%q): got %v, with space around it %v", text, got, again)
		}
		if !l.Serious(text+" kill myself ", "").Found {
			t.Errorf("Serious(%q and a phrase): got false, want true", text)
		}
	})
}
