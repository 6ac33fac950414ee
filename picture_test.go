package main

import (
	"cmp"
	"fmt"
	"html"
	"maps"
	"math"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestThePictureOfTheRoomsIsDrawnFromTheirImports draws docs/architecture.svg
// from the imports and the words of docs/architecture.md. With
// UPDATE_PICTURES=1 it writes the picture; else it fails if the one that is
// there differs. A room's size may be a tenth off before the picture is drawn
// anew, so that not every change of code is one of the picture.
func TestThePictureOfTheRoomsIsDrawnFromTheirImports(t *testing.T) {
	t.Parallel()
	update := os.Getenv("UPDATE_PICTURES") != ""
	file := filepath.Join("docs", "architecture.svg")
	there, err := os.ReadFile(file)
	if err != nil && !update {
		t.Fatal(err)
	}
	drawnLines := map[string]int{}
	for _, m := range regexp.MustCompile(`id="([^"]+)" data-lines="(\d+)"`).FindAllSubmatch(there, -1) {
		drawnLines[string(m[1])], _ = strconv.Atoi(string(m[2])) // \d+ of few digits is a number
	}
	page := table(t, roomsTable)
	p := newPicture()
	for name, r := range imports(t) {
		b := &box{name: name, what: page[name].what, lines: r.lines, uses: slices.Sorted(maps.Keys(r.uses))}
		if r.lines == 0 {
			b.tests, b.lines, b.uses = true, r.testLines, slices.Sorted(maps.Keys(r.testsUse))
		}
		if old := drawnLines[name]; !update && max(old, b.lines)*9 <= min(old, b.lines)*10 {
			b.lines = old
		} else {
			b.lines = (b.lines + 5) / 10 * 10
		}
		p.boxes[name] = b
	}
	got := p.draw()
	if update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if got != string(there) {
		t.Errorf("%s does not show the rooms as they are: draw it anew with UPDATE_PICTURES=1 go test -run Picture . and look at it", file)
	}
}

// svg writes the picture down.
func (p *picture) svg() string {
	var s strings.Builder
	width, most := 0.0, 0
	for _, row := range p.rows {
		for _, b := range row {
			width = max(width, b.x+b.width()/2+margin)
			if !b.bend {
				most = max(most, b.lines)
			}
		}
	}
	bottom := margin + head + len(p.rows)*(boxHeight+gapDown) - gapDown
	height := bottom + foot
	fmt.Fprintf(&s, pictureHead, width, height)
	fmt.Fprintf(&s, `<text class="head" x="%d" y="46">The rooms of leanon</text>`+"\n", margin)
	fmt.Fprintf(&s, `<text class="note" x="%d" y="68">An arrow leads from a room to one that it uses. It is left out where a longer way leads to the same room.</text>`+"\n", margin)
	fmt.Fprintf(&s, `<text class="note" x="%d" y="88">A room stands below every room that uses it. Each row has a colour, and so have the arrows that leave it.</text>`+"\n", margin)
	for _, name := range p.names() {
		p.arrows(&s, p.boxes[name])
	}
	for _, name := range p.names() {
		p.boxes[name].svg(&s, most)
	}
	fmt.Fprintf(&s, `<text class="note" x="%d" y="%d">Bars and figures count lines of Go without tests. A dashed room is all tests, and these are counted.</text>`+"\n</svg>\n", margin, bottom+40)
	return s.String()
}

// arrows draws what leads away from a room, from left to right along its lower edge.
func (p *picture) arrows(s *strings.Builder, b *box) {
	for _, next := range p.below[b] {
		fmt.Fprintf(s, `<g class="%s"><path class="arrow" d="`, b.class())
		at, x, y := b, port(b, p.below[b], next), b.y+boxHeight
		fmt.Fprintf(s, "M%.0f %.0f", x, y)
		for {
			endX, endY := port(next, p.above[next], at), next.y
			if !next.bend {
				endY -= tip
			}
			fmt.Fprintf(s, " C%.0f %.0f %.0f %.0f %.0f %.0f", x, y+gapDown/2, endX, endY-gapDown/2, endX, endY)
			if !next.bend {
				fmt.Fprintf(s, `"/><path class="tip" d="M%.1f %.0f h9 l-4.5 %d z"/></g>`+"\n", endX-4.5, endY, tip)
				break
			}
			x, y = next.x, next.y+boxHeight
			fmt.Fprintf(s, " V%.0f", y)
			at, next = next, p.below[next][0]
		}
	}
}

// tip is the length of an arrow's.
const tip = 8

// port is where along a room's edge the arrow from or to another one touches it.
func port(b *box, joined []*box, other *box) float64 {
	sorted := slices.SortedFunc(slices.Values(joined), func(one, two *box) int { return cmp.Compare(one.x, two.x) })
	step := min(30, 120/float64(len(sorted)))
	return b.x + math.Round((float64(slices.Index(sorted, other))-float64(len(sorted)-1)/2)*step)
}

// class gives a room and its arrows the colour of its row.
func (b *box) class() string {
	if b.tests {
		return fmt.Sprintf("row%d tests", b.row)
	}
	return fmt.Sprintf("row%d", b.row)
}

func (b *box) svg(s *strings.Builder, most int) {
	fmt.Fprintf(s, `<g class="%s" id="%s" data-lines="%d" transform="translate(%.0f %.0f)">`, b.class(), b.name, b.lines, b.x-boxWidth/2, b.y)
	fmt.Fprintf(s, `<rect class="wall" width="%d" height="%d" rx="12"/>`, boxWidth, boxHeight)
	fmt.Fprintf(s, `<text class="name" x="14" y="27">%s</text>`, html.EscapeString(b.name))
	for i, line := range wrap(b.what, 26) {
		fmt.Fprintf(s, `<text class="what" x="14" y="%d">%s</text>`, 45+15*i, html.EscapeString(line))
	}
	const track = 78.0
	fmt.Fprintf(s, `<rect class="track" x="14" y="77" width="%.0f" height="4" rx="2"/>`, track)
	fmt.Fprintf(s, `<rect class="size" x="14" y="77" width="%.0f" height="4" rx="2"/>`, max(4, math.Round(track*float64(b.lines)/float64(most))))
	fmt.Fprintf(s, `<text class="lines" x="%d" y="83">%s lines</text></g>`+"\n", boxWidth-14, thousands(b.lines))
}

// wrap breaks a text into lines of at most so many letters, if its words allow it.
func wrap(text string, letters int) (lines []string) {
	for _, word := range strings.Fields(text) {
		if n := len(lines); n > 0 && len([]rune(lines[n-1]))+1+len([]rune(word)) <= letters {
			lines[n-1] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

func thousands(n int) string {
	if n < 1000 {
		return strconv.Itoa(n)
	}
	return fmt.Sprintf("%d,%03d", n/1000, n%1000)
}

// pictureHead begins the picture: its size, its alternative text, and its colours
// by day and by night.
const pictureHead = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %[1]v %[2]v" width="%[1]v" height="%[2]v" role="img" aria-labelledby="title desc">
<title id="title">The rooms of leanon and the arrows between them</title>
<desc id="desc">Each room of the program as a box with its name, what it is and its size in lines of Go, in rows: a room stands below every room that uses it. The same arrows stand as a list in docs/architecture.md.</desc>
<style>
svg { font-family: system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; --paper: #fbf9f6; --wall: #ffffff; --line: #e3dcd3; --ink: #2b2622; --soft: #6f665d; --track: #eee8e0;
  --c0: #b04c64; --c1: #b25a36; --c2: #8f6a1a; --c3: #4f7a40; --c4: #2b757c; --c5: #4a69aa; --c6: #7559a3 }
@media (prefers-color-scheme: dark) { svg { --paper: #1d1b1f; --wall: #29262c; --line: #3d3841; --ink: #f1ece6; --soft: #aaa199; --track: #3a353e;
  --c0: #ee92a5; --c1: #f0a684; --c2: #e2bd6c; --c3: #9ccb89; --c4: #79c6cc; --c5: #9ab5f0; --c6: #c0a5ee } }
.paper { fill: var(--paper) }
.head { font-size: 24px; font-weight: 700; fill: var(--ink) }
.note { font-size: 13px; fill: var(--soft) }
.wall { fill: var(--wall); stroke: var(--line); stroke-width: 1.5 }
.tests .wall { stroke-dasharray: 5 4; stroke: var(--soft) }
.name { font-size: 15px; font-weight: 700; fill: var(--accent) }
.what { font-size: 12px; fill: var(--ink) }
.lines { font-size: 11px; fill: var(--soft); text-anchor: end }
.track { fill: var(--track) }
.size { fill: var(--accent) }
.arrow { fill: none; stroke: var(--accent); stroke-width: 1.6; opacity: .6 }
.tests .arrow { stroke-dasharray: 5 4 }
.tip { fill: var(--accent) }
.row0 { --accent: var(--c0) } .row1 { --accent: var(--c1) } .row2 { --accent: var(--c2) } .row3 { --accent: var(--c3) } .row4 { --accent: var(--c4) } .row5 { --accent: var(--c5) } .row6 { --accent: var(--c6) }
</style>
<rect class="paper" width="100%%" height="100%%" rx="18"/>
`
