package stories

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/playground"
)

// Trust: what a person can take with them, have forgotten, say after a second
// thought, and agree to anew. Each story is one promise of docs/security.md.

// database opens the world's file beside the program.
func (w *world) database() *sql.DB {
	w.t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.cfg.Data, "leanon.db")+"?mode=ro")
	if err != nil {
		w.t.Fatal(err)
	}
	w.t.Cleanup(func() { db.Close() })
	return db
}

// rows are all rows of all tables, each as "table: values", and the BLOBs in them.
func (w *world) rows() (lines []string, blobs [][]byte) {
	w.t.Helper()
	db := w.database()
	defer db.Close()
	var tables []string
	w.each(db, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT LIKE 'goose_%'`, func(_ []string, values []any) {
		tables = append(tables, fmt.Sprint(values[0]))
	})
	for _, table := range tables {
		w.each(db, "SELECT * FROM "+table, func(columns []string, values []any) {
			for i, v := range values {
				if b, ok := v.([]byte); ok {
					// "ended" of table meta says how far the list of what has ended is, and nothing of
					// anybody. The newest message of a chat is another one with the next message.
					if values[0] != "ended" && columns[i] != "last_id" && columns[i] != "heard_id" {
						blobs = append(blobs, bytes.Clone(b))
					}
					values[i] = fmt.Sprintf("%x", b)
				}
			}
			if table == "partners" { // how far a channel was read moves by itself
				values = slices.Clone(values)
				for i, c := range columns {
					if c == "read_at" || c == "heard_id" {
						values[i] = nil
					}
				}
			}
			lines = append(lines, fmt.Sprintf("%s: %v", table, values))
		})
	}
	slices.Sort(lines)
	return lines, blobs
}

func (w *world) each(db *sql.DB, query string, f func(columns []string, values []any)) {
	w.t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		w.t.Fatal(err)
	}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			w.t.Fatal(err)
		}
		f(columns, values)
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
}

// onDisk says in which file of the data directory some bytes are, "" in none. The
// files are read whole: the write-ahead log and free pages too.
func (w *world) onDisk(what []byte) string {
	w.t.Helper()
	files, err := filepath.Glob(filepath.Join(w.cfg.Data, "*"))
	if err != nil || len(files) == 0 {
		w.t.Fatalf("no files in the data directory (%v)", err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			w.t.Fatal(err)
		}
		if bytes.Contains(raw, what) {
			return filepath.Base(file)
		}
	}
	return ""
}

// exported is what the newest message with files brings.
func (p *person) exported() (m playground.Message, page string, record map[string]any) {
	p.w.t.Helper()
	for _, m := range slices.Backward(p.fromBot()) {
		if len(m.Files) == 0 {
			continue
		}
		for _, f := range m.Files {
			if strings.HasSuffix(f.Filename, ".html") {
				page = string(f.Data)
			} else if err := json.Unmarshal(f.Data, &record); err != nil {
				p.w.t.Fatalf("%s is no JSON: %v", f.Filename, err)
			}
		}
		return m, page, record
	}
	p.w.t.Fatalf("%s sees no message with files; what they see:\n%s", p.name, p.all())
	return m, "", nil
}

// exchanged makes a couple with a shared exchange, of whom each wrote something for
// themselves.
func exchanged(w *world) (ana, ben *person) {
	w.t.Helper()
	ana, ben = w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "days", "none")
	ben.runs("rhythm", "days", "none")
	ana.runs("need", "text", "I need <b>a hand</b> & \"your\" voice").presses("Send to Benedict")
	ben.opens().presses("More").presses("Part of it").fills("Which part?", "The voice, with pleasure")
	ana.runs("need", "text", "Anabel keeps this for herself").presses("Keep private")
	ben.runs("need", "text", "Benedict keeps this for himself").presses("Keep private")
	ben.runs("need", "text", "Benedict has drafted this")
	ben.asks("Benedict would like a walk", "Anabel")
	w.passes(time.Hour)
	return ana, ben
}

func TestExportAsksFirstAndBringsThatPersonsViewAsFiles(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := exchanged(w)
	before := len(ben.Messages())
	ana.runs("privacy").presses("Export my data").reads("also what you kept private").reads("in this chat")
	if n := ana.count("This is everything I keep about you"); n != 0 {
		t.Fatalf("%d files came before they were asked for", n)
	}
	ana.presses("Everything").sees("This is everything I keep about you")
	m, page, record := ana.exported()
	if len(m.Files) != 2 || !strings.HasSuffix(m.Files[0].Filename, ".html") || !strings.HasSuffix(m.Files[1].Filename, ".json") {
		t.Fatalf("the files are %v, want one HTML and one JSON", m.Files)
	}
	text, err := json.Marshal(record)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Anabel keeps this for herself", "The voice, with pleasure", "Benedict would like a walk", "Part of it"} {
		if !strings.Contains(string(text), want) || !strings.Contains(page, want) {
			t.Errorf("the files do not both hold %q", want)
		}
	}
	for _, others := range []string{"Benedict keeps", "Benedict has drafted"} {
		if strings.Contains(string(text), others) || strings.Contains(page, others) {
			t.Errorf("Anabel's files hold what Benedict did not send: %q", others)
		}
	}
	if strings.Contains(page, "<b>") || !strings.Contains(page, "I need &lt;b&gt;a hand&lt;/b&gt; &amp;") {
		t.Error("what was typed is not escaped in the HTML file")
	}
	for _, outside := range []string{"<script", "src=", "href=", "http://", "https://", "url("} {
		if strings.Contains(page, outside) {
			t.Errorf("the HTML file reaches outside itself: %q", outside)
		}
	}
	if n := len(ben.Messages()); n != before {
		t.Errorf("Benedict got %d messages about it, want none", n-before)
	}
}

func TestAnExportedFileCanBeDeletedInTheChat(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := exchanged(w)
	ana.runs("privacy").presses("Export my data").presses("Everything").sees("This is everything I keep about you")
	m, _, _ := ana.exported()
	w.passes(40 * 24 * time.Hour) // also when nothing else is known of that message
	ana.presses("Delete this file").reads("The file is gone from this chat")
	now, ok := ana.Look(m)
	if !ok || len(now.Files) != 0 || slices.Contains(ana.buttons("The file is gone"), "Delete this file") {
		t.Errorf("the message has %d files and shows %q, want none and no such button", len(now.Files), now.Content)
	}
}

func TestAnExportIsOwedOnceAndSurvivesARestartAndALostAnswer(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := exchanged(w)
	ana.runs("privacy").presses("Export my data")
	now := ana.spies("Everything")
	w.discord.Fault(firstCreates(1, &playground.Fault{Drop: true, Execute: true}))
	ana.pressesOld(now)
	ana.pressesOld(now)
	w.restarts()
	w.passes(10 * time.Minute)
	if n := ana.count("This is everything I keep about you"); n != 1 {
		t.Errorf("the file came %d times, want once", n)
	}
}

func TestLeaveOffersTheExportFirst(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := exchanged(w)
	ana.runs("leave")
	if got, want := ana.buttons("Leaving ends your check-ins"), []string{"What your partner reads", "Export first", "Leave", "Stay", "Help"}; !slices.Equal(got, want) {
		t.Errorf("/leave offers %q, want %q", got, want)
	}
	ana.presses("Export first").reads("also what you kept private").presses("Everything").sees("This is everything I keep about you")
	ana.presses("Leave").reads("the key to it, are deleted")
	ben.sees("Your check-ins with Anabel have ended.")
	if _, page, _ := ana.exported(); !strings.Contains(page, "The voice, with pleasure") {
		t.Error("the file that was taken along is gone or empty")
	}
}

func TestForgetMeLeavesNoByteOfAPersonInAnyFile(t *testing.T) {
	t.Parallel()
	for _, tells := range []string{"One line", "Nothing"} {
		t.Run(tells, func(t *testing.T) {
			w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
			ana, ben := exchanged(w)
			cleo := w.people("Cleopatra")[0]
			w.passes(25 * time.Hour) // yesterday's invitation protects nobody any more
			cleo.runs("pair", "partner", ana.ID).presses("Send invitation")
			ana.sees("Cleopatra invites you")
			ana.writes("Anabel writes one more thing")
			ana.sees("Anabel writes one more thing")
			_, blobs := w.rows()
			db := w.database()
			w.each(db, `SELECT last_id, heard_id FROM partners WHERE person = '`+ana.ID+`'`, func(_ []string, values []any) {
				for _, v := range values {
					blobs = append(blobs, bytes.Clone(v.([]byte)))
				}
			})
			db.Close()
			if len(blobs) < 20 {
				t.Fatalf("only %d sealed values before, want a record worth forgetting", len(blobs))
			}
			ana.runs("privacy").presses("Forget me").reads("deletes everything I keep about you").chooses("What your partner reads", tells)
			before, _ := w.rows()
			ana.presses("Stay").reads("Nothing has changed")
			if after, _ := w.rows(); !slices.Equal(before, after) {
				t.Errorf("Stay changed the record:\n%s", diffOf(strings.Join(before, "\n"), strings.Join(after, "\n")))
			}
			ana.runs("privacy").presses("Forget me").chooses("What your partner reads", tells)
			ana.presses("Forget everything").reads("the keys to it, are deleted").reads("Discord's own copies").reads("backups that the host made").reads("/help")
			if tells == "Nothing" {
				ben.neverSaw("have ended")
				ben.runs("needs").reads("Your check-ins with Anabel have ended.")
			} else {
				ben.sees("Your check-ins with Anabel have ended.")
			}
			ana.runs("needs").reads("You have no partner here at the moment")
			ana.runs("privacy").reads("Nothing.").presses("Export my data").presses("Everything").reads("nothing to export")
			lines, now := w.rows()
			for _, line := range lines {
				if strings.Contains(line, ana.ID) {
					t.Errorf("a row names Anabel still: %s", line)
				}
			}
			for _, b := range blobs {
				kept := slices.ContainsFunc(now, func(n []byte) bool { return bytes.Equal(n, b) }) // of others
				if file := w.onDisk(b); file != "" && !kept {
					t.Errorf("%s holds a sealed value of before: %x", file, b[:min(len(b), 24)])
				}
			}
		})
	}
}

func TestLeavingLeavesNoByteOfTheTwoInAnyFile(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := exchanged(w)
	_, before := w.rows()
	ana.runs("leave").presses("Leave").reads("the key to it, are deleted")
	ben.sees("have ended")
	_, now := w.rows()
	gone := 0
	for _, b := range before {
		if slices.ContainsFunc(now, func(n []byte) bool { return bytes.Equal(n, b) }) {
			continue // of the two as persons
		}
		gone++
		if file := w.onDisk(b); file != "" {
			t.Errorf("%s holds a sealed value of before: %x", file, b[:min(len(b), 24)])
		}
	}
	if gone < 11 {
		t.Errorf("only %d sealed values went, want all of the couple", gone)
	}
}

func TestForgettingIsNoWayAroundOneInvitationADay(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	all := w.people("Anabel", "Benedict")
	ana, ben := all[0], all[1]
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	ben.sees("Anabel invites you").presses("Decline")
	ben.presses("No more invitations from Anabel").reads("No more invitations from them")
	ana.runs("privacy").presses("Forget me").presses("Forget everything").reads("until tomorrow")
	ana.runs("pair", "partner", ben.ID).reads("One invitation a day")
	w.passes(25 * time.Hour)
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	if n := ben.count("invites you"); n > 1 {
		t.Error("Benedict's no was forgotten with Anabel")
	}
}

func TestWhatTheLeftPartnerStillSendsIsNeverAccepted(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := exchanged(w)
	ben.runs("need", "text", "Benedict has one more thing")
	send := ben.spies("Send to Anabel")
	ana.asks("Anabel would like an answer", "Benedict")
	ben.opens()
	heard := ben.asBefore("heard")
	ben.pressesOld(heard) // the form is open while Anabel leaves
	form := ben.shown
	ana.runs("leave").chooses("What your partner reads", "Nothing").presses("Leave")
	before := len(ana.Messages())
	ben.shown = form
	ben.fills("A line of your own (optional)", "Too late, and never read").reads("Your check-ins with Anabel have ended.")
	ben.pressesOld(send)
	ben.pressesOld(heard)
	ben.runs("need", "text", "Is anybody there at all").reads("You have no partner here at the moment")
	ben.writes("And a plain message too")
	w.passes(48 * time.Hour)
	if n := len(ana.Messages()); n != before {
		t.Errorf("Anabel got %d messages after she left, want none", n-before)
	}
	for _, line := range func() []string { lines, _ := w.rows(); return lines }() {
		if strings.HasPrefix(line, "needs:") || strings.HasPrefix(line, "answers:") {
			t.Errorf("it was kept: %s", line)
		}
	}
}

func TestSeriousWordsAskOnlyTheirAuthorAndHoldNothingBack(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "Some nights I want to die").reads("> Some nights I want to die\nBenedict sees nothing until you press Send.")
	before, _ := w.rows()
	ana.presses("Send to Benedict").reads("This sounds serious.")
	if strings.Contains(ana.text(), "want to die") {
		t.Errorf("the question repeats the words: %q", ana.text())
	}
	if got, want := ana.buttons("This sounds serious."), []string{"Resources", "Send anyway", "Keep private", "Discard"}; !slices.Equal(got, want) {
		t.Errorf("the question offers %q, want %q", got, want)
	}
	ana.presses("Resources").reads("findahelpline.com").reads("local emergency number").reads("Nobody is told that you read this.")
	if !strings.HasPrefix(ana.text(), "**If you need somebody**") || strings.Contains(ana.text(), "/need") {
		t.Errorf("where people can help does not come first and alone: %q", ana.text())
	}
	if after, _ := w.rows(); !slices.Equal(before, after) {
		t.Error("asking changed the record")
	}
	ben.neverSaw("note")
	ana.presses("Send anyway").reads("Sent. It waits for a good moment.")
	ben.sees("A note from Anabel is waiting").opens().reads("> Some nights I want to die").neverSaw("sounds serious")
	ana.runs("need", "text", "I am afraid of you").presses("Send to Benedict").presses("Keep private").reads("Kept. I show it to nobody else.")
	ana.runs("needs").presses("What I kept").reads("I am afraid of you")
	ben.neverSaw("afraid of")
	ana.runs("need", "text", "A light thing").presses("Send to Benedict").reads("Sent. It waits")
}

func TestASeriousAnswerSurvivesARestartUntilItsAuthorDecides(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("Would you stay tonight", "Benedict")
	const line = "Please, I will hurt myself otherwise"
	ben.opens()
	ben.pressesOld(ben.asBefore("yes")).presses("Own words").fills("When?", "Friday after eight", "A line of your own (optional)", line)
	ben.reads("This sounds serious.").neverSaw(line)
	w.restarts()
	w.passes(13 * 24 * time.Hour)
	ana.neverSaw("An answer")
	old := ben.spies("Send anyway")
	ben.presses("Send anyway").reads("You said **yes**, and when:")
	ana.sees("An answer from Benedict is waiting").opens().reads("> " + line).reads("> Friday after eight").neverSaw("sounds serious")
	ben.pressesOld(old).reads("You said **yes**, and when:")
	if n := ana.count("An answer from Benedict") + ana.count(line); n != 1 {
		t.Errorf("Anabel sees %d answers, want 1", n)
	}
}

func TestASeriousAnswerCanBeKeptPrivateAndAnotherGiven(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("Would you stay tonight", "Benedict")
	ben.opens().presses("More").presses("Part of it").fills("Which part?", "I am scared of you")
	ben.presses("Keep private").reads("Kept. I show it to nobody else.").reads("waits as before")
	ben.opens().presses("I hear you")
	ana.sees("Benedict says: **I hear you.**").neverSaw("scared")
	ben.runs("needs").presses("What I kept").reads("I am scared of you")
}

func TestASeriousThankYouAsksFirstToo(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := answered(w, "I hear you")
	w.passes(24 * time.Hour)
	ana.presses("Yes").presses("Say thank you").fills("What did it mean to you?", "That day I wanted to end my life").reads("This sounds serious.")
	ben.neverSaw("thank-you")
	ana.presses("Send anyway").reads("Your thank-you is on its way")
	ben.sees("A thank-you from Anabel is waiting").opens().reads("That day I wanted to end my life")
}

func TestALineThatNobodyDecidesAboutGoesAfterFourteenDays(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.asks("Would you stay tonight", "Benedict")
	ben.opens().presses("More").presses("In my own words").fills("In your words", "I am scared of you")
	unsent := func() (n int) {
		lines, _ := w.rows()
		for _, line := range lines {
			if strings.HasPrefix(line, "unsent:") {
				n++
			}
		}
		return n
	}
	if n := unsent(); n != 1 {
		t.Fatalf("%d lines wait, want 1", n)
	}
	w.passes(14*24*time.Hour + time.Hour)
	if n := unsent(); n != 0 {
		t.Errorf("%d lines wait after 14 days, want none", n)
	}
	ben.presses("Send anyway").reads("Would you stay tonight")
	ana.neverSaw("An answer").neverSaw("Benedict says")
}

const stillSuits = "still suit you?"

func TestConsentIsConfirmedAfterThirtyDaysAndThenEveryNinety(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.passes(30*24*time.Hour - time.Minute)
	ana.neverSaw(stillSuits)
	w.passes(time.Minute)
	ana.sees(stillSuits)
	ben.sees(stillSuits)
	if got, want := ana.buttons(stillSuits), []string{"Keep", "Change", "Pause", "Leave", "Help"}; !slices.Equal(got, want) {
		t.Errorf("the question offers %q, want %q", got, want)
	}
	for _, fact := range facts {
		ana.sees(fact)
	}
	ana.presses("Change").reads("press Keep above").reads("Quiet hours")
	ana.presses("Keep").reads("again in 90 days")
	ben.presses("Keep")
	keep := w.clock.Now()
	w.passes(90*24*time.Hour - time.Minute)
	if n := ana.count(stillSuits); n != 0 {
		t.Errorf("Anabel was asked %d times before 90 days", n)
	}
	w.passes(time.Minute)
	ana.sees(stillSuits).presses("Keep")
	w.passes(90 * 24 * time.Hour)
	ana.sees(stillSuits)
	if got := w.consents(); len(got) != 2 || got[1].at < keep.Unix() {
		t.Errorf("consents are %v, want one each, dated anew", got)
	}
}

func TestSilenceAboutConsentPausesQuietlyAfterFourteenDays(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.passes(30 * 24 * time.Hour)
	ben.presses("Keep")
	ana.sees(stillSuits)
	w.passes(13 * 24 * time.Hour)
	asked := ana.questions()
	seen := len(ben.Messages())
	w.passes(8 * 24 * time.Hour)
	if n := ana.questions() - asked; n > 1 {
		t.Errorf("Anabel got %d questions after her silence, want at most the day's", n)
	}
	ana.sees("because you did not answer this")
	ben.neverSaw("paused").neverSaw("Anabel has")
	for _, m := range ben.Messages()[seen:] {
		if !isQuestion(m) {
			t.Errorf("Benedict read %q, want nothing but his own questions", m.Content)
		}
	}
	ben.asks("Are you still with me", "Anabel")
	w.passes(24 * time.Hour)
	ana.neverSaw("A note from Benedict")
	ana.presses("Keep").reads("You're back.").sees("A note from Benedict is waiting")
}

func TestAPauseDoesNotCountAsSilenceAboutConsent(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.passes(30 * 24 * time.Hour)
	ben.presses("Keep")
	ana.sees(stillSuits)
	w.passes(5 * 24 * time.Hour)
	ana.runs("pause", "until", "30 days")
	w.passes(31 * 24 * time.Hour) // the pause ends by itself; 5 days and 1 have counted
	ana.neverSaw("because you did not answer this")
	ana.runs("pause")
	w.passes(20 * 24 * time.Hour)
	ana.runs("resume")
	w.passes(7 * 24 * time.Hour)
	ana.neverSaw("because you did not answer this")
	w.passes(26 * time.Hour)
	ana.sees("because you did not answer this")
	ana.runs("resume").sees("No answer within 14 days only pauses it") // asked anew
	if n := ana.count(stillSuits); n != 2 {
		t.Errorf("Anabel sees the question %d times, want the old one and a new one", n)
	}
}

func TestConsentIsNotAskedAboutDuringAPauseOrQuietHours(t *testing.T) {
	w := newWorld(t, "2026-11-23 23:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("pause")
	w.passes(30 * 24 * time.Hour)
	ben.neverSaw(stillSuits)
	w.at("08:00")
	ben.sees(stillSuits)
	w.passes(60 * 24 * time.Hour)
	ana.neverSaw(stillSuits)
	ana.runs("resume").sees(stillSuits)
}

func TestAChangedConsentTextAsksAgain(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.passes(24 * time.Hour)
	w.rewinds(`UPDATE confirmations SET version = version - 1; UPDATE consents SET version = version - 1, read = NULL`)
	ana.sees("The facts below have changed").presses("Keep").reads("again in 90 days")
	ben.sees("The facts below have changed")
	w.restarts()
	w.settle()
	if n := ana.count("have changed"); n != 0 {
		t.Error("Anabel is asked again although she agreed")
	}
	if n := ben.count("have changed"); n != 1 {
		t.Errorf("Benedict sees the question %d times, want once", n)
	}
	w.passes(91 * 24 * time.Hour)
	ana.sees(stillSuits)
}

func TestCouplesOfBeforeThereWereConfirmationsAreAskedToo(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	w.rewinds(`DELETE FROM confirmations; DELETE FROM notices WHERE kind = 'consent'`)
	w.passes(30 * 24 * time.Hour)
	ana.sees(stillSuits)
}

// rewinds stops the program, changes its record to what an older program would have
// left, and starts it again.
func (w *world) rewinds(statements string) {
	w.t.Helper()
	if err := w.stop(); err != nil {
		w.t.Fatalf("stopping: %v", err)
	}
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.cfg.Data, "leanon.db"))
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(context.Background(), statements); err != nil {
		w.t.Fatal(err)
	}
	w.start()
	w.settle()
}

func TestTooManyInteractionsInAMinuteAreAskedToWait(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.passes(2 * time.Minute)
	for range 120 {
		ana.runs("needs").reads("Nothing is open")
	}
	ana.runs("needs").reads("One moment, please")
	ana.reads("Nothing is lost")
	ana.runs("need", "text", "Is this one heard").reads("One moment, please").reads("What you typed wasn't kept")
	ana.runs("help").reads("findahelpline.com")
	ben.runs("needs").reads("Nothing is open")
	w.passes(time.Minute)
	ana.runs("needs").reads("Nothing is open")
}

func TestAHundredDraftsAreKeptAndNoMore(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	for i := range 100 {
		ana.runs("need", "text", fmt.Sprintf("Thought number %d", i))
		if i%2 == 0 {
			ana.presses("Keep private")
		}
		w.passes(time.Second)
	}
	ana.runs("need", "text", "One thought too many").reads("a hundred drafts").reads("> One thought too many")
	ana.writes("And one by plain message")
	ana.sees("a hundred drafts")
	ben.runs("need", "text", "Benedict has room").reads("would see this:")
	ana.runs("needs").choosesFirst("Choose one").presses("Discard")
	ana.runs("need", "text", "One thought in the room made").reads("would see this:")
}

func TestHelpLeavesNoRowAndNothingToNotice(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	stranger := w.people("Cleopatra")[0]
	before, _ := w.rows()
	seen := len(ben.Messages())
	log := w.log.String()
	w.server.Nickname(ana.Person, "Another Name")
	ana.runs("help").reads("How it works").reads("Nobody is told that you read this.")
	ana.runsIn(w.server.Channel(), "help").reads("findahelpline.com")
	stranger.runs("help").reads("findahelpline.com")
	ana.presses("Help").reads("findahelpline.com")
	if after, _ := w.rows(); !slices.Equal(before, after) {
		t.Errorf("help changed the record:\n%s\nwas:\n%s", strings.Join(after, "\n"), strings.Join(before, "\n"))
	}
	if n := len(ben.Messages()); n != seen {
		t.Errorf("Benedict got %d messages, want none", n-seen)
	}
	if got := w.log.String(); got != log {
		t.Errorf("help was logged: %q", strings.TrimPrefix(got, log))
	}
}

func TestTheStricterPartnerDecidesHowLongSharedThingsAreKept(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "days", "none")
	ben.runs("rhythm", "days", "none").keepsLess("Keep for 7 days")
	ana.asks("Shared, and gone in a week", "Benedict")
	ana.runs("need", "text", "Kept for myself a while").presses("Keep private")
	w.passes(7*24*time.Hour - 2*time.Hour)
	ana.runs("history").reads("Shared, and gone in a week")
	w.passes(4 * time.Hour)
	ana.runs("history").reads("have shared nothing yet")
	ana.runs("needs").presses("What I kept").reads("Kept for myself a while")
}

func TestPrivacyNamesBackupsAndExports(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("privacy").presses("How it ends").reads("A backup that the host makes").reads("A file you export")
	if got, want := ana.buttons("How it ends"), []string{"Stored about me", "Who can read it", "How it ends", "Export my data", "Forget me", "Help"}; !slices.Equal(got, want) {
		t.Errorf("/privacy offers %q, want %q", got, want)
	}
}

func TestEachReadsAtPairingThatNobodyMayPushThem(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	for _, p := range []*person{ana, ben} {
		p.sees("Both of you get this line: nobody may push you to use this; /help has people to talk to, at any time.")
	}
}
