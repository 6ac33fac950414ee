package store_test

import (
	"testing"
	"time"

	"leanon/store"
)

// A pause does not lose words that the other partner sent, and what stays does not reveal
// that somebody pauses.

// listed returns how many shared exchanges a person has in their history.
func (w *world) listed(couple store.ID, person string) int {
	w.Helper()
	all, err := w.History(w.Context(), couple, person)
	w.must(err)
	return len(all)
}

func (w *world) wantListed(what string, couple store.ID, forAna, forBen int) {
	w.Helper()
	w.must(w.Purge(w.Context(), w.now))
	if a, b := w.listed(couple, ana), w.listed(couple, ben); a != forAna || b != forBen {
		w.Errorf("%s on %s: got %d for Ana and %d for Ben, want %d and %d", what, w.now.Format("2 Jan 15:04"), a, b, forAna, forBen)
	}
}

func (w *world) pauses(couple store.ID, person string) {
	w.Helper()
	_, err := w.Pause(w.Context(), couple, person, time.Time{}, w.now)
	w.must(err)
}

func (w *world) resumes(couple store.ID, person string) {
	w.Helper()
	_, err := w.Resume(w.Context(), couple, person, w.now)
	w.must(err)
}

func TestANoteThatAPauseHoldsOutlivesItsRetentionForItsReceiverAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.keeps(ana, 7)
	w.pauses(couple, ben)
	id := w.writes(couple, ana, "words")
	w.sent()
	w.now = w.now.Add(7*day - time.Minute)
	w.wantListed("before its retention is over", couple, 1, 1)
	w.now = w.now.Add(time.Minute)
	w.wantListed("while a pause holds it", couple, 0, 1)
	if got := factsOf(t, w.Store, ana).Sent; got != 0 {
		t.Errorf("the asker's facts: got %d sent, want none: that it waits is not told", got)
	}
	if all, err := w.NeedsOf(t.Context(), couple, ana); err != nil || len(all.FromMe) != 0 {
		t.Errorf("the asker's needs: got %d, %v, want none", len(all.FromMe), err)
	}
	w.now = w.now.Add(20 * day)
	if n, err := w.Rest(t.Context(), w.now); err != nil || n != 0 {
		t.Errorf("rested: got %d, %v, want none: the asker would read that it waited", n, err)
	}
	w.wantListed("weeks later", couple, 0, 1)
	w.resumes(couple, ben)
	w.wantSent(ben + " note")
	w.wantListed("once it has come", couple, 0, 1)
	w.now = w.now.Add(7*day - time.Second)
	w.wantListed("almost a week after", couple, 0, 1)
	w.now = w.now.Add(time.Second)
	w.wantListed("a week after", couple, 0, 0)
	if _, err := w.NeedFor(t.Context(), id, ben); err == nil {
		t.Error("it is still there")
	}
}

func TestANoteThatAPauseHoldsCanBeWithdrawnAfterItsRetentionUnnoticed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ before, after, ben int }{
		"before it came": {before: 20},
		"after it came":  {before: 20, after: 1, ben: 1}, // it reads withdrawn
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			couple := w.pair(ana, ben)
			w.keeps(ana, 7)
			w.pauses(couple, ben)
			id := w.writes(couple, ana, "words")
			w.sent()
			w.now = w.now.Add(time.Duration(c.before) * day)
			w.must(w.Purge(t.Context(), w.now))
			if c.after > 0 {
				w.resumes(couple, ben)
				w.wantSent(ben + " note")
				w.now = w.now.Add(time.Duration(c.after) * day)
			}
			_, err := w.Withdraw(t.Context(), id, ben, "", w.now)
			w.wants("the receiver's press", err, store.ErrNotYours)
			if c.after > 0 && w.need(id, ben).Words == "" {
				t.Error("the receiver withdrew it")
			}
			_, err = w.Withdraw(t.Context(), id, ana, "", w.now)
			w.wants("the asker's press", err, store.ErrNotYours)
			if c.after > 0 {
				if n := w.need(id, ben); n.Words != "" || n.WithdrawnAt.IsZero() {
					t.Errorf("the receiver's copy: got %q, withdrawn %s", n.Words, n.WithdrawnAt)
				}
				w.wantSent(ben + " note edit")
			} else {
				w.resumes(couple, ben)
				w.wantSent()
			}
			w.wantListed("after it was taken back", couple, 0, c.ben)
		})
	}
}

func TestAQuestionIsGoneForWhoWasAskedWhetherOrNotWhatTheySaidIsStillOwed(t *testing.T) {
	t.Parallel()
	for _, paused := range []bool{false, true} {
		w := newWorld(t)
		couple := w.pair(ana, ben)
		w.keeps(ana, 7)
		if paused {
			w.pauses(couple, ben)
		}
		w.at("2026-11-23 20:00")
		w.opens()
		in, err := w.OpenCheckIn(t.Context(), couple, ana)
		w.must(err)
		e, err := w.Word(t.Context(), store.Wording{Couple: couple, Person: ana, CheckIn: in.ID, Source: w.source(), Words: "words"}, w.now)
		w.must(err)
		_, err = w.Send(t.Context(), e.Need.ID, ana, "", w.now)
		w.must(err)
		w.sent()
		for _, want := range []struct {
			at    string
			asked int
		}{
			{"2026-11-30 19:59", 1}, // kept
			{"2026-11-30 20:00", 1}, // its newest
			{"2026-12-02 20:00", 1}, // another has replaced it
		} {
			w.at(want.at)
			if want.at == "2026-12-02 20:00" {
				w.opens()
			}
			w.must(w.Purge(t.Context(), w.now))
			f := factsOf(t, w.Store, ana)
			r, err := w.Record(t.Context(), ana)
			w.must(err)
			if f.CheckIns != want.asked || len(r.Couples[0].CheckIns) != want.asked {
				t.Errorf("on %s, the other paused %v: got %d counted and %d exported, want %d", want.at, paused, f.CheckIns, len(r.Couples[0].CheckIns), want.asked)
			}
		}
		_, err = w.CheckInFor(t.Context(), in.ID, ana)
		w.wants("a press on the old question", err, store.ErrNotYours)
		if paused && w.need(e.Need.ID, ben).Question != "first" {
			t.Error("the one whom the note waits for lost its question")
		}
	}
}

func TestAnAnswerToWhatCameLateReachesItsAsker(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.keeps(ana, 7)
	w.pauses(couple, ben)
	id := w.writes(couple, ana, "words")
	w.sent()
	w.now = w.now.Add(20 * day)
	w.must(w.Purge(t.Context(), w.now))
	w.resumes(couple, ben)
	w.wantSent(ben + " note")
	w.now = w.now.Add(time.Hour)
	e := w.answers(id, ben, store.Part)
	w.wantSent(ana + " answer")
	if _, a, err := w.AnswerFor(t.Context(), e.Need.LastAnswer().ID, ana); err != nil || a.Choice != store.Part {
		t.Errorf("the answer: got %q, %v, want it opened", a.Choice, err)
	}
	w.now = w.now.Add(day)
	w.must(w.Purge(t.Context(), w.now))
	w.wantSent(ana + " follow-up")
	if _, err := w.Reach(t.Context(), id, ana, store.ReachedYes, w.now); err != nil {
		t.Errorf("that it reached: %v", err)
	}
	w.now = w.now.Add(8 * day)
	w.wantListed("a week after all of it", couple, 0, 0)
}

func TestAnAnswerThatAPauseHoldsOutlivesItsRetentionForItsAskerAlone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.keeps(ben, 7)
	id := w.writes(couple, ana, "words")
	w.sent()
	w.pauses(couple, ana)
	e := w.answers(id, ben, store.Part)
	w.now = w.now.Add(9 * day)
	w.wantListed("while a pause holds the answer", couple, 1, 0)
	_, err := w.NeedFor(t.Context(), id, ben)
	w.wants("the answerer's look", err, store.ErrNotYours)
	if got := factsOf(t, w.Store, ben).Answers; got != 0 {
		t.Errorf("the answerer's facts: got %d answers, want none", got)
	}
	w.resumes(couple, ana)
	w.wantSent(ana + " answer")
	w.now = w.now.Add(day)
	w.wantSent(ana + " follow-up")
	if _, _, err := w.AnswerFor(t.Context(), e.Need.LastAnswer().ID, ana); err != nil {
		t.Errorf("the answer: %v", err)
	}
}

func TestAHeldNoteThatWasWithdrawnGoesByItsRetention(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.keeps(ana, 7)
	w.pauses(couple, ben)
	id := w.writes(couple, ana, "words")
	w.sent()
	_, err := w.Withdraw(t.Context(), id, ana, "", w.now)
	w.must(err)
	w.now = w.now.Add(7 * day)
	w.wantGone("a withdrawn note", id, true)
	var rows int
	w.must(raw(t, w.path).QueryRow(`SELECT count(*) FROM needs`).Scan(&rows))
	if rows != 0 {
		t.Errorf("rows: got %d, want none", rows)
	}
}

func TestWhatCannotBeDeliveredGoesAfterAYear(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.keeps(ana, 7)
	w.pauses(couple, ben)
	w.writes(couple, ana, "words")
	w.sent()
	w.now = w.now.Add(365*day - time.Second)
	w.wantListed("for a year", couple, 0, 1)
	w.now = w.now.Add(time.Second)
	w.wantListed("after a year", couple, 0, 0)
}

func TestAQuestionStaysAsLongAsWhatWasSaidToIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.keeps(ana, 7)
	w.at("2026-11-23 20:00")
	w.opens()
	in, err := w.OpenCheckIn(t.Context(), couple, ana)
	w.must(err)
	w.at("2026-11-25 12:00")
	e, err := w.Word(t.Context(), store.Wording{Couple: couple, Person: ana, CheckIn: in.ID, Source: w.source(), Words: "words"}, w.now)
	w.must(err)
	_, err = w.Send(t.Context(), e.Need.ID, ana, "", w.now)
	w.must(err)
	w.at("2026-11-25 20:00")
	w.opens() // a newer question, without which the last one stays anyway
	w.at("2026-12-01 12:00")
	w.must(w.Purge(t.Context(), w.now))
	if got := w.need(e.Need.ID, ben).Question; got != "first" {
		t.Errorf("the question of a note: got %q, want first: it tells how to answer", got)
	}
}
