package library_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func TestHintsAnswerHarshStartsAndLeaveTheRestAlone(t *testing.T) {
	t.Parallel()
	const none = ""
	l := shipped(t)
	for _, c := range []struct {
		words, locale, want string // want is a part of the sentence
	}{
		{"You always forget me", "en-US", `"Always" and "never"`},
		{"YOU NEVER LISTEN.", "en-US", `"Always" and "never"`},
		{"well, you're always late", "en-GB", `"Always" and "never"`},
		{"you’re   never\nhere", "en-GB", `"Always" and "never"`},
		{"never do you call", "en-GB", `"Always" and "never"`},
		{"I think you should call more", "en-US", `a "should"`},
		{"you really have to stop", "en-US", `a "should"`},
		{"Why don't you call?", "en-US", `A "why"`},
		{"why didn’t you", "en-US", `A "why"`},
		{"this is all your fault", "en-US", "your side of it"},
		{"If you really loved me you would know", "en-US", "a longing"},
		{"what is wrong with you?", "en-US", "easier to hear"},
		{"you are so lazy", "en-US", "easier to hear"},
		{"you are just like your mother", "en-US", "Comparing"},
		{"Du hast mich nie gefragt", "de", "„immer“ und „nie“"},
		{"Nie hast du Zeit", "de", "„immer“ und „nie“"},
		{"Du bist immer weg", "de", "„immer“ und „nie“"},
		{"du vergisst das ständig", "de", "„immer“ und „nie“"},
		{"DU STÄNDIG", "de", "„immer“ und „nie“"},
		{"Du solltest anrufen", "de", "du solltest"},
		{"Warum rufst du nicht an?", "de", "„Warum“"},
		{"Das ist alles deine Schuld", "de", "deiner Seite"},
		{"Ich bin dir doch egal", "de", "Sehnsucht"},
		{"Du solltest anrufen", "", "du solltest"}, // where nothing tells the language, all are looked for
		{"Du solltest anrufen", "en-US", none},
		{"Tu oublies toujours", "fr", "« toujours »"},
		{"tu ne m’écoutes jamais", "fr", "« toujours »"},
		{"Tu devrais appeler", "fr", "« tu devrais »"},
		{"Pourquoi tu n'appelles pas ?", "fr", "« pourquoi »"},
		{"tout est de ta faute", "fr", "ton côté"},
		{"Si tu m'aimais vraiment", "fr", "un désir"},
		{"Siempre llegas tarde", "es-ES", "«siempre»"},
		{"Deberías llamarme", "es-419", "«deberías»"},
		{"¿Por qué no me llamas?", "es-ES", "«por qué»"},
		{"es culpa tuya", "es-ES", "tu lado"},
		{"Si me quisieras", "es-ES", "un anhelo"},
		{"you never call", "de", `"Always" and "never"`},
		{"you never call, du solltest das wissen", "de", "du solltest"}, // the locale's language goes first
		{"you never call, du solltest das wissen", "en-US", `"Always" and "never"`},
		{"you never call", "", `"Always" and "never"`},

		{"", "en-US", none},
		{"I felt alone when we did not talk. I need an hour with you. Would you call on Friday?", "en-US", none},
		{"I never feel safer than with you", "en-US", none},
		{"I have always loved our walks", "en-US", none},
		{"thank you, never mind the rest", "en-US", none},
		{"Ich wünsche mir mehr Zeit mit dir, immer wieder", "de", none},
		{"bayou always", "en-US", none}, // a word's end is no word
		{"éyou never", "en-US", none},
		{"you neverland", "en-US", none},
		{"du niemandem", "de", none},
		{"J'aimerais que tu m'appelles ce soir", "fr", none},
		{"Je ne me sens jamais aussi bien qu'avec toi", "fr", none},
		{"Me gustaría verte más, como siempre", "es-ES", none},
		{"du nieß", "de", none},
	} {
		t.Run(c.words, func(t *testing.T) {
			t.Parallel()
			got, ok := l.Hint(c.words, c.locale)
			if ok != (c.want != none) || !strings.Contains(got, c.want) {
				t.Errorf("Hint(%q, %s): got %q, %v; want one with %q", c.words, c.locale, got, ok, c.want)
			}
		})
	}
}

func TestEveryHintOffersTheGentleForm(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, words := range []string{
		"you always", "you should", "why don't you", "it is your fault", "if you loved me", "you are selfish",
		"like your father", "du immer", "du solltest", "warum hast du", "wegen dir", "dir ist das egal",
		"tu es toujours", "tu devrais", "pourquoi tu", "à cause de toi", "si tu m'aimais",
		"siempre llegas", "tienes que", "por qué no haces", "por tu culpa", "no te importo",
	} {
		got, ok := l.Hint(words, "")
		if !ok {
			t.Errorf("Hint(%q): got none", words)
		}
		if !slices.ContainsFunc([]string{"Would you", "Würdest du", "Voudrais-tu", "¿Querrías"}, func(form string) bool { return strings.Contains(got, form) }) {
			t.Errorf("Hint(%q): %q offers no form to use", words, got)
		}
		if !slices.ContainsFunc([]string{"If you like", "Wenn du magst", "Si tu veux", "Si quieres"}, func(kind string) bool { return strings.Contains(got, kind) }) {
			t.Errorf("Hint(%q): %q reads like an order", words, got)
		}
	}
}

func TestCoachingLinesAreFewShortAndSteady(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	seen := map[string]bool{}
	for seed := range uint64(1000) {
		line := l.Coach(seed)
		if again := l.Coach(seed); again != line {
			t.Fatalf("Coach(%d): got %q, then %q", seed, line, again)
		}
		if n := utf8.RuneCountInString(line); n == 0 || n > 100 {
			t.Errorf("%q: got %d characters, want 1 to 100", line, n)
		}
		seen[line] = true
	}
	if len(seen) < 8 || len(seen) > 12 {
		t.Errorf("got %d different lines, want 8 to 12", len(seen))
	}
	for _, want := range []string{"First say what you heard; fixing can wait.", "A kind no is better than a vague yes."} {
		if !seen[want] {
			t.Errorf("no seed of 1000 gave %q", want)
		}
	}
}
