package config

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// environPrefix begins the name of every variable that overrides a setting.
const environPrefix = "LEANON_"

// settings fills a Config from files and from the environment, and remembers for
// every setting where its value came from, so that a complaint can point there.
// It walks the syntax tree instead of decoding into the struct, because a
// decoder's errors speak of Go types and, once a value is decoded, its line is lost.
type settings struct {
	keys   []string                 // dotted names, in the order of Config
	value  map[string]reflect.Value // by dotted name
	origin map[string]string        // by dotted name: "config.yaml:12" or "LEANON_DATA"
}

func newSettings(c *Config) *settings {
	s := &settings{value: map[string]reflect.Value{}, origin: map[string]string{}}
	s.index("", reflect.ValueOf(c).Elem())
	return s
}

func (s *settings) index(prefix string, v reflect.Value) {
	for i := range v.NumField() {
		key := prefix + v.Type().Field(i).Tag.Get("yaml")
		if v.Field(i).Kind() == reflect.Struct {
			s.index(key+".", v.Field(i))
			continue
		}
		s.keys = append(s.keys, key)
		s.value[key] = v.Field(i)
	}
}

// environName is the variable that overrides a setting.
func environName(key string) string {
	return environPrefix + strings.ToUpper(strings.ReplaceAll(key, ".", "_"))
}

// readFile takes over what the text says and leaves the rest as it is.
func (s *settings) readFile(name string, text []byte) error {
	text = []byte(strings.TrimPrefix(string(text), "\ufeff"))
	file, err := parser.ParseBytes(text, 0, parser.AllowDuplicateMapKey()) // readSection finds them
	if err != nil {
		return syntaxError(name, string(text), err)
	}
	for i, doc := range file.Docs {
		switch body := doc.Body.(type) {
		case nil: // empty, or nothing but comments
		case *ast.MappingNode:
			if i > 0 {
				return fmt.Errorf("%s:%d: one file holds one configuration; remove the --- above", name, line(body))
			}
			if err := s.readSection(name, "", body); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s:%d: a setting is a name, a colon and a value, such as data: ./data", name, line(body))
		}
	}
	return nil
}

func syntaxError(file, text string, err error) error {
	var bad yaml.Error
	if !errors.As(err, &bad) || bad.GetToken() == nil {
		return fmt.Errorf("%s: this is not YAML", file)
	}
	number := bad.GetToken().Position.Line
	at := fmt.Sprintf("%s:%d", file, number)
	if indentedByTab(text, number) {
		return fmt.Errorf("%s: a tab begins this line; indent with spaces, not tabs", at)
	}
	if before := bad.GetToken().Prev; before != nil && before.Type == token.AliasType {
		return fmt.Errorf("%s: a value that begins with * needs quotes around it", at)
	}
	return fmt.Errorf("%s: this is not YAML: %s", at, OneLine(bad.GetMessage()))
}

// indentedByTab says whether a tab is among the white space before a line's first word.
func indentedByTab(text string, number int) bool {
	lines := strings.Split(text, "\n")
	return 1 <= number && number <= len(lines) && strings.HasPrefix(strings.TrimLeft(lines[number-1], " "), "\t")
}

func (s *settings) readSection(file, prefix string, section *ast.MappingNode) error {
	seen := map[string]bool{}
	for _, entry := range section.Values {
		at := fmt.Sprintf("%s:%d", file, line(entry.Key))
		name := entry.Key.GetToken().Value
		key := prefix + name
		_, known := s.value[key]
		children := s.children(key)
		if seen[name] && (known || len(children) > 0) {
			return fmt.Errorf("%s: %s stands here a second time", at, key)
		}
		seen[name] = true
		switch value := entry.Value.(type) {
		case *ast.NullNode: // a name without a value keeps its default
			if known || len(children) > 0 {
				continue
			}
		case *ast.MappingNode:
			if len(children) > 0 {
				if err := s.readSection(file, key+".", value); err != nil {
					return err
				}
				continue
			}
		}
		switch {
		case known:
			if err := s.readValue(at, key, entry.Value); err != nil {
				return err
			}
		case len(children) > 0:
			return fmt.Errorf("%s: %s is a group; its settings (%s) go below it, indented", at, key, strings.Join(children, ", "))
		case isSecretName(name):
			return fmt.Errorf("%s: secrets are not read from a file: take this one out and set DISCORD_TOKEN or LEANON_KEY in the environment", at)
		case !isPlainName(name):
			return fmt.Errorf("%s: there is no setting of this name", at)
		default:
			return fmt.Errorf("%s: there is no setting %s; %s", at, key, s.whatThereIs(prefix))
		}
	}
	return nil
}

func (s *settings) readValue(at, key string, node ast.Node) error {
	s.origin[key] = at
	if sequence, ok := node.(*ast.SequenceNode); ok {
		items := []string{}
		for _, item := range sequence.Values {
			text, ok := scalar(item)
			if !ok {
				return fmt.Errorf("%s: %s %s", at, key, shape(s.value[key]))
			}
			items = append(items, text)
		}
		if list, ok := s.value[key].Addr().Interface().(*[]string); ok {
			*list = items
			return nil
		}
		return fmt.Errorf("%s: %s %s", at, key, shape(s.value[key]))
	}
	text, ok := scalar(node)
	_, alias := node.(*ast.AliasNode)
	_, list := s.value[key].Interface().([]string)
	switch {
	case alias:
		return fmt.Errorf("%s: %s begins with * and so needs quotes around it", at, key)
	case !ok || list:
		return fmt.Errorf("%s: %s %s", at, key, shape(s.value[key]))
	}
	return s.set(at, key, text)
}

// readEnviron takes over the variables that name a setting. One that begins like
// ours but names none is refused, as an unknown key is; only what Kubernetes and
// Docker set by themselves beside a service called leanon is let be.
func (s *settings) readEnviron(environ []string) error {
	keys := map[string]string{}
	for _, key := range s.keys {
		keys[environName(key)] = key
	}
	for _, variable := range environ {
		name, text, _ := strings.Cut(variable, "=")
		key, known := keys[name]
		switch {
		case !strings.HasPrefix(name, environPrefix), name == KeyVariable, name == NewKeyVariable:
		case !known && (strings.HasPrefix(name, "LEANON_SERVICE_") || strings.HasPrefix(name, "LEANON_PORT")):
		case !known:
			return fmt.Errorf("%s: there is no such setting; the names are those of config.yaml, such as LEANON_CHECK_IN_ZONE", name)
		default:
			if err := s.set(name, key, text); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *settings) set(at, key, text string) error {
	s.origin[key] = at
	text = strings.TrimSpace(text)
	var err error
	switch v := s.value[key].Addr().Interface().(type) {
	case *string:
		*v = text
	case *int:
		*v, err = strconv.Atoi(text)
	case *time.Duration:
		*v, err = time.ParseDuration(text)
	case *[]string:
		*v = strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' })
	case encoding.TextUnmarshaler:
		err = v.UnmarshalText([]byte(text))
	}
	if err != nil {
		return fmt.Errorf("%s: %s %s", at, key, shape(s.value[key]))
	}
	return nil
}

// shape says what a setting of this type looks like.
func shape(v reflect.Value) string {
	switch v.Interface().(type) {
	case int:
		return "must be a whole number"
	case time.Duration:
		return "must be a length of time such as 90m or 24h"
	case Retention:
		return "must be a length of time such as 2160h (90 days), or keep"
	case []string:
		return "must be a list such as [a, b]"
	}
	return "must be text, in quotes if need be"
}

// children lists the names directly under a group; none if key is no group.
func (s *settings) children(key string) []string {
	prefix := ""
	if key != "" {
		prefix = key + "."
	}
	var names []string
	for _, k := range s.keys {
		if rest, ok := strings.CutPrefix(k, prefix); ok {
			name, _, _ := strings.Cut(rest, ".")
			names = append(names, name)
		}
	}
	return slices.Compact(names)
}

func (s *settings) whatThereIs(prefix string) string {
	group := strings.TrimSuffix(prefix, ".")
	names := strings.Join(s.children(group), ", ")
	if group == "" {
		return "there are " + names
	}
	return fmt.Sprintf("%s has %s", group, names)
}

// scalar returns the text of a single value; numbers as they were typed, because
// a Discord id is no number to calculate with.
func scalar(node ast.Node) (string, bool) {
	switch n := node.(type) {
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case *ast.IntegerNode, *ast.FloatNode:
		return node.GetToken().Value, true
	}
	return "", false
}

// isSecretName tells names under which someone may have put a secret.
func isSecretName(name string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc([]string{"token", "key", "secret", "password"}, func(word string) bool {
		return strings.HasSuffix(name, word)
	})
}

// isPlainName refuses to repeat what is too odd or too long to be a name: pasted
// in the wrong place it may be a secret, and tokens and keys have over 40 characters.
func isPlainName(name string) bool {
	return len(name) <= 40 && regexp.MustCompile(`^[A-Za-z0-9_.-]+$`).MatchString(name)
}

func line(node ast.Node) int { return node.GetToken().Position.Line }

// OneLine keeps a message of someone else's on the one line that a sentence has.
func OneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
