package stories

import (
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"leanon/playground"
)

// tokensOf collects the tokens of all interactions whose answers the program sends from now
// on, and answers each request that fault names as it says.
func (w *world) tokensOf(fault func(*http.Request) *playground.Fault) (all func() map[string]bool) {
	var mu sync.Mutex
	seen := map[string]bool{}
	w.discord.Fault(func(r *http.Request) *playground.Fault {
		parts := strings.Split(r.URL.Path, "/")
		for i, part := range parts {
			if (part == "webhooks" || part == "interactions") && i+2 < len(parts) {
				mu.Lock()
				seen[parts[i+2]] = true
				mu.Unlock()
			}
		}
		return fault(r)
	})
	return func() map[string]bool {
		mu.Lock()
		defer mu.Unlock()
		return seen
	}
}

// Whatever Discord answers to what follows a press in the chat of the two, the program goes
// on, the yes counts, and the token of no press is in a file or in the log.
func TestTheTokenOfAPressIsKeptNowhere(t *testing.T) {
	for name, fault := range map[string]*playground.Fault{
		"nothing":            nil,
		"a broken line":      {Drop: true},
		"an unclear one":     {Drop: true, Execute: true},
		"a refused token":    {Status: 401, Code: 50027, Message: "Invalid Webhook Token"},
		"unauthorized":       {Status: 401, Message: "401: Unauthorized"},
		"an unknown webhook": {Status: 404, Code: 10015, Message: "Unknown Webhook"},
		"forbidden":          {Status: 403, Code: 50001, Message: "Missing Access"},
		"trouble":            {Status: 503},
		"a limit":            {Status: 429, Header: http.Header{"Retry-After": {"600"}}, Body: []byte(`{"message":"slow","retry_after":600,"global":true}`)},
		"nonsense":           {Status: 200, Body: []byte(`{"id":`)},
	} {
		t.Run(name, func(t *testing.T) {
			w, ana, ben, _ := apart(t)
			w.cfg.Log.Level = "debug"
			w.restarts()
			tokens := w.tokensOf(func(r *http.Request) *playground.Fault {
				if strings.Contains(r.URL.Path, "/webhooks/") && r.Method == "PATCH" {
					return fault
				}
				return nil
			})
			ana.runs("pair", "partner", ben.ID).presses("Send invitation")
			ben.sees("invites Benedict").presses("Accept").sees("Only *I agree* counts").presses("I agree").reads("You said yes")
			ana.in(nil).sees(bothAgreed)
			ana.runs("help")
			w.settle()
			if len(tokens()) < 5 {
				t.Fatalf("only %d tokens were seen", len(tokens()))
			}
			for token := range tokens() {
				w.keptNowhere(token)
			}
		})
	}
}

func (w *world) keptNowhere(secret string) {
	w.t.Helper()
	if strings.Contains(w.log.String(), secret) {
		w.t.Errorf("the log holds %q:\n%s", secret, w.log)
	}
	err := filepath.WalkDir(w.cfg.Data, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return nil
		}
		raw, _ := os.ReadFile(path)
		if strings.Contains(string(raw), secret) {
			w.t.Errorf("%s holds %q", path, secret)
		}
		return nil
	})
	if err != nil {
		w.t.Error(err)
	}
}
