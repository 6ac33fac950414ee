// Package drawing makes the picture of a week: each kind of need that two people spoke
// about stands in it once, as a word in a shape. All shapes are equally large and all
// words too, where each stands is drawn by lot, and nothing says who, when or how often.
//
// Open this file first: Painter.Week is all there is to call. shape.go has the outlines,
// place.go where they stand, words.go how large the words can be, paint.go the colours
// and the PNG.
//
// It knows words and shapes, and no couple, no language and no message. It keeps
// nothing: fonts and pixels live as long as one drawing.
package drawing

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
)

// Word is a word of a picture, in its shape.
type Word struct {
	Text  string
	Shape Shape
}

// The size of a picture in pixels.
const (
	Width  = 960
	Height = 540
)

// Bounds on what is drawn at the same time, and on how long a drawing waits for its turn.
// On a Sunday evening many people open their week at once: a drawing takes about
// twenty milliseconds and three megabytes, and Discord waits three seconds for the message
// that the picture belongs to.
const (
	atOnce   = 2
	patience = 700 * time.Millisecond
)

// ErrBusy is returned where too many pictures are being drawn.
var ErrBusy = errors.New("too many pictures are being drawn")

// Painter draws pictures, a few at a time.
type Painter struct {
	turns chan struct{}
}

// New returns a Painter.
func New() *Painter { return &Painter{turns: make(chan struct{}, atOnce)} }

// ErrLetters is returned where a word has a letter that the font does not have. It has
// those of the languages of Europe.
var ErrLetters = errors.New("the font lacks a letter")

// Week draws words, at least one, and returns a PNG of Width by Height. The same words and
// the same seed give the same picture. It returns ErrBusy if its turn does not come soon,
// and ErrLetters.
func (p *Painter) Week(ctx context.Context, words []Word, seed uint64) ([]byte, error) {
	if len(words) == 0 {
		return nil, errors.New("a picture needs words")
	}
	soon, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	select {
	case p.turns <- struct{}{}:
		defer func() { <-p.turns }()
	case <-soon.Done():
		return nil, ErrBusy
	}
	font, err := opentype.Parse(gobold.TTF)
	if err != nil {
		return nil, fmt.Errorf("read the font: %w", err)
	}
	if err := hasLetters(font, words); err != nil {
		return nil, err
	}
	plan, err := arrange(words, font, rand.New(rand.NewPCG(seed, 0)))
	if err != nil {
		return nil, err
	}
	return plan.paint(font)
}

// hasLetters returns ErrLetters unless a font has each letter of some words: an empty box
// in its place would say nothing.
func hasLetters(font *opentype.Font, words []Word) error {
	var buffer sfnt.Buffer
	for _, w := range words {
		for _, letter := range w.Text {
			if i, err := font.GlyphIndex(&buffer, letter); err != nil || i == 0 {
				return ErrLetters
			}
		}
	}
	return nil
}
