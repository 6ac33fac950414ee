package wordbook

import (
	"bytes"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"leanon/host"
	"leanon/library"
)

// builtIn is the shelf of what leanon ships.
func builtIn() *shelf {
	return &shelf{fsys: library.Embedded(), dir: "library", spoken: library.Default().Spoken()}
}

// drawn is the page of a language.
func drawn(t *testing.T, s *shelf, lang string) (*book, string) {
	t.Helper()
	spoken, err := s.languages()
	if err != nil {
		t.Fatal(err)
	}
	of, err := chosen(spoken, lang)
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.book(spoken, of)
	if err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := b.write(&out); err != nil {
		t.Fatal(err)
	}
	return b, out.String()
}

// entries are those of all sections, by their id.
func entries(b *book) map[string]*entry {
	all := map[string]*entry{}
	for _, s := range b.Sections {
		for _, e := range s.Entries {
			all[e.ID] = e
		}
	}
	return all
}

// keys are those of words/keys.txt: all that the program says.
func keys(t *testing.T) (all []string) {
	t.Helper()
	text, err := fs.ReadFile(library.Embedded(), "words/keys.txt")
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(text)) {
		if fields := strings.Fields(line); len(fields) > 0 && !strings.HasPrefix(line, "#") {
			all = append(all, fields[0])
		}
	}
	return all
}

func TestEverySentenceStandsOnThePageOfEachLanguage(t *testing.T) {
	t.Parallel()
	l := library.Default()
	want := keys(t)
	for _, q := range l.Questions() {
		want = append(want, "question."+q.Key)
	}
	for _, pack := range append(library.Packs(), library.OfWeek) {
		for _, q := range l.PackQuestions(pack) {
			want = append(want, "question."+q.Key)
		}
	}
	for _, k := range l.Kinds() {
		want = append(want, "kinds."+k.Key)
	}
	for _, w := range l.Wants() {
		want = append(want, "wants."+w.Key, "coaching.wants."+w.Key)
	}
	want = append(want, "coaching.receiver.1", "coaching.under_commands", "hint.on_commands", "hint.on_hinting", "contacts.1")
	s := builtIn()
	for _, of := range l.Spoken() {
		b, err := s.book(l.Spoken(), of)
		if err != nil {
			t.Fatal(err)
		}
		there := entries(b)
		for _, id := range want {
			if there[id] == nil {
				t.Errorf("%s: %s does not stand on the page", of.Key, id)
			}
		}
		if len(there) < 1400 || len(b.Sections) < 25 {
			t.Errorf("%s: got %d entries in %d sections, want all of them", of.Key, len(there), len(b.Sections))
		}
	}
}

// What the page shows is what the program says: its own reading of the files and that of
// package library come to the same.
func TestThePageShowsWhatTheProgramSays(t *testing.T) {
	t.Parallel()
	l, s := library.Default(), builtIn()
	for _, of := range l.Spoken() {
		words := l.Words(of.Key)
		b, err := s.book(l.Spoken(), of)
		if err != nil {
			t.Fatal(err)
		}
		if lacking := len(l.Missing(of.Key)); (lacking == 0) != (b.count(Missing) == 0) {
			t.Errorf("%s: the page counts %d that are missing, the library %d", of.Key, b.count(Missing), lacking)
		}
		for id, e := range entries(b) {
			said := e.Text().Forms[0].Text
			kind, key, _ := strings.Cut(id, ".")
			switch {
			case kind == "question" && !strings.HasSuffix(key, ".plain"):
				if q, _ := words.Question(key); q.Text != said {
					t.Errorf("%s: %s shows %q, want %q", of.Key, id, said, q.Text)
				}
			case kind == "kinds" && words.KindLabel(key) != said:
				t.Errorf("%s: %s shows %q, want %q", of.Key, id, said, words.KindLabel(key))
			case kind == "wants" && words.WantLabel(key) != said:
				t.Errorf("%s: %s shows %q, want %q", of.Key, id, said, words.WantLabel(key))
			case strings.HasPrefix(id, "coaching.wants."):
				if line := words.Coach(path.Ext(id)[1:], 0); line != said {
					t.Errorf("%s: %s shows %q, want %q", of.Key, id, said, line)
				}
			case e.English.File == "library/"+englishWords && e.Text().Forms[0].Name == "" && !strings.Contains(said, "{"):
				if line := words.Say(id); line != said {
					t.Errorf("%s: %s shows %q, want %q", of.Key, id, said, line)
				}
			}
		}
	}
}

func TestEverySentenceHasAPlaceOfItsKind(t *testing.T) {
	t.Parallel()
	b, _ := drawn(t, builtIn(), library.English)
	all, seen := entries(b), map[string]int{}
	for id, e := range all {
		seen[e.Place.Kind]++
		switch e.Place.Kind {
		case "placeholder", "value", "option-about", "coach":
			if all[e.Place.With] == nil && !strings.HasPrefix(id, "place.now") {
				t.Errorf("%s: got %q beside it, which is no sentence", id, e.Place.With)
			}
		}
		limit := map[string]int{"button": 80, "title": 45, "label": 45, "select": 100, "command": 100, "placeholder": 100, "option-about": 100}
		if want, known := limit[e.Place.Kind]; known && e.Max != want {
			t.Errorf("%s: it is %s, and has room for %d; want %d", id, e.Place.Says, e.Max, want)
		}
	}
	page, err := fs.ReadFile(os.DirFS("."), "page.html")
	if err != nil {
		t.Fatal(err)
	}
	for kind, n := range seen {
		if kind != "message" && !strings.Contains(string(page), `eq .Kind "`+kind+`"`) {
			t.Errorf("page.html draws no %s, of which there are %d", kind, n)
		}
	}
	for _, kind := range []string{"button", "select", "option", "option-about", "title", "label", "placeholder", "value", "form-text", "command", "part", "sheet", "question", "coach", "message"} {
		if seen[kind] == 0 {
			t.Errorf("nothing stands in a %s: placeOf has a mistake", kind)
		}
	}
}

func TestThePageAsksForNothingFromAnywhere(t *testing.T) {
	t.Parallel()
	b, html := drawn(t, builtIn(), "de")
	if got, want := strings.Count(html, "<article "), len(entries(b)); got != want {
		t.Errorf("got %d sentences on the page, want %d", got, want)
	}
	for _, of := range regexp.MustCompile(`(?i)(?:href|src|action|url)\s*[=(]\s*"?[^#"][^"> ]*`).FindAllString(html, -1) {
		t.Errorf("the page has %s", of)
	}
	ids := map[string]bool{}
	for _, m := range regexp.MustCompile(` id="([^"]+)"`).FindAllStringSubmatch(html, -1) {
		if ids[m[1]] {
			t.Errorf("the id %s stands on the page twice", m[1])
		}
		ids[m[1]] = true
	}
	for _, m := range regexp.MustCompile(`(?:href="#|labelledby="|for=")([^"]+)"`).FindAllStringSubmatch(html, -1) {
		if !ids[m[1]] {
			t.Errorf("the page refers to %s, which is not on it", m[1])
		}
	}
}

// shipped is a copy of the shipped files, with some of them changed; nil takes one away.
func shipped(t *testing.T, changed map[string]string) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(library.Embedded(), ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(library.Embedded(), name)
		files[name] = &fstest.MapFile{Data: data}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range changed {
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

// threeLanguages are English, a language xx and yy, which is over xx.
const threeLanguages = "- {key: en, name: English, tag: en}\n- {key: xx, name: Xish, tag: cs}\n- {key: yy, name: Xish (old), tag: cs, over: xx}\n"

func TestWhatIsMissingAndWhatIsInheritedIsMarkedAndCounted(t *testing.T) {
	t.Parallel()
	s := &shelf{dir: "library", fsys: shipped(t, map[string]string{
		"spoken.yaml": threeLanguages,
		"words/xx.yaml": "# The rules of Xish.\n\n- key: button.agree\n  text: Jo <b>\n  note: not too loud\n- key: needs.drafts\n" +
			"  one: '{n} A {name}'\n  few: '{n} B {name}'\n  many: '{n} C {name}'\n  other: '{n} D {name}'\n",
		"words/yy.yaml":     "- key: button.accept\n  text: So be it\n",
		"questions.xx.yaml": "- key: comfort-today\n  text: Xwhat?\n",
		"kinds.xx.yaml":     "kinds:\n  rest: Xrest\nwants:\n  listen: Xlisten\n",
		"coaching.xx.yaml":  "receiver:\n  - Xline\nunder_commands: Xfree\n",
	})}
	b, html := drawn(t, s, "xx")
	all := entries(b)
	if got, want := b.count(Own), 8; got != want { // with a line of /help, which cs has
		t.Errorf("got %d of its own, want %d", got, want)
	}
	if !strings.Contains(html, "sentences are missing and said in English.") || !strings.Contains(html, "The rules of Xish.") {
		t.Error("the head of the page does not say what is missing, and which rules hold")
	}
	for id, want := range map[string]string{"button.agree": "Jo <b>", "question.comfort-today": "Xwhat?", "kinds.rest": "Xrest", "wants.listen": "Xlisten",
		"coaching.receiver.1": "Xline", "coaching.under_commands": "Xfree"} {
		if e := all[id]; e.State != Own || e.Said.Forms[0].Text != want || e.Said.Line == 0 {
			t.Errorf("%s: got %s, %+v; want %q", id, e.State, e.Said, want)
		}
	}
	for _, part := range []string{"Jo &lt;b&gt;", "not too loud", "library/words/xx.yaml:3", "few: 2, 3, 4", "missing: said in English"} {
		if !strings.Contains(html, part) {
			t.Errorf("the page does not have %q", part)
		}
	}
	if e := all["button.decline"]; e.State != Missing || e.Text().Forms[0].Text != "Decline" {
		t.Errorf("got %s, %+v; want the English words", e.State, e.Text())
	}

	over, html := drawn(t, s, "YY")
	if e := entries(over)["button.agree"]; e.State != Inherited || e.From != "xx" || !strings.Contains(html, "inherited from xx") {
		t.Errorf("got %s from %q, want it inherited from xx", e.State, e.From)
	}
	if own := over.count(Own); own != 2 || over.count(Inherited) != 7 || over.count(Missing) != b.count(Missing)-1 {
		t.Errorf("got %d own, %d inherited, %d missing", own, over.count(Inherited), over.count(Missing))
	}
}

func TestWhatIsTightOrLongIsMarked(t *testing.T) {
	t.Parallel()
	of := func(text string) said { return said{Forms: []form{{Text: text}}} }
	long := strings.Repeat("o", 80)
	for _, c := range []struct {
		name          string
		limit         int
		own, english  string
		tight, longer bool
	}{
		{"a short button", 80, "Ja", "Yes", false, false},
		{"a button at its limit", 80, long, long, true, false},
		{"a place counts as one", 80, long[:70] + "{a-long-name}", long, false, false},
		{"a button longer than the English", 80, long[:60], "Yes", false, false},
		{"a message longer than the English", 2000, long, long[:50], true, true},
		{"a message as long as the English", 2000, long, long[:70], false, false},
		{"a short message twice as long", 2000, long[:30], long[:15], false, false},
	} {
		e := entry{State: Own, Max: c.limit, Said: of(c.own), English: of(c.english)}
		if e.Tight() != c.tight || (e.Longer() != "") != c.longer {
			t.Errorf("%s: got tight %v, longer %q", c.name, e.Tight(), e.Longer())
		}
	}
}

func TestAMessageIsShownAsDiscordShowsIt(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"**Kept:** for {n} days":           "<strong>Kept:</strong> for <var>{n}</var> days",
		"Press *Keep* & go":                "Press <em>Keep</em> &amp; go",
		"takes `*`, lists (`0,30`), `*/2`": "takes <code>*</code>, lists (<code>0,30</code>), <code>*/2</code>",
		"<script>alert(1)</script>":        "&lt;script&gt;alert(1)&lt;/script&gt;",
		"2 * 3 * 4":                        "2 * 3 * 4",
		"**a** \x00 `b`":                   "<strong>a</strong>  <code>b</code>",
	} {
		if got := string(shown(text)); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// inDir writes files to a new directory, below library/ as in a copy of the source.
func inDir(t *testing.T, files fstest.MapFS) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.CopyFS(filepath.Join(dir, "library"), files); err != nil {
		t.Fatal(err)
	}
	return dir
}

func TestACopyOfTheSourceIsReadAndItsFaultsAreSaid(t *testing.T) {
	t.Parallel()
	english, err := fs.ReadFile(library.Embedded(), englishWords)
	if err != nil {
		t.Fatal(err)
	}
	mine := strings.Replace(string(english), "text: I agree", "text: I do {so}", 1)
	at := 1 + strings.Count(mine[:strings.Index(mine, "I do {so}")], "\n")
	dir := inDir(t, shipped(t, map[string]string{englishWords: mine}))
	for _, from := range []string{dir, filepath.Join(dir, "library")} {
		var out, bad bytes.Buffer
		err := Command{Lang: "en", From: from}.Run(&host.Process{Stdout: &out, Stderr: &bad})
		want := filepath.ToSlash(filepath.Join(dir, "library")) + "/words/en.yaml:" + number(at) + ": text has the place {so}, for which the program has nothing\n"
		if err == nil || err.Error() != "the line above is wrong; leanon would not be built with it" || bad.String() != want {
			t.Errorf("got %v, %q\nwant %q", err, bad.String(), want)
		}
		if !strings.Contains(out.String(), "I do <var>{so}</var>") || !strings.Contains(out.String(), `<p class="fault">`) || !strings.Contains(out.String(), "One line is wrong.") {
			t.Error("the page does not show the edit with what is wrong")
		}
	}
	if err := (Command{From: t.TempDir()}).Run(&host.Process{}); err == nil || !strings.HasSuffix(err.Error(), "name the directory that has library/words/en.yaml in it") {
		t.Errorf("an empty directory: got %v", err)
	}
}

func TestAFileThatIsNoYAMLIsSaidWithItsLine(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{"words/en.yaml": "/words/en.yaml:1", "spoken.yaml": "/spoken.yaml:1", "questions.yaml": "/questions.yaml:1"} {
		var out, bad bytes.Buffer
		err := Command{Lang: "en", From: inDir(t, shipped(t, map[string]string{name: "'"}))}.Run(&host.Process{Stdout: &out, Stderr: &bad})
		if err == nil || !strings.Contains(err.Error()+bad.String(), want) {
			t.Errorf("%s: got %v, %q; want %s", name, err, bad.String(), want)
		}
	}
}

func TestTheListSaysWhatIsMissingInEachLanguage(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	if err := (Command{}).Run(&host.Process{Stdout: &out}); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	spoken := library.Default().Spoken()
	if len(lines) != len(spoken) || !strings.Contains(lines[0], "sentences, which the others translate") {
		t.Fatalf("got\n%s\nwant a line for each of %d languages", &out, len(spoken))
	}
	for i, of := range spoken {
		if fields := strings.Fields(lines[i]); fields[0] != of.Key || !strings.Contains(lines[i], of.Name) {
			t.Errorf("got %q, want that of %s", lines[i], of.Key)
		}
	}
}

func TestALanguageThatIsNotThereIsAnsweredWithThoseThatAre(t *testing.T) {
	t.Parallel()
	for lang, want := range map[string]string{
		"xx": "xx is no language that leanon speaks; there are en, ",
		"x":  ": docs/translating.md says how to add one",
		"pt": "did you mean " + host.Command("words pt-BR"),
	} {
		err := Command{Lang: lang}.Run(&host.Process{})
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v, want %q", lang, err, want)
		}
	}
	if err := (Command{Out: "x.html"}).Run(&host.Process{}); err == nil || !strings.Contains(err.Error(), "--out needs a language") {
		t.Errorf("--out alone: got %v", err)
	}
	for _, lang := range []string{"PT-br", "pt_BR"} {
		if of, err := chosen(library.Default().Spoken(), lang); err != nil || of.Key != "pt-BR" {
			t.Errorf("%s: got %q, %v", lang, of.Key, err)
		}
	}
}

func TestThePageGoesWhereOneLooksForIt(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	var out bytes.Buffer
	run := func(c Command) {
		t.Helper()
		out.Reset()
		if err := c.Run(&host.Process{Stdout: &out}); err != nil {
			t.Fatal(err)
		}
	}
	run(Command{Lang: "en"}) // what is no terminal gets the page
	if !strings.HasPrefix(out.String(), "<!DOCTYPE html>") {
		t.Errorf("got %.40q, want the page", out.String())
	}
	run(Command{Lang: "en", Out: "-"})
	if !strings.HasPrefix(out.String(), "<!DOCTYPE html>") {
		t.Errorf("got %.40q, want the page", out.String())
	}
	name := filepath.Join(dir, "page.html")
	run(Command{Lang: "en", Out: name})
	if written, err := os.ReadFile(name); err != nil || !bytes.HasPrefix(written, []byte("<!DOCTYPE html>")) || !strings.HasSuffix(out.String(), "Open "+name+" in a browser.\n") {
		t.Errorf("got %v and %q, want the page in the file, and where it is", err, out.String())
	}
	err := Command{Lang: "en", Out: filepath.Join(dir, "none", "page.html")}.Run(&host.Process{Stdout: &out})
	if err == nil || !strings.Contains(err.Error(), "name another file by --out") {
		t.Errorf("got %v, want that another file is to be named", err)
	}
}

func TestTheHeadingsOfTheEnglishWordsAreTheSections(t *testing.T) {
	t.Parallel()
	b, _ := drawn(t, builtIn(), library.English)
	var titles []string
	for _, s := range b.Sections {
		titles = append(titles, s.Title)
		if strings.Contains(s.Title, "  ") || len(s.Entries) == 0 {
			t.Errorf("got the section %q with %d entries", s.Title, len(s.Entries))
		}
	}
	for _, want := range []string{"Commands, buttons, selects and forms", "The card", "Errors", "Questions", "Hints under a draft", "Where to find help"} {
		if !slices.Contains(titles, want) {
			t.Errorf("got the sections %q, want %s too", titles, want)
		}
	}
}
