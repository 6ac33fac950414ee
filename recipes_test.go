package main

import (
	"go/ast"
	"go/token"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// What CONTRIBUTING.md asks of a change that joins two places in different rooms.

func TestTheReadmeListsTheCommandsOfTheMenu(t *testing.T) {
	t.Parallel()
	var inMenu []string
	calls(t, "bot/menu.go", func(call *ast.CallExpr) {
		name, ok := call.Fun.(*ast.Ident)
		if !ok || name.Name != "command" {
			return
		}
		if text, ok := call.Args[0].(*ast.BasicLit); ok {
			inMenu = append(inMenu, "/"+strings.Trim(text.Value, `"`))
		}
	})
	_, table, ok := strings.Cut(pages(t)["README.md"], "## What you can type\n\n| command | what it does |\n| --- | --- |\n")
	if !ok {
		t.Fatal("README.md has no table What you can type")
	}
	var listed []string
	for line := range strings.Lines(table) {
		if !strings.HasPrefix(line, "|") {
			break
		}
		listed = append(listed, codeSpans(strings.Split(line, "|")[1])...)
	}
	slices.Sort(inMenu)
	slices.Sort(listed)
	if len(inMenu) < 10 || !slices.Equal(listed, inMenu) {
		t.Errorf("README.md, What you can type: got %q, want the commands of bot/menu.go, %q", listed, inMenu)
	}
}

// calls visits every call in a file.
func calls(t *testing.T, in string, visit func(*ast.CallExpr)) {
	t.Helper()
	eachFile(t, func(file string, _ []byte, syntax *ast.File, _ func(ast.Node) string) {
		if filepath.ToSlash(file) != in {
			return
		}
		ast.Inspect(syntax, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				visit(call)
			}
			return true
		})
	})
}

func TestEveryKindOfNoticeHasWords(t *testing.T) {
	t.Parallel()
	kinds, composed := map[string]string{}, map[string]bool{}
	eachFile(t, func(file string, _ []byte, syntax *ast.File, at func(ast.Node) string) {
		dir, test := filepath.ToSlash(filepath.Dir(file)), strings.HasSuffix(file, "_test.go")
		for _, d := range syntax.Decls {
			switch d := d.(type) {
			case *ast.GenDecl:
				if d.Tok != token.CONST || dir != "store" || test {
					continue
				}
				for _, s := range d.Specs {
					for _, name := range s.(*ast.ValueSpec).Names {
						if regexp.MustCompile(`^Kind[A-Z]`).MatchString(name.Name) {
							kinds[name.Name] = at(name)
						}
					}
				}
			case *ast.FuncDecl:
				if filepath.ToSlash(file) != "bot/compose.go" || d.Name.Name != "compose" && d.Name.Name != "composeFor" {
					continue
				}
				ast.Inspect(d, func(n ast.Node) bool {
					if c, ok := n.(*ast.CaseClause); ok {
						for _, e := range c.List {
							if kind, ok := e.(*ast.SelectorExpr); ok {
								composed[kind.Sel.Name] = true
							}
						}
					}
					return true
				})
			}
		}
	})
	if len(kinds) < 15 {
		t.Errorf("got %d kinds of notices, want all of them", len(kinds))
	}
	for kind, where := range kinds {
		if !composed[kind] {
			t.Errorf("%s: neither Bot.compose nor Bot.composeFor in bot/compose.go has words for %s: such a notice could never be sent", where, kind)
		}
	}
}
