package stories

import (
	"slices"
	"strings"
	"testing"

	"leanon/playground"
)

// suggestsNoEnglish looks at what an option of a command suggests for what is typed.
func (t tongue) suggestsNoEnglish(command, option string, typed ...string) {
	t.w.t.Helper()
	if strings.HasPrefix(t.words.Language().Tag, "en") {
		return
	}
	for _, text := range typed {
		found := t.suggested(command, option, text)
		if len(found) == 0 {
			t.w.t.Errorf("%s is suggested nothing for %q", t.name, text)
		}
		for _, c := range found {
			for _, fault := range t.foreign(c.Name) {
				t.w.t.Errorf("%s, who reads %s, is suggested %q for %q: %s is not theirs", t.name, t.words.Language().Key, c.Name, text, fault)
			}
		}
	}
}

// What is suggested for the end of a pause is in the language that somebody reads, with the
// capital letters that it writes, whatever their Discord is in and whatever they write.
func TestEndsOfAPauseAreSuggestedInTheLanguageOfTheirReader(t *testing.T) {
	plainly(t)
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris", hostedAbroad)
	for language, want := range map[string][2]string{
		"de":    {"Bis ich es beende|Morgen: |Montag, |Eine Woche: |2 Wochen: |Ein Monat: ", "3 Tage: |3 Wochen: |3 Monate: "},
		"fr":    {"Jusqu’à ce que |Demain|lundi |Une semaine|2 semaines|Un mois", "3 jours|3 semaines|3 mois"},
		"es":    {"Hasta que yo |Mañana: |lunes, |Una semana: |2 semanas: |Un mes: ", "3 días: |3 semanas: |3 meses: "},
		"pt-BR": {"Até eu |Amanhã: |segunda|Uma semana: |2 semanas: |Um mês: ", "3 dias: |3 semanas: |3 meses: "},
	} {
		there := w.speaking("Native "+language, language)
		abroad := w.speaking("Abroad "+language, "en")
		abroad.runs("settings")
		abroad.tap("settings-more").tap("language").picks("set-reads", there.words.Language().Name)
		abroad.words = there.words
		for _, reader := range []tongue{there, abroad} {
			reader.suggestsNoEnglish("pause", "until", "", "3", "14")
			for i, typed := range []string{"", "3"} {
				var got []string
				for _, c := range reader.suggested("pause", "until", typed) {
					got = append(got, c.Name)
				}
				begins := strings.Split(want[i], "|")
				if !slices.EqualFunc(got, begins, strings.HasPrefix) {
					t.Errorf("%s, typing %q, is suggested %q, want what begins with %q", reader.name, typed, got, begins)
				}
			}
		}
		if language == "de" {
			for typed, begin := range map[string]string{"4 wo": "4 Wochen: ", "3 tage": "3 Tage: ", "for 3": "3 days: ", "tom": "Tomorrow: "} {
				got := abroad.suggested("pause", "until", typed)
				if !slices.ContainsFunc(got, func(c playground.Choice) bool { return strings.HasPrefix(c.Name, begin) }) {
					t.Errorf("typing %q suggests %v, want %q among them", typed, got, begin)
				}
			}
		}
	}
}
