package demo

import (
	"embed"
	"fmt"
	"io/fs"
	"strings"

	"leanon/playground"
)

//go:embed words
var wordFiles embed.FS

// ownWords has a file for each language of the page.
func ownWords() fs.FS {
	words, err := fs.Sub(wordFiles, "words")
	if err != nil {
		panic("demo: " + err.Error()) // the name is valid
	}
	return words
}

// language is that of the command line, or else that of the terminal, as programs find it:
// the first of three variables that says anything. Only who named one is told that the demo
// does not speak it.
func (c Command) language(environ []string) (playground.Language, error) {
	if c.Lang != "" {
		l, ok := playground.Speaks(c.Lang)
		if !ok {
			var keys []string
			for _, of := range playground.Languages() {
				keys = append(keys, of.Key)
			}
			return l, fmt.Errorf("%s is no language that the demo speaks; there are %s", c.Lang, strings.Join(keys, ", "))
		}
		return l, nil
	}
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		for _, v := range environ {
			if value, is := strings.CutPrefix(v, name+"="); is && value != "" {
				value, _, _ = strings.Cut(value, ".") // es_MX.UTF-8
				value, _, _ = strings.Cut(value, "@")
				return playground.Spoken(strings.ReplaceAll(value, "_", "-")), nil
			}
		}
	}
	return playground.Spoken(), nil
}

// languages returns those of the page and the locales of the two people's Discord: as they
// are now, or before there is a world those of the demo's start.
func (d *demo) languages() (page playground.Language, ana, ben string) {
	w := d.world.Load()
	if w == nil {
		return d.spoken, d.spoken.Locales[0], d.spoken.Locales[0]
	}
	return w.page.Language(), w.ana.Person.Speaks(), w.ben.Person.Speaks()
}
