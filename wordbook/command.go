// Package wordbook shows every sentence that leanon says in a language, each in the place
// it stands in, as one page for whoever translates or checks: `leanon words`.
//
// Read Command.Run first. files.go reads the files of the library as they are written,
// also those that the program would refuse, because a translator wants to see their page
// while something in it is still wrong; entries.go makes the entries of them, place.go
// says where a sentence stands, and page.go draws it all with page.html. The rules are
// those of package library. Nothing here needs a token, a database or settings.
package wordbook

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"leanon/host"
	"leanon/library"
)

// Command is `leanon words`.
type Command struct {
	Lang string `arg:"" optional:"" help:"Which language, such as de. Without one: the languages, and what is missing in each."`
	From string `placeholder:"DIR" help:"Read the words in DIR, a copy of the source, instead of those that are built in, and say what is wrong with them."`
	Out  string `placeholder:"FILE" help:"Write the page to FILE, - being standard output (default: there if that is a file or a pipe, else words-LANG.html here)."`
}

// Run writes the page of a language, or lists the languages. With From it also says what
// is wrong with the files there, each with file and line, and fails if anything is; the
// page is written all the same.
func (c Command) Run(p *host.Process) error {
	from := &shelf{fsys: library.Embedded(), dir: "library", spoken: library.Default().Spoken()}
	if c.From != "" {
		var err error
		if from, err = checkout(c.From); err != nil {
			return err
		}
	}
	spoken, err := from.languages()
	if err != nil {
		return err
	}
	switch {
	case c.Lang == "" && c.Out != "":
		return fmt.Errorf("--out needs a language, such as %s", host.Command("words de --out FILE"))
	case c.Lang == "":
		err = from.list(p.Stdout, spoken)
	default:
		err = c.write(p, from, spoken)
	}
	if err != nil {
		return err
	}
	if c.From != "" {
		for _, name := range from.strays(spoken) {
			fmt.Fprintf(p.Stderr, "%s: nothing reads this file; it has to be called after a language of spoken.yaml, as that of German is\n", name)
		}
	}
	return from.blame(p.Stderr)
}

// blame says what is wrong with the files, and fails if anything is.
func (s *shelf) blame(w io.Writer) error {
	for _, f := range s.faults {
		fmt.Fprintln(w, f)
	}
	switch n := len(s.faults); {
	case s.more > 0:
		return fmt.Errorf("the %d lines above are wrong, and %d more; leanon would not be built with them", n, s.more)
	case n == 1:
		return errors.New("the line above is wrong; leanon would not be built with it")
	case n > 1:
		return fmt.Errorf("the %d lines above are wrong; leanon would not be built with them", n)
	}
	return nil
}

// checkout is the library in a directory: a copy of the source, or its directory library.
func checkout(dir string) (*shelf, error) {
	for _, at := range []string{filepath.Join(dir, "library"), dir} {
		if _, err := os.Stat(filepath.Join(at, filepath.FromSlash(englishWords))); err != nil {
			continue
		}
		s := &shelf{fsys: plainFiles{os.DirFS(at)}, dir: filepath.ToSlash(at)}
		l, err := library.Load(s.fsys)
		if err == nil {
			s.spoken = l.Spoken()
		}
		s.findFaults(err)
		return s, nil
	}
	return nil, fmt.Errorf("%s has no words of leanon: name the directory that has library/%s in it", dir, englishWords)
}

// write writes the page of c.Lang to where it belongs, and says where that is unless it
// was told.
func (c Command) write(p *host.Process, from *shelf, spoken []library.Spoken) error {
	of, err := chosen(spoken, c.Lang)
	if err != nil {
		return err
	}
	b, err := from.book(spoken, of)
	if err != nil {
		return err
	}
	if c.Out == "-" || c.Out == "" && !p.ShowsOutput() {
		return b.write(p.Stdout)
	}
	name := c.Out
	if name == "" {
		name = "words-" + of.Key + ".html"
	}
	file, err := os.Create(name)
	if err != nil {
		return fmt.Errorf("cannot write the page; name another file by --out: %w", err)
	}
	if err := errors.Join(b.write(file), file.Close()); err != nil {
		return fmt.Errorf("cannot write the page to %s: %w", name, err)
	}
	fmt.Fprintf(p.Stdout, "%s. Open %s in a browser.\n", b.Sum(), name)
	return nil
}

// chosen is the language that somebody named, in capitals or not.
func chosen(spoken []library.Spoken, lang string) (library.Spoken, error) {
	var keys, like []string
	for _, s := range spoken {
		if strings.EqualFold(s.Key, strings.ReplaceAll(lang, "_", "-")) {
			return s, nil
		}
		keys = append(keys, s.Key)
		if len(lang) > 1 && strings.EqualFold(s.Key[:2], lang[:2]) {
			like = append(like, host.Command("words "+s.Key))
		}
	}
	next := "docs/translating.md says how to add one"
	if len(like) > 0 {
		next = "did you mean " + strings.Join(like, ", or ")
	}
	return library.Spoken{}, fmt.Errorf("%s is no language that leanon speaks; there are %s: %s", lang, strings.Join(keys, ", "), next)
}

// list lists the languages with what is missing in each.
func (s *shelf) list(w io.Writer, spoken []library.Spoken) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, of := range spoken {
		b, err := s.book(spoken, of)
		if err != nil {
			return err
		}
		fmt.Fprintf(table, "%s\t%s\t%s\n", of.Key, of.Name, b.Sum())
	}
	return table.Flush()
}

// write writes the page.
func (b *book) write(w io.Writer) error {
	buffered := bufio.NewWriter(w)
	if err := page.Execute(buffered, b); err != nil {
		return err
	}
	return buffered.Flush()
}
