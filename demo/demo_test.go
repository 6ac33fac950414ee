package demo

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"leanon/host"
	"leanon/playground"
)

// demoBotVariable makes this test binary the bot of a demo: its process is then
// as real as the program's own, and can be killed.
const demoBotVariable = "TEST_IS_A_DEMO_BOT"

// TestIsADemoBot is no test of its own: it is the process that the tests below start.
func TestIsADemoBot(t *testing.T) {
	if os.Getenv(demoBotVariable) == "" {
		t.Skip("only where a demo of these tests starts it")
	}
	manual, err := os.ReadFile("../config.yaml")
	if err == nil {
		err = BotCommand{}.Run(&host.Process{
			Ctx: context.Background(), Manual: string(manual), Stdin: os.Stdin, Stdout: os.Stdout, Stderr: os.Stderr, Now: time.Now,
		})
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	os.Exit(0)
}

// demoBot is the command that starts a bot in these tests.
func demoBotOf(t *testing.T) []string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return []string{"env", demoBotVariable + "=1", self, "-test.run=^TestIsADemoBot$"}
}

// record is a writer that can be read while it is written.
type record struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) { r.mu.Lock(); defer r.mu.Unlock(); return r.b.Write(p) }
func (r *record) String() string              { r.mu.Lock(); defer r.mu.Unlock(); return r.b.String() }

// visitor is somebody at a running demo's page.
type visitor struct {
	t       *testing.T
	address string // with the secret, ending in a slash
	origin  string
	temp    string
	stop    func() error
	shown   map[string]map[string]shownMessage // by person's name and message id
	ids     map[string]string                  // by name
	state   shownState
	events  *bufio.Scanner
	clocks  []int64
}

type shownState struct {
	Now    int64 `json:"now"`
	Hint   string
	Bot    struct{ Process string }
	People []struct {
		ID, Name string
		Order    []string
		Messages []shownMessage
	}
}

type shownMessage struct {
	ID, Content string
	At          int64
	Rows        [][]struct{ ID, Label string }
}

// visit starts a demo and reads its page's events.
func visit(t *testing.T) *visitor {
	t.Helper()
	t.Parallel()
	return visitAlone(t)
}

// visitAlone is visit while no other test of this package runs.
func visitAlone(t *testing.T) *visitor {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, ended := &record{}, make(chan error, 1)
	printed, write := io.Pipe()
	v := &visitor{t: t, temp: t.TempDir()}
	p := &host.Process{Ctx: ctx, Stdin: strings.NewReader(""), Stdout: io.MultiWriter(out, write), Stderr: io.Discard, Now: time.Now}
	go func() {
		ended <- showDemo(p, 0, v.temp, demoBotOf(t))
		write.Close()
	}()
	v.stop = func() error { cancel(); return <-ended }
	line, err := bufio.NewReader(printed).ReadString('\n')
	if err != nil {
		t.Fatalf("no address: %v; the demo ended with %v", err, v.stop())
	}
	go io.Copy(io.Discard, printed)
	t.Cleanup(cancel)
	address := regexp.MustCompile(`^The demo is at (http://127\.0\.0\.1:\d+)/[-\w]{22}/\n$`).FindStringSubmatch(line)
	if address == nil {
		t.Fatalf("got %q, want the address with a secret of 128 bits", line)
	}
	v.origin, v.address = address[1], strings.TrimSuffix(strings.TrimPrefix(line, "The demo is at "), "\n")
	v.watch()
	return v
}

// watch begins to read the page's events anew.
func (v *visitor) watch() {
	v.t.Helper()
	r, err := http.Get(v.address + "events")
	if err != nil {
		v.t.Fatal(err)
	}
	v.t.Cleanup(func() { r.Body.Close() })
	if kind := r.Header.Get("Content-Type"); kind != "text/event-stream" {
		v.t.Fatalf("events are %q", kind)
	}
	v.events = bufio.NewScanner(r.Body)
	v.events.Buffer(nil, 16<<20)
	v.shown, v.ids = map[string]map[string]shownMessage{}, map[string]string{}
	v.next()
}

// next reads the next state.
func (v *visitor) next() {
	v.t.Helper()
	for v.events.Scan() {
		data, is := strings.CutPrefix(v.events.Text(), `data: {"world"`)
		if !is {
			continue
		}
		v.state = shownState{}
		if err := json.Unmarshal([]byte(`{"world"`+data), &v.state); err != nil {
			v.t.Fatal(err)
		}
		for _, p := range v.state.People {
			v.ids[p.Name] = p.ID
			if v.shown[p.Name] == nil {
				v.shown[p.Name] = map[string]shownMessage{}
			}
			for _, m := range p.Messages {
				v.shown[p.Name][m.ID] = m
			}
		}
		v.clocks = append(v.clocks, v.state.Now)
		return
	}
	v.t.Fatalf("the events ended: %v", v.events.Err())
}

// until reads states until one will do.
func (v *visitor) until(what string, will func() bool) {
	v.t.Helper()
	late := time.AfterFunc(30*time.Second, func() { v.t.Errorf("waited in vain until %s", what); v.stop() })
	defer late.Stop()
	for !will() {
		v.next()
	}
}

// sees is a person's messages that hold the words, oldest first.
func (v *visitor) sees(name, words string) (found []shownMessage) {
	for _, p := range v.state.People {
		for _, id := range p.Order {
			if m := v.shown[name][id]; p.Name == name && strings.Contains(m.Content, words) {
				found = append(found, m)
			}
		}
	}
	return found
}

func (v *visitor) post(path string, body map[string]any, change ...func(*http.Request)) (int, map[string]any) {
	v.t.Helper()
	raw, err := json.Marshal(body)
	if err != nil {
		v.t.Fatal(err)
	}
	r, err := http.NewRequest("POST", v.address+path, bytes.NewReader(raw))
	if err != nil {
		v.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Origin", v.origin)
	for _, f := range change {
		f(r)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		v.t.Fatal(err)
	}
	defer answer.Body.Close()
	out := map[string]any{}
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	_ = json.Unmarshal(text, &out) // a refusal is plain text
	return answer.StatusCode, out
}

// act does what must work.
func (v *visitor) act(name string, body map[string]any) map[string]any {
	v.t.Helper()
	body["person"] = v.ids[name]
	status, out := v.post("act", body)
	if status != 200 || out["failed"] != nil {
		v.t.Fatalf("%s does %v: got %d %v", name, body["do"], status, out)
	}
	return out
}

func (v *visitor) does(action string) {
	v.t.Helper()
	if status, out := v.post("do", map[string]any{"action": action}); status != 200 {
		v.t.Fatalf("%s: got %d %v", action, status, out)
	}
}

// presses the newest button of that label.
func (v *visitor) presses(name, label string) map[string]any {
	v.t.Helper()
	var on, id string
	v.until(name+" can press "+label, func() bool {
		for _, m := range v.sees(name, "") {
			for _, row := range m.Rows {
				for _, c := range row {
					if c.Label == label {
						on, id = m.ID, c.ID
					}
				}
			}
		}
		return id != ""
	})
	return v.act(name, map[string]any{"do": "press", "message": on, "component": id})
}

func TestADemoBeginsWithACoupleAndAQuestionWaiting(t *testing.T) {
	v := visit(t)
	if len(v.sees("Ana", "You're both in")) != 1 || len(v.sees("Ben", "You're both in")) != 1 {
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
	v.until("they are a couple", func() bool { return len(v.sees("Ana", "You're both in")) == 1 })
}

// The hint follows what happened last, whatever still stands in the chats.
func TestTheHintOfTheDemoFollowsTheTwo(t *testing.T) {
	v := visit(t)
	hints := func(when, words string) {
		t.Helper()
		v.until(when+" the hint says "+words, func() bool { return strings.Contains(v.state.Hint, words) })
	}
	submits := func(name string, out map[string]any, fields map[string]string) {
		t.Helper()
		form, is := out["form"].(map[string]any)
		if !is {
			t.Fatalf("%s got no form: %v", name, out)
		}
		v.act(name, map[string]any{"do": "submit", "form": form["id"], "fields": fields})
	}
	hints("at first", "press Answer")
	v.act("Ana", map[string]any{"do": "write", "text": "An evening without phones"})
	hints("with a draft", "press Send to Ben")
	v.presses("Ana", "Send to Ben")
	hints("with a note on its way", "press Open in Ben's chat")
	v.presses("Ben", "Open")
	hints("with a note open", "try Yes, and when")
	v.presses("Ben", "Yes, and when")
	hints("with a choice", "Press Tonight")
	submits("Ben", v.presses("Ben", "Tonight"), map[string]string{"line": "I cook"})
	hints("with an answer waiting", "press Open in Ana's chat")
	v.presses("Ana", "Open")
	hints("with an answer read", "Move the clock on")
	v.act("Ana", map[string]any{"do": "command", "name": "leave"})
	v.presses("Ana", "Leave")
	hints("once they have parted", "It has ended")
}

// prompt is how long a demo may take to begin, and a month to pass in it.
const prompt = 2 * time.Second

func TestADemoBeginsPromptlyAndAMonthPassesPromptly(t *testing.T) {
	began := time.Now()
	v := visitAlone(t)
	if took := time.Since(began); took > prompt {
		t.Errorf("the demo took %v to begin, want at most %v", took, prompt)
	}
	began = time.Now()
	v.does("month")
	if took := time.Since(began); took > prompt {
		t.Errorf("a month took %v, want at most %v", took, prompt)
	}
}

func TestNoTroubleHoldsTheDemoUp(t *testing.T) {
	for name, trouble := range map[string]map[string]any{
		"down": {"down": true}, "slow": {"slow": true}, "limited": {"limited": true}, "closed": {"closed": map[string]bool{"Ana": true, "Ben": true}},
	} {
		t.Run(name, func(t *testing.T) {
			v := visit(t)
			if closed, is := trouble["closed"].(map[string]bool); is {
				trouble["closed"] = map[string]bool{v.ids["Ana"]: closed["Ana"], v.ids["Ben"]: closed["Ben"]}
			}
			if status, out := v.post("trouble", trouble); status != http.StatusOK {
				t.Fatalf("make trouble: got %d %v", status, out)
			}
			before := v.state.Now
			const most = 15 * time.Second
			for _, action := range []string{"hour", "day", "month", "restart", "kill", "restart", "couple"} {
				began := time.Now()
				// What cannot happen is said, and the clock has moved on all the same.
				if status, out := v.post("do", map[string]any{"action": action}); status != http.StatusOK && status != http.StatusConflict {
					t.Errorf("%s: got %d %v", action, status, out)
				}
				if took := time.Since(began); took > most {
					t.Errorf("%s took %v, want at most %v", action, took, most)
				}
				if action == "month" {
					v.until("a month has passed", func() bool { return v.state.Now >= before+(30*24*time.Hour).Milliseconds() })
				}
			}
		})
	}
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
	v.until("the bot has taken the words", func() bool { return len(v.sees("Ana", "This is exactly what Ben would see")) == 1 })
	if got := v.sees("Ana", text); len(got) == 0 || got[0].Content != text {
		t.Errorf("what Ana typed came as %v", got)
	}
	if len(v.sees("Ben", "missed")) != 0 {
		t.Error("Ben sees it before Send")
	}
	v.presses("Ana", "Send to Ben")
	v.presses("Ben", "Open")
	v.until("Ben reads it", func() bool { return len(v.sees("Ben", "I missed you")) == 1 })
	out := v.presses("Ben", "Part of it")
	form, is := out["form"].(map[string]any)
	if !is {
		t.Fatalf("Part of it: got %v, want a form", out)
	}
	v.act("Ben", map[string]any{"do": "submit", "form": form["id"], "fields": map[string]string{}})
	v.until("Ana reads his answer", func() bool { return len(v.sees("Ana", "Ben says: **Part of it**")) == 1 })
}

func TestTheDemosClockOnlyGoesForwardAndAllThatIsDueHappens(t *testing.T) {
	v := visit(t)
	before := v.state.Now
	v.does("hour")
	v.until("an hour has passed", func() bool { return v.state.Now >= before+time.Hour.Milliseconds() })
	v.does("month")
	v.until("a month has passed", func() bool { return v.state.Now >= before+(30*24*time.Hour).Milliseconds() })
	if !slices.IsSorted(v.clocks) {
		t.Errorf("the clock went back: %v", v.clocks)
	}
	for name, zone := range map[string]string{"Ana": anaZone, "Ben": benZone} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		questions := v.sees(name, "Press Answer, or just write here")
		if len(questions) < 12 {
			t.Errorf("%s got %d questions in 30 days, want three a week", name, len(questions))
		}
		last := time.Time{}
		for _, m := range questions {
			at := time.UnixMilli(m.At).In(loc)
			if at.Format("15:04") != "20:00" || !at.After(last) {
				t.Errorf("%s got a question at %v after one at %v, want them at 20:00, in order", name, at, last)
			}
			last = at
		}
	}
}

func TestKillingTheDemosBotLosesNothing(t *testing.T) {
	v := visit(t)
	v.act("Ana", map[string]any{"do": "command", "name": "need", "options": map[string]string{"text": "I need a quiet evening"}})
	v.presses("Ana", "Send to Ben")
	v.does("kill")
	v.until("the bot is gone", func() bool { return v.state.Bot.Process == "not running" })
	if _, out := v.post("act", map[string]any{"person": v.ids["Ben"], "do": "command", "name": "needs"}); out["failed"] != true {
		t.Errorf("a command to a dead bot: got %v, want it to fail", out)
	}
	v.does("hour")
	v.does("restart")
	v.until("Ben's note has come", func() bool { return len(v.sees("Ben", "A note from Ana is waiting")) > 0 })
	v.does("restart")
	v.does("hour")
	if n := len(v.sees("Ben", "A note from Ana is waiting")); n != 1 {
		t.Errorf("Ben got the note %d times, want once", n)
	}
	v.presses("Ben", "Open")
	v.until("Ben reads it", func() bool { return len(v.sees("Ben", "I need a quiet evening")) == 1 })
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
	if files, err := filepath.Glob(filepath.Join(v.temp, demoRoot+"*", "*", "data", "leanon.db")); err != nil || len(files) != 1 {
		t.Fatalf("the demo's database: got %q, %v", files, err)
	}
	if err := v.stop(); err != nil {
		t.Errorf("the end: got %v, want nil", err)
	}
	if left, err := os.ReadDir(v.temp); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

func TestABotWhoseDemoWasKilledEndsAndDeletesItsFiles(t *testing.T) {
	t.Parallel()
	d := playground.New(playground.Options{Now: time.Now})
	if err := d.Start(); err != nil {
		t.Fatal(err)
	}
	defer d.Close()
	root, err := os.MkdirTemp(t.TempDir(), demoRoot)
	if err != nil {
		t.Fatal(err)
	}
	bot, err := startDemoBot(demoBotOf(t), demoStart{API: d.URL(), Token: d.Token(), Root: root, Data: filepath.Join(root, "data"), Zone: anaZone}, func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	limit := time.After(30 * time.Second)
	select {
	case <-bot.ready:
	case <-limit:
		t.Fatal("not ready in time")
	}
	// What the end of its demo does, the reader of its log first: it has something
	// to log when Discord goes.
	for _, pipe := range slices.Backward(bot.pipes) {
		if err := pipe.Close(); err != nil {
			t.Fatal(err)
		}
	}
	d.Close()
	select {
	case <-bot.ended:
	case <-limit:
		bot.kill()
		t.Fatal("the bot goes on without its demo")
	}
	if _, err := os.Stat(root); !os.IsNotExist(err) {
		t.Errorf("the files: got %v, want them gone", err)
	}
}

func TestADemosClockTellsWhenItHasReachedAMoment(t *testing.T) {
	t.Parallel()
	start := time.Date(2026, 11, 23, 20, 0, 0, 0, time.UTC)
	c := newDemoClock(func() time.Time { return start }, time.Hour)
	soon, late := c.After(start.Add(2*time.Hour)), c.After(start.Add(3*time.Hour))
	c.moveTo(start.Add(2 * time.Hour))
	if at := <-soon; !at.Equal(start.Add(2 * time.Hour)) {
		t.Errorf("told %v, want two hours on", at)
	}
	select {
	case at := <-late:
		t.Errorf("told at %v already", at)
	default:
	}
	c.moveTo(start)
	if got, want := c.Now(), start.Add(2*time.Hour); !got.Equal(want) {
		t.Errorf("moved back to %v, want %v", got, want)
	}
	<-c.After(start)
}
