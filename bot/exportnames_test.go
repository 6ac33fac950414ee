package bot

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/store"
)

// recordBetween is the record of a person in couples with some partners. In each, both
// wrote a note, and the other answered it.
func recordBetween(me string, partners ...string) store.Record {
	at := time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC)
	var rec store.Record
	for i, name := range partners {
		c := coupleOfNames(me, name)
		c.ID, c.FormedAt = store.ID(i+1), at.AddDate(0, 0, i)
		of := store.CoupleRecord{Couple: c, Undecided: []store.UndecidedLine{{Purpose: store.ForThanks, Line: "undecided", At: at}}}
		for _, asker := range []string{c.Me.Person, c.Other.Person} {
			of.Exchanges = append(of.Exchanges, store.Exchange{Couple: c, Need: store.Need{ID: 1, Asker: asker, Words: "words of " + asker, Ask: "call me", Thanks: "thanks",
				CreatedAt: at, SentAt: at, Heard: store.HeardBack{ID: 1, Words: "heard", At: at, Reply: store.NotQuite, Line: "not quite"},
				Answers: []store.Answer{{Choice: store.Yes, Time: "when I like", Line: "a line", At: at}}}})
		}
		rec.Partner, rec.Known = store.Partner{Person: c.Me.Person, Zone: "Europe/Paris", Notes: store.Discreet}, true
		rec.Couples = append(rec.Couples, of)
	}
	rec.Messages = []store.Message{{Words: "typed"}}
	return rec
}

// exportOf returns the two files of a record.
func exportOf(t *testing.T, rec store.Record) (page, text string) {
	t.Helper()
	b := scribe(t, Host{})
	d := b.dossier(b.in(""), store.Everything, rec, time.Unix(1e9, 0))
	files, err := d.files(d.entries, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	return string(files[0].Data), string(files[1].Data)
}

func TestAnExportCallsItsReaderYouAndTheOtherByName(t *testing.T) {
	t.Parallel()
	rec := recordBetween("Ana", "Ben")
	page, text := exportOf(t, rec)
	for _, want := range []string{"<h2>You and <bdi>Ben</bdi></h2>", "<bdi>You</bdi>: sent", "<bdi>Ben</bdi>: sent", "<bdi>You</bdi>: draft", "<bdi>Ben</bdi>: <strong>", "<bdi>You</bdi>: <strong>",
		"What you heard:", "What <bdi>Ben</bdi> heard:"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %q:\n%s", want, page)
		}
	}
	if strings.Contains(page, "Ana") {
		t.Error("the page calls its reader Ana")
	}
	var back dossier
	if err := json.Unmarshal([]byte(text), &back); err != nil {
		t.Fatal(err)
	}
	mine, theirs := rec.Couples[0].Couple.Me.Person, rec.Couples[0].Couple.Other.Person
	for i, want := range []struct{ by, byID, answerer, answererID string }{{by: "You", byID: mine}, {"You", mine, "Ben", theirs}, {"Ben", theirs, "You", mine}} {
		e := back.Couples[0].Entries[i]
		if e.By != want.by || e.ByID != want.byID {
			t.Errorf("entry %d: got by %q (%s), want %q (%s)", i, e.By, e.ByID, want.by, want.byID)
		}
		if want.answerer == "" {
			continue
		}
		if a := e.Answers[0]; a.By != want.answerer || a.ByID != want.answererID || e.Heard.By != want.answerer || e.Heard.ByID != want.answererID {
			t.Errorf("entry %d: got answered by %q (%s) and heard by %q (%s), want %q (%s)", i, a.By, a.ByID, e.Heard.By, e.Heard.ByID, want.answerer, want.answererID)
		}
	}
	if c := back.Couples[0]; c.You != "Ana" || c.YourID != mine || c.Partner != "Ben" || c.PartnerID != theirs {
		t.Errorf("the couple is %q (%s) and %q (%s)", c.You, c.YourID, c.Partner, c.PartnerID)
	}
}

func TestAnExportTellsApartWhoIsCalledTheSame(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		me       string
		partners []string
		want     []string
	}{
		"both of a couple":       {"Alex", []string{"Alex"}, []string{"Alex, your partner"}},
		"both, to the eye":       {"Alex", []string{"aLex\u200b"}, []string{"aLex\u200b, your partner"}},
		"one who is called You":  {"Alex", []string{"you"}, []string{"you, your partner"}},
		"two partners":           {"Ana", []string{"Alex", "Alex"}, []string{"Alex, since 23 Nov 2026", "Alex, since 24 Nov 2026"}},
		"all three":              {"Alex", []string{"Alex", "Alex"}, []string{"Alex, since 23 Nov 2026", "Alex, since 24 Nov 2026"}},
		"nobody":                 {"Ana", []string{"Ben", "Cleo"}, []string{"Ben", "Cleo"}},
		"one who is called that": {"Ana", []string{"Ben", "Ben, your partner"}, []string{"Ben", "Ben, your partner"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			page, text := exportOf(t, recordBetween(c.me, c.partners...))
			var back dossier
			if err := json.Unmarshal([]byte(text), &back); err != nil {
				t.Fatal(err)
			}
			for i, want := range c.want {
				got := back.Couples[i]
				if by := got.Entries[2].By; by != want || got.Entries[1].Answers[0].By != want || got.Entries[1].By != "You" {
					t.Errorf("couple %d: got a note by %q, and an answer to %q by %q, want %q and You", i, by, got.Entries[1].By, got.Entries[1].Answers[0].By, want)
				}
				if !strings.Contains(page, "<bdi>"+want+"</bdi>: sent") {
					t.Errorf("the page has no note by %q", want)
				}
			}
		})
	}
}

// Words and names in a script that runs from right to left keep their own direction.
func TestWhatPeopleWroteRunsInItsOwnDirection(t *testing.T) {
	t.Parallel()
	page, _ := exportOf(t, recordBetween("דנה", "نور"))
	quotes := regexp.MustCompile(`<blockquote[^>]*>`).FindAllString(page, -1)
	if len(quotes) != 14 || slices.ContainsFunc(quotes, func(q string) bool { return q != `<blockquote dir="auto">` }) {
		t.Errorf("got %d quotes, %q, want 14 with dir=auto", len(quotes), slices.Compact(slices.Sorted(slices.Values(quotes))))
	}
	for _, said := range []string{"نور", "when I like"} {
		for _, around := range strings.Split(page, said)[1:] {
			if !strings.HasPrefix(around, "</bdi>") {
				t.Errorf("%q stands outside of bdi, before %.40q", said, around)
			}
		}
	}
	if strings.Contains(page, "border-left") || strings.Contains(page, "padding-left") {
		t.Error("the line beside a quote stands on the left whichever way it runs")
	}
}

func TestAnExportHoldsAShorterRetentionThatDoesNotCountYet(t *testing.T) {
	t.Parallel()
	rec := recordBetween("Ana", "Ben")
	rec.Partner.Retention, rec.Partner.Shorter = 90, store.Shorter{Days: 7, From: time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)}
	page, text := exportOf(t, rec)
	if want := "From Tue 24 November 2026, 13:00 CET on: 7 days"; !strings.Contains(page, want) {
		t.Errorf("the page does not hold %q", want)
	}
	if !strings.Contains(text, `"kept_for_fewer_days": 7`) || !strings.Contains(text, `"fewer_days_from": "2026-11-24T12:00:00Z"`) {
		t.Errorf("the JSON does not hold it: %s", text)
	}
	if _, text := exportOf(t, recordBetween("Ana", "Ben")); strings.Contains(text, "fewer_days") {
		t.Error("the JSON has it where there is none")
	}
}

// What partners asked each other reads in the file as both read it: in the language of
// whoever asked. The rest is in the reader's.
func TestAnExportOpensEachRequestInTheLanguageOfItsWriter(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	rec := recordBetween("Ana", "Ben")
	rec.Couples[0].Couple.Me.Cron = "0 20 * * 1,3,5"
	of := rec.Couples[0].Exchanges
	of[0].Need.Opening, of[0].Need.Ask = "es", "llamarme"
	of[1].Need.Opening, of[1].Need.Ask = "de", "mich anrufen"
	d := b.dossier(b.in("fr"), store.Everything, rec, time.Unix(1e9, 0))
	files, err := d.files(d.entries, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	page, text := string(files[0].Data), string(files[1].Data)
	for _, want := range []string{"¿Querrías llamarme?", "Würdest du mich anrufen?", "lundi, mercredi et vendredi à 20:00"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page does not hold %q:\n%s", want, page)
		}
	}
	for _, want := range []string{`"would_you": "llamarme"`, `"would_you": "mich anrufen"`, `"your_rhythm": "0 20 * * 1,3,5"`} {
		if !strings.Contains(text, want) {
			t.Errorf("the data does not hold %s:\n%s", want, text)
		}
	}
}
