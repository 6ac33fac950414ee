package store_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"leanon/clock"
	"leanon/store"
)

// comingAgain is a table of when a check-in comes again by quiet hours. With the shipped
// quiet hours, 22:00-08:00, and an evening question it is the same evening.
func comingAgain(after time.Duration) map[string]struct{ quiet, at, back string } {
	if after == 2*time.Hour {
		return map[string]struct{ quiet, at, back string }{
			"two hours on":                            {"22:00-08:00", "24 15:00", "24 17:00"},
			"five minutes after the usual question":   {"22:00-08:00", "24 20:05", "24 21:45"},
			"the last moment before quiet hours":      {"22:00-08:00", "24 19:59", "24 21:59"},
			"the first moment of quiet hours":         {"22:00-08:00", "24 20:00", "24 21:45"},
			"half an hour before the quarter":         {"22:00-08:00", "24 21:15", "24 21:45"},
			"a minute less":                           {"22:00-08:00", "24 21:16", "25 08:00"},
			"in quiet hours":                          {"22:00-08:00", "24 23:30", "25 08:00"},
			"in quiet hours after midnight":           {"22:00-08:00", "24 05:30", "24 08:00"},
			"the last moment that is quiet":           {"22:00-08:00", "24 05:59", "24 08:00"},
			"two hours to the end of quiet hours":     {"22:00-08:00", "24 06:00", "24 08:00"},
			"in quiet hours that end first":           {"22:00-08:00", "24 07:00", "24 09:00"},
			"a quiet noon":                            {"12:00-13:00", "24 10:30", "24 11:45"},
			"a quiet noon that is near":               {"12:00-13:00", "24 11:20", "24 13:20"},
			"short quiet hours that are over by then": {"20:30-21:00", "24 20:05", "24 22:05"},
			"quiet from midnight":                     {"00:00-07:00", "24 22:30", "24 23:45"},
			"quiet nearly always":                     {"00:10-00:00", "24 12:00", "25 00:00"},
			"no quiet hours":                          {"", "24 23:30", "25 01:30"},
		}
	}
	return map[string]struct{ quiet, at, back string }{
		"four hours on":            {"22:00-08:00", "24 12:00", "24 16:00"},
		"the usual question":       {"22:00-08:00", "24 20:00", "24 21:45"},
		"an early evening":         {"22:00-08:00", "24 17:59", "24 21:59"},
		"half an hour is left":     {"22:00-08:00", "24 21:15", "24 21:45"},
		"a minute less":            {"22:00-08:00", "24 21:16", "25 08:00"},
		"a question in the night":  {"22:00-08:00", "24 23:30", "25 08:00"},
		"a question at five":       {"22:00-08:00", "24 05:00", "24 09:00"},
		"a question before eight":  {"22:00-08:00", "24 03:59", "24 08:00"},
		"no quiet hours, at night": {"", "24 22:00", "25 02:00"},
	}
}

func (w *world) quiet(person, hours string) {
	w.Helper()
	_, err := w.Set(w.Context(), person, store.Settings{Quiet: &hours})
	w.must(err)
}

func TestLaterBringsACheckInBackOnce(t *testing.T) {
	t.Parallel()
	for name, c := range comingAgain(2 * time.Hour) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			couple := w.pair(ana, ben)
			w.rhythm(couple, ana, "")
			w.rhythm(couple, ben, "")
			w.quiet(ana, c.quiet)
			w.at("2026-11-" + c.at)
			in, err := w.OpenFirst(t.Context(), couple, ana, w.now, first)
			w.must(err)
			w.sent()
			_, at, err := w.BringBack(t.Context(), in.ID, ana, w.now)
			w.must(err)
			if got := at.UTC().Format("02 15:04"); got != c.back {
				t.Errorf("back at: got %s, want %s", got, c.back)
			}
			_, _, err = w.BringBack(t.Context(), in.ID, ana, w.now)
			w.wants("Later pressed twice", err, store.ErrTooLate)
			w.now = at.Add(-time.Second)
			w.wantSent()
			w.now = at
			w.wantSent(ana + " check-in")
			w.now = at.Add(72 * time.Hour)
			w.wantSent()
		})
	}
}

func TestTheReminderComesByTheSameRuleFourHoursOn(t *testing.T) {
	t.Parallel()
	for name, c := range comingAgain(4 * time.Hour) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			couple := w.pair(ana, ben)
			w.rhythm(couple, ben, "")
			w.at("2026-11-" + c.at)
			at := w.now
			w.now = at.Add(-time.Minute)
			w.rhythm(couple, ana, at.Format("4 15 2 * *"))
			w.now = at
			w.quiet(ana, c.quiet)
			on := true
			_, err := w.Set(t.Context(), ana, store.Settings{Reminder: &on})
			w.must(err)
			if n := w.opens(); n != 1 {
				t.Fatalf("opened %d, want 1", n)
			}
			w.wantSent(ana + " check-in")
			back, err := time.Parse("2006-01-02 15:04", "2026-11-"+c.back)
			w.must(err)
			w.now = back.Add(-time.Second)
			w.wantSent()
			w.now = back
			w.wantSent(ana + " check-in")
			w.now = back.Add(72 * time.Hour)
			w.wantSent()
		})
	}
}

// reminded opens Ana's check-in at 20:00 on Tuesday with a reminder at 21:45.
func reminded(t *testing.T) (w *world, couple store.ID, in store.CheckIn) {
	t.Helper()
	w = newWorld(t)
	couple = w.pair(ana, ben)
	w.rhythm(couple, ben, "")
	on := true
	_, err := w.Set(t.Context(), ana, store.Settings{Reminder: &on})
	w.must(err)
	w.at("2026-11-24 20:00")
	w.opens()
	w.wantSent(ana + " check-in")
	in, _ = w.open(couple, ana)
	return w, couple, in
}

func TestLaterTakesThePlaceOfTheReminder(t *testing.T) {
	t.Parallel()
	w, _, in := reminded(t)
	w.at("2026-11-24 20:30")
	_, at, err := w.BringBack(t.Context(), in.ID, ana, w.now)
	w.must(err)
	if got := at.Format("15:04"); got != "21:45" {
		t.Fatalf("back at %s, want 21:45", got)
	}
	w.now = at
	w.wantSent(ana + " check-in")
	w.at("2026-11-25 12:00")
	w.wantSent()
}

func TestNeitherComesAfterTheNextQuestion(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.rhythm(couple, ben, "")
	on := true
	_, err := w.Set(t.Context(), ana, store.Settings{Reminder: &on})
	w.must(err)
	w.rhythm(couple, ana, "0 14,16,18 * * *")
	w.at("2026-11-24 14:00")
	w.opens()
	w.wantSent(ana + " check-in")
	in, _ := w.open(couple, ana)
	_, _, err = w.BringBack(t.Context(), in.ID, ana, w.now)
	w.wants("Later where the next question comes at the same minute", err, store.ErrTooLate)
	for _, at := range []string{"16:00", "18:00"} {
		w.at("2026-11-24 " + at)
		w.opens()
		w.wantSent(ana + " check-in") // the new one, and no reminder of an old one
	}
}

func TestWhatComesAgainIsLetGoOnceItsDayIsOver(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		quiet string // set at 21:00
		at    string // the program is up again
		want  int
	}{
		"in time":                               {"", "24 21:45", 1},
		"a little late":                         {"", "24 21:59", 1},
		"the next day":                          {"", "25 08:00", 0},
		"quiet hours were moved onto it":        {"21:30-09:00", "25 09:00", 1},
		"... and that day is over too":          {"21:30-09:00", "26 00:00", 0},
		"held by them, and asked for too early": {"21:30-09:00", "25 08:59", 0},
	} {
		w, _, _ := reminded(t)
		w.at("2026-11-24 21:00")
		if c.quiet != "" {
			w.quiet(ana, c.quiet)
		}
		w.at("2026-11-" + c.at)
		if got := w.sent(); len(got) != c.want {
			t.Errorf("%s: got %q, want %d", name, got, c.want)
		}
	}
}

func TestWhatWasBroughtBackStaysAwayInAPauseAndOnceItIsDone(t *testing.T) {
	t.Parallel()
	for name, act := range map[string]func(w *world, couple, in store.ID) error{
		"paused": func(w *world, couple, in store.ID) error {
			_, err := w.Pause(w.Context(), couple, ana, time.Time{}, w.now)
			return err
		},
		"done": func(w *world, couple, in store.ID) error {
			_, err := w.Finish(w.Context(), in, ana, "message", w.now)
			return err
		},
	} {
		w := newWorld(t)
		couple := w.pair(ana, ben)
		in, err := w.OpenFirst(t.Context(), couple, ana, w.now, first)
		w.must(err)
		w.sent()
		_, at, err := w.BringBack(t.Context(), in.ID, ana, w.now)
		w.must(err)
		w.must(act(w, couple, in.ID))
		w.sent()
		w.now = at
		if got := w.sent(); len(got) != 0 {
			t.Errorf("%s: got %q, want nothing", name, got)
		}
	}
}

// TestWhatComesAgainKeepsItsRuleOnEveryClock compares with the rule in words, over zones
// and their clock changes, minute by minute.
func TestWhatComesAgainKeepsItsRuleOnEveryClock(t *testing.T) {
	t.Parallel()
	c := clock.New()
	w := newWorld(t)
	zones := []string{"Europe/Paris", "America/New_York", "Australia/Lord_Howe", "America/Nuuk", "Africa/Cairo", "Pacific/Apia", "Asia/Kolkata"}
	nights := []time.Time{
		time.Date(2026, 3, 8, 0, 0, 0, 0, time.UTC), time.Date(2026, 3, 29, 0, 0, 0, 0, time.UTC), time.Date(2026, 4, 4, 0, 0, 0, 0, time.UTC),
		time.Date(2026, 10, 25, 0, 0, 0, 0, time.UTC), time.Date(2026, 11, 1, 0, 0, 0, 0, time.UTC), time.Date(2026, 7, 1, 0, 0, 0, 0, time.UTC),
	}
	minute := func(m int) string { return time.Unix(int64(m)*60, 0).UTC().Format("15:04") }
	rapid.Check(t, func(t *rapid.T) {
		zone := rapid.SampledFrom(zones).Draw(t, "zone")
		from, length := rapid.IntRange(0, 24*60-1).Draw(t, "from"), rapid.IntRange(1, 24*60-1).Draw(t, "length")
		to := (from + length) % (24 * 60)
		now := rapid.SampledFrom(nights).Draw(t, "night").Add(time.Duration(rapid.IntRange(-24*60, 24*60).Draw(t, "minutes")) * time.Minute)
		after := rapid.SampledFrom([]time.Duration{2 * time.Hour, 4 * time.Hour}).Draw(t, "after")
		quiet := minute(from) + "-" + minute(to)
		isQuiet := func(at time.Time) bool { _, is := c.QuietEnd(quiet, zone, at); return is }

		got := store.ComesAgain(w.Store, zone, quiet, now, after)
		want := now.Add(after)
		if isQuiet(want) {
			begin := want
			for isQuiet(begin.Add(-time.Minute)) {
				begin = begin.Add(-time.Minute)
			}
			before := begin.Add(-15 * time.Minute)
			end := want
			for isQuiet(end) {
				end = end.Add(time.Minute)
			}
			want = before
			if isQuiet(before) || before.Before(now.Add(30*time.Minute)) {
				want = end
			}
		}
		if !got.Equal(want) {
			t.Fatalf("%s in %s, %v after %v: got %v, want %v", quiet, zone, after, now, got, want)
		}
		if isQuiet(got) || !got.After(now) {
			t.Fatalf("%s in %s, %v after %v: got %v, which is quiet or not ahead", quiet, zone, after, now, got)
		}
	})
}
