package discord

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"leanon/discord/talk"
)

func TestNewChannels(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		first, err := w.client.OpenDM(context.Background(), ana.ID)
		if err != nil || first != ana.DM().ID {
			t.Errorf("got %q and %v, want %q", first, err, ana.DM().ID)
		}
		ben := w.AddPerson("Ben")
		ben.CloseDMs(true)
		if _, err := w.client.OpenDM(context.Background(), ben.ID); !errors.Is(err, talk.ErrUnreachable) {
			t.Errorf("closed: got %v, want %v", err, talk.ErrUnreachable)
		}
	})
}

func TestOptionsThatCannotWorkAreRefused(t *testing.T) {
	t.Parallel()
	good := Options{Token: "secret", Log: slog.New(slog.DiscardHandler), Now: time.Now}
	if _, err := New(good); err != nil {
		t.Errorf("got %v, want a client", err)
	}
	for name, change := range map[string]func(*Options){
		"no token":         func(o *Options) { o.Token = "" },
		"no clock":         func(o *Options) { o.Now = nil },
		"no log":           func(o *Options) { o.Log = nil },
		"no scheme":        func(o *Options) { o.APIURL = "discord.com" },
		"another scheme":   func(o *Options) { o.APIURL = "ftp://user:hunter2@discord.com" },
		"no URL":           func(o *Options) { o.APIURL = "http://user:hunter2@[::1" },
		"a negative limit": func(o *Options) { o.RequestsPerSecond = -1 },
	} {
		o := good
		change(&o)
		if _, err := New(o); err == nil || strings.Contains(err.Error(), "hunter2") {
			t.Errorf("%s: got %v, want an error without the password", name, err)
		}
	}
}

func TestAClientWithoutAHandlerDoesNotRun(t *testing.T) {
	t.Parallel()
	c, err := New(Options{Token: "secret", Log: slog.New(slog.DiscardHandler), Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel() // a client that runs all the same returns at once
	if err := c.Run(ctx); err == nil || !strings.Contains(err.Error(), "handler") {
		t.Errorf("got %v, want an error that asks for a handler", err)
	}
}
