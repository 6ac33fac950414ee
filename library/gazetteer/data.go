package gazetteer

import _ "embed"

// places is what the command mapmaker wrote: the sections below, one after the other. It is searched as
// it lies in the program and takes no memory of its own.
//
//go:embed places.dat
var places string

//go:generate go run ../mapmaker

// What a name is to what bears it, the surest first.
const (
	Own   = iota // what it is called
	Other        // what it is called elsewhere, or was once
	Part         // the end of its name, or letters that only follow a town's name
)

// Block is how many names stand in one block of an index. Several is added to the length
// of a name that more than one thing bears.
const (
	Block   = 32
	Several = 0x80
)

// The sections of places.
const (
	sectionZones = iota
	sectionRegions
	sectionTowns
	sectionZoneNames
	sectionRegionNames
	sectionTownNames
	sectionTexts
)

// The lengths of the records of the first three.
const (
	zoneLength   = 18
	regionLength = 8
	townLength   = 12
)

func u32(at int) int {
	return u16(at) | u16(at+2)<<16
}

func u16(at int) int { return int(places[at]) | int(places[at+1])<<8 }

// section returns where a section begins and ends.
func section(n int) (from, to int) { return u32(4 * n), u32(4*n + 4) }

// text returns the words at a place of the last section.
func text(at int) string {
	from, _ := section(sectionTexts)
	from += at
	return places[from+1 : from+1+int(places[from])]
}

// record returns where a record of a section begins.
func record(sectionNumber, length, id int) int {
	from, _ := section(sectionNumber)
	return from + id*length
}

// count returns how many records of a length a section has.
func count(sectionNumber, length int) int {
	from, to := section(sectionNumber)
	return (to - from) / length
}
