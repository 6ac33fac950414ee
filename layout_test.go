package main

import (
	"maps"
	"math"
	"math/rand/v2"
	"path"
	"slices"
)

// Sizes in the picture, in its own pixels.
const (
	boxWidth, boxHeight = 186, 94
	gapAcross, gapDown  = 20, 66
	margin              = 30
	head, foot          = 84, 62 // for the words above and below
)

// box is a room in the picture, or the bend of an arrow that passes a row of rooms.
type box struct {
	name, what string
	lines      int
	tests      bool     // it has no code but tests
	uses       []string // all rooms it uses; after thin those that no other way leads to

	row  int
	x, y float64 // its middle and its upper edge
	bend bool
}

func (b *box) width() float64 {
	if b.bend {
		return 16
	}
	return boxWidth
}

// picture lays the rooms out in rows, each below every room that uses it.
type picture struct {
	boxes map[string]*box
	rows  [][]*box
	below map[*box][]*box // what arrows lead to, bends included
	above map[*box][]*box
}

func newPicture() *picture {
	return &picture{boxes: map[string]*box{}, below: map[*box][]*box{}, above: map[*box][]*box{}}
}

func (p *picture) draw() string {
	p.thin()
	p.layer()
	p.order()
	p.place()
	return p.svg()
}

func (p *picture) names() []string { return slices.Sorted(maps.Keys(p.boxes)) }

// leads reports whether arrows lead from one room to another.
func (p *picture) leads(from, to string) bool {
	return from == to || slices.ContainsFunc(p.boxes[from].uses, func(next string) bool { return p.leads(next, to) })
}

// thin leaves out each arrow that other arrows lead around: main uses host, but
// main -> demo -> host says so already.
func (p *picture) thin() {
	thinned := map[string][]string{}
	for name, b := range p.boxes {
		thinned[name] = slices.DeleteFunc(slices.Clone(b.uses), func(to string) bool {
			return slices.ContainsFunc(b.uses, func(over string) bool { return over != to && p.leads(over, to) })
		})
	}
	for name, uses := range thinned {
		p.boxes[name].uses = uses
	}
}

// layer gives each room its row: below all that use it, and a room within
// another below that one, unless only tests use it. Arrows over several rows get
// a bend in each between.
func (p *picture) layer() {
	for again := true; again; {
		again = false
		lower := func(b *box, over *box) {
			if b.row <= over.row {
				b.row, again = over.row+1, true
			}
		}
		for _, name := range p.names() {
			for _, to := range p.boxes[name].uses {
				lower(p.boxes[to], p.boxes[name])
			}
			if parent, ok := p.boxes[path.Dir(name)]; ok && !p.leads(name, parent.name) && !p.forTests(name) {
				lower(p.boxes[name], parent)
			}
		}
	}
	put := func(b *box) {
		for len(p.rows) <= b.row {
			p.rows = append(p.rows, nil)
		}
		p.rows[b.row] = append(p.rows[b.row], b)
	}
	for _, name := range p.names() {
		put(p.boxes[name])
	}
	for _, name := range p.names() {
		for _, to := range p.boxes[name].uses {
			from := p.boxes[name]
			for from.row+1 < p.boxes[to].row {
				bend := &box{name: name + " to " + to, row: from.row + 1, bend: true}
				put(bend)
				p.join(from, bend)
				from = bend
			}
			p.join(from, p.boxes[to])
		}
	}
}

// forTests reports whether rooms that are all tests use a room, and no other does.
func (p *picture) forTests(name string) bool {
	used := false
	for _, b := range p.boxes {
		if slices.Contains(b.uses, name) {
			if used = true; !b.tests {
				return false
			}
		}
	}
	return used
}

func (p *picture) join(from, to *box) {
	p.below[from] = append(p.below[from], to)
	p.above[to] = append(p.above[to], from)
}

// order sorts the rooms of each row so that few arrows cross and ways are short. It
// goes downhill from many orders, which are the same ones at each run, and keeps the
// best that it came to.
func (p *picture) order() {
	shuffled := rand.New(rand.NewPCG(1, 1))
	var best [][]*box
	least := math.MaxInt
	for range 300 {
		for _, row := range p.rows {
			shuffled.Shuffle(len(row), func(i, j int) { row[i], row[j] = row[j], row[i] })
		}
		p.untangle()
		if now := p.tangle(); now < least {
			least, best = now, nil
			for _, row := range p.rows {
				best = append(best, slices.Clone(row))
			}
		}
	}
	p.rows = best
}

// untangle swaps rooms within their rows for as long as that leaves fewer
// crossings, or as many and shorter ways.
func (p *picture) untangle() {
	now := p.tangle()
	for better := true; better; {
		better = false
		for _, row := range p.rows {
			for i := range row {
				for j := range i {
					row[i], row[j] = row[j], row[i]
					if then := p.tangle(); then < now {
						now, better = then, true
					} else {
						row[i], row[j] = row[j], row[i]
					}
				}
			}
		}
	}
}

// tangle is how hard the picture is to follow: the crossings of its arrows, each
// as bad as a thousand columns of way.
func (p *picture) tangle() int {
	at := map[*box]int{}
	for _, row := range p.rows {
		for i, b := range row {
			at[b] = 2*i - len(row)
		}
	}
	sum := 0
	for _, row := range p.rows {
		for i, b := range row {
			for _, to := range p.below[b] {
				sum += max(at[b]-at[to], at[to]-at[b])
				for _, left := range row[:i] {
					for _, other := range p.below[left] {
						if at[other] > at[to] {
							sum += 1000
						}
					}
				}
			}
		}
	}
	return sum
}

// place sets where each room stands: as near below and above what it is joined
// with as its neighbours let it.
func (p *picture) place() {
	for n := range 60 {
		for i := range p.rows {
			row, joined := p.rows[i], p.above
			if n%2 == 1 {
				row, joined = p.rows[len(p.rows)-1-i], p.below
			}
			spread(row, func(b *box) float64 {
				if len(joined[b]) == 0 {
					return b.x
				}
				sum := 0.0
				for _, other := range joined[b] {
					sum += other.x
				}
				return sum / float64(len(joined[b]))
			})
		}
	}
	left := math.Inf(1)
	for _, row := range p.rows {
		for _, b := range row {
			left = min(left, b.x-b.width()/2)
		}
	}
	for _, row := range p.rows {
		for _, b := range row {
			// Whole, and halves up although they come out a little less on some
			// machines, so that each draws the same.
			b.x = math.Floor(b.x - left + margin + 0.5001)
			b.y = float64(margin + head + b.row*(boxHeight+gapDown))
		}
	}
}

// spread moves a row's rooms to where they want to be, in their order and
// without touching: neighbours that want the same place share it around its
// middle (pool adjacent violators).
func spread(row []*box, wanted func(*box) float64) {
	type group struct{ sum, n float64 }
	var groups []group
	offset := make([]float64, len(row))
	for i, b := range row {
		if i > 0 {
			offset[i] = offset[i-1] + (row[i-1].width()+b.width())/2 + gapAcross
		}
		groups = append(groups, group{wanted(b) - offset[i], 1})
		for k := len(groups) - 1; k > 0 && groups[k-1].sum*groups[k].n > groups[k].sum*groups[k-1].n; k-- {
			groups[k-1].sum += groups[k].sum
			groups[k-1].n += groups[k].n
			groups = groups[:k]
		}
	}
	i := 0
	for _, g := range groups {
		for range int(g.n) {
			row[i].x = g.sum/g.n + offset[i]
			i++
		}
	}
}
