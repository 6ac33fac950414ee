package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"leanon/config"
)

// unit reads release/leanon.service: the values of each setting, in their order.
func unit(t *testing.T) map[string][]string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("release", "leanon.service"))
	if err != nil {
		t.Fatal(err)
	}
	settings := map[string][]string{}
	for line := range strings.Lines(string(text)) {
		if name, value, ok := strings.Cut(strings.TrimSpace(line), "="); ok && !strings.HasPrefix(line, "#") {
			settings[name] = append(settings[name], value)
		}
	}
	return settings
}

func TestTheUnitIsSandboxed(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("systemd-analyze is not here")
	}
	const most = "20" // an exposure of 2.0
	out, err := exec.Command("systemd-analyze", "security", "--no-pager", "--offline=true", "--threshold="+most, filepath.Join("release", "leanon.service")).CombinedOutput()
	if err != nil {
		t.Errorf("the exposure is over 2.0 (%v):\n%s", err, out)
	}
}

// systemd knows every line of the unit. What is not installed here stands in: the program.
func TestTheUnitIsOneThatSystemdTakes(t *testing.T) {
	t.Parallel()
	if _, err := exec.LookPath("systemd-analyze"); err != nil {
		t.Skip("systemd-analyze is not here")
	}
	text, err := os.ReadFile(filepath.Join("release", "leanon.service"))
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "leanon.service")
	here := strings.ReplaceAll(string(text), "ExecStart=/usr/bin/leanon", "ExecStart=/bin/true")
	if err := os.WriteFile(file, []byte(here), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("systemd-analyze", "verify", "--man=no", file).CombinedOutput()
	if err != nil || len(out) > 0 {
		t.Errorf("got %v:\n%s", err, out)
	}
}

func TestTheUnitHandsOverTheSecretsThatLeanonReads(t *testing.T) {
	t.Parallel()
	settings := unit(t)
	for _, credential := range settings["LoadCredential"] {
		name, file, _ := strings.Cut(credential, ":")
		if !slices.Contains(config.SecretVariables(), name) {
			t.Errorf("the unit loads %s, which leanon does not read", name)
		}
		if want := name + config.FileSuffix + "=%d/" + name; !slices.Contains(settings["Environment"], want) {
			t.Errorf("the unit's environment has no %s", want)
		}
		if !slices.Contains(settings["AssertPathExists"], file) {
			t.Errorf("a start without %s does not say so", file)
		}
	}
	if len(settings["LoadCredential"]) == 0 {
		t.Error("the unit hands over no token")
	}
}
