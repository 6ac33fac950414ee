package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leanon/host"
)

// runs carries out a command line in process, for at most half a minute.
func runs(t *testing.T, args string, environ ...string) (code int, stdout, stderr string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	var out, bad bytes.Buffer
	code = run(ctx, strings.Fields(args), environ, strings.NewReader(""), &out, &bad)
	return code, out.String(), bad.String()
}

func TestWhatGoesWrongIsToldInOneSentence(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	unknown := file("unknown.yaml", "data: x\nchekin: {}\n")
	bad := file("bad.yaml", "check_in:\n  min_interval: 1s\n")
	const (
		token = "no bot token: at https://discord.com/developers/applications open or make your application, " +
			"press Bot, then Reset Token, and start again with `DISCORD_TOKEN=... leanon serve`; `leanon demo` needs none"
		help    = ". Run leanon --help to see what there is."
		example = ". For example: leanon when \"0 20 * * 1,3,5\" --zone Europe/Paris"
	)
	for _, c := range []struct {
		args    string
		environ []string
		want    string
	}{
		{"", nil, token},
		{"serve", []string{"DISCORD_TOKEN= "}, token},
		{"serve", []string{"DISCORD_TOKEN=a b"}, "DISCORD_TOKEN has a space, a quote or another character that no token has; copy the token again, alone"},
		{"serve", []string{"DISCORD_TOKEN=t", "LEANON_LOG_LEVEL=loud"}, "LEANON_LOG_LEVEL: log.level must be debug, info, warn or error"},
		{"--config " + dir, nil, dir + ": the configuration cannot be read: is a directory"},
		{"serve --config " + dir + "/no.yaml", nil, dir + "/no.yaml: there is no such file; name another, or leave --config out"},
		{"--config " + unknown, []string{"DISCORD_TOKEN=t"}, unknown + ":2: there is no setting chekin; there are discord, host, data, backup, check_in, quiet_hours, follow_up_after, retention, http, log"},
		{"--config=" + bad, []string{"DISCORD_TOKEN=t"}, bad + ":2: check_in.min_interval must be 1m or more"},

		{"dance", nil, "unexpected argument dance" + help},
		{"chek", nil, `unexpected argument chek, did you mean one of "check", "when"?` + help[1:]},
		{"--config", nil, "--config: a value is missing" + help},
		{"--config=", nil, "--config: a value is missing" + help},
		{"version --zone x", nil, "unknown flag --zone" + help},
		{"when daily", nil, "missing flags: --zone=ZONE" + example},
		{"when 0 20 --zone Europe/Paris", nil, "unexpected argument 20" + example},
		{"when daily --zone UTC --count 0", nil, "--count: must be a number from 1 to 1000" + example},
		{"when daily --zone UTC --count many", nil, "--count: must be a number from 1 to 1000" + example},
		{"when daily --zone UTC --from today", nil, "--from: must be a moment such as 2026-11-23T20:00:00Z, in the years 1 to 9999" + example},
		{"when daily --zone UTC --from -1", nil, "--from: must be a moment such as 2026-11-23T20:00:00Z, in the years 1 to 9999" + example},
		{"when daily --zone UTC --from 0000-06-01T00:00:00Z", nil, "--from: must be a moment such as 2026-11-23T20:00:00Z, in the years 1 to 9999" + example},
		{"when daily --zone UTC --from", nil, "--from: must be a moment such as 2026-11-23T20:00:00Z, in the years 1 to 9999" + example},
		{"when daily --zone UTC --count -1", nil, "--count: must be a number from 1 to 1000" + example},
		{"when daily --zone UTC --count=-1", nil, "--count: must be a number from 1 to 1000" + example},
		{"when daily --count --zone UTC", nil, "--count: must be a number from 1 to 1000" + example},
		{"when -5 --zone UTC", nil, "not a schedule I can follow: it takes exactly five fields (minute, hour, day of the month, month, day of the week), like 0 20 * * 1,3,5"},
		{"-1", nil, "unexpected argument -1" + help},
		{"demo --port 99999", nil, "--port: must be a port from 1 to 65535, or 0 for a free one" + help},
		{"demo --port web", nil, "--port: must be a port from 1 to 65535, or 0 for a free one" + help},
		{"demo --port", nil, "--port: must be a port from 1 to 65535, or 0 for a free one" + help},
		{"words german", nil, "german is no language that leanon speaks; there are " + strings.Join(languages(), ", ") + ": docs/translating.md says how to add one"},
		{"words de fr", nil, "unexpected argument fr. For example: leanon words de. Run leanon words --help to see its flags."},
		{"backup", nil, "expected \"<file>\". For example: leanon backup backups/monday.db. Run leanon backup --help to see its flags."},
		{"restore", nil, "expected \"<file>\". For example: leanon restore backups/leanon.db. Run leanon restore --help to see its flags."},
	} {
		code, stdout, stderr := runs(t, c.args, c.environ...)
		if want := "leanon: " + c.want + "\n"; code != 1 || stdout != "" || stderr != want {
			t.Errorf("leanon %s\n got %d, %q, stderr %s\nwant 1, nothing, stderr %s", c.args, code, stdout, stderr, want)
		}
	}
}

func TestWhenTakesWhatBeginsWithANumberForAnExpression(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{
		{"when", "-1 20 * * *", "--zone", "UTC"}, {"when", "--zone=UTC", "-1 20 * * *"}, {"when", "--zone", "UTC", "--", "-1 20 * * *"},
	} {
		var out, bad bytes.Buffer
		code := run(t.Context(), args, nil, strings.NewReader(""), &out, &bad)
		if want := "leanon: not a schedule I can follow: the minute takes 0 to 59, "; code != 1 || !strings.HasPrefix(bad.String(), want) {
			t.Errorf("%q: got %d, stderr %s\nwant 1, stderr %s...", args, code, &bad, want)
		}
	}
}

func TestWhenBeginsWhereItIsTold(t *testing.T) {
	t.Parallel()
	const over = "leanon: there is no next time before the year 10000, and RFC 3339 has no later one\n"
	for _, c := range []struct {
		from, zone, count, out, bad string
		code                        int
	}{
		{"0001-01-01T00:00:00Z", "UTC", "1", "0001-01-01T20:00:00Z\n", "", 0},
		{"9999-12-30T23:00:00Z", "UTC", "1", "9999-12-31T20:00:00Z\n", "", 0},
		{"9999-12-30T23:00:00Z", "UTC", "2", "9999-12-31T20:00:00Z\n", over, 1},
		{"9999-12-31T23:00:00Z", "UTC", "1", "", over, 1},
		{"9999-12-31T23:00:00Z", "America/New_York", "2", "9999-12-31T20:00:00-05:00\n", over, 1},
	} {
		var out, bad bytes.Buffer
		code := run(t.Context(), []string{"when", "0 20 * * *", "--zone", c.zone, "--from", c.from, "--count", c.count}, nil, strings.NewReader(""), &out, &bad)
		if code != c.code || out.String() != c.out || bad.String() != c.bad {
			t.Errorf("--from %s --zone %s --count %s\n got %d, %q, stderr %q\nwant %d, %q, stderr %q", c.from, c.zone, c.count, code, &out, &bad, c.code, c.out, c.bad)
		}
	}
}

func TestAPortThatIsTakenStopsServe(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	code, _, stderr := runs(t, "serve", "DISCORD_TOKEN=t", "LEANON_HTTP="+taken.Addr().String(),
		"LEANON_DATA="+t.TempDir(), "LEANON_DISCORD_API_URL=http://127.0.0.1:1")
	want := "leanon: cannot listen on " + taken.Addr().String() + ": the port is taken; set http in config.yaml to another one\n"
	if code != 1 || !strings.HasSuffix(stderr, want) {
		t.Errorf("got %d, stderr %s\nwant 1, stderr %s", code, stderr, want)
	}
}

func TestHelpNamesEveryCommand(t *testing.T) {
	t.Parallel()
	for args, words := range map[string][]string{
		"--help":      {"serve", "check", "when", "words", "version", "--config=FILE", "config.yaml"},
		"when --help": {"--zone=ZONE", "--from=TIME", "--count=N", "in quotes"},
		"serve -h":    {"Run the bot."},
		"words -h":    {"[<lang>]", "such as de", "--from=DIR", "--out=FILE"},
	} {
		code, stdout, stderr := runs(t, args)
		if code != 0 || stderr != "" {
			t.Errorf("leanon %s: got %d, stderr %q; want 0 and nothing", args, code, stderr)
		}
		for _, word := range words {
			if !strings.Contains(stdout, word) {
				t.Errorf("leanon %s: got\n%s\nwant %q in it", args, stdout, word)
			}
		}
	}
}

func TestTheFlagAndTheCommandSayWhichLeanonThisIs(t *testing.T) {
	t.Parallel()
	want := host.Version() + "\n"
	for _, args := range []string{"version", "--version", "serve --version", "--version --config no.yaml"} {
		code, stdout, stderr := runs(t, args)
		if code != 0 || stdout != want || stderr != "" {
			t.Errorf("leanon %s: got %d, %q, stderr %q; want 0 and %q", args, code, stdout, stderr, want)
		}
	}
}

func TestTheWordsNeedNoTokenNoSettingsAndNoData(t *testing.T) {
	t.Parallel()
	for _, args := range []string{"words de", "words de --config no.yaml"} {
		code, stdout, stderr := runs(t, args, "LEANON_LOG_LEVEL=loud", "LEANON_DATA=/no/such/place")
		if code != 0 || stderr != "" || !strings.HasPrefix(stdout, "<!DOCTYPE html>") {
			t.Errorf("leanon %s: got %d, stderr %q, %.40q; want the page", args, code, stderr, stdout)
		}
	}
	code, stdout, stderr := runs(t, "words")
	if code != 0 || stderr != "" || !strings.Contains(stdout, "Deutsch") {
		t.Errorf("leanon words: got %d, %q, stderr %q; want the languages", code, stdout, stderr)
	}
}

func TestAWindowThatClosesWithTheProgramWaitsForWhoeverReadsIt(t *testing.T) {
	t.Parallel()
	in, person := io.Pipe()
	var said strings.Builder
	read := make(chan struct{})
	go func() { letRead(in, &said); close(read) }()
	if _, err := person.Write([]byte("not yet")); err != nil {
		t.Fatal(err)
	}
	select {
	case <-read:
		t.Error("it did not wait for Enter")
	default:
	}
	fmt.Fprintln(person)
	<-read
	if !strings.Contains(said.String(), "Press Enter to close this window.") {
		t.Errorf("got %q", said.String())
	}
}
