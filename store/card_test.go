package store_test

import (
	"strings"
	"testing"
	"time"

	"leanon/store"
)

func tea() store.Card {
	return store.Card{Comforts: "tea and a hand on my back", DoesNotHelp: "advice in the first five minutes", GoodTimes: "after eight"}
}

// shows lets somebody write a card and show it.
func (w *world) shows(couple store.ID, person string, c store.Card) store.OwnCard {
	w.Helper()
	o, err := w.WriteCard(w.Context(), couple, person, c, w.now)
	w.must(err)
	o, err = w.ShowCard(w.Context(), couple, person, o.Version, w.now)
	w.must(err)
	return o
}

// seesCard is what somebody may read of the card of whoever wrote a need.
func (w *world) seesCard(need store.ID, person string) store.Card {
	w.Helper()
	e, err := w.NeedFor(w.Context(), need, person)
	w.must(err)
	return e.Card
}

func TestACardIsShownOnlyAfterItsAuthorSaidSoAndGoesWhenTheySaySo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	note := w.writes(couple, ana, "I need you")
	own, err := w.WriteCard(t.Context(), couple, ana, tea(), w.now)
	w.must(err)
	if got := w.seesCard(note, ben); !got.Empty() {
		t.Errorf("before it is shown Ben sees %+v, want nothing", got)
	}
	w.shows(couple, ana, tea())
	if got := w.seesCard(note, ben); got != tea() {
		t.Errorf("once it is shown Ben sees %+v, want %+v", got, tea())
	}
	if _, err := w.ShowCard(t.Context(), couple, ana, own.Version, w.now); err == nil {
		t.Error("an older preview showed a card, want ErrTooLate")
	}
	other := tea()
	other.GoodTimes = "never on Monday"
	own, err = w.WriteCard(t.Context(), couple, ana, other, w.now)
	w.must(err)
	if got := w.seesCard(note, ben); got != tea() || !own.Undecided() {
		t.Errorf("while newer words wait Ben sees %+v, want what was shown; undecided %v", got, own.Undecided())
	}
	_, err = w.DiscardCard(t.Context(), couple, ana, own.Version, w.now)
	w.must(err)
	if all, err := w.Cards(t.Context(), ana); err != nil || all[couple].Written != tea() || all[couple].Undecided() {
		t.Errorf("after Discard the card is %+v, %v, want what was shown", all[couple], err)
	}
	_, err = w.HideCard(t.Context(), couple, ana, w.now)
	w.must(err)
	if all, err := w.Cards(t.Context(), ana); err != nil || all[couple].Written != tea() {
		t.Errorf("hidden, the card is %+v, %v, want its words for its author", all[couple], err)
	}
	if got := w.seesCard(note, ben); !got.Empty() {
		t.Errorf("hidden, Ben sees %+v, want nothing", got)
	}
	w.shows(couple, ana, tea())
	_, err = w.RemoveCard(t.Context(), couple, ana, w.now)
	w.must(err)
	if got := w.seesCard(note, ben); !got.Empty() {
		t.Errorf("removed, Ben sees %+v, want nothing", got)
	}
	if facts, err := w.Facts(t.Context(), ana); err != nil || facts.Cards != 0 {
		t.Errorf("removed, %d cards are counted (%v), want none", facts.Cards, err)
	}
}

func TestACardBelongsToOneCoupleAndNobodyElseReadsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple, other := w.pair(ana, ben), w.pair(ana, cleo)
	w.shows(couple, ana, tea())
	if got := w.seesCard(w.writes(other, ana, "I need you"), cleo); !got.Empty() {
		t.Errorf("Cleo sees %+v, want nothing: it was written for Ben", got)
	}
	_, err := w.WriteCard(t.Context(), couple, cleo, tea(), w.now)
	w.wants("a card in a couple of others", err, store.ErrNotYours)
	for _, person := range []string{ana, ben, cleo} {
		r, err := w.Record(t.Context(), person)
		w.must(err)
		for _, c := range r.Couples {
			if has := !c.Card.Written.Empty(); has != (person == ana && c.Couple.ID == couple) {
				t.Errorf("the record of %s has a card in couple %v: %v", person, c.Couple.ID, has)
			}
		}
	}
	history, err := w.History(t.Context(), couple, ben)
	w.must(err)
	for _, e := range history {
		if !e.Card.Empty() {
			t.Errorf("the history has a card: %+v", e.Card)
		}
	}
}

// What lies in the file is as long for whoever never wrote a card as for whoever did.
func TestTheFileDoesNotTellWhoHasACard(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	lengths := func() (all [2]int) {
		w.must(raw(t, w.path).QueryRow(`SELECT (SELECT length(card) FROM cards WHERE person = ?1), (SELECT length(card) FROM cards WHERE person = ?2)`, ana, ben).Scan(&all[0], &all[1]))
		return all
	}
	if got := lengths(); got[0] != got[1] {
		t.Errorf("before anybody wrote, the cards are %d and %d bytes long", got[0], got[1])
	}
	long := strings.Repeat("w", store.MaxCardField)
	for _, c := range []store.Card{{Comforts: "x"}, tea(), {Comforts: long, DoesNotHelp: long, GoodTimes: long}} {
		w.shows(couple, ana, c)
		_, err := w.WriteCard(t.Context(), couple, ana, store.Card{Comforts: long, DoesNotHelp: long}, w.now)
		w.must(err)
		if got := lengths(); got[0] != got[1] {
			t.Errorf("with %+v shown and more written, the cards are %d and %d bytes long", c, got[0], got[1])
		}
	}
}

func TestALongCardInAnyScriptIsKeptWhole(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	long := strings.Repeat("🫖", store.MaxCardField)
	c := store.Card{Comforts: long, DoesNotHelp: strings.Repeat("<&>", 66), GoodTimes: long}
	w.shows(couple, ana, c)
	if all, err := w.Cards(t.Context(), ana); err != nil || all[couple].Written != c || all[couple].Shown != c {
		t.Errorf("the card came back as %+v, %v", all[couple], err)
	}
}

// edits lists the notices of a kind that are owed an edit.
func (w *world) edits(kind store.Kind) (n int) {
	w.Helper()
	w.must(raw(w.T, w.path).QueryRow(`SELECT count(*) FROM notices WHERE kind = ?1 AND edit > 0 AND wake_at IS NOT NULL`, kind).Scan(&n))
	return n
}

func TestEveryDeliveredCopyOfANoteIsFoldedWhenACardGoes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.writes(couple, ana, "one")
	w.sent()
	w.now = w.now.Add(time.Hour)
	w.writes(couple, ana, "two")
	w.writes(couple, ana, "three, which comes with two")
	w.sent()
	w.writes(couple, ben, "his")
	w.sent()
	rows := func() (all string) {
		w.must(raw(t, w.path).QueryRow(`SELECT group_concat(concat_ws('|', kind, due_at, wake_at, edit, attempted_at, sent_at, tries, refusals, failed) , char(10)) FROM notices`).Scan(&all))
		return all
	}
	before := rows()
	for _, step := range []struct {
		what  string
		do    func() error
		edits int
	}{
		{"it is shown", func() error { w.shows(couple, ana, tea()); return nil }, 0},
		{"newer words are written", func() error {
			_, err := w.WriteCard(t.Context(), couple, ana, store.Card{Comforts: "other"}, w.now)
			return err
		}, 0},
		{"those are shown", func() error { w.shows(couple, ana, store.Card{Comforts: "other"}); return nil }, 2},
		{"it is hidden", func() error { _, err := w.HideCard(t.Context(), couple, ana, w.now); return err }, 2},
		{"it is hidden once more", func() error { _, err := w.HideCard(t.Context(), couple, ana, w.now); return err }, 0},
		{"what is hidden is removed", func() error { _, err := w.RemoveCard(t.Context(), couple, ana, w.now); return err }, 0},
	} {
		w.must(step.do())
		if got := w.edits(store.KindNote); got != step.edits {
			t.Errorf("when %s, %d copies are owed an edit, want %d", step.what, got, step.edits)
		}
		w.now = w.now.Add(time.Minute)
		w.sent()
		if after := rows(); after != before {
			t.Errorf("when %s and all copies are folded, the file tells of it:\n%s\nwant\n%s", step.what, after, before)
		}
	}
}

func TestTheFirstAnswerThatArrivesOffersACardAndNoOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple, other := w.pair(ana, ben), w.pair(ana, cleo)
	under := func() store.ID {
		p, err := w.Partner(t.Context(), ana)
		w.must(err)
		return p.CardUnder
	}
	first := w.answers(w.writes(couple, ana, "one"), ben, store.Heard)
	if got := under(); got != 0 {
		t.Errorf("before it was sent a card is offered under %v", got)
	}
	w.sent()
	offered := under()
	if want := first.Need.LastAnswer().ID; offered != want {
		t.Errorf("a card is offered under %v, want the first answer %v", offered, want)
	}
	w.now = w.now.Add(time.Hour)
	w.answers(w.writes(couple, ana, "two"), ben, store.Yes)
	w.answers(w.writes(other, ana, "three"), cleo, store.Yes)
	w.sent()
	if got := under(); got != offered {
		t.Errorf("later a card is offered under %v, want %v still", got, offered)
	}
}

func TestAMemberOfBeforeGetsAnEmptyCardInTheBackground(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.shows(couple, ben, tea())
	w.sql(`DELETE FROM cards WHERE person = ?1`, ana)
	if all, err := w.Cards(t.Context(), ana); err != nil || all[couple] != (store.OwnCard{}) {
		t.Errorf("without a row the card is %+v, %v, want an empty one", all[couple], err)
	}
	var at store.Resealing
	for !at.Done {
		var err error
		at, err = w.Reseal(t.Context(), at, 1)
		w.must(err)
	}
	var n int
	w.must(raw(t, w.path).QueryRow(`SELECT count(*) FROM cards`).Scan(&n))
	if all, err := w.Cards(t.Context(), ben); err != nil || n != 2 || all[couple].Shown != tea() {
		t.Errorf("there are %d cards, and Ben's is %+v, %v; want 2, and his as it was", n, all[couple], err)
	}
}
