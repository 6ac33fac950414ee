package drawing

import "math"

// Shape is the outline around a word. It tells the kind of a word apart without its
// colour.
type Shape int

// The shapes.
const (
	Circle Shape = iota
	Drop
	Leaf
	Stone
	shapes // how many there are
)

// point is a place in a picture, or in an outline around (0, 0). y grows downward.
type point struct{ x, y float64 }

// outline is a convex polygon, clockwise as one sees it. A shape of one square pixel has
// the place of its words, which is not always the middle of its box, at (0, 0).
type outline []point

// corners is how many corners a round part of an outline has.
const corners = 72

// outline returns a shape with an area of one.
func (s Shape) outline() outline {
	var o outline
	switch s {
	case Drop:
		o = drop()
	case Leaf:
		o = leaf()
	case Stone:
		o = stone()
	default:
		o = arc(nil, point{}, 1, 0, 2*math.Pi)
	}
	return o.scaled(1 / math.Sqrt(o.area()))
}

// arc appends the corners of a part of a circle.
func arc(o outline, middle point, radius, from, to float64) outline {
	n := int(math.Ceil((to - from) / (2 * math.Pi) * corners))
	for i := range n + 1 {
		sin, cos := math.Sincos(from + (to-from)*float64(i)/float64(n))
		o = append(o, point{middle.x + radius*cos, middle.y + radius*sin})
	}
	return o
}

// drop is a circle with a point above it.
func drop() outline {
	const tip = 1.3 // from the middle of the circle, in radii
	touch := math.Acos(1 / tip)
	up := -math.Pi / 2
	return append(arc(nil, point{}, 1, up+touch, up+2*math.Pi-touch), point{0, -tip})
}

// leaf has two round corners and two sharp ones, across from each other.
func leaf() outline {
	const wide, high, round, sharp = 1.42, 1.0, 0.8, 0.06
	w, h := wide/2, high/2
	o := arc(nil, point{w - sharp, -h + sharp}, sharp, -math.Pi/2, 0)
	o = arc(o, point{w - round, h - round}, round, 0, math.Pi/2)
	o = arc(o, point{-w + sharp, h - sharp}, sharp, math.Pi/2, math.Pi)
	return arc(o, point{-w + round, -h + round}, round, math.Pi, 3*math.Pi/2)
}

// stone is a pebble: wide, and flatter below than above.
func stone() outline {
	const wide = 1.4
	var o outline
	for i := range corners {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / corners)
		bend := 2.5
		if sin > 0 {
			bend = 3.2
		}
		o = append(o, point{
			wide * math.Copysign(math.Pow(math.Abs(cos), 2/bend), cos),
			math.Copysign(math.Pow(math.Abs(sin), 2/bend), sin),
		})
	}
	return o
}

func (o outline) scaled(by float64) outline {
	out := make(outline, len(o))
	for i, p := range o {
		out[i] = point{p.x * by, p.y * by}
	}
	return out
}

// area returns how many square pixels an outline holds.
func (o outline) area() float64 {
	sum := 0.0
	for i, p := range o {
		q := o[(i+1)%len(o)]
		sum += p.x*q.y - q.x*p.y
	}
	return math.Abs(sum) / 2
}

// box is a rectangle of a picture.
type box struct{ left, top, right, bottom float64 }

func (b box) width() float64  { return b.right - b.left }
func (b box) height() float64 { return b.bottom - b.top }

// box returns the smallest box around an outline.
func (o outline) box() box {
	b := box{math.Inf(1), math.Inf(1), math.Inf(-1), math.Inf(-1)}
	for _, p := range o {
		b = box{min(b.left, p.x), min(b.top, p.y), max(b.right, p.x), max(b.bottom, p.y)}
	}
	return b
}

// holds returns whether a box is inside of an outline. As that is convex, the corners of
// the box tell.
func (o outline) holds(b box) bool {
	for _, c := range []point{{b.left, b.top}, {b.right, b.top}, {b.right, b.bottom}, {b.left, b.bottom}} {
		for i, p := range o {
			q := o[(i+1)%len(o)]
			if (q.x-p.x)*(c.y-p.y)-(q.y-p.y)*(c.x-p.x) < 0 {
				return false
			}
		}
	}
	return true
}
