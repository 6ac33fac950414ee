package host

import (
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

func get(t *testing.T, url string) (status int, body string) {
	t.Helper()
	response, err := http.Get(url)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func TestHealthReadinessAndMetricsAreServedUntilShutdown(t *testing.T) {
	t.Parallel()
	registry := prometheus.NewRegistry()
	sends := prometheus.NewCounter(prometheus.CounterOpts{Name: "leanon_sends_total", Help: "Messages sent."})
	registry.MustRegister(sends)
	sends.Inc()
	var ready atomic.Bool
	notReady := func() string {
		if ready.Load() {
			return ""
		}
		return "not connected to Discord"
	}
	server, err := listenHTTP("127.0.0.1:0", notReady, promhttp.HandlerFor(registry, promhttp.HandlerOpts{}), slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	base := "http://" + server.Addr().String()
	for _, c := range []struct {
		ready  bool
		path   string
		status int
		body   string
	}{
		{false, "/healthz", 200, "ok\n"},
		{false, "/readyz", 503, "not connected to Discord\n"},
		{true, "/readyz", 200, "ready\n"},
		{true, "/metrics", 200, "leanon_sends_total 1\n"},
		{true, "/", 404, "not found"},
	} {
		ready.Store(c.ready)
		if status, body := get(t, base+c.path); status != c.status || !strings.Contains(body, c.body) {
			t.Errorf("%s: got %d %q, want %d %q", c.path, status, body, c.status, c.body)
		}
	}
	if err := server.Shutdown(t.Context()); err != nil {
		t.Errorf("shutdown: got %v", err)
	}
	if conn, err := net.Dial("tcp", server.Addr().String()); err == nil {
		conn.Close()
		t.Error("after shutdown: got a connection, want none")
	}
}

func TestShutdownLetsARequestFinishAndCutsItOffWhenTimeIsUp(t *testing.T) {
	t.Parallel()
	for name, patient := range map[string]bool{"patient": true, "out of time": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			arrived, leave := make(chan struct{}), make(chan struct{})
			slow := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				close(arrived)
				select {
				case <-leave:
					_, _ = io.WriteString(w, "done")
				case <-r.Context().Done():
				}
			})
			server, err := listenHTTP("127.0.0.1:0", func() string { return "" }, slow, slog.New(slog.DiscardHandler))
			if err != nil {
				t.Fatal(err)
			}
			answer := make(chan string, 1)
			go func() {
				response, err := http.Get("http://" + server.Addr().String() + "/metrics")
				if err != nil {
					answer <- "cut off"
					return
				}
				defer response.Body.Close()
				text, _ := io.ReadAll(response.Body)
				answer <- string(text)
			}()
			<-arrived
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			want := "done"
			if patient {
				close(leave)
			} else {
				cancel()
				want = "cut off"
			}
			if err := server.Shutdown(ctx); (err == nil) != patient {
				t.Errorf("shutdown: got error %v", err)
			}
			if got := <-answer; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestAnAddressThatCannotBeHadIsOneSentence(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	port := taken.Addr().String()
	for addr, want := range map[string]string{
		port:             "cannot listen on " + port + ": the port is taken; set http in config.yaml to another one",
		"192.0.2.1:9090": "cannot listen on 192.0.2.1:9090: this machine has no such address; set http in config.yaml to another one",
	} {
		server, err := listenHTTP(addr, func() string { return "" }, http.NotFoundHandler(), slog.New(slog.DiscardHandler))
		if err == nil {
			t.Errorf("%s: got no error", addr)
			_ = server.Shutdown(t.Context())
			continue
		}
		if err.Error() != want {
			t.Errorf("got %s\nwant %s", err, want)
		}
	}
}
