package store_test

import (
	"fmt"
	"testing"
	"time"

	"leanon/store"
)

// messageAt returns a Discord id of a message that was written then.
func messageAt(at time.Time) string {
	return fmt.Sprint((at.UnixMilli() - 1420070400000) << 22)
}

// arrives delivers a person's one due notice, with Discord's id of that moment.
func (w *world) arrives(person string) store.Notice {
	w.Helper()
	n, err := w.attempt(person)
	w.must(err)
	w.must(w.Delivered(w.Context(), n, "dm-"+person, messageAt(w.now), w.now))
	return n
}

// says hears a plain message that is written now.
func (w *world) says(person, words string) string {
	w.Helper()
	id := messageAt(w.now.Add(time.Millisecond))
	w.hears(person, id, "", words)
	return id
}

func (w *world) typed(person string) store.Typed {
	w.Helper()
	n := w.arrives(person)
	if n.Kind != store.KindTyped {
		w.Fatalf("owed: got %s, want %s", n.Kind, store.KindTyped)
	}
	y, err := w.TypedFor(w.Context(), n.Ref, person)
	w.must(err)
	return y
}

func TestWordsWaitWhileANoteOfTheLastDayWaits(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		after time.Duration
		waits bool
	}{{0, true}, {24*time.Hour - time.Minute, true}, {24*time.Hour + time.Minute, false}} {
		w := newWorld(t)
		couple := w.pair(ana, ben)
		note := w.writes(couple, ana, "a note")
		w.arrives(ben)
		w.now = w.now.Add(tt.after)
		w.says(ben, "words")
		if !tt.waits {
			w.wantSent(ben + " preview")
			continue
		}
		y := w.typed(ben)
		if len(y.Notes) != 1 || y.Notes[0].Need.ID != note || y.Words != "words" || y.Couple.ID != couple {
			t.Errorf("after %s: got %+v, want the words for the note", tt.after, y)
		}
	}
}

func TestANoteThatIsHeldOrAnsweredHintsAtNothing(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]func(w *world, couple, note store.ID){
		"held by a pause": func(w *world, couple, _ store.ID) {
			_, err := w.Pause(w.Context(), couple, ben, time.Time{}, w.now)
			w.must(err)
			w.sent()
		},
		"on its way, nobody knows whether it arrived": func(w *world, _, _ store.ID) {
			_, err := w.attempt(ben)
			w.must(err)
		},
		"answered": func(w *world, _, note store.ID) { w.arrives(ben); w.answers(note, ben, store.Heard); w.sent() },
		"withdrawn": func(w *world, _, note store.ID) {
			w.arrives(ben)
			_, err := w.Withdraw(w.Context(), note, ana, "", w.now)
			w.must(err)
			w.sent()
		},
		"delivered after the message was written": func(w *world, _, _ store.ID) {
			w.now = w.now.Add(time.Hour)
			w.arrives(ben)
			w.now = w.now.Add(-time.Hour)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			couple := w.pair(ana, ben)
			before(w, couple, w.writes(couple, ana, "a note"))
			w.says(ben, "words")
			if n := w.one(couple, ben); n.Words != "words" {
				t.Errorf("draft: got %q, want the words", n.Words)
			}
		})
	}
}

func TestWhatWordsMayAnswerIsSealedInOneLengthAndTheDecisionToo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	note := w.writes(couple, ana, "a note")
	to := w.arrives(ben)
	lengths := map[int]bool{}
	for i, m := range []store.Message{
		{Words: "words"}, {Words: "words", ReplyTo: messageAt(w.now)}, {Words: "words", Named: "privacy"}, {Words: "words", Named: store.NamedHelp, ReplyTo: messageAt(w.now)},
	} {
		w.now = w.now.Add(time.Minute)
		m.ID, m.Person, m.Channel = messageAt(w.now), ben, "dm-"+ben
		w.must(w.Hear(t.Context(), m, w.now))
		y := w.typed(ben)
		var about []byte
		w.must(raw(t, w.path).QueryRow(`SELECT about FROM incoming WHERE message = ?1`, store.HashOf(w.Store, m.ID)).Scan(&about))
		lengths[len(about)] = true
		var err error
		if i == 0 {
			_, err = w.Answer(t.Context(), store.Answering{Need: note, Person: ben, Source: w.source(), Choice: store.OwnWords, Line: y.Words, Undecided: y.ID}, w.now)
		} else {
			_, err = w.Decide(t.Context(), store.Decision{Typed: y.ID, Person: ben}, w.now)
		}
		w.must(err)
		w.sent()
	}
	if len(lengths) != 1 {
		t.Errorf("lengths of what is sealed: got %v, want one", lengths)
	}
	var left, shapes, named int
	w.must(raw(t, w.path).QueryRow(`SELECT count(words), count(DISTINCT coalesce(length(about), 0)), (SELECT count(*) FROM answers JOIN incoming ON source = message) FROM incoming`).
		Scan(&left, &shapes, &named))
	if left != 0 || shapes != 1 || named != 0 {
		t.Errorf("after the decisions: got %d with words, %d lengths, and %d answers that name a message; want none, one and none", left, shapes, named)
	}
	if to.Kind != store.KindNote {
		t.Errorf("delivered: got %s, want the note", to.Kind)
	}
}

func TestADecisionIsMadeOnceAndTheQuestionBecomesThePreview(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.writes(couple, ana, "a note")
	w.arrives(ben)
	message := w.says(ben, "words")
	y := w.typed(ben)
	_, err := w.Decide(t.Context(), store.Decision{Typed: y.ID, Person: ana, Couple: couple}, w.now)
	w.wants("somebody else's words", err, store.ErrNotYours)
	e, err := w.Decide(t.Context(), store.Decision{Typed: y.ID, Person: ben, Couple: couple, Via: "pressed"}, w.now)
	w.must(err)
	_, err = w.Decide(t.Context(), store.Decision{Typed: y.ID, Person: ben, Couple: couple}, w.now)
	w.wants("decided twice", err, store.ErrTooLate)
	w.sent()
	w.must(w.Rehear(t.Context(), store.Message{ID: message, Person: ben, Words: "other words", Edited: w.now.Add(time.Second)}, w.now))
	w.wantSent(ben + " preview edit")
	if n := w.need(e.Need.ID, ben); n.Words != "other words" {
		t.Errorf("draft: got %q, want what its writer changed it to", n.Words)
	}
	w.hears(ben, message, "", "words")
	w.wantSent() // told again
}

func TestNothingTodayFinishesTheOpenQuestionOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	says := func(words string) {
		t.Helper()
		w.now = w.now.Add(time.Minute)
		w.must(w.Hear(t.Context(), store.Message{ID: messageAt(w.now), Person: ana, Channel: "dm", Words: words, Named: store.NamedNothing}, w.now))
	}
	says("nothing today")
	w.wantSent(ana + " preview") // none is open, so they are words like any other
	in, err := w.OpenFirst(t.Context(), couple, ana, w.now, first)
	w.must(err)
	w.sent()
	says("nothing today")
	got, err := w.CheckInFor(t.Context(), in.ID, ana)
	w.must(err)
	if got.DoneAt.IsZero() {
		t.Error("the question is open, want it done")
	}
	w.wantSent(ana+" typed", ana+" check-in edit")
}

func TestWordsAddedToAMessageAreHeardOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.must(w.Hear(t.Context(), store.Message{ID: "100", Person: ana, Channel: "dm", More: true}, w.now))
	w.wantSent(ana + " wordless")
	edited := w.now
	for _, words := range []string{"added", "changed", "changed"} {
		edited = edited.Add(time.Second)
		w.must(w.Rehear(t.Context(), store.Message{ID: "100", Person: ana, Words: words, More: true, Edited: edited}, w.now))
	}
	if n := w.one(couple, ana); n.Words != "changed" {
		t.Errorf("draft: got %q, want the words as they are now", n.Words)
	}
	w.wantSent(ana + " preview")
	w.at("2026-11-23 12:01") // within a minute she would not be told again
	w.must(w.Hear(t.Context(), store.Message{ID: "101", Person: ana, Channel: "dm", Words: "beside a picture", More: true}, w.now))
	w.wantSent(ana+" preview", ana+" wordless")
	all, err := w.NeedsOf(t.Context(), couple, ana)
	w.must(err)
	for _, d := range all.Drafts {
		_, err := w.Discard(t.Context(), d.Need.ID, ana, "", w.now)
		w.must(err)
	}
	w.must(w.Rehear(t.Context(), store.Message{ID: "101", Person: ana, Words: "after it was thrown away", Edited: edited}, w.now))
	if all, err = w.NeedsOf(t.Context(), couple, ana); err != nil || len(all.Drafts) != 0 {
		t.Errorf("drafts: got %d, %v, want none", len(all.Drafts), err)
	}
}

func TestLeavingForgetsWordsThatWereAboutTheCouple(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	other := w.pair(ben, cleo)
	w.writes(couple, ana, "a note")
	w.arrives(ben)
	to := messageAt(w.now)
	w.now = w.now.Add(time.Minute)
	w.hears(ben, messageAt(w.now), to, "about the two")
	about := w.typed(ben)
	w.now = w.now.Add(time.Minute)
	w.hears(ben, messageAt(w.now), "", "for one of them")
	either := w.typed(ben)
	_, err := w.Leave(t.Context(), couple, ana, false, w.now)
	w.must(err)
	_, err = w.TypedFor(t.Context(), about.ID, ben)
	w.wants("words about the couple", err, store.ErrTooLate)
	if y, err := w.TypedFor(t.Context(), either.ID, ben); err != nil || y.Couple.ID != other {
		t.Errorf("words for either: got couple %v, %v, want the other one", y.Couple.ID, err)
	}
	w.wantSent() // nobody is told by an edit
}
