package host

import (
	"errors"
	"strings"
	"testing"
)

func TestMessagesNameTheCommandAsItWasTyped(t *testing.T) {
	t.Parallel()
	installed := func(name string) (string, error) {
		if name == "leanon" {
			return "/usr/bin/leanon", nil
		}
		return "", errors.New("not in the path")
	}
	const cached = "/home/ana/.cache/go-build/e4/e40e2805b43edc6f49b64790af65618de4769ee5151238f686c80e6d4fdf3c4b-d/leanon"
	for words, want := range map[string]string{
		"":                                  "leanon check",
		"leanon":                            "leanon check",
		"leanon|serve":                      "leanon check",
		"/usr/bin/leanon":                   "leanon check", // as systemd starts it
		"/usr/bin/../bin/leanon":            "leanon check",
		"/leanon":                           "/leanon check", // as in the container
		"./leanon|serve":                    "./leanon check",
		"bin/leanon":                        "bin/leanon check",
		"/opt/leanon-v1.2.3/leanon|serve":   "/opt/leanon-v1.2.3/leanon check",
		"/opt/our bot/leanon":               `"/opt/our bot/leanon" check`,
		"leanon.exe":                        "leanon check",
		"/tmp/go-build27/b001/exe/leanon":   "go run . check",
		cached:                              "go run . check",
		cached + "|--config|a.yaml|serve":   "go run . --config a.yaml check",
		"/tmp/go-build27/b001/leanon":       "/tmp/go-build27/b001/leanon check",
		"/home/ana/go-builds/leanon":        "/home/ana/go-builds/leanon check",
		"leanon|serve|--config=/etc/a.yaml": "leanon --config /etc/a.yaml check",
		"/usr/bin/leanon|--config|/etc/leanon/config.yaml|serve": "leanon --config /etc/leanon/config.yaml check",
		"leanon|--config|our file.yaml":                          `leanon --config "our file.yaml" check`,
		"leanon|--config":                                        "leanon check",
		"leanon|--config=":                                       "leanon check",
		"leanon|when|--|--config|a.yaml":                         "leanon check",
	} {
		args := strings.Split(words, "|")
		if got := startOf(args, installed, false).command("check"); got != want {
			t.Errorf("%q: got %s, want %s", args, got, want)
		}
	}
	if got := startOf(nil, installed, false).command("check"); got != "leanon check" {
		t.Errorf("no words at all: got %s", got)
	}
	// Windows tells a program its whole path where its name was typed.
	for _, path := range []string{"C:/Users/Zoe/our bot/leanon.exe", "leanon"} {
		if got := startOf([]string{path, "serve"}, installed, true).command("check"); got != "leanon check" {
			t.Errorf("%s on Windows: got %s, want leanon check", path, got)
		}
	}
}

func TestATestsCommandIsCalledLeanon(t *testing.T) {
	t.Parallel()
	if got := Command("check"); got != "leanon check" || Program() != "leanon" {
		t.Errorf("got %s and %s, want leanon check and leanon", got, Program())
	}
}
