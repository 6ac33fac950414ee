package stories

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// Six questions in a row may pass without a press; the seventh brings an offer with it, for
// that person alone. 2026-11-23 is a Monday; questions come on Mondays, Wednesdays, Fridays.

const offer = "have gone by. That is all right."

func (w *world) untilNoonOf(date string) {
	w.t.Helper()
	w.until(readMoment(w.t, date+" 12:00 Europe/Paris"))
}

func TestAfterSixQuestionsWithoutAPressTheSeventhBringsOneOffer(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	for _, date := range []string{"2026-11-24", "2026-11-26", "2026-11-28", "2026-12-01", "2026-12-03", "2026-12-05", "2026-12-08"} {
		if n := ana.count(offer); n != 0 {
			t.Fatalf("before %s Anabel reads the offer", date)
		}
		w.untilNoonOf(date)
		ben.presses("Nothing today")
	}
	ana.asked(7).sees("The last 6 questions have gone by.")
	want := []string{"Answer", "Nothing today", "Later", "Help", "Notes only", "Fewer", "Pause", "Keep"}
	if got := ana.buttons(offer); !slices.Equal(got, want) {
		t.Errorf("Anabel can press %q, want %q", got, want)
	}
	w.untilNoonOf("2026-12-22")
	ana.asked(13)
	if n := ana.count(offer); n != 1 {
		t.Errorf("Anabel reads the offer %d times, want once", n)
	}
	if n := ben.count(offer); n != 0 {
		t.Errorf("Benedict reads the offer %d times, want never", n)
	}
	ana.presses("Nothing today")
	w.untilNoonOf("2026-12-24")
	ana.sees("Does sharing this with Benedict still suit you?").presses("Keep")
	w.untilNoonOf("2027-01-09")
	ana.asked(20)
	if n := ana.count(offer); n != 2 {
		t.Errorf("after a press and six more Anabel reads the offer %d times in all, want twice", n)
	}
}

func TestAnyPressOrWordBeginsTheCountAnew(t *testing.T) {
	for name, act := range map[string]func(*person){
		"begins an answer": func(p *person) { p.presses("Answer") },
		"puts it off":      func(p *person) { p.presses("Later") },
		"nothing today":    func(p *person) { p.presses("Nothing today") },
		"answers":          func(p *person) { p.presses("Answer").fills("In your words", "Sleep").presses("Keep private") },
		"writes words":     func(p *person) { p.writes("What is only hers"); p.sees("What is only hers") },
		"asks for it":      func(p *person) { p.runs("checkin") },
		"changes the days": func(p *person) { p.runs("rhythm", "days", "Monday, Wednesday and Friday") },
		"pauses a moment":  func(p *person) { p.runs("pause").runs("resume") },
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
			ana, _ := w.couple("Anabel", "Benedict")
			w.until(readMoment(t, "2026-12-04 20:30 Europe/Paris"))
			ana.asked(6)
			act(ana)
			w.untilNoonOf("2026-12-15")
			if n := ana.count(offer); n != 0 {
				t.Errorf("Anabel reads the offer %d times, want never", n)
			}
			w.untilNoonOf("2026-12-24")
			if n := ana.count(offer); n != 1 {
				t.Errorf("after six more Anabel reads the offer %d times, want once", n)
			}
		})
	}
}

// offered are Anabel and Benedict on the evening of her seventh question, with the offer.
func offeredFewer(t *testing.T) (w *world, ana, ben *person) {
	t.Helper()
	w = newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben = w.couple("Anabel", "Benedict")
	w.until(readMoment(t, "2026-12-07 20:05 Europe/Paris"))
	ana.sees(offer)
	return w, ana, ben
}

func TestWhatIsChosenOfTheOfferHappensAtOnceAndIsToldToNobody(t *testing.T) {
	for name, c := range map[string]struct {
		button, reads string
		questions     int // a fortnight later, of which she had seven
		note          bool
	}{
		"notes only": {"Notes only", "From now on I ask you nothing by the clock. Notes still come.", 7, true},
		"fewer":      {"Fewer", "From now on I ask once a week.", 9, true},
		"pause":      {"Pause", "You have paused leanon", 7, false},
		"keep":       {"Keep", "Everything stays as it is.", 13, true},
	} {
		t.Run(name, func(t *testing.T) {
			w, ana, ben := offeredFewer(t)
			before := len(ben.fromBot())
			ana.presses(c.button).reads(c.reads)
			if got := ana.text(); name != "pause" && strings.Contains(got, offer) {
				t.Errorf("after %s Anabel still reads the offer:\n%s", c.button, got)
			}
			if got := len(ben.fromBot()); got != before {
				t.Errorf("Benedict has %d messages, had %d", got, before)
			}
			w.untilNoonOf("2026-12-22")
			ana.asked(c.questions)
			ben.asked(13)
			ben.asks("A note", ana.name)
			if got := ana.has("A note from Benedict is waiting."); got != c.note {
				t.Errorf("a note of Benedict's came: got %v, want %v", got, c.note)
			}
		})
	}
}

func TestTheOfferSurvivesARestartAndComesNotInAPause(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	w.untilNoonOf("2026-12-05")
	ana.asked(6)
	w.restarts()
	ana.runs("pause", "until", "2026-12-20")
	w.untilNoonOf("2026-12-20")
	if n := ana.count(offer); n != 0 {
		t.Errorf("in a pause Anabel reads the offer %d times", n)
	}
	w.until(readMoment(t, "2027-01-04 20:05 Europe/Paris"))
	ana.sees(offer)
}

func TestWhoIsAskedOnceAWeekIsNotOfferedFewer(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "days", "Thursday")
	w.until(w.clock.Now().Add(40 * 24 * time.Hour))
	ana.presses("Keep") // whether she still agrees
	ben.presses("Keep")
	w.until(readMoment(t, "2027-01-07 20:05 Europe/Paris"))
	want := []string{"Answer", "Nothing today", "Later", "Help", "Notes only", "Pause", "Keep"}
	if got := ana.buttons(offer); !slices.Equal(got, want) {
		t.Errorf("Anabel can press %q, want %q", got, want)
	}
}
