package main

import (
	"slices"
	"strings"
	"unicode"

	"leanon/library/gazetteer"
)

// local are the scripts whose names are kept only in the countries that write them.
var local = []struct {
	script    *unicode.RangeTable
	countries string
}{
	{unicode.Cyrillic, "RU UA BY BG RS MK ME BA XK KZ KG TJ MN UZ TM MD GE AM AZ"},
	{unicode.Greek, "GR CY"},
	{unicode.Arabic, "DZ BH TD KM DJ EG IQ JO KW LB LY MR MA OM PS QA SA SO SD SY TN AE EH YE IR AF PK IL"},
	{unicode.Hebrew, "IL PS"},
	{unicode.Han, "CN TW HK MO SG JP"},
	{unicode.Hiragana, "JP"},
	{unicode.Katakana, "JP"},
	{unicode.Hangul, "KR KP"},
	{unicode.Thai, "TH"},
	{unicode.Devanagari, "IN NP"},
	{unicode.Bengali, "BD IN"},
	{unicode.Georgian, "GE"},
	{unicode.Armenian, "AM"},
	{unicode.Ethiopic, "ET ER"},
	{unicode.Khmer, "KH"},
	{unicode.Lao, "LA"},
	{unicode.Myanmar, "MM"},
	{unicode.Sinhala, "LK"},
	{unicode.Tamil, "IN LK SG"},
}

// wellKnown is how many people a town has whose name is kept in Cyrillic as well
// wherever it is.
const wellKnown = 500_000

// abroad is how many people a town where English is spoken has that is called something
// else elsewhere. The other names of a smaller one are those that it had long ago.
const abroad = 100_000

// longest is how many bytes a name may have in the index.
const longest = 40

// addNames adds all that a town is called.
func (w *world) addNames(id int, t *town) {
	own := gazetteer.Plain(t.name)
	w.names.add(own, id, gazetteer.Own)
	if t.people < enough {
		return
	}
	for _, name := range w.otherNames(t) {
		w.names.add(name, id, gazetteer.Other)
	}
	words := strings.Fields(own)
	for i := 1; i < len(words); i++ {
		if !slices.Contains(small, words[i]) {
			w.names.add(strings.Join(words[i:], " "), id, gazetteer.Part)
		}
	}
}

// otherNames returns what else a town is called.
func (w *world) otherNames(t *town) (names []string) {
	code := w.regions[w.regions[t.region].country].code
	for _, name := range t.others {
		if kept(name, code, t.people) {
			names = append(names, gazetteer.Plain(name))
		}
	}
	for _, name := range append([]string{t.name}, t.others...) {
		if spelt := spelledOut(name); spelt != name && strings.Contains("DE AT CH LI LU DK NO SE FI", code) {
			names = append(names, gazetteer.Plain(spelt))
		}
	}
	own := gazetteer.Plain(t.name)
	return slices.DeleteFunc(names, func(name string) bool { return name == own })
}

// small are words at which nobody begins a name in the middle.
var small = strings.Fields("a al am an d da de del della den der des di do dos du e el en i im la las le les los lo na of on op s sur the und upon y")

// spelledOut writes German and Nordic letters as people do whose keyboard has none.
func spelledOut(name string) string {
	return strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "Ä", "Ae", "Ö", "Oe", "Ü", "Ue", "ø", "oe", "Ø", "Oe", "å", "aa", "Å", "Aa").Replace(name)
}

// kept reports whether another name is worth its room: one that begins with a capital and
// is neither an airport's code nor a transcription made by a machine, or one in the
// script of the country.
func kept(name, country string, people int) bool {
	plain := gazetteer.Plain(name)
	if plain == "" || len(plain) > longest || strings.ContainsAny(name, "0123456789;:!?") {
		return false
	}
	first := []rune(name)[0]
	if latin(name) {
		airport := len(name) == 3 && name == strings.ToUpper(name)
		past := people < abroad && strings.Contains("US CA GB IE AU NZ", country)
		return (unicode.IsUpper(first) || first == '\'' || first == '’') && !airport && !past
	}
	for _, l := range local {
		if !within(name, l.script) {
			continue
		}
		known := people >= wellKnown && l.script == unicode.Cyrillic
		return known || slices.Contains(strings.Fields(l.countries), country)
	}
	return false
}

func latin(name string) bool { return within(name, unicode.Latin) }

// within reports whether every letter of a name is of a script, or of Japan's three.
func within(name string, script *unicode.RangeTable) bool {
	for _, r := range name {
		switch {
		case !unicode.IsLetter(r) || unicode.Is(script, r) || unicode.In(r, unicode.Lm):
		case script == unicode.Han && unicode.In(r, unicode.Hiragana, unicode.Katakana):
		default:
			return false
		}
	}
	return true
}
