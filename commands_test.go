package main

import (
	"go/ast"
	"go/token"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func TestEveryCommandThatTheDocsShowIsThere(t *testing.T) {
	t.Parallel()
	shown := 0
	for page, text := range pages(t) {
		for _, m := range regexp.MustCompile(`go run \. ([a-z-]+)`).FindAllStringSubmatch(text, -1) {
			shown++
			if code, stdout, stderr := runs(t, m[1]+" --help"); code != 0 || !strings.Contains(stdout, "leanon "+m[1]) {
				t.Errorf("%s shows %s: its --help ends with %d, %s%s", page, m[0], code, stdout, stderr)
			}
		}
	}
	if shown < 6 {
		t.Errorf("got %d commands, want those of the README", shown)
	}
}

// What a host is told to type is said as this host started the program (host.Command).
func TestNoMessageNamesACommandByAFixedName(t *testing.T) {
	t.Parallel()
	command := regexp.MustCompile(`\bleanon (serve|demo|check|when|backup|restore|rotate-key|health|words|version|--)`)
	fixed := []string{"leanon demo", "another leanon rotate-key or leanon backup is at work in"} // a title; what another one does
	seen := 0
	eachFile(t, func(file string, _ []byte, syntax *ast.File, at func(ast.Node) string) {
		if strings.HasSuffix(file, "_test.go") {
			return
		}
		ast.Inspect(syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Field: // the tags of a command line say what leanon does, as its manual page does
				return n.Tag == nil
			case *ast.SelectorExpr:
				if n.Sel.Name == "Command" {
					seen++
				}
			case *ast.Ident:
				if n.Name == "Command" {
					seen++
				}
			case *ast.BasicLit:
				text := strings.Trim(n.Value, "`\"")
				if n.Kind == token.STRING && command.MatchString(text) && !slices.Contains(fixed, text) {
					t.Errorf("%s says %q: name the command by host.Command", at(n), text)
				}
			}
			return true
		})
	})
	if seen < 20 {
		t.Errorf("got %d uses of host.Command: this test sees nothing", seen)
	}
}

func TestTheCommandsOfThePageOnTranslatingRun(t *testing.T) {
	t.Parallel()
	text := pages(t)[filepath.Join("docs", "translating.md")]
	commands := regexp.MustCompile(`(?m)^leanon (words.*)$`).FindAllStringSubmatch(text, -1)
	if len(commands) < 3 {
		t.Errorf("got %d commands, want those that show the words", len(commands))
	}
	for _, m := range commands {
		if code, stdout, stderr := runs(t, m[1]); code != 0 || stderr != "" || !strings.Contains(stdout, "Deutsch") {
			t.Errorf("%s: got %d, %.80q, stderr %s", m[0], code, stdout, stderr)
		}
	}
}

func TestEveryTestThatTheDocsRunIsThere(t *testing.T) {
	t.Parallel()
	functions := map[string][]string{} // by directory
	flags := map[string]string{}       // the directory of each
	eachFile(t, func(file string, text []byte, syntax *ast.File, _ func(ast.Node) string) {
		if !strings.HasSuffix(file, "_test.go") {
			return
		}
		dir := filepath.ToSlash(filepath.Dir(file))
		for _, d := range syntax.Decls {
			if f, ok := d.(*ast.FuncDecl); ok && f.Recv == nil {
				functions[dir] = append(functions[dir], f.Name.Name)
			}
		}
		for _, m := range regexp.MustCompile(`flag\.\w+\("([a-z-]+)"`).FindAllSubmatch(text, -1) {
			flags["-"+string(m[1])] = dir
		}
	})
	shown := 0
	for page, text := range pages(t) {
		for _, command := range regexp.MustCompile("go test [^`\n]*").FindAllString(text, -1) {
			shown++
			words := strings.Fields(command)
			at := slices.IndexFunc(words, func(word string) bool { return strings.HasPrefix(word, ".") })
			if at < 0 {
				t.Errorf("%s: %s names no room", page, command)
				continue
			}
			dir := path.Clean(words[at])
			if words[at] != "./..." && functions[dir] == nil {
				t.Errorf("%s: %s finds no tests in %s", page, command, dir)
			}
			for i, word := range words {
				switch {
				case word == "-run" || word == "-bench":
					name, _, _ := strings.Cut(words[i+1], "/")
					kind := map[string]string{"-run": "Test", "-bench": "Benchmark"}[word]
					there := slices.ContainsFunc(functions[dir], func(f string) bool { return strings.HasPrefix(f, kind) && strings.Contains(f, name) })
					if name != "'^$'" && !there {
						t.Errorf("%s: %s finds no %s of that name", page, command, kind)
					}
				case !strings.HasPrefix(word, "-") || slices.Contains([]string{"-benchtime", "-count", "-race", "-short", "-timeout"}, strings.Split(word, "=")[0]):
				case flags[word] != dir:
					t.Errorf("%s: %s has a flag that no test in %s knows: %s", page, command, dir, word)
				}
			}
		}
	}
	if shown < 6 {
		t.Errorf("got %d commands, want those of the README and CONTRIBUTING.md", shown)
	}
}
