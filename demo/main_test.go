package demo

import (
	"context"
	"flag"
	"os"
	"os/exec"
	"runtime"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// closeBrowser ends the browser, if a test has started it.
var closeBrowser = func() {}

// TestMain lets all demos of these tests run at once, because a demo mostly waits: for
// the disk, for Discord's limits, for the second that discordgo sleeps at its end. It
// closes the browser that the tests share.
func TestMain(m *testing.M) {
	flag.Parse()
	if err := flag.Set("test.parallel", "100"); err != nil {
		panic(err)
	}
	code := m.Run()
	closeBrowser()
	os.Exit(code)
}

// tabs holds one value for each open tab. Tabs keep the processors busy, so that only a
// few are open at once.
var tabs = make(chan struct{}, 3*runtime.GOMAXPROCS(0))

// chromium returns where a Chromium lies, or "".
func chromium() string {
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			return found
		}
	}
	return ""
}

// needsTab makes a test of the page run beside the others and waits until it may open a
// tab. It skips the test where no Chromium is installed, and by -short.
func needsTab(t *testing.T) {
	t.Helper()
	if testing.Short() {
		t.Skip("the tests of the page in a real browser are left out by -short")
	}
	if chromium() == "" {
		t.Skip("no Chromium is installed: with it (apt-get install chromium) the page is tested in a real browser")
	}
	t.Parallel()
	tabs <- struct{}{}
	t.Cleanup(func() { <-tabs })
}

// theBrowser returns the context of the one browser process, which the first test that
// needs it starts.
var theBrowser = sync.OnceValues(func() (context.Context, error) {
	// The features that are disabled start processes for parts of Chromium's own window.
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium()), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-features", "Translate,BlinkGenPropertyTrees,SpareRendererForSitePerProcess,WebUIOmniboxPopup,WebUIOmniboxAimPopup,WebUIOmniboxFullPopup"), chromedp.WSURLReadTimeout(time.Minute))
	allocator, end := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, leave := chromedp.NewContext(allocator)
	closeBrowser = func() { leave(); end() }
	return ctx, chromedp.Do(ctx)
})
