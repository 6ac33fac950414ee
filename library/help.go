package library

import (
	"io/fs"
	"slices"
	"strings"

	"leanon/config/strictyaml"
)

// Resources are where people of one country find help from people.
type Resources struct {
	Country  string   // as its people call it
	Contacts []string // who answers, in their own language, and the number
}

// country is a Resources with the zones in it and the Discord locales of its people.
type country struct {
	Resources
	zones   []string // IANA zones, or beginnings of them that end in "/"
	locales []string
}

// ResourcesIn returns the resources of the countries that keep the time of an IANA zone,
// none if help.yaml has no such country.
func (l *Library) ResourcesIn(zone string) []Resources {
	return l.resources(func(c country) bool {
		return slices.ContainsFunc(c.zones, func(of string) bool { return zone == of || strings.HasSuffix(of, "/") && strings.HasPrefix(zone, of) })
	})
}

// ResourcesFor returns the resources of the countries where a Discord locale ("en-GB",
// "de") may point to, or else those of other locales of the same language; each group in
// the order of the file. A locale is a language and no country, so that resources of
// several countries may come.
func (l *Library) ResourcesFor(locale string) []Resources {
	exact := l.resources(func(c country) bool {
		return slices.ContainsFunc(c.locales, func(of string) bool { return strings.EqualFold(of, locale) })
	})
	if len(exact) > 0 {
		return exact
	}
	return l.resources(func(c country) bool {
		return slices.ContainsFunc(c.locales, func(of string) bool { return language(of) == language(locale) })
	})
}

func (l *Library) resources(of func(country) bool) (all []Resources) {
	for _, c := range l.countries {
		if of(c) {
			all = append(all, Resources{c.Country, slices.Clone(c.Contacts)})
		}
	}
	return all
}

// loadHelp reads help.yaml.
func (l *Library) loadHelp(fsys fs.FS) error {
	type countryFields struct {
		Country  string   `yaml:"country"`
		Zones    []string `yaml:"zones"`
		Locales  []string `yaml:"locales"`
		Contacts []string `yaml:"contacts"`
	}
	wrong := &faults{file: "help.yaml"}
	lists, err := decode[struct {
		Countries []strictyaml.Entry[countryFields] `yaml:"countries"`
	}](fsys, wrong.file)
	if err != nil {
		return err
	}
	owner := map[string]string{}
	for _, e := range lists.Countries {
		c := e.Value
		wrong.addFlaws(e.At, []flaw{{"country", lineFlaw(c.Country, maxLabel)}})
		if len(c.Contacts) == 0 {
			wrong.add(e.At("country"), "%s has no contacts", c.Country)
		}
		for _, line := range c.Contacts {
			wrong.addFlaws(e.At, []flaw{{"contacts", lineFlaw(line, maxLabel)}})
		}
		for _, locale := range c.Locales {
			if !localeLike(locale) {
				wrong.add(e.At("locales"), "%q is not a locale such as de or en-GB", locale)
			}
		}
		kept := country{Resources: Resources{c.Country, c.Contacts}, locales: c.Locales}
		for _, zone := range c.Zones {
			begins := strings.TrimSuffix(zone, "*")
			if !zoneLike(strings.TrimSuffix(begins, "/")) && begins != "Australia/" {
				wrong.add(e.At("zones"), "%q is not a zone such as Europe/Berlin", zone)
			}
			kept.zones = append(kept.zones, begins)
			if other, twice := owner[zone]; twice {
				wrong.add(e.At("zones"), "%s is a zone of %s already", zone, other)
			}
			owner[zone] = c.Country
		}
		l.countries = append(l.countries, kept)
	}
	return wrong.err()
}

// localeLike reports whether a text has the form of a Discord locale: two letters, and
// for some a hyphen and a region, such as "es-419".
func localeLike(text string) bool {
	base, region, cut := strings.Cut(text, "-")
	return len(base) == 2 && strings.ToLower(base) == base && cut == (region != "") && len(region) <= 3
}

// zoneLike reports whether a text has the form of an IANA zone: an area and one or two
// names, of letters, digits, hyphens and underscores.
func zoneLike(text string) bool {
	parts := strings.Split(text, "/")
	if len(parts) < 2 || len(parts) > 3 {
		return false
	}
	for _, part := range parts {
		ascii := strings.Trim(part, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_") == ""
		if part == "" || !ascii {
			return false
		}
	}
	return true
}
