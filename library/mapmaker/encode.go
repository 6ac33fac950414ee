package main

import (
	"encoding/binary"
	"fmt"
	"slices"
	"strings"

	"leanon/library/gazetteer"
)

// index has names in the form of gazetteer.Plain, each with what bears it.
type index struct{ keys map[string]map[int]int }

func newIndex() index { return index{keys: map[string]map[int]int{}} }

// add adds a name of the thing with this id. Of two kinds the surer one counts.
func (x index) add(name string, id, kind int) {
	if name == "" || len(name) > longest {
		return
	}
	if x.keys[name] == nil {
		x.keys[name] = map[int]int{}
	}
	if before, ok := x.keys[name][id]; !ok || kind < before {
		x.keys[name][id] = kind
	}
}

// encode writes the index: the number of its blocks, where each begins, and the blocks.
// A name in a block has how many bytes it shares with the one before it.
func (x index) encode() []byte {
	names := sorted(x.keys)
	var starts, data []byte
	last := ""
	for i, name := range names {
		if i%gazetteer.Block == 0 {
			starts = binary.LittleEndian.AppendUint32(starts, uint32(len(data)))
			last = ""
		}
		shared := 0
		for shared < min(len(last), len(name)) && last[shared] == name[shared] {
			shared++
		}
		length := byte(len(name) - shared)
		if len(x.keys[name]) > 1 {
			length |= gazetteer.Several
		}
		data = append(append(data, byte(shared), length), name[shared:]...)
		var bearers []uint64
		for id, kind := range x.keys[name] {
			bearers = append(bearers, uint64(id)<<2|uint64(kind))
		}
		slices.Sort(bearers)
		if len(bearers) > 1 {
			data = binary.AppendUvarint(data, uint64(len(bearers)))
		}
		for _, b := range bearers {
			data = binary.AppendUvarint(data, b)
		}
		last = name
	}
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(starts)/4))
	return append(append(out, starts...), data...)
}

// texts are the words that records point to, each once.
type texts struct {
	data []byte
	at   map[string]uint32
}

func (p *texts) add(text string) uint32 {
	at, ok := p.at[text]
	if !ok {
		at = uint32(len(p.data))
		p.at[text] = at
		p.data = append(append(p.data, byte(len(text))), text...)
	}
	return at
}

// encode writes everything: where each section begins, then the sections in the order in
// which the gazetteer knows them.
func (w *world) encode() ([]byte, error) {
	words := &texts{at: map[string]uint32{}}
	u16, u32 := binary.LittleEndian.AppendUint16, binary.LittleEndian.AppendUint32
	var zones, regions, towns []byte
	number := map[*zone]int{}
	for i, z := range w.zones {
		number[z] = i
		country := 0xffff
		if z.largest != nil {
			country = w.regions[z.largest.region].country
		}
		zones = u32(u32(u32(zones, words.add(z.name)), words.add(z.city)), uint32(z.people))
		zones = u16(u16(u16(zones, uint16(int16(z.winter))), uint16(int16(z.summer))), uint16(country))
	}
	for _, r := range w.regions {
		regions = append(u16(u32(regions, words.add(r.name)), uint16(r.country)), (r.code + "  ")[:2]...)
	}
	for _, t := range w.towns {
		if strings.ContainsAny(t.name, ",·") || t.name == "" || len(t.name) > 60 {
			return nil, fmt.Errorf("the town %q cannot be typed as it is shown", t.name)
		}
		towns = u16(u16(u32(u32(towns, words.add(t.name)), uint32(t.people)), uint16(t.region)), uint16(number[t.zone]))
	}
	sections := [][]byte{zones, regions, towns, w.zoneNames.encode(), w.regionNames.encode(), w.names.encode(), words.data}
	var head, body []byte
	for _, s := range sections {
		head = u32(head, uint32(4*(len(sections)+1)+len(body)))
		body = append(body, s...)
	}
	head = u32(head, uint32(4*(len(sections)+1)+len(body)))
	return append(head, body...), nil
}
