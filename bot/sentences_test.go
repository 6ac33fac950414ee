package bot

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"leanon/discord/talk"
)

// What the bot says stands in the library, and library/words/keys.txt has each key that
// the code says, with its places. These tests read the code; with UPDATE_KEYS=1 the
// first writes keys.txt anew.

const keysFile = "../library/words/keys.txt"

const keysHead = `# Each sentence that the program says, with the places that it fills. A file of words
# must have exactly these. UPDATE_KEYS=1 go test ./bot -run EverySentence writes this
# file from the code.
`

// sayings is what the code of the bot says: keys with their places, and the beginnings of
// keys whose end is known at run time only.
type sayings struct {
	t        *testing.T
	keys     map[string][]string
	prefixes map[string][]string
}

func TestEverySentenceThatTheBotSaysIsInTheLibrary(t *testing.T) {
	s := sayings{t, map[string][]string{}, map[string][]string{}}
	for _, f := range code(t) {
		ast.Inspect(f.file, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok && f.name != "speaker.go" {
				s.call(f, call)
			}
			return true
		})
	}
	for _, a := range (&Bot{}).menu() {
		s.menu(a)
	}
	for _, key := range keysOf(t) {
		if _, ok := s.keys[key]; ok {
			continue
		}
		places, ok := s.prefix(key)
		if !ok {
			t.Errorf("en.yaml: nobody says %q", key)
			continue
		}
		s.keys[key] = slices.DeleteFunc(slices.Clone(places), func(p string) bool { return !strings.Contains(textOf(t, key), "{"+p+"}") })
	}
	var lines []string
	for key, places := range s.keys {
		lines = append(lines, strings.Join(append([]string{key}, places...), " "))
	}
	slices.Sort(lines)
	want := keysHead + strings.Join(lines, "\n") + "\n"
	if os.Getenv("UPDATE_KEYS") != "" {
		if err := os.WriteFile(keysFile, []byte(want), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	got, err := os.ReadFile(keysFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Errorf("keys.txt is not what the code says; UPDATE_KEYS=1 go test ./bot -run EverySentence writes it")
	}
}

// call takes a call of say, press or pressFor.
func (s sayings) call(f source, call *ast.CallExpr) {
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok || len(call.Args) == 0 {
		return
	}
	var places []string
	key, whole := constant(call.Args[0])
	switch method.Sel.Name {
	case "say":
		for i := 1; i < len(call.Args); i += 2 {
			place, ok := constant(call.Args[i])
			if !ok {
				s.t.Errorf("%s: say takes the names of places as they are", f.at(call))
			}
			places = append(places, place)
		}
	case "press":
		key = "button." + key
	case "pressFor":
		key, places = "button."+key, []string{"name"}
	default:
		return
	}
	slices.Sort(places)
	switch {
	case !whole && !strings.Contains(key, "."):
		s.t.Errorf("%s: say takes a key, or the beginning of one that ends in a dot, and the rest", f.at(call))
	case !whole:
		s.prefixes[key] = slices.Compact(slices.Sorted(slices.Values(append(places, s.prefixes[key]...))))
	default:
		if before, twice := s.keys[key]; twice && !slices.Equal(before, places) {
			s.t.Errorf("%s: %s is said with the places %v, and elsewhere with %v", f.at(call), key, places, before)
		}
		s.keys[key] = places
	}
}

// menu takes the words of an action, which follow from its name.
func (s sayings) menu(a action) {
	kind := map[talk.Kind]string{talk.Command: "command.", talk.Press: "button.", talk.Choose: "select.", talk.Submit: "form."}[a.by]
	if _, ok := s.keys[kind+a.name]; !ok {
		s.keys[kind+a.name] = placesOf(s.t, kind+a.name)
	}
	for _, o := range a.options {
		key := "option." + a.name + "." + o.Name
		if o.Name == whom.Name && !o.User {
			key = "option.partner"
		}
		s.keys[key] = nil
	}
}

// prefix returns the places of a key whose beginning the code says.
func (s sayings) prefix(key string) (places []string, ok bool) {
	for prefix, filled := range s.prefixes {
		if strings.HasPrefix(key, prefix) {
			places, ok = append(places, filled...), true
		}
	}
	return places, ok
}

// constant returns a text constant, or the beginning of one that is joined at run time.
func constant(e ast.Expr) (text string, whole bool) {
	switch e := e.(type) {
	case *ast.BasicLit:
		text, err := strconv.Unquote(e.Value)
		return text, err == nil
	case *ast.BinaryExpr:
		text, _ = constant(e.X)
		return text, false
	}
	return "", false
}

var keyLine = regexp.MustCompile(`(?m)^- key: (\S+)$`)

// keysOf returns the keys of library/words/en.yaml.
func keysOf(t *testing.T) (keys []string) {
	for _, m := range keyLine.FindAllStringSubmatch(words(t), -1) {
		keys = append(keys, m[1])
	}
	return keys
}

// textOf returns the entry of a key in library/words/en.yaml, as it is written.
func textOf(t *testing.T, key string) string {
	_, rest, found := strings.Cut(words(t), "- key: "+key+"\n")
	if !found {
		t.Errorf("en.yaml: the code says %q, which is missing", key)
	}
	entry, _, _ := strings.Cut(rest, "\n- key: ")
	return entry
}

// placesOf returns the places of a key in library/words/en.yaml.
func placesOf(t *testing.T, key string) (places []string) {
	for _, m := range regexp.MustCompile(`\{([a-z]+)\}`).FindAllStringSubmatch(textOf(t, key), -1) {
		places = append(places, m[1])
	}
	slices.Sort(places)
	return slices.Compact(places)
}

func words(t *testing.T) string {
	data, err := os.ReadFile("../library/words/en.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// source is one file of the bot's code.
type source struct {
	name string
	file *ast.File
	set  *token.FileSet
}

func (s source) at(n ast.Node) string {
	return fmt.Sprintf("%s:%d", s.name, s.set.Position(n.Pos()).Line)
}

// code parses the bot's code without its tests.
func code(t *testing.T) (all []source) {
	paths, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		set := token.NewFileSet()
		file, err := parser.ParseFile(set, path, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, source{path, file, set})
	}
	return all
}
