package store_test

import (
	"slices"
	"testing"
	"time"
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
	w.rhythm(couple, ana, "0 21 * * *")
	w.at("2026-11-23 21:00")
	w.opens()
	w.wantOpen(couple, ana, "2026-11-23 21:00")
	w.hears(ana, "900", "", "an answer") // what makes the channel known
	w.sql(`UPDATE check_ins SET done_at = NULL WHERE slot_at < ?1`, w.now.Add(time.Hour).Unix())
	w.sql(`DELETE FROM needs`)
	w.sql(`UPDATE partners SET last_message = '900', heard_to = '900', read_at = ?1`, w.now.Unix())
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
