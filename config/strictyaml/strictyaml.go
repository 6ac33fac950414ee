// Package strictyaml reads one YAML document strictly and says in which line it is
// wrong. Settings and library both read their files with it, so that one typing
// mistake has one kind of answer.
//
// Strict means: no unknown and no doubled key, no second document, no empty file, and
// no encoding but UTF-8: the YAML library takes any bytes for text.
// What Windows editors add (a byte order mark, carriage returns) is taken off
// first. Decode, in this file, reads a file into a Go type; Parse, in node.go, is
// for a reader that names its own keys. No other package knows the YAML library,
// and this one knows no setting and no content.
package strictyaml

import (
	"bytes"
	"errors"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
)

// Faults that a reader may want to tell apart or to put in other words.
var (
	ErrCoding  = errors.New("this line is not UTF-8; save the file with the encoding UTF-8")
	ErrEmpty   = errors.New("the file is empty")
	ErrSecond  = errors.New("a second document starts here; there can be only one")
	ErrTab     = errors.New("a tab begins this line; indent with spaces, not tabs")
	ErrAlias   = errors.New("a value that begins with * needs quotes around it")
	ErrTangled = errors.New("cannot be read as YAML from here on; look for a bracket or another mark too many")
)

// Error is what is wrong with a file, and where.
type Error struct {
	Line int // counted from 1
	Err  error
}

func (e *Error) Error() string { return fmt.Sprintf("%d: %v", e.Line, e.Err) }

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// Decode reads a file of one document into a T, with the yaml tags of
// goccy/go-yaml. Every error is an *Error.
func Decode[T any](text []byte) (value T, err error) {
	err = guarded(text, func(text []byte) error {
		body, err := parse(text)
		if err != nil {
			return err
		}
		var fresh T // an attempt that failed must leave nothing behind
		if err := yaml.NodeToValue(body, &fresh, yaml.Strict()); err != nil {
			return located(text, lineOf(body), "", err)
		}
		value = fresh
		return nil
	})
	return value, err
}

// guarded reads a file without its byte order mark and carriage returns, and turns
// a panic into ErrTangled: goccy/go-yaml v1.19.2 panics on some broken files (a bare
// "!" where a list should stand), and an editor's slip must not stop the program with
// a stack trace. The line is the one with which the file, read up to it, first panics.
func guarded(text []byte, read func(text []byte) error) error {
	text = bytes.TrimPrefix(text, []byte("\ufeff"))
	text = bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
	if line := wronglyCoded(text); line > 0 {
		return &Error{line, ErrCoding}
	}
	attempt := func(text []byte) (err error) {
		defer func() {
			if recover() != nil {
				err = ErrTangled
			}
		}()
		return read(text)
	}
	err := attempt(text)
	if !errors.Is(err, ErrTangled) {
		return err
	}
	lines := bytes.SplitAfter(text, []byte("\n"))
	n := sort.Search(len(lines), func(n int) bool {
		return errors.Is(attempt(bytes.Join(lines[:n], nil)), ErrTangled)
	})
	return &Error{max(n, 1), ErrTangled}
}

// wronglyCoded returns the first line that is not UTF-8, 0 if all are. UTF-16 has zeros,
// also where its letters are English.
func wronglyCoded(text []byte) int {
	for i, line := range bytes.Split(text, []byte("\n")) {
		if !utf8.Valid(line) || bytes.IndexByte(line, 0) >= 0 {
			return i + 1
		}
	}
	return 0
}

// parse returns the one document of a file that guarded has cleaned.
func parse(text []byte, options ...parser.Option) (ast.Node, error) {
	file, err := parser.ParseBytes(text, 0, options...)
	if err != nil {
		return nil, located(text, 1, "this is not YAML: ", err)
	}
	var body ast.Node
	for _, document := range file.Docs {
		switch {
		case document.Body == nil:
		case body != nil:
			return nil, &Error{lineOf(document.Body), ErrSecond}
		default:
			body = document.Body
		}
	}
	if body == nil {
		return nil, &Error{1, ErrEmpty}
	}
	return body, nil
}

// located turns an error of the YAML library into an *Error whose message begins
// with what; fallback is the line to name if the library knows none.
func located(text []byte, fallback int, what string, err error) error {
	at, message := fallback, err.Error()
	var known yaml.Error
	if errors.As(err, &known) {
		message = known.GetMessage()
		mark := known.GetToken()
		if mark != nil && mark.Position != nil {
			at = mark.Position.Line
		}
		switch {
		case indentedByTab(text, at):
			return &Error{at, ErrTab}
		case mark != nil && mark.Prev != nil && mark.Prev.Type == token.AliasType:
			return &Error{at, ErrAlias}
		}
	}
	return &Error{at, errors.New(what + strings.Join(strings.Fields(message), " "))}
}

// indentedByTab reports whether a tab stands before a line's first word.
func indentedByTab(text []byte, line int) bool {
	lines := bytes.Split(text, []byte("\n"))
	return 1 <= line && line <= len(lines) && bytes.HasPrefix(bytes.TrimLeft(lines[line-1], " "), []byte("\t"))
}
