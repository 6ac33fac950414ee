package store_test

import (
	"testing"
	"time"

	"leanon/store"
)

func TestALineFollowsAnAnswerOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.writes(w.pair(ana, ben), ana, "words")
	w.sent()
	yes := w.answers(id, ben, store.Yes).Need.LastAnswer()
	w.wantSent(ana + " answer")
	add := store.Saying{About: yes.ID, Person: ben, Source: w.source(), Line: "with joy"}
	for range 2 {
		_, err := w.AddLine(t.Context(), add, w.now)
		w.must(err)
	}
	w.wantSent(ana + " answer")
	n := w.need(id, ana)
	if len(n.Answers) != 1 || n.Answers[0].Line != "with joy" || n.Answers[0].Choice != store.Yes {
		t.Fatalf("the answers are %+v, want one yes with its line", n.Answers)
	}
	if _, a, err := w.AnswerFor(t.Context(), n.Answers[0].Adds, ana); err != nil || a.ID != yes.ID {
		t.Errorf("the line's own id leads to %+v, %v, want the answer that it follows", a, err)
	}
	add.Source = w.source()
	_, err := w.AddLine(t.Context(), add, w.now)
	w.wants("a second line", err, store.ErrTooLate)
	add.Person = ana
	_, err = w.AddLine(t.Context(), add, w.now)
	w.wants("a line of the asker's", err, store.ErrNotYours)
}

func TestALineThatIsAddedWhileItsAnswerWaitsComesWithIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.writes(w.pair(ana, ben), ana, "words")
	w.sent()
	w.at("2026-11-23 23:00") // quiet hours
	yes := w.answers(id, ben, store.Yes).Need.LastAnswer()
	w.wantSent()
	_, err := w.AddLine(t.Context(), store.Saying{About: yes.ID, Person: ben, Source: w.source(), Line: "with joy"}, w.now)
	w.must(err)
	w.at("2026-11-24 08:00")
	w.wantSent(ana + " answer")
}

func TestOwnWordsStayOpenAfterAnyAnswerAndCloseNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	for _, given := range []store.Choice{store.Heard, store.Yes, store.Part, store.NotNow, store.Talk, store.CannotNow, store.OwnWords} {
		w.now = w.now.Add(5 * time.Hour) // a day takes six notes
		id := w.writes(couple, ana, "words")
		before := w.answers(id, ben, given).Need
		e, err := w.Answer(t.Context(), store.Answering{Need: id, Person: ben, Source: w.source(), Choice: store.OwnWords, Line: "I take it back"}, w.now)
		if err != nil || e.Need.LastAnswer().Choice != store.OwnWords {
			t.Errorf("own words after %s: got %q, %v", given, e.Need.LastAnswer().Choice, err)
		}
		for _, c := range []store.Choice{store.Heard, store.Yes, store.Part, store.NotNow, store.Talk, store.CannotNow} {
			if got, want := e.Need.CanSay(c), before.CanSay(c); got != want {
				t.Errorf("after %s and own words, %s can be said: %v, want %v as before them", given, c, got, want)
			}
		}
	}
}

func TestTwelveAnswersWithWordsADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	id := w.writes(couple, ana, "words")
	say := func(line string) error {
		_, err := w.Answer(t.Context(), store.Answering{Need: id, Person: ben, Source: w.source(), Choice: store.OwnWords, Line: line}, w.now)
		return err
	}
	heard := w.answers(id, ben, store.Heard).Need.LastAnswer() // has no words
	for range 10 {
		w.must(say("words"))
	}
	w.heard(id, "you missed me")
	_, err := w.AddLine(t.Context(), store.Saying{About: heard.ID, Person: ben, Source: w.source(), Line: "and more"}, w.now)
	w.must(err)
	w.wants("the thirteenth", say("words"), store.ErrTooManyWords)
	w.answers(id, ben, store.Yes) // without words there is always room
	back := w.writes(couple, ben, "mine")
	_, err = w.Answer(t.Context(), store.Answering{Need: back, Person: ana, Source: w.source(), Choice: store.Part, Line: "the first half"}, w.now)
	w.must(err) // the other has room of their own
	w.now = w.now.Add(24*time.Hour + time.Minute)
	w.must(say("words"))
}
