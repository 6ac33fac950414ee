package library_test

import (
	"bytes"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"leanon/library"
)

// files copies the shipped files, so that a test can break one.
func files(t testing.TB) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, name := range []string{"questions.yaml", "kinds.yaml", "coaching.yaml", "serious.yaml", "asking.yaml", "verbs.yaml", "named.yaml", "help.yaml", "languages.yaml", "words/en.yaml", "words/keys.txt"} {
		data, err := fs.ReadFile(library.Embedded(), name)
		if err != nil {
			t.Fatal(err)
		}
		out[name] = &fstest.MapFile{Data: data}
	}
	out["spoken.yaml"] = &fstest.MapFile{Data: []byte("- {key: en, name: English, tag: en}\n")}
	return out
}

// smallest returns files of which each is as small as may be, so that a test that loads
// many times is quick. The named ones are those that leanon ships.
func smallest(t testing.TB, shipped ...string) fstest.MapFS {
	t.Helper()
	var questions strings.Builder
	for i := range 60 {
		fmt.Fprintf(&questions, "- {key: q-%d, text: What is %d?, tag: self, depth: 1, about: us, why: x}\n", i, i)
	}
	out := fstest.MapFS{
		"questions.yaml": {Data: []byte(questions.String())},
		"kinds.yaml":     {Data: []byte("kinds: [{key: k, group: self, label: k}]\nwants: [{key: w, label: w}]\n")},
		"coaching.yaml":  {Data: []byte("receiver: [x]\nunder_commands: x\n")},
		"serious.yaml":   {Data: []byte("en: {}\n")},
		"asking.yaml":    {Data: []byte("en: {}\n")},
		"verbs.yaml":     {Data: []byte("{}\n")},
		"named.yaml":     {Data: []byte("en: {}\n")},
		"help.yaml":      {Data: []byte("countries: []\n")},
		"languages.yaml": {Data: []byte("[{key: en, name: n, sunday: [a], monday: [b], tuesday: [c], wednesday: [d], thursday: [e], friday: [f], saturday: [g]}]\n")},
		"spoken.yaml":    {Data: []byte("- {key: en, name: English, tag: en}\n")},
		"words/en.yaml":  {Data: []byte("- {key: k, text: Kept., to: person, voice: bot, max: 2000, note: n}\n")},
		"words/keys.txt": {Data: []byte("k\n")},
	}
	all := files(t)
	for _, name := range shipped {
		out[name] = all[name]
	}
	return out
}

// lineOf returns the line of the first occurrence of text, counted from 1.
func lineOf(t *testing.T, data []byte, text string) int {
	t.Helper()
	at := bytes.Index(data, []byte(text))
	if at < 0 {
		t.Fatalf("the file does not hold %q", text)
	}
	return 1 + bytes.Count(data[:at], []byte("\n"))
}

// Each case replaces old, once, by new in a shipped file; the error must name the
// line where mark stands afterwards.
func TestABrokenFileNamesItsLine(t *testing.T) {
	t.Parallel()
	const (
		second = "- key: lighter-tomorrow\n"
		text   = "text: What small thing would make tomorrow a little easier for you?"
	)
	for _, c := range []struct{ name, file, old, new, mark, want string }{
		{"unknown field", "questions.yaml", text, text + "\n  mood: 3", "mood: 3", `unknown field "mood"`},
		{"doubled field", "questions.yaml", text, text + "\n  text: Again?", "text: Again?", "already defined"},
		{"wrong type", "questions.yaml", second + "  " + text + "\n  tag: responsive\n  depth: 1", second + "  " + text + "\n  tag: responsive\n  depth: deep", "depth: deep", "int"},
		{"not YAML", "questions.yaml", text, "text: [What", "tag: responsive\n  depth: 1\n  about: world", "']' must be specified"},
		{"a list is expected", "questions.yaml", "- key: comfort-today\n", "question: yes\n- key: comfort-today\n", "- key: comfort-today", ""},
		{"key used twice", "questions.yaml", second, "- key: comfort-today \n", "- key: comfort-today \n", `"comfort-today" is used twice`},
		{"key with capitals", "questions.yaml", second, "- key: Lighter\n", "- key: Lighter\n", "key must be small letters"},
		{"key with a double hyphen", "questions.yaml", second, "- key: a--b\n", "- key: a--b\n", "key must be small letters"},
		{"key too long", "questions.yaml", second, "- key: " + strings.Repeat("k", 41) + "\n", "kkkk", "key is too long, at most 40"},
		{"no key", "questions.yaml", second + "  " + text, "- " + text, "- " + text, "key must be"},
		{"no text", "questions.yaml", second + "  " + text, second, second, "text is missing"},
		{"no why", "questions.yaml", "  why: A small, doable wish is easier to say and easier to meet [SU].\n", "", second, "why is missing"},
		{"text used twice", "questions.yaml", text, "text: what makes an apology feel REAL to you?", "text: What makes an apology", `the same as that of "lighter-tomorrow"`},
		{"text too long", "questions.yaml", text, "text: " + strings.Repeat("w", 300) + "?", "wwww", "text is too long, at most 300"},
		{"text over two lines", "questions.yaml", text, `text: "One\ntwo?"`, `One\ntwo?`, "text has line breaks"},
		{"no question", "questions.yaml", text, "text: Say something.", "text: Say", "text must end with a question mark"},
		{"asks twice", "questions.yaml", text, "text: What helps? What else?", "text: What helps", `"What helps?": one question asks one`},
		{"asks a second thing", "questions.yaml", text, "text: What is heavy today, and what would help?", "text: What is", `"and what": one question asks one`},
		{"asks a second thing in plain words", "questions.yaml", text, text + "\n  plain: When is it good, or when is it not?", "plain: When", `"or when": one question asks one`},
		{"asks why", "questions.yaml", text, "text: Why is today heavy?", "text: Why", `"why": it asks for reasons`},
		{"sweeps", "questions.yaml", text, "text: What do you ALWAYS need?", "text: What do you ALWAYS", `"always": it sweeps`},
		{"rates", "questions.yaml", text, "text: How would you rate today?", "text: How would", `"rate": it rates`},
		{"about sex", "questions.yaml", text, "text: What about sex?", "text: What about", `"sex": sex is left out`},
		{"about health", "questions.yaml", text, "text: What did the doctor say?", "text: What did the doctor", `"doctor": health is left out`},
		{"about money", "questions.yaml", text, "text: What about money, then?", "text: What about", `"money": money is left out`},
		{"one gender", "questions.yaml", text, "text: What could he bring you?", "text: What could", `"he": it fits only one gender`},
		{"unknown tag", "questions.yaml", "tag: went-well\n", "tag: well\n", "tag: well\n", "tag must be"},
		{"unknown depth", "questions.yaml", "depth: 2\n", "depth: 4\n", "depth: 4\n", "depth must be 1, 2 or 3"},
		{"unknown about", "questions.yaml", "about: world\n", "about: them\n", "about: them\n", "about must be us or world"},
		{"first question not light", "questions.yaml", "tag: responsive\n  depth: 1", "tag: responsive\n  depth: 2", "#", "the first question"},
		{"a pair that is not there", "questions.yaml", text, text + "\n  pair: gone", "pair: gone", `there is no question "gone"`},
		{"its own pair", "questions.yaml", text, text + "\n  pair: lighter-tomorrow", "pair: lighter", "pair names the question itself"},
		{"a chain of pairs", "questions.yaml", second, "- {key: x, text: What is x?, tag: self, depth: 1, about: us, why: x, pair: comfort-today}\n- {key: y, text: What is y?, tag: self, depth: 1, about: us, why: x, pair: x}\n" + second, "- {key: y", `"x", which names "comfort-today"`},
		{"a pair of one season", "questions.yaml", second, "- {key: x, text: What is x?, tag: self, depth: 1, about: us, why: x, pack: loss}\n- {key: y, text: What is y?, tag: self, depth: 1, about: us, why: x, pair: x}\n" + second, "- {key: y", "in one season of life only"},
		{"plain words that ask nothing", "questions.yaml", text, text + "\n  plain: Say it.", "plain: Say", "plain must end with a question mark"},
		{"plain words that rate", "questions.yaml", text, text + "\n  plain: Which grade?", "plain: Which", `"grade": it rates`},
		{"plain words too long", "questions.yaml", text, text + "\n  plain: " + strings.Repeat("w", 300) + "?", "plain: w", "plain is too long"},
		{"plain words that are the text", "questions.yaml", text, text + "\n  plain: What small thing would make tomorrow a little easier for you?", "plain: What", "plain is the text itself"},
		{"an unknown season", "questions.yaml", text, text + "\n  pack: winter", "pack: winter", "pack must be one of new-parents"},
		{"a first question of one season", "questions.yaml", "tag: responsive\n", "tag: responsive\n  pack: loss\n", "#", "the first question"},
		{"second document", "questions.yaml", second, "---\n" + second, second, "second document"},

		{"kind twice", "kinds.yaml", "key: a-reply", "key: time-together, ", "key: time-together, ,", ""},
		{"kind used twice", "kinds.yaml", "key: a-reply", "key: time-together", "label: A reply", `"time-together" is used twice`},
		{"want used twice", "kinds.yaml", "key: plan-together", "key: listen", "label: Plan together", `"listen" is used twice`},
		{"label too long", "kinds.yaml", "label: A date", "label: " + strings.Repeat("l", 101), "llll", "label is too long, at most 100"},
		{"label missing", "kinds.yaml", ", label: A date", "", "key: a-date", "label is missing"},
		{"unknown group", "kinds.yaml", "group: unsure", "group: other", "group: other", "group must be"},
		{"kind key with a space", "kinds.yaml", "key: a-date", "key: a date", "key: a date", "key must be small letters"},
		{"too many kinds", "kinds.yaml", "\nwants:", many() + "\nwants:", "#", "1 to 25 fit a select"},
		{"no wants", "kinds.yaml", "\nwants:", "\nwants: []\nothers:", "others:", "unknown field"},

		{"pattern that does not compile", "coaching.yaml", "pattern: you (really )?(should", "pattern: you ((really )?(should", "you ((really", "pattern does not compile"},
		{"pattern that closes too much", "coaching.yaml", "pattern: you (really )?(should", "pattern: a)|(b", "pattern: a)|(b", "pattern does not compile"},
		{"pattern that fits all", "coaching.yaml", "pattern: you (really )?(should", "pattern: x*|(should", "pattern: x*", "fits even where there are no words"},
		{"unknown language", "coaching.yaml", "language: de", "language: tlh", "language: tlh", "language must be a key of languages.yaml"},
		{"hint missing", "coaching.yaml", "    hint: 'Comparing", "    #", "language: en\n    pattern: (like|just like)", "hint is missing"},
		{"line too long", "coaching.yaml", "  - First say", "  - " + strings.Repeat("x", 121) + "\n  - First say", "xxxx", "too long, at most 120"},
		{"line that is no text", "coaching.yaml", "  - First say", "  - [a, b]\n  - First say", "[a, b]", ""},

		{"phrase without letters", "serious.yaml", "    - suicidal\n", "    - '!?'\n    - suicidal\n", "'!?'", "no word in"},
		{"phrase twice", "serious.yaml", "    - suicidal\n", "    - suicidal\n    - Suicidal!\n", "Suicidal!", "is there twice"},
		{"phrase too long", "serious.yaml", "    - suicidal\n", "    - " + strings.Repeat("x", 2001) + "\n    - suicidal\n", "xxxx", "too long, at most 2000"},
		{"a choice far too long", "serious.yaml", "    - suicidal\n", "    - " + strings.Repeat("kill|", 40000) + "die\n", "kill|kill", "too long, at most 2000"},
		{"many times too long", "serious.yaml", "    - suicidal\n", "    - " + strings.Repeat("kill ", 70000) + "me|you?\n", "kill kill", "too long, at most 2000"},
		{"a bracket that stays open", "serious.yaml", "    - suicidal\n", "    - kill (my self\n", "kill (my self", "stays open"},
		{"a bracket that none opened", "serious.yaml", "    - suicidal\n", "    - kill my) self\n", "kill my) self", "in a wrong place"},
		{"nothing beside a |", "serious.yaml", "    - suicidal\n", "    - suicidal|\n", "suicidal|", "nothing beside"},
		{"exceptions that stay open", "serious.yaml", "    - suicidal\n", "    - kill myself (not a, b\n", "kill myself (not a", "its exceptions in brackets"},
		{"a phrase that begins with a gap", "serious.yaml", "    - suicidal\n", "    - .. kill myself\n", ".. kill", "begin with a whole word"},
		{"a phrase that may be nothing", "serious.yaml", "    - suicidal\n", "    - kill?\n", "kill?", "begin with a whole word"},
		{"a list that is not there", "serious.yaml", "    - suicidal\n", "    - kill SOMEBODY\n", "kill SOMEBODY", "uses the list SOMEBODY"},
		{"an unknown subject", "serious.yaml", "  life:\n", "  lives:\n", "lives:", "unknown field"},
		{"a want that is none", "coaching.yaml", "  listen: ", "  hear: ", "  hear: ", "is not a want of kinds.yaml"},
		{"a hint on commands in no language", "coaching.yaml", "on_commands:\n  en:", "on_commands:\n  tlh:", "  tlh:", "is not a key of languages.yaml"},
		{"an exception that does not compile", "coaching.yaml", "    pattern: you don't (even )?", "    unless: (a\n    pattern: you don't (even )?", "unless: (a", "unless does not compile"},
		{"phrase that is no text", "serious.yaml", "    - suicidal\n", "    - [kill, myself]\n", "[kill, myself]", ""},
		{"a day without words", "languages.yaml", "  monday: [mo, mon, montag, montage]\n", "", "- key: de", "monday has no words"},
		{"a language twice", "languages.yaml", "- key: de\n", "- key: en\n", "- key: en\n  name: Deutsch", `"en" is used twice`},
		{"a language that is none", "languages.yaml", "- key: de\n", "- key: deutsch\n", "- key: deutsch", "the two small letters"},
		{"a word in capitals", "languages.yaml", "[mo, mon, montag, montage]", "[mo, Montag]", "[mo, Montag]", "small letters"},
		{"unknown language of phrases", "serious.yaml", "\nde:\n", "\ntlh:\n", "tlh:", `"tlh" is no key of languages.yaml`},

		{"a country without contacts", "help.yaml", "    contacts: [\"Polizei, police 117 oder/ou 112\", \"Die Dargebotene Hand, La Main Tendue 143\"]\n", "", "country: Schweiz", "Schweiz, Suisse has no contacts"},
		{"a zone of two countries", "help.yaml", "zones: [Europe/Vienna]", "zones: [Europe/Berlin]", "[Europe/Berlin]", "is a zone of Deutschland already"},
		{"a zone that is none", "help.yaml", "zones: [Europe/Vienna]", "zones: [Vienna]", "[Vienna]", `"Vienna" is not a zone`},
		{"unknown locale", "help.yaml", "[Europe/Vienna]\n    locales: [de]", "[Europe/Vienna]\n    locales: [german]", "[german]", `"german" is not a locale`},
		{"unknown country field", "help.yaml", "    contacts: [\"Polizei, police 117 oder/ou 112\", \"Die Dargebotene Hand, La Main Tendue 143\"]\n", "    phone: 1\n", "phone: 1", `unknown field "phone"`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			broken := smallest(t, "languages.yaml", "kinds.yaml", c.file)
			old := broken[c.file].Data
			if !bytes.Contains(old, []byte(c.old)) {
				t.Fatalf("%s does not hold %q", c.file, c.old)
			}
			data := bytes.Replace(old, []byte(c.old), []byte(c.new), 1)
			broken[c.file] = &fstest.MapFile{Data: data}
			got, err := library.Load(broken)
			if err == nil {
				t.Fatalf("got a library, want an error about %q", c.want)
			}
			if got != nil {
				t.Error("got a library beside the error, want none")
			}
			want := fmt.Sprintf("%s:%d: ", c.file, lineOf(t, data, c.mark))
			for text := range strings.SplitSeq(err.Error(), "\n") {
				if strings.HasPrefix(text, want) && strings.Contains(text, c.want) {
					return
				}
			}
			t.Errorf("got %q, want a line %q with %q", err, want, c.want)
		})
	}
}

func TestAFileOnWhichTheParserPanicsNamesItsLine(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		file, text string
		line       int
	}{
		{"questions.yaml", "# one\n# two\n! 0\n# four\n", 3},
		{"kinds.yaml", "wants: []\nkinds: ! x\n# three\n", 2},
	} {
		broken := files(t)
		broken[c.file] = &fstest.MapFile{Data: []byte(c.text)}
		want := fmt.Sprintf("%s:%d: cannot be read as YAML", c.file, c.line)
		if _, err := library.Load(broken); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", c.text, err, want)
		}
	}
}

// many returns more kinds than a select can show.
func many() string {
	var out strings.Builder
	for i := range 26 {
		fmt.Fprintf(&out, "  - {key: more-%d, group: self, label: More %d}\n", i, i)
	}
	return out.String()
}

func TestALibraryWithTooLittleIsRefused(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name                 string
		light, deep, wellish int
		want                 []string // empty: it loads
	}{
		{"just enough", 30, 30, 0, nil},
		{"went-well counts as easy", 14, 30, 16, nil},
		{"59 questions", 59, 0, 0, []string{"there are 59 questions; 60 are needed"}},
		{"13 light ones", 13, 30, 17, []string{"there are 13 questions of depth 1; the first two weeks need 14"}},
		{"less than half easy", 30, 31, 0, []string{"30 of 61 questions are of depth 1 or went-well"}},
		{"nothing at all is right", 1, 2, 0, []string{"there are 3 questions", "there are 1 questions of depth 1", "1 of 3 questions are"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var text strings.Builder
			n := 0
			write := func(count, depth int, tag library.Tag) {
				for range count {
					n++
					fmt.Fprintf(&text, "- {key: q-%d, text: What is %d?, tag: %s, depth: %d, about: us, why: x}\n", n, n, tag, depth)
				}
			}
			write(c.light, 1, library.Self)
			write(c.deep, 2, library.Self)
			write(c.wellish, 3, library.WentWell)
			all := files(t)
			all["questions.yaml"] = &fstest.MapFile{Data: []byte(text.String())}
			_, err := library.Load(all)
			if len(c.want) == 0 && err != nil {
				t.Errorf("got %v, want it to load", err)
			}
			for _, want := range c.want {
				if err == nil || !strings.Contains(err.Error(), "questions.yaml:1: "+want) {
					t.Errorf("got %v, want one with %q", err, want)
				}
			}
		})
	}
}

func TestAMissingOrEmptyFileIsNamed(t *testing.T) {
	t.Parallel()
	for name := range files(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := smallest(t)
			delete(all, name)
			if _, err := library.Load(all); err == nil || !strings.HasPrefix(err.Error(), name+": ") {
				t.Errorf("missing: got %v, want an error that begins with the name", err)
			}
			if name == "words/keys.txt" {
				return // no YAML: the program writes it
			}
			for _, empty := range []string{"", "\n\n", "# only a comment\n", "---\n"} {
				all[name] = &fstest.MapFile{Data: []byte(empty)}
				if _, err := library.Load(all); err == nil || !strings.HasPrefix(err.Error(), path.Base(name)+":1: ") {
					t.Errorf("%q: got %v, want an error in line 1", empty, err)
				}
			}
		})
	}
}

func TestAllFaultsAreToldAtOnce(t *testing.T) {
	t.Parallel()
	all := files(t)
	for name, change := range map[string][2]string{
		"questions.yaml": {"?", "."},
		"kinds.yaml":     {"group: self", "group: me"},
	} {
		data := strings.ReplaceAll(string(all[name].Data), change[0], change[1])
		all[name] = &fstest.MapFile{Data: []byte(data)}
	}
	_, err := library.Load(all)
	if err == nil {
		t.Fatal("got no error, want many")
	}
	located := regexp.MustCompile(`^[a-z]+\.yaml:[1-9][0-9]*: .`)
	count := map[string]int{}
	for text := range strings.SplitSeq(err.Error(), "\n") {
		if !located.MatchString(text) {
			t.Errorf("got %q, want file:line: and the fault", text)
		}
		name, _, _ := strings.Cut(text, ":")
		count[name]++
	}
	if count["questions.yaml"] < 100 || count["kinds.yaml"] != 5 {
		t.Errorf("got %v, want over 100 questions and 5 kinds", count)
	}
}

func TestAFileSavedOnWindowsLoads(t *testing.T) {
	t.Parallel()
	all := files(t)
	for name, file := range all {
		data := "\ufeff" + strings.ReplaceAll(string(file.Data), "\n", "\r\n")
		all[name] = &fstest.MapFile{Data: []byte(data)}
	}
	if _, err := library.Load(all); err != nil {
		t.Errorf("got %v, want it to load", err)
	}
}
