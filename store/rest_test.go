package store_test

import (
	"slices"
	"testing"
	"time"

	"leanon/store"
)

func TestANeedRestsFourteenDaysAfterSendAndItsAskerReadsItOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.now = w.now.Add(30 * time.Second)
	id := w.writes(couple, ana, "words")
	w.sent()
	w.now = w.now.Add(store.RestAfter - time.Second)
	if n, err := w.Rest(t.Context(), w.now); err != nil || n != 0 {
		t.Errorf("a second before: got %d, %v, want none", n, err)
	}
	w.now = w.now.Add(time.Second)
	if n, err := w.Rest(t.Context(), w.now); err != nil || n != 1 {
		t.Errorf("on time: got %d, %v, want 1", n, err)
	}
	w.wantSent(ana + " rest")
	if n := w.need(id, ana); n.Open() || !n.Resting() {
		t.Error("a rested need counts as open, or does not rest")
	}
	if n, err := w.Rest(t.Context(), w.now.Add(time.Hour)); err != nil || n != 0 {
		t.Errorf("rested again: got %d, %v, want none", n, err)
	}
}

func TestWhatWasSentOnOneDayRestsTogether(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.moves(ana, "Pacific/Auckland") // where noon in UTC is one in the night
	none := ""
	_, err := w.Set(t.Context(), ana, store.Settings{Quiet: &none})
	w.must(err)
	w.at("2026-11-24 10:30")
	evening := w.writes(couple, ana, "an evening")
	w.at("2026-11-24 11:30")
	first := w.writes(couple, ana, "the next day")
	w.at("2026-11-24 18:00")
	second := w.writes(couple, ana, "also the next day")
	w.sent()

	w.at("2026-12-08 10:45")
	if n, err := w.Rest(t.Context(), w.now); err != nil || n != 1 || !w.need(evening, ana).Resting() {
		t.Errorf("what was sent alone on its date: got %d rest, %v, want that one", n, err)
	}
	w.wantSent(ana + " rest")
	w.at("2026-12-08 12:00")
	if n, err := w.Rest(t.Context(), w.now); err != nil || n != 0 {
		t.Errorf("while another of its date does not wait 14 days: got %d rest, %v, want none", n, err)
	}
	w.at("2026-12-08 18:00")
	if n, err := w.Rest(t.Context(), w.now); err != nil || n != 2 {
		t.Errorf("with the last of the date: got %d rest, %v, want both", n, err)
	}
	due, err := w.Due(t.Context(), w.now, store.LaneScheduled, 100)
	w.must(err)
	n, err := w.Attempt(t.Context(), due[0].ID, w.now)
	if err != nil || !slices.Equal(n.Notes, []store.ID{first, second}) {
		t.Errorf("the message tells of %v, %v, want %v", n.Notes, err, []store.ID{first, second})
	}
	w.must(w.Delivered(t.Context(), n, "dm-"+ana, "one message", w.now))
	w.wantSent()
}

func TestOneOfADayDoesNotWaitForWhatWasAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	id := w.writes(couple, ana, "words")
	w.now = w.now.Add(3 * time.Hour)
	later := w.writes(couple, ana, "later")
	w.writes(couple, ben, "the other's")
	w.answers(later, ben, store.Heard)
	w.sent()
	w.now = w.now.Add(store.RestAfter - 3*time.Hour)
	if n, err := w.Rest(t.Context(), w.now); err != nil || n != 1 || !w.need(id, ana).Resting() {
		t.Errorf("rested: got %d, %v, want the one that waits", n, err)
	}
}

func TestWhatIsLetGoRestsInTheFileLikeAnyOther(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	rows := map[bool]int{}
	for _, letGo := range []bool{false, true} {
		w.now = w.now.Add(day)
		id := w.writes(couple, ana, "words")
		if letGo {
			_, err := w.LetGo(t.Context(), id, ana, w.now)
			w.must(err)
		}
		w.sent()
		w.now = w.now.Add(store.RestAfter)
		_, err := w.Rest(t.Context(), w.now)
		w.must(err)
		if got := slices.Contains(w.sent(), ana+" rest"); got == letGo {
			t.Errorf("let go %v: the asker reads that it rests: %v", letGo, got)
		}
		var n int
		w.must(raw(t, w.path).QueryRow(`SELECT count(*) FROM needs n JOIN notices o ON o.ref = n.id AND o.kind = 'rest' WHERE n.id = ?1 AND n.rested_at IS NOT NULL`, int64(id)).Scan(&n))
		rows[letGo] = n
	}
	if rows[false] != 1 || rows[true] != 1 {
		t.Errorf("rows of what rests, by whether it was let go: got %v, want one each", rows)
	}
}
