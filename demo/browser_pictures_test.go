package demo

import (
	"bytes"
	"context"
	"fmt"
	"image/png"
	"os"
	"path/filepath"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// picturesVariable makes these tests save the pictures that README.md and docs/
// show: UPDATE_PICTURES=1 go test -run InABrowser ./demo
//
// No two runs draw the same: the day is today's, ids and sealed values are random, and
// a random id chooses the line under a note. So commit a picture only if the page looks
// different.
const picturesVariable = "UPDATE_PICTURES"

// The screen of a phone in pixels.
const (
	phoneWide = 390
	phoneHigh = 844
)

// pictured saves what the screen shows in docs/, if picturesVariable is set.
func (s *screen) pictured(name string) {
	s.t.Helper()
	if os.Getenv(picturesVariable) == "" {
		return
	}
	s.atRest()
	s.saves(name, page.CaptureScreenshotParams{})
}

// picturedMessage saves a person's newest message that has the words in docs/, as it is
// shown on a phone and twice as large, if picturesVariable is set.
func (s *screen) picturedMessage(file, name, words string) {
	s.t.Helper()
	if os.Getenv(picturesVariable) == "" {
		return
	}
	s.size(phoneWide, 1600, chromedp.EmulateMobile) // the whole message stands on it
	defer s.size(phoneWide, phoneHigh, chromedp.EmulateMobile)
	s.atRest()
	clip := read[page.Viewport](s, "find the message", fmt.Sprintf(`(() => {
		const message = eyes.messages(%s, %s).pop();
		message.scrollIntoView({ block: "end" });
		const r = message.getBoundingClientRect();
		return { x: r.x, y: r.y, width: r.width, height: r.height, scale: 2 };
	})()`, asJS(name), asJS(words)))
	s.saves(file, page.CaptureScreenshotParams{Clip: &clip})
}

// atRest takes the mouse away and shows the newest messages.
func (s *screen) atRest() {
	s.t.Helper()
	s.do("take the mouse away", chromedp.MouseEvent(chromedp.MouseMoved, 0, 0))
	s.until("every side shows its newest message", `[...document.querySelectorAll(".messages")].every((list) => { list.scrollTop = list.scrollHeight; return true; })`)
}

// saves takes a picture and saves it in docs/.
func (s *screen) saves(name string, how page.CaptureScreenshotParams) {
	s.t.Helper()
	var raw []byte
	s.do("take a picture", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		shot, err := cdp.Call(ctx, target, page.CaptureScreenshot, how)
		if err == nil {
			raw = shot.Data
		}
		return err
	}))
	shown, err := png.Decode(bytes.NewReader(raw))
	s.must("read the picture", err)
	small := &bytes.Buffer{}
	s.must("pack the picture", (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(small, shown))
	if small.Len() > 200_000 {
		s.t.Errorf("%s has %d bytes, want at most 200,000", name, small.Len())
	}
	s.must("save the picture", os.WriteFile(filepath.Join("..", "docs", name), small.Bytes(), 0o644))
}
