package demo

import (
	"bufio"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"leanon/playground"
)

func TestADemoBeginsWithACoupleAndAQuestionWaiting(t *testing.T) {
	v := visit(t)
	if len(v.sees("Ana", "You have both agreed")) != 1 || len(v.sees("Ben", "You have both agreed")) != 1 {
		t.Error("the two are no couple")
	}
	if len(v.sees("Ana", "Press Answer, or just write here")) != 1 {
		t.Error("no question waits for Ana")
	}
	if !strings.Contains(v.state.Hint, "press Answer") {
		t.Errorf("the hint is %q, want it to say what to press", v.state.Hint)
	}
	v.does("pairing")
	v.watch()
	if len(v.sees("Ana", ""))+len(v.sees("Ben", "")) != 0 || !strings.Contains(v.state.Hint, "/pair") {
		t.Errorf("from pairing, Ana and Ben see messages, or no hint to /pair: %q", v.state.Hint)
	}
	v.act("Ana", map[string]any{"do": "command", "name": "pair", "options": map[string]string{"partner": v.ids["Ben"]}})
	v.presses("Ana", "Send invitation")
	v.presses("Ben", "Accept")
	v.presses("Ben", "I agree")
	v.until("they are a couple", func() bool { return len(v.sees("Ana", "You have both agreed")) == 1 })
}

func TestADemoLetsNobodyElseIn(t *testing.T) {
	v := visit(t)
	page, err := http.Get(v.address)
	if err != nil {
		t.Fatal(err)
	}
	page.Body.Close()
	policy := page.Header.Get("Content-Security-Policy")
	if page.StatusCode != 200 || !strings.HasPrefix(policy, "default-src 'none'; script-src 'self';") || strings.Contains(policy, "unsafe") {
		t.Errorf("the page: got %d with policy %q", page.StatusCode, policy)
	}
	for _, path := range []string{"/", "/wrong/", "/wrong/events", "/" + strings.Repeat("A", 22) + "/page/app.js"} {
		r, err := http.Get(v.origin + path)
		if err != nil {
			t.Fatal(err)
		}
		r.Body.Close()
		if r.StatusCode != http.StatusForbidden {
			t.Errorf("%s without the secret: got %d, want 403", path, r.StatusCode)
		}
	}
	for name, change := range map[string]func(*http.Request){
		"another origin": func(r *http.Request) { r.Header.Set("Origin", "https://example.org") },
		"no origin":      func(r *http.Request) { r.Header.Del("Origin") },
		"another host":   func(r *http.Request) { r.Host = "example.org" },
	} {
		status, _ := v.post("act", map[string]any{"person": v.ids["Ana"], "do": "write", "text": "from elsewhere"}, change)
		if status != http.StatusForbidden {
			t.Errorf("an act with %s: got %d, want 403", name, status)
		}
	}
	if n := len(v.sees("Ana", "from elsewhere")); n != 0 {
		t.Errorf("%d messages were written from elsewhere", n)
	}
}

func TestAnActAtTheDemoShowsInItsEvents(t *testing.T) {
	v := visit(t)
	const text = `<img src=x onerror="alert(1)"> I missed you`
	v.act("Ana", map[string]any{"do": "write", "text": text})
	v.until("the bot has taken the words", func() bool { return len(v.sees("Ana", "Ben would see this:")) == 1 })
	if got := v.sees("Ana", text); len(got) == 0 || got[0].Content != text {
		t.Errorf("what Ana typed came as %v", got)
	}
	if len(v.sees("Ben", "missed")) != 0 {
		t.Error("Ben sees it before Send")
	}
	v.presses("Ana", "Send to Ben")
	v.presses("Ben", "Open note")
	v.until("Ben reads it", func() bool { return len(v.sees("Ben", "I missed you")) == 1 })
	v.presses("Ben", "I can't, and I hear you")
	v.until("Ana reads his answer", func() bool { return len(v.sees("Ana", "Ben **can't**, and hears you.")) == 1 })
}

func TestTheDemosDrawerShowsSealedRowsAndTheEndLeavesNothing(t *testing.T) {
	v := visit(t)
	v.act("Ana", map[string]any{"do": "command", "name": "need", "options": map[string]string{"text": "I need a quiet evening"}})
	r, err := http.Get(v.address + "stored")
	if err != nil {
		t.Fatal(err)
	}
	defer r.Body.Close()
	lines := bufio.NewScanner(r.Body)
	lines.Buffer(nil, 16<<20)
	var kept struct {
		Tables []playground.Table
		Log    []string
	}
	for lines.Scan() {
		if data, is := strings.CutPrefix(lines.Text(), "data: "); is {
			if err := json.Unmarshal([]byte(data), &kept); err != nil {
				t.Fatal(err)
			}
			break
		}
	}
	shown := fmt.Sprint(kept)
	at := slices.IndexFunc(kept.Tables, func(t playground.Table) bool { return t.Name == "needs" })
	if at < 0 || len(kept.Tables[at].Rows) != 1 || !strings.Contains(fmt.Sprint(kept.Tables[at].Rows), "blob") {
		t.Errorf("the drawer shows no sealed need: %s", shown)
	}
	if strings.Contains(shown, "evening") || strings.Contains(shown, "Ana") {
		t.Errorf("the drawer shows words or names in the clear: %s", shown)
	}
	if len(kept.Log) == 0 {
		t.Error("the drawer shows no log")
	}
	if files, err := filepath.Glob(filepath.Join(v.temp, rootPrefix+"*", "*", "data", "leanon.db")); err != nil || len(files) != 1 {
		t.Fatalf("the demo's database: got %q, %v", files, err)
	}
	if err := v.stop(); err != nil {
		t.Errorf("the end: got %v, want nil", err)
	}
	if left, err := os.ReadDir(v.temp); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}
