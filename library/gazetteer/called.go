package gazetteer

import (
	_ "embed"
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// townNames is written by hand: a line for each town that is known beyond its country and
// that readers of a language call otherwise than Place.Name does, with no state. What zones
// are called by stands in citynames.txt.
//
//go:embed townnames.txt
var townNames string

// Called returns the name of a place for readers of a language (a tag of RFC 5646): its
// country is called as they call it (CLDR, territories), a town that they have a name for
// too, and its state, whose name is English, is left out where the rest says which town is
// meant. It is Name in English, for an offset, and in a language that CLDR does not know.
func (p Place) Called(tag string) string {
	in, err := language.Parse(tag)
	base, _ := in.Base()
	if err != nil || base.String() == "en" || p.Fixed {
		return p.Name
	}
	parts := strings.Split(p.Name, ", ")
	town, last := parts[0], parts[len(parts)-1]
	country := countryIn(last, in)
	switch {
	case country == "":
		return p.Name
	case len(parts) == 1:
		return country
	}
	short := town + ", " + last
	parts[0], parts[len(parts)-1] = p.townIn(short, town, base.String()), country
	if found, sure := Find(short, Person{}); sure && found[0].Name == p.Name {
		parts = []string{parts[0], country}
	}
	return strings.Join(parts, ", ")
}

// townIn returns what a town is called in a language of two letters. short is the town with
// its country.
func (p Place) townIn(short, town, language string) string {
	if name := nameIn(townNames, short, language); name != "" {
		return name
	}
	if Plain(City(p.Zone)) == Plain(town) {
		return CityIn(p.Zone, language)
	}
	return town
}

// countryIn returns the name of a country in a language, "" if the English name is none of a
// country or CLDR has no name for it.
func countryIn(name string, in language.Tag) string {
	code := countryCalled(name)
	namer := display.Regions(in)
	region, err := language.ParseRegion(code)
	if code == "" || err != nil || namer == nil {
		return ""
	}
	return namer.Name(region)
}

// countryCalled returns the two letters of the country with this English name, "" if none
// has it.
func countryCalled(name string) string {
	for i := range count(sectionRegions, regionLength) {
		if r := region(i); r.country() == r && r.name() == name {
			return r.code()
		}
	}
	return ""
}
