package wordbook

import (
	"slices"
	"strings"

	"leanon/library"
)

// place is where a sentence stands, as the page draws it.
type place struct {
	Kind string // which drawing of page.html
	Says string // the same in words
	With string // the key of what is drawn beside it; "" for nothing
	Head string // the name of a command
	Tail string // the name of its option
}

// parts are the sentences that are only a part of another one: a month, a list, a time.
var parts = []string{"choice.", "file.own.", "file.state.", "file.you", "invite.them", "list.", "month.", "name.none", "place.clock", "rhythm.day.", "rhythm.days.",
	"rhythm.when", "season.more", "season.until", "softer.felt", "softer.happened", "softer.love", "time."}

// inForms are the texts above the fields of a form.
var inForms = []string{"form.note", "own.good"}

// placeOf tells from its key and its limit where a sentence of library/words/en.yaml stands.
func placeOf(key string, limit int) place {
	first, rest, _ := strings.Cut(key, ".")
	switch {
	case first == "command":
		return place{Kind: "command", Says: "the description of a command", Head: rest}
	case first == "option":
		command, option, ok := strings.Cut(rest, ".")
		if !ok {
			command, option = "...", rest
		}
		return place{Kind: "command", Says: "the description of an option of a command", Head: command, Tail: option}
	case slices.ContainsFunc(parts, func(of string) bool { return key == of || strings.HasPrefix(key, of) && !strings.HasSuffix(of, "them") }):
		return place{Kind: "part", Says: "a part of a longer text"}
	case slices.Contains(inForms, key):
		return place{Kind: "form-text", Says: "a text above the fields of a form"}
	case limit == library.MaxTitle:
		return inForm(key, first)
	case first == "select":
		return place{Kind: "select", Says: "a select, before anything is chosen"}
	case limit == library.MaxOption && (slices.Contains([]string{"example", "placeholder"}, first) || strings.HasSuffix(key, "-example")):
		return place{Kind: "placeholder", Says: "grey in a field, until something is typed", With: labelOf(key, first, rest)}
	case limit == library.MaxOption && strings.HasSuffix(key, ".hint"):
		return place{Kind: "placeholder", Says: "grey in a field, until something is typed", With: strings.TrimSuffix(key, ".hint")}
	case limit == library.MaxOption:
		if of := optionOf(key); of != "" || strings.HasPrefix(key, "place.now") {
			return place{Kind: "option-about", Says: "below an option of a select", With: of}
		}
		return place{Kind: "option", Says: "an option of a select, or of a list that opens while one types"}
	case key == "until.moment" || key == "rhythm.choice":
		return place{Kind: "option", Says: "an option of a select"}
	case limit == library.MaxButton:
		return place{Kind: "button", Says: "a button"}
	case first == "file":
		return place{Kind: "sheet", Says: "the file that people get when they ask for their data"}
	}
	return place{Kind: "message", Says: "a message, or a line of one"}
}

// inForm is the place of a short sentence in a form.
func inForm(key, first string) place {
	switch {
	case key == "settings.quiet-off":
		return place{Kind: "value", Says: "in a field, as if it had been typed", With: "settings.quiet-field"}
	case first == "form":
		return place{Kind: "title", Says: "the title of a form"}
	}
	return place{Kind: "label", Says: "the label of a field in a form"}
}

// labelOf is the key of the label above the field in which an example stands.
func labelOf(key, first, rest string) string {
	if before, ok := strings.CutSuffix(key, "-example"); ok {
		return before + "-field"
	}
	if first == "example" && rest == "not-quite" {
		return "field.line"
	}
	return "field." + rest
}

// optionOf is the key of the option that a description stands below, "" if the key is not
// that of a description.
func optionOf(key string) string {
	for _, end := range []string{"-is", "-means", ".more"} {
		if before, ok := strings.CutSuffix(key, end); ok {
			return before
		}
		if before, after, ok := strings.Cut(key, end+"."); ok {
			return before + "." + after
		}
	}
	return ""
}
