package main

import (
	"go/ast"
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
