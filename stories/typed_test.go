package stories

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/playground"
)

// A plain message that answers something is no new note: its writer is asked, once, what
// the words are, and only what they press is sent.

// replies writes a plain message as a reply to the newest message of the bot that shows
// the words.
func (p *person) replies(to, text string) playground.Message {
	p.w.t.Helper()
	p.w.typed(text)
	for _, m := range slices.Backward(p.fromBot()) {
		if bare(m.Content) == to || strings.Contains(bare(m.Content), to) {
			reply, err := p.WriteReply(m, text)
			if err != nil {
				p.w.t.Fatalf("%s replies: %v", p.name, err)
			}
			return reply
		}
	}
	p.w.t.Fatalf("%s sees no message with %q; what they see:\n%s", p.name, to, p.all())
	return playground.Message{}
}

// offers fails unless the newest message with the words has these buttons and selects.
func (p *person) offers(words string, want ...string) *person {
	p.w.t.Helper()
	if got := p.sees(words).buttons(words); !slices.Equal(got, want) {
		p.w.t.Fatalf("%s is offered %q with %q, want %q", p.name, got, words, want)
	}
	return p
}

const isItYours = "Is this your answer to the note from"

func TestAMessageWhileANoteWaitsIsAskedAboutAndGoesAsTheAnswer(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I would like a slow evening", "Benedict")
	ben.sees("A note from Anabel is waiting")
	w.passes(time.Hour)
	ben.writes("Gladly, I will cook for us")
	ben.sees(isItYours + " Anabel").sees("> Gladly, I will cook for us")
	ben.offers(isItYours, "My answer", "A note of my own", "Keep private", "Discard", "Help")
	ana.neverSaw("I will cook")
	ben.presses("My answer").reads("Your answer is on its way to Anabel.")
	ana.opens("answer").reads("> Gladly, I will cook for us")
	w.passes(26 * time.Hour) // an answer in every respect: the follow-up comes
	ana.sees("your note of").runs("history").sees("Gladly, I will cook for us")
	ben.neverSaw("would see this:") // it never became a draft
}

func TestAReplyToANoteAnswersThatNote(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I would like the first thing", "Benedict")
	ben.sees("A note from Anabel is waiting")
	w.passes(48 * time.Hour) // it waits no longer for a message that is no reply
	ben.writes("A wish of my very own")
	ben.sees("> A wish of my very own").neverSaw(isItYours).presses("Discard")
	ben.replies("A note from Anabel is waiting", "To that first thing: yes")
	ben.sees(isItYours).presses("My answer")
	ana.opens("answer").reads("> To that first thing: yes")
	ben.replies("Your answer is on its way", "One more word about it")
	ben.sees("> One more word about it").sees(isItYours).presses("Discard").reads("stays until you delete it")
	ben.opens("note").reads("I would like the first thing")
}

func TestAnAnswerCanGoToTheQuestionOrBecomeWhatItsWriterSays(t *testing.T) {
	for _, tt := range []struct{ press, reads string }{
		{"To the question", "> Words that could be anything"},
		{"A note of my own", "> Words that could be anything"},
		{"Keep private", "Kept."},
		{"Discard", "stays until you delete it"},
	} {
		t.Run(tt.press, func(t *testing.T) {
			w := newWorld(t, "2026-11-23 19:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.asks("I would like a slow evening", "Benedict")
			w.at("20:00")
			ben.sees("Nothing today").writes("Words that could be anything")
			ben.sees(isItYours)
			ben.offers(isItYours, "My answer", "To the question", "A note of my own", "Keep private", "Discard", "Help")
			ben.presses(tt.press).reads(tt.reads)
			if tt.press == "Keep private" || tt.press == "Discard" {
				ben.neverSaw("could be anything")
			}
			ana.neverSaw("could be anything")
			if asked := ben.has(howTo); asked != (tt.press != "To the question") {
				t.Errorf("the question stands open: got %v", asked)
			}
			ben.opens("note").reads("slow evening")
			ana.neverSaw("An answer")
		})
	}
}

func TestOfSeveralNotesThatWaitASelectNamesOne(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I would like the earlier one", "Benedict")
	w.passes(90 * time.Minute)
	ana.asks("I would like the later one", "Benedict")
	ben.writes("This is what I say to it")
	ben.sees(isItYours)
	ben.offers(isItYours, "My answer", "A note of my own", "Keep private", "Discard", "Which note?", "Help")
	ben.chooses("Which note?", "From Anabel, Tuesday 24 November, 12:00")
	ben.presses("My answer")
	ana.opens("answer").reads("> This is what I say to it").reads("the earlier one")
	ben.opens("note").reads("the earlier one").reads("This is what I say to it")
}

// A note that is held by quiet hours or a pause is never hinted at.
func TestAHeldNoteChangesNothing(t *testing.T) {
	for _, minute := range []string{"22:30", "23:07", "02:00"} {
		t.Run(minute, func(t *testing.T) {
			w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			w.at("22:10")
			ana.runs("need", "text", "I would like it tonight").presses("Send to Benedict")
			w.at(minute)
			ben.writes("A thought in the night")
			ben.sees("> A thought in the night").neverSaw("Is this your answer").presses("Discard")
			w.at("08:00")
			ben.sees("A note from Anabel is waiting").writes("A thought in the morning")
			ben.sees(isItYours)
		})
	}
}

func TestWithoutTheNameTheQuestionNamesNobody(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ben.runs("settings").chooses("How notes arrive", "Notes: without the name")
	ana.asks("I would like a slow evening", "Benedict")
	ben.writes("Gladly, I will cook for us")
	ben.sees("Is this an answer to a note?").neverSaw("the note from Anabel")
	ben.presses("My answer")
	ana.opens("answer").reads("> Gladly, I will cook for us")
	ana.asks("I would like another thing", "Benedict")
	ana.asks("I would like a third thing", "Benedict")
	ben.writes("This is for one of them")
	ben.sees("> This is for one of them").chooses("Which note?", "The note of Tuesday 24 November, 12:00")
	ben.neverSaw("the note from Anabel")
}

func TestAnAnswerByMessageHasItsLengthAndASecondThought(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I would like a slow evening", "Benedict")
	ben.writes(strings.Repeat("wordy ", 300) + "end")
	ben.sees("an answer carries up to 1500").offers(isItYours, "Edit", "A note of my own", "Keep private", "Discard", "Help")
	ben.presses("Edit").fills("In your words", "Short enough by now")
	ben.reads("> Short enough by now").presses("My answer")
	ana.opens("answer").reads("Short enough by now")
	ana.asks("I would like another thing", "Benedict")
	ben.writes("I am scared of you")
	ben.sees(isItYours).presses("My answer")
	ana.neverSaw("scared")
	ben.presses("Discard").reads("stays until you delete it")
	ben.writes("I am scared of you, and say it")
	ben.sees("and say it").presses("My answer").presses("Send anyway").reads("on its way to Anabel")
}

func TestAReplyToAnAnswerMayThankForIt(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I would like a slow evening", "Benedict")
	ben.writes("Gladly, I will cook for us")
	ben.sees(isItYours).presses("My answer")
	ana.sees("An answer from Benedict is waiting")
	ana.replies("An answer from Benedict is waiting", strings.Repeat("how lovely ", 40))
	ana.sees("A thank-you carries up to 300 characters")
	ana.presses("Edit").fills("In your words", "How lovely of you")
	ana.offers("> How lovely of you", "As a thank-you", "A note of my own", "Discard", "Help")
	ana.presses("As a thank-you").reads("Your thank-you is on its way to Benedict.")
	ben.sees("A thank-you from Anabel is waiting").replies("A thank-you from Anabel", "You are most welcome")
	ben.sees("> You are most welcome").presses("Send to Anabel") // a note of his own
	ana.sees("A note from Benedict is waiting")
}

func TestAReplyToAMessageOfTheBotBringsItsButtonsAgain(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I would like a slow evening", "Benedict")
	ben.writes("Gladly, I will cook for us")
	ben.sees(isItYours).presses("My answer")
	w.passes(26 * time.Hour)
	followUp := "your note of"
	ana.sees(followUp).replies(followUp, "Well, sort of")
	ana.sees("You replied to a message of mine.").sees("> Well, sort of")
	ana.offers("You replied to a message of mine.", "A note of my own", "Discard", "Help")
	if n := ana.count(followUp); n != 2 {
		t.Errorf("the question stands %d times, want it once more", n)
	}
	ana.presses("A note of my own").reads("> Well, sort of").presses("Discard").reads("stays until you delete it")
	if n := ana.count(followUp); n != 2 {
		t.Errorf("after the words are gone the question stands %d times, want it where it was", n)
	}
	ana.presses("Somewhat").reads("Thank you for telling me.")
	ben.neverSaw("sort of")
}

func TestAnEditChangesWordsThatWaitAndADeletionForgetsThem(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I would like a slow evening", "Benedict")
	m := ben.writes("Gladly, I wil cook")
	ben.sees("> Gladly, I wil cook")
	w.passes(time.Minute)
	ben.edits(m, "Gladly, I will cook")
	ben.sees("> Gladly, I will cook").neverSaw("wil cook").once(isItYours)
	ben.presses("My answer")
	ana.opens("answer").reads("> Gladly, I will cook")
	ben.edits(m, "Changed after it was sent")
	ana.neverSaw("Changed after")
	ana.asks("I would like another thing", "Benedict")
	m = ben.writes("Better left unsaid, I think")
	ben.sees("> Better left unsaid").deletes(m)
	ben.awaits("the words go", func() bool { return !ben.has("Better left unsaid") })
	ben.neverSaw("> Better left unsaid")
	w.holdsNoWords(t)
}

// holdsNoWords fails if words of a plain message still wait.
func (w *world) holdsNoWords(t *testing.T) {
	t.Helper()
	lines, _ := w.rows()
	for _, line := range lines {
		if strings.HasPrefix(line, "incoming:") && !strings.Contains(line, "<nil>") { // what the words became stays, sealed
			t.Errorf("words that were decided about are kept: %s", line)
		}
	}
}

// The day counts from when a message was written, however late the bot hears it.
func TestAMessageThatWasMissedIsJudgedByWhenItWasWritten(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I would like a slow evening", "Benedict")
	ben.sees("A note from Anabel is waiting")
	w.sleeps()
	w.clock.set(w.clock.Now().Add(23 * time.Hour))
	ben.writes("Written within the day")
	w.clock.set(w.clock.Now().Add(2 * time.Hour))
	ben.writes("Written a day later")
	w.clock.set(w.clock.Now().Add(time.Hour))
	w.wakes()
	ben.sees("> Written a day later").once(isItYours)
	ben.presses("Discard")
	for range 2 {
		w.sleeps()
		w.wakes()
	}
	ben.once("> Written within the day").presses("My answer")
	ana.opens("answer").reads("> Written within the day")
}

func TestInTwoCouplesWordsGoWhereTheyBelong(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	all := w.people("Anabel", "Benedict", "Cleopatra")
	ana, ben, cleo := all[0], all[1], all[2]
	w.pair(ana, ben)
	w.passes(26 * time.Hour)
	w.pair(ana, cleo)
	ben.asks("I would like a slow evening", "Anabel")
	ana.writes("A word for one of them")
	ana.sees(isItYours + " Benedict").presses("A note of my own").reads("Whom is this for?")
	ana.presses("For Cleopatra").reads("> A word for one of them").presses("Send to Cleopatra")
	cleo.sees("A note from Anabel is waiting")
	w.passes(time.Hour)
	cleo.asks("I would like a walk", "Anabel")
	ana.writes("A word for the other one")
	ana.sees(isItYours + " Cleopatra")
	ana.chooses("Which note?", "From Benedict, Wednesday 25 November, 14:00")
	ana.presses("My answer").reads("on its way to Benedict")
	ben.opens("answer").reads("> A word for the other one")
	cleo.neverSaw("other one")
	ana.replies("A note from Cleopatra", "And this is for you alone")
	ana.sees("> And this is for you alone").presses("My answer")
	cleo.opens("answer").reads("> And this is for you alone")
	w.passes(25 * time.Hour)
	ana.writes("For whomever it may concern")
	ana.sees("Whom is this for?").presses("For Benedict").reads("> For whomever it may concern")
}
