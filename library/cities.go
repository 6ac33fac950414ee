package library

import (
	"cmp"
	"io/fs"
	"slices"
	"strings"
)

// maxTyped is how many bytes somebody may type into a city field. No place has a longer
// name; a longer input finds nothing.
const maxTyped = 400

// City is a place that somebody may choose to set their time zone.
type City struct {
	Name string // "Munich (Europe/Berlin)", at most 100 characters
	Zone string // IANA zone
}

// place is a City with what people may type for it, as plainPlace writes it.
type place struct {
	City
	name  string // "munich"
	zone  string // "europe berlin" for the zone's own city, else empty: a zone is offered once
	whole string // "munich europe berlin", as the suggestion itself reads
}

// Cities returns at most n places whose name or zone fits what a person has typed so
// far. Accents, capitals and punctuation do not matter. The order is: the zone with
// exactly this name and the names that begin with it, names with a word that begins with
// it, zones with such a word, and all others that contain it. Each group is in
// alphabetical order, so that a whole name comes before longer ones. If nothing was
// typed, Cities returns the worldwide dozen. The zones have the form of IANA names, but
// this machine need not know them.
func (l *Library) Cities(typed string, n int) []City {
	if n <= 0 || len(typed) > maxTyped {
		return nil
	}
	query := plainPlace(typed)
	if query == "" {
		if strings.TrimSpace(typed) != "" {
			return nil
		}
		return slices.Clone(l.cities.worldwide[:min(n, len(l.cities.worldwide))])
	}
	var ranked [4][]City
	for i := range l.cities.places {
		p := &l.cities.places[i]
		if rank := p.rank(query); rank >= 0 {
			ranked[rank] = append(ranked[rank], p.City)
		}
	}
	found := slices.Concat(ranked[:]...)
	return found[:min(n, len(found))]
}

// rank returns how well a place fits a query in the form of plainPlace: 0 is best, and -1
// means that it does not fit.
func (p *place) rank(query string) int {
	switch {
	case query == p.zone || strings.HasPrefix(p.whole, query):
		return 0
	case wordPrefix(p.name, query):
		return 1
	case strings.HasPrefix(p.zone, query) || wordPrefix(p.zone, query):
		return 2
	case strings.Contains(p.name, query) || strings.Contains(p.zone, query):
		return 3
	}
	return -1
}

// wordPrefix reports whether a word of text after the first begins with query.
func wordPrefix(text, query string) bool {
	for {
		_, rest, more := strings.Cut(text, " ")
		if !more {
			return false
		}
		if strings.HasPrefix(rest, query) {
			return true
		}
		text = rest
	}
}

// cities is what zones.txt has: the places in alphabetical order, and the worldwide dozen.
type cities struct {
	places    []place
	worldwide []City
}

// readCities reads zones.txt: lines of "Area/Zone: place; place", and one line
// "worldwide: Area/Zone; Area/Zone".
func (l *Library) readCities(fsys fs.FS) (*cities, error) {
	wrong := &faults{file: "zones.txt"}
	data, err := read(fsys, wrong.file)
	if err != nil {
		return nil, err
	}
	c := &cities{}
	own := map[string]City{} // each zone's own city
	var dozen []string
	dozenLine := 1
	for i, text := range strings.Split(strings.TrimPrefix(string(data), "\ufeff"), "\n") {
		text = strings.TrimSpace(text)
		if text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		zone, list, _ := strings.Cut(text, ":")
		names := split(list)
		if zone == "worldwide" {
			dozen, dozenLine = append(dozen, names...), i+1
			continue
		}
		if _, double := own[zone]; double {
			wrong.add(i+1, "the zone %q has two lines", zone)
		}
		if !zoneLike(zone) || len(names) == 0 {
			wrong.add(i+1, "a line must read Area/Zone: place; place")
			continue
		}
		own[zone] = c.addPlaces(wrong, i+1, zone, names)
	}
	for _, zone := range dozen {
		if _, known := own[zone]; !known {
			wrong.add(dozenLine, "worldwide names %q, which has no line", zone)
		}
		c.worldwide = append(c.worldwide, own[zone])
	}
	if len(c.worldwide) == 0 {
		wrong.add(1, "a line worldwide: Area/Zone; Area/Zone is needed")
	}
	slices.SortStableFunc(c.places, func(a, b place) int { return cmp.Compare(a.name, b.name) })
	return c, wrong.err()
}

// addPlaces adds the places of one line and returns the first, the zone's own.
func (c *cities) addPlaces(wrong *faults, line int, zone string, names []string) City {
	for i, name := range names {
		p := place{City: City{Name: name + " (" + zone + ")", Zone: zone}, name: plainPlace(name)}
		p.whole = plainPlace(p.Name)
		if i == 0 {
			p.zone = plainPlace(zone)
		}
		if flaw := lineFlaw(p.Name, maxLabel); flaw != "" || p.name == "" {
			wrong.add(line, "the place %q %s", name, cmp.Or(flaw, "has no letters"))
		}
		c.places = append(c.places, p)
	}
	return City{Name: names[0] + " (" + zone + ")", Zone: zone}
}

// split returns the items of a list with semicolons, without the empty ones.
func split(list string) []string {
	var out []string
	for name := range strings.SplitSeq(list, ";") {
		if name = strings.TrimSpace(name); name != "" {
			out = append(out, name)
		}
	}
	return out
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
