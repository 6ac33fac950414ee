package host

import (
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leanon/config"
	"leanon/machine"
	"leanon/store"
)

// stopped is a data directory whose bot has run once.
func stopped(t *testing.T) (config.Config, Env) {
	t.Helper()
	cfg, env, _ := hosted(t)
	st, err := openFresh(t, cfg)
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	return cfg, env
}

// wantRefused wants serve and check to say the same sentence.
func wantRefused(t *testing.T, cfg config.Config, env Env, want string) {
	t.Helper()
	err := Serve(t.Context(), cfg, env)
	if err == nil || err.Error() != want {
		t.Errorf("serve: got  %v\nwant %s", err, want)
	}
	if _, _, all := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text, "LEANON_KEY="+env.Key.Text); !strings.Contains(all, "FAIL ") || !strings.Contains(all, want) {
		t.Errorf("check: got\n%s\nwant FAIL and %s", all, want)
	}
}

func TestSomebodyElsesKeyFileIsRefused(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only an administrator can give a file away")
	}
	cfg, env := stopped(t)
	if err := os.Chown(KeyPath(cfg.Data), 65531, 65531); err != nil {
		t.Fatal(err)
	}
	want := KeyPath(cfg.Data) + " belongs to somebody else; run chown on it, or put a file of your own in its place"
	wantRefused(t, cfg, env, want)

	own := filepath.Join(t.TempDir(), "theirs")
	if err := os.Rename(KeyPath(cfg.Data), own); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(own, KeyPath(cfg.Data)); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, cfg, env, want)
	if err := os.Chown(own, 0, 0); err != nil { // a link to a file of one's own is one's own choice
		t.Fatal(err)
	}
	if err := serves(t, cfg, env)(); err != nil {
		t.Error(err)
	}
}

func TestTwoDirectoriesCannotShareADatabase(t *testing.T) {
	t.Parallel()
	const link = " is a link, or has a second name: put the file itself there, or set data in config.yaml to the directory that it lies in"
	for name, join := range map[string]func(old, new string) error{"a link": os.Symlink, "a second name": os.Link} {
		cfg, env := stopped(t)
		other := cfg
		other.Data = filepath.Join(t.TempDir(), "data")
		if err := os.Mkdir(other.Data, 0o700); err != nil {
			t.Fatal(err)
		}
		key, err := os.ReadFile(KeyPath(cfg.Data))
		if err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(KeyPath(other.Data), key, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := join(store.Path(cfg.Data), store.Path(other.Data)); err != nil {
			t.Fatal(err)
		}
		t.Log(name)
		wantRefused(t, other, env, store.Path(other.Data)+link)
	}
	cfg, env := stopped(t)
	elsewhere := filepath.Join(t.TempDir(), "theirs")
	if err := os.WriteFile(elsewhere, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(elsewhere, lockPath(cfg.Data)); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, cfg, env, lockPath(cfg.Data)+link)
	if text, err := os.ReadFile(elsewhere); err != nil || len(text) != 0 {
		t.Errorf("the file behind the link: got %q, %v, want it as it was", text, err)
	}
	for _, part := range []string{"-wal", "-shm"} {
		cfg, env := stopped(t)
		theirs := filepath.Join(t.TempDir(), "theirs")
		if err := os.WriteFile(theirs, []byte("theirs"), 0o644); err != nil {
			t.Fatal(err)
		}
		if err := os.Symlink(theirs, store.Path(cfg.Data)+part); err != nil {
			t.Fatal(err)
		}
		wantRefused(t, cfg, env, store.Path(cfg.Data)+link)
		if info, err := os.Stat(theirs); err != nil || info.Mode().Perm() != 0o644 {
			t.Errorf("the file behind %s: got %v, %v, want it as it was", part, info.Mode(), err)
		}
	}
}

func TestAKeyThatAnybodyCanGuessIsRefusedAndCanBeChanged(t *testing.T) {
	t.Parallel()
	const guessable = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="
	cfg, env, _ := hosted(t)
	if err := os.Mkdir(cfg.Data, 0o700); err != nil {
		t.Fatal(err)
	}
	env.Key = givenKey(guessable)
	wantRefused(t, cfg, env, "the key in LEANON_KEY is one byte again and again, which anybody can guess: change it with leanon rotate-key, or, before the first start, put another one there")
	if err := os.WriteFile(KeyPath(cfg.Data), []byte(guessable), 0o600); err != nil {
		t.Fatal(err)
	}
	env.Key = config.Secret{}
	want := "the key in " + KeyPath(cfg.Data) + " is one byte again and again, which anybody can guess: change it with leanon rotate-key, or, before the first start, put another one there"
	wantRefused(t, cfg, env, want)
	st, err := openStoreWith(t.Context(), cfg, config.Secret{}, masterKeys(cfg.Data, config.Secret{}), nil) // as an earlier leanon did
	if err != nil {
		t.Fatal(err)
	}
	if err := st.Close(); err != nil {
		t.Fatal(err)
	}
	wantRefused(t, cfg, env, want)
	if out, err := runs(t, RotateKeyCommand{}, "LEANON_DATA="+cfg.Data, "LEANON_NEW_KEY="+guessable); err == nil || !strings.Contains(err.Error(), "anybody can guess") {
		t.Errorf("another one like it: got %q, %v, want it refused", out, err)
	}
	if _, err := runs(t, RotateKeyCommand{}, "LEANON_DATA="+cfg.Data); err != nil {
		t.Fatal(err)
	}
	if err := serves(t, cfg, env)(); err != nil {
		t.Error(err)
	}
}

func TestWhatACrashLeftOfAKeyIsRemovedAtTheStart(t *testing.T) {
	t.Parallel()
	cfg, env := stopped(t)
	left := filepath.Join(cfg.Data, ".key-123456")
	if err := os.WriteFile(left, []byte("half a key"), 0o600); err != nil {
		t.Fatal(err)
	}
	changing, err := lockChange(cfg.Data) // whoever is making one needs it
	if err != nil {
		t.Fatal(err)
	}
	if err := readyKeyFiles(cfg.Data, slog.New(slog.DiscardHandler)); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(left); err != nil {
		t.Errorf("while a key is changed: got %v, want it left alone", err)
	}
	machine.Unlock(changing)
	if err := serves(t, cfg, env)(); err != nil {
		t.Error(err)
	}
	if _, err := os.Stat(left); !os.IsNotExist(err) {
		t.Errorf("after a start: got %v, want it gone", err)
	}
}

func TestWordsThatLeaveTheMachineInPlainAreWarnedOf(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"https://discord.com": false, "http://discord.com": true, "http://192.168.1.7:8080": true, "http://proxy:8080": true,
		"http://127.0.0.1:8080": false, "http://127.8.8.8": false, "http://[::1]:80": false, "http://localhost:80": false,
	} {
		if got := crossesInPlain(address); got != want {
			t.Errorf("%s: got %v, want %v", address, got, want)
		}
	}
	cfg, env, _ := hosted(t)
	cfg.Discord.APIURL = "http://192.0.2.1" // nobody has this address
	_, lines, _ := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
	wantLine(t, lines, "way to Discord", "warn", "whoever is on the way reads the token")
	var log record
	env.Log = slog.New(slog.NewTextHandler(&log, nil))
	p := parts{cfg: cfg, env: env}
	if _, err := p.newClient(); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(log.String(), "whoever is on the way reads the token") {
		t.Errorf("the log of serve does not say so: %s", log.String())
	}
}
