package bot

import (
	"strings"
	"testing"
	"time"

	"leanon/bot/said"
	"leanon/library"
	"leanon/store"
)

func TestEnglishDatesReadAsTheyAlwaysDid(t *testing.T) {
	t.Parallel()
	s := scribe(t, Host{}).in("en")
	for day := range 366 {
		at := time.Date(2026, 1, 1+day, day%24, day%60, 0, 0, time.UTC)
		for layout, got := range map[string]string{
			"Monday 2 January": s.sayDay(at), "Monday, 2 January 2006": s.sayDate(at), "Monday, 2 January, 15:04": s.sayMoment(at),
			"Monday 2 January, 15:04": s.labelMoment(at), "2 Jan 2006": s.shortDate(at), "Mon 2 January 2006, 15:04 MST": s.sayExactly(at),
		} {
			if want := at.Format(layout); got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		}
	}
}

func TestDatesReadAsTheyStandInEachLanguage(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	first, other := time.Date(2027, 1, 1, 9, 5, 0, 0, time.UTC), time.Date(2026, 11, 24, 20, 0, 0, 0, time.UTC)
	for language, want := range map[string][]string{
		"de":    {"Freitag, 1. Januar", "Dienstag, 24. November 2026", "Dienstag, 24. November, 20:00 Uhr", "1. Jan. 2027", "Di., 24. November 2026, 20:00 UTC"},
		"fr":    {"vendredi 1er janvier", "mardi 24 novembre 2026", "mardi 24 novembre à 20:00", "1er janv. 2027", "mar. 24 novembre 2026, 20:00 UTC"},
		"es":    {"viernes 1 de enero", "martes, 24 de noviembre de 2026", "martes 24 de noviembre, 20:00", "1 ene 2027", "mar 24 de noviembre de 2026, 20:00 UTC"},
		"pt-BR": {"sexta-feira, 1º de janeiro", "terça-feira, 24 de novembro de 2026", "terça-feira, 24 de novembro, 20:00", "1º de jan. de 2027", "ter. 24 de novembro de 2026, 20:00 UTC"},
	} {
		s := b.in(language)
		for i, got := range []string{s.sayDay(first), s.sayDate(other), s.sayMoment(other), s.shortDate(first), s.sayExactly(other)} {
			if got != want[i] {
				t.Errorf("%s: got %q, want %q", language, got, want[i])
			}
		}
	}
}

// TestEveryDateThatIsPrintedIsReadBackInItsLanguage holds for whoever writes in another one
// than they read, too.
func TestEveryDateThatIsPrintedIsReadBackInItsLanguage(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	now := clockIn(t, "Europe/Berlin", "2026-11-26 19:07")
	for _, spoken := range b.Library.Spoken() {
		s := b.in(spoken.Key)
		for _, writes := range []string{"", s.base(), "it"} {
			l := said.New(library.Default()).For(writes, spoken.Tag).Also(s.base())
			for ahead := 1; ahead < 365; ahead++ {
				at := time.Date(2026, 11, 26+ahead, ahead%24, ahead*7%60, 0, 0, now.Location())
				for _, text := range []string{s.moment(said.Moment{At: at, Day: true}), s.moment(said.Moment{At: at})} {
					got, err := l.Until(text, now, now.Location())
					if err != nil || got.Date.Format(time.DateOnly) != at.Format(time.DateOnly) {
						t.Errorf("%s, where %q is written: Until(%q): got %v, %v, want %v", spoken.Key, writes, text, got, err, at)
					}
				}
			}
		}
	}
}

func TestWhatTellsNamesApartHasRoomInEveryLanguage(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	name := strings.Repeat("W", 32)
	for _, spoken := range b.Library.Spoken() {
		for month := range 12 {
			one := coupleOfNames("Anabel", name)
			one.FormedAt = time.Date(2026, time.Month(1+month), 24, 12, 0, 0, 0, time.UTC)
			two := one
			two.ID++
			rd := b.reader(store.Partner{Reads: spoken.Key, Zone: "UTC"}, []store.Couple{one, two})
			if got := length(rd.called[1]); got > maxCalled-1 { // a tenth couple has one digit more
				t.Errorf("%s: %q has %d characters, want at most %d", spoken.Key, rd.called[1], got, maxCalled-1)
			}
		}
	}
}

func TestListsReadAsEachLanguageJoinsThem(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	for _, tt := range []struct{ language, names, want string }{
		{"en", "Ana Ben", "Ana and Ben"}, {"en", "Ana Ben Inés", "Ana, Ben and Inés"}, {"de", "Ana Ben Ida", "Ana, Ben und Ida"}, {"fr", "Ana Ida", "Ana et Ida"},
		{"es", "Ana Ben", "Ana y Ben"}, {"es", "Ana Inés", "Ana e Inés"}, {"es", "Ana Ben Hilda", "Ana, Ben e Hilda"}, {"es", "Ana Íngrid", "Ana e Íngrid"},
		{"es", "Ana Hiago", "Ana y Hiago"}, {"es", "Ana Hierro", "Ana y Hierro"}, {"es", "Ana Yves", "Ana y Yves"}, {"es-AR", "Ana Inés", "Ana e Inés"}, {"pt-BR", "Ana Inês", "Ana e Inês"},
	} {
		if got := bare(b.in(tt.language).list(strings.Fields(tt.names))); got != tt.want {
			t.Errorf("%s: got %q, want %q", tt.language, got, tt.want)
		}
	}
}
