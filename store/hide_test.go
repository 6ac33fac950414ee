package store_test

import (
	"strconv"
	"strings"
	"testing"
	"time"

	"leanon/store"
)

// snowflake is the id that Discord makes at a moment.
func snowflake(at time.Time) string {
	return strconv.FormatUint(uint64(at.UnixMilli()-1420070400000)<<22, 10)
}

// hides owes that messages are deleted, with a token of the length of Discord's.
func (w *world) hides(person string, what store.Hidden) {
	w.Helper()
	w.must(w.AskHide(w.Context(), person, store.Hiding{What: what, Channel: "70" + person, Asked: snowflake(w.now),
		Replies: []store.ReplyToken{{Token: strings.Repeat("t", 240), At: w.now}}}, w.now))
}

// hidings are what is still to be deleted for a person, as it would be attempted.
func (w *world) hidings(person string) (all []store.Hiding) {
	w.Helper()
	due, err := w.Due(w.Context(), w.now.Add(time.Minute), store.LaneScheduled, 100)
	w.must(err)
	for _, o := range due {
		n, err := w.Attempt(w.Context(), o.ID, w.now.Add(time.Minute))
		if err == nil && n.Kind == store.KindHide && n.Person == person {
			all = append(all, n.Hiding)
		}
	}
	return all
}

func TestWhatIsToBeDeletedTellsNothingByItsRow(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair(ana, ben)
	rows := map[string]bool{}
	for _, what := range []store.Hidden{store.HideMine, store.HideHour, store.HideAll} {
		w.sql(`DELETE FROM notices WHERE kind = 'hide'`)
		w.hides(ana, what)
		var row string
		w.must(store.Reader(w.Store).QueryRow(`SELECT concat_ws('|', person, couple_id, round, lane, held, length(name), message, channel, after) FROM notices WHERE kind = 'hide'`).Scan(&row))
		rows[row] = true
		if h := w.hidings(ana); len(h) != 1 || h[0].What != what {
			t.Errorf("%s: got %+v, want it alone", what, h)
		}
	}
	if len(rows) != 1 {
		t.Errorf("the rows of three choices are %v, want one and the same", rows)
	}
}

func TestWhatCoversAnotherDeletionTakesItsPlace(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		first  store.Hidden
		later  time.Duration
		second store.Hidden
		want   []store.Hidden
	}{
		{"mine twice", store.HideMine, time.Minute, store.HideMine, []store.Hidden{store.HideMine}},
		{"all after mine", store.HideMine, time.Minute, store.HideAll, []store.Hidden{store.HideAll}},
		{"mine after all", store.HideAll, time.Minute, store.HideMine, []store.Hidden{store.HideAll, store.HideMine}},
		{"an hour after mine", store.HideMine, time.Minute, store.HideHour, []store.Hidden{store.HideMine, store.HideHour}},
		{"an hour that overlaps", store.HideHour, 59 * time.Minute, store.HideHour, []store.Hidden{store.HideHour}},
		{"an hour apart", store.HideHour, 61 * time.Minute, store.HideHour, []store.Hidden{store.HideHour, store.HideHour}},
	} {
		w := newWorld(t)
		w.hides(ana, c.first) // she need not have a partner
		began := w.now
		w.now = w.now.Add(c.later)
		w.hides(ana, c.second)
		got := w.hidings(ana)
		if len(got) != len(c.want) {
			t.Errorf("%s: got %+v, want %v", c.name, got, c.want)
			continue
		}
		for i, h := range got {
			if h.What != c.want[i] {
				t.Errorf("%s: got %s at %d, want %s", c.name, h.What, i, c.want[i])
			}
		}
		last := got[len(got)-1]
		if len(got) == 1 && len(last.Replies) != 2 {
			t.Errorf("%s: %d replies are told that it is done, want both", c.name, len(last.Replies))
		}
		if c.name == "an hour that overlaps" && last.After != snowflake(began.Add(-time.Hour)) {
			t.Errorf("%s: it reaches back to %s, want an hour before the first", c.name, last.After)
		}
	}
}

func TestWhatDiscordDoesNotLetBeDeletedIsForgottenAfterAWeek(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair(ana, ben)
	w.hides(ana, store.HideAll)
	w.now = w.now.Add(6 * 24 * time.Hour)
	w.must(w.Purge(t.Context(), w.now))
	if got := w.hidings(ana); len(got) != 1 {
		t.Errorf("after six days: got %+v, want it owed still", got)
	}
	w.now = w.now.Add(2 * 24 * time.Hour)
	w.must(w.Purge(t.Context(), w.now))
	if got := w.hidings(ana); len(got) != 0 {
		t.Errorf("after eight days: got %+v, want nothing", got)
	}
}
