package host

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"time"

	"leanon/machine"
)

// httpServer tells a host's tools whether the program lives, whether it is connected, and
// its metrics.
type httpServer struct {
	addr   net.Addr
	server *http.Server
	done   chan struct{} // closed when Serve has returned
}

// listenHTTP listens on addr ("host:port") and serves until Shutdown is called:
//
//	/healthz  200 while the process can answer
//	/readyz   200 while notReady() is "", else 503 with what it says
//	/metrics  what the given handler answers
//
// notReady is called from many goroutines. An error is one sentence that says what to
// change.
func listenHTTP(addr string, notReady func() string, metrics http.Handler, log *slog.Logger) (*httpServer, error) {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, listenError(addr, err)
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, _ *http.Request) { respond(w, http.StatusOK, "ok") })
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, _ *http.Request) {
		if why := notReady(); why != "" {
			respond(w, http.StatusServiceUnavailable, why)
			return
		}
		respond(w, http.StatusOK, "ready")
	})
	mux.Handle("GET /metrics", metrics)
	h := &httpServer{
		addr: listener.Addr(),
		server: &http.Server{
			Handler:           mux,
			ReadHeaderTimeout: 5 * time.Second,
			ReadTimeout:       10 * time.Second,
			WriteTimeout:      30 * time.Second,
			IdleTimeout:       time.Minute,
			MaxHeaderBytes:    16 << 10,
			ErrorLog:          slog.NewLogLogger(log.Handler(), slog.LevelDebug), // broken requests are common: scanners send them
		},
		done: make(chan struct{}),
	}
	go func() {
		defer close(h.done)
		if err := h.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("health and metrics stopped", "err", err)
		}
	}()
	return h, nil
}

// Addr returns the address on which the server listens, with the real port where port 0
// was asked for.
func (h *httpServer) Addr() net.Addr { return h.addr }

// Shutdown waits for open requests until ctx ends, and then cuts them off. When it
// returns, nothing of the server runs any more.
func (h *httpServer) Shutdown(ctx context.Context) error {
	err := h.server.Shutdown(ctx)
	if err != nil {
		err = errors.Join(fmt.Errorf("shut down health and metrics: %w", err), h.server.Close())
	}
	<-h.done
	return err
}

// closePages shuts a server down and lets requests finish for at most a second: what
// Discord hung with has taken five already, and a container is killed after ten.
func closePages(pages *httpServer, log *slog.Logger) {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	if err := pages.Shutdown(ctx); err != nil {
		log.Warn("health and metrics were cut off", "err", err)
	}
}

// respond writes one line of plain text.
func respond(w http.ResponseWriter, status int, text string) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	// The client may be gone; an error here concerns nobody else.
	_, _ = io.WriteString(w, text+"\n")
}

func listenError(addr string, err error) error {
	const mend = "set http in config.yaml to another one"
	switch {
	case errors.Is(err, machine.ErrAddrTaken):
		return fmt.Errorf("cannot listen on %s: the port is taken; %s", addr, mend)
	case errors.Is(err, machine.ErrAddrDenied):
		return fmt.Errorf("cannot listen on %s: this port is for root only; %s", addr, mend)
	case errors.Is(err, machine.ErrAddrMissing):
		return fmt.Errorf("cannot listen on %s: this machine has no such address; %s", addr, mend)
	}
	return fmt.Errorf("cannot listen on %s: %w; %s", addr, err, mend)
}
