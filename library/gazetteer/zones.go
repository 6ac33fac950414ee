package gazetteer

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

func (z zone) at() int      { return record(sectionZones, zoneLength, int(z)) }
func (z zone) name() string { return text(u32(z.at())) }
func (z zone) city() string { return text(u32(z.at() + 4)) }
func (z zone) people() int  { return u32(z.at() + 8) }
func (z zone) winter() int  { return int(int16(u16(z.at() + 12))) }
func (z zone) summer() int  { return int(int16(u16(z.at() + 14))) }

// country returns the country of a zone's largest town; false for one without any.
func (z zone) country() (region, bool) {
	c := u16(z.at() + 16)
	return region(c), c != 0xffff
}

func (z zone) fixed() bool { return strings.HasPrefix(z.name(), "Etc/") }

// utc and gmt are zones that people name by themselves.
var (
	utc = Place{Name: "UTC", Zone: "UTC", Fixed: true}
	gmt = Place{Name: "GMT", Zone: "Etc/GMT", Fixed: true}
)

// place is a zone that is offered by itself.
func (z zone) place() Place {
	switch z.name() {
	case "Etc/UTC":
		return utc
	case "Etc/GMT":
		return gmt
	}
	if behind, ok := strings.CutPrefix(z.name(), "Etc/GMT"); ok {
		sign := strings.NewReplacer("+", "-", "-", "+") // the names count west of Greenwich
		return Place{Name: "UTC" + sign.Replace(behind) + " (" + z.name() + ")", Zone: z.name(), Fixed: true}
	}
	return Place{Name: z.city() + " (" + z.name() + ")", Zone: z.name()}
}

// zoneCalled finds a zone by any name that it ever had, in any capitals, with spaces or
// underscores.
func zoneCalled(name string) (zone, bool) {
	for _, b := range exactly(sectionZoneNames, Plain(name)) {
		// "Etc/GMT+5" and "Etc/GMT-5" differ in what Plain drops.
		if z := zone(b.id); !z.fixed() || strings.EqualFold(name, z.name()) {
			return z, true
		}
	}
	return 0, false
}

// namedZone reads the name of a zone, alone or in brackets behind a city, and UTC and
// GMT, which are zones.
func namedZone(typed string) (Place, bool) {
	city := ""
	if open := strings.LastIndex(typed, "("); open >= 0 && strings.HasSuffix(typed, ")") && strings.Contains(typed[open:], "/") {
		city, typed = typed[:open], typed[open+1:len(typed)-1]
	}
	switch Plain(typed) {
	case "utc", "zulu", "etc utc", "universal":
		return utc, !strings.ContainsAny(typed, "+-")
	case "gmt", "etc gmt", "greenwich mean time":
		return gmt, !strings.ContainsAny(typed, "+-")
	}
	z, ok := zoneCalled(typed)
	if !ok {
		return Place{}, false
	}
	elsewhere := func(h hit) bool { return h.town.zone() != z }
	if hits := slices.DeleteFunc(search{}.read(city).hits, elsewhere); len(hits) > 0 && !hits[0].area {
		return shared(hits), true
	}
	return z.place(), true
}

// City names a zone by its city: "Kyiv" for Europe/Kyiv. What is no zone is its own name.
func City(name string) string {
	z, ok := zoneCalled(name)
	switch {
	case !ok:
		return name
	case z.fixed():
		offset, _, _ := strings.Cut(z.place().Name, " (")
		return offset
	}
	return z.city()
}

// zonesBeginning returns the zones whose name, or whose part of it, begins so.
func zonesBeginning(plain string, n int) (found []Place) {
	for i := range count(sectionZones, zoneLength) {
		z := zone(i)
		name := Plain(z.name())
		if at := strings.Index(name, plain); at >= 0 && (at == 0 || name[at-1] == ' ') && len(found) < n {
			found = append(found, z.place())
		}
	}
	return found
}

// offset reads "UTC+5:30", "GMT-3" or "+02:00" as minutes east of Greenwich.
func offset(typed string) (minutes int, ok bool) {
	t := strings.ToUpper(strings.NewReplacer(" ", "", "−", "-", "–", "-", "\u2010", "-", "\u2011", "-", "：", ":", "＋", "+").Replace(typed))
	for _, prefix := range []string{"UTC", "GMT", "UT", "Z"} {
		if rest, found := strings.CutPrefix(t, prefix); found {
			t = rest
			break
		}
	}
	if len(t) < 2 || len(t) > 6 || t[0] != '+' && t[0] != '-' {
		return 0, false
	}
	hours, rest, colon := strings.Cut(strings.ReplaceAll(t[1:], ".", ":"), ":")
	if !colon && len(hours) > 2 {
		hours, rest = hours[:len(hours)-2], hours[len(hours)-2:]
	}
	h, errH := strconv.ParseUint(hours, 10, 8)
	m, errM := strconv.ParseUint(cmp.Or(rest, "0"), 10, 8)
	if rest == "5" { // "+5.5" is half past
		m = 30
	}
	if errH != nil || errM != nil || h > 14 || m > 59 || len(hours) > 2 {
		return 0, false
	}
	minutes = int(60*h + m)
	if t[0] == '-' {
		minutes = -minutes
	}
	return minutes, true
}

// offsetMost is how many zones are offered for an offset that change their clocks, and
// how many that do not.
const offsetMost = 10

// withOffset returns the zones that are so far east of Greenwich in winter or in summer:
// those that change their clocks first, the most people first, then those that never do,
// and at the end the offset by itself.
func (s search) withOffset(minutes int) (found []Place) {
	var changing, steady []zone
	var fixed []Place
	for i := range count(sectionZones, zoneLength) {
		z := zone(i)
		switch {
		case z.winter() != minutes && z.summer() != minutes:
		case z.fixed():
			fixed = append(fixed, z.place())
		case z.people() == 0:
		case z.winter() != z.summer():
			changing = append(changing, z)
		default:
			steady = append(steady, z)
		}
	}
	for _, zones := range [][]zone{changing, steady} {
		slices.SortStableFunc(zones, func(a, b zone) int { return cmp.Compare(b.people(), a.people()) })
		for _, z := range zones[:min(len(zones), offsetMost)] {
			found = append(found, z.offered())
		}
	}
	return append(found, fixed...)
}

// offered is a zone by its city, "Phoenix, Arizona, United States", or by its name where
// its city is too small to be known.
func (z zone) offered() Place {
	country, settled := z.country()
	if !settled {
		return z.place()
	}
	hits := search{}.read(z.city() + ", " + country.name()).hits
	best, ok := likeliest(slices.DeleteFunc(hits, func(h hit) bool { return h.town.zone() != z }))
	if !ok {
		return z.place()
	}
	return best.town.place()
}
