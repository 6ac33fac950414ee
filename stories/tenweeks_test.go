package stories

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// Ten weeks of a couple of whom one rarely writes: the fortnight goes on, and each week
// still brings both of them something. With TENWEEKS=FILE the test writes what both chats
// show at the end, to be read aloud.

// tenWeeks is what the story knows of the weeks so far.
type tenWeeks struct {
	w        *world
	ana, ben *person
	asked    map[*person][]string // the questions that came to each, as they read them
	notes    map[*person]int      // their weekly notes
}

// evening goes to the next evening of a question. Whoever gets one gets one that they were
// never asked.
func (y *tenWeeks) evening(of ...*person) {
	y.w.t.Helper()
	for y.w.at("20:00"); !slices.Contains([]time.Weekday{time.Monday, time.Wednesday, time.Friday}, y.w.clock.Now().Weekday()); y.w.at("20:00") {
	}
	for _, p := range of {
		q := p.openQuestion()
		if slices.Contains(y.asked[p], q) {
			y.w.t.Errorf("on %s %s is asked once more: %s", y.w.clock.Now().Format(time.DateOnly), p.name, q)
		}
		y.asked[p] = append(y.asked[p], q)
	}
}

// openQuestion is the question of the newest check-in.
func (p *person) openQuestion() string {
	p.w.t.Helper()
	m, _, ok := p.finds("Nothing today")
	if q := questionText.FindString(bare(m.Content)); ok && q != "" {
		return q
	}
	p.w.t.Fatalf("%s has no question open; what they see:\n%s", p.name, p.all())
	return ""
}

// sunday goes to Sunday at six, when a note of the week comes to both, and opens both. It
// holds more than a sentence about quiet: at the least a question that is new to them.
func (y *tenWeeks) sunday() {
	y.w.t.Helper()
	for y.w.at("18:01"); y.w.clock.Now().Weekday() != time.Sunday; y.w.at("18:01") {
	}
	for p, other := range map[*person]*person{y.ana: y.ben, y.ben: y.ana} {
		y.notes[p]++
		if got := p.count(weekReady + other.name); got != y.notes[p] {
			y.w.t.Fatalf("on %s %s has %d notes of a week, want %d", y.w.clock.Now().Format(time.DateOnly), p.name, got, y.notes[p])
		}
		text := p.presses(weekOpen).reads("**" + weekReady + other.name + "**").text()
		q := questionText.FindString(strings.TrimPrefix(text, "**"+weekReady+other.name+"**"))
		if slices.Contains(y.asked[p], q) || !strings.HasSuffix(q, "?**") {
			y.w.t.Errorf("in the week of %s %s is asked %q, want a question that is new to them", y.w.clock.Now().Format(time.DateOnly), p.name, q)
		}
		y.asked[p] = append(y.asked[p], q)
	}
}

func TestTenWeeksOfTwoPeopleOfWhomOneRarelyWrites(t *testing.T) {
	w := newWorld(t, "2026-11-30 12:00 Europe/Paris", weekly)
	ana, ben := w.couple("Ana", "Ben")
	y := &tenWeeks{w: w, ana: ana, ben: ben, asked: map[*person][]string{}, notes: map[*person]int{}}
	fortnight(w, ana, ben)
	y.notes[ben] = 1 // Ana had paused over the first Sunday
	y.sunday()
	for _, tell := range []func(){y.thirdWeek, y.fourthWeek, y.fifthWeek, y.sixthWeek, y.seventhWeek, y.eighthWeek, y.ninthWeek, y.tenthWeek} {
		tell()
	}
	toBeRead(t, "TENWEEKS", ana, ben)
}

// Ana writes twice; Ben presses once, and writes nothing.
func (y *tenWeeks) thirdWeek() {
	y.evening(y.ana, y.ben)
	y.ana.presses("Answer").fills("In your words", "The week begins heavy.", "Would you ...?", "hold me for a moment when I come home?",
		"Kind of need", "Comfort", "What I'd like from Ben", "Comfort").presses("Send to Ben")
	y.ben.opens().presses("I hear you")
	y.ana.sees("Ben says: **I hear you.**").presses("My card").presses("Write").
		fills("What comforts me", "a blanket and no questions", "What doesn't help", "", "Good times for me", "after the news")
	y.ana.presses("Show it to Ben")
	y.evening(y.ana, y.ben)
	y.ana.presses("Nothing today")
	y.evening(y.ana, y.ben)
	y.ana.presses("Answer").fills("In your words", "I want to laugh with you on Saturday.", "Kind of need", "Play").presses("Send to Ben")
	y.sunday()
	for _, p := range []*person{y.ana, y.ben} {
		hasPicture(p, "Kinds of need that were spoken about: Comfort and Play.")
	}
}

// Ana keeps for herself what she writes; Ben does nothing at all. Her words are what her
// week brings back, to her alone.
func (y *tenWeeks) fourthWeek() {
	y.evening(y.ana, y.ben)
	y.ana.presses("Answer").fills("In your words", "I am tired of being the one who writes.").presses("Keep private")
	y.evening(y.ana, y.ben)
	y.evening(y.ana, y.ben)
	y.sunday()
	y.ana.reads("Still open: your note of").presses("What I wrote").reads("> I am tired of being the one who writes.")
	y.ben.reads("A quiet week here.").presses("What I wrote").reads("There are no words of yours here this week. That is fine.")
}

// Ben has let six questions pass, and would rather have fewer. Both are asked whether they
// still agree. He thanks her from the weekly note: few words, which ask for nothing.
func (y *tenWeeks) fifthWeek() {
	y.evening(y.ana, y.ben)
	y.ben.sees("The last 6 questions have gone by. That is all right.").presses("Fewer").reads("From now on I ask once a week.")
	y.ana.neverSaw("questions have gone by")
	y.ben.presses("Say thank you").fills("What are you thankful for?", "That you waited up for me.").presses("Send to Ana")
	y.ana.opens().reads("> That you waited up for me.").presses("I hear you")
	y.evening(y.ana)
	y.ana.presses("Keep")
	y.ben.presses("Keep")
	y.evening(y.ana)
	y.sunday()
	y.ana.reads("Thanks:").reads("> That you waited up for me.")
	y.ben.reads("Thanks:").reads("> That you waited up for me.")
}

// Ana proposes a question of their own. Ben says yes to it, and its turn comes.
func (y *tenWeeks) sixthWeek() {
	y.evening(y.ana, y.ben)
	y.ana.proposes("Which song would you play me this week?", "Ben")
	y.ben.sees("A question for the two of you is waiting. No rush.").presses("Open question").presses("Yes, use it")
	y.evening()
	y.ana.sees("Your question is waiting.").presses("Open question").reads("Which song would you play me this week?").presses("Answer").
		fills("In your words", "The one from the ferry, with the windows open.").presses("Send to Ben")
	y.ben.opens().reads("To the question: *Which song would you play me this week?*").reads("> The one from the ferry").presses("I hear you")
	y.evening(y.ana)
	y.sunday()
}

// A hard evening: Ben would like to talk, Ana takes a breath, and comes back.
func (y *tenWeeks) seventhWeek() {
	y.evening(y.ana, y.ben)
	y.ana.runs("need", "text", "I would like to plan January.").presses("Send to Ben")
	y.ben.opens().answersHere("Let's talk")
	y.ana.presses("Take a breath").presses("1 hour").presses("Send").reads("Sent.")
	y.ben.sees("Ana needs a breath, and will be here again").sees("This is a pause, not an ending.")
	y.w.passes(time.Hour)
	y.ana.sees("It is the time you named.").presses("I'm back: tell Ben")
	y.ben.sees("Ana is here again. There is no hurry.")
	y.evening(y.ana)
	y.evening(y.ana)
	y.sunday()
}

// Ben, who rarely writes, writes: his question asks for what he has in mind.
func (y *tenWeeks) eighthWeek() {
	y.evening(y.ana, y.ben)
	y.ben.presses("Answer").fills("In your words", "An hour in the workshop, with the radio on.", "Kind of need", "Space")
	y.ben.sees("To the question: *" + strings.Trim(y.asked[y.ben][len(y.asked[y.ben])-1], "*") + "*").presses("Send to Ana")
	y.ana.answers("Yes", "This weekend")
	y.ben.sees("Ana says **yes**")
	y.sunday()
	for _, p := range []*person{y.ana, y.ben} {
		p.reads("Asked and answered:").reads("> An hour in the workshop, with the radio on.")
	}
}

// Nobody does anything, and that is fine.
func (y *tenWeeks) ninthWeek() {
	y.sunday()
	y.ana.reads("A quiet week here. That is fine.")
	y.ben.reads("A quiet week here. That is fine.")
}

// Ana asks, Ben says yes, and Ana thanks him: a need that was met. Then he clears his chat of
// what was only his.
func (y *tenWeeks) tenthWeek() {
	y.evening()
	y.ana.runs("need").fills("In your words", "I am nervous about the exam.", "Would you ...?", "quiz me tomorrow?", "Kind of need", "Practical help").presses("Send to Ben")
	y.ben.answers("Yes", "Tomorrow")
	y.ana.sees("Ben says **yes**")
	y.w.passes(49 * time.Hour)
	y.ana.sees("do you feel understood?").presses("Yes").presses("Say thank you").fills("What did it mean to you?", "I slept.")
	y.sunday()
	for _, p := range []*person{y.ana, y.ben} {
		p.reads("A need that was met:").reads("> I am nervous about the exam.").reads("> I slept.")
	}
	y.ben.runs("hide").presses("What is only mine").reads("Working; you can close this.")
	y.w.passes(time.Minute)
	y.ben.sees("I am nervous about the exam.").neverSaw("A reminder for you alone").neverSaw("Would you like something else?")
}
