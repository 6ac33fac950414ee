package wordbook

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"leanon/config/strictyaml"
	"leanon/library"
)

// This file reads what English says, entry by entry, and what the other languages say in
// its place.

// layer is what one language has words of its own for, by the id of the entry.
type layer struct {
	key  string
	says map[string]said
}

// forms are the fields that hold the text of a sentence, in CLDR's order.
var forms = []string{"text", "zero", "one", "two", "few", "many", "other"}

// layer reads what a language has words of its own for.
func (s *shelf) layer(key string) layer {
	l := layer{key: key, says: map[string]said{}}
	suffix := "." + key
	if key == library.English {
		suffix = ""
	}
	put := func(id, name string, n node, texts ...string) {
		of := s.at(name, n)
		of.Note = n.text("note")
		for _, field := range texts {
			if text := n.text(field); text != "" {
				f := form{Text: text}
				if slices.Contains(forms[1:], field) {
					f.Name = field
				}
				of.Forms = append(of.Forms, f)
			}
		}
		if len(texts) == 0 && n.Text != "" {
			of.Forms = []form{{Text: n.Text}}
		}
		if len(of.Forms) > 0 {
			l.says[id] = of
		}
	}
	name := "words/" + key + ".yaml"
	for _, n := range s.parse(name).Items {
		put(node(n).text("key"), name, node(n), forms...)
	}
	for _, name := range s.questionFiles(suffix) {
		for _, n := range s.parse(name).Items {
			put("question."+node(n).text("key"), name, node(n), "text")
			put("question."+node(n).text("key")+".plain", name, node(n), "plain")
		}
	}
	name = "kinds" + suffix + ".yaml"
	for _, list := range []string{"kinds", "wants"} {
		for _, n := range s.parse(name).get(list).Items {
			if suffix == "" {
				put(list+"."+node(n).text("key"), name, node(n), "label")
			} else {
				put(list+"."+n.Key, name, node(n))
			}
		}
	}
	name = "coaching" + suffix + ".yaml"
	lines := s.parse(name)
	for i, n := range lines.get("receiver").Items {
		put(fmt.Sprintf("coaching.receiver.%d", i+1), name, node(n))
	}
	for _, n := range lines.get("wants").Items {
		put("coaching.wants."+n.Key, name, node(n))
	}
	put("coaching.under_commands", name, lines.get("under_commands"))
	return l
}

// questionFiles are the files that hold the questions of a language; those of English are
// several.
func (s *shelf) questionFiles(suffix string) []string {
	if suffix != "" {
		return []string{"questions" + suffix + ".yaml"}
	}
	packs, err := fs.Glob(s.fsys, "packs/*.yaml")
	if err != nil {
		return nil
	}
	return append([]string{"questions.yaml"}, packs...)
}

// source makes the entries of the page, in the order of the English files. It returns
// none if the English words cannot be read.
func (s *shelf) source(english layer) []section {
	all := s.sentences(english)
	if len(all) == 0 {
		return nil
	}
	for _, name := range s.questionFiles("") {
		all = append(all, s.questions(english, name))
	}
	kinds, lines := s.parse("kinds.yaml"), s.parse("coaching.yaml")
	return append(all,
		short(english, "Kinds of need", "kinds", kinds.get("kinds").Items),
		short(english, "What one would like from the other", "wants", kinds.get("wants").Items),
		coaching(english, lines))
}

// sentences are those of library/words/en.yaml, by its headings.
func (s *shelf) sentences(english layer) (all []section) {
	lines, titles := s.sections()
	for _, item := range s.parse(englishWords).Items {
		n := node(item)
		key := n.text("key")
		from, ok := english.says[key]
		if !ok {
			continue
		}
		title := "Sentences"
		for i, line := range lines {
			if line < n.Line {
				title = titles[i]
			}
		}
		if len(all) == 0 || all[len(all)-1].Title != title {
			all = append(all, section{ID: fmt.Sprintf("section-%d", len(all)+1), Title: title})
		}
		e := &entry{ID: key, Key: key, To: n.text("to"), Voice: n.text("voice"), Max: library.MaxMessage, English: from}
		_, _ = fmt.Sscan(n.text("max"), &e.Max)
		if from.Note != "" {
			e.Notes = append(e.Notes, from.Note)
		}
		e.Place = placeOf(key, e.Max)
		into := &all[len(all)-1]
		into.Entries = append(into.Entries, e)
	}
	return all
}

// questions are those of one file.
func (s *shelf) questions(english layer, name string) section {
	part := section{ID: "questions", Title: "Questions"}
	if pack := strings.TrimSuffix(path.Base(name), ".yaml"); pack == "week" {
		part = section{ID: "questions-week", Title: "Questions of the weekly note"}
	} else if name != "questions.yaml" {
		part = section{ID: "questions-" + pack, Title: "Questions in a season of life: " + pack}
	}
	for _, item := range s.parse(name).Items {
		n := node(item)
		id := "question." + n.text("key")
		notes := []string{fmt.Sprintf("%s, depth %s, about %s", n.text("tag"), n.text("depth"), n.text("about"))}
		if why := n.text("why"); why != "" {
			notes = append(notes, "Why it is there: "+why)
		}
		for _, of := range []struct {
			id    string
			notes []string
		}{
			{id, notes},
			{id + ".plain", []string{"The same question without a figure of speech, for those who chose plain words. " +
				"Leave it out where the question itself has none in your language."}},
		} {
			if from, ok := english.says[of.id]; ok {
				part.Entries = append(part.Entries, &entry{ID: of.id, Key: strings.TrimPrefix(of.id, "question."), To: "whoever is asked", Max: library.MaxQuestion,
					Notes: of.notes, Place: place{Kind: "question", Says: "a question, in a message"}, English: from})
			}
		}
	}
	return part
}

// short are the labels of one list of library/kinds.yaml.
func short(english layer, title, list string, items []strictyaml.Node) section {
	part := section{ID: list, Title: title}
	for _, item := range items {
		key := node(item).text("key")
		e := &entry{ID: list + "." + key, Key: key, To: "both partners", Max: library.MaxOption, English: english.says[list+"."+key],
			Place: place{Kind: "option", Says: "an option of a select"}}
		if list == "kinds" {
			e.Notes = []string{"It stands in the picture of a week too, where a short one reads best."}
		}
		part.Entries = append(part.Entries, e)
	}
	return part
}

// coaching are the lines under an opened note.
func coaching(english layer, lines node) section {
	part := section{ID: "coaching", Title: "Lines under an opened note"}
	add := func(key, note string) {
		part.Entries = append(part.Entries, &entry{ID: "coaching." + key, Key: key, To: "the receiver of a note", Max: library.MaxCoach, Notes: []string{note},
			English: english.says["coaching."+key], Place: place{Kind: "coach", Says: "a line under an opened note", With: "note.coach"}})
	}
	for i := range lines.get("receiver").Items {
		add(fmt.Sprintf("receiver.%d", i+1), "One of these stands where the writer did not say what they would like.")
	}
	for _, n := range lines.get("wants").Items {
		add("wants."+n.Key, "Stands where this is what the writer would like: "+english.text("wants."+n.Key))
	}
	add("under_commands", "Stands under words that command.")
	return part
}

// text is the text of an entry, or its id if there is none.
func (l layer) text(id string) string {
	if of, ok := l.says[id]; ok {
		return of.Forms[0].Text
	}
	return id
}
