package drawing

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/opentype"
	"pgregory.net/rapid"
)

// kinds are 25 words, as many as a list of kinds may have, long ones and ones with accents
// among them.
var kinds = []Word{
	{"To know where we stand", Circle}, {"Reassurance", Drop}, {"Interest in my day", Leaf}, {"To be trusted with it", Stone},
	{"Time together", Circle}, {"Practical help", Drop}, {"Appreciation", Leaf}, {"Time with others", Stone},
	{"Your attention", Circle}, {"Être écouté·e", Drop}, {"Wertschätzung", Leaf}, {"Compañía", Stone},
	{"A reply", Circle}, {"Comfort", Drop}, {"A shared decision", Leaf}, {"Quiet", Stone},
	{"Atenção", Circle}, {"Patience", Drop}, {"Affection", Leaf}, {"Space", Stone},
	{"Listening", Drop}, {"An apology", Drop}, {"Play", Leaf}, {"A date", Leaf}, {"Rest", Stone},
}

func goBold(t testing.TB) *opentype.Font {
	t.Helper()
	f, err := opentype.Parse(gobold.TTF)
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func planned(t testing.TB, words []Word, seed uint64) *plan {
	t.Helper()
	p, err := arrange(words, goBold(t), rand.New(rand.NewPCG(seed, 0)))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func drawn(t testing.TB, words []Word, seed uint64) []byte {
	t.Helper()
	raw, err := New().Week(context.Background(), words, seed)
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

func TestTheSameLotGivesTheSamePictureAndAnotherOneAnother(t *testing.T) {
	t.Parallel()
	if !bytes.Equal(drawn(t, kinds[:6], 1), drawn(t, kinds[:6], 1)) {
		t.Error("the same words and the same seed gave two pictures")
	}
	if bytes.Equal(drawn(t, kinds[:6], 1), drawn(t, kinds[:6], 2)) {
		t.Error("another seed gave the same picture")
	}
}

// Where a word stands must say nothing: each of them comes to each place.
func TestPlacesAreDrawnByLot(t *testing.T) {
	t.Parallel()
	left := 0
	const lots = 400
	for seed := range uint64(lots) {
		p := planned(t, kinds[:2], seed)
		for _, s := range p.spots {
			if s.Word == kinds[0] && s.at.x < Width/2 {
				left++
			}
		}
	}
	if left < lots*4/10 || left > lots*6/10 {
		t.Errorf("the first word stands on the left in %d of %d pictures, want about half", left, lots)
	}
}

// A PNG can carry texts, a time and the program that made it.
func TestAPictureHoldsNothingButPixels(t *testing.T) {
	t.Parallel()
	raw := drawn(t, kinds[:5], 7)
	var chunks []string
	for at := 8; at < len(raw); {
		size := int(binary.BigEndian.Uint32(raw[at:]))
		kind := string(raw[at+4 : at+8])
		if len(chunks) == 0 || chunks[len(chunks)-1] != kind {
			chunks = append(chunks, kind)
		}
		at += 12 + size
	}
	if got := strings.Join(chunks, " "); got != "IHDR PLTE IDAT IEND" {
		t.Errorf("the file has %s, want the picture alone", got)
	}
	if len(raw) > 64<<10 {
		t.Errorf("the file has %d bytes, want at most 64 KiB", len(raw))
	}
}

func TestAnyWordsStandInsideTheirShapesAndApart(t *testing.T) {
	t.Parallel()
	letters := goBold(t)
	rapid.Check(t, func(t *rapid.T) {
		var words []Word
		for range rapid.IntRange(1, 25).Draw(t, "how many") {
			text := rapid.StringMatching(`[A-Zäé][a-zß]{0,30}( [a-zñç]{1,30}){0,3}`).Draw(t, "word")
			words = append(words, Word{text, Shape(rapid.IntRange(0, int(shapes)-1).Draw(t, "shape"))})
		}
		p, err := arrange(words, letters, rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0)))
		if err != nil {
			t.Fatal(err)
		}
		for i, s := range p.spots {
			b := s.place()
			if b.left < margin || b.top < margin || b.right > Width-margin || b.bottom > Height-margin {
				t.Errorf("%v reaches over the edge: %v", s.Word, b)
			}
			if d := math.Abs(s.outline.area()/p.spots[0].outline.area() - 1); d > 1e-6 {
				t.Errorf("%v is larger or smaller than %v", s.Word, p.spots[0].Word)
			}
			for _, other := range p.spots[:i] {
				if c := other.place(); b.left < c.right+gap && c.left < b.right+gap && b.top < c.bottom+gap && c.top < b.bottom+gap {
					t.Errorf("%v and %v come too near", s.Word, other.Word)
				}
			}
			for _, l := range s.lines {
				if !s.outline.holds(l.box(p.size)) {
					t.Errorf("%q of %v reaches out of its shape", l.text, s.Word)
				}
			}
			whole := s.lines.text()
			if begun, cut := strings.CutSuffix(whole, "…"); whole != s.Text && (!cut || p.size > smallestSize || !strings.HasPrefix(s.Text, begun)) {
				t.Errorf("%v reads %q at size %.1f", s.Word, whole, p.size)
			}
		}
	})
}

// place returns the box that the shape of a spot takes in the picture.
func (s spot) place() box {
	b := s.outline.box()
	return box{s.at.x + b.left, s.at.y + b.top, s.at.x + b.right, s.at.y + b.bottom}
}

func TestTheFontHasTheLettersOfOurLanguagesAndSaysWhatItLacks(t *testing.T) {
	t.Parallel()
	ours := Word{Text: "äöüÄÖÜßéèêëÉÈÊàâÀÂîïÎÏôûùÔÛçÇœŒæÆÿñÑ¿¡áíóúÁÍÓÚãõÃÕ ·’'…-"}
	if err := hasLetters(goBold(t), []Word{ours}); err != nil {
		t.Errorf("got %v, want each letter of German, French, Spanish and Portuguese", err)
	}
	for _, text := range []string{"愛", "\U0001F600", "חיבוק"} {
		if _, err := New().Week(context.Background(), []Word{{text, Circle}, kinds[0]}, 1); !errors.Is(err, ErrLetters) {
			t.Errorf("%q: got %v, want ErrLetters", text, err)
		}
	}
	if _, err := New().Week(context.Background(), nil, 1); err == nil {
		t.Error("no words gave a picture")
	}
}

func TestOnlyAFewPicturesAreDrawnAtATime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := New()
		for range atOnce {
			p.turns <- struct{}{}
		}
		began := time.Now()
		if _, err := p.Week(context.Background(), kinds[:2], 1); !errors.Is(err, ErrBusy) || time.Since(began) != patience {
			t.Errorf("got %v after %v, want ErrBusy after %v", err, time.Since(began), patience)
		}
		go func() {
			time.Sleep(patience / 2)
			<-p.turns
		}()
		if raw, err := p.Week(context.Background(), kinds[:2], 1); err != nil || len(raw) == 0 {
			t.Errorf("got %v, want a picture once there is room", err)
		}
		if len(p.turns) != atOnce-1 {
			t.Errorf("%d turns are taken, want the %d that were before", len(p.turns), atOnce-1)
		}
		p.turns <- struct{}{}
		over, cancel := context.WithCancel(context.Background())
		cancel()
		if _, err := p.Week(over, kinds[:2], 1); !errors.Is(err, ErrBusy) {
			t.Errorf("got %v for somebody who does not wait, want ErrBusy", err)
		}
	})
}

// contrast returns the contrast of two colours, from 1 to 21 (WCAG 2.2, contrast ratio).
func contrast(a, b color.Color) float64 {
	light := func(c color.Color) float64 {
		var sum float64
		r, g, bl, _ := c.RGBA()
		for i, v := range []uint32{r, g, bl} {
			x := float64(v) / 0xffff
			if x <= 0.04045 {
				x /= 12.92
			} else {
				x = math.Pow((x+0.055)/1.055, 2.4)
			}
			sum += x * []float64{0.2126, 0.7152, 0.0722}[i]
		}
		return sum
	}
	x, y := light(a), light(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

func TestWordsAndShapesStandOut(t *testing.T) {
	t.Parallel()
	for s, fill := range fills {
		if c := contrast(ink, fill); c < 4.5 {
			t.Errorf("shape %d: its words have a contrast of %.1f, want 4.5", s, c)
		}
		if c := contrast(ground, fill); c < 3 {
			t.Errorf("shape %d: it has a contrast of %.1f to the ground, want 3", s, c)
		}
	}
}

// What a drawing needs is given back: the font and the pixels live as long as it takes.
func TestADrawingLeavesNothingInMemory(t *testing.T) {
	held := func() int64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.GC() // what the first one only put aside
		runtime.ReadMemStats(&m)
		return int64(m.HeapAlloc)
	}
	p := New()
	week := func() {
		if _, err := p.Week(context.Background(), kinds, 1); err != nil {
			t.Fatal(err)
		}
	}
	week()
	before := held()
	for range 10 {
		week()
	}
	if left := held() - before; left > 64<<10 {
		t.Errorf("ten drawings leave %d bytes, want none", left)
	}
	runtime.KeepAlive(p)
}

func BenchmarkWeek(b *testing.B) {
	for name, words := range map[string][]Word{"5 kinds": kinds[:5], "25 kinds": kinds} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				drawn(b, words, 1)
			}
		})
	}
}

func decoded(t *testing.T, raw []byte) *seen {
	t.Helper()
	picture, err := png.Decode(bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	return look(picture)
}
