package stories

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode/utf8"

	"leanon/playground"
)

// A draft, from the form to Send, Keep private or Discard.

func TestEditShowsWhatIsNow(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	w.at("20:00")
	asked := strings.Trim(question(ana), "*")
	ana.presses("Answer").fills("In your words", "I felt far away", "Would you ...?", "call me from the train", "Kind of need", "Time together", "What I'd like from Benedict", "Listen")
	ana.sees("> Would you call me from the train?")
	ana.presses("Edit")
	now := func(words, request, kind, want string) {
		t.Helper()
		f := ana.shown.Form
		if f == nil || f.Text != "**"+asked+"**" {
			t.Fatalf("Edit opens %+v, want a form with the question %q on top", f, asked)
		}
		chosen := func(f playground.Field) string {
			for _, o := range f.Options {
				if o.Default {
					return o.Label
				}
			}
			return ""
		}
		got := []string{f.Fields[0].Value, f.Fields[1].Value, chosen(f.Fields[2]), chosen(f.Fields[3])}
		if want := []string{words, request, kind, want}; !slices.Equal(got, want) {
			t.Errorf("Edit shows %q, want %q", got, want)
		}
	}
	now("I felt far away", "call me from the train", "Time together", "Listen")
	ana.fills("In your words", "I felt far away today", "Would you ...?", "", "Kind of need", "", "What I'd like from Benedict", "Comfort")
	ana.reads("> I felt far away today\n").reads("Benedict also reads that you would like some comfort.")
	if strings.Contains(ana.text(), "a need for") {
		t.Errorf("the kind is still there: %q", ana.text())
	}
	ana.presses("Edit")
	now("I felt far away today", "", "", "Comfort")
}

func TestARequestStandsAsItWasTypedWhereItOpensLikeOne(t *testing.T) {
	t.Parallel()
	for typed, shows := range map[string]string{
		"call me from the train":    "> Would you call me from the train?",
		"would you call me?":        "> would you call me?",
		"Could you call me tonight": "> Could you call me tonight",
		"can you hold me?":          "> can you hold me?",
		"will you come along?":      "> will you come along?",
		"please just listen":        "> please just listen",
		"sit with me.":              "> Would you sit with me.",
	} {
		t.Run(typed, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.runs("need").fills("In your words", "I feel alone", "Would you ...?", typed).reads(shows + "\n").presses("Send to Benedict")
			ben.presses("Open note").reads(shows + "\n")
		})
	}
}

func TestThePreviewIsAllThatThePartnerReads(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.at("20:00")
	asked := "To the question: *" + strings.Trim(question(ana), "*") + "*"
	ana.presses("Answer").fills("In your words", "A quiet word, please", "Would you ...?", "sit with me", "Kind of need", "Listening", "What I'd like from Benedict", "Listen")
	preview := "Benedict would see this:\n" + asked + "\n> A quiet word, please\n> \n> Would you sit with me?\n" +
		"Benedict also reads that you would like to be listened to.\nBenedict also reads that it is a need to be heard.\n" +
		"Benedict sees nothing until you press Send. Take your time."
	ana.sees(preview)
	if got, want := ana.buttons(asked), []string{"Send to Benedict", "Edit", "Keep private", "Discard", "Help", "Without the question"}; !slices.Equal(got, want) {
		t.Errorf("a draft from the form offers %q, want %q: the form had the selects", got, want)
	}
	ana.presses("Send to Benedict")
	ben.presses("Open note").reads(asked + "\n> A quiet word, please\n> \n> Would you sit with me?\nAnabel would like you to listen.\nIt is a need to be heard.\n").reads("I don't tell Anabel that you opened this.")
}

func TestTheQuestionStaysAwayIfItsWriterWantsThat(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.at("20:00")
	ana.writes("I need a slow evening")
	ana.sees("To the question: *").presses("Without the question").reads("> I need a slow evening")
	if strings.Contains(ana.text(), "To the question") || slices.Contains(ana.buttons("a slow evening"), "Without the question") {
		t.Errorf("the question is still there:\n%s", ana.text())
	}
	ana.presses("Edit")
	if ana.shown.Form.Text != "" {
		t.Errorf("the question stands on the form: %q", ana.shown.Form.Text)
	}
	ana.fills("In your words", "I need a slow evening with you").presses("Send to Benedict")
	ben.presses("Open note").reads("> I need a slow evening with you").neverSaw("To the question")
}

// What does not fit beside the longest words is missing for both, and the kind goes
// before the want, the want before the question.
func TestThePreviewLeavesOutWhatTheNoteWouldLeaveOut(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	seen := map[string]bool{}
	for n := 900; n <= 1500; n += 40 {
		t.Run(fmt.Sprint(n), func(t *testing.T) {
			w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			w.at("20:00")
			words := strings.Repeat("wordy ", 250)[:n-1] + "."
			ana.presses("Answer").fills("In your words", words, "Would you ...?", strings.Repeat("request ", 25)[:199], "Kind of need", "Interest in my day", "What I'd like from Benedict", "Listen")
			ana.sees("would see this:")
			preview, _ := ana.newest("would see this:")
			ana.presses("Send to Benedict")
			ben.presses("Open note")
			there := func(text string, parts ...string) (s string) {
				for i, part := range parts {
					if strings.Contains(text, part) {
						s += string("QWK"[i])
					}
				}
				return s
			}
			above := there(preview, "To the question: *", "would like to be listened to", "a need to be asked")
			below := there(ben.text(), "To the question: *", "would like you to listen", "a need to be asked")
			if above != below || !slices.Contains([]string{"QWK", "QW", "Q", ""}, above) {
				t.Errorf("of question, want and kind the preview has %q and the note %q", above, below)
			}
			for _, text := range []string{preview, ben.text()} {
				if size := utf8.RuneCountInString(text); size > 2000 || !strings.Contains(text, "> "+words) {
					t.Errorf("%d characters, or the words changed", size)
				}
			}
			mu.Lock()
			defer mu.Unlock()
			seen[above] = true
		})
	}
	t.Cleanup(func() {
		if !seen["QWK"] || len(seen) < 3 {
			t.Errorf("of question, want and kind there was %v, want all of them once, and fewer beside more words", seen)
		}
	})
}

// newest returns the text of the newest message of the bot that shows the words.
func (p *person) newest(words string) (string, bool) {
	for _, m := range slices.Backward(p.fromBot()) {
		if strings.Contains(m.Content, words) {
			return m.Content, true
		}
	}
	return "", false
}

func TestSelectsStandUnderADraftThatNoFormMade(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.writes("I need to talk about the move")
	ana.sees("would see this:").chooses("Kind of need", "A shared decision").chooses("What I'd like from Benedict", "Plan together")
	ana.reads("Benedict also reads that you would like to plan it together.").reads("Benedict also reads that it is a need to decide something together.")
	ana.presses("Edit").fills("In your words", "I need to talk about the move soon")
	if got := ana.buttons("about the move soon"); slices.Contains(got, "Kind of need") {
		t.Errorf("after the form, which has them, the selects still stand there: %q", got)
	}
	ana.reads("plan it together").presses("Send to Benedict")
	ben.presses("Open note").reads("Anabel would like to plan it together with you.").reads("It is a need to decide something together.")
}

func TestAfterSendItSaysWhatCanStillBeDone(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.writes("I need an hour alone")
	ana.sees("would see this:").presses("Send to Benedict").reads("Sent. It waits for a good moment. You can withdraw it; once Benedict has answered, Benedict keeps the words.")
	if got, want := ana.buttons("Sent. It waits"), []string{"Withdraw", "Help"}; !slices.Equal(got, want) {
		t.Errorf("after Send it offers %q, want %q", got, want)
	}
}

func TestADraftFromAServerComesSilentlyAsADirectMessage(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runsIn(w.server.Channel(), "need", "text", "Said among many").reads("Your draft is in our direct messages.")
	ana.sees("> Said among many")
	for _, m := range ana.fromBot() {
		if strings.Contains(m.Content, "Said among many") && m.Flags&(1<<12) == 0 {
			t.Errorf("the preview rings a phone: flags %d", m.Flags)
		}
	}
	ana.presses("Send to Benedict")
	ben.sees("A note from Anabel is waiting")
}

func TestWithoutTheNameOnlyAPreviewNamesThePartner(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("settings").chooses("How notes arrive", "Notes: without the name")
	ana.writes("I am afraid of you")
	ana.sees("Benedict would see this:").presses("Send to Benedict").reads("This sounds serious.").reads("if you are afraid of the answer")
	if strings.Contains(ana.text(), "Benedict") {
		t.Errorf("the question names him: %q", ana.text())
	}
	ana.presses("Keep private").reads("Kept.")
	ana.writes("I need a quiet hour")
	ana.sees("would see this:").chooses("What I'd like from Benedict", "Listen").chooses("Kind of need", "Quiet").presses("Send to Benedict")
	ben.answers("Part of it")
	ana.sees("It has been answered.").neverSaw("Benedict has answered").neverSaw("Benedict also reads")
}

// A partner's own text goes on below: what a person keeps, discards or thinks over leaves
// no trace with their partner, whenever they do it.
func TestWhatBecomesOfADraftIsItsWritersAlone(t *testing.T) {
	t.Parallel()
	ways := map[string]func(*person){
		"writes nothing":    func(*person) {},
		"keeps it":          func(p *person) { p.presses("Keep private") },
		"discards it":       func(p *person) { p.presses("Discard") },
		"says it softer":    func(p *person) { softens(p) },
		"takes it back":     func(p *person) { softens(p).presses("Back to mine").presses("Discard") },
		"lets it only tell": func(p *person) { p.presses("It only tells").presses("Keep private") },
		"is asked":          func(p *person) { serious(p).presses("Discard") },
		"keeps serious":     func(p *person) { serious(p).presses("Keep private") },
		"looks for help":    func(p *person) { serious(p).presses("Resources") },
	}
	want := &told{}
	for i, after := range []time.Duration{time.Minute, 13 * time.Minute, 5 * time.Hour} {
		for j, name := range slices.Sorted(maps.Keys(ways)) {
			if !picked(i + j) {
				continue
			}
			do := ways[name]
			t.Run(fmt.Sprintf("%s after %s", name, after), func(t *testing.T) {
				w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
				ana, ben := w.couple("Anabel", "Benedict")
				w.passes(after)
				if name != "writes nothing" {
					ana.writes("You never listen to me")
					ana.sees("would see this:")
					do(ana)
				}
				w.until(readMoment(t, "2026-12-10 12:00 Europe/Paris"))
				want.same(t, "Benedict or the log can tell", shownTo(ben)+plainLog(w))
			})
		}
	}
}

func softens(p *person) *person {
	p.w.t.Helper()
	return p.presses("Say it softer").fills("What happened, as a camera saw", "you looked at the phone", "What I felt", "alone", "What I would love", "ten minutes")
}

func serious(p *person) *person {
	p.w.t.Helper()
	p.presses("Edit").fills("In your words", "I want to die").presses("Send to Benedict").reads("This sounds serious.")
	return p
}
