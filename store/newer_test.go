package store_test

import (
	"path/filepath"
	"testing"
	"time"

	"leanon/store"
)

// What came after the first releases: cards, own questions, seasons, the week and a breath.

const ownWords = "What would you like to cook this week?"

// couplesOf are those of Ana with Ben and with Cleo.
func (w *world) couplesOf() (withBen, withCleo store.Couple) {
	w.Helper()
	all, err := w.Couples(w.Context(), ana)
	w.must(err)
	for _, c := range all {
		switch c.Other.Person {
		case ben:
			withBen = c
		case cleo:
			withCleo = c
		}
	}
	return withBen, withCleo
}

// livesAsToday lets Ana do with Ben and Cleo what the first releases could not.
func (w *world) livesAsToday() {
	w.Helper()
	ctx := w.Context()
	withBen, withCleo := w.couplesOf()
	w.shows(withBen.ID, ana, tea())
	for _, person := range []string{ana, ben} {
		_, err := w.ChooseSeason(ctx, withBen.ID, person, "distance", w.now)
		w.must(err)
	}
	q, err := w.WordQuestion(ctx, withBen.ID, ana, w.source(), ownWords, w.now)
	w.must(err)
	_, err = w.Propose(ctx, q.ID, ana, w.now)
	w.must(err)
	_, err = w.AgreeToQuestion(ctx, q.ID, ben, w.now)
	w.must(err)
	refused, err := w.WordQuestion(ctx, withBen.ID, ben, w.source(), "Shall we move?", w.now)
	w.must(err)
	_, err = w.Propose(ctx, refused.ID, ben, w.now)
	w.must(err)
	_, err = w.WantProposals(ctx, withBen.ID, ana, false)
	w.must(err)
	_, err = w.OpenEarly(ctx, withBen.ID, ben, w.now, first)
	w.must(err)
	_, err = w.Breathe(ctx, withCleo.ID, ana, w.now.Add(20*time.Hour), w.now)
	w.must(err)
}

// wantsToday checks that what livesAsToday did holds still.
func (w *world) wantsToday() {
	w.Helper()
	ctx := w.Context()
	withBen, withCleo := w.couplesOf()
	cards, err := w.Cards(ctx, ana)
	w.must(err)
	if got := cards[withBen.ID]; got.Written != tea() {
		w.Errorf("Ana's card: got %+v", got)
	}
	if cards, err = w.Cards(ctx, ben); err != nil || !cards[withBen.ID].Written.Empty() {
		w.Errorf("Ben's card: got %+v, %v, want none", cards[withBen.ID], err)
	}
	if _, on := withBen.Me.Seasons.On("distance", w.now); !on {
		w.Error("Ana's season is off")
	}
	l, err := w.OwnQuestionsOf(ctx, withBen.ID, ana, w.now)
	w.must(err)
	if len(l.InUse) != 1 || l.InUse[0].Words != ownWords || len(l.ForMe) != 0 || !l.NoMore {
		w.Errorf("own questions as Ana reads them: got %+v", l)
	}
	if l, err = w.OwnQuestionsOf(ctx, withBen.ID, ben, w.now); err != nil || len(l.InUse) != 1 || len(l.NotUsed) != 1 {
		w.Errorf("own questions as Ben reads them: got %+v, %v", l, err)
	}
	if got := withCleo.CalmUntil(w.now); got.IsZero() {
		w.Error("the breath is gone")
	}
	if got := withBen.CalmUntil(w.now); !got.IsZero() {
		w.Errorf("a breath with Cleo keeps Ben back until %v", got)
	}
}

// wantsWeeksInTurn checks that each of the three gets a weekly note of each couple, once.
func (w *world) wantsWeeksInTurn() {
	w.Helper()
	before := w.now
	w.openWeekly("0 18 * * 0")
	for _, moment := range []struct {
		at   string
		want int
	}{{"2026-11-23 20:00", 0}, {"2026-11-29 18:00", 4}, {"2026-11-29 18:15", 4}} {
		w.wantWeeks(moment.at, moment.want)
	}
	w.now = before
}

// TestAnOldDatabaseTakesWhatCameSince lets people use everything of today in a database of
// each released schema. In those that have it already, it holds still.
func TestAnOldDatabaseTakesWhatCameSince(t *testing.T) {
	t.Parallel()
	for _, file := range frozenFiles(t) {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			w := thaw(t, file)
			if withToday(file) {
				w.wantsToday()
			} else {
				w.livesAsToday()
			}
			if n := w.number(`SELECT count(*) FROM ever_asked`); n == 0 {
				t.Error("no couple has a record of what it was asked")
			}
			var at store.Resealing
			for !at.Done {
				var err error
				at, err = w.Reseal(t.Context(), at, 5)
				w.must(err)
			}
			w.wantsToday()
			w.must(w.Purge(t.Context(), w.now))
			w.wantsToday()
			w.wantsWeeksInTurn()
		})
	}
}

// withToday reports whether a frozen database has rows of livesAsToday.
func withToday(file string) bool { return filepath.Base(file) >= "schema-32.db.gz" }
