//go:build unix

package host

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"leanon/store"
)

// asNobody is set in a process that this test starts as another user.
const asNobody = "LEANON_TEST_AS_NOBODY"

func TestCheckSaysOfFilesThatAreNotOursWhatServeWould(t *testing.T) {
	if dir := os.Getenv(asNobody); dir != "" {
		cfg, env, _ := hosted(t)
		cfg.Data = dir
		said := Serve(t.Context(), cfg, env)
		_, _, all := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
		fmt.Printf("serve: %v\ncheck: %s\n", said, strings.ReplaceAll(all, "\n", "; "))
		return
	}
	t.Parallel()
	if os.Geteuid() != 0 {
		t.Skip("only an administrator can run a program as somebody else")
	}
	cfg, env := stopped(t)
	const nobody = 65532
	above := filepath.Dir(cfg.Data)
	for _, dir := range []string{above, filepath.Dir(above)} {
		if err := os.Chmod(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	own := copiedTest(t, above)
	theirs := []string{cfg.Data, KeyPath(cfg.Data)} // the database is root's, as after a start by an administrator
	for _, path := range theirs {
		if err := os.Chown(path, nobody, nobody); err != nil {
			t.Fatal(err)
		}
	}
	_, lines, _ := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
	wantLine(t, lines, "data directory", "warn", "belong to another user than the directory")
	for _, mode := range []os.FileMode{0o600, 0o666} {
		if err := os.Chmod(store.Path(cfg.Data), mode); err != nil {
			t.Fatal(err)
		}
		said := asUser(t, own, nobody, cfg.Data)
		serve, check, _ := strings.Cut(said, "\ncheck: ")
		if !strings.Contains(serve, "serve: leanon may not write to the data directory") || !strings.Contains(check, "FAIL  data directory: leanon may not write to the data directory") {
			t.Errorf("mode %v: got\n%s\nwant both to say that they may not write", mode, said)
		}
	}
}

// copiedTest copies this test's program to where other users can run it.
func copiedTest(t *testing.T, dir string) string {
	t.Helper()
	own, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	program, err := os.ReadFile(own)
	if err != nil {
		t.Fatal(err)
	}
	copied := filepath.Join(dir, "host.test")
	if err := os.WriteFile(copied, program, 0o755); err != nil {
		t.Fatal(err)
	}
	return copied
}

// asUser runs this test as another user and returns what it printed.
func asUser(t *testing.T, own string, user uint32, dir string) string {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(ctx, own, "-test.run", "^TestCheckSaysOfFilesThatAreNotOursWhatServeWould$")
	cmd.Dir = here
	cmd.Env = []string{asNobody + "=" + dir, "TMPDIR=" + dir}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: user, Gid: user}}
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Logf("as user %d: %v", user, err)
	}
	return string(out)
}

// TestCheckSaysOfKeyFilesWhatAStartMendsItself wants no order to change what the next start
// changes, and no silence about it.
func TestCheckSaysOfKeyFilesWhatAStartMendsItself(t *testing.T) {
	t.Parallel()
	cfg, env := stopped(t)
	left := filepath.Join(cfg.Data, ".key-2718281828")
	if err := os.WriteFile(left, []byte("half a k"), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(KeyPath(cfg.Data), 0o640); err != nil {
		t.Fatal(err)
	}
	_, lines, all := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
	wantLine(t, lines, "data directory", "ok", "yours alone")
	wantLine(t, lines, "key file", "warn", "its group can read "+KeyPath(cfg.Data)+"; the next start makes it its owner's alone")
	wantLine(t, lines, "unfinished key", "warn", left+" is left of a key that was being made; the next start removes it")
	if strings.Contains(all, "chmod") {
		t.Errorf("check orders what a start does itself:\n%s", all)
	}
	if _, err := os.Stat(left); err != nil {
		t.Errorf("after check: %v", err)
	}
	if err := serves(t, cfg, env)(); err != nil {
		t.Error(err)
	}
	_, lines, _ = checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
	if said := lines["key file"] + lines["unfinished key"]; said != "" {
		t.Errorf("after a start: got %q, want nothing more", said)
	}
	if err := os.Chmod(KeyPath(cfg.Data), 0o644); err != nil { // a start refuses it
		t.Fatal(err)
	}
	_, lines, _ = checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
	wantLine(t, lines, "key", "FAIL", "chmod 600")
}
