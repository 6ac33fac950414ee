package main

import (
	"encoding/json"
	"fmt"
	"strings"

	"leanon/library/gazetteer"
)

// calledIn are the languages that leanon speaks besides English: the key that its code
// uses, and the locale of Unicode. A city that is called otherwise in one of them than in
// English stands in citynames.txt.
var calledIn = []struct{ key, locale string }{{"de", "de"}, {"es", "es-419"}, {"fr", "fr"}, {"pt", "pt"}}

func zoneFiles() []string {
	files := []string{zoneFile("en")}
	for _, l := range calledIn {
		files = append(files, zoneFile(l.locale))
	}
	return files
}

func zoneFile(locale string) string { return "main/" + locale + "/timeZoneNames.json" }

// cityNamesIn returns the lines of citynames.txt: a zone, and behind tabs what its city is
// called in each language.
func (w *world) cityNamesIn(files map[string][]byte) (string, error) {
	english, err := exemplars(files[zoneFile("en")], "en")
	if err != nil {
		return "", err
	}
	lines := map[string]string{}
	for _, l := range calledIn {
		cities, err := exemplars(files[zoneFile(l.locale)], l.locale)
		if err != nil {
			return "", err
		}
		for _, name := range sorted(cities) {
			// Unicode calls some zones by an island or a country; we have a town for those.
			z := w.zoneOf[name]
			if z == nil || strings.HasPrefix(z.name, "Etc/") || gazetteer.Plain(z.city) != gazetteer.Plain(cityOf(english, name)) || cities[name] == z.city {
				continue
			}
			lines[z.name] += "\t" + l.key + ":" + cities[name]
		}
	}
	var all strings.Builder
	for _, key := range sorted(lines) {
		all.WriteString(key + lines[key] + "\n")
	}
	return all.String(), nil
}

// cityOf is the city that Unicode calls a zone by.
func cityOf(named map[string]string, zone string) string {
	if city := named[zone]; city != "" {
		return city
	}
	return strings.ReplaceAll(zone[strings.LastIndex(zone, "/")+1:], "_", " ")
}

// exemplars reads the city that each zone is called by in a locale, where that is not the
// end of its name.
func exemplars(data []byte, locale string) (map[string]string, error) {
	var doc struct {
		Main map[string]struct {
			Dates struct {
				Names struct {
					Zone map[string]json.RawMessage `json:"zone"`
				} `json:"timeZoneNames"`
			} `json:"dates"`
		} `json:"main"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return nil, fmt.Errorf("the zones in %s: %w", locale, err)
	}
	cities := map[string]string{}
	var read func(path string, of map[string]json.RawMessage)
	read = func(path string, of map[string]json.RawMessage) {
		var city string
		if raw, ok := of["exemplarCity"]; ok && json.Unmarshal(raw, &city) == nil {
			cities[path] = city
		}
		for key, raw := range of {
			var deeper map[string]json.RawMessage
			if json.Unmarshal(raw, &deeper) == nil {
				read(strings.TrimPrefix(path+"/"+key, "/"), deeper)
			}
		}
	}
	read("", doc.Main[locale].Dates.Names.Zone)
	return cities, nil
}
