package bot

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/library"
	"leanon/store"
)

// recordOf is a person's record with n notes of words.
func recordOf(n int, words string) store.Record {
	c := coupleOfNames("Ana", "Ben")
	at := time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC)
	of := store.CoupleRecord{Couple: c, CheckIns: []store.CheckIn{{LocalDate: "2026-11-23", Question: "comfort-today"}},
		Undecided: []store.UndecidedLine{{Purpose: store.ForThanks, Line: "undecided", At: at}}}
	for i := range n {
		of.Exchanges = append(of.Exchanges, store.Exchange{Couple: c, Need: store.Need{ID: store.ID(i + 1), Asker: c.Me.Person,
			Words: fmt.Sprintf("%d %s", i, words), CreatedAt: at, SentAt: at, Answers: []store.Answer{{Choice: store.Heard, Line: words, At: at}}}})
	}
	return store.Record{Known: true, Couples: []store.CoupleRecord{of}, Refusals: []string{"42"},
		Partner: store.Partner{Person: c.Me.Person, Zone: "Europe/Paris", Notes: store.Discreet}}
}

func TestAnExportIsPartedSoThatEachFileFitsAndNothingIsLost(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	const limit, notes = 20_000, 100
	for name, words := range map[string]string{
		"plain":                 strings.Repeat("word ", 60),
		"all escaped":           strings.Repeat("<&\"'>", 60),
		"short":                 "x",
		"longer than the limit": strings.Repeat("<", 4000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := b.dossier(b.in(""), store.Everything, recordOf(notes, words), time.Date(2026, 11, 24, 0, 30, 0, 0, time.UTC))
			parts, err := d.split(limit, 0)
			if err != nil {
				t.Fatal(err)
			}
			seen, undecided := map[string]bool{}, 0
			for i, part := range parts {
				files, err := d.files(part, i, len(parts))
				if err != nil {
					t.Fatal(err)
				}
				for _, f := range files {
					if head := 6000; len(f.Data) > limit+head && len(part) > 1 {
						t.Errorf("%s: got %d bytes, want about %d at most", f.Name, len(f.Data), limit)
					}
				}
				var back dossier
				if err := json.Unmarshal(files[1].Data, &back); err != nil {
					t.Fatalf("%s: %v", files[1].Name, err)
				}
				if back.Part != i+1 || back.Of != len(parts) || (back.Settings != nil) != (i == 0) {
					t.Errorf("part %d: got %d of %d, settings %v", i, back.Part, back.Of, back.Settings)
				}
				for _, e := range back.Couples[0].Entries {
					if e.State == "draft" {
						undecided++
						continue
					}
					if !strings.HasSuffix(e.Words, words) || seen[e.Words] {
						t.Errorf("a note came twice or changed: %q", e.Words)
					}
					seen[e.Words] = true
				}
			}
			if len(seen) != notes || undecided != 1 {
				t.Errorf("got %d notes and %d undecided lines in %d parts, want %d and 1", len(seen), undecided, len(parts), notes)
			}
		})
	}
}

func TestAnExportNamesTheLanguageThatAPersonWritesIn(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	for key, want := range map[string]struct{ text, page string }{
		"fr":  {`"language": "Français"`, "You write in: Français<"},
		"tlh": {`"language": "tlh"`, "You write in: tlh<"}, // left the library since
		"":    {"", "You write in: not said<"},
	} {
		rec := recordOf(1, "x")
		rec.Partner.Language = key
		d := b.dossier(b.in(""), store.Everything, rec, time.Unix(1e9, 0))
		files, err := d.files(d.entries, 0, 1)
		if err != nil {
			t.Fatal(err)
		}
		if page, text := string(files[0].Data), string(files[1].Data); !strings.Contains(page, want.page) || !strings.Contains(text, want.text) || key == "" && strings.Contains(text, `"language"`) {
			t.Errorf("%q: want %q on the page and %q in the JSON; got\n%s\n%s", key, want.page, want.text, page, text)
		}
	}
}

func TestTheLastPartOfAnExportHoldsTheRest(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	d := b.dossier(b.in(""), store.Everything, recordOf(50, strings.Repeat("word ", 60)), time.Unix(1e9, 0))
	all, err := d.split(5000, 0)
	if err != nil || len(all) < 4 {
		t.Fatalf("got %d parts (%v), want some", len(all), err)
	}
	two, err := d.split(5000, 2)
	if err != nil || len(two) != 2 || len(two[0])+len(two[1]) != 51 {
		t.Errorf("got %d parts (%v), want 2 with 51 notes", len(two), err)
	}
}

func TestAFileIsNamedByTheDayOfItsReader(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	d := b.dossier(b.in(""), store.Everything, recordOf(1, "x"), time.Date(2026, 11, 23, 23, 30, 0, 0, time.UTC)) // the 24th in Paris
	one, err := d.files(d.entries, 0, 1)
	if err != nil {
		t.Fatal(err)
	}
	two, err := d.files(d.entries, 1, 3)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ got, want string }{
		{one[0].Name, "leanon-2026-11-24.html"}, {one[1].Name, "leanon-2026-11-24.json"}, {two[0].Name, "leanon-2026-11-24-part-2-of-3.html"},
	} {
		if c.got != c.want {
			t.Errorf("name: got %q, want %q", c.got, c.want)
		}
	}
	for _, want := range []string{"Mon 23 November 2026, 21:00 CET", "You and <bdi>Ben</bdi>", "Discord id 42", "undecided"} {
		if !strings.Contains(string(one[0].Data), want) {
			t.Errorf("the page does not hold %q", want)
		}
	}
}

func TestEveryQuestionAboutTrustFitsDiscordWithTheLongestNames(t *testing.T) {
	t.Parallel()
	b := scribe(t, longHost())
	c := coupleOfNames(longName, longName)
	asked := store.Confirmation{Couple: c, Read: store.FactsRead{Version: ConsentVersion}, Round: 1 << 30, AgreedAt: time.Unix(1e10, 0)}
	silent, changed := asked, asked
	silent.SilentAt = time.Unix(1e10, 0)
	changed.Read.Version, changed.SilentAt = ConsentVersion-1, time.Unix(1e10, 0)
	words := strings.Repeat("](", store.MaxWords/2)
	rd := b.reader(store.Partner{Zone: "Europe/Paris"}, []store.Couple{c})
	for name, m := range map[string]talk.Message{
		"consent":            b.consentMessage(rd, asked),
		"consent, silent":    b.consentMessage(rd, silent),
		"consent, changed":   b.consentMessage(rd, changed),
		"confirmed":          b.in("").plain(confirmed(request{reader: rd, now: time.Unix(1e9, 0)}, asked, time.Unix(1, 0))),
		"forgetting":         b.forgetting(b.reader(store.Partner{}, make([]store.Couple, 30)), longName, leaveNothing),
		"forgetting, nobody": b.forgetting(b.reader(store.Partner{}, nil), longName, leaveLine),
		"forgotten":          b.in("").plain(sayForgotten(request{reader: b.reader(store.Partner{}, nil), Request: talk.Request{Person: talk.User{Name: longName}}, now: time.Unix(1e9, 0)}, 3, leaveLine, longHost())),
		"export":             {Text: inEnglish("export.ask")},
		"exported":           b.in("").plain(sayExported(b.in(""), store.OnlyShared, 998, 999)),
		"serious need":       b.seriousMessage(b.reader(store.Partner{}, []store.Couple{c}), c, library.Seriousness{Found: true, Fear: true}, b.in("").press("send-anyway", talk.Secondary, bigID), b.in("").press("keep", talk.Secondary, bigID), b.in("").press("discard", talk.Secondary, bigID)),
		"serious line":       b.seriousMessage(reader{speaker: b.in("")}, c, library.Seriousness{Found: true}, b.in("").press("say-anyway", talk.Secondary, bigID, bigID, store.ForAnswer), b.in("").press("keep-line", talk.Secondary, bigID, bigID, store.ForAnswer), b.in("").press("discard-line", talk.Secondary, bigID, bigID, store.ForAnswer)),
		"too many drafts":    {Text: quoted(inEnglish("error.drafts.words"), words, "")},
		"one moment":         b.in("").plain(inEnglish("error.wait")),
		"one moment, typed":  b.in("").plain(inEnglish("error.wait.typed")),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fitsDiscord(t, m)
		})
	}
}
