package main

import (
	"go/ast"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// A comment names a file by its path in the room of the comment, or from the root on.
func TestCommentsNameFilesThatExist(t *testing.T) {
	t.Parallel()
	named := 0
	eachFile(t, func(file string, _ []byte, syntax *ast.File, at func(ast.Node) string) {
		for _, group := range syntax.Comments {
			for _, name := range regexp.MustCompile(`\*?[\w][\w/*-]*\.(?:go|ya?ml|md|sql)\b`).FindAllString(group.Text(), -1) {
				named++
				if !exists(filepath.Dir(file), name) {
					t.Errorf("%s names %s, which is neither in its room nor at the root", at(group), name)
				}
			}
		}
	})
	if named < 20 {
		t.Errorf("got %d names, want those of the rooms' first files", named)
	}
}

// exists looks for a file, or files, in a room and at the root.
func exists(dir, name string) bool {
	for _, from := range []string{dir, "."} {
		if found, err := filepath.Glob(filepath.Join(from, name)); err == nil && len(found) > 0 {
			return true
		}
	}
	return false
}

func TestEveryRoomSaysWhatToOpenFirst(t *testing.T) {
	t.Parallel()
	said := map[string]string{}
	for name, r := range imports(t) {
		if r.lines > 0 && name != "main" {
			said[name] = ""
		}
	}
	eachFile(t, func(file string, _ []byte, syntax *ast.File, _ func(ast.Node) string) {
		if !strings.HasSuffix(file, "_test.go") && syntax.Doc != nil {
			said[filepath.ToSlash(filepath.Dir(file))] += syntax.Doc.Text()
		}
	})
	for name, comment := range said {
		if name != "." && !regexp.MustCompile(`\w\.go|[Tt]his file`).MatchString(comment) {
			t.Errorf("the package comment of %s does not say which file to open first, beside what the room is for and what never goes in:\n%s", name, comment)
		}
	}
}

// What comments call by its package, such as clock.ErrZone, is there.
func TestCommentsNameExportedThingsThatExist(t *testing.T) {
	t.Parallel()
	there := map[string]bool{}
	rooms := map[string]bool{}
	eachFile(t, func(file string, _ []byte, syntax *ast.File, _ func(ast.Node) string) {
		in := strings.TrimSuffix(syntax.Name.Name, "_test")
		rooms[in] = true
		ast.Inspect(syntax, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.FuncDecl:
				there[in+"."+n.Name.Name] = true
			case *ast.TypeSpec:
				there[in+"."+n.Name.Name] = true
			case *ast.ValueSpec:
				for _, name := range n.Names {
					there[in+"."+name.Name] = true
				}
			}
			return true
		})
	})
	eachFile(t, func(file string, _ []byte, syntax *ast.File, at func(ast.Node) string) {
		for _, group := range syntax.Comments {
			for _, m := range regexp.MustCompile(`\b([a-z]+)\.[A-Z]\w*`).FindAllStringSubmatch(group.Text(), -1) {
				if rooms[m[1]] && !there[m[0]] && !there[strings.TrimSuffix(m[0], "s")] {
					t.Errorf("%s names %s, which is not there", at(group), m[0])
				}
			}
		}
	})
}
