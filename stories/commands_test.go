package stories

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"leanon/playground"
)

// The commands, in every form that people may type.

func TestExactlyTheseCommandsAreRegistered(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	var got []string
	options := map[string][]string{}
	for _, c := range w.discord.Commands() {
		got = append(got, c.Name)
		for _, o := range c.Options {
			options[c.Name] = append(options[c.Name], o.Name)
		}
		if want := []int{0, 1, 2}; !slices.Equal(c.Contexts, want) {
			t.Errorf("/%s is offered in contexts %v, want servers, the bot's direct messages and those between people", c.Name, c.Contexts)
		}
		if want := []int{0, 1}; !slices.Equal(c.IntegrationTypes, want) {
			t.Errorf("/%s is for the installs %v, want servers and people", c.Name, c.IntegrationTypes)
		}
	}
	slices.Sort(got)
	want := []string{"breathe", "card", "checkin", "help", "hide", "history", "leave", "need", "needs", "pair", "pause", "privacy", "question", "resume", "rhythm", "settings", "week"}
	if !slices.Equal(got, want) {
		t.Errorf("registered are %q, want %q", got, want)
	}
	for command, has := range map[string][]string{"pair": {"partner"}, "need": {"text", "thanks", "partner"}, "rhythm": {"days", "time", "zone", "cron", "partner"}, "pause": {"until", "partner"}} {
		if !slices.Equal(options[command], has) {
			t.Errorf("/%s takes %q, want %q", command, options[command], has)
		}
	}
}

func TestEveryReplyToACommandIsForThePersonAlone(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("Something to look at", "Benedict")
	for _, place := range []playground.Place{ben.DM(), w.server.Channel()} {
		for _, command := range []string{"breathe", "card", "checkin", "help", "hide", "history", "need", "needs", "pause", "resume", "privacy", "question", "rhythm", "settings", "week", "leave"} {
			ben.runsIn(place, command)
			if ben.shown.Form == nil && (ben.shown.Message == nil || !ben.shown.Message.Ephemeral) {
				t.Errorf("/%s replies with %+v, want words for Benedict alone", command, ben.shown)
			}
		}
	}
	if n := len(ana.SeenIn(w.server)); n != 0 {
		t.Errorf("Anabel sees %d messages in the server, want none", n)
	}
}

// stamps are the times that a message shows, as Discord's timestamps.
func stamps(content string) (all []int64) {
	for _, m := range regexp.MustCompile(`<t:(\d+):F>`).FindAllStringSubmatch(content, -1) {
		var at int64
		fmt.Sscan(m[1], &at)
		all = append(all, at)
	}
	return all
}

func TestRhythmInAllItsForms(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		options []string
		reads   string
		next    []string
	}{
		{"no options", nil, "on Monday, Wednesday and Friday at 20:00, Paris time", []string{"2026-11-23 20:00", "2026-11-25 20:00", "2026-11-27 20:00"}},
		{"days and time", []string{"days", "Tue, Thu", "time", "7:30 pm"}, "on Tuesday and Thursday at 19:30", []string{"2026-11-24 19:30", "2026-11-26 19:30", "2026-12-01 19:30"}},
		{"weekdays", []string{"days", "weekdays", "time", "18:00"}, "18:00", []string{"2026-11-23 18:00", "2026-11-24 18:00", "2026-11-25 18:00"}},
		{"daily", []string{"days", "daily", "time", "noon"}, "12:00", []string{"2026-11-24 12:00", "2026-11-25 12:00", "2026-11-26 12:00"}},
		{"days alone", []string{"days", "Sun"}, "on Sunday at 20:00", []string{"2026-11-29 20:00", "2026-12-06 20:00", "2026-12-13 20:00"}},
		{"time alone", []string{"time", "21:15"}, "on Monday, Wednesday and Friday at 21:15", []string{"2026-11-23 21:15", "2026-11-25 21:15", "2026-11-27 21:15"}},
		{"cron", []string{"cron", "15 9 1 * *"}, "`15 9 1 * *`", []string{"2026-12-01 09:15", "2027-01-01 09:15", "2027-02-01 09:15"}},
		{"none", []string{"days", "none"}, "No questions are set for you", nil},
		{"zone and time", []string{"zone", "Tokyo", "days", "daily", "time", "21:00"}, "Tokyo time", []string{"2026-11-23 13:00", "2026-11-24 13:00", "2026-11-25 13:00"}},
		{"inside quiet hours", []string{"days", "daily", "time", "23:00"}, "That is inside your quiet hours (22:00-08:00)", []string{"2026-11-23 23:00", "2026-11-24 23:00", "2026-11-25 23:00"}},
		{"too often", []string{"cron", "*/10 * * * *"}, "at least an hour between two questions", nil},
		{"cron with days", []string{"cron", "0 9 * * *", "days", "daily"}, "Either cron:, or days: and time:", nil},
		{"unknown days", []string{"days", "someday"}, `I understand days like "Mon, Wed, Fri"`, nil},
		{"unknown time", []string{"days", "daily", "time", "soonish"}, `I understand times like "20:00"`, nil},
		{"no such time", []string{"days", "daily", "time", "25:00"}, `I understand times like "20:00"`, nil},
		{"no cron", []string{"cron", "at dawn"}, "exactly five fields", nil},
		{"six fields", []string{"cron", "0 0 9 * * *"}, "exactly five fields", nil},
		{"a date that never is", []string{"cron", "0 9 31 2 *"}, "no question would ever come", nil},
		{"no such place", []string{"zone", "Nowhereville"}, "I can't find that place", nil},
		{"a place and nonsense", []string{"zone", "Nowhereville", "days", "daily", "time", "9:00"}, "I can't find that place", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.runs("rhythm", c.options...).reads(c.reads)
			var want []int64
			for _, at := range c.next {
				want = append(want, readMoment(t, at+" Europe/Paris").Unix())
			}
			if got := stamps(ana.text()); !slices.Equal(got, want) {
				t.Errorf("the next times are %v, want %v, in:\n%s", got, want, ana.text())
			}
			if c.name != "inside quiet hours" && strings.Contains(ana.text(), "inside your quiet hours") {
				t.Errorf("a warning of quiet hours without a reason:\n%s", ana.text())
			}
			if c.next == nil && c.name != "none" { // what was refused changed nothing
				ana.runs("rhythm").reads("on Monday, Wednesday and Friday at 20:00, Paris time")
			}
			ben.runs("rhythm").reads("on Monday, Wednesday and Friday at 20:00, Paris time")
		})
	}
}

// Enter takes the first suggestion. A day that does not exist has none, so that what
// was typed is sent as it is, and refused.
func TestADayThatCannotBeIsNoPauseWithoutAnEnd(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	for typed, refusal := range map[string]string{"2026-02-30": "I understand", "2020-01-01": "has begun already", "2028-01-01": "more than a year away"} {
		if got := ana.suggested("pause", "until", typed); len(got) != 0 {
			t.Errorf("typing %q suggests %v, want nothing", typed, got)
		}
		ana.runs("pause", "until", typed).reads(refusal)
	}
	w.at("20:00")
	ana.presses("Nothing today")
}

func TestZonesAreSuggestedByCity(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	for typed, place := range map[string]string{"par": "Paris, Île-de-France, France", "new y": "New York City, New York, United States", "TOK": "Tokyo, Japan", "sao pau": "São Paulo, Brazil", "europe/ber": "Berlin (Europe/Berlin)", "": "London, England, United Kingdom"} {
		got := ana.suggested("rhythm", "zone", typed)
		if len(got) > 25 || !slices.ContainsFunc(got, func(c playground.Choice) bool { return c.Value == place && strings.HasPrefix(c.Name, place+" · ") }) {
			t.Errorf("typing %q suggests %v, want %s among them", typed, got, place)
		}
	}
	if got := ana.suggested("rhythm", "zone", "\u0000%_'\"<@1>"); len(got) != 0 {
		t.Errorf("nonsense suggests %v", got)
	}
}

func TestACheckInInsideQuietHoursComesAllTheSame(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "days", "daily", "time", "23:30")
	w.at("23:30")
	ana.sees(howTo)
}

func TestAPauseHoldsEverythingAndResumeBringsIt(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	before := len(ben.Messages())
	ana.runs("pause").reads("You have paused leanon with Benedict, until you resume.").reads("Nobody is told.").reads("Anabel has paused leanon for now. Notes wait meanwhile.")
	if n := len(ben.Messages()); n != before {
		t.Fatalf("Benedict got %d messages, want none", n-before)
	}
	ben.asks("Waiting for a good moment", "Anabel")
	w.passes(5 * 24 * time.Hour)
	ana.asked(0).neverSaw("waiting")
	ben.asked(3) // his own go on
	ana.runs("rhythm").reads("You have paused")
	ana.runs("resume").reads("You're back.").reads("The next question comes")
	ana.sees("A note from Benedict is waiting")
	w.passes(3 * 24 * time.Hour)
	ana.asked(1)
}

func TestAPauseWithAnEndEndsByItself(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	end := readMoment(t, "2026-11-27 00:00 Europe/Paris")
	ana.runs("pause", "until", "Friday").reads(fmt.Sprintf("until <t:%d:F>", end.Unix()))
	ben.asks("Waiting for Friday", "Anabel")
	w.until(end.Add(-time.Minute))
	ana.neverSaw(howTo).neverSaw("waiting")
	w.until(readMoment(t, "2026-11-27 08:00 Europe/Paris"))
	ana.sees("A note from Benedict is waiting") // quiet hours are over too
	w.at("20:00")
	ana.sees(howTo)
	if n := ana.count(howTo); n != 1 {
		t.Errorf("%d questions after the pause, want Friday's only", n)
	}
}

func TestPauseUnderstandsOrSaysWhatItUnderstands(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	for typed, reads := range map[string]string{
		"yesterday": "That is past, or has begun already", "2026-11-01": "That is past, or has begun already", "2031-01-01": "more than a year away", "blue": "I understand", "-3 days": "I understand",
	} {
		ana.runs("pause", "until", typed).reads(reads)
	}
	ana.runs("rhythm")
	if strings.Contains(ana.text(), "paused") {
		t.Errorf("what was refused paused: %s", ana.text())
	}
	if got := ana.suggested("pause", "until", ""); len(got) < 3 {
		t.Errorf("an empty until suggests %v", got)
	}
	ana.runs("pause", "until", ana.suggested("pause", "until", "2 w")[0].Value).reads("<t:")
}

func TestThePartnerReadsOfAPauseOnlyIfAsked(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("pause")
	tell := ana.spies("Tell Benedict")
	ana.presses("Tell Benedict").reads("Benedict reads one line")
	ben.sees("Anabel has paused leanon for now. Notes wait meanwhile.")
	ana.pressesOld(tell)
	if n := ben.count("has paused"); n != 1 {
		t.Errorf("Benedict reads %d times of one pause, want once", n)
	}
	if got, want := ben.buttons("has paused"), []string{"Pause mine too", "Help"}; !slices.Equal(got, want) {
		t.Errorf("the line offers %q, want %q", got, want)
	}
	ben.presses("Pause mine too").reads("You have paused leanon with Anabel").presses("Resume").reads("You're back.")
	ana.presses("Resume").reads("You're back.")
	ana.pressesOld(tell).reads("You aren't paused any more")
	if n := ben.count("has paused"); n != 1 {
		t.Errorf("Benedict reads %d times of one pause, want once", n)
	}
}

func TestAPauseKeepsAwayWhatLaterWouldBringBack(t *testing.T) {
	w := newWorld(t, "2026-11-23 17:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("settings").presses("More").chooses("One reminder", "Reminder: on")
	ana.runs("rhythm", "days", "daily", "time", "17:30")
	w.at("17:30")
	ana.sees(howTo).presses("Later").presses("Pause").reads("You have paused leanon with Benedict")
	w.passes(10 * 24 * time.Hour)
	if n := ana.count(howTo); n != 1 {
		t.Errorf("%d questions, want the one before the pause", n)
	}
}

func TestCheckInShowsTheOpenQuestionOrTodaysEarly(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("checkin").reads(howTo)
	early := strings.Split(ana.text(), "\n")[0]
	w.at("20:00")
	if n := ana.count(howTo); n != 1 {
		t.Errorf("%d questions today, want the early one only", n)
	}
	if got := question(ben); got != early {
		t.Errorf("Benedict is asked %q at eight, Anabel %q at noon", got, early)
	}
	ana.runs("checkin").reads(early).presses("Nothing today").reads("That question is done")
	ana.runs("checkin").reads("Nothing is open today.").reads("The next question comes <t:")
	w.passes(24 * time.Hour) // Tuesday
	ana.runs("checkin").reads("Nothing is open today.")
	ben.runs("checkin").reads(early) // still open since Monday
}

func TestANeedMaybeWordedInAServer(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runsIn(w.server.Channel(), "need", "text", "From the living room").reads("Your draft is in our direct messages.")
	if strings.Contains(ana.text(), "living room") {
		t.Error("the words show in the server")
	}
	ana.sees("> From the living room").presses("Discard").reads("Discarded")
	ana.runsIn(w.server.Channel(), "need").fills("In your words", "From the hall").reads("direct messages")
	ana.sees("> From the hall")
	ben.neverSaw("From the")
	ana.presses("Send to Benedict")
	ben.sees("A note from Anabel is waiting")
	for _, p := range []*person{ana, ben} {
		for _, m := range p.SeenIn(w.server) {
			if strings.Contains(m.Content, "From the") || !m.Ephemeral {
				t.Errorf("%s sees in the server: %q", p.name, m.Content)
			}
		}
	}
}

func TestNeedsShowsWhatIsOpenFromBothAndWhatIsMine(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("needs").reads("Nothing is open between you and Benedict.")
	ana.asks("An ask of mine", "Benedict")
	ben.asks("An ask of his", "Anabel")
	ana.runs("need", "text", "A draft of mine")
	ana.runs("need", "text", "Kept to myself").presses("Keep private")
	ana.runs("needs")
	for option, words := range map[string]string{"To Benedict: An ask of mine": "An ask of mine", "From Benedict: An ask of his": "An ask of his", "Draft: A draft of mine": "A draft of mine"} {
		ana.chooses("Choose one", option).reads(words)
	}
	ana.chooses("Choose one", "From Benedict: An ask of his").answersHere("Let's talk")
	ben.sees("Anabel would like to **talk** about it.")
	ana.runs("needs").chooses("Choose one", "To Benedict: An ask of mine").presses("Withdraw").reads("Withdrawn.")
	ana.runs("needs").reads("1 draft is here").presses("What I kept").reads("Kept to myself").presses("Edit").fills("In your words", "Kept, and clearer").reads("Kept, and clearer")
	ben.runs("needs")
	if strings.Contains(ben.text(), "draft") || strings.Contains(ben.text(), "Kept") {
		t.Errorf("Benedict reads of what is Anabel's alone: %s", ben.text())
	}
	ben.presses("What I kept").reads("You keep nothing private")
	ana.runs("needs").presses("What I kept").presses("Discard").reads("Discarded")
	ana.runs("needs").presses("What I kept").reads("You keep nothing private")
}

func TestHistoryIsPagedNewestFirst(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("history").reads("shared nothing yet")
	long := func(i int) string {
		return fmt.Sprintf("note %d begins ", i) + strings.Repeat("so much ", 180) + fmt.Sprintf("note %d ends", i)
	}
	for i := range 5 {
		ana.asks(long(i), "Benedict")
		ben.opens().presses("I can't, and I hear you").presses("Add a line").fills("A line of your own", fmt.Sprintf("line %d ", i)+strings.Repeat("l", 290))
	}
	ana.asks("note 5 begins "+strings.Repeat("a\n", 600)+"note 5 ends", "Benedict") // too many lines to quote one by one
	ben.opens().presses("Yes").presses("Own words").fills("When?", "```Friday").presses("Add a line").fills("A line of your own", "||line 5")
	w.passes(24 * time.Hour) // a day takes no more
	ana.asks("note 6 begins, note 6 ends", "Benedict")
	ana.runs("history")
	var pages []string
	for {
		if n := utf8.RuneCountInString(ana.text()); n > 2000 {
			t.Errorf("page %d has %d characters", len(pages), n)
		}
		pages = append(pages, ana.text())
		if _, _, more := ana.finds("Older"); !more || len(pages) > 30 {
			break
		}
		ana.presses("Older")
	}
	whole := strings.Join(pages, "\n=====\n")
	if len(pages) < 4 {
		t.Errorf("%d pages, want more than 3", len(pages))
	}
	at := 0
	for i := 6; i >= 0; i-- { // newest first, nothing missing
		words := []string{fmt.Sprintf("note %d begins", i), fmt.Sprintf("note %d ends", i)}
		if i < 6 {
			words = append(words, fmt.Sprintf("line %d", i))
		}
		for _, word := range words {
			k := strings.Index(whole[at:], word)
			if k < 0 {
				t.Fatalf("%q is missing, or out of order, in:\n%s", word, whole)
			}
			at += k
		}
	}
	for _, page := range pages { // nothing stands in a quote that runs to the end but its own words
		if _, rest, ok := strings.Cut(page, "\n>>> "); ok && (strings.Contains(rest, "**") || !strings.HasSuffix(rest, "ends")) {
			t.Errorf("a quote to the end swallows what follows:\n%s", page)
		}
		for _, line := range strings.Split(page, "\n") {
			if (strings.Contains(line, "```") || strings.Contains(line, "||")) && !strings.HasPrefix(line, "> ") {
				t.Errorf("a person's words stand outside of a quote: %q", line)
			}
		}
	}
	for range len(pages) - 1 {
		ana.presses("Newer")
	}
	if ana.text() != pages[0] {
		t.Error("Newer does not lead back to the first page")
	}
	if _, _, newer := ana.finds("Newer"); newer {
		t.Error("Newer is offered on the newest page")
	}
}

func TestSettingsShowAndChangeInPlace(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("settings").reads("22:00-08:00").chooses("How notes arrive", "Notes: full text").reads("they come in full")
	ana.presses("More").reads("**Reminder of a question:** none. Where you answer a note and name a time, one private reminder comes all the same.").reads("90 days")
	for _, c := range []struct{ in, option, reads string }{
		{"One reminder", "Reminder: on", "one for an open question"},
		{"Depth of questions", "Questions: deep", "deep ones too"},
		{"How long it is kept", "Keep for 180 days", "for 180 days"},
		{"How long it is kept", "Keep until one of you leaves", "until one of you leaves"},
	} {
		ana.chooses(c.in, c.option).reads(c.reads)
	}
	for typed, reads := range map[string]string{"21 to 7": "21:00-07:00", "off": "none", "23:00-23:00": "beginning and another end", "sometimes": "I understand quiet hours like"} {
		ana.runs("settings").presses("Quiet hours").fills("From and to, on your own clock", typed).reads(reads)
	}
}

func TestQuietHoursAreEachPersonsOwn(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:30 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ben.runs("settings").presses("Quiet hours").fills("From and to, on your own clock", "12:00-14:00")
	ana.asks("Over lunch", "Benedict")
	ben.neverSaw("A note from")
	ben.asks("And yours?", "Anabel")
	ana.sees("A note from Benedict is waiting")
	w.at("13:59")
	ben.neverSaw("A note from")
	w.at("14:00")
	ben.sees("A note from Anabel is waiting")
	ben.runs("settings").presses("Quiet hours").fills("From and to, on your own clock", "14:00-15:00")
	ana.asks("Held once more", "Benedict")
	if n := ben.count("A note from Anabel"); n != 1 {
		t.Errorf("%d notices, want 1", n)
	}
	ben.runs("settings").presses("Quiet hours").fills("From and to, on your own clock", "off") // looked at anew at once
	if n := ben.count("A note from Anabel"); n != 2 {
		t.Errorf("%d notices after quiet hours were turned off, want 2", n)
	}
}

func TestTheReminderComesOnceAndToThatPersonOnly(t *testing.T) {
	w := newWorld(t, "2026-11-23 09:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	for _, p := range []*person{ana, ben} {
		p.runs("rhythm", "days", "Mon", "time", "10:00")
	}
	ana.runs("settings").presses("More").chooses("One reminder", "Reminder: on")
	w.at("10:00")
	w.passes(11*time.Hour + 30*time.Minute)
	if n := ana.count(howTo); n != 2 {
		t.Errorf("Anabel sees the question %d times, want it and one reminder", n)
	}
	w.passes(5 * 24 * time.Hour)
	if n := ana.count(howTo); n != 2 {
		t.Errorf("Anabel sees the question %d times, want one reminder at most", n)
	}
	if n := ben.count(howTo); n != 1 {
		t.Errorf("Benedict sees the question %d times, want once", n)
	}
}

func TestNoReminderComesOfWhatIsDone(t *testing.T) {
	w := newWorld(t, "2026-11-23 09:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "days", "Mon", "time", "10:00")
	ana.runs("settings").presses("More").chooses("One reminder", "Reminder: on")
	w.at("10:00")
	ana.presses("Nothing today")
	w.passes(24 * time.Hour)
	ana.neverSaw(howTo)
}

func TestAStrangerIsAnsweredKindly(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	w.couple("Anabel", "Benedict")
	eve := w.people("Evelina")[0]
	for _, command := range []string{"need", "needs", "checkin", "history", "pause", "question", "resume", "rhythm", "leave"} {
		eve.runs(command).reads("/pair")
	}
	eve.runs("settings").reads("Quiet hours")
	eve.runs("privacy").reads("Stored about you")
	eve.runs("help").reads("How it works")
	eve.writes("Is anybody there?")
	eve.sees("You have no partner here at the moment")
	eve.writes("Hello once more")
	eve.awaits("two answers", func() bool { return eve.count("You have no partner here at the moment") >= 2 })
	for _, command := range []string{"need", "history"} {
		if got := eve.suggested(command, "partner", "a"); len(got) != 0 {
			t.Errorf("/%s suggests %v to a stranger", command, got)
		}
	}
	eve.neverSaw("Anabel").neverSaw("Benedict")
}

func TestPrivacySaysWhatIsStoredAndWhoCouldReadIt(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("One I sent", "Benedict")
	ana.runs("need", "text", "One I keep").presses("Keep private")
	ana.runs("need", "text", "One I draft")
	ana.runs("privacy").reads("1 draft").reads("1 note you kept private").reads("1 note you sent").reads("1 couple").presses("Who can read it").reads("hosta@example.org")
	for _, fact := range facts {
		ana.reads(fact)
	}
	ana.reads("whoever runs this copy can see that something was kept, paused or exported.").reads("when we wrote, when I ask you, and your rhythm and settings.")
	ana.presses("How it ends").reads("• /leave ends it at once, alone, without a reason.").presses("Stored about me").reads("• 1 draft or undecided text\n• 1 note you kept private\n• 1 note you sent\n")
	ben.runs("privacy")
	for _, not := range []string{"draft", "kept private", "note you sent"} {
		if strings.Contains(ben.text(), not) {
			t.Errorf("Benedict reads %q of Anabel's in:\n%s", not, ben.text())
		}
	}
}

func TestHelpIsEverywhereAndLeavesNothing(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	eve := w.people("Evelina")[0]
	before := w.dump()
	eve.runs("help").reads("How it works").reads("findahelpline.com").reads("Nobody is told that you read this.")
	if after := w.dump(); after != before {
		t.Errorf("/help of somebody new left a trace:\n%s", diffOf(before, after))
	}
	ana, ben := w.couple("Anabel", "Benedict")
	w.at("20:00")
	ana.sees(howTo)
	before = w.dump()
	ana.presses("Help").reads("How it works")
	ben.runs("help")
	if after := w.dump(); after != before {
		t.Errorf("Help left a trace:\n%s", diffOf(before, after))
	}
	for _, p := range []*person{ana, ben} {
		for _, m := range p.fromBot() {
			if len(m.Components) > 0 && !slices.ContainsFunc(slices.Concat(m.Components...), func(c playground.Component) bool { return c.Label == "Help" }) {
				t.Errorf("no Help under:\n%s", m.Content)
			}
		}
	}
}

func TestInTwoCouplesACommandNamesWhomItIsAbout(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	all := w.people("Anabel", "Benedict", "Cleopatra")
	ana, ben, cleo := all[0], all[1], all[2]
	w.pair(ana, ben)
	w.passes(time.Minute)
	w.pair(ana, cleo)
	for _, command := range []string{"need", "needs", "checkin", "history", "question", "leave"} {
		ana.runs(command).reads("You have more than one partner here: Benedict and Cleopatra. Add the option partner:")
		ana.runs(command, "partner", "somebody else").reads("I don't know whom you mean.")
	}
	got := ana.suggested("need", "partner", "cle")
	if len(got) != 1 || got[0].Name != "Cleopatra" {
		t.Fatalf("typing cle suggests %v, want Cleopatra", got)
	}
	if n := len(ana.suggested("need", "partner", "")); n != 2 {
		t.Errorf("typing nothing suggests %d partners, want 2", n)
	}
	if got := ben.suggested("need", "partner", ""); len(got) != 1 || got[0].Name != "Anabel" {
		t.Errorf("Benedict is suggested %v, want Anabel alone", got)
	}
	stolen := got[0].Value
	ben.runs("history", "partner", stolen).reads("I don't know whom you mean.")
	ana.runs("need", "text", "For Cleo's ears", "partner", stolen).presses("Send to Cleopatra")
	cleo.sees("A note from Anabel is waiting").opens().reads("For Cleo's ears")
	ben.neverSaw("note from")
	ana.runs("history", "partner", "benedict").reads("shared nothing yet")
	ana.runs("pause", "partner", "Cleopatra").reads("You have paused leanon with Cleopatra")
	w.at("20:00")
	ana.sees("For you and Benedict:").neverSaw("For you and Cleopatra:")
	ana.runs("pause").reads("You have paused leanon with everyone you share it with")
	ana.runs("resume").reads("**With Benedict**").reads("**With Cleopatra**")
	ana.runs("leave", "partner", "Benedict").presses("Leave")
	ben.sees("Your check-ins with Anabel have ended.")
	ana.runs("need", "text", "Only one is left").reads("Cleopatra would see this:")
	cleo.neverSaw("ended")
}
