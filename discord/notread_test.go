package discord

import (
	"errors"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"

	"leanon/discord/talk"
)

func TestAReadThatFailsIsNeverUnclearButIsTriedAgain(t *testing.T) {
	t.Parallel()
	down := &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
	get, post := request{method: http.MethodGet}, request{method: http.MethodPost}
	failed := func(r request) map[string]error {
		return map[string]error{
			"no connection": r.noResponse(down),
			"another cause": r.noResponse(errors.New("a word of somebody's")),
			"a 503":         response{status: 503, to: r}.asError(),
			"a proxy's 403": response{status: 403, header: http.Header{}, body: []byte("<html>"), to: r}.asError(),
		}
	}
	sent := failed(post)
	for what, err := range failed(get) {
		if !errors.Is(err, talk.ErrUnclear) || errors.Is(err, talk.ErrNotNow) != errors.Is(sent[what], talk.ErrNotNow) {
			t.Errorf("a read, %s: got %v, want it to be tried again as what was sent", what, err)
		}
		if text := err.Error(); strings.Contains(text, "unclear") || !strings.Contains(text, "could not be read from Discord") || strings.Contains(text, "somebody") {
			t.Errorf("a read, %s: got %q", what, text)
		}
		if text := sent[what].Error(); !strings.Contains(text, "unclear whether Discord took it") {
			t.Errorf("what was sent, %s: got %q", what, text)
		}
	}
}
