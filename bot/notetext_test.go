package bot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/library"
	"leanon/store"
)

func TestLinesOfANoteGiveWayInTheirOrderAndWordsNever(t *testing.T) {
	t.Parallel()
	lines := []line{{text: "question", above: true, gives: questionGives}, {text: "want", gives: wantGives}, {text: "kind", gives: kindGives},
		{text: "own", gives: ownGives}, {text: "coach", gives: coachGives}, {text: "card", gives: cardGives}, {text: "beside", gives: besideGives},
		{text: "foot", gives: footGives}, {text: "stays"}}
	var order []string
	last := len(lines)
	for room := 200; room >= 0; room-- {
		kept := fitted(lines, room)
		if len(kept) < last-1 {
			t.Errorf("with room for %d, %d lines gave way at once", room, last-len(kept))
		}
		if len(kept) < last {
			for _, l := range lines {
				if !slices.Contains(kept, l) && !slices.Contains(order, l.text) {
					order = append(order, l.text)
				}
			}
			last = len(kept)
		}
	}
	if want := []string{"beside", "coach", "card", "kind", "want", "own", "question", "foot"}; !slices.Equal(order, want) {
		t.Errorf("lines give way in the order %q, want %q", order, want)
	}
}

func TestTheFullestPreviewAndNoteFitWithWordsAndRequestWhole(t *testing.T) {
	t.Parallel()
	b := scribe(t, longHost())
	for _, name := range []string{"Ben", longName} {
		c := coupleOfNames(name, name)
		c.Me.Person, c.Other.Person = "1", "2"
		rd := b.reader(store.Partner{}, []store.Couple{c})
		for _, words := range []string{strings.Repeat("x", store.MaxWords), strings.Repeat("a\n", store.MaxWords/2-1) + "ab", "You never listen"} {
			for _, kind := range b.Library.Kinds()[:2] {
				for _, want := range b.Library.Wants()[:2] {
					n := store.Need{ID: bigID, Asker: "1", Question: "comfort-today", Words: words, Ask: strings.Repeat("z", store.MaxAsk), Kind: kind.Key, Want: want.Key, First: "first"}
					e := store.Exchange{Need: n, Couple: c}
					draft := b.previewMessage(rd, e)
					e.Need.Ask, e.Need.Want, e.Need.Bare = "", "", true
					bare := b.previewMessage(rd, e)
					e.Need.SentAt, e.Need = time.Unix(1e9, 0), n
					e.Need.SentAt = time.Unix(1e9, 0)
					sent := b.previewMessage(rd, e)
					e.Need.Asker = "2"
					note := b.openedNote(rd, e, bigID)
					for _, m := range []string{draft.Text, sent.Text, note.Text} {
						if !strings.Contains(strings.ReplaceAll(m, "\n> ", "\n"), words+"\n\n"+b.wouldYou("", n.Ask)) {
							t.Fatalf("%s, %s: the words are not whole in %q", kind.Key, want.Key, m)
						}
					}
					fitsDiscord(t, draft)
					fitsDiscord(t, bare)
					fitsDiscord(t, sent)
					fitsDiscord(t, note)
				}
			}
		}
	}
}

func TestEveryKindAndWantIsSaidInAWholeSentence(t *testing.T) {
	t.Parallel()
	b := scribe(t, longHost())
	c := coupleOfNames("Ana", "Ben")
	c.Me.Person = "1"
	rd := b.reader(store.Partner{}, []store.Couple{c})
	for _, k := range b.Library.Kinds() {
		for _, w := range b.Library.Wants() {
			for _, asker := range []string{"1", "2"} {
				lines := b.noteLines(rd, store.Exchange{Need: store.Need{ID: 1, Asker: asker, Words: "words", Kind: k.Key, Want: w.Key}, Couple: c})
				if len(lines) != 2 {
					t.Fatalf("%s and %s: got %d lines, want two", k.Key, w.Key, len(lines))
				}
				for _, l := range lines {
					if !strings.HasSuffix(l.text, ".") || strings.Contains(l.text, "{") {
						t.Errorf("%q is no whole sentence", l.text)
					}
				}
			}
		}
	}
}

func TestARequestIsOpenedAsItsWriterEndedIt(t *testing.T) {
	t.Parallel()
	b := &Bot{Options: Options{Library: library.Default()}}
	for _, c := range []struct{ in, request, want string }{
		{"en", "call me", "Would you call me?"},
		{"en", "call me.", "Would you call me."},
		{"de", "mich anrufen", "Würdest du mich anrufen?"},
		{"de", "mich anrufen!", "Würdest du mich anrufen!"},
		{"fr", "m’appeler", "Voudrais-tu m’appeler\u202f?"},
		{"fr", "m’appeler ?", "Voudrais-tu m’appeler ?"},
		{"es", "llamarme", "¿Querrías llamarme?"},
		{"es", "llamarme?", "¿Querrías llamarme?"},
		{"es", "llamarme.", "Quisiera pedirte: llamarme."},
		{"es", "llamarme…", "Quisiera pedirte: llamarme…"},
		{"es-AR", "llamarme", "¿Querrías llamarme?"},
		{"pt-BR", "me ligar", "Você poderia me ligar?"},
		{"de-formal", "mich anrufen", "Würdest du mich anrufen?"},

		// What is a sentence of another kind stays as it was typed.
		{"es", "¿Me llamarías a las ocho?", "¿Me llamarías a las ocho?"},
		{"es-AR", "¿llamarme a las ocho?", "¿llamarme a las ocho?"},
		{"es", "que me llames", "que me llames"},
		{"pt-BR", "Você me ligaria?", "Você me ligaria?"},
		{"pt-BR", "que você me ligue", "que você me ligue"},
		{"de-formal", "würden Sie mich anrufen", "würden Sie mich anrufen"},
		{"de", "dass du mich anrufst", "dass du mich anrufst"},
		{"fr-formal", "pourriez-vous m'appeler ?", "pourriez-vous m'appeler ?"},
		{"fr", "que tu m'appelles", "que tu m'appelles"},
		{"en", "that you call me", "that you call me"},
		{"", "I'd like you to call me.", "I'd like you to call me."},
		{"", "call me", "Would you call me?"},
	} {
		if got := b.wouldYou(c.in, c.request); got != c.want {
			t.Errorf("%s %q: got %q, want %q", c.in, c.request, got, c.want)
		}
	}
}
