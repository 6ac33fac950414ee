package drawing

import (
	"math"
	"math/rand/v2"
	"slices"

	"golang.org/x/image/font/opentype"
)

// What is left free at the edge of a picture, and around each shape.
const (
	margin = 14.0
	gap    = 6.0
)

// largest is the largest area of a shape, so that two shapes do not fill the picture.
const largest = 280 * 280

// spot is a word in its place.
type spot struct {
	Word
	at      point // the middle of its words
	outline outline
	lines   lines
}

// plan is a picture before it is painted.
type plan struct {
	spots []spot
	size  float64 // of all words, in pixels
}

// arrange places words by lot: it deals them out to places in rows, and moves each as far
// from the middle of its place as its shape has room. All shapes are as large as the
// tightest of those places allows.
func arrange(words []Word, font *opentype.Font, lot *rand.Rand) (*plan, error) {
	words = slices.Clone(words)
	lot.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	outlines := make([]outline, len(words))
	for i, w := range words {
		outlines[i] = w.Shape.outline()
	}
	places, area := deal(outlines, lot)
	p := &plan{spots: make([]spot, len(words))}
	for i, w := range words {
		s := &p.spots[i]
		s.Word, s.outline = w, outlines[i].scaled(math.Sqrt(area))
		room, b := places[i], s.outline.box()
		s.at.x = room.left + gap - b.left + lot.Float64()*(room.width()-2*gap-b.width())
		s.at.y = room.top + gap - b.top + lot.Float64()*(room.height()-2*gap-b.height())
	}
	return p, p.fit(font)
}

// deal cuts a picture into places in rows, one for each outline, and returns them with the
// area that all outlines can have there. It takes the number of rows that leaves the most. Which rows
// have one place more is decided by lot.
func deal(outlines []outline, lot *rand.Rand) (places []box, area float64) {
	n, best := len(outlines), 1
	for rows := 1; rows <= n; rows++ {
		if a := areaIn(n, rows, outlines); a > area {
			best, area = rows, a
		}
	}
	longer := make([]bool, best)
	for i := range n % best {
		longer[i] = true
	}
	lot.Shuffle(best, func(i, j int) { longer[i], longer[j] = longer[j], longer[i] })
	high := (Height - 2*margin) / float64(best)
	for row, more := range longer {
		in := n / best
		if more {
			in++
		}
		wide := (Width - 2*margin) / float64(in)
		for i := range in {
			left, top := margin+float64(i)*wide, margin+float64(row)*high
			places = append(places, box{left, top, left + wide, top + high})
		}
	}
	return places, area
}

// areaIn returns the area that each of n outlines can have in the smallest place that so
// many rows give them.
func areaIn(n, rows int, outlines []outline) float64 {
	wide := (Width-2*margin)/math.Ceil(float64(n)/float64(rows)) - 2*gap
	high := (Height-2*margin)/float64(rows) - 2*gap
	side := math.Sqrt(largest)
	for _, o := range outlines {
		b := o.box()
		side = min(side, wide/b.width(), high/b.height())
	}
	return side * side
}
