// Package library holds the words of leanon that are not about one couple: the
// questions, the kinds of need, the lines that help a writer and a reader, serious
// words, what asks, tells or commands, the help page, the words about time in each
// language, and the places of the world; and every sentence that leanon itself says, in
// words/.
//
// The content is the YAML files and zones.txt beside this file; a therapist or a
// translator edits them without touching code. Read Load below first: it reads each file
// strictly and names file and line of whatever breaks a rule. Each file of content has a
// Go file of its name that reads, checks and serves it; pick.go chooses a question,
// times.go understands words about time, phrases.go finds phrases in what people write,
// plain.go takes accents off, wording.go has the rules of wording. Nothing that knows a couple, the store or Discord goes in.
package library

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"

	"leanon/config/strictyaml"
)

// content is the library that leanon ships.
//
//go:embed questions.yaml kinds.yaml coaching.yaml serious.yaml asking.yaml named.yaml help.yaml languages.yaml zones.txt words
var content embed.FS

// Library is content that has passed every check. It never changes after Load, so that
// many goroutines may use it at once.
type Library struct {
	kinds     []Kind
	wants     []Want
	languages []Language
	times     map[string]timeWords // by language
	countries []country

	words     later[*Words]
	questions later[*questions]
	cities    later[*cities]
	coaching  later[*coaching]
	serious   later[*book]
	asking    later[*book]
	named     later[*book]
}

// Embedded returns the shipped files: questions.yaml, kinds.yaml, coaching.yaml,
// serious.yaml, asking.yaml, named.yaml, help.yaml, languages.yaml, zones.txt and the
// directory words.
func Embedded() fs.FS { return content }

// Default returns the library of the shipped files, which it reads at the first
// call only, and the long ones at their first use or with Read, because to connect leanon
// need not wait for them. A test has found nothing wrong with them.
func Default() (*Library, error) { return loadShipped() }

var loadShipped = sync.OnceValues(func() (*Library, error) { return load(content, false) })

// Load reads the files of Embedded from the root of fsys. Its error has one line
// for each fault of all files, such as "questions.yaml:41: text is missing"; the library
// is nil then.
func Load(fsys fs.FS) (*Library, error) { return load(fsys, true) }

// load reads the files; those that can be read later only if all is true.
func load(fsys fs.FS, all bool) (*Library, error) {
	l := &Library{}
	if err := l.loadLanguages(fsys); err != nil {
		return nil, err // the other files refer to the languages
	}
	err := errors.Join(l.loadKinds(fsys), l.loadHelp(fsys))
	l.words = readLater(fsys, l.readWords)
	l.questions = readLater(fsys, l.readQuestions)
	l.cities = readLater(fsys, l.readCities)
	l.coaching = readLater(fsys, l.readCoaching) // refers to the kinds
	l.serious = readLater(fsys, l.readSerious)
	l.asking = readLater(fsys, l.readAsking)
	l.named = readLater(fsys, l.readNamed)
	if all {
		err = errors.Join(err, l.Read())
	}
	if err != nil {
		return nil, err
	}
	return l, nil
}

// Read reads what would be read at its first use, so that nobody waits for it. Its error
// is that of Load.
func (l *Library) Read() error {
	return errors.Join(l.words.check(), l.questions.check(), l.cities.check(), l.coaching.check(), l.serious.check(), l.asking.check(), l.named.check())
}

// later is content that is read at its first use.
type later[T any] func() (T, error)

func readLater[T any](fsys fs.FS, read func(fs.FS) (T, error)) later[T] {
	return sync.OnceValues(func() (T, error) { return read(fsys) })
}

// now returns the content. It panics if something is wrong with it, which Load refuses.
func (l later[T]) now() T {
	content, err := l()
	if err != nil {
		panic(err)
	}
	return content
}

// check reads the content, and returns what is wrong with it.
func (l later[T]) check() error {
	_, err := l()
	return err
}

// read returns the text of a file; the error names the file.
func read(fsys fs.FS, name string) ([]byte, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
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

// Questions returns all questions in the order of the file.
func (l *Library) Questions() []Question { return slices.Clone(l.questions.now().all) }

// Question returns the question with this key, and whether the library has it. A kept
// check-in may outlive its question.
func (l *Library) Question(key string) (Question, bool) {
	q, ok := l.questions.now().byKey[key]
	return q, ok
}
