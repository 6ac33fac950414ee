package library_test

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"leanon/library"
)

// spokenIn loads a small library in English, and besides in the languages of a spoken.yaml
// with the files given.
func spokenIn(t *testing.T, spoken string, more map[string]string) (*library.Library, error) {
	t.Helper()
	all := smallest(t, "languages.yaml", "kinds.yaml", "coaching.yaml", "asking.yaml")
	all["words/keys.txt"] = &fstest.MapFile{Data: []byte("hello name\ndrafts n\nbutton.hear\n")}
	all["words/en.yaml"] = &fstest.MapFile{Data: []byte("- {key: hello, to: anybody, text: 'Hello, {name}.'}\n" +
		"- {key: drafts, to: anybody, one: '{n} draft', other: '{n} drafts'}\n" +
		"- {key: button.hear, to: anybody, voice: reader, max: 80, text: I hear you}\n")}
	all["spoken.yaml"] = &fstest.MapFile{Data: []byte("- {key: en, name: English, tag: en, locales: [en-US, en-GB]}\n" + spoken)}
	for name, text := range more {
		all[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return library.Load(all)
}

const german = "- {key: de, name: Deutsch, tag: de, locales: [de]}\n"

func TestALanguageThatBreaksARuleIsRefusedWithItsLine(t *testing.T) {
	t.Parallel()
	const formal = german + "- {key: de-formal, name: Deutsch (Sie), tag: de, over: de, formal: true}\n"
	for name, c := range map[string]struct {
		spoken, file, text, want string
	}{
		"an unknown key":          {german, "words/de.yaml", "- {key: bye, text: Bis bald.}\n", `de.yaml:1: the program says no sentence called "bye"`},
		"a file that is missing":  {german, "kinds.de.yaml", "kinds: {}\n", "words/de.yaml: "},
		"a lost place":            {german, "words/de.yaml", "- {key: hello, text: Hallo.}\n", "de.yaml:1: text has no place {name}"},
		"a number that is lost":   {german, "words/de.yaml", "- {key: drafts, one: ein Entwurf, other: Entwürfe}\n", "de.yaml:1: other has no place {n}"},
		"one of 1, 21 and 31":     {"- {key: ru, name: Русский, tag: ru}\n", "words/ru.yaml", "- {key: drafts, one: черновик, few: '{n} черновика', many: '{n} черновиков', other: '{n} черновика'}\n", "ru.yaml:1: one has no place {n}"},
		"many that are millions":  {"- {key: es, name: Español, tag: es}\n", "words/es.yaml", "- {key: drafts, one: un borrador, many: borradores, other: '{n} borradores'}\n", "es.yaml:1: many has no place {n}"},
		"a button of nothing":     {german, "words/de.yaml", "- {key: button.hear, text: \"\\u200B\\u2800\"}\n", "de.yaml:1: text has nothing that can be seen"},
		"a kind of nothing":       {german, "kinds.de.yaml", "kinds: {rest: \"\\u3164\"}\n", "kinds.de.yaml:1: the line has nothing that can be seen"},
		"a form that is missing":  {german, "words/de.yaml", "- {key: drafts, other: '{n} Entwürfe'}\n", "de.yaml:1: the form for the number 1 is missing"},
		"a label that is long":    {german, "words/de.yaml", "- {key: button.hear, text: " + strings.Repeat("ö", 81) + "}\n", "de.yaml:1: text is too long, at most 80"},
		"a limit of its own":      {german, "words/de.yaml", "- {key: button.hear, text: Ich höre dich, max: 45}\n", "de.yaml:1: to, voice and max stand in en.yaml"},
		"a voice of its own":      {german, "words/de.yaml", "- {key: hello, text: 'Hallo, {name}.', voice: reader}\n", "de.yaml:1: to, voice and max stand in en.yaml"},
		"words of the partners":   {formal, "words/de-formal.yaml", "- {key: button.hear, text: Ich höre Sie}\n", `de-formal.yaml:1: "button.hear" is what partners say to each other`},
		"a language over nothing": {"- {key: de-formal, name: Sie, tag: de, over: de}\n", "words/de-formal.yaml", "[]", `spoken.yaml:2: "de" does not stand above`},
		"a tag that is none":      {"- {key: de, name: Deutsch, tag: deutsch!}\n", "words/de.yaml", "[]", `spoken.yaml:2: "deutsch!" is no tag`},
		"a locale that is none":   {"- {key: de, name: Deutsch, tag: de, locales: [german]}\n", "words/de.yaml", "[]", `spoken.yaml:2: "german" is not a locale`},
		"another's locale":        {"- {key: it, name: Italiano, tag: it, locales: [it, DE]}\n" + german, "words/it.yaml", "[]", `spoken.yaml:3: the locale "de" is that of it already`},
		"a locale twice":          {"- {key: it, name: Italiano, tag: it, locales: [it, it]}\n", "words/it.yaml", "[]", `spoken.yaml:2: the locale "it" is that of it already`},
		"a language twice":        {german + german, "words/de.yaml", "[]", `spoken.yaml:3: the key "de" is used twice`},
		"a key that is long":      {"- {key: de-longest, name: Deutsch, tag: de}\n", "words/de.yaml", "[]", "spoken.yaml:2: key must be at most 9 letters"},
		"a language without name": {"- {key: de, tag: de}\n", "words/de.yaml", "[]", "spoken.yaml:2: name is missing"},
		"an unknown question":     {german, "questions.de.yaml", "- {key: none-such, text: Was?}\n", `questions.de.yaml:1: there is no question "none-such"`},
		"a question that sweeps":  {german, "questions.de.yaml", "- {key: q-0, text: Was tut dir nie gut?}\n", `questions.de.yaml:1: text must do without the word "nie"`},
		"one that asks twice":     {german, "questions.de.yaml", "- {key: q-0, text: Was tut dir gut und wann?}\n", `questions.de.yaml:1: text asks a second thing at "und wann"`},
		"one that only tells":     {german, "questions.de.yaml", "- {key: q-0, text: Das tut gut.}\n", "questions.de.yaml:1: text must end with a question mark"},
		"plain words, the same":   {german, "questions.de.yaml", "- {key: q-0, text: Was tut gut?, plain: Was tut gut?}\n", "questions.de.yaml:1: plain is the text itself"},
		"an unknown kind":         {german, "kinds.de.yaml", "kinds: {none-such: Nichts}\n", `kinds.de.yaml:1: "none-such" is not a kind of kinds.yaml`},
		"a label too long":        {german, "kinds.de.yaml", "wants: {listen: " + strings.Repeat("ö", 101) + "}\n", "kinds.de.yaml:1: the line is too long"},
		"too few lines":           {german, "coaching.de.yaml", "receiver: ['Erst sagen, was du gehört hast.']\n", "coaching.de.yaml:1: there are 1 lines for the receiver"},
		"a line that is long":     {german, "coaching.de.yaml", "under_commands: " + strings.Repeat("ö", 121) + "\n", "coaching.de.yaml:1: under_commands is too long"},
		"an unknown field":        {german, "coaching.de.yaml", "wnats: {}\n", `coaching.de.yaml:1: unknown field "wnats"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := spokenIn(t, c.spoken, map[string]string{c.file: c.text}); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("got %v, want one with %q", err, c.want)
			}
		})
	}
}

func TestAnOverlayHoldsOnlyWhatDiffers(t *testing.T) {
	t.Parallel()
	argentine := german + "- {key: es, name: Español, tag: es-419}\n- {key: es-AR, name: Español (vos), tag: es-AR, over: es}\n"
	_, err := spokenIn(t, argentine, map[string]string{
		"words/es.yaml": "- {key: hello, text: 'Hola, {name}.'}\n", "words/es-AR.yaml": "- {key: hello, text: 'Hola, {name}.'}\n",
		"questions.es.yaml": "- {key: q-0, text: ¿Qué te haría bien?}\n", "questions.es-AR.yaml": "- {key: q-0, text: ¿Qué te haría bien?}\n",
	})
	for _, want := range []string{"es-AR.yaml:1: hello says the same as es", "questions.es-AR.yaml:1: q-0 says the same as es"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want one with %q", err, want)
		}
	}
}

func TestEachReaderIsSpokenToInTheirLanguage(t *testing.T) {
	t.Parallel()
	l, err := spokenIn(t, german+"- {key: de-formal, name: Deutsch (Sie), tag: de, over: de, formal: true}\n- {key: pt-BR, name: Português, tag: pt-BR, locales: [pt-BR]}\n",
		map[string]string{
			"words/de.yaml":            "- {key: hello, text: 'Hallo, {name}.'}\n- {key: drafts, one: 'ein Entwurf', other: '{n} Entwürfe'}\n",
			"words/de-formal.yaml":     "- {key: hello, text: 'Guten Tag, {name}.'}\n",
			"words/pt-BR.yaml":         "- {key: drafts, one: '{n} rascunho', other: '{n} rascunhos'}\n",
			"questions.de.yaml":        "- {key: q-0, text: Was täte dir heute gut?}\n",
			"questions.de-formal.yaml": "- {key: q-0, text: Was täte Ihnen heute gut?}\n",
			"kinds.de.yaml":            "kinds: {rest: Ruhe}\nwants: {listen: Zuhören}\n",
			"coaching.de.yaml":         "wants: {listen: Zuhören genügt.}\nunder_commands: Nein ist erlaubt.\n",
		})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ got, want string }{
		{l.Words("de").Say("hello", "name", "Ana"), "Hallo, Ana."},
		{l.Words("de-formal").Say("hello", "name", "Ana"), "Guten Tag, Ana."},
		{l.Words("de-formal").Say("drafts", "n", 1), "ein Entwurf"},
		{l.Words("pt-BR").Say("hello", "name", "Ana"), "Hello, Ana."},
		{l.Words("pt-BR").Say("drafts", "n", 0), "0 rascunho"}, // CLDR counts it as one
		{l.Words("en").Say("drafts", "n", 0), "0 drafts"},
		{l.Words("tlh").Say("drafts", "n", 0), "0 drafts"},
		{l.Words("").Language().Key, "en"},
		{l.Words("de-formal").Language().Tag, "de"},
		{l.Words("de").KindLabel("rest"), "Ruhe"},
		{l.Words("de").KindLabel("space"), "Space"},
		{l.Words("de").KindLabel("none-such"), ""},
		{l.Words("de-formal").WantLabel("listen"), "Zuhören"},
		{l.Words("de").Coach("listen", 1), "Zuhören genügt."},
		{l.Words("de").Coach("help", 1), l.Words("en").Coach("help", 1)},
		{l.Words("de-formal").Coach("", 1, "give me your phone"), "Nein ist erlaubt."},
		{l.SpokenFor("de"), "de"}, {l.SpokenFor("en-GB"), "en"}, {l.SpokenFor("pt"), "pt-BR"}, {l.SpokenFor("pt-BR"), "pt-BR"}, {l.SpokenFor("ja"), ""}, {l.SpokenFor(""), ""},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
	for key, want := range map[string]string{"de": "Was täte dir heute gut?", "de-formal": "Was täte Ihnen heute gut?"} {
		if q, ok := l.Words(key).Question("q-0"); !ok || q.Text != want || q.Tag != library.Self {
			t.Errorf("%s: got %+v", key, q)
		}
	}
	if _, ok := l.Words("de").Question("none-such"); ok {
		t.Error("there is a question that is none")
	}
}

func TestWhatALanguageLacksIsCounted(t *testing.T) {
	t.Parallel()
	l, err := spokenIn(t, german+"- {key: de-formal, name: Deutsch (Sie), tag: de, over: de, formal: true}\n", map[string]string{
		"words/de.yaml":            "- {key: hello, text: 'Hallo, {name}.'}\n",
		"words/de-formal.yaml":     "- {key: drafts, one: 'ein Entwurf', other: '{n} Entwürfe'}\n",
		"questions.de-formal.yaml": "- {key: q-0, text: Was täte Ihnen heute gut?}\n",
		"kinds.de.yaml":            "kinds: {rest: Ruhe}\nwants: {listen: Zuhören}\n",
		"coaching.de.yaml":         "wants: {listen: Zuhören genügt.}\n",
	})
	if err != nil {
		t.Fatal(err)
	}
	of, formal := l.Missing("de"), l.Missing("de-formal")
	if len(l.Missing("en")) != 0 || len(formal) != len(of)-2 || len(of) < 60 {
		t.Errorf("English lacks %d, German %d, formal German %d", len(l.Missing("en")), len(of), len(formal))
	}
	for key, lacking := range map[string]bool{
		"hello": false, "drafts": true, "button.hear": true, "questions q-0": true, "questions q-1": true, "kinds rest": false,
		"kinds space": true, "wants listen": false, "wants help": true, "coaching listen": false, "coaching help": true, "coaching receiver": true,
		"coaching under_commands": true,
	} {
		if slices.Contains(of, key) != lacking {
			t.Errorf("%s: lacking is %v, want %v", key, !lacking, lacking)
		}
	}
	for _, key := range []string{"drafts", "questions q-0"} {
		if slices.Contains(formal, key) {
			t.Errorf("formal German lacks %s", key)
		}
	}
}
