package drawing

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/math/fixed"
	"golang.org/x/image/vector"
)

// The colours. The ground is opaque and darker than a dark Discord's shapes, so that the
// picture looks alike wherever it is shown; words are dark in light shapes.
var (
	ground = color.RGBA{0x2b, 0x33, 0x48, 0xff}
	ink    = color.RGBA{0x17, 0x1c, 0x2c, 0xff}
	fills  = [shapes]color.RGBA{
		Circle: {0xa9, 0xc9, 0xf5, 0xff},
		Drop:   {0xe3, 0xb8, 0xd6, 0xff},
		Leaf:   {0xb5, 0xdb, 0xb0, 0xff},
		Stone:  {0xe8, 0xd3, 0xae, 0xff},
	}
)

// A picture has at most 256 colours, which makes it small: the ground, and for each shape
// the steps from the ground to its fill and from there to the ink.
const (
	edgeSteps = 24
	inkSteps  = 36
	perShape  = edgeSteps + inkSteps
)

// palette returns the colours of a picture.
func palette() color.Palette {
	p := color.Palette{ground}
	for _, fill := range fills {
		for i := range edgeSteps {
			p = append(p, mixed(ground, fill, float64(i+1)/edgeSteps))
		}
		for i := range inkSteps {
			p = append(p, mixed(fill, ink, float64(i+1)/inkSteps))
		}
	}
	return p
}

// mixed returns a colour that is much of b and the rest of a.
func mixed(a, b color.RGBA, much float64) color.RGBA {
	mix := func(a, b uint8) uint8 { return uint8(math.Round(float64(a) + (float64(b)-float64(a))*much)) }
	return color.RGBA{mix(a.R, b.R), mix(a.G, b.G), mix(a.B, b.B), 0xff}
}

// paint returns a plan as a PNG, which holds the picture and nothing about it.
func (p *plan) paint(f *opentype.Font) ([]byte, error) {
	face, err := opentype.NewFace(f, &opentype.FaceOptions{Size: p.size, DPI: 72, Hinting: font.HintingNone})
	if err != nil {
		return nil, fmt.Errorf("open the font: %w", err)
	}
	picture := image.NewPaletted(image.Rect(0, 0, Width, Height), palette())
	for _, s := range p.spots {
		s.fill(picture)
		for _, l := range s.lines {
			s.write(picture, face, l)
		}
	}
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return nil, fmt.Errorf("encode the picture: %w", err)
	}
	return out.Bytes(), nil
}

// fill paints the outline of a spot.
func (s spot) fill(picture *image.Paletted) {
	b := s.outline.box()
	left, top := math.Floor(s.at.x+b.left), math.Floor(s.at.y+b.top)
	wide, high := int(math.Ceil(s.at.x+b.right)-left), int(math.Ceil(s.at.y+b.bottom)-top)
	r := vector.NewRasterizer(wide, high)
	for i, p := range s.outline {
		x, y := float32(s.at.x+p.x-left), float32(s.at.y+p.y-top)
		if i == 0 {
			r.MoveTo(x, y)
			continue
		}
		r.LineTo(x, y)
	}
	r.ClosePath()
	covered := image.NewAlpha(image.Rect(0, 0, wide, high))
	r.DrawOp = draw.Src
	r.Draw(covered, covered.Rect, image.Opaque, image.Point{})
	s.blend(picture, covered, covered.Rect, image.Pt(int(left), int(top)), 0, edgeSteps)
}

// write paints a line of a spot.
func (s spot) write(picture *image.Paletted, face font.Face, l line) {
	dot := fixed.Point26_6{X: fixed.Int26_6((s.at.x + l.from.x) * 64), Y: fixed.Int26_6((s.at.y + l.from.y) * 64)}
	before := rune(-1)
	for _, letter := range l.text {
		if before >= 0 {
			dot.X += face.Kern(before, letter)
		}
		to, mask, from, advance, _ := face.Glyph(dot, letter)
		if ink, is := mask.(*image.Alpha); is {
			s.blend(picture, ink, image.Rectangle{Min: from, Max: from.Add(to.Size())}, to.Min, edgeSteps, inkSteps)
		}
		dot.X += advance
		before = letter
	}
}

// blend paints a part of a mask at a place, in that many steps of the spot's colours after
// the first ones. Where two letters touch, the darker step stays.
func (s spot) blend(picture *image.Paletted, mask *image.Alpha, part image.Rectangle, at image.Point, first, steps int) {
	for y := part.Min.Y; y < part.Max.Y; y++ {
		for x := part.Min.X; x < part.Max.X; x++ {
			step := (int(mask.AlphaAt(x, y).A)*steps + 127) / 255
			to := image.Pt(x, y).Sub(part.Min).Add(at)
			if step > 0 && to.In(picture.Rect) {
				index := uint8(int(s.Shape)*perShape + first + step)
				picture.SetColorIndex(to.X, to.Y, max(index, picture.ColorIndexAt(to.X, to.Y)))
			}
		}
	}
}
