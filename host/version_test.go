package host

import (
	"archive/tar"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"
)

func TestVersionSaysAsMuchAsTheBuildKnows(t *testing.T) {
	t.Parallel()
	const (
		commit   = "0123456789abcdef0123456789abcdef01234567"
		unfilled = "$Format:%H$\n"
	)
	build := func(main string, pairs ...string) debug.BuildInfo {
		info := debug.BuildInfo{Main: debug.Module{Version: main}}
		for i := 0; i < len(pairs); i += 2 {
			info.Settings = append(info.Settings, debug.BuildSetting{Key: pairs[i], Value: pairs[i+1]})
		}
		return info
	}
	full := build("v1.2.3", "vcs.revision", commit, "vcs.time", "2026-11-29T23:30:00-02:00", "vcs.modified", "false", "GOOS", "linux", "GOARCH", "arm64")
	full.GoVersion = "go1.26.0"
	for _, c := range []struct {
		stamp, archive string
		info           debug.BuildInfo
		want           string
	}{
		{"", unfilled, build(""), "leanon built from source"},
		{"", unfilled, build("(devel)", "GOOS", "windows", "GOARCH", "amd64"), "leanon built from source for windows/amd64"},
		{"", unfilled, full, "leanon v1.2.3 (commit 0123456789ab of 2026-11-30) with go1.26.0 for linux/arm64"},
		{"", unfilled, build("v1.2.3"), "leanon v1.2.3"},
		{"", unfilled, build("v1.2.3+dirty", "vcs.revision", commit, "vcs.modified", "true"), "leanon v1.2.3 (commit 0123456789ab, changed since)"},
		{"", unfilled, build("(devel)", "vcs.revision", "0123"), "leanon built from source (commit 0123)"},
		{"", unfilled, build("v0.0.0-20261129175128-0123456789ab+dirty", "vcs.revision", commit, "vcs.time", "2026-11-29T17:51:28Z", "vcs.modified", "true"),
			"leanon built from source (commit 0123456789ab of 2026-11-29, changed since)"},
		{"", unfilled, build("v1.2.4-rc.1", "vcs.revision", commit), "leanon v1.2.4-rc.1 (commit 0123456789ab)"},

		// A stamp goes before what Go found, which may be about the repository of a
		// packager in whose midst the source was unpacked.
		{"v1.2.3," + commit + ",2026-11-29", unfilled, build("v9.9.9", "vcs.revision", "ffff"), "leanon v1.2.3 (commit 0123456789ab of 2026-11-29)"},
		{"v1.2.3", unfilled, build(""), "leanon v1.2.3"},
		{"," + commit + ",2026-11-29T17:51:28Z", unfilled, build(""), "leanon built from source (commit 0123456789ab of 2026-11-29)"},
		{"", "v1.2.3," + commit + ",2026-11-29\n", build("v9.9.9", "vcs.revision", "ffff"), "leanon v1.2.3 (commit 0123456789ab of 2026-11-29)"},
		{"", "v1.2.3-14-g0123456," + commit + ",2026-11-29\n", build(""), "leanon built from source (commit 0123456789ab of 2026-11-29)"},
		{"", "," + commit + ",2026-11-29\n", build(""), "leanon built from source (commit 0123456789ab of 2026-11-29)"},
		{"v2.0.0", "v1.2.3," + commit + ",2026-11-29\n", build(""), "leanon v2.0.0"},
	} {
		if got := version(c.stamp, c.archive, &c.info); got != c.want {
			t.Errorf("stamp %q, archive %q, build %v\n got %s\nwant %s", c.stamp, c.archive, c.info.Settings, got, c.want)
		}
	}
}

// What git archive makes of the file is what a build without .git goes by.
func TestAnArchiveOfTheSourceKnowsItsCommit(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("git"); err != nil || !strings.HasPrefix(archive, "$") {
		t.Skip("this needs git, and a source that came out of git itself")
	}
	dir := t.TempDir()
	git := func(args ...string) string {
		command := exec.Command("git", args...)
		command.Dir = dir
		command.Env = append(os.Environ(), "GIT_CONFIG_GLOBAL=/dev/null", "GIT_CONFIG_SYSTEM=/dev/null",
			"GIT_COMMITTER_DATE=2026-11-29T12:00:00Z", "GIT_AUTHOR_DATE=2026-11-29T12:00:00Z",
			"GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.org", "GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.org")
		out, err := command.Output()
		if err != nil {
			t.Fatalf("git %s: %v", strings.Join(args, " "), err)
		}
		return string(out)
	}
	attributes, err := os.ReadFile("../.gitattributes")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(filepath.Join(dir, "host"), 0o700); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{".gitattributes": string(attributes), "host/archive.txt": archive} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	git("init", "-q")
	git("add", ".")
	git("commit", "-qm", "one")
	commit := strings.TrimSpace(git("rev-parse", "HEAD"))[:12]
	archived := func() string {
		files := tar.NewReader(strings.NewReader(git("archive", "HEAD", "host/archive.txt")))
		for {
			header, err := files.Next()
			if err != nil {
				t.Fatal(err)
			}
			if header.Name == "host/archive.txt" {
				text, err := io.ReadAll(files)
				if err != nil {
					t.Fatal(err)
				}
				return version("", string(text), &debug.BuildInfo{})
			}
		}
	}
	if got, want := archived(), "leanon built from source (commit "+commit+" of 2026-11-29)"; got != want {
		t.Errorf("before a tag: got %s, want %s", got, want)
	}
	git("tag", "v1.2.3")
	if got, want := archived(), "leanon v1.2.3 (commit "+commit+" of 2026-11-29)"; got != want {
		t.Errorf("at a tag: got %s, want %s", got, want)
	}
}
