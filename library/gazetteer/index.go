package gazetteer

import (
	"bytes"
	"sort"
)

// bearer is what bears a name: the number of a zone, region or town.
type bearer struct{ id, kind int }

// cursor stands on a name of an index.
type cursor struct {
	at, end int // in places
	left    int // in this block
	name    []byte
	bearers []bearer
}

// block returns a cursor before the first name of a block.
func block(n, number int, c *cursor) {
	from, to := section(n)
	all := u32(from)
	data := from + 4 + 4*all
	c.at, c.end, c.left, c.name = data+u32(from+4+4*number), to, Block, c.name[:0]
}

// next goes to the next name; false is the end of the index.
func (c *cursor) next() bool {
	if c.at >= c.end {
		return false
	}
	if c.left == 0 {
		c.left, c.name = Block, c.name[:0]
	}
	c.left--
	shared, length := int(places[c.at]), int(places[c.at+1])
	many := length&Several != 0
	length &^= Several
	c.name = append(c.name[:shared], places[c.at+2:c.at+2+length]...)
	c.at += 2 + length
	n := 1
	if many {
		n = c.number()
	}
	c.bearers = c.bearers[:0]
	for range n {
		v := c.number()
		c.bearers = append(c.bearers, bearer{id: v >> 2, kind: v & 3})
	}
	return true
}

// number reads a number of as many bytes as it needs.
func (c *cursor) number() (v int) {
	for shift := 0; ; shift += 7 {
		b := places[c.at]
		c.at++
		v |= int(b&0x7f) << shift
		if b < 0x80 {
			return v
		}
	}
}

// seek returns a cursor on the first name of an index that is not before name.
func seek(n int, name string) (*cursor, bool) {
	c := &cursor{}
	from, _ := section(n)
	all := u32(from)
	data := from + 4 + 4*all
	after := sort.Search(all, func(i int) bool {
		at := data + u32(from+4+4*i)
		length := int(places[at+1]) &^ Several
		return places[at+2:at+2+length] > name
	})
	block(n, max(0, after-1), c)
	for c.next() {
		if string(c.name) >= name {
			return c, true
		}
	}
	return c, false
}

// exactly returns what bears a name in the form of Plain.
func exactly(n int, name string) []bearer {
	if c, ok := seek(n, name); ok && string(c.name) == name {
		return c.bearers
	}
	return nil
}

// beginning calls use with what bears each name that begins with a text, in the names'
// alphabetical order.
func beginning(n int, start string, use func(bearer)) {
	begun := []byte(start)
	c, ok := seek(n, start)
	for ok && bytes.HasPrefix(c.name, begun) {
		for _, b := range c.bearers {
			use(b)
		}
		ok = c.next()
	}
}
