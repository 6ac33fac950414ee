package gazetteer

import (
	"cmp"
	_ "embed"
	"strings"
)

// cityNames is what the command mapmaker wrote: a line for each zone whose city is called
// otherwise in a language than in English. It is searched as it lies in the program.
//
//go:embed citynames.txt
var cityNames string

// CityIn is City in a language of two letters, such as "Wien" for Europe/Vienna in "de".
// Where nothing else is known, that is the English name.
func CityIn(zone, language string) string {
	z, ok := zoneCalled(zone)
	if !ok || z.fixed() {
		return City(zone)
	}
	return cmp.Or(nameIn(cityNames, z.name(), language), z.city())
}

// nameIn returns what lines such as citynames.txt has say that something is called in a
// language, "" if they do not say it.
func nameIn(lines, of, language string) string {
	_, line, _ := strings.Cut("\n"+lines, "\n"+of+"\t")
	line, _, _ = strings.Cut(line, "\n")
	for name := range strings.SplitSeq(line, "\t") {
		if name, ok := strings.CutPrefix(name, language+":"); ok {
			return name
		}
	}
	return ""
}
