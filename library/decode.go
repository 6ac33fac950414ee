package library

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"sort"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
)

// read returns a file as its editor meant it: without the byte order mark and the
// carriage returns that Windows editors add, which the YAML library mistakes for
// content.
func read(fsys fs.FS, name string) ([]byte, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	return bytes.ReplaceAll(data, []byte("\r\n"), []byte("\n")), nil
}

// errTangled stands for a file on which the YAML library itself gives up.
var errTangled = errors.New("cannot be read as YAML from here on; look for a bracket or another mark too many")

// decode reads one YAML document strictly: unknown and doubled keys, a second
// document and an empty file are errors, and each names its line.
func decode[T any](fsys fs.FS, name string) (T, error) {
	var none T
	data, err := read(fsys, name)
	if err != nil {
		return none, err
	}
	value, err := document[T](name, data)
	if errors.Is(err, errTangled) {
		// The line is the one with which the file, read up to it, first fails so.
		lines := bytes.SplitAfter(data, []byte("\n"))
		n := sort.Search(len(lines), func(n int) bool {
			_, err := document[T](name, bytes.Join(lines[:n], nil))
			return errors.Is(err, errTangled)
		})
		return none, fmt.Errorf("%s:%d: %w", name, max(n, 1), errTangled)
	}
	return value, err
}

// document decodes the text of a file. goccy/go-yaml panics on some broken files
// (a bare "!" where a list should stand, found by fuzzing v1.19.2); an editor's
// slip must not stop the program with a stack trace, so a panic becomes errTangled
// here.
func document[T any](name string, data []byte) (value T, err error) {
	defer func() {
		if recover() != nil {
			err = errTangled
		}
	}()
	file, err := parser.ParseBytes(data, 0)
	if err != nil {
		return value, located(name, 1, err)
	}
	var body ast.Node
	for _, doc := range file.Docs {
		if doc.Body == nil {
			continue
		}
		if body != nil {
			return value, fmt.Errorf("%s:%d: a second document starts here; there can be only one", name, line(doc.Body, 1))
		}
		body = doc.Body
	}
	if body == nil {
		return value, fmt.Errorf("%s:1: the file is empty", name)
	}
	if err := yaml.NodeToValue(body, &value, yaml.Strict()); err != nil {
		return value, located(name, line(body, 1), err)
	}
	return value, nil
}

// located puts file and line before what the YAML library has to say; fallback is
// the line to name when it does not know.
func located(name string, fallback int, err error) error {
	var known yaml.Error
	if errors.As(err, &known) {
		at := fallback
		if token := known.GetToken(); token != nil && token.Position != nil {
			at = token.Position.Line
		}
		return fmt.Errorf("%s:%d: %s", name, at, known.GetMessage())
	}
	return fmt.Errorf("%s:%d: %w", name, fallback, err)
}

// line is where a node stands in its file, counted from 1; fallback where the
// parser does not say.
func line(node ast.Node, fallback int) int {
	token := node.GetToken()
	if token == nil || token.Position == nil {
		return fallback
	}
	return token.Position.Line
}

// entry is a value that remembers where it stood, for the checks that follow
// decoding.
type entry[T any] struct {
	value T
	line  int
	lines map[string]int // of the fields, where value is a mapping
}

// UnmarshalYAML decodes the node as strictly as the whole file.
func (e *entry[T]) UnmarshalYAML(node ast.Node) error {
	e.line = line(node, 1)
	e.lines = map[string]int{}
	if mapping, ok := node.(ast.MapNode); ok {
		for fields := mapping.MapRange(); fields.Next(); {
			e.lines[fields.Key().String()] = line(fields.Key(), e.line)
		}
	}
	return yaml.NodeToValue(node, &e.value, yaml.Strict())
}

// at is the line of a field, or of the whole entry where the field is missing.
func (e *entry[T]) at(field string) int {
	if n, ok := e.lines[field]; ok {
		return n
	}
	return e.line
}
