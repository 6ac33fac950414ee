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
		{"You always forget me", "en", `"Always" and "never"`},
		{"YOU NEVER LISTEN.", "en", `"Always" and "never"`},
		{"well, you're always late", "en", `"Always" and "never"`},
		{"you’re   never\nhere", "en", `"Always" and "never"`},
		{"never do you call", "en", `"Always" and "never"`},
		{"I think you should call more", "en", `a "should"`},
		{"you really have to stop", "en", `a "should"`},
		{"Why don't you call?", "en", `A "why"`},
		{"why didn’t you", "en", `A "why"`},
		{"this is all your fault", "en", "your side of it"},
		{"If you really loved me you would know", "en", "a longing"},
		{"what is wrong with you?", "en", "easier to hear"},
		{"you are so lazy", "en", "easier to hear"},
		{"you are just like your mother", "en", "Comparing"},
		{"Du hast mich nie gefragt", "de", "„immer“ und „nie“"},
		{"Nie hast du Zeit", "de", "„immer“ und „nie“"},
		{"Du bist immer weg", "de", "„immer“ und „nie“"},
		{"du vergisst das ständig", "de", "„immer“ und „nie“"},
		{"DU STÄNDIG", "de", "„immer“ und „nie“"},
		{"Du kommst immer zu spät", "de", "„immer“ und „nie“"},
		{"Du hörst mir nie zu", "de", "„immer“ und „nie“"},
		{"Du meckerst nie", "de", none},
		{"Du solltest anrufen", "de", "du solltest"},
		{"Warum rufst du nicht an?", "de", "„Warum“"},
		{"Das ist alles deine Schuld", "de", "der eigenen Seite"},
		{"Ich bin dir doch egal", "de", "Sehnsucht"},
		{"Du solltest anrufen", "", "du solltest"}, // if nothing tells the language, all are tried
		{"Du solltest anrufen", "en", none},
		{"Tu oublies toujours", "fr", "toujours"},
		{"tu ne m’écoutes jamais", "fr", "toujours"},
		{"Tu devrais appeler", "fr", "tu devrais"},
		{"Pourquoi tu n'appelles pas ?", "fr", "pourquoi"},
		{"tout est de ta faute", "fr", "en parlant de soi"},
		{"Si tu m'aimais vraiment", "fr", "un souhait"},
		{"Siempre llegas tarde", "es", "«siempre»"},
		{"Deberías llamarme", "es", "«deberías»"},
		{"¿Por qué no me llamas?", "es", "«por qué»"},
		{"es culpa tuya", "es", "tu lado"},
		{"Si me quisieras", "es", "un anhelo"},
		{"you never call", "de", `"Always" and "never"`},
		{"you never call, du solltest das wissen", "de", "du solltest"}, // the locale's language goes first
		{"you never call, du solltest das wissen", "en", `"Always" and "never"`},
		{"you never call", "", `"Always" and "never"`},

		{"I am so happy because of you", "en", none}, // praise in the same words
		{"Because of you I feel safe", "en", none},
		{"you always make me laugh", "en", none},
		{"You've always been there for me", "en", none},
		{"you make me happy", "en", none},
		{"you made me coffee, thank you", "en", none},
		{"you never let me down", "en", none},
		{"I cried because of you", "en", "your side of it"},
		{"you never make me laugh", "en", `"Always" and "never"`},
		{"you are never there for me", "en", `"Always" and "never"`},
		{"you make me feel small", "en", "your side of it"},
		{"Ich bin glücklich wegen dir", "de", none},
		{"Wegen dir bin ich so glücklich", "de", none},
		{"Du bist immer für mich da", "de", none},
		{"Du bist nie für mich da", "de", "„immer“ und „nie“"},
		{"Wegen dir habe ich geweint", "de", "der eigenen Seite"},
		{"Tu es toujours là pour moi", "fr", none},
		{"tu me fais toujours rire", "fr", none},
		{"Je suis heureuse à cause de toi", "fr", none},
		{"Tu n'es jamais là pour moi", "fr", "jamais"},
		{"J'ai pleuré à cause de toi", "fr", "en parlant de soi"},
		{"Siempre me haces reír", "es", none},
		{"Siempre estás ahí", "es", none},
		{"Tú nunca estás ahí", "es", "«siempre»"},
		{"você sempre chega tarde", "pt", "“sempre”"}, {"vc nunca me escuta", "pt", "“sempre”"}, {"Sempre chegas tarde", "pt", "“sempre”"},
		{"Nunca me liga quando viaja", "pt", "“sempre”"}, {"Cê vive reclamando de mim", "pt", "“sempre”"}, {"Você só sabe criticar", "pt", "“sempre”"},
		{"você deveria me ligar mais", "pt", "“você devia”"}, {"Você tem que mudar", "pt", "“você devia”"}, {"vc precisa aprender a ouvir", "pt", "“você devia”"},
		{"Por que você não me ajuda?", "pt", "“por que”"}, {"pq vc não responde", "pt", "“por que”"}, {"Porque você não me liga?", "pt", "“por que”"},
		{"a culpa é toda sua", "pt", "seu lado"}, {"Chorei por sua causa", "pt", "seu lado"}, {"Você me deixou muito mal", "pt", "seu lado"},
		{"Se você me amasse de verdade", "pt", "um desejo"}, {"Você não tá nem aí", "pt", "um desejo"}, {"vc nem liga pra mim", "pt", "um desejo"},
		{"Qual é o seu problema?", "pt", "mais fácil de ouvir"}, {"Você é muito egoísta", "pt", "mais fácil de ouvir"}, {"Você é igualzinho ao seu pai", "pt", "Comparar"},
		{"Você sempre me faz rir", "pt", none}, {"Você sempre me apoia", "pt", none}, {"Você nunca me deixou na mão", "pt", none}, {"Você vive me fazendo rir", "pt", none},
		{"Você deve estar com fome", "pt", none}, {"Você tem que ver esse pôr do sol", "pt", none}, {"Não é culpa sua", "pt", none}, {"Estou feliz por sua causa", "pt", none},
		{"Minha mãe sempre faz bolo no domingo", "pt", none}, {"Ele tem que trabalhar até tarde", "pt", none}, {"Fiquei em casa porque você não veio", "pt", none},

		{"", "en", none},
		{"I felt alone when we did not talk. I need an hour with you. Would you call on Friday?", "en", none},
		{"I never feel safer than with you", "en", none},
		{"I have always loved our walks", "en", none},
		{"thank you, never mind the rest", "en", none},
		{"Ich wünsche mir mehr Zeit mit dir, immer wieder", "de", none},
		{"bayou always", "en", none}, // a word's end is no word
		{"éyou never", "en", none},
		{"you neverland", "en", none},
		{"du niemandem", "de", none},
		{"J'aimerais que tu m'appelles ce soir", "fr", none},
		{"Je ne me sens jamais aussi bien qu'avec toi", "fr", none},
		{"Me gustaría verte más, como siempre", "es", none},
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
		"você sempre esquece", "você devia", "por que você não liga", "a culpa é sua", "você não me escuta", "você é egoísta", "você é igual ao seu pai",
	} {
		got, ok := l.Hint(words, "")
		if !ok {
			t.Errorf("Hint(%q): got none", words)
		}
		if !slices.ContainsFunc([]string{"Would you", "Würdest du", "Voudrais-tu", "¿Querrías", "Você poderia"}, func(form string) bool { return strings.Contains(got, form) }) {
			t.Errorf("Hint(%q): %q offers no form to use", words, got)
		}
		if !slices.ContainsFunc([]string{"If you like", "Vielleicht", "Peut-être", "Tal vez", "Se quiser"}, func(kind string) bool { return strings.Contains(got, kind) }) {
			t.Errorf("Hint(%q): %q reads like an order", words, got)
		}
	}
}

func TestCoachingLinesAreFewShortAndSteady(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	seen := map[string]bool{}
	for seed := range uint64(1000) {
		line := l.Words("").Coach("", seed)
		if again := l.Words("").Coach("", seed); again != line {
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
	for _, want := range []string{"First say what you heard; fixing can wait.", "A kind no is better than a vague yes.", "You may say no. You need no reason."} {
		if !seen[want] {
			t.Errorf("no seed of 1000 gave %q", want)
		}
	}
}

func TestTheLineUnderANoteFollowsItsWant(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	seen := map[string]bool{}
	for _, w := range l.Wants() {
		line := l.Words("").Coach(w.Key, 1)
		if again := l.Words("").Coach(w.Key, 2); line == "" || again != line || seen[line] {
			t.Errorf("Coach(%s): got %q, then %q, seen under another want: %v", w.Key, line, again, seen[line])
		}
		seen[line] = true
	}
	if got, want := l.Words("").Coach("listen", 1, "today was long"), "Listening comes first; no ideas needed."; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	for seed := range uint64(100) {
		if got := l.Words("").Coach("", seed, "fine", "give me your phone"); got != "You may say no. You need no reason." {
			t.Fatalf("under commanding words: got %q", got)
		}
		if got := l.Words("").Coach("listen", seed, "give me your phone", "I am scared of you"); got != "" {
			t.Fatalf("under serious words: got %q, want none", got)
		}
	}
}

func TestSeriousWordsPraiseAndThanksGetNoHint(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, text := range []string{
		"why do you hit me", "Du hast mich geschlagen, nie wieder", "Thank you. You should see this", "you never fail me, I love you",
		"Du hast nie geklagt. Danke!", "Merci, tu devrais te reposer", "Gracias, siempre llegas a tiempo", "Everyone else left and you stayed, thank you",
	} {
		if got, ok := l.Hint(text, ""); ok {
			t.Errorf("Hint(%q): got %q, want none", text, got)
		}
	}
	for _, text := range []string{"show me your phone", "thank you, now show me your phone", "you always lie. give me your phone"} {
		if got, _ := l.Hint(text, ""); !strings.HasPrefix(got, "A need is about you.") {
			t.Errorf("Hint(%q): got %q, want that a need is about you", text, got)
		}
	}
}
