package stories

import (
	"errors"
	"io"
	"net/http"
	"strings"
	"sync"
	"testing"

	"leanon/playground/spec"
)

// described returns what checks a request against Discord's published description,
// or nil where this machine has none; TestEveryRequestFitsDiscordsDescription says
// so then. With the race detector nothing is checked: what a request says is the same
// without it, and the check is a twentieth of all that there is to do.
func described(t *testing.T) func(*http.Request, []byte) error {
	t.Helper()
	if racing {
		return nil
	}
	d, err := spec.Find()
	if errors.As(err, &spec.Missing{}) {
		return nil
	}
	if err != nil {
		t.Fatal(err)
	}
	return func(r *http.Request, body []byte) error {
		if !strings.HasSuffix(r.URL.Path, "/commands") {
			return d.Check(r, body)
		}
		check, _ := checkedCommands.LoadOrStore(string(body), sync.OnceValue(func() error { return d.Check(r, body) }))
		return check.(func() error)()
	}
}

// checkedCommands has the lists of commands that were registered in any world, and
// what is wrong with each. Every world registers the same long list, and to check it
// once takes as long as all other requests of a story.
var checkedCommands sync.Map

// Every world checks each request of the program against Discord's description and
// fails its story for one that does not fit. Where the description is missing, the
// stories run without that and this test is skipped. Here the program's own requests
// fit, and one that only the description refuses is noticed.
func TestEveryRequestFitsDiscordsDescription(t *testing.T) {
	if _, err := spec.Find(); errors.As(err, &spec.Missing{}) {
		t.Skip(err)
	}
	if racing {
		t.Skip("no request is checked with the race detector")
	}
	w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
	w.couple("Ana", "Ben")
	if broke := w.told(); len(broke) > 0 {
		t.Fatalf("the program's requests do not fit: %v", broke)
	}
	request, err := http.NewRequest(http.MethodPost, w.discord.URL()+"/api/v10/channels/"+w.all[0].DM().ID+"/messages",
		strings.NewReader(`{"content": "hello", "tts": "loudly"}`))
	if err != nil {
		t.Fatal(err)
	}
	request.Header = http.Header{"Authorization": {"Bot " + w.discord.Token()}, "Content-Type": {"application/json"}, "User-Agent": {"DiscordBot (https://example.org, 1)"}}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if said, err := io.ReadAll(answer.Body); answer.StatusCode != http.StatusBadRequest {
		t.Errorf("got %d %s (%v), want 400", answer.StatusCode, said, err)
	}
	if broke := w.told(); len(broke) != 1 || !strings.Contains(broke[0], "/tts") {
		t.Errorf("got %q, want the world told once of what is wrong with /tts", broke)
	}
}

// told takes from the world what it was told of broken rules, so that it does not
// fail the story for it.
func (w *world) told() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	broke := w.broke
	w.broke = nil
	return broke
}
