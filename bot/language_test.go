package bot

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"leanon/bot/said"
	"leanon/discord/talk"
	"leanon/library"
	"leanon/store"
)

// wordsOf hears somebody who said a language, in all languages for "".
func wordsOf(t testing.TB, language string) said.Listener {
	t.Helper()
	return said.New(library.Default()).For(language, "")
}

func TestDaysAndTimesAreUnderstoodInTheWritersLanguageAndInEnglish(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ locale, days, clock, want string }{
		{"fr", "lundi, mercredi et vendredi", "20h", "0 20 * * 1,3,5"},
		{"fr", "du lundi au vendredi", "à 20 h 30", "30 20 * * 1-5"},
		{"fr", "le mardi", "vers 19 heures", "0 19 * * 2"},
		{"fr", "les mardis et jeudis", "19 heures 15", "15 19 * * 2,4"},
		{"fr", "tous les jours", "midi", "0 12 * * *"},
		{"fr", "le week-end", "8h et 20h", "0 8,20 * * 0,6"},
		{"fr", "en semaine", "minuit", "0 0 * * 1-5"},
		{"fr", "aucun", "", ""},
		{"fr", "Mon-Fri", "8 pm", "0 20 * * 1-5"},
		{"es", "lunes, miércoles y viernes", "a las 20:00", "0 20 * * 1,3,5"},
		{"es", "de lunes a viernes", "20h", "0 20 * * 1-5"},
		{"es", "los sabados", "mediodía", "0 12 * * 6"},
		{"es", "todos los días", "a las 8 y a las 20", "0 8,20 * * *"},
		{"es", "fines de semana", "a las 9:00", "0 9 * * 0,6"},
		{"es", "do", "09", "0 9 * * 0"},
		{"de", "Do", "9 Uhr", "0 9 * * 4"},
		{"de", "weekdays", "noon", "0 12 * * 1-5"},
		{"", "Mo, Mi, Fr", "20 Uhr", "0 20 * * 1,3,5"}, // nothing was said
		{"tlh", "lundi", "20h", "0 20 * * 1"},          // it has left the library
		{"", "Mon to Fri", "8pm", "0 20 * * 1-5"},
	} {
		if got, err := cronOf(wordsOf(t, c.locale), c.days, c.clock); err != nil || got != c.want {
			t.Errorf("cronOf(%s: %q, %q): got %q, %v, want %q", c.locale, c.days, c.clock, got, err, c.want)
		}
	}
	for locale, days := range map[string]string{"en": "Montag", "fr": "Montag", "de": "lundi", "es": "mercredi"} {
		if got, err := cronOf(wordsOf(t, locale), days, "20:00"); err == nil {
			t.Errorf("cronOf(%s: %q): got %q, want it asked for: that language was not chosen", locale, days, got)
		}
	}
}

func TestQuietHoursAreUnderstoodInTheWritersLanguage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ locale, text, want string }{
		{"fr", "de 22h à 8h", "22:00-08:00"},
		{"fr", "du 22h au 8h", "22:00-08:00"},
		{"fr", "22h-8h", "22:00-08:00"},
		{"fr", "de minuit à 7 heures", "00:00-07:00"},
		{"fr", "aucun", ""},
		{"es", "de 22 a 8", "22:00-08:00"},
		{"es", "de las 22 a las 8", "22:00-08:00"},
		{"es", "desde las 22:30 hasta las 7", "22:30-07:00"},
		{"es", "ninguna", ""},
		{"de", "von 22 bis 8 Uhr", "22:00-08:00"},
		{"fr", "10pm to 8am", "22:00-08:00"},
	} {
		if got, err := parseQuiet(wordsOf(t, c.locale), c.text); err != nil || got != c.want {
			t.Errorf("parseQuiet(%s: %q): got %q, %v, want %q", c.locale, c.text, got, err, c.want)
		}
	}
}

func TestEveryLanguageIsListenedForUntilOneWasSaid(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.pairs(anabel, benedict)
	in := func(locale string) talk.Reply {
		return g.does(anabel, talk.Request{Kind: talk.Command, Name: "rhythm", Locale: locale, Options: map[string]string{"days": "mercredi", "time": "20:00"}})
	}
	for _, locale := range []string{"en-US", "fr", "ja", ""} {
		want := "on Wednesday at 20:00"
		if locale == "fr" {
			want = "mercredi"
		}
		if got := read(in(locale)); !strings.Contains(got, want) {
			t.Errorf("French on a Discord in %q: got %s, want it taken", locale, got)
		}
	}
	in("en-US")
	g.command(anabel, "settings")
	g.uses(anabel, "settings-more")
	g.uses(anabel, "language")
	last := g.offers[len(g.offers)-1]
	for i := len(g.offers) - 1; last.name != "set-language"; i-- {
		last = g.offers[i]
	}
	chooses := func(value string) string {
		r := g.use(last, last.id)
		r.Values = []string{value}
		return read(g.does(anabel, r))
	}
	if got := chooses("fr"); !strings.Contains(got, "**You write in:** Français.") {
		t.Errorf("after the choice: got %s, want the settings with it", got)
	}
	if got := read(in("en-US")); !strings.Contains(got, "on Wednesday at 20:00") {
		t.Errorf("French that was chosen, on an English Discord: got %s, want it taken", got)
	}
	if got := chooses("es"); !strings.Contains(got, "Español") {
		t.Errorf("Spanish chosen: got %s, want the settings with it", got)
	}
	if got := read(in("en-US")); !strings.Contains(got, inEnglish("unread.days")) {
		t.Errorf("French where Spanish was said: got %s, want it asked for", got)
	}
	if got := read(in("fr")); !strings.Contains(got, "mercredi") {
		t.Errorf("French where Spanish was said, of somebody who reads French: got %s, want it taken", got)
	}
	in("en-US")
	if got := chooses("xx"); !strings.Contains(got, inEnglish("error.button")) {
		t.Errorf("a forged language: got %s, want the kind sentence", got)
	}
	if got := chooses(anyLanguage); !strings.Contains(got, "any language I know") {
		t.Errorf("taken back: got %s, want the settings without it", got)
	}
	if p, err := g.store.Partner(t.Context(), anabel); err != nil || p.Language != "" {
		t.Errorf("kept: got %q, %v, want nothing", p.Language, err)
	}
}

func TestALanguageThatLeftTheLibraryIsAsGoodAsNotSaid(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	if got := b.moreSettings(b.in(""), store.Partner{Language: "tlh", Depth: 2}).Text; !strings.Contains(got, "any language I know") {
		t.Errorf("got %q, want no language that is not there", got)
	}

	g := newStage(t)
	g.pairs(anabel, benedict)
	gone := "tlh"
	if _, err := g.store.Set(t.Context(), anabel, store.Settings{Language: &gone}); err != nil {
		t.Fatal(err)
	}
	got := read(g.does(anabel, talk.Request{Kind: talk.Command, Name: "rhythm", Locale: "en-US", Options: map[string]string{"days": "mercredi", "time": "20:00"}}))
	if !strings.Contains(got, "on Wednesday at 20:00") {
		t.Errorf("French where the language said is gone: got %s, want it taken", got)
	}
}

// italian is a language as a translator would write it. No language has its key, so that
// it can stand beside all that leanon ships.
const italian = `
- key: zz
  name: Italiano
  sunday: [do, dom, domenica]
  monday: [lu, lun, lunedì]
  tuesday: [ma, mar, martedì]
  wednesday: [me, mer, mercoledì]
  thursday: [gi, gio, giovedì]
  friday: [ve, ven, venerdì]
  saturday: [sa, sab, sabato]
  daily: [ogni giorno]
  weekdays: [giorni feriali]
  weekends: [fine settimana]
  none: [mai]
  from: [da, dalle]
  through: [a, fino a, alle]
  aside: [il, la, ogni]
  and: [e]
  noon: [mezzogiorno]
  midnight: mezzanotte
  tomorrow: [domani]
  at: [alle]
  oclock: [ore]
  day_after_tomorrow: [dopodomani]
  next_behind: [prossimo, prossima]
  for: [per, tra, fra]
  numbers: [un|una|uno, due]
  days: [giorno, giorni]
  weeks: [settimana, settimane]
  months: [mese, mesi]
  december: [dic, dicembre]
  ordinal: [º]
  of: [di]
`

func TestALanguageNeedsNothingButItsWords(t *testing.T) {
	t.Parallel()
	files := fstest.MapFS{}
	var names []string
	for _, pattern := range []string{"*.*", "packs/*", "words/*"} {
		found, err := fs.Glob(library.Embedded(), pattern)
		if err != nil {
			t.Fatal(err)
		}
		names = append(names, found...)
	}
	for _, name := range names {
		text, err := fs.ReadFile(library.Embedded(), name)
		if err != nil {
			t.Fatal(err)
		}
		if name == "languages.yaml" {
			text = append(text, italian...)
		}
		files[name] = &fstest.MapFile{Data: text}
	}
	l, err := library.Load(files)
	if err != nil {
		t.Fatal(err)
	}
	now := clockIn(t, "Europe/Rome", "2026-11-25 21:30") // a Wednesday
	words := said.New(l).For("zz", "")
	for text, want := range map[string]string{
		"domani": "2026-11-26", "fino a venerdì": "2026-11-27", "lunedì prossimo": "2026-11-30", "dopodomani": "2026-11-27",
		"la settimana prossima": "2026-11-30", "mese prossimo": "2026-12-01", "per due settimane": "2026-12-09", "un mese": "2026-12-25",
		"24 di dicembre": "2026-12-24", "1º dic": "2026-12-01", "il fine settimana": "2026-11-28", "until friday": "2026-11-27",
	} {
		if got, err := parseUntil(words, text, now, now.Location()); err != nil || got.Format(time.DateOnly) != want {
			t.Errorf("parseUntil(%q): got %v, %v, want %s", text, got, err, want)
		}
	}
	if got, err := cronOf(words, "lunedì e giovedì", "alle 20 e mezzanotte"); err != nil || got != "0 0,20 * * 1,4" {
		t.Errorf("cronOf: got %q, %v, want 0 0,20 * * 1,4", got, err)
	}
	if got, err := parseQuiet(words, "dalle 22 alle 8"); err != nil || got != "22:00-08:00" {
		t.Errorf("parseQuiet: got %q, %v, want 22:00-08:00", got, err)
	}
	german := said.New(l).For("de", "")
	if got, err := parseUntil(german, "due settimane", now, now.Location()); err != nil || got.Format(time.DateOnly) != "2026-12-09" {
		t.Errorf("a length, said in German: got %v, %v, want it understood", got, err)
	}
	if got, err := parseUntil(german, "venerdì", now, now.Location()); err == nil {
		t.Errorf("a day, said in German: got %v, want it asked for", got)
	}
}
