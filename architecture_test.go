package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// room is a package of this module. Its name is its directory, and main's is "main".
type room struct {
	uses      map[string]string // the rooms that its code imports, each with the file and line of one such import
	testsUse  map[string]string // the same of its tests, without what its code imports too
	outside   map[string]string // what its code imports that is not of this module
	lines     int               // lines of Go in its code
	testLines int
}

// eachFile visits every Go file of this module that somebody wrote, also those that are
// not built here; at tells where in a file something stands.
func eachFile(t *testing.T, visit func(file string, text []byte, syntax *ast.File, at func(ast.Node) string)) {
	t.Helper()
	files := token.NewFileSet()
	at := func(n ast.Node) string { return files.Position(n.Pos()).String() }
	err := filepath.WalkDir(".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && file != "." && (strings.HasPrefix(entry.Name(), ".") || entry.Name() == "testdata") {
			return filepath.SkipDir
		}
		if entry.IsDir() || !strings.HasSuffix(file, ".go") {
			return nil
		}
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		syntax, err := parser.ParseFile(files, file, text, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		if !ast.IsGenerated(syntax) {
			visit(file, text, syntax, at)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// imports reads the rooms of this module.
func imports(t *testing.T) map[string]room {
	t.Helper()
	rooms := map[string]room{}
	eachFile(t, func(file string, text []byte, syntax *ast.File, at func(ast.Node) string) {
		name := roomOf(path.Join("leanon", filepath.ToSlash(filepath.Dir(file))))
		r, ok := rooms[name]
		if !ok {
			r = room{uses: map[string]string{}, testsUse: map[string]string{}, outside: map[string]string{}}
		}
		uses, lines := r.uses, &r.lines
		if strings.HasSuffix(file, "_test.go") {
			uses, lines = r.testsUse, &r.testLines
		}
		*lines += bytes.Count(text, []byte("\n"))
		for _, spec := range syntax.Imports {
			imported := strings.Trim(spec.Path.Value, `"`)
			switch to := roomOf(imported); {
			case to == name:
			case to != "":
				uses[to] = at(spec)
			case !strings.HasSuffix(file, "_test.go"):
				r.outside[imported] = at(spec)
			}
		}
		rooms[name] = r
	})
	for _, r := range rooms {
		for to := range r.uses {
			delete(r.testsUse, to)
		}
	}
	return rooms
}

// roomOf names the room of an import path; what is not of this module has none.
func roomOf(imported string) string {
	if imported == "leanon" {
		return "main"
	}
	name, ok := strings.CutPrefix(imported, "leanon/")
	if !ok {
		return ""
	}
	return name
}

// row is what a table of docs/architecture.md says of a room.
type row struct {
	what string // in words; empty in the table of the tests
	uses []string
}

// table reads one of the tables of docs/architecture.md, by the words above its
// columns: what it is about, perhaps words, and which rooms.
func table(t *testing.T, head string) map[string]row {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("docs", "architecture.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, text, ok := strings.Cut(string(page), head+"\n")
	if !ok {
		t.Fatalf("docs/architecture.md has no table that begins with %s", head)
	}
	found := map[string]row{}
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "| ---") {
			continue
		}
		cells := strings.Split(strings.Trim(strings.TrimSpace(line), "|"), "|")
		if len(cells) < 2 {
			break
		}
		name := strings.Trim(cells[0], " `")
		if _, twice := found[name]; twice {
			t.Errorf("docs/architecture.md lists %s twice under %s", name, head)
		}
		r := row{uses: codeSpans(cells[len(cells)-1])}
		if len(cells) == 3 {
			r.what = strings.TrimSpace(cells[1])
		}
		found[name] = r
	}
	return found
}

const (
	roomsTable   = "| room | what it is | uses |"
	testsTable   = "| room | its tests use too |"
	outsideTable = "| from outside | what for | used in |"
)

// codeSpans are the words between backticks of a text.
func codeSpans(text string) (spans []string) {
	for _, m := range regexp.MustCompile("`([^`\n]+)`").FindAllStringSubmatch(text, -1) {
		spans = append(spans, m[1])
	}
	return spans
}

func TestTheRoomsUseWhatTheArchitecturePageListsAndNothingElse(t *testing.T) {
	t.Parallel()
	rooms := imports(t)
	code, tests := table(t, roomsTable), table(t, testsTable)
	for _, name := range slices.Sorted(maps.Keys(rooms)) {
		if _, ok := code[name]; !ok {
			t.Errorf("docs/architecture.md does not list the room %s: give it a row that says what it is and uses", name)
			continue
		}
		compareArrows(t, name, "code", rooms[name].uses, code[name].uses)
		compareArrows(t, name, "tests", rooms[name].testsUse, tests[name].uses)
	}
	for name := range code {
		if _, ok := rooms[name]; !ok {
			t.Errorf("docs/architecture.md lists the room %s, which is not there: take its row out", name)
		}
	}
	for name := range tests {
		if _, ok := rooms[name]; !ok {
			t.Errorf("docs/architecture.md lists tests of %s, which is not there: take the row out", name)
		}
	}
}

// compareArrows compares what a room imports with what the page lists for it.
func compareArrows(t *testing.T, name, whose string, made map[string]string, listed []string) {
	t.Helper()
	for _, to := range slices.Sorted(maps.Keys(made)) {
		if !slices.Contains(listed, to) {
			t.Errorf("%s: the %s of %s may not use %s, because docs/architecture.md does not list it.\n"+
				"\tMove what is needed to where it may be used. If the arrow has to be, add `%s` to the row of `%s`, and draw the picture anew:\n"+
				"\tUPDATE_PICTURES=1 go test -run Picture .", made[to], whose, name, to, to, name)
		}
	}
	for _, to := range listed {
		if _, ok := made[to]; !ok {
			t.Errorf("docs/architecture.md lists %s for the %s of %s, where no file uses it.\n"+
				"\tTake `%s` out of the row of `%s`, and draw the picture anew: UPDATE_PICTURES=1 go test -run Picture .", to, whose, name, to, name)
		}
	}
}

// What others wrote is used where the page says and nowhere else: so the bot knows
// no SQL, and only the wire knows discordgo.
func TestWhatIsFromOutsideIsUsedInTheRoomsThatTheArchitecturePageLists(t *testing.T) {
	t.Parallel()
	listed := table(t, outsideTable)
	used := map[string]bool{}
	for name, r := range imports(t) {
		for _, imported := range slices.Sorted(maps.Keys(r.outside)) {
			first, _, _ := strings.Cut(imported, "/")
			from, known := "", false
			for path := range listed {
				if imported == path || strings.HasPrefix(imported, path+"/") {
					from, known = path, true
				}
			}
			used[from+" in "+name] = true
			switch {
			case !known && strings.Contains(first, "."):
				t.Errorf("%s: docs/architecture.md does not list %s: give it a row that says what it is for and which rooms use it", r.outside[imported], imported)
			case known && !slices.Contains(listed[from].uses, name):
				t.Errorf("%s: %s may not use %s, because docs/architecture.md does not list that: leave it to %q, or add `%s` to its row", r.outside[imported], name, from, listed[from].uses, name)
			}
		}
	}
	for path, r := range listed {
		for _, name := range r.uses {
			if !used[path+" in "+name] {
				t.Errorf("docs/architecture.md lists %s in %s, where no file uses it: take it out", path, name)
			}
		}
	}
}

func TestTheRootHoldsTheCommandLineAlone(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	code := slices.DeleteFunc(files, func(name string) bool { return strings.HasSuffix(name, "_test.go") })
	if want := []string{"main.go", "when.go"}; !slices.Equal(code, want) {
		t.Errorf("the root holds %q, want %q: everything else has a room", code, want)
	}
}

// Time is an argument everywhere, so that tests and the demo can move the clock.
func TestOnlyMainLooksAtTheClock(t *testing.T) {
	t.Parallel()
	seen := 0
	eachFile(t, func(file string, _ []byte, syntax *ast.File, at func(ast.Node) string) {
		if strings.HasSuffix(file, "_test.go") {
			return
		}
		ast.Inspect(syntax, func(n ast.Node) bool {
			call, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			of, ok := call.X.(*ast.Ident)
			if ok && of.Name == "time" && slices.Contains([]string{"Now", "Since", "Until"}, call.Sel.Name) {
				seen++
				if file != "main.go" {
					t.Errorf("%s looks at the clock by time.%s: let its caller say what time it is, as main does", at(call), call.Sel.Name)
				}
			}
			return true
		})
	})
	if seen == 0 {
		t.Error("nothing looks at the clock, not even main: this test sees nothing")
	}
}

func TestNoFileIsTwoThings(t *testing.T) {
	t.Parallel()
	eachFile(t, func(file string, text []byte, syntax *ast.File, at func(ast.Node) string) {
		if strings.HasSuffix(file, "_test.go") {
			return
		}
		if n := bytes.Count(text, []byte("\n")); n > 300 {
			t.Errorf("%s has %d lines, want 300 at most: which two things is it?", file, n)
		}
		for _, d := range syntax.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok || file == "bot/menu.go" && f.Name.Name == "menu" { // a list
				continue
			}
			if n := bytes.Count(text[f.Pos()-syntax.FileStart:f.End()-syntax.FileStart], []byte("\n")) + 1; n > 70 {
				t.Errorf("%s: %s has %d lines, want a screen, 70, at most: which two things is it?", at(f), f.Name.Name, n)
			}
		}
	})
}
