package store_test

import (
	"testing"
	"time"

	"leanon/store"
)

// TestQuestionsAreCalmUntilTheDayAfterABreathAndThenOnceLight looks at what the choice of
// each question is told.
func TestQuestionsAreCalmUntilTheDayAfterABreathAndThenOnceLight(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := pair(t, w.Store, "11", "12", w.now)
	w.at("2026-12-21 12:00")
	if _, err := w.Breathe(t.Context(), couple, "11", w.now.Add(time.Hour), w.now); err != nil {
		t.Fatal(err)
	}
	for _, evening := range []struct {
		at          string
		calm, light bool
	}{
		{"2026-12-21 20:00", true, false},
		{"2026-12-22 20:00", true, true},
		{"2026-12-23 20:00", false, false},
	} {
		w.at(evening.at)
		asked := 0
		w.opensDue(10, func(a store.Asked) string {
			if asked++; a.Calm != evening.calm || a.Light != evening.light {
				t.Errorf("at %s: got calm %v and light %v, want %v and %v", evening.at, a.Calm, a.Light, evening.calm, evening.light)
			}
			return "of " + a.Date
		})
		if asked == 0 {
			t.Errorf("at %s no question was chosen", evening.at)
		}
		if mine, theirs := w.question(couple, "11"), w.question(couple, "12"); mine != theirs || mine == "" {
			t.Errorf("at %s: got the questions %q and %q, want one", evening.at, mine, theirs)
		}
	}
}

// TestAQuestionThatIsNotCalmEnoughIsLetGoForWhoComesAfterTheBreath lets one of the two be
// asked before a breath, and the other's time come after it.
func TestAQuestionThatIsNotCalmEnoughIsLetGoForWhoComesAfterTheBreath(t *testing.T) {
	t.Parallel()
	for gentle, want := range map[bool]string{true: "of the morning", false: ""} {
		w := newWorld(t)
		couple := pair(t, w.Store, "11", "12", w.now)
		if _, err := w.SetRhythm(t.Context(), couple, "11", "0 8 * * *", w.now); err != nil {
			t.Fatal(err)
		}
		if _, err := w.SetRhythm(t.Context(), couple, "12", "0 20 * * *", w.now); err != nil {
			t.Fatal(err)
		}
		w.at("2026-12-21 08:00")
		w.opensDue(10, func(store.Asked) string { return "of the morning" })
		w.at("2026-12-21 12:00")
		if _, err := w.Breathe(t.Context(), couple, "11", w.now.Add(time.Hour), w.now); err != nil {
			t.Fatal(err)
		}
		w.at("2026-12-21 20:00")
		w.opensDue(10, func(a store.Asked) string {
			switch {
			case a.Chosen == "":
				t.Errorf("a question was chosen for a date that has one")
			case !a.Calm:
				t.Error("the question of the date is not to be a calm one")
			case gentle:
				return a.Chosen
			}
			return ""
		})
		if got := w.question(couple, "12"); got != want {
			t.Errorf("where the morning's question is calm (%v): got %q in the evening, want %q", gentle, got, want)
		}
		w.at("2026-12-22 20:00")
		w.opensDue(10, func(store.Asked) string { return "of the next day" })
		if got := w.question(couple, "12"); got != "of the next day" {
			t.Errorf("on the next day: got %q, want its question", got)
		}
	}
}
