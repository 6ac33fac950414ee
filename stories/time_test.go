package stories

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/config"
	"leanon/playground"
)

// Time as people live it: pauses, quiet hours, journeys, clock changes, a program
// that was down and a machine whose clock was wrong. 2026-11-23 is a Monday.

// stamped is how a moment reads in Discord, on each reader's own clock.
func stamped(at time.Time) string { return fmt.Sprintf("<t:%d:F>", at.Unix()) }

// questions is how many messages show a question that can be answered.
func (p *person) questions() int {
	n := 0
	for _, m := range p.fromBot() {
		if isQuestion(m) {
			n++
		}
	}
	return n
}

func isQuestion(m playground.Message) bool {
	return slices.ContainsFunc(slices.Concat(m.Components...), func(c playground.Component) bool { return c.Label == "Nothing today" })
}

// asked checks how many questions a person was sent so far.
func (p *person) asked(want int) *person {
	p.w.t.Helper()
	p.w.settle()
	if got := p.questions(); got != want {
		p.w.t.Fatalf("%s was asked %d times by %v, want %d; what they see:\n%s", p.name, got, p.w.clock.Now(), want, p.all())
	}
	return p
}

// askedAt checks that a person's next question comes at a moment of a zone, and
// not a minute sooner.
func (p *person) askedAt(moment string) *person {
	p.w.t.Helper()
	before := p.questions()
	at := readMoment(p.w.t, moment)
	p.w.until(at.Add(-time.Minute))
	p.asked(before)
	p.w.until(at)
	return p.asked(before + 1)
}

// daily is a couple whose two partners are asked every day at 20:00.
func daily(w *world) (ana, ben *person) {
	w.t.Helper()
	ana, ben = w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "days", "daily").reads("daily at 20:00")
	ben.runs("rhythm", "days", "daily").reads("daily at 20:00")
	return ana, ben
}

// down stops the program, lets time go by and starts it again.
func (w *world) down(until string) {
	w.t.Helper()
	if err := w.stop(); err != nil {
		w.t.Fatalf("stopping: %v", err)
	}
	w.clock.set(readMoment(w.t, until))
	w.start()
	w.settle()
}

func TestAPauseUntilADateEndsByItselfOnThatDate(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := daily(w)
	end := readMoment(t, "2026-11-26 00:00 Europe/Paris")
	ana.runs("pause", "until", "2026-11-26").reads("until " + stamped(end))
	ana.runs("rhythm").reads("You have paused until " + stamped(end)).reads("• " + stamped(readMoment(t, "2026-11-26 20:00 Europe/Paris")))
	ben.runs("need", "text", "Said in the meantime").presses("Send to Anabel")
	w.until(end.Add(-time.Minute))
	ana.asked(0).neverSaw("waiting")
	ben.asked(3)
	w.until(end.Add(8 * time.Hour)) // what the pause held, quiet hours held on
	ana.sees("A note from Benedict is waiting")
	ana.askedAt("2026-11-26 20:00 Europe/Paris")
}

func TestAPauseMayBeSaidAsPeopleSayIt(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := daily(w)
	for said, until := range map[string]string{
		"tomorrow": "2026-11-24 00:00 Europe/Paris", "Friday": "2026-11-27 00:00 Europe/Paris", "2 weeks": "2026-12-07 00:00 Europe/Paris",
		"24 Dec": "2026-12-24 00:00 Europe/Paris", "morgen": "2026-11-24 00:00 Europe/Paris",
	} {
		ana.runs("pause", "until", said).reads("until " + stamped(readMoment(t, until)))
	}
	ana.runs("pause", "until", "soon-ish").reads(`I understand "tomorrow"`)
	ana.runs("pause", "until", "2026-11-23").reads("That is past, or has begun already")
}

func TestAnOpenPauseLastsUntilItsPersonResumes(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := daily(w)
	ana.runs("pause").reads("until you resume")
	ana.runs("rhythm").reads("You have paused; /resume brings them back.")
	w.until(readMoment(t, "2026-12-14 12:00 Europe/Paris"))
	ana.asked(0)
	ben.asked(21)
	next := readMoment(t, "2026-12-14 20:00 Europe/Paris")
	ana.runs("resume").reads("The next question comes " + stamped(next))
	ana.askedAt("2026-12-14 20:00 Europe/Paris")
}

func TestQuietHoursAcrossMidnightHoldWhatIsRelayedAndNotTheQuestion(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := daily(w)
	ana.runs("rhythm", "time", "23:30").reads("daily at 23:30").reads("That is inside your quiet hours (22:00-08:00)")
	ben.runs("need", "text", "Written before midnight")
	w.at("22:00")
	ben.presses("Send to Anabel")
	w.at("23:30")
	ana.asked(1).neverSaw("is waiting")
	w.at("00:30")
	ben.runs("need", "text", "Written after midnight").presses("Send to Anabel")
	w.at("07:59")
	ana.neverSaw("waiting")
	w.at("08:00")
	ana.sees("Notes from Benedict are waiting")
}

func TestQuietHoursEndByTheClockInTheNightOfItsChange(t *testing.T) {
	t.Parallel()
	for name, night := range map[string]string{"an hour more": "2026-10-24", "an hour less": "2027-03-27"} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, night+" 23:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.runs("need", "text", "Sent into the long or the short night").presses("Send to Benedict")
			w.at("07:59")
			ben.neverSaw("waiting")
			w.at("08:00")
			ben.sees("A note from Anabel is waiting")
		})
	}
}

func TestHolidaysAway(t *testing.T) {
	w := newWorld(t, "2026-12-18 12:00 Europe/Paris")
	ana, ben := daily(w)
	back := readMoment(t, "2027-01-04 00:00 Europe/Paris")
	ana.runs("pause", "until", "2027-01-04").reads("until " + stamped(back))
	w.until(readMoment(t, "2026-12-20 09:00 Asia/Tokyo"))
	ana.runs("rhythm", "zone", "Asia/Tokyo").reads("it is 09:00 there now").
		reads("You have paused until " + stamped(back)). // the moment that was shown stays
		reads("• " + stamped(readMoment(t, "2027-01-04 20:00 Asia/Tokyo")))
	w.until(readMoment(t, "2027-01-03 20:00 Europe/Paris"))
	ana.asked(0)
	ben.asked(17)
	ana.runs("rhythm", "zone", "Europe/Paris").reads("• " + stamped(readMoment(t, "2027-01-04 20:00 Europe/Paris")))
	ana.askedAt("2027-01-04 20:00 Europe/Paris")
}

func TestAJourneyAsksOnceOnEachLocalDate(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, from, to string
		leaves         string // after the day's question
		next           string // the first one on the new clock
	}{
		{"west", "Europe/Paris", "America/New_York", "2026-11-23 21:00 Europe/Paris", "2026-11-24 20:00 America/New_York"},
		{"east", "America/New_York", "Europe/Paris", "2026-11-23 21:00 America/New_York", "2026-11-24 20:00 Europe/Paris"},
		{"east over the date line", "Pacific/Auckland", "America/Los_Angeles", "2026-11-23 22:00 Pacific/Auckland", "2026-11-24 20:00 America/Los_Angeles"},
		{"west over the date line", "America/Los_Angeles", "Pacific/Auckland", "2026-11-23 21:00 America/Los_Angeles", "2026-11-24 20:00 Pacific/Auckland"},
		{"from the last zone to the first", "Pacific/Kiritimati", "Pacific/Pago_Pago", "2026-11-23 21:00 Pacific/Kiritimati", "2026-11-24 20:00 Pacific/Pago_Pago"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, "2026-11-23 12:00 "+c.from)
			ana, _ := daily(w)
			ana.askedAt("2026-11-23 20:00 " + c.from)
			w.until(readMoment(t, c.leaves))
			ana.runs("rhythm", "zone", c.to).reads("time.\n• " + stamped(readMoment(t, c.next)))
			ana.askedAt(c.next)
		})
	}
}

func TestAJourneyBeforeTheDaysQuestionMovesItToTheNewClock(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, from, to, next string }{
		{"west", "Europe/Paris", "America/New_York", "2026-11-23 20:00 America/New_York"},
		{"east, where it is Tuesday already", "America/New_York", "Asia/Tokyo", "2026-11-24 20:00 Asia/Tokyo"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, "2026-11-23 12:00 "+c.from)
			ana, _ := daily(w)
			ana.runs("rhythm", "zone", c.to).reads("time.\n• " + stamped(readMoment(t, c.next)))
			ana.askedAt(c.next)
		})
	}
}

func TestAChangedRhythmAsksOnceADayUnlessItAsksMore(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := daily(w)
	ana.askedAt("2026-11-23 20:00 Europe/Paris")
	ana.runs("rhythm", "time", "22:00").reads("time.\n• " + stamped(readMoment(t, "2026-11-24 22:00 Europe/Paris")))
	ana.askedAt("2026-11-24 22:00 Europe/Paris")
	w.at("09:00")
	ana.runs("checkin").reads(howTo) // today's early
	ana.runs("rhythm", "time", "23:00").reads("time.\n• " + stamped(readMoment(t, "2026-11-25 23:00 Europe/Paris")))
}

func TestARhythmOfSeveralTimesADayAsksAtEach(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := daily(w)
	ana.askedAt("2026-11-23 20:00 Europe/Paris")
	ana.runs("rhythm", "time", "9pm and 11pm").reads("daily at 21:00 and 23:00").reads("time.\n• " + stamped(readMoment(t, "2026-11-23 21:00 Europe/Paris")))
	ana.askedAt("2026-11-23 21:00 Europe/Paris").askedAt("2026-11-23 23:00 Europe/Paris").askedAt("2026-11-24 21:00 Europe/Paris")
}

func TestACoupleInTwoZonesKeepsTheHourThroughEveryClockChange(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, from, until string }{
		{"autumn", "2026-10-23", "2026-11-03"}, // Paris changes on 25 October, New York on 1 November
		{"spring", "2027-03-12", "2027-03-30"}, // New York on 14 March, Paris on 28 March
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, c.from+" 12:00 Europe/Paris")
			ana, ben := daily(w)
			ben.runs("rhythm", "zone", "America/New_York")
			for day := readMoment(t, c.from+" 12:00 UTC"); day.Format(time.DateOnly) < c.until; day = day.AddDate(0, 0, 1) {
				ana.askedAt(day.Format(time.DateOnly) + " 20:00 Europe/Paris")
				ben.askedAt(day.Format(time.DateOnly) + " 20:00 America/New_York")
				if a, b := question(ana), question(ben); a != b {
					t.Errorf("on %s Anabel is asked %q and Benedict %q", day.Format(time.DateOnly), a, b)
				}
			}
		})
	}
}

func TestATimeThatTheClockSkipsOrRepeatsHappensOnce(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, start, first, second string }{
		{"skipped", "2027-03-27 12:00 Europe/Paris", "2027-03-28 01:00 UTC", "2027-03-29 00:30 UTC"},  // 02:30 becomes 03:00
		{"repeated", "2026-10-24 12:00 Europe/Paris", "2026-10-25 00:30 UTC", "2026-10-26 01:30 UTC"}, // the first 02:30
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, c.start)
			ana, _ := daily(w)
			ana.runs("rhythm", "time", "02:30").reads("• " + stamped(readMoment(t, c.first)) + " (")
			ana.askedAt(c.first)
			w.restarts()
			ana.askedAt(c.second)
		})
	}
}

func TestAfterDowntimeAtMostOneQuestionIsMadeUpForAndOnlyToday(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, up string
		asked    int
	}{
		{"two hours, before the time", "2026-11-23 14:00 Europe/Paris", 0},
		{"three hours over the time", "2026-11-23 21:30 Europe/Paris", 1},
		{"past midnight", "2026-11-24 00:01 Europe/Paris", 0},
		{"three days, before the time", "2026-11-26 12:00 Europe/Paris", 0},
		{"three days, after the time", "2026-11-26 21:00 Europe/Paris", 1},
		{"one year", "2027-11-23 21:00 Europe/Paris", 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
			ana, ben := daily(w)
			w.down(c.up)
			ana.asked(c.asked).neverSaw("missed").neverSaw("Sorry")
			ben.asked(c.asked)
			w.restarts()
			ana.asked(c.asked)
			up := readMoment(t, c.up)
			next := up.Format(time.DateOnly) + " 20:00 Europe/Paris"
			if !readMoment(t, next).After(up) {
				next = up.AddDate(0, 0, 1).Format(time.DateOnly) + " 20:00 Europe/Paris"
			}
			ana.askedAt(next)
		})
	}
}

func TestWhatWasOwedBeforeTheDowntimeStillArrives(t *testing.T) {
	w := newWorld(t, "2026-11-23 22:30 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "Sent before the lights went out").presses("Send to Benedict")
	w.down("2026-11-26 12:00 Europe/Paris")
	ben.sees("A note from Anabel is waiting")
	if n := ben.count("A note from Anabel is waiting"); n != 1 {
		t.Errorf("%d notices arrived, want 1", n)
	}
}

func TestASystemClockThatJumpsBackAsksNothingTwice(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := daily(w)
	w.until(readMoment(t, "2026-11-23 20:10 Europe/Paris"))
	ana.asked(1)
	w.clock.isWrong(-time.Hour)
	w.settle()
	ana.runs("need", "text", "Sent in the hour that came twice").presses("Send to Benedict")
	ben.sees("A note from Anabel is waiting") // nothing waits for the clock to come round again
	w.until(readMoment(t, "2026-11-23 21:30 Europe/Paris"))
	ana.asked(1)
	w.clock.isWrong(0)
	w.until(readMoment(t, "2026-11-23 23:59 Europe/Paris"))
	ana.asked(1)
	ben.asked(1)
	ana.askedAt("2026-11-24 20:00 Europe/Paris")
}

func TestASystemClockThatJumpsBackOverMidnightLosesNoQuestion(t *testing.T) {
	inBubble(t, "2026-11-23 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, _ := daily(w)
		ana.runs("rhythm", "time", "00:10")
		w.discord.Down(true)
		w.until(readMoment(t, "2026-11-24 00:10 Europe/Paris"))
		w.clock.set(readMoment(t, "2026-11-23 23:15 Europe/Paris")) // it is yesterday again
		w.discord.Down(false)
		w.until(readMoment(t, "2026-11-24 00:30 Europe/Paris"))
		ana.asked(1)
	})
}

func TestASystemClockThatJumpsForwardADayLetsTheDayGo(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := daily(w)
	w.clock.set(readMoment(t, "2026-11-24 12:00 Europe/Paris"))
	ana.asked(0)
	ana.askedAt("2026-11-24 20:00 Europe/Paris")
	ben.asked(1)
	w.clock.set(readMoment(t, "2026-11-25 20:30 Europe/Paris"))
	ana.asked(2) // it is still that day
	w.clock.set(readMoment(t, "2026-11-24 20:31 Europe/Paris"))
	ana.asked(2) // put right again: that date and the next have had theirs
	w.until(readMoment(t, "2026-11-25 23:59 Europe/Paris"))
	ana.asked(2)
	ana.askedAt("2026-11-26 20:00 Europe/Paris")
}

func TestARhythmIsSaidAsPeopleSayIt(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("settings").presses("More").presses("Language").chooses("The language I write in", "Deutsch")
	for _, c := range []struct{ days, worldClock, reads, next string }{
		{"Mon, Wed, Fri", "20:00", "on Monday, Wednesday and Friday at 20:00", "2026-11-23 20:00"},
		{"weekdays", "8:30 pm", "on weekdays at 20:30", "2026-11-23 20:30"},
		{"weekends", "9am", "on weekends at 09:00", "2026-11-28 09:00"},
		{"daily", "8pm", "daily at 20:00", "2026-11-23 20:00"},
		{"Di, Do", "20 Uhr", "on Tuesday and Thursday at 20:00", "2026-11-24 20:00"},
	} {
		ana.runs("rhythm", "days", c.days, "time", c.worldClock).reads(c.reads).reads("• " + stamped(readMoment(t, c.next+" Europe/Paris")))
		if n := strings.Count(ana.shown.Message.Content, "• <t:"); n != 3 {
			t.Errorf("%s %s: %d times are shown, want the next three", c.days, c.worldClock, n)
		}
	}
	ana.runs("rhythm", "days", "none").reads("No questions are set for you")
	w.passes(14 * 24 * time.Hour)
	ana.asked(0)
}

func TestARhythmThatIsTooFrequentOrNoneIsRefusedInOneSentence(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris", func(c *config.Config) { c.CheckIn.MinInterval = 12 * time.Hour })
	ana, _ := w.couple("Anabel", "Benedict")
	const tooOften = "That is more often than this copy of leanon allows. There must be at least 12 hours between two questions."
	for cron, want := range map[string]string{
		"* * * * *":      tooOften,
		"0 8,19 * * *":   tooOften,
		"0 1,23 29 2 *":  "by cron `0 1,23 29 2 *`", // 22 hours, once in four years
		"0 23 1 * *":     "by cron `0 23 1 * *`",
		"0 8,20 * * *":   "daily at 08:00 and 20:00",
		"0 0 30 2 *":     "no question would ever come",
		"@daily":         "no @ shortcut",
		"TZ=UTC 0 8 * *": "your time zone goes into the option zone:",
		"0 0 8 * * *":    "exactly five fields",
		"*/0 8 * * *":    "the minute, takes 0 to 59",
	} {
		ana.runs("rhythm", "cron", cron).reads(want)
	}
}
