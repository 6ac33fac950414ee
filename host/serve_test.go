package host

import (
	"context"
	"errors"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"leanon/clock"
	"leanon/config"
	"leanon/discord/talk"
	"leanon/playground"
	"leanon/store"
)

// hosted returns a configuration with a data directory of its own, and a Discord to serve on.
func hosted(t *testing.T) (config.Config, Env, *playground.Discord) {
	t.Helper()
	d := playground.New(playground.Options{Now: time.Now, Broke: func(request string, err error) { t.Errorf("%s breaks a rule of Discord's: %v", request, err) }})
	if err := d.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(d.Close)
	cfg := shipped(t)
	cfg.Discord.APIURL, cfg.Data = d.URL(), filepath.Join(t.TempDir(), "data")
	return cfg, Env{Token: config.Secret{Text: d.Token()}, Now: time.Now, Stdout: io.Discard, Log: slog.New(slog.DiscardHandler)}, d
}

// serves runs the program until the returned function ends it.
func serves(t *testing.T, cfg config.Config, env Env) (stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	started, ended := make(chan Running, 1), make(chan error, 1)
	env.Started = func(r Running) { started <- r }
	go func() { ended <- Serve(ctx, cfg, env) }()
	stop = func() error { cancel(); return <-ended }
	limit := time.After(30 * time.Second)
	var ready <-chan struct{}
	for {
		select {
		case r := <-started:
			ready = r.Ready
		case <-ready:
			return stop
		case err := <-ended:
			cancel()
			t.Fatalf("serve ended with %v, want it to run", err)
		case <-limit:
			t.Fatalf("not ready in time; serve ended with %v", stop())
		}
	}
}

// Where only certain servers may pair, /pair is refused in a direct message.
func TestServeTellsTheServersLinkFirstWhereOnlyServersMayPair(t *testing.T) {
	t.Parallel()
	cfg, env, d := hosted(t)
	cfg.Discord.Guilds = []string{"7"}
	var out record
	env.Stdout = &out
	serves(t, cfg, env)
	want := "READY. Add leanon to a server of discord.guilds, and type /pair there: https://discord.com/oauth2/authorize?client_id=" + d.Application() + "&scope=bot"
	if !strings.HasPrefix(out.String(), want) || strings.Count(out.String(), "\n") != 2 {
		t.Errorf("got %q, want two lines that begin with %q", out.String(), want)
	}
}

func TestServeTellsBothLinksAndKeepsItsFilesToItself(t *testing.T) {
	t.Parallel()
	cfg, env, d := hosted(t)
	var out record
	env.Stdout = &out
	stop := serves(t, cfg, env)
	link := "https://discord.com/oauth2/authorize?client_id=" + d.Application()
	want := "READY. Add leanon for yourself, and type /pair in your direct message with your partner: " + link + "&integration_type=1&scope=applications.commands\n" +
		"Or add it to a server that both of you are in, and type /pair there: " + link + "&scope=bot+applications.commands&permissions=0\n"
	if out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
	if len(d.Commands()) == 0 {
		t.Error("no command is registered")
	}
	for _, name := range []string{"", "leanon.db", "leanon.key", "leanon.lock"} {
		path := filepath.Join(cfg.Data, name)
		if info, err := os.Stat(path); err != nil || !isAlone(path, info) {
			t.Errorf("data/%s: got %v, %v, want what nobody else can open", name, info.Mode(), err)
		}
	}
	other := env
	err := Serve(t.Context(), cfg, other)
	if want := "another leanon is using the data directory " + cfg.Data; err == nil || !strings.HasPrefix(err.Error(), want) {
		t.Errorf("a second leanon: got %v, want %s...", err, want)
	}
	if err := stop(); err != nil {
		t.Errorf("the end: got %v, want nil", err)
	}
	if err := serves(t, cfg, env)(); err != nil { // the key and the lock are good for a second start
		t.Errorf("the second end: got %v, want nil", err)
	}
}

func TestARefusedTokenIsOneSentenceAndNotTriedAgain(t *testing.T) {
	t.Parallel()
	cfg, env, d := hosted(t)
	env.Token.Text = "wrong"
	err := Serve(t.Context(), cfg, env)
	if !errors.Is(err, ErrToken) || strings.Contains(err.Error(), "wrong") {
		t.Errorf("got %v, want %v", err, ErrToken)
	}
	if n := len(d.Requests()); n != 1 {
		t.Errorf("requests: got %d, want 1", n)
	}
	if err := finalSentence(talk.ErrUnauthorized); err != ErrToken {
		t.Errorf("refused later: got %v, want %v", err, ErrToken)
	}
}

func TestDiscordOutOfReachIsWaitedFor(t *testing.T) {
	t.Parallel()
	cfg, env, _ := hosted(t)
	var tries atomic.Int32
	env.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		if tries.Add(1) == 1 {
			return nil, &net.OpError{Op: "dial", Net: network, Err: os.ErrDeadlineExceeded}
		}
		var d net.Dialer
		return d.DialContext(ctx, network, address)
	}
	if err := serves(t, cfg, env)(); err != nil {
		t.Errorf("the end: got %v, want nil", err)
	}
}

func TestTheEndIsInGoodOrderWhileDiscordIsOutOfReach(t *testing.T) {
	t.Parallel()
	cfg, env, _ := hosted(t)
	ctx, cancel := context.WithCancel(t.Context())
	env.Dial = func(_ context.Context, network, _ string) (net.Conn, error) {
		cancel()
		return nil, &net.OpError{Op: "dial", Net: network, Err: os.ErrDeadlineExceeded}
	}
	if err := Serve(ctx, cfg, env); err != nil {
		t.Errorf("got %v, want nil", err)
	}
}

func TestAStartThatFailsLetsGoOfWhatItTook(t *testing.T) {
	t.Parallel()
	cfg, env, _ := hosted(t)
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	cfg.HTTP = taken.Addr().String()
	if err := Serve(t.Context(), cfg, env); err == nil || !strings.HasPrefix(err.Error(), "cannot listen on "+cfg.HTTP) {
		t.Errorf("got %v, want it to say that it cannot listen on %s", err, cfg.HTTP)
	}
	// SQLite deletes the log when the last connection closes.
	log := store.Path(cfg.Data) + "-wal"
	if _, err := os.Stat(log); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the database's log after a start that failed: got %v, want %v", err, fs.ErrNotExist)
	}
	cfg.HTTP = ""
	if err := serves(t, cfg, env)(); err != nil {
		t.Errorf("the next start ended with %v, want nil", err)
	}
	if _, err := os.Stat(log); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("the database's log after a start that ended: got %v, want %v", err, fs.ErrNotExist)
	}
}

func TestWhatIsWrongWithTheDataIsToldInOneSentence(t *testing.T) {
	t.Parallel()
	const key, otherKey = "AgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", "AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	write := func(t *testing.T, path, text string, mode os.FileMode) {
		t.Helper()
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
	}
	for name, c := range map[string]struct {
		given   string // LEANON_KEY
		prepare func(t *testing.T, cfg config.Config)
		want    string // DATA is the directory
	}{
		"no key": {"short", nil, "LEANON_KEY is not a key: a key is 32 random bytes in base64, as `openssl rand -base64 32` prints"},
		"another key in the environment": {otherKey, nil,
			"the key in LEANON_KEY does not open DATA/leanon.db: it was made with another one; set LEANON_KEY to that, or unset it if that is in DATA/leanon.key"},
		"another key in the file": {"", func(t *testing.T, cfg config.Config) { write(t, KeyPath(cfg.Data), otherKey, 0o600) },
			"the key in DATA/leanon.key does not open DATA/leanon.db: it was made with another one; put that one back, or set LEANON_KEY to it"},
		"the key is lost": {"", nil,
			"DATA/leanon.db is there but its key is not: put DATA/leanon.key back, or set LEANON_KEY; without the key what is in the database cannot be read"},
		"others can read the key": {"", func(t *testing.T, cfg config.Config) { write(t, KeyPath(cfg.Data), key, 0o644) },
			"DATA/leanon.key can be read by others; run chmod 600 on it"},
		"the key file holds none": {"", func(t *testing.T, cfg config.Config) { write(t, KeyPath(cfg.Data), "hm", 0o600) },
			"DATA/leanon.key holds no key: put your copy of the key of DATA/leanon.db back; a new one does not open it"},
		"not a database": {key, func(t *testing.T, cfg config.Config) {
			write(t, filepath.Join(cfg.Data, "leanon.db"), strings.Repeat("not a database. ", 100), 0o600)
		}, "DATA/leanon.db is not a leanon database: move it away, or set data in config.yaml to another directory"},
		"a file in the way": {key, func(t *testing.T, cfg config.Config) {
			if err := os.RemoveAll(cfg.Data); err != nil {
				t.Fatal(err)
			}
			write(t, cfg.Data, "", 0o600)
		}, "the data directory DATA cannot be made: not a directory; set data in config.yaml to a place that leanon may write to"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg, env, d := hosted(t)
			if err := os.MkdirAll(cfg.Data, 0o700); err != nil {
				t.Fatal(err)
			}
			st, err := OpenStore(t.Context(), cfg, givenKey(key), clock.New())
			if err != nil {
				t.Fatal(err)
			}
			if err := st.Close(); err != nil {
				t.Fatal(err)
			}
			if c.prepare != nil {
				c.prepare(t, cfg)
			}
			env.Key = givenKey(c.given)
			err = Serve(t.Context(), cfg, env)
			if want := strings.ReplaceAll(c.want, "DATA", cfg.Data); err == nil || err.Error() != want {
				t.Errorf("got  %v\nwant %s", err, want)
			}
			if n := len(d.Requests()); n != 0 {
				t.Errorf("requests to Discord: got %d, want none", n)
			}
		})
	}
}

func TestARhythmThatIsNoneIsFoundAtTheStart(t *testing.T) {
	t.Parallel()
	cfg, env, _ := hosted(t)
	cfg.CheckIn.Cron = "every day"
	err := Serve(t.Context(), cfg, env)
	if err == nil || !strings.HasPrefix(err.Error(), "check_in.cron is not a schedule I can follow") {
		t.Errorf("got %v, want a sentence about check_in.cron", err)
	}
}
