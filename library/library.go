// Package library holds the words of leanon that are not about one couple: the
// questions, the kinds of need, the lines that help a writer and a reader, serious
// words, what asks, tells or commands, the help page, the words about time in each
// language; and every sentence that leanon itself says, in
// words/, in each of the languages of spoken.yaml.
//
// The content is the YAML files beside this file; a therapist or a
// translator edits them without touching code, and `go generate` writes shipped.go from
// them, which is what the program knows. Read Load below first: it reads each file
// strictly and names file and line of whatever breaks a rule. Each file of content has a
// Go file of its name that reads, checks and serves it; pick.go chooses a question,
// times.go understands words about time, phrases.go finds phrases in what people write,
// plain.go takes accents off, wording.go has the rules of wording. Nothing that knows a
// couple, the store or Discord goes in.
package library

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"

	"leanon/config/strictyaml"
)

// content is the library that leanon ships.
//
//go:embed *.yaml packs words
var content embed.FS

// Library is content that has passed every check. It never changes after Load, so that
// many goroutines may use it at once.
type Library struct {
	kinds     []Kind
	wants     []Want
	languages []Language
	times     map[string]timeWords // by language
	countries []country

	speeches  []*speech // English first
	questions *questions
	coaching  *coaching
	serious   *book
	asking    *book
	named     *book
	verbs     map[string]verbWords // by language
}

// Embedded returns the shipped files: questions.yaml, kinds.yaml, coaching.yaml,
// serious.yaml, asking.yaml, verbs.yaml, named.yaml, help.yaml, languages.yaml, spoken.yaml, the first
// three in other languages (questions.*.yaml), and the directories packs and words.
func Embedded() fs.FS { return content }

//go:generate env UPDATE_SHIPPED=1 go test -tags unshipped -run WhatIsShipped .

// Default returns the library that leanon ships, which is Embedded as Go knows it:
// shipped.go, written by `go generate`. Nothing has to be read at a start, and what it
// holds lies in the program and takes no memory of its own.
func Default() *Library { return &shipped }

// Load reads the files of Embedded from the root of fsys. Its error has one line
// for each fault of all files, such as "questions.yaml:41: text is missing"; the library
// is nil then.
func Load(fsys fs.FS) (*Library, error) {
	l := &Library{}
	if err := errors.Join(l.loadLanguages(fsys), l.loadSpoken(fsys)); err != nil {
		return nil, err // the other files refer to the languages
	}
	wrongKinds := l.loadKinds(fsys) // coaching.yaml refers to them
	var errs []error
	for _, read := range []reading{
		into(&l.questions, l.readQuestions), into(&l.coaching, l.readCoaching),
		into(&l.serious, l.readSerious), into(&l.asking, l.readAsking), into(&l.named, l.readNamed), into(&l.verbs, l.readVerbs), l.loadHelp,
	} {
		errs = append(errs, read(fsys))
	}
	if errors.Join(errs...) == nil { // what is said in other languages is held against them
		errs = append(errs, l.loadSpeeches(fsys)...)
	}
	if err := errors.Join(wrongKinds, errors.Join(errs...)); err != nil {
		return nil, err
	}
	return l, nil
}

// reading reads a part of the library.
type reading func(fs.FS) error

// into is a reading that keeps what it read in a field of the library.
func into[T any](field *T, read func(fs.FS) (T, error)) reading {
	return func(fsys fs.FS) (err error) {
		*field, err = read(fsys)
		return err
	}
}

// read returns the text of a file; the error names the file.
func read(fsys fs.FS, name string) ([]byte, error) {
	data, err := fs.ReadFile(fsys, name)
	var at *fs.PathError // names the file too, as the system calls it
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("%s: the file is missing", name)
	case errors.As(err, &at):
		return nil, fmt.Errorf("%s: %w", name, at.Err)
	case err != nil:
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return data, nil
}

// decode reads a YAML file into a T; the error names the file and the line.
func decode[T any](fsys fs.FS, name string) (T, error) {
	var none T
	data, err := read(fsys, name)
	if err != nil {
		return none, err
	}
	value, err := strictyaml.Decode[T](data)
	if err != nil {
		return none, fmt.Errorf("%s:%w", name, err)
	}
	return value, nil
}

// faults collects what is wrong with one file.
type faults struct {
	file string
	errs []error
}

// add adds a fault in a line, counted from 1.
func (f *faults) add(line int, format string, args ...any) {
	f.errs = append(f.errs, fmt.Errorf("%s:%d: %s", f.file, line, fmt.Sprintf(format, args...)))
}

// flaw is what is wrong with one field; what is "" if nothing is.
type flaw struct{ field, what string }

// addFlaws adds a fault for every flaw that has a text, in the line of its field.
func (f *faults) addFlaws(at func(field string) int, flaws []flaw) {
	for _, w := range flaws {
		if w.what != "" {
			f.add(at(w.field), "%s %s", w.field, w.what)
		}
	}
}

// err returns all faults in the order in which they were found, nil if there are none.
func (f *faults) err() error { return errors.Join(f.errs...) }

// Questions returns the questions that any couple may get, in the order of the file.
func (l *Library) Questions() []Question { return l.PackQuestions("") }

// PackQuestions returns the questions for one season of life, one of Packs, in the order
// of its file.
func (l *Library) PackQuestions(pack string) (all []Question) {
	for _, q := range l.questions.all {
		if q.Pack == pack {
			all = append(all, q)
		}
	}
	return all
}

// Question returns the question with this key, and whether the library has it. A kept
// check-in may outlive its question.
func (l *Library) Question(key string) (Question, bool) {
	i := slices.IndexFunc(l.questions.all, func(q Question) bool { return q.Key == key })
	if i < 0 {
		return Question{}, false
	}
	return l.questions.all[i], true
}
