package discord

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/playground"
)

// The other tests live on pipes in bubbles; this one on real sockets with TLS,
// as in production, and with pauses of milliseconds.
func TestOverTLSTheSessionComesBackAfterAReset(t *testing.T) {
	t.Parallel()
	d := playground.New(playground.Options{Now: time.Now})
	if err := d.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	var srv *httptest.Server
	srv = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/gateway") {
			fmt.Fprintf(w, `{"url":%q}`, "wss"+strings.TrimPrefix(srv.URL, "https")+"/ws")
			return
		}
		d.ServeHTTP(w, r)
	}))
	t.Cleanup(srv.Close)

	words, ready := make(chan string, 10), make(chan struct{}, 10)
	c, err := New(Options{
		Token: d.Token(), APIURL: srv.URL, Log: slog.New(slog.DiscardHandler), Now: time.Now,
		Timings: Timings{FirstRetry: time.Millisecond, LongRetry: 10 * time.Millisecond},
	})
	if err != nil {
		t.Fatal(err)
	}
	c.Handle(Handler{
		Request: func(_ context.Context, r talk.Request) talk.Reply {
			words <- r.Text
			return talk.Reply{Message: &talk.Message{Text: "Heard."}}
		},
		NewSession: func() { ready <- struct{}{} },
	})
	authorities := x509.NewCertPool()
	authorities.AddCert(srv.Certificate())
	c.tls = &tls.Config{RootCAs: authorities}
	c.transport.TLSClientConfig = c.tls.Clone()

	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- c.Run(ctx) }()
	defer func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run ended with %v, want nil", err)
		}
	}()
	within := time.After(20 * time.Second)
	select {
	case <-ready:
	case <-within:
		t.Fatal("no session within 20 s")
	}
	ana := d.AddPerson("Ana")
	for _, text := range []string{"first", "second"} {
		if _, err := ana.Write(text); err != nil {
			t.Fatal(err)
		}
		select {
		case got := <-words:
			if got != text {
				t.Errorf("got %q, want %q", got, text)
			}
		case <-within:
			t.Fatalf("%q was not handled within 20 s", text)
		}
		await(t, d, func() bool { return strings.Count(strings.Join(texts(ana), " "), "Heard.") == 1 || text == "second" })
		if text == "first" {
			d.Gateway().Drop()
		}
	}
	await(t, d, func() bool { return strings.Count(strings.Join(texts(ana), " "), "Heard.") == 2 })
	if got := d.Gateway().Identifies(); got != 1 {
		t.Errorf("got %d IDENTIFYs, want 1 and a RESUME", got)
	}
}

func await(t *testing.T, d *playground.Discord, cond func() bool) {
	t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	if err := d.Await(ctx, cond); err != nil {
		t.Fatal(err)
	}
}

func TestACertificateOfNobodyIsRefused(t *testing.T) {
	t.Parallel()
	srv := httptest.NewUnstartedServer(http.NotFoundHandler())
	srv.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	srv.StartTLS()
	t.Cleanup(srv.Close)
	c, err := New(Options{
		Token: "secret", APIURL: srv.URL, Log: slog.New(slog.DiscardHandler), Now: time.Now,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer c.transport.CloseIdleConnections()
	_, err = c.Check(context.Background())
	if err == nil || !strings.Contains(err.Error(), "certificate") {
		t.Errorf("got %v, want it to name the certificate", err)
	}
}
