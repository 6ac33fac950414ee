package store_test

import (
	"slices"
	"testing"
)

// The open check-in is the one that was opened last, even if another has a later slot,
// because a clock ran ahead.
func TestAChannelWithAnOpenCheckInIsReadAlsoAfterAClockRanAhead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.at("2027-11-23 20:00")
	w.opens()
	ahead, err := w.OpenCheckIn(t.Context(), couple, ana)
	w.must(err)
	_, err = w.Finish(t.Context(), ahead.ID, ana, "", w.now)
	w.must(err)
	w.at("2026-11-23 12:00")
	w.hears(ana, "900", "", "some words") // what makes the channel known
	w.sql(`DELETE FROM needs`)
	w.rhythm(couple, ana, "0 21 * * *")
	w.at("2026-11-23 21:00")
	w.opens()
	w.wantOpen(couple, ana, "2026-11-23 21:00")
	w.sql(`UPDATE partners SET last_at = 900, read_at = ?1`, w.now.Unix())
	people, err := w.ToRead(t.Context(), w.now)
	w.must(err)
	if !slices.Contains(people, ana) {
		t.Errorf("channels to read: got %q, want Ana's with its open check-in", people)
	}
}

func TestTheOpenCheckInStaysThroughAPurgeAlsoAfterAClockRanAhead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.at("2027-11-23 20:00")
	w.opens()
	w.at("2026-11-23 12:00")
	w.rhythm(couple, ana, "0 21 * * *")
	w.at("2026-11-23 21:00")
	w.opens()
	w.rhythm(couple, ana, "")
	w.at("2027-06-01 12:00")
	w.must(w.Purge(t.Context(), w.now))
	w.wantOpen(couple, ana, "2026-11-23 21:00")
}

func TestWhoHasAQuestionOrADraftIsReadFirstAndThenWhoGotAMessageLast(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	const dan = "99999"
	w.pair(cleo, dan)
	w.sql(`UPDATE partners SET channel = 'dm-' || person, heard_id = x'00', last_at = CASE person WHEN ?1 THEN 901 WHEN ?2 THEN 902 WHEN ?3 THEN 903 ELSE 904 END`, ana, ben, cleo)
	read := func(want ...string) {
		t.Helper()
		got, err := w.ToRead(t.Context(), w.now)
		w.must(err)
		if !slices.Equal(got, want) {
			t.Errorf("to be read: got %q, want %q", got, want)
		}
	}
	read(dan, cleo, ben, ana)
	w.drafts(couple, ana, "I miss you")
	read(ana, dan, cleo, ben)
	w.at("2026-11-23 20:00")
	w.rhythm(couple, ben, "30 20 * * *")
	w.at("2026-11-23 20:30")
	w.sql(`UPDATE members SET next_at = NULL WHERE person <> ?1`, ben)
	w.opens()
	read(ben, ana, dan, cleo)
}
