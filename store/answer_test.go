package store_test

import (
	"sync"
	"testing"
	"time"

	"leanon/store"
)

func TestTheSameAnswerToldTwiceAtOnceIsOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.writes(w.pair(ana, ben), ana, "words")
	w.sent()
	a := store.Answering{Need: id, Person: ben, Source: "interaction", Choice: store.Yes, Time: "tonight", Line: "with joy"}
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			if _, err := w.Answer(t.Context(), a, w.now); err != nil {
				t.Errorf("answer: %v", err)
			}
		})
	}
	all.Wait()
	n := w.need(id, ana)
	if len(n.Answers) != 1 || n.LastAnswer().Line != "with joy" || n.LastAnswer().Time != "tonight" || n.LastAnswer().Choice != store.Yes {
		t.Errorf("answers: got %+v, want the one", n.Answers)
	}
	w.wantSent(ana + " answer")
	_, err := w.Answer(t.Context(), store.Answering{Need: id, Person: ana, Source: "2", Choice: store.Yes}, w.now)
	w.wants("the asker's own answer", err, store.ErrNotYours)
	_, err = w.Answer(t.Context(), store.Answering{Need: id, Person: cleo, Source: "3", Choice: store.Yes}, w.now)
	w.wants("a stranger's answer", err, store.ErrNotYours)
	_, err = w.Answer(t.Context(), store.Answering{Need: id, Person: ben, Source: "4", Choice: store.Part}, w.now)
	w.wants("another answer after a full one", err, store.ErrTooLate)
}

func TestANamedTimeKeepsTheClockThatItWasSaidOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	for clock, moment := range map[string]time.Time{
		"in New York":  time.Date(2026, 11, 23, 20, 0, 0, 0, time.FixedZone("", -5*60*60)),
		"in Reykjavik": time.Date(2026, 11, 23, 20, 0, 0, 0, time.FixedZone("", 0)),
		"not known":    time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC),
	} {
		id := w.writes(couple, ana, "words")
		e, err := w.Answer(t.Context(), store.Answering{Need: id, Person: ben, Source: clock, Choice: store.Yes, Time: "tonight", Moment: moment}, w.now)
		w.must(err)
		got := e.Need.LastAnswer().Moment
		if !got.Equal(moment) || got.Format(time.DateTime) != moment.Format(time.DateTime) || (got.Location() == time.UTC) != (clock == "not known") {
			t.Errorf("%s: got %v, want %v", clock, got, moment)
		}
	}
}

func TestIHearYouKeepsTheOtherAnswersOpen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.writes(w.pair(ana, ben), ana, "words")
	w.sent()
	w.answers(id, ben, store.Heard)
	w.wantSent(ana + " answer")
	_, err := w.Answer(t.Context(), store.Answering{Need: id, Person: ben, Source: "again", Choice: store.Heard}, w.now)
	w.wants("the same once more", err, store.ErrTooLate)
	w.now = w.now.Add(time.Hour)
	e := w.answers(id, ben, store.Yes)
	w.wantSent(ana + " answer")
	if _, a, err := w.AnswerFor(t.Context(), e.Need.LastAnswer().ID, ana); err != nil || a.Choice != store.Yes {
		t.Errorf("the answer for its asker: got %q, %v, want %q", a.Choice, err, store.Yes)
	}
	_, _, err = w.AnswerFor(t.Context(), e.Need.LastAnswer().ID, cleo)
	w.wants("a stranger's look", err, store.ErrNotYours)
	w.now = w.now.Add(23 * time.Hour)
	w.wantSent() // the later answer moved the follow-up
	w.now = w.now.Add(time.Hour)
	w.at("2026-11-24 13:00")
	w.wantSent(ana + " follow-up")
}

func TestAskAgainIsOfferedOnceFrom24HoursAfterSendAndNotAfterANo(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers []store.Choice
		want    bool
	}{
		"before an answer":    {nil, false},
		"heard":               {[]store.Choice{store.Heard}, true},
		"part of it":          {[]store.Choice{store.Part}, true},
		"not now":             {[]store.Choice{store.NotNow}, false},
		"I can't":             {[]store.Choice{store.CannotNow}, false},
		"not now, then yes":   {[]store.Choice{store.NotNow, store.Yes}, true},
		"heard, then not now": {[]store.Choice{store.Heard, store.NotNow}, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			w.now = w.now.Add(42 * time.Second)
			id := w.writes(w.pair(ana, ben), ana, "words")
			for _, choice := range c.answers {
				w.answers(id, ben, choice)
			}
			w.sent()
			from, ok := w.need(id, ana).AgainFrom()
			if ok != c.want {
				t.Fatalf("offered: got %v, want %v", ok, c.want)
			}
			if !ok {
				_, err := w.AskAgain(t.Context(), id, ana, w.now.Add(48*time.Hour))
				w.wants("ask again", err, store.ErrTooLate)
				return
			}
			if want := w.now.Add(24 * time.Hour); !from.Equal(want) {
				t.Errorf("from: got %v, want %v", from, want)
			}
			_, err := w.AskAgain(t.Context(), id, ana, from.Add(-time.Second))
			w.wants("a second too soon", err, store.ErrTooSoon)
			w.now = from
			_, err = w.AskAgain(t.Context(), id, ben, w.now)
			w.wants("the receiver's press", err, store.ErrNotYours)
			_, err = w.AskAgain(t.Context(), id, ana, w.now)
			w.must(err)
			_, err = w.AskAgain(t.Context(), id, ana, w.now)
			w.wants("pressed twice", err, store.ErrTooLate)
			w.wantSent(ben + " note")
			if !w.need(id, ben).CanSay(store.Heard) {
				t.Error("asked again it can't be answered again")
			}
			w.answers(id, ben, store.Yes)
			w.wantSent(ana + " answer")
			w.now = w.now.Add(24*time.Hour + 15*time.Minute)
			w.wantSent(ana + " follow-up") // and not that of the first round
		})
	}
}

func TestAFollowUpIsNotAskedOnceThereIsNothingToAsk(t *testing.T) {
	t.Parallel()
	for name, act := range map[string]func(w *world, id store.ID) error{
		"let go":     func(w *world, id store.ID) error { _, err := w.LetGo(w.Context(), id, ana, w.now); return err },
		"taken back": func(w *world, id store.ID) error { _, err := w.TakeBack(w.Context(), id, ana, "", w.now); return err },
		"said already": func(w *world, id store.ID) error {
			_, err := w.Reach(w.Context(), id, ana, store.ReachedNotYet, w.now)
			return err
		},
	} {
		w := newWorld(t)
		id := w.writes(w.pair(ana, ben), ana, "words")
		w.answers(id, ben, store.Yes)
		w.sent()
		w.must(act(w, id))
		w.sent()
		w.now = w.now.Add(24 * time.Hour)
		if got := w.sent(); len(got) != 0 {
			t.Errorf("%s: got %q, want nothing", name, got)
		}
	}
}

func TestAnOutcomeIsKeptOnceAndOnlyAfterAnAnswer(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.writes(w.pair(ana, ben), ana, "words")
	w.sent()
	_, err := w.Reach(t.Context(), id, ana, store.ReachedYes, w.now)
	w.wants("before an answer", err, store.ErrTooLate)
	w.answers(id, ben, store.Yes)
	w.sent()
	_, err = w.Reach(t.Context(), id, ben, store.ReachedYes, w.now)
	w.wants("the receiver's press", err, store.ErrNotYours)
	e, err := w.Reach(t.Context(), id, ana, store.ReachedNotYet, w.now)
	w.must(err)
	if !e.Need.ClosedAt.IsZero() {
		t.Error("not yet closed the need")
	}
	e, err = w.Reach(t.Context(), id, ana, store.ReachedYes, w.now)
	w.must(err)
	if e.Need.ClosedAt.IsZero() || e.Need.Reached != store.ReachedYes {
		t.Errorf("yes: got %q, closed %v, want closed", e.Need.Reached, e.Need.ClosedAt)
	}
	_, err = w.Reach(t.Context(), id, ana, store.ReachedSomewhat, w.now)
	w.wants("another outcome", err, store.ErrTooLate)
	w.wantSent()
	_, err = w.LetGo(t.Context(), id, ana, w.now)
	w.must(err)
	if n := w.need(id, ana); n.Reached != store.ReachedYes {
		t.Errorf("let go after it: got %q, want what was said", n.Reached)
	}
}

func TestThanksAndTalkAreRelayedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.writes(w.pair(ana, ben), ana, "words")
	w.sent()
	_, err := w.Thank(t.Context(), id, ana, "thank you", w.now)
	w.wants("thanks before an answer", err, store.ErrTooLate)
	w.answers(id, ben, store.Talk)
	w.sent()
	_, err = w.Thank(t.Context(), id, ana, "thank you", w.now)
	w.must(err)
	_, err = w.Thank(t.Context(), id, ana, "thank you again", w.now)
	w.wants("thanks twice", err, store.ErrTooLate)
	_, err = w.LetsTalk(t.Context(), id, ana, w.now)
	w.must(err)
	_, err = w.LetsTalk(t.Context(), id, ana, w.now)
	w.wants("talk twice", err, store.ErrTooLate)
	w.wantSent(ben+" thanks", ben+" talk")
	if got := w.need(id, ben).Thanks; got != "thank you" {
		t.Errorf("thanks: got %q, want the first", got)
	}
}

func TestHearingComesFirstOrNotAtAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.writes(w.pair(ana, ben), ana, "words")
	w.answers(id, ben, store.Heard)
	w.answers(id, ben, store.NotNow)
	for _, choice := range []store.Choice{store.Heard, store.NotNow} {
		if w.need(id, ben).CanSay(choice) {
			t.Errorf("%q can be said again after hearing and a not-now, want neither", choice)
		}
	}
	if !w.need(id, ben).CanSay(store.Yes) {
		t.Error("a yes can't be said after a not-now, want that whoever said it can come back to it")
	}
}
