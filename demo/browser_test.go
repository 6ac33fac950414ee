package demo

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// browserPatience is how long one thing may take to appear on the page, beside other programs
// that have the processors.
const browserPatience = 2 * time.Minute

// monthPatience is how long a month of the clock may take: some fifty questions and notes,
// which a slow Discord takes half a second each for.
const monthPatience = 2 * browserPatience

// screen is a demo's page in a real browser.
type screen struct {
	t   *testing.T
	ctx context.Context
	run func(command string) string // what the button says that runs a command

	mu       sync.Mutex
	requests []string // addresses that the page asked for
	faults   []string // exceptions and errors in its console
}

// browse starts a demo and opens its page in a tab of its own.
func browse(t *testing.T) *screen {
	t.Helper()
	needsTab(t)
	v := visitAlone(t)
	s := show(t, v.origin, v.address)
	s.until("Ana is asked", `eyes.button("Ana", "Answer")`)
	return s
}

// show opens a page in a tab that shares nothing with others but the browser's process.
// At the end of the test no request may have gone anywhere but to its origin, and no
// error have shown.
func show(t *testing.T, origin, address string) *screen {
	t.Helper()
	started, err := theBrowser()
	if err != nil {
		t.Fatalf("start the browser: %v", err)
	}
	ctx, leave := chromedp.NewContext(started, chromedp.WithNewBrowserContext())
	s := &screen{t: t, ctx: ctx, run: func(command string) string { return "Run /" + command }}
	t.Cleanup(func() {
		leave()
		s.judge(origin)
	})
	s.must("open a tab", chromedp.Listen(ctx, s.hear))
	s.do("prepare the page", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		if _, err := cdp.Call(ctx, target, network.Enable, network.EnableParams{}); err != nil {
			return err
		}
		// The browser treats each tab as if it had the keyboard.
		if _, err := cdp.Call(ctx, target, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true}); err != nil {
			return err
		}
		eyes, err := os.ReadFile(filepath.Join("testdata", "browser", "eyes.js"))
		if err != nil {
			return err
		}
		_, err = cdp.Call(ctx, target, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: string(eyes)})
		return err
	}))
	s.size(1280, 800)
	s.scheme("light")
	s.do("open the page", chromedp.Navigate(address))
	return s
}

func (s *screen) hear(event any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	switch e := event.(type) {
	case *network.EventRequestWillBeSent:
		s.requests = append(s.requests, e.Request.URL)
	case *runtime.EventExceptionThrown:
		s.faults = append(s.faults, (&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error())
	case *log.EventEntryAdded:
		if e.Entry.Level == "error" {
			s.faults = append(s.faults, e.Entry.Text+" "+e.Entry.URL)
		}
	}
}

func (s *screen) judge(origin string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.requests) == 0 {
		s.t.Error("no request was seen, not even the page's own")
	}
	for _, address := range s.requests {
		if !strings.HasPrefix(address, origin+"/") {
			s.t.Errorf("the page asked elsewhere: %s", address)
		}
	}
	for _, fault := range s.faults {
		s.t.Errorf("in the page's console: %s", fault)
	}
}

func (s *screen) must(act string, err error) {
	s.t.Helper()
	if err != nil {
		s.t.Fatalf("%s: %v\nThe page:\n%s", act, err, s.text())
	}
}

// text returns what the page shows, for messages about failures.
func (s *screen) text() string {
	ctx, cancel := context.WithTimeout(s.ctx, 2*time.Second)
	defer cancel()
	text, err := chromedp.Run(ctx, chromedp.Evaluate[string](`[...document.querySelectorAll("#hint, #process, .messages, #form, #toasts")].map((el) => el.innerText).join("\n")`))
	if err != nil {
		return err.Error()
	}
	return text
}

func (s *screen) do(act string, action chromedp.Action[chromedp.Void]) {
	s.t.Helper()
	// The first act opens the tab, which stays open as long as that act's context.
	s.must(act, chromedp.Do(s.ctx, action))
}

// read evaluates an expression in the page, and waits for it if it is a promise.
func read[T any](s *screen, what, expression string) T {
	s.t.Helper()
	return readWithin[T](s, browserPatience, what, expression)
}

// readWithin is read for what takes longer.
func readWithin[T any](s *screen, patience time.Duration, what, expression string) T {
	s.t.Helper()
	ctx, cancel := context.WithTimeout(s.ctx, patience)
	defer cancel()
	got, err := chromedp.Run(ctx, chromedp.Evaluate[T](expression, chromedp.EvalAwaitPromise))
	s.must(what, err)
	return got
}

// until waits until an expression holds.
func (s *screen) until(what, holds string) {
	s.t.Helper()
	read[bool](s, "wait until "+what, `eyes.wait(() => (`+holds+`)).then(() => true)`)
}

// clicks, with the mouse, what an expression finds, as soon as a person could, and like a
// person again if the page moved it away meanwhile.
func (s *screen) clicks(what, find string) {
	s.t.Helper()
	for range 10 {
		at := read[struct{ X, Y float64 }](s, "click "+what, `eyes.aim(() => (`+find+`))`)
		s.do("click "+what, chromedp.MouseClickXY(at.X, at.Y))
		if !read[bool](s, "see what the click met", `eyes.missed()`) {
			return
		}
	}
	s.t.Fatalf("click %s: it moved away from 10 clicks\nThe page:\n%s", what, s.text())
}

// presses a button of a person's newest message that has it.
func (s *screen) presses(name, label string) {
	s.t.Helper()
	s.clicks(name+"'s "+label, fmt.Sprintf(`eyes.button(%s, %s)`, asJS(name), asJS(label)))
}

// does one of the page's own actions, by its id, and waits until it is done.
func (s *screen) does(action string) {
	s.t.Helper()
	find := fmt.Sprintf(`document.querySelector('[data-action=%s]')`, action)
	s.clicks(action, find)
	patience := browserPatience
	if action == "month" {
		patience = monthPatience
	}
	done := find + ` && !document.querySelector('[aria-busy]')`
	readWithin[bool](s, patience, "wait until "+action+" is done", `eyes.wait(() => (`+done+`)).then(() => true)`)
}

// sees waits until a person sees the words.
func (s *screen) sees(name, words string) {
	s.t.Helper()
	s.until(name+" sees "+words, seeing(name, words)+` > 0`)
}

func (s *screen) count(name, words string) int {
	s.t.Helper()
	return read[int](s, "count", seeing(name, words))
}

func seeing(name, words string) string {
	return fmt.Sprintf(`eyes.messages(%s, %s).length`, asJS(name), asJS(words))
}

// types text where the keyboard is, all at once, as a paste does.
func (s *screen) types(text string) {
	s.t.Helper()
	s.do("type", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, input.InsertText, input.InsertTextParams{Text: text})
		return err
	}))
}

func (s *screen) key(keys string, options ...chromedp.KeyOption) {
	s.t.Helper()
	if keys != "\r" {
		s.do("press a key", chromedp.KeyEvent(keys, options...))
		return
	}
	// A keyboard sends Enter in two events. What the page does at the first one decides
	// whether a new line is typed, and where.
	s.do("press Enter", chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		press := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13, Text: "\r", UnmodifiedText: "\r"}
		if _, err := cdp.Call(ctx, target, input.DispatchKeyEvent, press); err != nil {
			return err
		}
		_, err := cdp.Call(ctx, target, input.DispatchKeyEvent, input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyUp, Key: "Enter", Code: "Enter", WindowsVirtualKeyCode: 13})
		return err
	}))
}

// writes what a person sends as a plain message.
func (s *screen) writes(name, text string) {
	s.t.Helper()
	s.clicks(name+"'s composer", fmt.Sprintf(`eyes.chat(%s).querySelector("textarea")`, asJS(name)))
	s.types(text)
	s.key("\r")
}

// fills the open form's fields in order, submits it and waits until it is closed: the
// keyboard then goes back to where it was before, and would take what is typed next there.
func (s *screen) fills(texts ...string) {
	s.t.Helper()
	for i, text := range texts {
		s.clicks("a field", fmt.Sprintf(`document.querySelector("#form[open] #field-%d")`, i))
		s.types(text)
	}
	s.submits()
	s.until("the form is closed", `!document.querySelector("#form[open]")`)
}

func (s *screen) submits() {
	s.t.Helper()
	s.clicks("Submit", `document.querySelector("#form [type=submit]")`)
}

func (s *screen) size(width, height int64, options ...chromedp.EmulateViewportOption) {
	s.t.Helper()
	s.do("set the screen's size", chromedp.EmulateViewport(width, height, options...))
}

// scheme chooses light or dark. It also turns movement off, so that tests measure and
// picture the end of each movement.
func (s *screen) scheme(name string) {
	s.t.Helper()
	s.do("choose "+name, chromedp.Func(func(ctx context.Context, target *chromedp.Target) error {
		_, err := cdp.Call(ctx, target, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{
			{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"},
		}})
		return err
	}))
}

func asJS(text string) string {
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err) // a string always has a JSON form
	}
	return string(raw)
}
