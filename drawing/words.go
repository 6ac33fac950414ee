package drawing

import (
	"fmt"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
)

// The sizes of words in pixels. What does not fit at the smallest ends with an ellipsis.
const (
	largestSize  = 48.0
	smallestSize = 13.0
)

// spacing is the distance of two lines, and ascent and descent what a line needs above and
// below the height on which its letters stand, all in sizes. An accent on a capital may
// reach into the breath that words leave.
const (
	spacing = 1.06
	ascent  = 0.76
	descent = 0.2
)

// breath is how much of an outline words may fill.
const breath = 0.93

// ruler measures words in sizes.
type ruler struct{ face font.Face }

func newRuler(f *opentype.Font) (ruler, error) {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: 100, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return ruler{}, fmt.Errorf("open the font: %w", err)
	}
	return ruler{face}, nil
}

func (r ruler) width(text string) float64 {
	return float64(font.MeasureString(r.face, text)) / float64(fixed.I(100))
}

// fit finds the largest size at which each word fits into its shape, and breaks all of
// them into lines for it.
func (p *plan) fit(f *opentype.Font) error {
	r, err := newRuler(f)
	if err != nil {
		return err
	}
	p.size = largestSize
	tightest := make([]lines, len(p.spots))
	for i, s := range p.spots {
		found, size := r.roomiest(s)
		tightest[i], p.size = found, min(p.size, size)
	}
	for i, s := range p.spots {
		p.spots[i].lines = r.calmest(s, tightest[i], p.size).set(p.size)
	}
	return nil
}

// roomiest breaks a word into the lines that fit into its shape at the largest size, which
// it returns too. A word that fits in no way is shortened until it does.
func (r ruler) roomiest(s spot) (best lines, size float64) {
	room := s.outline.scaled(breath)
	for _, l := range r.breaks(s.Text) {
		for next := max(size+0.5, smallestSize); next <= largestSize && l.fit(room, next); next += 0.5 {
			best, size = l, next
		}
	}
	for letters := []rune(s.Text); best == nil && len(letters) > 1; {
		letters = letters[:len(letters)-1]
		for _, l := range r.breaks(strings.TrimSpace(string(letters)) + "…") {
			if l.fit(room, smallestSize) {
				best, size = l, smallestSize
			}
		}
	}
	return best, max(size, smallestSize)
}

// calmest breaks a word into as few lines as leave some air at a size, the most even ones
// of these. It returns the lines that it was given if there are none.
func (r ruler) calmest(s spot, tightest lines, size float64) lines {
	const air = 0.93 // of the room that words may fill
	room := s.outline.scaled(breath * air)
	best, found := tightest, false
	for _, l := range r.breaks(tightest.text()) {
		if found && len(l) > len(best) {
			break
		}
		if (!found || l.widest() < best.widest()) && l.fit(room, size) {
			best, found = l, true
		}
	}
	return best
}

// lines are a word, broken.
type lines []line

// line is one line of a word, and how wide it is at size one.
type line struct {
	text string
	wide float64
	from point // where its first letter stands, from the middle of the word; set by lines.set
}

// mostLines is how many lines a word may have.
const mostLines = 4

// breaks returns all ways to break a text into lines at its spaces, those with the fewest
// lines first.
func (r ruler) breaks(text string) []lines {
	parts := strings.Fields(text)
	var all []lines
	for n := 1; n <= min(mostLines, len(parts)); n++ {
		all = append(all, r.broken(parts, n)...)
	}
	return all
}

// broken returns all ways to break words into that many lines.
func (r ruler) broken(words []string, n int) []lines {
	first := func(i int) line {
		text := strings.Join(words[:i], " ")
		return line{text: text, wide: r.width(text)}
	}
	if n == 1 {
		return []lines{{first(len(words))}}
	}
	var all []lines
	for i := 1; i <= len(words)-n+1; i++ {
		for _, rest := range r.broken(words[i:], n-1) {
			all = append(all, append(lines{first(i)}, rest...))
		}
	}
	return all
}

func (l lines) text() string {
	var all []string
	for _, one := range l {
		all = append(all, one.text)
	}
	return strings.Join(all, " ")
}

func (l lines) widest() float64 {
	w := 0.0
	for _, one := range l {
		w = max(w, one.wide)
	}
	return w
}

// set places lines of a size around the middle, and returns them.
func (l lines) set(size float64) lines {
	high := ascent + descent + spacing*float64(len(l)-1)
	for i := range l {
		l[i].from = point{-l[i].wide * size / 2, (ascent + spacing*float64(i) - high/2) * size}
	}
	return l
}

// fit returns whether lines of a size stand inside of a room.
func (l lines) fit(room outline, size float64) bool {
	for _, one := range l.set(size) {
		if !room.holds(one.box(size)) {
			return false
		}
	}
	return true
}

// box returns the room that a line takes, from the middle of its word.
func (l line) box(size float64) box {
	return box{l.from.x, l.from.y - ascent*size, l.from.x + l.wide*size, l.from.y + descent*size}
}
