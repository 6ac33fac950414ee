package host

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"leanon/playground"
)

func TestACopyWithoutItsCommandsIsNotReady(t *testing.T) {
	t.Parallel()
	cfg, env, d := hosted(t)
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	cfg.HTTP = free.Addr().String()
	free.Close()
	refused := make(chan struct{}, 100)
	d.Fault(func(r *http.Request) *playground.Fault {
		if r.Method != http.MethodPut || !strings.HasSuffix(r.URL.Path, "/commands") {
			return nil
		}
		refused <- struct{}{}
		return &playground.Fault{Status: http.StatusBadRequest, Code: 50035}
	})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- Serve(ctx, cfg, env) }()
	select {
	case <-refused:
	case err := <-ended:
		t.Fatalf("ended with %v before it registered its commands", err)
	case <-time.After(30 * time.Second):
		t.Fatal("no try to register the commands within 30 s")
	}
	if status, body := get(t, "http://"+cfg.HTTP+"/readyz"); status != http.StatusServiceUnavailable || body != "connected, but the commands are not registered with Discord\n" {
		t.Errorf("got %d %q, want 503 and why", status, body)
	}
	if _, body := get(t, "http://"+cfg.HTTP+"/metrics"); !strings.Contains(body, "\nleanon_ready 0\n") {
		t.Errorf("the metrics do not say that it is not ready:\n%s", body)
	}
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("ended with %v, want nil", err)
	}
}

func TestCheckSaysThatThisProgramIsTooOldForDiscord(t *testing.T) {
	t.Parallel()
	cfg, env, d := hosted(t)
	d.Fault(func(*http.Request) *playground.Fault {
		return &playground.Fault{Status: http.StatusBadRequest, Code: 50041}
	})
	code, lines, _ := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text, hostSaid)
	if code != 1 {
		t.Errorf("got exit code %d, want 1", code)
	}
	wantLine(t, lines, "Discord", "FAIL", "this leanon is too old for Discord")
	d.Fault(nil)
	d.Gateway().RefuseWith(4012)
	_, lines, _ = checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text, hostSaid)
	wantLine(t, lines, "gateway", "FAIL", "this leanon is too old for Discord")
}
