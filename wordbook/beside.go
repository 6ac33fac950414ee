package wordbook

import (
	"slices"
	"strings"

	"leanon/library"
)

// This file has what stands in library/coaching.yaml and library/help.yaml by language, beside the files
// of each: hints, and where to find help. Hints are those of the language that people
// write in, so pt-BR has those of pt.

// hints are those of a language. Only the first two have one in English beside them: the
// others go with patterns, which each language has of its own.
func (s *shelf) hints(of library.Spoken) section {
	const name = "coaching.yaml"
	part := section{ID: "hints", Title: "Hints under a draft"}
	heard, _, _ := strings.Cut(of.Tag, "-")
	lines := s.parse(name)
	one := func(n node) said {
		at := s.at(name, n)
		at.Forms = []form{{Text: n.Text}}
		return at
	}
	add := func(e entry) {
		e.ID, e.To, e.Max = "hint."+e.Key, "whoever words a note", library.MaxHint
		e.Place = place{Kind: "message", Says: "a line under a draft, in the language of the draft"}
		part.Entries = append(part.Entries, &e)
	}
	for _, list := range []struct{ key, note string }{
		{"on_commands", "Stands under words that command."},
		{"on_hinting", "Stands under a wish that is hinted at."},
	} {
		e := entry{Key: list.key, Notes: []string{list.note}, State: Missing, English: one(lines.get(list.key).get(library.English))}
		if own := lines.get(list.key).get(heard); own.Text != "" {
			e.State, e.Said = Own, one(own)
		}
		add(e)
	}
	for _, list := range []struct{ key, note string }{
		{"hints", "Stands under words like these: "},
		{"card", "Stands on a card with words like these: "},
	} {
		for i, item := range lines.get(list.key).Items {
			n := node(item)
			if n.text("language") != heard {
				continue
			}
			at := s.at(name, n)
			at.Forms, at.Line = []form{{Text: n.text("hint")}}, n.get("hint").Line
			add(entry{Key: list.key + "." + number(i+1), Notes: []string{list.note + n.text("pattern")}, State: Own, Said: at})
		}
	}
	return part
}

// contacts are those of the countries in which a language is spoken.
func (s *shelf) contacts(of library.Spoken) section {
	const name = "help.yaml"
	part := section{ID: "contacts", Title: "Where to find help"}
	for _, item := range s.parse(name).get("countries").Items {
		n := node(item)
		near := func(locale string) bool {
			return slices.Contains(of.Locales, locale) || locale[:2] == of.Tag[:2]
		}
		var locales, contacts []string
		for _, locale := range n.get("locales").Items {
			locales = append(locales, locale.Text)
		}
		for _, contact := range n.get("contacts").Items {
			contacts = append(contacts, contact.Text)
		}
		if !slices.ContainsFunc(locales, near) {
			continue
		}
		at := s.at(name, n)
		at.Forms = []form{{Text: "**" + n.text("country") + ":** " + strings.Join(contacts, ", ")}}
		part.Entries = append(part.Entries, &entry{ID: "contacts." + number(len(part.Entries)+1), Key: n.text("country"), To: "whoever asks for help", Max: library.MaxMessage,
			Notes: []string{"In the language of the country. Please check the numbers when you can."},
			Place: place{Kind: "message", Says: "a line of /help"}, State: Own, Said: at})
	}
	return part
}
