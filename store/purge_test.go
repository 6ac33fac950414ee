package store_test

import (
	"testing"
	"time"

	"leanon/store"
)

const day = 24 * time.Hour

func (w *world) keeps(person string, days int) {
	w.Helper()
	_, err := w.Set(w.Context(), person, store.Settings{Retention: &days})
	w.must(err)
}

// wantGone checks whether a need is still there for its asker.
func (w *world) wantGone(what string, id store.ID, gone bool) {
	w.Helper()
	w.must(w.Purge(w.Context(), w.now))
	_, err := w.NeedFor(w.Context(), id, ana)
	if (err != nil) != gone {
		w.Errorf("%s on %s: got %v, want gone %v", what, w.now.Format("2 Jan 15:04"), err, gone)
	}
}

func TestDraftsGoAfterFourteenDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.drafts(w.pair(ana, ben), ana, "words")
	w.now = w.now.Add(14*day - time.Minute)
	w.wantGone("a draft a minute before", id, false)
	w.now = w.now.Add(time.Minute)
	w.wantGone("a draft", id, true)
}

func TestSharedThingsGoByTheStricterPartnersSetting(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ ana, ben, days int }{
		"the host's":         {-1, -1, 90},
		"the asker's":        {30, -1, 30},
		"the receiver's":     {365, 7, 7},
		"the host's is less": {365, -1, 90},
		"one keeps":          {0, 30, 30},
		"both keep":          {0, 0, 36500},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			id := w.writes(w.pair(ana, ben), ana, "words")
			e := w.answers(id, ben, store.Yes)
			w.sent()
			for person, days := range map[string]int{ana: c.ana, ben: c.ben} {
				if days >= 0 {
					w.keeps(person, days)
				}
			}
			w.now = w.now.Add(day)
			w.wantSent(ana + " follow-up") // nothing is owed any more
			w.now = w.now.Add(time.Duration(c.days-1)*day - time.Second)
			w.wantGone("a shared need a second before", id, false)
			w.now = w.now.Add(time.Second)
			w.wantGone("a shared need", id, true)
			_, _, err := w.AnswerFor(t.Context(), e.Need.LastAnswer().ID, ben)
			w.wants("its answer", err, store.ErrNotYours)
			var notices int
			w.must(raw(t, w.path).QueryRow(`SELECT count(*) FROM notices WHERE kind IN ('note', 'answer') AND wake_at IS NULL`).Scan(&notices))
			if notices != 0 {
				t.Errorf("notices of it: got %d, want none", notices)
			}
		})
	}
}

func TestWhatAPersonKeepsPrivateGoesByTheirOwnSetting(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	id := w.drafts(w.pair(ana, ben), ana, "words")
	_, err := w.Keep(t.Context(), id, ana, "", w.now)
	w.must(err)
	w.keeps(ana, 60)
	w.keeps(ben, 7)
	w.now = w.now.Add(60*day - time.Minute)
	w.wantGone("a kept need a minute before", id, false)
	w.now = w.now.Add(time.Minute)
	w.wantGone("a kept need", id, true)
}

func TestTheOpenCheckInStaysAndOlderOnesGo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	for _, at := range []string{"2026-11-23 20:00", "2026-11-24 20:00"} {
		w.at(at)
		w.opens()
	}
	w.rhythm(couple, ana, "")
	w.now = w.now.Add(200 * day)
	w.must(w.Purge(t.Context(), w.now))
	w.wantOpen(couple, ana, "2026-11-24 20:00")
	if got := factsOf(t, w.Store, ana).CheckIns; got != 1 {
		t.Errorf("check-ins: got %d, want 1", got)
	}
}

func TestWordsThatWereNotAssignedGoAfterFourteenDays(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair(ana, ben)
	w.pair(ana, cleo)
	w.hears(ana, "100", "", "words")
	w.now = w.now.Add(14 * day)
	w.must(w.Purge(t.Context(), w.now))
	var words int
	w.must(raw(t, w.path).QueryRow(`SELECT count(words) FROM incoming`).Scan(&words))
	if words != 0 {
		t.Errorf("words: got %d, want none", words)
	}
	w.wantSent() // nothing asks whom they are for
}

func TestAPauseIsToldOnceHoweverShortThingsAreKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.keeps(ana, 7)
	_, err := w.Pause(t.Context(), couple, ana, time.Time{}, w.now)
	w.must(err)
	_, err = w.TellPaused(t.Context(), couple, ana, w.now)
	w.must(err)
	w.wantSent(ben + " paused")
	w.now = w.now.Add(8 * day)
	w.must(w.Purge(t.Context(), w.now))
	_, err = w.TellPaused(t.Context(), couple, ana, w.now)
	w.must(err)
	w.wantSent()
}

func TestSilenceAboutConsentIsShownHoweverShortThingsAreKept(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair(ana, ben)
	w.keeps(ana, 7)
	w.now = w.now.Add(store.FirstConfirmation)
	w.wantSent(ana+" consent", ben+" consent")
	w.now = w.now.Add(13 * day)
	w.must(w.Purge(t.Context(), w.now))
	w.now = w.now.Add(day)
	w.must(w.PauseSilent(t.Context(), w.now))
	w.wantSent(ana+" consent edit", ben+" consent edit")
}
