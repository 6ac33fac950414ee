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
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"leanon/host"
)

// botVariable is the environment variable that makes this test binary the bot of a
// demo: its process is then as real as the program's own, and can be killed.
const botVariable = "TEST_IS_A_DEMO_BOT"

// TestIsADemoBot is no test: it is the process that a demo of these tests starts.
func TestIsADemoBot(t *testing.T) {
	if os.Getenv(botVariable) == "" {
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

// botCommand returns the command that starts a bot in these tests.
func botCommand(t testing.TB) []string {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	return []string{"env", botVariable + "=1", self, "-test.run=^TestIsADemoBot$"}
}

// record is a writer that can be read while it is written.
type record struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) { r.mu.Lock(); defer r.mu.Unlock(); return r.b.Write(p) }

func (r *record) String() string { r.mu.Lock(); defer r.mu.Unlock(); return r.b.String() }

// visitor is somebody at a running demo's page.
type visitor struct {
	t       testing.TB
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

// visitAlone is visit without making the test run beside others.
func visitAlone(t testing.TB) *visitor {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	out, ended := &record{}, make(chan error, 1)
	printed, write := io.Pipe()
	v := &visitor{t: t, temp: t.TempDir()}
	p := &host.Process{Ctx: ctx, Stdin: strings.NewReader(""), Stdout: io.MultiWriter(out, write), Stderr: io.Discard, Now: time.Now}
	go func() {
		ended <- run(p, Command{}, v.temp, botCommand(t))
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

// watch opens the page's events anew and reads the first state.
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

// patience is how long a test waits for what a demo shows: it ends one that hangs, and fails
// none because other programs have the processors.
const patience = 2 * time.Minute

// until reads states until will returns true.
func (v *visitor) until(what string, will func() bool) {
	v.t.Helper()
	late := time.AfterFunc(patience, func() { v.t.Errorf("waited in vain until %s", what); v.stop() })
	defer late.Stop()
	for !will() {
		v.next()
	}
}

// sees returns a person's messages that contain the words, oldest first.
func (v *visitor) sees(name, words string) (found []shownMessage) {
	for _, p := range v.state.People {
		for _, id := range p.Order {
			if m := v.shown[name][id]; p.Name == name && strings.Contains(bare(m.Content), words) {
				found = append(found, m)
			}
		}
	}
	return found
}

// offers returns whether a message has a button of that label.
func (m shownMessage) offers(label string) bool {
	return slices.ContainsFunc(m.Rows, func(row []struct{ ID, Label string }) bool {
		return slices.ContainsFunc(row, func(c struct{ ID, Label string }) bool { return c.Label == label })
	})
}

// bare returns a text as an eye reads it: without the marks around a name that keep its
// direction of writing to itself.
func bare(text string) string { return strings.NewReplacer("\u2068", "", "\u2069", "").Replace(text) }

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

// act lets a person do something that must work.
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
