package stories

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// The machine's clock is wrong for a while, or was while nobody could know.

// eachWrongClock tells a story for clocks that are ahead or behind by an hour to over a
// year, each for a program that runs all the time, and for one that is stopped while its
// clock is set. put sets the machine's clock wrong, or right again.
func eachWrongClock(t *testing.T, tell func(w *world, put func(wrong bool))) {
	t.Parallel()
	const day = 24 * time.Hour
	i := 0
	for _, by := range []time.Duration{time.Hour, 11 * time.Hour, 3 * day, 45 * day, 400 * day} {
		for _, by := range []time.Duration{by, -by} {
			for _, restarts := range []bool{false, true} {
				if i++; !picked(i) {
					continue
				}
				t.Run(fmt.Sprintf("by %v, restarts %v", by, restarts), func(t *testing.T) {
					w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
					tell(w, func(wrong bool) {
						if restarts {
							w.sleeps()
						}
						if wrong {
							w.clock.isWrong(by)
						} else {
							w.clock.isWrong(0)
						}
						if restarts {
							w.wakes()
						}
						w.settle()
					})
				})
			}
		}
	}
}

// plans checks that /rhythm and /checkin name the same next time.
func (p *person) plans(moment string) {
	p.w.t.Helper()
	next := stamped(readMoment(p.w.t, moment))
	p.runs("rhythm").reads("• " + next)
	if times := p.shown.Message.Content; !strings.Contains(times[:strings.Index(times, "• ")+len("• ")+len(next)], next) {
		p.w.t.Errorf("%s is not the first of %q", next, times)
	}
	p.runs("checkin").reads("The next question comes " + next)
}

func TestAClockThatIsWrongForMinutesTakesNothingAndSilencesNobody(t *testing.T) {
	eachWrongClock(t, func(w *world, put func(bool)) {
		ana, ben := daily(w)
		ana.keepsLess("Keep for 7 days")
		ana.runs("need", "text", "I need a hand with the move").presses("Send to Benedict")
		ana.runs("need", "text", "I need to talk about the garden")
		others := w.people("Dorothea", "Emmanuel")
		others[0].runs("pair", "partner", others[1].ID)
		others[0].presses("Send invitation")
		put(true)
		w.passes(10 * time.Minute)
		ana.asked(0)
		ana.presses("Send to Benedict")
		ben.sees("A note from Anabel is waiting").opens().answersHere("I hear you")
		put(false)
		w.passes(10 * time.Minute)
		others[1].presses("Accept").presses("I agree")
		ana.askedAt("2026-11-23 20:00 Europe/Paris")
		ben.asked(1)
		ana.presses("Nothing today")
		ana.plans("2026-11-24 20:00 Europe/Paris")
		ben.runs("needs").reads("1 note from Anabel waits for your answer")
		w.passes(12 * time.Hour)
		ana.neverSaw("do you feel understood?").neverSaw("still suit you")
		w.passes(5 * time.Hour)
		ana.sees("do you feel understood?").runs("history").reads("garden")
		ana.askedAt("2026-11-24 20:00 Europe/Paris")
		w.saysOnce()
	})
}

// saysOnce checks that the log tells once of a wrong clock, and that it is over once by the
// program that knew of it.
func (w *world) saysOnce() {
	w.t.Helper()
	wrong, right := strings.Count(w.log.String(), "the clock of this machine is wrong"), strings.Count(w.log.String(), "the clock of this machine is right again")
	if restarts := strings.Count(w.out.String(), "READY") > 1; wrong != 1 || right != 1 && !restarts {
		w.t.Errorf("the log says %d times that the clock is wrong and %d times that it is right again, want once", wrong, right)
	}
}

func TestWhatWasPlannedUnderAWrongClockIsPlannedAnew(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for i, by := range []time.Duration{time.Hour, 9 * time.Hour, 11 * time.Hour, day, 3 * day, 20 * day, 400 * day} {
		for j, restarts := range []bool{false, true} {
			if !picked(i + j) {
				continue
			}
			t.Run(fmt.Sprintf("by %v, restarts %v", by, restarts), func(t *testing.T) {
				w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
				ana, ben := daily(w)
				w.discord.Dateless(true) // nobody can know
				w.clock.isWrong(by)
				w.passes(time.Minute)
				next := "2026-11-23 20:00 Europe/Paris"
				if ana.questions() > 0 { // what was asked then is not asked again
					ana.presses("Nothing today")
					next = "2026-11-24 20:00 Europe/Paris"
				}
				ana.asks("I need a hand with the move", "Benedict")
				w.clock.isWrong(0)
				if restarts {
					w.restarts()
				}
				w.settle()
				ben.sees("A note from Anabel is waiting")
				if ben.runs("rhythm").reads("• " + stamped(readMoment(t, next))); ben.questions() == 0 {
					ben.runs("checkin").reads("a full answer") // it is today's
				} else {
					ana.plans(next)
				}
				ana.askedAt(next)
			})
		}
	}
}

func TestWhatIsSentByAClockThatIsBehindIsKeptAsLongAsItWouldBe(t *testing.T) {
	t.Parallel()
	for _, dateless := range []bool{false, true} { // then only the press tells what time it is
		t.Run(fmt.Sprint("dateless ", dateless), func(t *testing.T) {
			w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.keepsLess("Keep for 7 days")
			w.passes(25 * time.Hour)
			w.discord.Dateless(dateless)
			w.clock.isWrong(-30 * 24 * time.Hour)
			w.settle()
			ana.asks("I need a hand with the move", "Benedict")
			ben.opens().answersHere("I hear you")
			w.clock.isWrong(0)
			w.passes(6 * 24 * time.Hour)
			ben.runs("history").reads("a hand with the move")
			w.passes(2 * 24 * time.Hour)
			ben.runs("history").reads("shared nothing yet")
		})
	}
}

func TestARhythmAndACheckInNameTheSameTimeWhateverWasPlanned(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for _, by := range []time.Duration{time.Hour, day, 30 * day, 400 * day} {
		t.Run(fmt.Sprint("by ", by), func(t *testing.T) {
			w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
			ana, ben := daily(w)
			plan := func() {
				db, err := sql.Open("sqlite3", filepath.Join(w.cfg.Data, "leanon.db")+"?_busy_timeout=5000")
				if err == nil {
					_, err = db.Exec("UPDATE members SET next_at = next_at + ?1", int64(by/time.Second))
				}
				if err != nil {
					t.Fatal(err)
				}
				db.Close()
			}
			plan()
			ben.runs("rhythm").reads("• " + stamped(readMoment(t, "2026-11-23 20:00 Europe/Paris")))
			ben.runs("checkin").reads("a full answer").presses("Nothing today")
			plan()
			ben.plans("2026-11-24 20:00 Europe/Paris")
			ana.askedAt("2026-11-23 20:00 Europe/Paris")
		})
	}
}
