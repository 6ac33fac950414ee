package drawing

import (
	"image"
	"image/color"
	"image/draw"
	"math"
	"slices"
	"testing"

	scaling "golang.org/x/image/draw"
)

// seen is what somebody sees in a picture who knows nothing but its pixels: islands on a
// ground.
type seen struct {
	picture image.Image
	ground  color.Color
	islands []island
}

// island is a patch of pixels that are not ground and touch each other.
type island struct {
	box    image.Rectangle
	pixels int
	fill   color.Color     // its most frequent colour
	dark   color.Color     // its darkest colour
	ink    image.Rectangle // around its word: what is darker than the ground
}

// look finds the islands of a picture. What has about the colour of its corner, and can be
// reached from there, is ground.
func look(picture image.Image) *seen {
	s := &seen{picture: picture, ground: picture.At(0, 0)}
	b := picture.Bounds()
	done := make([]bool, b.Dx()*b.Dy())
	s.flood(image.Point{}, done, func(p image.Point) bool { return s.isGround(p) }, func(image.Point) {})
	for y := range b.Dy() {
		for x := range b.Dx() {
			if !done[y*b.Dx()+x] {
				s.islands = append(s.islands, s.island(image.Pt(x, y), done))
			}
		}
	}
	return s
}

// flood visits all pixels that can be reached from one of them in steps of one, over those
// of a kind, and marks them as done.
func (s *seen) flood(from image.Point, done []bool, of func(image.Point) bool, visit func(image.Point)) {
	wide := s.picture.Bounds().Dx()
	done[from.Y*wide+from.X] = true
	for open := []image.Point{from}; len(open) > 0; {
		at := open[len(open)-1]
		open = open[:len(open)-1]
		visit(at)
		for _, step := range []image.Point{{1, 0}, {-1, 0}, {0, 1}, {0, -1}} {
			next := at.Add(step)
			if next.In(s.picture.Bounds()) && !done[next.Y*wide+next.X] && of(next) {
				done[next.Y*wide+next.X] = true
				open = append(open, next)
			}
		}
	}
}

// isGround returns whether a pixel has about the colour of the ground.
func (s *seen) isGround(p image.Point) bool {
	r, g, b, _ := s.picture.At(p.X, p.Y).RGBA()
	gr, gg, gb, _ := s.ground.RGBA()
	const near = 0xffff / 32
	return max(r, gr)-min(r, gr) < near && max(g, gg)-min(g, gg) < near && max(b, gb)-min(b, gb) < near
}

// isInk returns whether a pixel is darker than the ground.
func (s *seen) isInk(x, y int) bool {
	r, g, b, _ := s.picture.At(x, y).RGBA()
	gr, gg, gb, _ := s.ground.RGBA()
	return r+g+b < (gr+gg+gb)*9/10
}

func (s *seen) island(from image.Point, done []bool) island {
	count := map[color.Color]int{}
	i := island{box: image.Rectangle{Min: from, Max: from.Add(image.Pt(1, 1))}}
	s.flood(from, done, func(image.Point) bool { return true }, func(at image.Point) {
		i.pixels++
		one := image.Rectangle{Min: at, Max: at.Add(image.Pt(1, 1))}
		i.box = i.box.Union(one)
		c := s.picture.At(at.X, at.Y)
		count[c]++
		if s.isInk(at.X, at.Y) {
			i.ink = i.ink.Union(one)
		}
	})
	for c, n := range count {
		if i.fill == nil || n > count[i.fill] {
			i.fill = c
		}
		if i.dark == nil || contrast(c, color.White) > contrast(i.dark, color.White) {
			i.dark = c
		}
	}
	return i
}

// shape tells the shape of an island by its outline, without its colour.
func (i island) shape() Shape {
	best, least := Shape(-1), math.Inf(1)
	wide, full := ratios(float64(i.box.Dx()), float64(i.box.Dy()), float64(i.pixels))
	for s := range shapes {
		o := s.outline()
		w, f := ratios(o.box().width(), o.box().height(), 1)
		if d := math.Hypot(w-wide, f-full); d < least {
			best, least = s, d
		}
	}
	return best
}

// ratios returns how wide something is for its height, and how much of its box it fills.
func ratios(wide, high, area float64) (float64, float64) { return wide / high, area / wide / high }

func TestAPictureShowsEachWordOnceInItsShapeAndEachAsLarge(t *testing.T) {
	t.Parallel()
	for _, n := range []int{2, 3, 5, 8, 12, 25} {
		s := decoded(t, drawn(t, kinds[:n], uint64(n)))
		if got := s.picture.Bounds(); got != image.Rect(0, 0, 960, 540) {
			t.Fatalf("%d words: the picture is %v, want 960 by 540", n, got)
		}
		if len(s.islands) != n {
			t.Errorf("%d words: there are %d islands", n, len(s.islands))
		}
		var got, want []Shape
		for _, w := range kinds[:n] {
			want = append(want, w.Shape)
		}
		for _, i := range s.islands {
			got = append(got, i.shape())
			if d := float64(i.pixels)/float64(s.islands[0].pixels) - 1; math.Abs(d) > 0.04 {
				t.Errorf("%d words: a shape is %.0f %% larger than another", n, 100*d)
			}
			if c := contrast(i.dark, i.fill); c < 4.5 {
				t.Errorf("%d words: a word has a contrast of %.1f, want 4.5", n, c)
			}
			if c := contrast(s.ground, i.fill); c < 3 {
				t.Errorf("%d words: a shape has a contrast of %.1f, want 3", n, c)
			}
			if i.ink.Dx() < 20 || i.ink.Dy() < 8 || !i.ink.In(i.box.Inset(2)) {
				t.Errorf("%d words: a word takes %v in a shape of %v", n, i.ink, i.box)
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("%d words: the shapes are %v, want %v", n, got, want)
		}
	}
}

// On a phone the picture is about 300 pixels wide. With up to eight kinds, more than most
// weeks bring, its words can be read there; all 25 at least at full size.
func TestWordsCanBeReadAtThreeHundredPixels(t *testing.T) {
	t.Parallel()
	phone := 300.0
	for n, least := range map[int]float64{2: 14, 3: 11, 5: 9.5, 6: 8, 8: 8} {
		if got := planned(t, kinds[:n], 1).size * phone / Width; got < least {
			t.Errorf("%d words are %.1f pixels high on a phone, want %.1f", n, got, least)
		}
		full := decoded(t, drawn(t, kinds[:n], 1))
		small := image.NewRGBA(image.Rect(0, 0, int(phone), int(phone*Height/Width)))
		scaling.CatmullRom.Scale(small, small.Rect, full.picture, full.picture.Bounds(), draw.Src, nil)
		s := look(small)
		if len(s.islands) != n {
			t.Errorf("%d words: there are %d islands on a phone", n, len(s.islands))
		}
		for _, i := range s.islands {
			if c := contrast(i.dark, i.fill); c < 4.5 {
				t.Errorf("%d words: a word has a contrast of %.1f on a phone, want 4.5", n, c)
			}
		}
	}
	if got := planned(t, kinds, 1).size; got < smallestSize {
		t.Errorf("25 words have size %.1f, want %.1f", got, smallestSize)
	}
}
