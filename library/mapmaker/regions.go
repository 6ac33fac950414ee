package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"leanon/library/gazetteer"
)

// regionNames has what states are called besides what the data says: lines of
// "CC.code: the name shown; others".
//
//go:embed regions.txt
var regionNames string

// languages are those in which the countries are known. The local name of most is in one
// of them.
var languages = []string{"en", "de", "fr", "es", "pt", "it", "nl", "pl", "ru", "uk", "tr", "sv", "el", "ar", "he", "hi", "ja", "ko", "zh"}

func territoryFiles() (files []string) {
	for _, l := range languages {
		files = append(files, "main/"+l+"/territories.json")
	}
	return files
}

// region is a country, or a state or province of one.
type region struct {
	name    string
	code    string // of a country, two letters
	country int    // index of its country; its own of a country
}

// readRegions reads the countries and then their states.
func (w *world) readRegions(files map[string][]byte) error {
	for i, l := range languages {
		if err := w.readCountries(files[territoryFiles()[i]], l); err != nil {
			return err
		}
	}
	if err := w.readStates(files["admin1.json"]); err != nil {
		return err
	}
	if err := w.readCodes(files["subdivisions/en/en.json"]); err != nil {
		return err
	}
	for line := range strings.Lines(regionNames) {
		key, list, ok := strings.Cut(strings.TrimSpace(line), ": ")
		if !ok {
			continue
		}
		id, known := w.regionOf[key]
		if !known {
			return fmt.Errorf("regions.txt: no region %s", key)
		}
		for i, name := range strings.Split(list, "; ") {
			if i == 0 {
				w.regions[id].name = name
			}
			w.regionNames.add(gazetteer.Plain(name), id, kindOf(name))
		}
	}
	return nil
}

// kindOf tells a name that may stand alone from letters, which only follow a town.
func kindOf(name string) int {
	spoken := []string{"USA", "US", "UK", "UAE"}
	if len(name) <= 3 && name == strings.ToUpper(name) && !slices.Contains(spoken, name) {
		return gazetteer.Part
	}
	return gazetteer.Own
}

// readCountries reads what countries are called in one language. The first is English,
// whose name is shown.
func (w *world) readCountries(data []byte, language string) error {
	var doc struct {
		Main map[string]struct {
			Names struct {
				Territories map[string]string `json:"territories"`
			} `json:"localeDisplayNames"`
		} `json:"main"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return fmt.Errorf("the countries in %s: %w", language, err)
	}
	names := doc.Main[language].Names.Territories
	for _, key := range sorted(names) {
		code, _, _ := strings.Cut(key, "-")
		if !regexp.MustCompile(`^[A-Z]{2}$`).MatchString(code) || strings.Contains("EU EZ UN QO XA XB ZZ", code) {
			continue
		}
		id, known := w.regionOf[code]
		if !known {
			id = len(w.regions)
			w.regions = append(w.regions, &region{name: names[code], code: code, country: id})
			w.regionOf[code] = id
			w.regionNames.add(gazetteer.Plain(code), id, gazetteer.Part)
		}
		w.regionNames.add(gazetteer.Plain(names[key]), id, kindOf(names[key]))
	}
	return nil
}

// readStates reads the states of GeoNames.
func (w *world) readStates(data []byte) error {
	var states []struct{ Code, Name string }
	if err := json.Unmarshal(data, &states); err != nil {
		return fmt.Errorf("the states: %w", err)
	}
	for _, s := range states {
		country, code, _ := strings.Cut(s.Code, ".")
		of, known := w.regionOf[country]
		if !known {
			continue
		}
		s.Name, _, _ = strings.Cut(s.Name, ",") // a comma ends a name where it is typed
		id := len(w.regions)
		w.regions = append(w.regions, &region{name: s.Name, country: of})
		w.regionOf[s.Code] = id
		w.regionNames.add(gazetteer.Plain(s.Name), id, gazetteer.Own)
		w.regionNames.add(bare(s.Name), id, gazetteer.Part)
		if regexp.MustCompile(`^[A-Z]{2,3}$`).MatchString(code) {
			w.regionNames.add(gazetteer.Plain(code), id, gazetteer.Part)
		}
	}
	return nil
}

// kindsOfState are the words around a state's name that people leave out.
var kindsOfState = regexp.MustCompile(`\b(state of|municipality of|province of|oblast|republic|krai|kray|region|governorate|prefecture|department|province|state|county|district|parish|canton)\b`)

// bare is the plain name of a state without such words.
func bare(name string) string {
	return strings.Join(strings.Fields(kindsOfState.ReplaceAllString(gazetteer.Plain(name), " ")), " ")
}

// readCodes reads the letters that states go by, such as those of a Canadian province.
func (w *world) readCodes(data []byte) error {
	var doc struct {
		Subdivisions struct {
			Names struct {
				Subdivisions map[string]string `json:"subdivisions"`
			} `json:"localeDisplayNames"`
		} `json:"subdivisions"`
	}
	if err := json.Unmarshal(data, &doc); err != nil {
		return fmt.Errorf("the letters of states: %w", err)
	}
	byName := map[string]int{}
	for id, r := range w.regions {
		if r.code == "" {
			byName[w.regions[r.country].code+" "+bare(r.name)] = id
		}
	}
	letters := regexp.MustCompile(`^[A-Z]{2,3}$`)
	for _, key := range sorted(doc.Subdivisions.Names.Subdivisions) {
		country, code := strings.ToUpper(key[:2]), strings.ToUpper(key[2:])
		id, known := byName[country+" "+bare(doc.Subdivisions.Names.Subdivisions[key])]
		if known && letters.MatchString(code) {
			w.regionNames.add(gazetteer.Plain(code), id, gazetteer.Part)
		}
	}
	return nil
}
