package library_test

import (
	"testing"
	"testing/fstest"

	"leanon/library"
)

// request is what somebody types into "Would you ...?", and whether that opening is put in
// front of it.
type request struct {
	typed string
	opens bool
}

func TestARequestTakesTheOpeningOnlyWhereItReadsRightBehindIt(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		languages []string
		requests  []request
	}{
		{[]string{"en", ""}, englishRequests()},
		{[]string{"de", "de-formal"}, germanRequests()},
		{[]string{"fr", "fr-formal"}, frenchRequests()},
		{[]string{"es", "es-AR"}, spanishRequests()},
		{[]string{"pt-BR"}, portugueseRequests()},
	} {
		if len(c.requests) < 25 {
			t.Errorf("%v: got %d requests, want 25", c.languages, len(c.requests))
		}
		for _, language := range c.languages {
			for _, r := range c.requests {
				if got := shipped(t).TakesOpening(language, r.typed); got != r.opens {
					t.Errorf("%s %q: takes the opening: got %v, want %v", language, r.typed, got, r.opens)
				}
			}
		}
	}
}

func englishRequests() []request {
	return []request{
		{"call me at eight", true}, {"Call me", true}, {"hold me for a while", true}, {"not look at your phone at dinner", true},
		{"mind calling me later?", true}, {"like to dance with me", true}, {"kindly call me", true}, {"take the kids on Friday, please", true},
		{"tell me when you are late", true}, {"sit with me and hold my hand", true}, {"let me sleep on Sunday", true}, {"free up an evening", true},
		{"bring me tea", true}, {"sing with me", true}, {"help me with the boxes", true}, {"come home early tonight", true}, {"ask me how it went", true},

		{"Could you please call me", false}, {"I'd like you to call me", false}, {"that you call me", false}, {"to call me", false},
		{"you to call me", false}, {"can u call", false}, {"Would you mind calling", false}, {"Ben, could you call me", false}, {"calling me at eight", false},
		{"a hug", false}, {"ten minutes of your time", false}, {"10 minutes together", false}, {"more time with you", false}, {"I was wondering if you could call", false},
		{"be so kind and call", true}, {"when can you call?", false}, {"able to call me", false}, {"tomorrow a walk", false}, {"no phones at dinner", false},
		{"is it ok if we talk", false}, {"Won't you call me?", false}, {"your hand in mine", false},
	}
}

func germanRequests() []request {
	return []request{
		{"mich anrufen", true}, {"mich heute Abend um acht anrufen?", true}, {"mit mir spazieren gehen", true}, {"mir zuhören, ohne Rat zu geben", true},
		{"die Kinder am Freitag abholen, wenn du kannst", true}, {"mich anrufen, sobald du da bist", true}, {"mir helfen beim Umzug", true},
		{"Mich in den Arm nehmen", true}, {"am Freitag kochen", true}, {"zu Hause bleiben", true}, {"zusammen kochen", true}, {"etwas mit mir tun", true},
		{"bei mir sein", true}, {"mit mir kuscheln", true}, {"dich um die Kinder kümmern", true}, {"Kerzen anzünden", true}, {"bitte das Fenster zumachen", false},
		{"das Fenster zumachen", true}, {"um acht anrufen", true}, {"kein Handy beim Essen benutzen", true}, {"mich morgen wecken", true}, {"mich drücken", true},
		{"einen langen Spaziergang mit mir machen", true}, {"MICH ANRUFEN", true}, {"was Schönes kochen", true}, {"mir etwas vorlesen", true},

		{"würden Sie mich anrufen", false}, {"könnten Sie mich anrufen?", false}, {"dass du mich anrufst", false}, {"dass wir reden", false}, {"daß wir reden", false},
		{"ob wir reden können", false}, {"mich anzurufen", false}, {"zu kommen", false}, {"mich in den Arm zu nehmen", false}, {"mir zuzuhören", false},
		{"Schatz, würdest du mich anrufen", false}, {"Ben, könntest du kochen?", false}, {"Ruf mich an, wenn wir essen", false}, {"ruf mich bitte an", false},
		{"Rufen Sie mich an", false}, {"helfen Sie mir tragen", false}, {"du mich anrufst", false}, {"mehr Zeit mit dir", false}, {"einen Kuchen", false},
		{"einen langen Spaziergang", false}, {"zehn Minuten für mich", false}, {"eine Umarmung", false}, {"ich möchte, dass du mich anrufst", false},
		{"würdet ihr mich abholen", false}, {"wann können wir reden?", false}, {"mich heute Abend anrufst", false}, {"möchtest du mit mir essen", false},
		{"lass uns reden", false}, {"call me", false},
	}
}

func frenchRequests() []request {
	return []request{
		{"m'appeler", true}, {"m’appeler ce soir ?", true}, {"M'appeler demain", true}, {"me prendre dans tes bras", true}, {"ne pas regarder ton téléphone", true},
		{"nous faire un thé", true}, {"y aller avec moi", true}, {"le faire avec moi", true}, {"tout ranger", true}, {"aller marcher avec moi", true},
		{"venir plus tôt", true}, {"être là vendredi", true}, {"t'asseoir à côté de moi", true}, {"lui écrire", true}, {"rentrer avant huit heures, si tu peux", true},
		{"ce soir m'écouter", true}, {"me lire une page", true}, {"dîner avec moi", true},

		{"pourriez-vous m'appeler ?", false}, {"voudriez-vous m'appeler", false}, {"que tu m'appelles", false}, {"que vous m'appeliez", false}, {"tu m'appelles ?", false},
		{"m'appellerais-tu", false}, {"m'appelleriez-vous", false}, {"appelle-moi", false}, {"de m'appeler", false}, {"à m'appeler", false}, {"Est-ce que tu peux m'appeler", false},
		{"est-ce que vous pourriez venir", false}, {"j'aimerais que tu m'appelles", false}, {"s'il te plaît, appelle-moi", false}, {"un câlin", false},
		{"votre main", false}, {"plus de temps avec toi", false}, {"dix minutes", false}, {"Ben, tu peux m'appeler ?", false}, {"mon cœur, pourrais-tu venir", false},
		{"te serait-il possible de venir", false}, {"ça te dérangerait de m'appeler", false}, {"cela vous dérangerait de venir", false}, {"pouvoir m'appeler", false},
		{"accepterais-tu de venir", false}, {"venez avec moi", false}, {"voudrais-tu m'appeler", false}, {"si tu pouvais m'appeler", false}, {"call me", false},
	}
}

func spanishRequests() []request {
	return []request{
		{"llamarme", true}, {"llamarme a las ocho?", true}, {"Llamarme mañana", true}, {"no mirar el móvil en la cena", true}, {"abrazarme un rato", true},
		{"ir al cine conmigo", true}, {"oír lo que digo", true}, {"reírte conmigo", true}, {"contármelo todo", true}, {"decírmelo antes", true}, {"sentarte conmigo", true},
		{"hoy hacer la cena", true}, {"también llamarme", true}, {"venir a casa", true}, {"acompañarnos el viernes", true}, {"escucharme, por favor", true}, {"dar un paseo", true},

		{"¿Me llamarías a las ocho?", false}, {"me llamarías a las ocho", false}, {"¿llamarme a las ocho?", false}, {"¿Podrías llamarme?", false}, {"te importaría llamarme", false},
		{"le importaría llamarme", false}, {"¿Podría usted llamarme?", false}, {"podría usted llamarme", false}, {"que me llames", false}, {"que usted me llame", false},
		{"que vos me llames", false}, {"llámame a las ocho", false}, {"llamame a las ocho", false}, {"vení a casa", false}, {"querrías llamarme", false}, {"querrías vos llamarme", false},
		{"me puedes llamar", false}, {"me podés llamar", false}, {"me gustaría que me llamaras", false}, {"quisiera pedirte que me llames", false}, {"un abrazo", false},
		{"más tiempo contigo", false}, {"cualquier cosa dulce", false}, {"Ben, ¿me llamas?", false}, {"cariño, podrías venir", false}, {"a llamarme", false}, {"poder llamarme", false},
		{"serías capaz de llamarme", false}, {"diez minutos", false}, {"de venir", false}, {"mujer, llámame", false}, {"call me", false},
	}
}

func portugueseRequests() []request {
	return []request{
		{"me ligar", true}, {"me ligar às oito?", true}, {"Me ligar amanhã", true}, {"ligar-me", true}, {"não olhar o celular no jantar", true}, {"ficar comigo", true},
		{"me dar um abraço", true}, {"jantar comigo", true}, {"se sentar comigo", true}, {"nos acompanhar na sexta", true}, {"fazer o café", true}, {"ir ao cinema", true},
		{"ouvir sem dar conselho", true}, {"hoje buscar as crianças", true}, {"lavar a louça, por favor", true}, {"cozinhar comigo", true}, {"dizer por quê", true},

		{"Você me ligaria?", false}, {"você ligaria", false}, {"você me liga", false}, {"que você me ligue", false}, {"que me ligues", false}, {"será que você me liga", false},
		{"Será que você poderia me ligar?", false}, {"o senhor poderia me ligar", false}, {"a senhora me ligaria", false}, {"me ligaria", false}, {"me liga", false},
		{"me ligue às oito", false}, {"você se importaria de me ligar", false}, {"se importaria de ligar", false}, {"dá pra você me ligar", false}, {"cê me liga?", false},
		{"vc pode me ligar", false}, {"tu me ligarias", false}, {"gostaria que você me ligasse", false}, {"queria que me ligasse", false}, {"um abraço", false},
		{"mais tempo com você", false}, {"dez minutos", false}, {"Ben, você me liga?", false}, {"amor, pode me ligar", false}, {"de me ligar", false}, {"para ligar", false},
		{"se puder me ligar", false}, {"se você puder me ligar", false}, {"a gente conversar", false}, {"por uma hora", false}, {"poderia me ligar", false}, {"poder me ligar", false}, {"call me", false},
	}
}

func TestAWrongVerbIsNamedWithItsLine(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"xx: {place: first, ends: [ar]}\n":              `verbs.yaml:1: "xx" is no key of languages.yaml`,
		"en:\n  place: last\n  ends: [ar]\n":            `verbs.yaml:2: place takes "first" and "anywhere"`,
		"en:\n  ends: [ar]\n":                           `verbs.yaml:2: place takes "first" and "anywhere"`,
		"en:\n  place: first\n":                         `verbs.yaml:2: ends is missing`,
		"en:\n  place: first\n  ends: [AR]\n":           `verbs.yaml:3: ends must have its words in small letters, without commas and the like`,
		"en:\n  place: first\n  ends: [a]\n  nor: []\n": `verbs.yaml:4: unknown field "nor"`,
	} {
		all := smallest(t)
		all["verbs.yaml"] = &fstest.MapFile{Data: []byte(text)}
		if _, err := library.Load(all); err == nil || err.Error() != want {
			t.Errorf("%q: got %v, want %s", text, err, want)
		}
	}
}
