package stories

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/config"
)

// The loop, step by step, from a question to whether the answer reached. 2026-11-23 is
// a Monday.

const howTo = "Press Answer, or just write here"

func TestNothingLeavesBeforeSend(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.at("20:00")
	ana.sees(howTo).presses("Answer").fills("In your words", "I missed you today", "Would you ...?", "call me from the train")
	ana.sees("Benedict would see this:")
	ben.neverSaw("missed").neverSaw("A note from")
	ana.presses("Send to Benedict").sees("Sent. It waits for a good moment.")
	ben.sees("A note from Anabel is waiting. No rush.").neverSaw("missed")
}

func TestStep1EachPartnerIsAskedOnTheirOwnClock(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ben.runs("rhythm", "zone", "America/New_York").reads("New")
	w.at("20:00")
	ana.sees(howTo)
	ben.neverSaw(howTo)
	w.until(readMoment(t, "2026-11-23 20:00 America/New_York"))
	ben.sees(howTo)
	if a, b := question(ana), question(ben); a != b {
		t.Errorf("on the same date Anabel is asked %q and Benedict %q", a, b)
	}
	want := []string{"Answer", "Nothing today", "Later", "Pause", "Help"}
	if got := ana.buttons(howTo); !slices.Equal(got, want) {
		t.Errorf("a check-in's buttons are %q, want %q", got, want)
	}
}

// question is the bold line of the newest check-in that a person sees.
func question(p *person) string {
	for _, m := range slices.Backward(p.fromBot()) {
		if isQuestion(m) {
			line, _, _ := strings.Cut(m.Content, "\n")
			return line
		}
	}
	return ""
}

func TestStep1AnUnansweredCheckInStaysOpenUntilTheNext(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	w.at("20:00")
	first, button, _ := ana.finds("Answer")
	w.passes(48 * time.Hour) // Wednesday's
	if n := ana.count(howTo); n != 2 {
		t.Fatalf("Anabel sees %d questions, want Monday's and Wednesday's", n)
	}
	if now, ok := ana.Look(first); !ok || now.Content != first.Content || !isQuestion(now) {
		t.Errorf("Monday's question was edited to %q, want it as it was", now.Content)
	}
	ctx, cancel := ana.ctx()
	defer cancel()
	r, err := ana.Press(ctx, first, button.CustomID)
	ana.did("presses Monday's Answer", r, err)
	ana.reads("A newer question has come since.").reads(howTo)
}

func TestStep1EveryWayOfBeingDoneFoldsToTheSameLine(t *testing.T) {
	t.Parallel()
	const folded = "That question is done. A draft, if there is one, is below."
	for _, way := range []struct {
		name string
		do   func(*person)
	}{
		{"answer", func(p *person) { p.presses("Answer").fills("In your words", "Something kept") }},
		{"nothing today", func(p *person) { p.presses("Nothing today") }},
		{"keep private", func(p *person) { p.writes("Something kept"); p.sees("would see this:").presses("Keep private") }},
		{"discard", func(p *person) { p.writes("Something kept"); p.sees("would see this:").presses("Discard") }},
	} {
		t.Run(way.name, func(t *testing.T) {
			w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			w.at("20:00")
			way.do(ana)
			ana.sees(folded).neverSaw(howTo)
			if n := ana.count(folded); n != 1 {
				t.Errorf("%d messages folded, want 1", n)
			}
			ben.neverSaw("Something")
		})
	}
}

func TestStep2WordingByFormHasTheQuestionAndFourFieldsWithLimits(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	w.at("20:00")
	ana.presses("Answer")
	f := ana.shown.Form
	if f == nil || len(f.Fields) != 4 {
		t.Fatalf("Answer opens %+v, want a form with four fields", f)
	}
	if q := question(ana); q == "" || f.Text != q {
		t.Errorf("on top of the form stands %q, want the question %q", f.Text, q)
	}
	words, ask := f.Fields[0], f.Fields[1]
	if words.Label != "In your words" || !words.Required || words.Max != 1500 || !strings.HasPrefix(words.Placeholder, "I feel ... about ... What I need is ...") {
		t.Errorf("the first field is %+v", words)
	}
	if kind, want := f.Fields[2], f.Fields[3]; kind.Label != "Kind of need" || want.Label != "What I'd like from Benedict" || kind.Required || want.Required {
		t.Errorf("the selects are %q and %q, required %v and %v", kind.Label, want.Label, kind.Required, want.Required)
	}
	if ask.Label != "Would you ...?" || ask.Required || ask.Max != 200 {
		t.Errorf("the second field is %+v", ask)
	}
}

func TestStep2APlainMessageIsTakenAsTheWords(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.at("20:00")
	ana.writes("I felt alone at the party")
	ana.sees("> I felt alone at the party").sees("That question is done.")
	ana.presses("Send to Benedict")
	ben.sees("A note from Anabel is waiting").opens().reads("> I felt alone at the party")
}

func TestStep2AReplyAnswersThatCheckIn(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	w.at("20:00")
	monday, _, _ := ana.finds("Answer")
	w.passes(48 * time.Hour)
	w.typed("About Monday's question")
	if _, err := ana.WriteReply(monday, "About Monday's question"); err != nil {
		t.Fatal(err)
	}
	ana.sees("> About Monday's question")
	m, ok := ana.Look(monday)
	if !ok || !strings.Contains(m.Content, "That question is done") {
		t.Errorf("Monday's check-in shows %q, want it folded", m.Content)
	}
	ana.sees(howTo) // Wednesday's stays open
}

func TestStep2AMessageThatIsTooLongIsKeptAndOffersEdit(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	for _, n := range []int{1501, 4000} {
		ana.writes(strings.Repeat("wordy ", n/6+1)[:n-1] + ".")
		ana.sees("A note carries up to 1500")
		if slices.Contains(ana.buttons("A note carries up to 1500"), "Send to Benedict") {
			t.Error("Send is offered for words that are too long")
		}
		ana.presses("Edit")
		if f := ana.shown.Form; f == nil || f.Fields[0].Max != 4000 || len(f.Fields[0].Value) != n {
			t.Fatalf("Edit does not bring the %d characters back", n)
		}
		ana.fills("In your words", "Shorter, and still mine").sees("would see this:").presses("Discard")
	}
	ben.neverSaw("wordy")
}

func TestStep3ThePreviewDescribesAndHints(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "You never listen to me").reads("\"I felt ... about ... I need ... Would you ...?\"")
	want := []string{"Send to Benedict", "Edit", "Keep private", "Discard", "Help", "It only tells", "Say it softer", "Kind of need", "What I'd like from Benedict"}
	if got := ana.buttons("would see this:"); !slices.Equal(got, want) {
		t.Errorf("the preview offers %q, want %q", got, want)
	}
	ana.chooses("Kind of need", "Listening").chooses("What I'd like from Benedict", "Listen")
	ana.presses("Edit").fills("In your words", "I felt unheard at dinner", "Would you ...?", "would you ask me about it?")
	ana.reads("> I felt unheard at dinner").reads("> would you ask me about it?").presses("Send to Benedict").reads("Sent. It waits for a good moment.")
	ben.opens().reads("> would you ask me about it?").reads("Anabel would like you to listen.").reads("It is a need to be heard.")
}

func TestStep3AKeptAnswerIsFoundAgainAndCanBeSent(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "Only for my own eyes").presses("Keep private").reads("Kept. I show it to nobody else.")
	ben.neverSaw("eyes")
	w.passes(72 * time.Hour)
	ana.runs("needs").presses("What I kept").reads("Only for my own eyes").presses("Send to Benedict")
	ben.sees("A note from Anabel is waiting")
}

func TestStep4ANoteOpensInPlaceAndFolds(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "I need a quiet evening").presses("Send to Benedict")
	ben.sees("A note from Anabel is waiting")
	before := len(ben.Messages())
	ben.opens().reads("I need a quiet evening").reads("I don't tell Anabel that you opened this.")
	ben.presses("Fold").reads("A note from Anabel is waiting")
	ben.neverSaw("quiet evening")
	if after := len(ben.Messages()); after != before {
		t.Errorf("opening made %d messages more, want the notice edited in place", after-before)
	}
	ana.neverSaw("opened").neverSaw("read it")
}

func TestStep4APersonChoosesHowNotesArrive(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ option, shows, hides string }{
		{"Notes: with the name", "A note from Anabel is waiting.", "quiet evening"},
		{"Notes: without the name", "A note is waiting.", "Anabel is waiting"},
		{"Notes: full text", "I need a quiet evening", "is waiting"},
	} {
		t.Run(c.option, func(t *testing.T) {
			w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ben.runs("settings").chooses("How notes arrive", c.option)
			ana.runs("need", "text", "I need a quiet evening").presses("Send to Benedict")
			ben.sees(c.shows).neverSaw(c.hides)
		})
	}
}

func TestStep4QuietHoursHoldNotesAndBringThemAsOne(t *testing.T) {
	w := newWorld(t, "2026-11-23 22:30 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "First thought tonight").presses("Send to Benedict")
	w.passes(10 * time.Minute)
	ana.runs("need", "text", "Second thought tonight").presses("Send to Benedict")
	ben.neverSaw("waiting")
	w.at("07:59")
	ben.neverSaw("waiting")
	w.at("08:00")
	ben.sees("Notes from Anabel are waiting. No rush.")
	if n := ben.count("waiting"); n != 1 {
		t.Fatalf("%d notices, want one for both", n)
	}
	ben.opens().reads("First thought tonight").presses("Next note").reads("Second thought tonight")
}

func TestStep4APauseHoldsNotes(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ben.runs("pause")
	ana.runs("need", "text", "Waiting for Benedict").presses("Send to Benedict").reads("Sent. It waits for a good moment.")
	w.passes(24 * time.Hour)
	ben.neverSaw("waiting").neverSaw(howTo)
	ben.runs("resume").sees("A note from Anabel is waiting")
}

func TestStep5NotNowRemindsOnlyWhoeverSaidIt(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "I need a hand with the move").presses("Send to Benedict")
	ben.opens().presses("Not now").presses("Tomorrow").presses("Fold")
	w.passes(20 * time.Hour)
	ben.neverSaw("A reminder for you alone")
	w.at("19:00")
	ben.sees("A reminder for you alone").neverSaw("move")
	w.passes(72 * time.Hour)
	if n := ben.count("A reminder for you alone"); n != 1 {
		t.Errorf("%d reminders, want 1", n)
	}
	ana.neverSaw("reminder")
}

func TestStep6TheFollowUpAsksOnlyTheAsker(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := answered(w, "I hear you")
	w.passes(23 * time.Hour)
	ana.neverSaw("do you feel understood?")
	w.passes(time.Hour)
	ana.sees("do you feel understood?")
	want := []string{"Yes", "Somewhat", "Not yet", "No longer needed", "Show it", "Help"}
	if got := ana.buttons("do you feel understood?"); !slices.Equal(got, want) {
		t.Errorf("the follow-up offers %q, want %q", got, want)
	}
	ben.neverSaw("understood")
	ana.presses("Yes").presses("Say thank you").fills("What did it mean to you?", "It made my whole week")
	ben.sees("A thank-you from Anabel is waiting").neverSaw("whole week").opens().reads("> It made my whole week")
}

// answered is a couple where Anabel asked and Benedict answered.
func answered(w *world, answer string, when ...string) (ana, ben *person) {
	w.t.Helper()
	ana, ben = w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "days", "none")
	ben.runs("rhythm", "days", "none")
	ana.runs("need", "text", "I need a hand with the move").presses("Send to Benedict")
	ben.answers(answer, when...)
	return ana, ben
}

func TestStep6SomewhatAndNoLongerNeededCloseIt(t *testing.T) {
	t.Parallel()
	for _, say := range []string{"Somewhat", "No longer needed"} {
		t.Run(say, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, ben := answered(w, "Let's talk")
			before := len(ben.Messages())
			w.passes(24 * time.Hour)
			ana.presses(say).reads("It is closed, and only you know.")
			ana.runs("needs").reads("Nothing is open")
			if len(ben.Messages()) != before {
				t.Error("Benedict got a message about it")
			}
		})
	}
}

func TestStep6NotYetOffersFourWaysAtOnce(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris", func(c *config.Config) { c.FollowUpAfter = 2 * time.Hour })
	ana, ben := answered(w, "Part of it")
	w.passes(2 * time.Hour)
	ana.presses("Not yet")
	want := []string{"Ask again", "Ask smaller", "Let's talk", "Let it go", "Help"}
	if got := ana.buttons("That can sting."); !slices.Equal(got, want) {
		t.Fatalf("Not yet offers %q, want %q", got, want)
	}
	ana.presses("Ask again").reads("You can ask again from <t:")
	if n := ben.count("A note from Anabel is waiting"); n != 0 {
		t.Error("it was asked again within 24 hours")
	}
	w.passes(24 * time.Hour)
	ana.presses("Ask again").reads("Asked once more.")
	ben.sees("A note from Anabel is waiting").opens().reads("Anabel asks this once more, on <t:").presses("I hear you")
	if strings.Contains(ben.text(), "once more") {
		t.Error("what was asked once more and answered still says so")
	}
	w.passes(2 * time.Hour)
	ana.presses("Not yet")
	if slices.Contains(ana.buttons("That can sting."), "Ask again") {
		t.Error("Ask again is offered a second time")
	}
	ana.presses("Ask smaller").fills("In your words", "Just carry the piano", "Would you ...?", "carry one end")
	ana.sees("> Would you carry one end?").presses("Send to Benedict")
	ben.sees("A note from Anabel is waiting").opens().reads("Just carry the piano")
}

func TestStep6ANoStaysANo(t *testing.T) {
	t.Parallel()
	for _, c := range [][]string{{"Not now", "Tonight"}, {"I can't, and I hear you"}} {
		t.Run(c[0], func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, ben := answered(w, c[0], c[1:]...)
			w.passes(72 * time.Hour)
			ana.presses("Not yet")
			if got := ana.buttons("That can sting."); slices.Contains(got, "Ask again") {
				t.Errorf("after %q, Ask again is offered: %q", c[0], got)
			}
			ana.presses("Let's talk").reads("I'll tell Benedict that you would like to talk about it, when it suits you both.")
			ben.sees("Anabel would like to talk about the note of")
		})
	}
}

func TestStep6TheFollowUpWaitsForTheTimeThatWasNamed(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris") // a Tuesday
	ana, _ := answered(w, "Yes", "This weekend")
	w.until(readMoment(t, "2026-11-28 12:00 Europe/Paris"))
	ana.neverSaw("do you feel understood?")
	w.until(readMoment(t, "2026-11-29 12:00 Europe/Paris"))
	ana.sees("do you feel understood?")
}

func TestStep7AnUnansweredNeedRestsAfterFourteenDays(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "I need a hand with the move").presses("Send to Benedict")
	w.passes(13 * 24 * time.Hour)
	ana.neverSaw("Two weeks have passed")
	w.passes(25 * time.Hour)
	ana.sees("I have put your note of Tuesday, 24 November, 12:00 aside. It was worth saying. It can still be answered.")
	want := []string{"Show it", "Ask smaller", "Let's talk", "Let it go", "Help"}
	if got := ana.buttons("Two weeks have passed"); !slices.Equal(got, want) {
		t.Errorf("a rested need offers %q, want %q", got, want)
	}
	ben.neverSaw("Two weeks have passed")
	ben.opens().presses("I hear you") // it can still be answered
	ana.sees("Benedict says: **I hear you.**")
}

func TestStep7ANoteThatAPauseHeldIsDeliveredAfterItRested(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ben.runs("pause")
	ana.runs("need", "text", "I need a hand with the move").presses("Send to Benedict")
	w.passes(15 * 24 * time.Hour)
	ana.sees("Two weeks have passed")
	ben.runs("resume").sees("A note from Anabel is waiting").opens().reads("<t:")
}

func TestStep7AWithdrawnNeedDisappearsFromThePartner(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "I need a hand with the move").presses("Send to Benedict")
	ben.opens().reads("the move")
	ana.presses("Withdraw").reads("Withdrawn.")
	ben.sees("Anabel withdrew this note.").neverSaw("the move")
}

func TestStep7AHeldNeedThatIsWithdrawnIsNeverDelivered(t *testing.T) {
	w := newWorld(t, "2026-11-24 23:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "I need a hand with the move").presses("Send to Benedict").presses("Withdraw")
	w.passes(24 * time.Hour)
	ben.neverSaw("note")
}

func TestButtonsWorkMonthsLaterAndAfterARestart(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "days", "none")
	ben.runs("rhythm", "days", "none")
	ana.runs("need", "text", "I need a hand with the move").presses("Send to Benedict")
	ben.sees("A note from Anabel is waiting")
	w.passes(30 * 24 * time.Hour)
	ana.presses("Keep")
	ben.presses("Keep")
	w.passes(50 * 24 * time.Hour)
	w.restarts()
	ben.opens().reads("the move").presses("I hear you")
	ana.sees("Benedict says: **I hear you.**")
}

func TestADoublePressDoesTheThingOnce(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "I need a hand with the move")
	m, c, _ := ana.finds("Send to Benedict")
	ctx, cancel := ana.ctx()
	defer cancel()
	for range 2 {
		r, err := ana.PressStale(ctx, m, c.CustomID)
		ana.did("presses Send", r, err)
		ana.reads("Sent. It waits for a good moment.")
	}
	ben.sees("A note from Anabel is waiting")
	if n := ben.count("waiting"); n != 1 {
		t.Errorf("%d notes arrived, want 1", n)
	}
}

func TestTheClockOfOneCoupleLeavesTheOtherAlone(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	cleo, dan := w.couple("Cleopatra", "Daniel")
	ana.runs("need", "text", "Between the two of us").presses("Send to Benedict")
	cleo.runs("pause")
	w.at("20:00")
	ben.sees("A note from Anabel is waiting").sees(howTo)
	dan.sees(howTo)
	cleo.neverSaw(howTo)
	dan.neverSaw("Anabel")
	cleo.neverSaw("Anabel")
}

func TestOnePersonInTwoCouplesIsAlwaysToldWhomItIsAbout(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:00 Europe/Paris")
	all := w.people("Anabel", "Benedict", "Cleopatra")
	ana, ben, cleo := all[0], all[1], all[2]
	w.pair(ana, ben)
	w.passes(time.Minute)
	w.pair(ana, cleo)
	ana.runs("need", "text", "Somebody hold me").reads("You have more than one partner here: Benedict and Cleopatra")
	ana.writes("Somebody hold me please")
	ana.sees("Whom is this for?").presses("For Cleopatra").reads("Cleopatra would see this:").presses("Send to Cleopatra")
	cleo.sees("A note from Anabel is waiting")
	ben.neverSaw("note from Anabel")
	w.at("20:00")
	ana.sees("For you and Benedict:").sees("For you and Cleopatra:")
}
