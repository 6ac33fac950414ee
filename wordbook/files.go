package wordbook

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"leanon/config/strictyaml"
	"leanon/library"
)

// englishWords is the file of the sentences that all others translate.
const englishWords = "words/en.yaml"

// shelf is a place with the files of the library.
type shelf struct {
	fsys   fs.FS
	dir    string           // how to call that place in front of the name of a file
	spoken []library.Spoken // as the library has them; nil if it refuses the files
	faults []fault          // what the library finds wrong with the files, the first of it
	more   int              // how much more it finds
	parsed map[string]node  // the files that were read
}

// maxFaults is how many faults are shown. Who has more has one mistake, made many times.
const maxFaults = 100

// fault is what is wrong with a file; Line is 0 where that is not in a line, and File ""
// where no file is to blame.
type fault struct {
	File string
	Line int
	What string
}

func (f fault) String() string {
	if f.File == "" {
		return f.What
	}
	return f.At() + ": " + f.What
}

// At says where the fault is, "" if that is in no file.
func (f fault) At() string {
	if f.Line == 0 {
		return f.File
	}
	return fmt.Sprintf("%s:%d", f.File, f.Line)
}

// located matches a fault as package library words it. One that is about a whole file has
// no line.
var located = regexp.MustCompile(`^([\w./-]+\.(?:yaml|txt)):(?:(\d+):)? (.*)$`)

// findFaults splits an error of library.Load, and names each file as it can be opened.
func (s *shelf) findFaults(err error) {
	if err == nil {
		return
	}
	for line := range strings.Lines(err.Error()) {
		m := located.FindStringSubmatch(strings.TrimSpace(line))
		switch {
		case len(s.faults) == maxFaults:
			s.more++
			continue
		case m == nil:
			s.faults = append(s.faults, fault{What: strings.TrimSpace(line)})
			continue
		}
		n, _ := strconv.Atoi(m[2])
		f := fault{File: path.Join(s.dir, m[1]), Line: n, What: m[3]}
		for _, within := range []string{"words", "packs"} {
			if _, err := fs.Stat(s.fsys, path.Join(within, m[1])); err == nil {
				f.File = path.Join(s.dir, within, m[1])
			}
		}
		s.faults = append(s.faults, f)
	}
}

// plainFiles opens files, and nothing at which a reader could wait for ever, such as a pipe.
type plainFiles struct{ fs.FS }

// Open fails for what is neither a file nor a directory.
func (of plainFiles) Open(name string) (fs.File, error) {
	info, err := of.Stat(name)
	if err == nil && !info.Mode().IsRegular() && !info.IsDir() {
		return nil, &fs.PathError{Op: "open", Path: name, Err: errors.New("it is a pipe or a device, and has to be a file")}
	}
	return of.FS.Open(name)
}

// Stat opens nothing.
func (of plainFiles) Stat(name string) (fs.FileInfo, error) { return fs.Stat(of.FS, name) }

// strays are files that look as if they had words, and that nothing reads: of a language
// that library/spoken.yaml does not have, or a copy beside the file that it was made of. What an
// editor keeps for itself is left out.
func (s *shelf) strays(spoken []library.Spoken) (all []string) {
	read := []string{"words/keys.txt", "questions.yaml", "kinds.yaml", "coaching.yaml"}
	for _, of := range spoken {
		read = append(read, "words/"+of.Key+".yaml", "questions."+of.Key+".yaml", "kinds."+of.Key+".yaml", "coaching."+of.Key+".yaml")
	}
	for _, pattern := range []string{"words/*", "questions*", "kinds*", "coaching*"} {
		names, _ := fs.Glob(s.fsys, pattern) // the patterns are valid
		for _, name := range names {
			base := path.Base(name)
			if slices.Contains(read, name) || path.Ext(name) == ".go" || strings.Trim(base, ".#~") != base {
				continue
			}
			all = append(all, path.Join(s.dir, name))
		}
	}
	return all
}

// parse reads a file. What cannot be read is empty: the library has said why.
func (s *shelf) parse(name string) node {
	if n, ok := s.parsed[name]; ok {
		return n
	}
	var document strictyaml.Node
	data, err := fs.ReadFile(s.fsys, name)
	if err == nil {
		document, err = strictyaml.Parse(data)
	}
	if err != nil {
		document = strictyaml.Node{}
	}
	if s.parsed == nil {
		s.parsed = map[string]node{}
	}
	s.parsed[name] = node(document)
	return s.parsed[name]
}

// languages returns which languages there are, English first.
func (s *shelf) languages() (all []library.Spoken, err error) {
	if s.spoken != nil {
		return s.spoken, nil
	}
	for _, of := range s.parse("spoken.yaml").Items {
		n := node(of)
		lang := library.Spoken{Key: n.text("key"), Name: n.text("name"), Tag: n.text("tag"), Over: n.text("over")}
		for _, locale := range n.get("locales").Items {
			lang.Locales = append(lang.Locales, locale.Text)
		}
		if lang.Over == "" && lang.Key != library.English {
			lang.Over = library.English
		}
		if len(lang.Key) > 1 && (len(all) > 0 || lang.Key == library.English) {
			all = append(all, lang)
		}
	}
	if len(all) == 0 {
		return nil, fmt.Errorf("%s/spoken.yaml lists no languages%s", s.dir, s.reasons())
	}
	return all, nil
}

// reasons are the faults, to stand behind a sentence.
func (s *shelf) reasons() string {
	var all []string
	for _, f := range s.faults {
		all = append(all, f.String())
	}
	if len(all) == 0 {
		return ""
	}
	return ": " + strings.Join(all, "; ")
}

// head returns the comment on top of a file, which tells translators its rules.
func (s *shelf) head(name string) string {
	data, err := fs.ReadFile(s.fsys, name)
	if err != nil {
		return ""
	}
	var lines []string
	for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		line = strings.TrimRight(line, "\r\n")
		if !strings.HasPrefix(line, "#") {
			break
		}
		lines = append(lines, strings.TrimPrefix(strings.TrimPrefix(line, "#"), " "))
	}
	return strings.Join(lines, "\n")
}

// sections returns the headings inside library/words/en.yaml, with the line of each: a comment that
// stands alone.
func (s *shelf) sections() (lines []int, titles []string) {
	data, err := fs.ReadFile(s.fsys, englishWords)
	if err != nil {
		return nil, nil
	}
	all := strings.Split(strings.ReplaceAll(string(data), "\r\n", "\n"), "\n")
	for i := 1; i+1 < len(all); i++ {
		if title, ok := strings.CutPrefix(all[i], "# "); ok && all[i-1] == "" && all[i+1] == "" {
			lines, titles = append(lines, i+1), append(titles, title)
		}
	}
	return lines, titles
}

// node is a value of a file.
type node strictyaml.Node

// get returns the value of a key, empty if there is none.
func (n node) get(key string) node {
	i := slices.IndexFunc(n.Items, func(of strictyaml.Node) bool { return of.Key == key })
	if i < 0 {
		return node{}
	}
	return node(n.Items[i])
}

// text returns the text of a key, "" if there is none.
func (n node) text(key string) string { return n.get(key).Text }

// last returns the last line in which something of the value begins.
func (n node) last() int {
	last := n.Line
	for _, item := range n.Items {
		last = max(last, node(item).last())
	}
	return last
}
