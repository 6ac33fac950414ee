package stories

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"
)

// A note asks or tells; a hint helps to word it; serious words are asked about once.

const (
	tellsSays = "It asks for nothing; Benedict can say that they heard it."
	asksSays  = "It asks Benedict for an answer: yes, not now, or no."
)

func TestThePreviewSaysWhetherADraftAsksOrTells(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		words, request, want string
		says                 string
		asksAnyway           bool
	}{
		{"Thank you for the soup last night", "", "", tellsSays, false},
		{"I am proud of you", "", "", tellsSays, false},
		{"It was a long day", "", "Just know", tellsSays, false},
		{"It was a long day", "", "Nothing, just thanks", tellsSays, false},
		{"It was a long day", "", "", asksSays, false},
		{"It was a long day", "", "Listen", asksSays, false},
		{"Thank you for the soup, and please cook it again", "", "", asksSays, false},
		{"Thank you. I need more of that", "", "", asksSays, false},
		{"Send me your location, show me your phone", "", "Just know", asksSays, true},
		{"I want to die", "", "Just know", "", true},
		{"Aşkım, çok yoruldum", "", "", asksSays, false},
		{"Thank you for the soup", "call me", "", "", false},
	} {
		t.Run(c.words+" "+c.want+" "+c.request, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, _ := w.couple("Anabel", "Benedict")
			ana.runs("need").fills("In your words", c.words, "Would you ...?", c.request, "What I'd like from Benedict", c.want)
			other := map[string]string{tellsSays: "It asks", asksSays: "It only tells"}
			for says, button := range other {
				if is := strings.Contains(ana.text(), says); is != (says == c.says) {
					t.Errorf("says %q: %v, in:\n%s", says, is, ana.text())
				}
				if offers := slices.Contains(ana.buttons("would see this:"), button); offers != (says == c.says && !c.asksAnyway) {
					t.Errorf("offers %q: %v", button, offers)
				}
			}
			if c.says == "" || c.asksAnyway {
				return
			}
			ana.presses(other[c.says])
			for says := range other {
				if says != c.says {
					ana.reads(says).presses(other[says]).reads(c.says)
				}
			}
		})
	}
}

func TestANoteThatTellsIsNeverOpenAndNeverRests(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "days", "none")
	ben.runs("rhythm", "days", "none")
	for _, wish := range []string{"I need a first thing", "I need a second thing", "I need a third thing"} {
		ana.asks(wish, "Benedict")
	}
	ana.runs("need", "text", "I need a fourth thing").presses("Send to Benedict").reads("wait for an answer already")
	ana.runs("need", "text", "It rained all day").presses("It only tells").reads(tellsSays).presses("Send to Benedict").reads("Sent.")
	ana.runs("need", "text", "Thank you for waiting").presses("Send to Benedict").reads("Sent.")
	ben.sees("waiting").runs("history")
	w.passes(20 * 24 * time.Hour)
	for _, m := range ana.fromBot() {
		if strings.Contains(m.Content, "put aside") && strings.Contains(m.Content, "rained") {
			t.Errorf("what only told rests: %q", m.Content)
		}
	}
}

func TestWhatTellsIsDecidedAtSend(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "Thank you for the soup").reads(tellsSays).presses("It asks").presses("Edit").fills("In your words", "Thank you for the bread")
	ana.reads(tellsSays).presses("Send to Benedict") // other words decide anew
	ben.presses("Open note")
	for _, yes := range []string{"Yes", "Not now"} {
		if slices.ContainsFunc(ben.buttons("the bread"), func(l string) bool { return strings.HasPrefix(l, yes) }) {
			t.Errorf("a note that tells can be answered %q", ben.buttons("the bread"))
		}
	}
	ben.presses("I hear you")
	w.passes(4 * 24 * time.Hour)
	ana.neverSaw("do you feel understood").neverSaw("did you feel understood")
}

const bareHint = "Is there one small thing Benedict could do?"

func TestTheHintAboutARequestComesThreeTimesInAll(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	hinted := func(words string) bool {
		t.Helper()
		w.passes(time.Minute)
		ana.runs("need", "text", words).reads("> " + words)
		return strings.Contains(ana.text(), bareHint)
	}
	for _, words := range []string{"Thank you for the soup", "I want to die", "Could you call me today", "Please call me", "Are you there?", "You never listen to me"} {
		if hinted(words) {
			t.Errorf("%q gets the hint about a request", words)
		}
	}
	for _, words := range []string{"It was a long day", "The house felt empty"} {
		if !hinted(words) {
			t.Errorf("%q does not get the hint about a request", words)
		}
	}
	ana.reads("choose *Just know*").chooses("What I'd like from Benedict", "Just know")
	if strings.Contains(ana.text(), bareHint) {
		t.Errorf("after a choice it hints still:\n%s", ana.text())
	}
	ana.runs("need").fills("In your words", "Nothing went right").reads(bareHint).reads("Edit has a place for it.")
	w.restarts()
	if hinted("The evening was grey") {
		t.Error("a fourth draft gets the hint")
	}
}

func TestSayItSofterJoinsThreePartsAndGoesBack(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.writes("You never call me")
	ana.sees("would see this:").presses("Say it softer")
	ana.fills("What happened, as a camera saw", "the evening went by without a call.", "What I felt", "alone", "What I would love", "to hear from you at eight.")
	const softer = "> When the evening went by without a call, I felt alone. I would love to hear from you at eight."
	ana.sees(softer).neverSaw("You never call me")
	if got := ana.buttons(softer[:20]); !slices.Contains(got, "Back to mine") {
		t.Errorf("the softer draft offers %q, want the way back", got)
	}
	ana.presses("Back to mine").reads("> You never call me")
	if slices.Contains(ana.buttons("You never call me"), "Back to mine") {
		t.Error("the first words offer the way back to themselves")
	}
	ana.presses("Say it softer").fills("What happened, as a camera saw", "when you looked at the phone", "What I felt", "I felt alone", "What I would love", "I would love ten minutes")
	ana.presses("Send to Benedict")
	ben.presses("Open note").reads("> When you looked at the phone, I felt alone. I would love ten minutes.").neverSaw("never call")
	ana.runs("history").neverSaw("never call me")
}

func TestSeriousWordsAreNeitherHintedAtNorRepeated(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.writes("You always hit me and I am afraid of you")
	ana.sees("would see this:")
	if got := ana.buttons("would see this:"); slices.Contains(got, "Say it softer") {
		t.Errorf("serious words are to be said softer: %q", got)
	}
	ana.presses("Send to Benedict").reads("I tell nobody that I asked.").reads("if you are afraid of how Benedict may answer. You know best.")
	ana.neverSaw("hit me")
	ana.presses("Discard").reads("Discarded. The message you typed above stays until you delete it: hold it, then Delete.")
	ana.runs("need", "text", "I do not want to live any more").presses("Send to Benedict").reads("This sounds serious.")
	if strings.Contains(ana.text(), "afraid") {
		t.Errorf("words about something else speak of fear: %q", ana.text())
	}
	ben.neverSaw("note")
}

func TestAnAnswerWithSeriousWordsCanBeDiscarded(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I need you here tonight", "Benedict")
	ben.presses("Open note").presses("More").presses("Part of it").fills("Which part?", "I am scared of you")
	if got, want := ben.buttons("This sounds serious."), []string{"Resources", "Send anyway", "Keep private", "Discard"}; !slices.Equal(got, want) {
		t.Errorf("the question offers %q, want %q", got, want)
	}
	ben.neverSaw("scared of you")
	ben.runs("privacy").presses("Export my data").presses("Everything").sees("This is everything I keep about you")
	if _, page, _ := ben.exported(); !strings.Contains(page, "draft") || !strings.Contains(page, "scared of you") || strings.Contains(page, "decided") {
		t.Error("the export does not call the line a draft like any other")
	}
	gone := ben.spies("Discard")
	ben.presses("Discard").reads("Discarded. Nothing is left of it.").reads("The note itself waits as before.")
	ben.presses("Open note").reads("I need you here tonight")
	ben.pressesOld(gone).reads("I need you here tonight")
	ana.neverSaw("scared").neverSaw("Part of it")
	if lines, _ := w.rows(); slices.ContainsFunc(lines, func(l string) bool { return strings.HasPrefix(l, "unsent:") }) {
		t.Error("the line is still there")
	}
}

// What somebody keeps or discards stands in none of our messages in the chat, whichever
// way it was worded and wherever it was decided about.
func TestKeptAndDiscardedWordsLeaveTheChat(t *testing.T) {
	t.Parallel()
	const words = "You never heard this from me"
	word := map[string]func(*world, *person){
		"the form of the question": func(w *world, p *person) { w.at("20:00"); p.presses("Answer").fills("In your words", words) },
		"a plain message":          func(_ *world, p *person) { p.writes(words) },
		"the command":              func(_ *world, p *person) { p.runs("need", "text", words) },
		"the command in a server":  func(w *world, p *person) { p.runsIn(w.server.Channel(), "need", "text", words) },
		"said softer":              func(_ *world, p *person) { p.writes(words); p.sees("> " + words); softens(p) },
		"changed after a question": func(w *world, p *person) {
			w.at("20:00")
			p.writes("At first")
			p.sees("> At first").presses("Edit").fills("In your words", words)
		},
	}
	decide := map[string]func(*person){
		"keeps it": func(p *person) {
			p.presses("Keep private").reads("Kept. I show it to nobody else. It is in /needs, What I kept.")
		},
		"discards it":        func(p *person) { p.presses("Discard").reads("Discarded.") },
		"keeps it elsewhere": func(p *person) { p.runs("needs").choosesFirst("Choose one").presses("Keep private").reads("Kept.") },
		"discards it there":  func(p *person) { p.runs("needs").choosesFirst("Choose one").presses("Discard").reads("Discarded.") },
		"keeps, then discards": func(p *person) {
			p.presses("Keep private").runs("needs").presses("What I kept").presses("Discard").reads("Discarded.")
		},
	}
	for i, way := range slices.Sorted(maps.Keys(word)) {
		for j, end := range slices.Sorted(maps.Keys(decide)) {
			if !picked(i + j) {
				continue
			}
			says, does := word[way], decide[end]
			t.Run(fmt.Sprintf("%s, %s", way, end), func(t *testing.T) {
				w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
				ana, ben := w.couple("Anabel", "Benedict")
				says(w, ana)
				ana.sees("would see this:")
				does(ana)
				w.passes(10 * time.Minute)
				ana.runs("help") // what only she saw before is not shown any more
				for _, m := range ana.Messages() {
					if way == "the command" && m.Flags&64 != 0 && (strings.HasSuffix(end, "elsewhere") || strings.HasSuffix(end, "there")) {
						continue // only she sees that reply, Discord takes it away by itself, and nobody can edit it
					}
					if m.AuthorID != ana.ID && (strings.Contains(m.Content, "never heard") || strings.Contains(m.Content, "looked at the phone")) {
						t.Errorf("a message still holds the words: %q", m.Content)
					}
				}
				ben.neverSaw("note")
			})
		}
	}
}
