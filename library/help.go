package library

import (
	"io/fs"
	"slices"
	"strings"

	"leanon/config/strictyaml"
)

// howToLines is how many lines the explanation has: they fit the screen of a phone.
const howToLines = 6

// Resource is where a person finds help from people; each field has at most 100
// characters.
type Resource struct {
	Name    string // who answers, in their own language
	Contact string // a number or an address, and how to use it
	Where   string // the country in which it helps
}

// resource is a Resource with the Discord locales that it is for; without any it is for
// everyone.
type resource struct {
	Resource
	locales []string
}

// HowItWorks returns the six lines that explain leanon.
func (l *Library) HowItWorks() []string { return slices.Clone(l.howTo) }

// Resources returns where to find help: first what is for everyone, then what is for this
// Discord locale ("en-GB", "de"), then what is for other locales of the same language,
// each group in the order of the file. There is always at least one. A locale is a
// language and no country, so that resources of several countries may come.
func (l *Library) Resources(locale string) []Resource {
	var everyone, exact, near []Resource
	for _, r := range l.resources {
		switch {
		case len(r.locales) == 0:
			everyone = append(everyone, r.Resource)
		case slices.ContainsFunc(r.locales, func(of string) bool { return strings.EqualFold(of, locale) }):
			exact = append(exact, r.Resource)
		case slices.ContainsFunc(r.locales, func(of string) bool { return language(of) == language(locale) }):
			near = append(near, r.Resource)
		}
	}
	return slices.Concat(everyone, exact, near)
}

// loadHelp reads help.yaml.
func (l *Library) loadHelp(fsys fs.FS) error {
	type resourceFields struct {
		Name    string   `yaml:"name"`
		Contact string   `yaml:"contact"`
		Where   string   `yaml:"where"`
		Locales []string `yaml:"locales"`
	}
	wrong := &faults{file: "help.yaml"}
	lists, err := decode[struct {
		HowItWorks []strictyaml.Entry[string]         `yaml:"how_it_works"`
		Resources  []strictyaml.Entry[resourceFields] `yaml:"resources"`
	}](fsys, wrong.file)
	if err != nil {
		return err
	}
	if len(lists.HowItWorks) != howToLines {
		wrong.add(1, "how_it_works has %d lines; %d are shown", len(lists.HowItWorks), howToLines)
	}
	for _, e := range lists.HowItWorks {
		wrong.addFlaws(e.At, []flaw{{"the line", lineFlaw(e.Value, maxCoach)}})
		l.howTo = append(l.howTo, e.Value)
	}
	fallback := false
	for _, e := range lists.Resources {
		r := e.Value
		wrong.addFlaws(e.At, []flaw{
			{"name", lineFlaw(r.Name, maxLabel)},
			{"contact", lineFlaw(r.Contact, maxLabel)},
			{"where", lineFlaw(r.Where, maxLabel)},
		})
		for _, locale := range r.Locales {
			if !localeLike(locale) {
				wrong.add(e.At("locales"), "%q is not a locale such as de or en-GB", locale)
			}
		}
		fallback = fallback || len(r.Locales) == 0
		l.resources = append(l.resources, resource{Resource{r.Name, r.Contact, r.Where}, r.Locales})
	}
	if !fallback {
		wrong.add(1, "one resource without locales is needed, for everyone")
	}
	return wrong.err()
}

// localeLike reports whether a text has the form of a Discord locale: two letters, and
// for some a hyphen and a region, such as "es-419".
func localeLike(text string) bool {
	base, region, cut := strings.Cut(text, "-")
	return len(base) == 2 && strings.ToLower(base) == base && cut == (region != "") && len(region) <= 3
}
