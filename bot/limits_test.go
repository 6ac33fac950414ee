package bot

import (
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"leanon/clock"
	"leanon/discord/talk"
	"leanon/library"
	"leanon/library/gazetteer"
	"leanon/store"
)

// longName is the worst display name: as long as Discord allows, every character
// of which has to be escaped.
var longName = strings.Repeat("*", 32)

// longHost is the longest host that config.yaml can describe.
func longHost() Host {
	s := strings.Repeat("h", 200)
	return Host{Name: s, Contact: s, Where: s, Policy: "https://" + s[:72], Replica: 365 * 24 * time.Hour}
}

// bigID is the longest id that a custom id carries.
const bigID = store.ID(1<<63 - 1)

// scribe is a bot without a store: for what is composed from facts alone. Within a test
// called "in de" it speaks that language only.
func scribe(t *testing.T, h Host) *Bot {
	t.Helper()
	lib := library.Default()
	if _, language, ok := strings.Cut(t.Name(), "/in_"); ok {
		language, _, _ = strings.Cut(language, "/")
		lib = lib.Only(language)
	}
	return New(Options{
		Library: lib, Host: h, Log: slog.New(slog.DiscardHandler), Retention: 90 * 24 * time.Hour,
		Clock: clock.New(), Weekly: "0 18 * * 0",
	})
}

func coupleOfNames(me, other string) store.Couple {
	return store.Couple{ID: bigID, FormedAt: time.Unix(1e9, 0),
		Me:    store.Member{Person: "111111111111111111", Name: me, Cron: "0 20 * * 1,3,5"},
		Other: store.Member{Person: "999999999999999999999", Name: other}}
}

// fitsDiscord checks a message against the limits of Discord's message resource
// and component reference, also when a notice's mark ends each custom id.
func fitsDiscord(t *testing.T, m talk.Message) {
	t.Helper()
	mark(&m, bigID)
	atMost(t, "content", m.Text, maxContent)
	if m.Text == "" {
		t.Error("content: got nothing, want words")
	}
	for _, f := range m.Files {
		atMost(t, "description of a file", f.Description, maxDescription)
	}
	if len(m.Rows) > 5 {
		t.Errorf("rows: got %d, want at most 5", len(m.Rows))
	}
	seen := map[string]bool{}
	primaries := 0
	unique := func(id string) {
		t.Helper()
		atMost(t, "custom id", id, 100)
		if seen[id] {
			t.Errorf("custom id %q: got it twice, want it once", id)
		}
		seen[id] = true
	}
	for _, r := range m.Rows {
		if len(r.Buttons) > 5 || len(r.Buttons) > 0 && r.Select != nil || len(r.Buttons) == 0 && r.Select == nil {
			t.Errorf("row: got %d buttons and select %v, want 1 to 5 buttons or one select", len(r.Buttons), r.Select != nil)
		}
		for _, b := range r.Buttons {
			unique(b.CustomID)
			atMost(t, "label", b.Label, 80)
			if b.Style == talk.Primary {
				primaries++
			}
		}
		if r.Select != nil {
			unique(r.Select.CustomID)
			selectFits(t, *r.Select)
		}
	}
	if primaries > 1 {
		t.Errorf("primary buttons: got %d, want at most 1", primaries)
	}
}

func selectFits(t *testing.T, s talk.Select) {
	t.Helper()
	atMost(t, "placeholder", s.Placeholder, 150)
	if len(s.Options) < 1 || len(s.Options) > 25 {
		t.Errorf("options: got %d, want 1 to 25", len(s.Options))
	}
	values, chosen := map[string]bool{}, 0
	for _, o := range s.Options {
		atMost(t, "option label", o.Label, 100)
		atMost(t, "option value", o.Value, 100)
		atMost(t, "option description", o.Description, 100)
		if values[o.Value] {
			t.Errorf("option value %q: got it twice, want it once", o.Value)
		}
		values[o.Value] = true
		if o.Default {
			chosen++
		}
	}
	if chosen > 1 {
		t.Errorf("default options: got %d, want at most 1", chosen)
	}
}

func atMost(t *testing.T, what, got string, limit int) {
	t.Helper()
	if n := utf8.RuneCountInString(got); n > limit {
		t.Errorf("%s: got %d characters, want at most %d: %q", what, n, limit, got)
	}
}

func labels(m talk.Message) string {
	var all []string
	for _, r := range m.Rows {
		for _, b := range r.Buttons {
			all = append(all, b.Label)
		}
	}
	return strings.Join(all, ", ")
}

func TestEveryMessageAroundTheLoopFitsDiscordWithTheLongestNames(t *testing.T) {
	t.Parallel()
	b := scribe(t, longHost())
	c := coupleOfNames(longName, longName)
	several := make([]store.Couple, 30)
	for i := range several {
		several[i] = c
		several[i].ID = bigID - store.ID(i)
	}
	sent := time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC)
	custom := several[29] // the longest of equal names
	custom.Me.Cron = strings.Repeat("0,1,2,3,", 22) + "4 20 * * 1"
	withoutQuestions := c
	withoutQuestions.Me.Cron = ""
	far := store.Partner{Zone: "America/Argentina/ComodRivadavia", ZoneSaid: true, Quiet: "22:00-08:00", Retention: 365, Depth: 3, Notes: store.Full, Reminder: true}
	rd := b.reader(far, several)
	nameless := rd
	nameless.me.Notes = store.Nameless
	invited := store.Invite{ID: bigID, Inviter: c.Other.Person, SentAt: sent, Couple: c}
	many := store.Facts{Couples: 9999, Settings: true, Invites: 9999, Refusals: 9999, CheckIns: 99999, Drafts: 9999, Kept: 9999, Sent: 9999, Answers: 9999, Messages: 99999, Oldest: sent}
	asked := func(r talk.Request) string {
		return b.beforeInviting(request{reader: rd, Request: r}, talk.User{ID: c.Other.Person, Name: longName})
	}

	for name, m := range map[string]talk.Message{
		"before inviting from home": {Text: asked(talk.Request{})},
		"before inviting here":      {Text: asked(talk.Request{Apart: true})},
		"invitation here":           *hereMessage(request{reader: rd, Request: talk.Request{Person: talk.User{Name: longName}}}, invited),
		"open invitation here":      b.openHere(request{reader: rd}, invited, longName),
		"agreed here":               agreedHere(request{reader: rd}, b.in("de")),
		"before inviting":           {Text: asked(talk.Request{Guild: "1"})},
		"invitation":                inviteMessage(b.in(""), invited),
		"facts":                     b.factsMessage(b.in(""), invited, withQuestions),
		"facts of notes":            b.factsMessage(b.in(""), invited, notesOnly),
		"declined":                  declinedMessage(b.in(""), invited),
		"invitation over":           overMessage(b.in(""), invited),
		"open invitation":           b.openInvitation(request{reader: rd}, invited, longName),
		"failed invitation":         b.composeInviteFailed(rd, store.Notice{Name: longName}),
		"failed, over":              b.composeInviteFailed(rd, store.Notice{Name: longName, Round: store.RoundInviteOver}),
		"welcome":                   b.welcomeMessage(rd, c),
		"welcome, no zone":          b.welcomeMessage(b.reader(store.Partner{}, several[:1]), c),
		"welcome, custom":           b.welcomeMessage(rd, custom),
		"welcome, notes only":       b.welcomeMessage(rd, withoutQuestions),
		"welcome, nameless":         b.welcomeMessage(nameless, c),
		"leaving":                   leavingMessage(b.in(""), c, b.in("").plainName(c.Other.Name)+", since 24 Nov 2026 (23)", leaveLine),
		"receipt":                   {Text: b.in("").receipt(c, b.in("").plainName(c.Other.Name)+", since 24 Nov 2026 (23)", leaveLine, longHost(), sent)},
		"ended":                     b.composeEnded(rd, store.Notice{Name: longName}),
		"ended, untold":             {Text: b.in("").endings(make([]store.Ending, 500))},
		"paused":                    pausedReply(rd, []store.Couple{c}, sent),
		"paused with thirty":        pausedReply(rd, several, time.Time{}),
		"rhythm of four":            {Text: paragraphs(append(thatFit(slices.Repeat([]string{b.sayTimes(rd, custom, []time.Time{sent, sent, sent}, true, sent)}, 4), 0), b.in("").say("rhythm.change"), b.in("").say("rhythm.more"))...)},
		"which city":                b.whichCity(b.in(""), strings.Repeat("W", 100), gazetteer.Suggest("san", gazetteer.Person{}, 25), sent),
		"settings":                  b.settingsMessage(b.in(""), far),
		"settings, more":            b.moreSettings(b.in(""), far),
		"settings, shorter":         b.moreSettings(b.in(""), store.Partner{Retention: 365, Depth: 3, Shorter: store.Shorter{Days: 300, From: time.Unix(1e10, 0)}}),
		"settings, rest":            b.restOfSettings(b.reader(far, inEverySeason(several)), sent),
		"season":                    seasonPage(b.reader(far, inEverySeason(several)), inEverySeason(several)[0], "loss", sent),
		"keep for fewer days":       shorterMessage(b.in(""), 300, time.Unix(1e10, 0), store.Going{Kept: 1e6, Shared: 1e6, CheckIns: 1e6}),
		"settings, odd host":        b.moreSettings(b.in(""), store.Partner{Retention: 45, Depth: 1, Notes: store.Nameless}),
		"privacy, stored":           privacyMessage(b.in(""), sayStored(b.in(""), many)),
		"privacy, who":              privacyMessage(b.in(""), b.sayWhoReads(b.reader(far, nil), longName)),
		"privacy, ends":             privacyMessage(b.in(""), sayHowItEnds(b.in(""), far, longHost())),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fitsDiscord(t, m)
		})
	}
}

func TestHelpFitsAndNamesSomebodyToCallWhereverSomebodyLives(t *testing.T) {
	t.Parallel()
	b := scribe(t, longHost())
	seen := map[string]bool{}
	for _, c := range gazetteer.Suggest("", gazetteer.Person{}, 12) {
		for _, locale := range []string{"", "en-US", "en-GB", "de", "fr", "nl", "es-419", "ja", "not a locale"} {
			for _, p := range []store.Partner{{}, {Zone: c.Zone}, {Zone: c.Zone, ZoneSaid: true}, {Zone: "Europe/Brussels", Language: "es"}} {
				text := helpText(b.in(""), b.resourcesNear(p, locale), b.Host)
				fitsDiscord(t, talk.Message{Text: text})
				for _, want := range []string{"local emergency number", "findahelpline.com", "Nothing leaves before you press Send", longHost().Contact[:50]} {
					if !strings.Contains(text, want) {
						t.Errorf("help in %q for %q: got %q, want %q in it", c.Zone, locale, text, want)
					}
				}
				seen[text] = true
			}
		}
	}
	if len(seen) < 10 {
		t.Errorf("%d different texts, want one for each country and language", len(seen))
	}
}

func TestHelpGoesByTheZoneThatIsSaidAndElseByTheLanguageToo(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	for name, c := range map[string]struct {
		of          store.Partner
		locale      string
		holds, lack string
	}{
		"a zone that is said":                  {store.Partner{Zone: "Europe/Paris", ZoneSaid: true}, "en-US", "France", "United States"},
		"the host's zone, and a language":      {store.Partner{Zone: "Europe/Paris"}, "de", "France; Deutschland; Österreich; Schweiz", ""},
		"no zone":                              {store.Partner{}, "pt-BR", "Brasil", ""},
		"the language that they write in":      {store.Partner{Language: "fr"}, "en-US", "France; Belgique, België", "United States"},
		"a Discord in that language":           {store.Partner{Language: "es"}, "es-419", "México; Argentina", "España"},
		"a zone without lines, and a language": {store.Partner{Zone: "Asia/Tokyo", ZoneSaid: true}, "en-GB", "United Kingdom", ""},
		"nothing known":                        {store.Partner{Zone: "Asia/Tokyo", ZoneSaid: true}, "ja", "", "112"},
	} {
		var names []string
		for _, r := range b.resourcesNear(c.of, c.locale) {
			names = append(names, r.Country)
		}
		got := strings.Join(names, "; ")
		if !strings.HasPrefix(got, c.holds) || c.lack != "" && strings.Contains(got, c.lack) {
			t.Errorf("%s: got %q, want %q and no %q", name, got, c.holds, c.lack)
		}
	}
}

func TestHelpDropsTheLastCountriesWhereAHostAddedTooMany(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{Contact: "ana@example.org"})
	lines := make([]library.Resources, 100)
	for i := range lines {
		lines[i] = library.Resources{Country: strings.Repeat("n", 100), Contacts: []string{"Emergency 112"}}
	}
	lines[0].Country = "the first"
	text := helpText(b.in(""), lines, b.Host)
	fitsDiscord(t, talk.Message{Text: text})
	for _, want := range []string{"the first", "ana@example.org", "findahelpline.com"} {
		if !strings.Contains(text, want) {
			t.Errorf("help: got %q, want %q in it", text, want)
		}
	}
}
