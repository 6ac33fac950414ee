package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"leanon/store"
)

// delivers sends everything that is owed now and returns the kinds, by person.
func (w *world) delivers() (got []string) {
	w.Helper()
	due, err := w.Due(w.Context(), w.now, store.LaneScheduled, 1000)
	w.must(err)
	for _, o := range due {
		n, err := w.Attempt(w.Context(), o.ID, w.now)
		if errors.Is(err, store.ErrTooLate) {
			continue
		}
		w.must(err)
		got = append(got, n.Person+" "+string(n.Kind))
		w.must(w.Delivered(w.Context(), n, "dm-"+n.Person, w.source(), w.now))
	}
	return got
}

func (w *world) confirmation(couple store.ID, person string) store.Confirmation {
	w.Helper()
	c, err := w.ConfirmationFor(w.Context(), couple, person)
	w.must(err)
	return c
}

func TestConfirmingIsForTheOpenRoundOfOnesOwnCouple(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := pair(t, w.Store, ana, ben, w.now)
	w.delivers()
	w.now = w.now.Add(store.FirstConfirmation)
	if got := strings.Count(fmt.Sprint(w.delivers()), "consent"); got != 2 {
		t.Fatalf("questions: got %d, want one to each", got)
	}
	if _, err := w.Confirm(w.Context(), couple, cleo, 1, store.FactsRead{Version: 1}, w.now); !errors.Is(err, store.ErrNotYours) {
		t.Errorf("Cleo confirms for others: got %v, want %v", err, store.ErrNotYours)
	}
	if _, err := w.Confirm(w.Context(), couple, ana, 2, store.FactsRead{Version: 1}, w.now); !errors.Is(err, store.ErrTooLate) {
		t.Errorf("a round that is not open: got %v, want %v", err, store.ErrTooLate)
	}
	for range 2 { // the second press is late
		if _, err := w.Confirm(w.Context(), couple, ana, 1, store.FactsRead{Version: 7}, w.now); err != nil && !errors.Is(err, store.ErrTooLate) {
			t.Fatal(err)
		}
	}
	if c := w.confirmation(couple, ana); c.Round != 2 || c.Read.Version != 7 || !c.AgreedAt.Equal(w.now) || !c.PauseAt.IsZero() {
		t.Errorf("after Keep: got round %d, version %d, agreed %v, pause at %v", c.Round, c.Read.Version, c.AgreedAt, c.PauseAt)
	}
	if c := w.confirmation(couple, ben); c.Round != 1 || !c.PauseAt.Equal(w.now.Add(store.ConfirmWithin)) {
		t.Errorf("Ben, who said nothing: got round %d, pause at %v, want 1 and 14 days on", c.Round, c.PauseAt)
	}
}

func TestSilenceCountsOnlyFromDeliveryAndOutsideOfPauses(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := pair(t, w.Store, ana, ben, w.now)
	paused := func() bool {
		w.must(w.PauseSilent(w.Context(), w.now))
		c, err := w.CoupleFor(w.Context(), couple, ana)
		w.must(err)
		return c.Me.Paused(w.now)
	}
	w.delivers()
	w.now = w.now.Add(100 * day) // nothing was sent for that long
	if paused() {
		t.Fatal("paused before the question was even delivered")
	}
	w.delivers()
	w.now = w.now.Add(10 * day)
	_, err := w.Pause(w.Context(), couple, ana, w.now.Add(3*day), w.now)
	w.must(err)
	_, err = w.Pause(w.Context(), couple, ana, w.now.Add(50*day), w.now.Add(day)) // another end, the same pause
	w.must(err)
	w.now = w.now.Add(54*day - time.Minute)
	if paused() {
		t.Fatal("paused after 10 days and less than 4 of silence")
	}
	w.now = w.now.Add(2 * time.Minute)
	if !paused() {
		t.Fatal("not paused after 14 days of silence")
	}
	if c := w.confirmation(couple, ana); !c.SilentAt.Equal(w.now) {
		t.Errorf("silent at: got %v, want %v", c.SilentAt, w.now)
	}
	if got := fmt.Sprint(w.delivers()); strings.Contains(got, "paused") {
		t.Errorf("somebody was told: %s", got)
	}
	_, err = w.Confirm(w.Context(), couple, ana, 1, store.FactsRead{Version: 1}, w.now)
	w.must(err)
	if paused() {
		t.Error("still paused after Keep")
	}
}

func TestAPauseOfOnesOwnOutlivesKeep(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := pair(t, w.Store, ana, ben, w.now)
	w.now = w.now.Add(31 * day)
	w.delivers()
	_, err := w.Pause(w.Context(), couple, ana, time.Time{}, w.now)
	w.must(err)
	c, err := w.Confirm(w.Context(), couple, ana, 1, store.FactsRead{Version: 1}, w.now)
	w.must(err)
	if !c.Couple.Me.Paused(w.now) {
		t.Error("Keep ended a pause that the person had chosen")
	}
}

func TestWhatIsDueAboutConsentIsFoundByAnIndex(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for query, index := range map[string]string{
		`SELECT couple_id, person FROM confirmations WHERE pause_at <= ?1`:            "confirmations_due",
		`SELECT f.couple_id, f.person FROM confirmations f WHERE f.version < ?1`:      "confirmations_version",
		`SELECT count(*) FROM needs WHERE asker = ?1 AND sent_at IS NULL`:             "needs_unsent",
		`DELETE FROM unsent WHERE at <= ?1`:                                           "unsent_old",
		`SELECT id FROM unsent WHERE couple_id = ?1 AND person = '1' ORDER BY at, id`: "unsent_",
	} {
		plan, err := store.Plan(w.Context(), w.Store, query, 1)
		w.must(err)
		if !strings.Contains(plan, index) || strings.Contains(plan, "SCAN") {
			t.Errorf("%s\ngot %s, want it by %s", query, plan, index)
		}
	}
}

func TestALineIsItsAuthorsAloneAndDecidedOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := pair(t, w.Store, ana, ben, w.now)
	need := w.drafts(couple, ana, "words")
	put := func(person, source string, p store.Purpose) (store.ID, error) {
		return w.SaveUndecidedLine(w.Context(), store.UndecidedLine{Need: need, Person: person, Source: source, Purpose: p, Choice: store.Heard, Line: source}, w.now)
	}
	if _, err := put(ben, "1", store.ForAnswer); !errors.Is(err, store.ErrNotYours) {
		t.Errorf("an answer to a draft: got %v, want %v", err, store.ErrNotYours)
	}
	_, err := w.Send(w.Context(), need, ana, "", w.now)
	w.must(err)
	for _, c := range []struct {
		person string
		p      store.Purpose
	}{{ana, store.ForAnswer}, {ben, store.ForThanks}, {cleo, store.ForAnswer}, {cleo, store.ForThanks}} {
		if _, err := put(c.person, "2"+c.person, c.p); !errors.Is(err, store.ErrNotYours) {
			t.Errorf("%s for %s: got %v, want %v", c.p, c.person, err, store.ErrNotYours)
		}
	}
	first, err := put(ben, "first", store.ForAnswer)
	w.must(err)
	again, err := put(ben, "first", store.ForAnswer)
	w.must(err)
	second, err := put(ben, "second", store.ForAnswer)
	w.must(err)
	if again != first || second == first {
		t.Errorf("ids: got %v, %v, %v, want told twice one, and another for another line", first, again, second)
	}
	if _, err := w.UndecidedLineFor(w.Context(), first, ben); !errors.Is(err, store.ErrNotYours) {
		t.Errorf("the line that was replaced: got %v, want %v", err, store.ErrNotYours)
	}
	if _, err := w.UndecidedLineFor(w.Context(), second, ana); !errors.Is(err, store.ErrNotYours) {
		t.Errorf("Ana reads Ben's line: got %v, want %v", err, store.ErrNotYours)
	}
	if _, err := w.KeepUndecidedLine(w.Context(), second, ana, w.now); !errors.Is(err, store.ErrNotYours) {
		t.Errorf("Ana keeps Ben's line: got %v, want %v", err, store.ErrNotYours)
	}
	_, err = w.KeepUndecidedLine(w.Context(), second, ben, w.now)
	w.must(err)
	if _, err := w.KeepUndecidedLine(w.Context(), second, ben, w.now); !errors.Is(err, store.ErrNotYours) {
		t.Errorf("kept twice: got %v, want %v", err, store.ErrNotYours)
	}
	all, err := w.NeedsOf(w.Context(), couple, ben)
	w.must(err)
	if len(all.Kept) != 1 || all.Kept[0].Need.Words != "second" {
		t.Errorf("kept: got %d notes, want the line", len(all.Kept))
	}
}

func TestAPersonHasAHundredDraftsAtMost(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	withBen, withCleo := pair(t, w.Store, ana, ben, w.now), pair(t, w.Store, ana, cleo, w.now)
	var last store.ID
	for i := range store.MaxDrafts - 1 {
		couple := withBen
		if i%2 == 0 {
			couple = withCleo
		}
		last = w.drafts(couple, ana, "words")
		if i%3 == 0 {
			_, err := w.Keep(w.Context(), last, ana, "", w.now)
			w.must(err)
		}
	}
	w.must(w.Hear(w.Context(), store.Message{ID: w.source(), Person: ana, Channel: "dm", Words: "for one of two"}, w.now)) // the hundredth
	word := func(source string) error {
		_, err := w.Word(w.Context(), store.Wording{Couple: withBen, Person: ana, Source: source, Words: "one more"}, w.now)
		return err
	}
	if err := word("more"); !errors.Is(err, store.ErrTooManyDrafts) {
		t.Errorf("the 101st: got %v, want %v", err, store.ErrTooManyDrafts)
	}
	message := w.source()
	w.must(w.Hear(w.Context(), store.Message{ID: message, Person: ana, Channel: "dm", Words: "by message"}, w.now))
	if got := fmt.Sprint(w.delivers()); !strings.Contains(got, "full") {
		t.Errorf("owed: got %s, want that there is no room", got)
	}
	_, err := w.Discard(w.Context(), last, ana, "", w.now)
	w.must(err)
	w.must(word("more"))
	w.must(word("more")) // told twice, it is one and needs no room
}
