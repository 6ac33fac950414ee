package library_test

import (
	"maps"
	"strings"
	"testing"
	"testing/fstest"

	"leanon/library"
)

func TestANoteTellsOnlyWhereItAsksForNothing(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, c := range []struct {
		words, request, want, said string
		tells                      bool
	}{
		{"My sister is here on Friday", "", library.WantJustKnow, "", true},
		{"I miss you", "", library.WantJustKnow, "", true}, // its writer said so
		{"Мне грустно", "", library.WantNothing, "", true},
		{"The soup was good", "", library.WantNothing, "en", true},
		{"Thank you for the soup", "", "", "", true},
		{"Danke für die Suppe", "", "", "de", true},
		{"Thank you for the soup", "", "", "fr", true}, // English is always listened for

		{"My sister is here on Friday", "", "", "", false},
		{"My sister is here on Friday", "", "listen", "", false},
		{"Thank you for the soup", "", "comfort", "", false},
		{"Thank you for the soup", "cook it again", library.WantNothing, "", false},
		{"Thank you for the soup", " \n", library.WantNothing, "", true},
		{"I want you to know", "", library.WantJustKnow, "", true},
		{"Show me your phone", "", library.WantJustKnow, "", false},
		{"I'm scared of you", "", library.WantJustKnow, "", false},
		{"Ich will nicht mehr leben", "", library.WantNothing, "", false},
		{"Thank you. I want to die", "", "", "", false},
		{"Thank you, now show me your phone", "", "", "", false},
		{"Спасибо за суп", "", "", "", false}, // nobody listens for Russian
		{"Danke für die Suppe", "", "", "fr", false},
		{"", "", "", "", false},
	} {
		if got := l.Tells(c.words, c.request, c.want, c.said); got != c.tells {
			t.Errorf("Tells(%q, %q, %q, said %q): got %v, want %v", c.words, c.request, c.want, c.said, got, c.tells)
		}
	}
}

func TestARequestThatIsOneAlreadyIsKnown(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, text := range []string{
		"Would you hold me", "Could you call", "can you come", "Will you stay?", "Please call me", "pls call", "Can we talk", "could u call me",
		"Let's go out", "Shall we dance", "I'd love a walk", "Would it be possible to talk", "Do you have ten minutes", "How about a walk", "hey can you call",
		"Würdest du mich halten", "Könntest du anrufen", "Bitte ruf an", "Kannst du kommen", "Magst du kochen", "lass uns reden", "wuerdest du kommen",
		"Pourrais-tu appeler", "Peux-tu venir", "Tu peux venir", "Est-ce que tu viens", "S'il te plaît appelle", "stp viens", "On peut parler",
		"¿Podrías llamarme", "Puedes venir", "Por favor llámame", "¿Me llamas?", "Quieres salir", "Te gustaría cenar",
		"Você pode ligar", "Poderias ligar", "Por favor me liga", "Me liga", "Vamos sair", "pode me abraçar",
	} {
		if !l.OpensRequest(text, "") {
			t.Errorf("OpensRequest(%q): got false, want true", text)
		}
	}
	for _, text := range []string{
		"", "hold me", "call me when you can", "take the kids on Friday, please", "go for a walk with me", "sit with me for ten minutes",
		"mich halten", "am Freitag kochen", "me tenir la main", "m'appeler vendredi", "abrazarme", "llamarme el viernes", "ligar na sexta", "cozinhar comigo",
		"willow tree walks", "canoe with me",
	} {
		if l.OpensRequest(text, "") {
			t.Errorf("OpensRequest(%q): got true, want false", text)
		}
	}
}

func TestAPlainRequestIsKnown(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for text, want := range map[string]bool{
		"A hug, please": true, "would you call": true, "Are you there?": true, "¿Vienes?": true, "Bitte komm": true, "tu peux venir": true,
		"podrías venir": true, "você pode vir": true, "I need a hug": false, "Ich brauche dich": false, "The day was long": false,
		"J'ai besoin de toi": false, "Necesito un abrazo": false, "Preciso de um abraço": false,
	} {
		if got := l.AsksPlainly(text, ""); got != want {
			t.Errorf("AsksPlainly(%q): got %v, want %v", text, got, want)
		}
	}
}

func TestAMessageThatOnlyNamesAButtonIsKnown(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for name, texts := range map[string][]string{
		"nothing":  {"nothing today", "Nothing today.", "nothing for today", "not today", "heute nichts", "Nichts heute!", "rien aujourd'hui", "nada hoy", "hoy nada", "hoje nada"},
		"help":     {"help", "HELP!", "i need help", "hilfe", "Hilfe bitte", "aide", "aide-moi", "ayuda", "socorro", "ajuda"},
		"hi":       {"hi", "hello", "hey there", "Hallo", "moin", "salut", "bonjour", "hola", "olá", "oi"},
		"later":    {"later", "not now", "remind me later", "später", "plus tard", "más tarde", "luego", "mais tarde"},
		"pause":    {"pause", "stop", "STOP", "stop please", "pausieren", "arrête", "pausa", "parar"},
		"resume":   {"resume", "weitermachen", "reprendre", "reanudar", "retomar"},
		"leave":    {"leave", "quit", "verlassen", "quitter", "salir", "sair"},
		"needs":    {"needs", "my notes", "drafts", "meine notizen", "mes notes", "mis notas", "minhas notas"},
		"settings": {"settings", "einstellungen", "réglages", "reglages", "ajustes", "configurações"},
		"history":  {"history", "verlauf", "historique", "historial", "histórico"},
		"privacy":  {"privacy", "Datenschutz", "confidentialité", "privacidad", "privacidade"},
		"export":   {"export my data", "meine daten exportieren", "exporter mes données"},
		"forget":   {"delete my data", "lösche meine daten", "efface mes données", "borra mis datos"},
		"checkin":  {"check in", "my question", "die frage", "la question"},
		"rhythm":   {"schedule", "rhythmus", "mon rythme", "mi ritmo"},
		"answer":   {"answer", "antworten", "répondre", "responder"},
		"pair":     {"invite", "einladen"},
		"need":     {"a note", "neue notiz"},
		"week":     {"week", "Our week", "unsere Woche", "ma semaine", "mi semana", "a nossa semana", "la settimana"},
		"question": {"our own questions", "add a question", "eigene Fragen", "nos questions", "nuestras preguntas", "nossas perguntas", "le nostre domande"},
		"breathe":  {"breathe", "Take a breath", "I need a break", "ich brauche eine Pause", "j'ai besoin d'une pause", "necesito un respiro", "preciso de uma pausa", "ho bisogno di una pausa"},
	} {
		for _, text := range texts {
			if got, ok := l.Named(text, ""); got != name || !ok {
				t.Errorf("Named(%q): got %q, %v, want %q", text, got, ok, name)
			}
		}
	}
	for _, text := range []string{
		"", "!", "nothing today went well", "help me carry the boxes", "hi love, how was your day", "I need help with the move", "later we could walk",
		"stop working so late", "leave the door open", "heute nichts geschafft", "hola mi amor", "please", "thank you", "I need a hug", "Hilf mir mit den Kindern",
		"the week was long", "I need a break from work", "take a breath with me", "I need space", "hide", "verstecken",
	} {
		if got, ok := l.Named(text, ""); ok {
			t.Errorf("Named(%q): got %q, want none", text, got)
		}
	}
	if got, ok := l.Named("heute nichts", "fr"); ok {
		t.Errorf("German from somebody who writes French: got %q, want none", got)
	}
}

// Each case is one line as the only phrase about fear, and a text.
func TestALineOfPhrasesIsReadAsItsEditorMeantIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		line string
		text string
		want bool
	}{
		{"you hit me", "Then you HIT\nme!", true},
		{"you hit me", "you hit them", false},
		{"you hit me", "you. Hit. Me.", true},
		{"hit|slap me", "slap me", true},
		{"hit|slap me", "hit", false},
		{"(you hit|she hits) me", "she hits me", true},
		{"(you hit|she hits) me", "she hit me", false},
		{"you really? hit me", "you hit me", true},
		{"you really? hit me", "you really hit me", true},
		{"you (so very)? hit me", "you so very hit me", true},
		{"you (so very)? hit me", "you so hit me", false},
		{"you threat* me", "you threatened me", true},
		{"you threat* me", "you thread me", false},
		{"you .. me", "you went and saw me", true},
		{"you .. me", "you went and then saw me", false},
		{"you .. me", "you went. See me", false},
		{"WHO hit me", "my man hit me", true},
		{"WHO hit me", "my dog hit me", false},
		{"you (really (so|very) much)? hit me", "you really very much hit me", true},
		{"you hit me (not up, so well)", "you hit me up", false},
		{"you hit me (not up, so well)", "you hit me so well", false},
		{"you hit me (not up, so well)", "you hit me so hard", true},
		{"you hit me (not up)", "you hit me. Up we went", true},
		{"hit me (after please, do not)", "please hit me", false},
		{"hit me (after please, do not)", "do not hit me", false},
		{"hit me (after please, do not)", "not hit me", true},
		{"you .. me (except tea, a song)", "you made tea for me", false},
		{"you .. me (except tea, a song)", "you sang a song me", false},
		{"you .. me (except tea, a song)", "you made this for me", true},
		{"you hit me (not up) (after if)", "if you hit me", false},
		{"so", "it was sooooo", true},
		{"été", "ete", true},
		{"schlägt", "schlaegt", true},
	} {
		all := smallest(t)
		all["serious.yaml"] = &fstest.MapFile{Data: []byte("en:\n  WHO: [you, my man]\n  fear:\n    - " + c.line + "\n")}
		l, err := library.Load(all)
		if err != nil {
			t.Errorf("%q: %v", c.line, err)
			continue
		}
		if got := l.Serious(c.text, ""); got.Fear != c.want {
			t.Errorf("%q in %q: got %v, want %v", c.line, c.text, got.Fear, c.want)
		}
	}
}

// FuzzPhrases looks for lines that break the reader, and for lines that pass it and
// break the search.
func FuzzPhrases(f *testing.F) {
	for _, seed := range []string{"you hit me (not up)", "a|b (c d|e)? f* .. WHO", "(((a)))", "a (not ", "(a|)", "..", "a** |", "ä'’ (after b)", "? ? ?", "(not a)", "\xff*"} {
		f.Add(seed, "you hit me up")
	}
	rest := smallest(f)
	f.Fuzz(func(t *testing.T, line, text string) {
		if strings.ContainsAny(line, "\r\n") {
			return
		}
		all := maps.Clone(rest)
		all["serious.yaml"] = &fstest.MapFile{Data: []byte("en:\n  WHO: [you, my man]\n  fear:\n    - '" + strings.ReplaceAll(line, "'", "''") + "'\n")}
		l, err := library.Load(all)
		if err != nil {
			if !strings.HasPrefix(err.Error(), "serious.yaml:") {
				t.Errorf("got %q, want file and line in front", err)
			}
			return
		}
		if got := l.Serious(text, ""); got != l.Serious("\n"+text+" ", "") {
			t.Errorf("%q in %q: got %v, with space around it another", line, text, got)
		}
	})
}

// FuzzTells looks for words that break what listens for asking, and for a note that
// both commands and tells.
func FuzzTells(f *testing.F) {
	for _, seed := range []string{"", "Thank you", "show me your phone", "\xff danke \xff", "??", "bitte"} {
		f.Add(seed, "", "")
	}
	l := shipped(f)
	f.Fuzz(func(t *testing.T, words, request, want string) {
		if l.Tells(words, request, want, "") && (l.Commands(words, "") || l.Serious(words, "").Found) {
			t.Errorf("%q tells, and commands or is serious", words)
		}
		l.Named(words, want)
		l.OpensRequest(request, want)
		l.TakesOpening(want, request)
	})
}
