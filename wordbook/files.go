package wordbook

import (
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
	faults []fault          // what the library finds wrong with the files
	parsed map[string]node  // the files that were read
}

// fault is what is wrong with a file; Line is 0 where that is not in a line.
type fault struct {
	File string
	Line int
	What string
}

func (f fault) String() string {
	if f.Line == 0 {
		return f.What
	}
	return fmt.Sprintf("%s:%d: %s", f.File, f.Line, f.What)
}

// located matches a fault as package library words it.
var located = regexp.MustCompile(`^([\w.-]+\.yaml):(\d+): (.*)$`)

// faultsOf splits an error of library.Load, and names each file as it can be opened.
func (s *shelf) faultsOf(err error) (all []fault) {
	if err == nil {
		return nil
	}
	for line := range strings.Lines(err.Error()) {
		m := located.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil {
			all = append(all, fault{What: strings.TrimSpace(line)})
			continue
		}
		n, _ := strconv.Atoi(m[2])
		f := fault{File: path.Join(s.dir, m[1]), Line: n, What: m[3]}
		for _, within := range []string{"words", "packs"} {
			if _, err := fs.Stat(s.fsys, path.Join(within, m[1])); err == nil {
				f.File = path.Join(s.dir, within, m[1])
			}
		}
		all = append(all, f)
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
