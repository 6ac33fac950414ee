package main

import (
	"go/ast"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEveryPromiseInTheDocsNamesATestThatExists(t *testing.T) {
	t.Parallel()
	there := map[string]bool{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`).FindAllSubmatch(source, -1) {
			there[string(m[1])] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join("docs", "security.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, table, ok := strings.Cut(string(page), "| promise | test |\n| --- | --- |\n")
	if !ok {
		t.Fatal("docs/security.md has no table of promises")
	}
	promises := 0
	for _, row := range strings.Split(table, "\n") {
		if !strings.HasPrefix(row, "|") {
			break
		}
		promises++
		named := regexp.MustCompile("`((?:Test|Fuzz)\\w+)`").FindAllStringSubmatch(row, -1)
		if len(named) == 0 {
			t.Errorf("no test stands beside: %s", row)
		}
		for _, m := range named {
			if !there[m[1]] {
				t.Errorf("there is no %s, beside: %s", m[1], row)
			}
		}
	}
	if promises < 20 {
		t.Errorf("got %d promises, want all of them", promises)
	}
}

func TestTheDocsLinkToFilesThatExist(t *testing.T) {
	t.Parallel()
	for page, text := range pages(t) {
		for _, m := range regexp.MustCompile(`\]\(([^)#:]+)\)`).FindAllStringSubmatch(text, -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s links to %s: %v", page, m[1], err)
			}
		}
	}
}

// A place in the code is written as its file, a colon and a name, which for a method
// begins with its type: `bot/menu.go: Bot.find`.
func TestTheDocsNamePlacesInTheCodeThatExist(t *testing.T) {
	t.Parallel()
	there := map[string]bool{}
	eachFile(t, func(file string, _ []byte, syntax *ast.File, _ func(ast.Node) string) {
		for _, d := range syntax.Decls {
			f, ok := d.(*ast.FuncDecl)
			if !ok {
				continue
			}
			name := f.Name.Name
			if f.Recv != nil {
				of := f.Recv.List[0].Type
				if pointer, ok := of.(*ast.StarExpr); ok {
					of = pointer.X
				}
				if generic, ok := of.(*ast.IndexExpr); ok {
					of = generic.X
				}
				if of, ok := of.(*ast.Ident); ok {
					name = of.Name + "." + name
				}
			}
			there[filepath.ToSlash(file)+": "+name] = true
		}
	})
	named := 0
	for page, text := range pages(t) {
		for _, span := range codeSpans(text) {
			if !regexp.MustCompile(`^[\w/]+\.go: [\w.]+$`).MatchString(span) {
				continue
			}
			named++
			if there[span] {
				continue
			}
			where := "nowhere"
			_, name, _ := strings.Cut(span, ": ")
			for place := range there {
				if strings.HasSuffix(place, ": "+name) {
					where = "at " + place
				}
			}
			t.Errorf("%s names %s, which is not there: %s is %s", page, span, name, where)
		}
	}
	if named < 20 {
		t.Errorf("got %d places, want those of docs/architecture.md", named)
	}
}

func TestTheReadmeShowsEveryRoom(t *testing.T) {
	t.Parallel()
	readme := pages(t)["README.md"]
	for name := range imports(t) {
		if name != "main" && !strings.Contains(name, "/") && !strings.Contains(readme, "| `"+name+"/` |") {
			t.Errorf("the README's table of rooms has no row for %s/", name)
		}
	}
}

// Paths in the prose of the docs are written as code, from the root on.
func TestTheDocsNameFilesThatExist(t *testing.T) {
	t.Parallel()
	for page, text := range pages(t) {
		for _, span := range codeSpans(text) {
			file, _, _ := strings.Cut(span, ": ")
			// KEY is that of a language.
			file = strings.Replace(file, "KEY", "*", 1)
			if !regexp.MustCompile(`^[\w.*-]+(/[\w.*-]+)*(/|\.(go|md|sql|yaml|yml|html|svg|png|conf)|/run)$`).MatchString(file) || slices.Contains([]string{"data/", "dist/", "words-de.html"}, file) { // made at the first start, by release/build, and by leanon words
				continue
			}
			if found, err := filepath.Glob(file); err != nil || len(found) == 0 {
				t.Errorf("%s names %s, which is not there", page, file)
			}
		}
	}
}

// pages are the texts for people, by the name of their file.
func pages(t *testing.T) map[string]string {
	t.Helper()
	names, err := filepath.Glob(filepath.Join("docs", "*.md"))
	if err != nil || len(names) == 0 {
		t.Fatalf("docs: got %d pages, %v", len(names), err)
	}
	readmes, err := filepath.Glob("README.*md") // in each language
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	for _, name := range append(append(names, readmes...), "CONTRIBUTING.md", "CHANGELOG.md") {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		texts[name] = string(text)
	}
	return texts
}

func TestEveryFuzzTargetHasACommittedCorpus(t *testing.T) {
	t.Parallel()
	targets := 0
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		for _, m := range regexp.MustCompile(`(?m)^func (Fuzz\w+)\(`).FindAllSubmatch(source, -1) {
			targets++
			inputs, err := os.ReadDir(filepath.Join(filepath.Dir(path), "testdata", "fuzz", string(m[1])))
			if err != nil || len(inputs) == 0 {
				t.Errorf("%s has %d committed inputs (%v), want some", m[1], len(inputs), err)
			}
		}
		return err
	})
	if err != nil || targets < 19 {
		t.Fatalf("got %d targets, %v, want all of them", targets, err)
	}
}
