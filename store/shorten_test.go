package store_test

import (
	"testing"
	"time"

	"leanon/store"
)

func (w *world) shortens(person string, days int) store.Partner {
	w.Helper()
	p, err := w.Shorten(w.Context(), person, days, w.now)
	w.must(err)
	return p
}

func (w *world) wantKeeps(what, person string, days int, shorter store.Shorter) {
	w.Helper()
	w.must(w.Purge(w.Context(), w.now))
	p, err := w.Partner(w.Context(), person)
	w.must(err)
	if p.Retention != days || p.Shorter.Days != shorter.Days || !p.Shorter.From.Equal(shorter.From) {
		w.Errorf("%s: keeps for %d days and then %+v, want %d and then %+v", what, p.Retention, p.Shorter, days, shorter)
	}
}

func TestAShorterRetentionCountsAfterADay(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.writes(couple, ana, "words")
	w.sent()
	w.now = w.now.Add(20 * day)
	then := store.Shorter{Days: 7, From: w.now.Add(day)}
	w.shortens(ben, 7)
	w.now = w.now.Add(12 * time.Hour)
	if p := w.shortens(ben, 7); !p.Shorter.From.Equal(then.From) {
		t.Errorf("the same choice again counts from %v, want %v still", p.Shorter.From, then.From)
	}
	w.now = then.From.Add(-time.Second)
	w.wantKeeps("a second before", ben, 90, then)
	w.wantListed("a second before", couple, 1, 1)
	w.now = then.From
	w.wantKeeps("after a day", ben, 7, store.Shorter{})
	w.wantListed("after a day", couple, 0, 0)
}

func TestAShorterRetentionCanBeTakenBackForADay(t *testing.T) {
	t.Parallel()
	longer := 365
	for name, back := range map[string]struct {
		days  int
		takes func(*world) error
	}{
		"taken back": {90, func(w *world) error { _, err := w.KeepAsLong(w.Context(), ben); return err }},
		"another retention": {365, func(w *world) error {
			_, err := w.Set(w.Context(), ben, store.Settings{Retention: &longer})
			return err
		}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			couple := w.pair(ana, ben)
			w.writes(couple, ana, "words")
			w.sent()
			w.now = w.now.Add(20 * day)
			w.shortens(ben, 7)
			w.now = w.now.Add(day - time.Minute)
			w.must(back.takes(w))
			w.wantKeeps(name, ben, back.days, store.Shorter{})
			w.now = w.now.Add(2 * day)
			w.wantKeeps("two days later", ben, back.days, store.Shorter{})
			w.wantListed("two days later", couple, 1, 1)
		})
	}
}

func TestOnlyAShorterRetentionWaits(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair(ana, ben)
	w.keeps(ana, 30)
	for _, days := range []int{30, 90, 0} {
		_, err := w.Shorten(t.Context(), ana, days, w.now)
		w.wants("a retention that is not shorter", err, store.ErrTooLate)
	}
	w.shortens(ana, 7)
	reminder := true
	_, err := w.Set(t.Context(), ana, store.Settings{Reminder: &reminder})
	w.must(err)
	w.wantKeeps("after another setting changed", ana, 30, store.Shorter{Days: 7, From: w.now.Add(day)})
	w.shortens(ana, 14) // a second thought, from then on
	w.wantKeeps("after a second thought", ana, 30, store.Shorter{Days: 14, From: w.now.Add(day)})
	w.keeps(ben, 0)
	w.shortens(ben, 365)
	w.wantKeeps("for one who kept for ever", ben, 0, store.Shorter{Days: 365, From: w.now.Add(day)})
}

func TestAShorterRetentionLooksTheSameForAnyNumberOfDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.keeps(ana, 0)
	size := func(days int) (n int) {
		w.shortens(ana, days)
		w.must(raw(t, w.path).QueryRow(`SELECT length(shorter) FROM partners WHERE person = ?1`, ana).Scan(&n))
		return n
	}
	if short, long := size(7), size(365); short != long {
		t.Errorf("sealed, 7 days take %d bytes and 365 days take %d", short, long)
	}
}

func (w *world) going(person string, days int) store.Going {
	w.Helper()
	g, err := w.GoingAt(w.Context(), person, days, w.now.Add(store.ShortenGrace))
	w.must(err)
	return g
}

// have counts what a person has now of what Going counts.
func (w *world) have(couple store.ID, person string) store.Going {
	w.Helper()
	f := factsOf(w.T, w.Store, person)
	return store.Going{Kept: f.Kept, Shared: w.listed(couple, person), CheckIns: f.CheckIns}
}

func TestWhatAShorterRetentionDeletesIsCountedAsItWillBe(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	keep := func(words string) {
		_, err := w.Keep(t.Context(), w.drafts(couple, ana, words), ana, "", w.now)
		w.must(err)
	}
	keep("old")
	w.at("2026-11-23 20:00")
	w.opens() // answered, and kept longer than the question by its answer
	asked, err := w.OpenCheckIn(t.Context(), couple, ana)
	w.must(err)
	e, err := w.Word(t.Context(), store.Wording{Couple: couple, Person: ana, Source: w.source(), CheckIn: asked.ID, Words: "to the question"}, w.now)
	w.must(err)
	_, err = w.Send(t.Context(), e.Need.ID, ana, "", w.now)
	w.must(err)
	for range 3 {
		w.now = w.now.Add(day)
		w.opens()
	}
	old := w.writes(couple, ben, "old")
	w.sent()
	withdrawn := w.writes(couple, ana, "withdrawn, and seen so")
	w.sent()
	_, err = w.Withdraw(t.Context(), withdrawn, ana, "", w.now)
	w.must(err)
	w.sent()
	w.now = w.now.Add(20 * day)
	w.answers(old, ana, store.Talk) // it is new again
	w.answers(e.Need.ID, ben, store.Heard)
	w.sent()
	keep("new")
	w.pauses(couple, ben)
	w.writes(couple, ana, "held by his pause")
	w.sent()
	w.now = w.now.Add(9 * day)
	w.writes(couple, ana, "new")
	w.sent()
	for _, days := range []int{60, 30, 14, 7} {
		before, counted := map[string]store.Going{}, map[string]store.Going{}
		for _, person := range []string{ana, ben} {
			before[person], counted[person] = w.have(couple, person), w.going(person, days)
		}
		w.keeps(ana, days)
		w.now = w.now.Add(store.ShortenGrace)
		w.must(w.Purge(t.Context(), w.now))
		for _, person := range []string{ana, ben} {
			was, is := before[person], w.have(couple, person)
			if got := (store.Going{Kept: was.Kept - is.Kept, Shared: was.Shared - is.Shared, CheckIns: was.CheckIns - is.CheckIns}); got != counted[person] {
				t.Errorf("within %d days, for %s: counted %+v, and gone are %+v of %+v", days, person, counted[person], got, was)
			}
		}
		w.now = w.now.Add(-store.ShortenGrace)
	}
	if got := w.have(couple, ana); got.Shared != 1 || got.CheckIns != 1 || got.Kept != 0 {
		t.Errorf("at last there is %+v, want one shared note and one question: the story deletes too little", got)
	}
}

func TestTheCountTellsNothingOfWhatTheOtherKeptToThemselves(t *testing.T) {
	t.Parallel()
	counted := func(his func(*world, store.ID)) store.Going {
		w := newWorld(t)
		couple := w.pair(ana, ben)
		w.writes(couple, ana, "words")
		w.sent()
		w.pauses(couple, ana)
		his(w, couple)
		w.sent()
		w.now = w.now.Add(10 * day)
		w.resumes(couple, ana)
		w.sent()
		return w.going(ana, 7)
	}
	want := counted(func(*world, store.ID) {})
	if want.Shared != 1 {
		t.Fatalf("got %+v, want the one shared note in it", want)
	}
	for name, his := range map[string]func(*world, store.ID){
		"keeps one": func(w *world, couple store.ID) {
			_, err := w.Keep(t.Context(), w.drafts(couple, ben, "his"), ben, "", w.now)
			w.must(err)
		},
		"drafts one": func(w *world, couple store.ID) { w.drafts(couple, ben, "his") },
		"withdraws one that she was not told of": func(w *world, couple store.ID) {
			_, err := w.Withdraw(t.Context(), w.writes(couple, ben, "his"), ben, "", w.now)
			w.must(err)
		},
		"pauses":             func(w *world, couple store.ID) { w.pauses(couple, ben) },
		"keeps things less":  func(w *world, couple store.ID) { w.shortens(ben, 14) },
		"keeps things alone": func(w *world, couple store.ID) { w.keeps(ben, 0) },
	} {
		if got := counted(his); got != want {
			t.Errorf("if Ben %s, Ana counts %+v, want %+v", name, got, want)
		}
	}
}

func TestAShorterRetentionThatWasChangedByHandCountsForNobodyAndHoldsNothingUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.writes(couple, ana, "words")
	w.sent()
	w.now = w.now.Add(40 * day)
	w.shortens(ana, 7)
	w.shortens(ben, 30)
	w.sql(`UPDATE partners SET shorter = (SELECT shorter FROM partners WHERE person = ?1) WHERE person = ?2`, ben, ana)
	w.now = w.now.Add(store.ShortenGrace)
	w.wants("the purge", w.Purge(t.Context(), w.now), store.ErrAltered)
	var left, days int
	w.must(raw(t, w.path).QueryRow(`SELECT (SELECT count(*) FROM needs), (SELECT retention_days FROM partners WHERE person = ?1)`, ben).Scan(&left, &days))
	if left != 0 || days != 30 {
		t.Errorf("there are %d notes left, and Ben keeps things for %d days; want none, and 30", left, days)
	}
	var hers any
	w.must(raw(t, w.path).QueryRow(`SELECT retention_days FROM partners WHERE person = ?1`, ana).Scan(&hers))
	if hers != nil {
		t.Errorf("Ana keeps things for %v days, want what the host keeps", hers)
	}
}
