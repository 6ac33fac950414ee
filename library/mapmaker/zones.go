package main

import (
	_ "embed"
	"encoding/json"
	"fmt"
	"strings"
	"time"
	_ "time/tzdata" // the same zones on every machine

	"leanon/library/gazetteer"
)

// cityNames has the city that a zone is called by where its name has another, or has lost
// its accents: lines of "Area/Zone: city".
//
//go:embed cities.txt
var cityNames string

// zone is an IANA zone.
type zone struct {
	name, city     string
	winter, summer int // minutes east of Greenwich in January and July
	people         int // in its towns
	largest        *town
}

// theYear is the one whose offsets are written. They only order what is offered for
// "UTC+2"; the clock itself comes from the zone data of the machine.
const theYear = 2026

// readZones reads the zones with every name they ever had.
func (w *world) readZones(files map[string][]byte) error {
	cities := map[string]string{}
	for line := range strings.Lines(cityNames) {
		if name, city, ok := strings.Cut(strings.TrimSpace(line), ": "); ok {
			cities[name] = city
		}
	}
	var doc struct {
		Keyword struct {
			U struct {
				TZ map[string]json.RawMessage `json:"tz"`
			} `json:"u"`
		} `json:"keyword"`
	}
	if err := json.Unmarshal(files["bcp47/timezone.json"], &doc); err != nil {
		return err
	}
	for _, key := range sorted(doc.Keyword.U.TZ) {
		var of struct {
			Alias string `json:"_alias"`
			IANA  string `json:"_iana"`
		}
		if strings.HasPrefix(key, "_") || json.Unmarshal(doc.Keyword.U.TZ[key], &of) != nil || of.Alias == "" {
			continue
		}
		names := strings.Fields(of.Alias)
		name := of.IANA
		if name == "" {
			name = names[0]
		}
		if err := w.addZone(name, cities[name], append(names, name)); err != nil {
			return err
		}
	}
	return nil
}

// addZone adds a zone. What has no place (Etc/GMT+5, EST5EDT) is one as well, because a
// person may type it.
func (w *world) addZone(name, city string, names []string) error {
	if name == "Etc/Unknown" || name == "Factory" {
		return nil
	}
	at, err := time.LoadLocation(name)
	if err != nil {
		return fmt.Errorf("zone %s: %w", name, err)
	}
	z := &zone{name: name, city: city}
	z.winter = offset(at, time.January)
	z.summer = offset(at, time.July)
	if z.city == "" {
		z.city = strings.ReplaceAll(name[strings.LastIndex(name, "/")+1:], "_", " ")
	}
	w.zones = append(w.zones, z)
	for _, n := range names {
		w.zoneOf[n] = z
		if strings.ContainsAny(n, "/0123456789") {
			w.zoneNames.add(gazetteer.Plain(n), len(w.zones)-1, gazetteer.Own)
		}
	}
	return nil
}

// offset is how far a zone is east of Greenwich in a month, in minutes.
func offset(at *time.Location, month time.Month) int {
	_, seconds := time.Date(theYear, month, 15, 12, 0, 0, 0, at).Zone()
	return seconds / 60
}
