package host

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leanon/clock"
	"leanon/config"
)

// packaged makes a directory of settings and token as a package has it, and a process whose
// command line names no settings.
func packaged(t *testing.T, settings string) (*Process, string) {
	t.Helper()
	system := t.TempDir()
	for name, text := range map[string]string{"config.yaml": settings, "token": "the.packaged.token\n"} {
		if err := os.WriteFile(filepath.Join(system, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return &Process{Ctx: t.Context(), Manual: manual(t), System: system, Stdout: io.Discard, Stderr: io.Discard, Now: time.Now}, system
}

func TestACommandWithoutSettingsTakesThoseOfThePackage(t *testing.T) {
	t.Parallel()
	p, system := packaged(t, "data: /var/lib/leanon\n")
	cfg, err := p.settings(clock.New())
	if err != nil || cfg.Data != "/var/lib/leanon" {
		t.Fatalf("got data %q, %v, want the package's", cfg.Data, err)
	}
	token, err := config.ReadToken(p.Environ)
	if err != nil || token.Text != "the.packaged.token" {
		t.Errorf("got the token %v, %v, want the package's", token, err)
	}
	own := filepath.Join(t.TempDir(), "own.yaml")
	if err := os.WriteFile(own, []byte("data: ./own\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	p = &Process{Manual: manual(t), System: system, Config: own}
	if cfg, err = p.settings(clock.New()); err != nil || cfg.Data != "./own" || len(p.Environ) != 0 {
		t.Errorf("with settings of one's own: got data %q, %v, environment %v, want these and no token of the package", cfg.Data, err, p.Environ)
	}
	p = &Process{Manual: manual(t), System: system, Environ: []string{"DISCORD_TOKEN=one.of.mine"}}
	if _, err = p.settings(clock.New()); err != nil || len(p.Environ) != 1 {
		t.Errorf("with a token of one's own: got %v, environment %v, want it alone", err, p.Environ)
	}
}

// The service has a user of its own, and its host types commands as root.
func TestRootDoesNotServeThePackagedData(t *testing.T) {
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only root can do what this is about")
	}
	p, system := packaged(t, "")
	p.Config = filepath.Join(system, "config.yaml")
	data := t.TempDir()
	if err := p.serveAsOwner(data); err != nil {
		t.Errorf("root's own data: got %v", err)
	}
	if err := os.Chown(data, 4711, 4711); err != nil {
		t.Fatal(err)
	}
	if err := p.serveAsOwner(data); err == nil || !strings.Contains(err.Error(), "systemctl start leanon") {
		t.Errorf("the service's data: got %v, want to be told to start the service", err)
	}
	p.Config = filepath.Join(t.TempDir(), "config.yaml")
	if err := p.serveAsOwner(data); err != nil {
		t.Errorf("with settings of one's own: got %v", err)
	}
}
