package store_test

import (
	"errors"
	"testing"
	"time"

	"leanon/store"
)

func TestMeetReadsWhoActsAndKeepsTheirName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	act, done := w.NewAct(t.Context(), time.Second)
	defer done()
	met, err := act.Store.Meet(t.Context(), store.Encounter{Person: ana, Name: "Anabel", Channel: "dm-" + ana})
	w.must(err)
	if len(met.Couples) != 1 || met.Couples[0].ID != couple || met.Couples[0].Me.Name != "Anabel" || met.Partner.Person != ana || met.Ended {
		t.Errorf("met: got %+v, want ana as Anabel in one couple, and no ending", met)
	}
	if act.Saved() {
		t.Error("saved: got true, want false: ana did not ask for a new name")
	}
	c, err := w.CoupleFor(t.Context(), couple, ben)
	w.must(err)
	if c.Other.Name != "Anabel" {
		t.Errorf("ben's partner: got %q, want Anabel", c.Other.Name)
	}
	_, err = w.Leave(t.Context(), couple, ben, false, w.now)
	w.must(err)
	for _, want := range []bool{true, false} {
		met, err = w.Meet(t.Context(), store.Encounter{Person: ana, Name: "Anabel"})
		w.must(err)
		if met.Ended != want || len(met.Couples) != 0 {
			t.Errorf("met: got %+v, want ended %v and no couples", met, want)
		}
		ended, err := w.Endings(t.Context(), ana)
		w.must(err)
		if (len(ended) == 1) != want {
			t.Errorf("endings: got %v, want one %v", ended, want)
		}
	}
}

func TestToMeetAStrangerKeepsNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	met, err := w.Meet(t.Context(), store.Encounter{Person: cleo, Name: "Cleo", Channel: "dm", Act: "1"})
	w.must(err)
	if len(met.Couples) != 0 || met.Ended || met.Partner.Channel != "" {
		t.Errorf("met: got %+v, want somebody with nothing", met)
	}
	if _, err := w.Endings(t.Context(), cleo); err != nil {
		t.Error(err)
	}
	if f := factsOf(t, w.Store, cleo); f != (store.Facts{}) {
		t.Errorf("kept: got %+v, want nothing", f)
	}
}

func TestAViewShowsNobodyWhatIsNotTheirs(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	draft, sent := w.drafts(couple, ana, "a draft"), w.writes(couple, ana, "a note")
	answer := w.answers(sent, ben, store.Yes).Need.LastAnswer().ID
	for person, want := range map[string][]error{
		ana:  {nil, nil, nil, nil},
		ben:  {nil, store.ErrNotYours, nil, nil},
		cleo: {store.ErrNotYours, store.ErrNotYours, store.ErrNotYours, store.ErrNotYours},
	} {
		w.must(w.View(t.Context(), person, func(v store.View) error {
			_, ofCouple := v.Couple(couple)
			_, ofDraft := v.Need(draft)
			_, ofSent := v.Need(sent)
			_, _, ofAnswer := v.Answer(answer)
			for i, got := range []error{ofCouple, ofDraft, ofSent, ofAnswer} {
				if !errors.Is(got, want[i]) {
					t.Errorf("%s asks for the couple, the draft, the note, the answer: number %d got %v, want %v", person, i+1, got, want[i])
				}
			}
			return nil
		}))
	}
}
