package stories

import (
	"strings"
	"testing"
	"time"

	"leanon/library"
	"leanon/playground"
)

// Words that name a button are no note, pictures are not carried, and what waits for a
// decision is never lost or left behind.

// greetings are those of the times of the day, which are as little an answer as "hi".
var greetings = map[string][]string{
	"English":   {"good morning", "Good evening!", "good afternoon", "Good morning, leanon"},
	"Deutsch":   {"guten Morgen", "Guten Abend", "Guten Tag"},
	"Français":  {"bonsoir", "Bonjour !"},
	"Español":   {"buenas noches", "Buenos días", "buenas tardes", "buen día"},
	"Português": {"bom dia", "Boa noite", "boa tarde", "Bom dia, leanon"},
	"Italiano":  {"buona sera", "Buongiorno", "buon giorno"},
}

func TestWordsThatNameAButtonAreNoNoteUnlessTheirWriterSaysSo(t *testing.T) {
	for _, tt := range []struct{ language, nothing, help, hi, later, pause, leave, send string }{
		{"English", "nothing today", "help", "hi", "later", "stop", "leave", "send"},
		{"Deutsch", "heute nichts", "hilfe", "hallo", "später", "stopp", "verlassen", "abschicken"},
		{"Français", "rien aujourd'hui", "aide", "bonjour", "plus tard", "arrête", "quitter", "envoyer"},
		{"Español", "nada hoy", "ayuda", "hola", "más tarde", "para", "salir", "enviar"},
		{"Português", "nada hoje", "ajuda", "olá", "mais tarde", "pare", "sair", "enviar"},
		{"Italiano", "niente oggi", "aiuto", "ciao", "più tardi", "fermati", "esci", "invia"},
	} {
		t.Run(tt.language, func(t *testing.T) {
			w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.runs("settings").presses("More").presses("Language").chooses("The language I write in", tt.language)
			w.at("20:00")
			ana.sees(howTo)
			says := func(text, sees string, buttons ...string) {
				t.Helper()
				if _, err := ana.Write(text); err != nil { // a word as common as that may stand anywhere
					t.Fatal(err)
				}
				ana.sees(sees)
				ana.offers(sees, buttons...)
			}
			says(tt.help, "findahelpline.com", "It is a note", "Help")
			says(tt.hi, "Hello.", "It is a note", "Help")
			for _, greeting := range greetings[tt.language] {
				if name, ok := library.Default().Named(greeting, ""); name != "hi" || !ok {
					t.Errorf("%q names %q, want a greeting", greeting, name)
				}
				if greeting == greetings[tt.language][0] {
					says(greeting, "Hello.", "It is a note", "Help")
				}
			}
			says(tt.later, "Shall I bring the question back later?", "Later", "It is a note", "Help")
			says(tt.pause, "Would you like to pause?", "Pause", "It is a note", "Help")
			says(tt.leave, "Would you like to leave?", "Leave", "It is a note", "Help")
			says(tt.send, "That sounds like a button.", "It is a note", "Help")
			ana.sees(howTo) // none of that was an answer to the question
			says(tt.nothing, "That question is done.", "It is a note", "Help")
			ana.neverSaw(howTo).presses("It is a note").reads("> " + tt.nothing)
			ben.neverSaw("A note")
		})
	}
}

func TestAPauseThatIsTypedIsAskedForFirst(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.writes("please stop")
	ana.sees("Would you like to pause?")
	w.at("20:00")
	ana.sees(howTo).presses("Nothing today")
	ana.presses("Pause").reads("Nobody is told.")
	ana.sees("Your words are gone from this message.")
	w.holdsNoWords(t)
	w.passes(48 * time.Hour)
	ana.neverSaw(howTo)
	ben.neverSaw("paused")
}

func TestWhatIsNamedHappensAtItsButton(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.at("20:00")
	says := func(text, sees string) {
		t.Helper()
		if _, err := ana.Write(text); err != nil {
			t.Fatal(err)
		}
		ana.sees(sees)
	}
	ana.sees(howTo)
	says("later", "Shall I bring the question back later?")
	ana.presses("Later").reads("bring")
	says("answer", "Would you like to answer the question")
	ana.presses("Answer").fills("In your words", "A word in answer to that")
	ana.sees("> A word in answer to that").presses("Discard")
	says("leave", "Would you like to leave?")
	ana.presses("Leave").presses("Stay")
	for command, shows := range map[string]string{"needs": "Nothing is open", "history": "shared nothing yet", "settings": "**Quiet hours:**", "privacy": "**Stored about you**", "rhythm": "Your questions come", "checkin": "Nothing is open today."} {
		says(command, "does what /"+command+" does")
		ana.offers("does what /"+command+" does", "Show it", "It is a note", "Help")
		ana.presses("Show it").reads(shows)
	}
	says("need", "does what /need does")
	ana.presses("Show it").fills("In your words", "A wish in a form").reads("> A wish in a form").presses("Discard")
	says("invite", "Type /pair and pick it from the list")
	says("send it", "That sounds like a button.")
	ana.offers("That sounds like a button.", "It is a note", "Help")
	ben.neverSaw("Anabel wrote")
}

func TestAWordForAButtonMayBeMeantForTheNoteThatWaits(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("Would it be now or another day", "Benedict")
	ben.writes("stop it")
	ben.sees("Would you like to pause?").offers("Would you like to pause?", "Pause", "My answer", "It is a note", "Help")
	ben.replies("A note from Anabel is waiting", "stop it")
	ben.sees(isItYours).presses("My answer")
	ana.opens("answer").reads("> stop it")
}

func TestOnlyWordsAreCarried(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	picture := playground.Besides{Files: []playground.Attachment{{Filename: "sunset.png", Data: []byte("a picture")}}}
	bare, err := ana.WriteWith(picture, "")
	if err != nil {
		t.Fatal(err)
	}
	ana.sees("I carry words only. Write what you would like to say")
	for i, b := range []playground.Besides{{Sticker: "A hug"}, {Poll: "Pizza?"}} {
		w.passes(time.Minute) // within it they would be told once
		if _, err := ana.WriteWith(b, ""); err != nil {
			t.Fatal(err)
		}
		ana.awaits("that each is told", func() bool { return ana.count("I carry words only. Write what you would like to say") == i+2 })
	}
	w.passes(time.Minute)
	ana.edits(bare, "What I meant by this picture")
	ana.sees("> What I meant by this picture").presses("Send to Benedict")
	gift, err := ana.WriteWith(picture, "")
	if err != nil {
		t.Fatal(err)
	}
	w.passes(time.Hour) // the channel was read beyond it meanwhile
	w.catchesUp()
	w.sleeps()
	w.clock.set(w.clock.Now().Add(time.Minute))
	ana.edits(gift, "Added while nobody listened")
	w.wakes()
	ana.once("> Added while nobody listened").presses("Discard")
	w.typed("And some words beside it")
	if _, err := ana.WriteWith(picture, "And some words beside it"); err != nil {
		t.Fatal(err)
	}
	ana.sees("> And some words beside it").sees("I carry words only. What you wrote is taken")
	ben.opens("note").reads("What I meant by this picture")
	m, err := ben.WriteWith(picture, "")
	if err != nil {
		t.Fatal(err)
	}
	ben.sees("I carry words only.")
	w.passes(time.Minute)
	ben.edits(m, "And this is what I say to it") // the note waits: it may be the answer
	ben.sees(isItYours).presses("My answer")
	ana.opens("answer").reads("> And this is what I say to it")
}

func TestAReplyToADraftOrToAQuestionBringsThatAgain(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.writes("I would like to be heard")
	ana.sees("> I would like to be heard").replies("> I would like to be heard", "You may send that one")
	ana.sees("You replied to a message of mine.").sees("> You may send that one")
	ana.awaits("the draft comes again", func() bool { return ana.count("> I would like to be heard") == 2 })
	ana.presses("Keep private")
	ana.awaits("both copies fold", func() bool { return ana.count("> I would like to be heard") == 0 || ana.count("Kept.") == 2 })
	ana.presses("Discard")
	ana.asks("I would like a slow evening", "Benedict")
	ben.writes("Gladly, I will cook for us")
	ben.sees(isItYours).replies(isItYours, "That is what I meant")
	ben.sees("> That is what I meant")
	ben.awaits("the question comes again", func() bool { return ben.count(isItYours) == 2 })
	ben.presses("My answer").reads("on its way")
	ben.awaits("no question about it is left", func() bool { return ben.count(isItYours) == 0 })
	ana.opens("answer").reads("> Gladly, I will cook for us")
	ana.neverSaw("what I meant")
}

func TestWordsThatWaitAreCountedExportedAndForgotten(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I would like a slow evening", "Benedict")
	ben.writes("Words that wait for him")
	ben.sees(isItYours)
	ben.runs("privacy").presses("Export my data")
	ben.presses("Everything").sees("everything I keep about you")
	_, page, _ := ben.exported()
	if !strings.Contains(page, "Words that wait for him") {
		t.Error("the file lacks the words that wait")
	}
	mine := ben.spies("My answer")
	ana.runs("leave").presses("Leave")
	w.holdsNoWords(t)
	ben.pressesOld(mine).reads("Your words are gone from this message.")
}

func TestANoteThatTellsIsWrittenBackTo(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "Thank you for the lovely dinner").presses("Send to Benedict")
	ben.sees("A note from Anabel is waiting").writes("It was my pleasure")
	ben.sees(isItYours).presses("My answer")
	ana.opens("answer").reads("> It was my pleasure")
	ben.replies("A note from Anabel is waiting", "And there will be more")
	ben.sees("> And there will be more").presses("My answer").reads("on its way")
	w.passes(30 * 24 * time.Hour)
	ana.neverSaw("do you feel understood?")
}

func TestWordsForANoteThatWasWithdrawnAreNotLost(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I would like a slow evening", "Benedict")
	ben.writes("Gladly, I will cook for us")
	ben.sees(isItYours)
	ana.runs("needs").presses("Withdraw")
	ben.presses("My answer").reads("The note was withdrawn meanwhile").reads("> Gladly, I will cook for us")
	ana.neverSaw("I will cook")
	ben.presses("A note of my own").presses("Send to Anabel")
	ana.sees("A note from Benedict is waiting")
}

func TestAReplyToWhatWasHeardMayThankForIt(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I would like a slow evening", "Benedict")
	ben.presses("Open note").presses("I hear you")
	ben.presses("Say what I heard").fills("What I heard is ...", "You are tired of running")
	ana.sees("An answer from Benedict is waiting").replies("An answer from Benedict is waiting", "So good to be understood")
	ana.offers("> So good to be understood", "As a thank-you", "A note of my own", "Discard", "Help")
	ana.presses("As a thank-you").reads("on its way to Benedict")
	ben.opens("thank-you").reads("> So good to be understood")
	ana.opens("answer").presses("That's it")
	ben.sees("that's it").replies("that's it", "I am glad that I understood")
	ben.sees(isItYours).presses("My answer")
	ana.opens("answer").reads("> I am glad that I understood")
}

func TestTheWordsBeyondADaysAnswersWait(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("I would like a slow evening", "Benedict")
	ben.sees("A note from Anabel is waiting")
	for n := range 13 {
		words := "Answer of the letter " + string(rune('A'+n))
		ben.replies("A note from Anabel is waiting", words)
		ben.sees("> " + words).presses("My answer")
	}
	ben.reads("I carry twelve answers with words a day").reads("> Answer of the letter M")
	w.passes(25 * time.Hour)
	ben.presses("My answer").reads("on its way to Anabel")
}
