package gazetteer

import (
	"strings"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Called returns the name of a place for readers of a language (a tag of RFC 5646): its
// country is called as they call it (CLDR, territories), and town and state as they are
// called there. It is Name for a zone, and in a language that CLDR does not know.
func (p Place) Called(tag string) string {
	before, last := "", p.Name
	if i := strings.LastIndex(p.Name, ", "); i >= 0 {
		before, last = p.Name[:i+len(", ")], p.Name[i+len(", "):]
	}
	in, err := language.Parse(tag)
	if code := countryCalled(last); err == nil && code != "" && before != "" {
		namer := display.Regions(in)
		region, err := language.ParseRegion(code)
		if err == nil && namer != nil {
			if name := namer.Name(region); name != "" {
				return before + name
			}
		}
	}
	return p.Name
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
