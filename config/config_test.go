package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leanon/clock"
)

// manual is the config.yaml that the program is built with.
func manual(t testing.TB) string {
	t.Helper()
	text, err := os.ReadFile("../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// load reads text as a configuration file that was asked for.
func load(t *testing.T, text string, environ ...string) (Config, error) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "c.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	c, err := Load(manual(t), path, true, environ, clock.New())
	if err != nil {
		err = errors.New(strings.ReplaceAll(err.Error(), path, "c.yaml"))
	}
	return c, err
}

// refusals are the scheduler's words for what is no cron expression and no zone.
func refusals() (cron, zone string) {
	clock := clock.New()
	_, c := clock.Gap("")
	_, z := clock.Zone("Mars")
	return c.Error(), z.Error()
}

func defaults() Config {
	return Config{
		Discord:       Discord{APIURL: "https://discord.com", Guilds: []string{}, RequestsPerSecond: 50},
		Data:          "./data",
		CheckIn:       CheckIn{Cron: "0 20 * * 1,3,5", Weekly: "0 18 * * 0", MinInterval: time.Hour},
		QuietHours:    "22:00-08:00",
		FollowUpAfter: 24 * time.Hour,
		Retention:     Retention(90 * 24 * time.Hour),
		Log:           Log{Level: "info", Format: "auto"},
	}
}

func TestWithoutAFileTheDefaultsOfTheProductHold(t *testing.T) {
	t.Parallel()
	got, err := Load(manual(t), filepath.Join(t.TempDir(), "config.yaml"), false, nil, clock.New())
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(defaults(), got); diff != "" {
		t.Errorf("defaults (-want +got):\n%s", diff)
	}
}

func TestAFileChangesOnlyWhatItNames(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"empty":              "",
		"only comments":      "# nothing yet\n",
		"names alone":        "host:\ndata:\ncheck_in:\n  zone:\n",
		"the manual itself":  manual(t),
		"windows line ends":  strings.ReplaceAll(manual(t), "\n", "\r\n"),
		"byte order mark":    "\ufeffdata: ./data\n",
		"one document":       "---\ndata: ./data\n",
		"quoted and unquote": "quiet_hours: 22:00-08:00\n\"data\": './data'\n",
		"slash at the end":   "discord: {api_url: 'https://discord.com/'}\n",
	} {
		got, err := load(t, text)
		if err != nil {
			t.Errorf("%s: got error %v", name, err)
		}
		if diff := cmp.Diff(defaults(), got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}

	got, err := load(t, `
discord: {guilds: [123456789012345678, "9007199254740993"], requests_per_second: 0}
check_in:
  cron: 0 8 * * *
  weekly: ""
  zone: Europe/Paris
  min_interval: 1m
quiet_hours: ""
retention: keep
host:
  where: |-
    a flat in Lyon
http: "[::1]:9090"
`)
	want := defaults()
	want.Discord.Guilds = []string{"123456789012345678", "9007199254740993"}
	want.Discord.RequestsPerSecond = 0
	want.CheckIn = CheckIn{Cron: "0 8 * * *", Zone: "Europe/Paris", MinInterval: time.Minute}
	want.QuietHours, want.Retention, want.Host.Where, want.HTTP = "", Keep, "a flat in Lyon", "[::1]:9090"
	if err != nil {
		t.Error(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestEverySettingIsExplainedInConfigYAML(t *testing.T) {
	t.Parallel()
	s := newSettings(&Config{})
	if err := s.readFile("manual", []byte(manual(t))); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(manual(t), "\n")
	for _, key := range s.keys {
		var n int
		if _, err := fmt.Sscanf(s.origin[key], "manual:%d", &n); err != nil {
			t.Errorf("%s: config.yaml has no such line", key)
			continue
		}
		if above := strings.TrimSpace(lines[n-2]); !strings.HasPrefix(above, "# ") {
			t.Errorf("%s: got %q above line %d of config.yaml, want a comment", key, above, n)
		}
	}
}

func TestEverySettingCanBeOverriddenByItsVariable(t *testing.T) {
	t.Parallel()
	overrides := map[string]struct {
		value  string
		change func(*Config)
	}{
		"LEANON_DISCORD_API_URL":             {"http://127.0.0.1:8080/", func(c *Config) { c.Discord.APIURL = "http://127.0.0.1:8080" }},
		"LEANON_DISCORD_GUILDS":              {"11, 22,33", func(c *Config) { c.Discord.Guilds = []string{"11", "22", "33"} }},
		"LEANON_DISCORD_REQUESTS_PER_SECOND": {"7", func(c *Config) { c.Discord.RequestsPerSecond = 7 }},
		"LEANON_HOST_NAME":                   {"Ana = Ben", func(c *Config) { c.Host.Name = "Ana = Ben" }},
		"LEANON_HOST_CONTACT":                {"ana@example.org", func(c *Config) { c.Host.Contact = "ana@example.org" }},
		"LEANON_HOST_WHERE":                  {"Zürich, à côté", func(c *Config) { c.Host.Where = "Zürich, à côté" }},
		"LEANON_HOST_POLICY":                 {"https://example.org/policy?of=leanon", func(c *Config) { c.Host.Policy = "https://example.org/policy?of=leanon" }},
		"LEANON_DATA":                        {"/data", func(c *Config) { c.Data = "/data" }},
		"LEANON_CHECK_IN_CRON":               {"*/5 * * * *", func(c *Config) { c.CheckIn.Cron = "*/5 * * * *" }},
		"LEANON_CHECK_IN_WEEKLY":             {"", func(c *Config) { c.CheckIn.Weekly = "" }},
		"LEANON_CHECK_IN_ZONE":               {"Asia/Kathmandu", func(c *Config) { c.CheckIn.Zone = "Asia/Kathmandu" }},
		"LEANON_CHECK_IN_MIN_INTERVAL":       {"1m", func(c *Config) { c.CheckIn.MinInterval = time.Minute }},
		"LEANON_QUIET_HOURS":                 {"23:30-07:15", func(c *Config) { c.QuietHours = "23:30-07:15" }},
		"LEANON_FOLLOW_UP_AFTER":             {"1s", func(c *Config) { c.FollowUpAfter = time.Second }},
		"LEANON_RETENTION":                   {"keep", func(c *Config) { c.Retention = Keep }},
		"LEANON_HTTP":                        {":9090", func(c *Config) { c.HTTP = ":9090" }},
		"LEANON_LOG_LEVEL":                   {"debug", func(c *Config) { c.Log.Level = "debug" }},
		"LEANON_LOG_FORMAT":                  {"json", func(c *Config) { c.Log.Format = "json" }},
	}
	for _, key := range newSettings(&Config{}).keys {
		name := environName(key)
		override, ok := overrides[name]
		if !ok {
			t.Errorf("%s: %s is not tried here", key, name)
			continue
		}
		want := defaults()
		override.change(&want)
		// What the file says must not show through.
		got, err := load(t, "data: ./data\nhost: {name: ''}\nhttp: ''\n", "OTHER=1", name+"="+override.value)
		if err != nil {
			t.Errorf("%s: got error %v", name, err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

func TestAMistakeInTheFileIsOneSentenceThatNamesItsLine(t *testing.T) {
	t.Parallel()
	const (
		url   = "discord.api_url must be http:// or https:// and a host with nothing behind it, such as https://discord.com"
		ids   = "discord.guilds must list server ids, which are numbers (in Discord: Copy Server ID)"
		rate  = "discord.requests_per_second must be between 1 and 1000, or 0 for no limit of our own"
		quiet = `quiet_hours must be two different times such as "22:00-08:00", or "" for none`
		addr  = `http must be an address and a port such as 127.0.0.1:9090, or "" for none`
		text  = "must be text, in quotes if need be"
		keep  = "retention must be between 168h (7 days) and 8760h (365 days), or keep"
		all   = "discord, host, data, check_in, quiet_hours, follow_up_after, retention, http, log"
		plain = "a setting is a name, a colon and a value, such as data: ./data"
		leak  = "secrets are not read from a file: take this one out and set DISCORD_TOKEN or LEANON_KEY in the environment"
	)
	cron, zone := refusals()
	for _, c := range []struct{ text, want string }{
		{"\ndiscord:\n  api_uri: x\n", "3: there is no setting discord.api_uri; discord has api_url, guilds, requests_per_second"},
		{"tokn: 1", "1: there is no setting tokn; there are " + all},
		{"data: x\n\nfoo: {bar: 1}", "3: there is no setting foo; there are " + all},
		{"data: x\nhost:\n  name: a\n  name: b\n", "4: host.name stands here a second time"},
		{"host: {name: a}\nhost: {where: b}\n", "2: host stands here a second time"},
		{"\nhost: Ana", "2: host is a group; its settings (name, contact, where, policy) go below it, indented"},
		{"host: [Ana]", "1: host is a group; its settings (name, contact, where, policy) go below it, indented"},
		{"data: {dir: x}", "1: data " + text},
		{"data: [x]", "1: data " + text},
		{"data: yes\nhttp: true", "2: http " + text},
		{"data: !!str x", "1: data " + text},
		{"data: ''", "1: data must name a directory"},

		{"discord:\n  token: verysecret", "2: " + leak},
		{"DISCORD_TOKEN: verysecret", "1: " + leak},
		{"\nkey: verysecret", "2: " + leak},
		{"leanon_key:\n- verysecret", "1: " + leak},
		{"verysecret.verysecret.verysecret.verysecrets: 1", "1: there is no setting of this name"},
		{"data dir: 1", "1: there is no setting of this name"},
		{"DISCORD_TOKEN=verysecret", "1: " + plain},
		{"- data: x", "1: " + plain},
		{"data: x\n---\nhttp: ''", "3: one file holds one configuration; remove the --- above"},

		{"check_in:\n  cron: * * * * *", "2: a value that begins with * needs quotes around it"},
		{"data: &verysecret x\nhttp: *verysecret", "1: data " + text},
		{"http: *verysecret", "1: http begins with * and so needs quotes around it"},
		{"data: x\nlog: {level: info", "2: this is not YAML: could not find flow mapping end token '}'"},
		{"data: x\n\thttp: ''", "2: a tab begins this line; indent with spaces, not tabs"},
		{"host:\n  name: x\n \twhere: y", "3: a tab begins this line; indent with spaces, not tabs"},
		{"host:\r\n\tname: x", "2: a tab begins this line; indent with spaces, not tabs"},
		{"data: \"x", "1: this is not YAML: could not find end character of double-quoted text"},

		{"discord:\n  api_url: discord.com", "2: " + url},
		{"discord:\n  api_url: ftp://discord.com", "2: " + url},
		{"discord:\n  api_url: https://discord.com/api/v10", "2: " + url},
		{"discord:\n  api_url: https://discord.com?x=verysecret", "2: " + url},
		{"discord:\n  api_url: https://me:verysecret@proxy", "2: " + url},
		{"discord:\n  api_url: https://:80", "2: " + url},
		{"discord:\n  api_url: https://h:99999", "2: " + url},
		{"discord:\n  api_url: ''", "2: " + url},
		{"discord: {guilds: 123}", "1: discord.guilds must be a list such as [a, b]"},
		{"discord: {guilds: [[123]]}", "1: discord.guilds must be a list such as [a, b]"},
		{"discord:\n  guilds:\n  - 123\n  - ours", "2: " + ids},
		{"discord: {guilds: [0]}", "1: " + ids},
		{"discord: {guilds: [0x1F]}", "1: " + ids},
		{"discord: {guilds: [-5]}", "1: " + ids},
		{"discord: {guilds: [99999999999999999999]}", "1: " + ids},
		{"discord: {requests_per_second: fast}", "1: discord.requests_per_second must be a whole number"},
		{"discord: {requests_per_second: 1.5}", "1: discord.requests_per_second must be a whole number"},
		{"discord: {requests_per_second: -1}", "1: " + rate},
		{"discord: {requests_per_second: 1001}", "1: " + rate},

		{"host: {name: \"a\\nb\"}", "1: host.name must be one line of at most 200 characters"},
		{"host: {policy: ftp://example.org}", "1: host.policy must be an address that begins with https://, of at most 80 characters"},
		{"host: {policy: http://example.org}", "1: host.policy must be an address that begins with https://, of at most 80 characters"},
		{"host: {contact: \"a\\u202eb\"}", "1: host.contact must be one line of at most 200 characters"},
		{"host:\n  name: a\n  where: " + strings.Repeat("é", 201), "3: host.where must be one line of at most 200 characters"},

		{"check_in: {cron: ''}", "1: check_in.cron is " + cron},
		{"check_in: {weekly: '0 18 * *'}", "1: check_in.weekly is " + cron},
		{"check_in: {zone: Local}", "1: check_in.zone is " + zone},
		{"check_in: {zone: Europe/Pari}", "1: check_in.zone is " + zone},
		{"check_in: {zone: ../etc/passwd}", "1: check_in.zone is " + zone},
		{"check_in: {min_interval: 59s}", "1: check_in.min_interval must be 1m or more"},
		{"check_in: {min_interval: 60}", "1: check_in.min_interval must be a length of time such as 90m or 24h"},
		{"follow_up_after: 0s", "1: follow_up_after must be more than 0"},
		{"follow_up_after: -1h", "1: follow_up_after must be more than 0"},
		{"follow_up_after: a day", "1: follow_up_after must be a length of time such as 90m or 24h"},
		{"retention: 167h59m", "1: " + keep},
		{"retention: 8760h1s", "1: " + keep},
		{"retention: 90d", "1: retention must be a length of time such as 2160h (90 days), or keep"},
		{"retention: 0s", "1: retention must be a length of time such as 2160h (90 days), or keep"},

		{"quiet_hours: 22:00", "1: " + quiet},
		{"quiet_hours: 22:00-8:00", "1: " + quiet},
		{"quiet_hours: 22:00-24:00", "1: " + quiet},
		{"quiet_hours: 22:00-08:00-09:00", "1: " + quiet},
		{"quiet_hours: 08:00-08:00", "1: " + quiet},
		{"quiet_hours: off", "1: " + quiet},
		{"http: 9090", "1: " + addr},
		{"http: localhost", "1: " + addr},
		{"http: 127.0.0.1:http", "1: " + addr},
		{"http: 127.0.0.1:65536", "1: " + addr},
		{"http: http://127.0.0.1:80", "1: " + addr},
		{"log: {level: loud}", "1: log.level must be debug, info, warn or error"},
		{"log: {format: xml}", "1: log.format must be auto, text or json"},
	} {
		_, err := load(t, c.text)
		if got := fmt.Sprint(err); got != "c.yaml:"+c.want {
			t.Errorf("%q\n got %s\nwant c.yaml:%s", c.text, got, c.want)
		}
		if strings.Contains(fmt.Sprint(err), "verysecret") {
			t.Errorf("%q: the error repeats a secret: %v", c.text, err)
		}
	}
}

func TestAMistakeInAVariableIsOneSentenceThatNamesIt(t *testing.T) {
	t.Parallel()
	cron, zone := refusals()
	for _, c := range []struct{ variable, want string }{
		{"LEANON_CHECKIN_ZONE=x", "LEANON_CHECKIN_ZONE: there is no such setting; the names are those of config.yaml, such as LEANON_CHECK_IN_ZONE"},
		{"LEANON_DISCORD=x", "LEANON_DISCORD: there is no such setting; the names are those of config.yaml, such as LEANON_CHECK_IN_ZONE"},
		{"LEANON_CHECK_IN_ZONE=Mars", "LEANON_CHECK_IN_ZONE: check_in.zone is " + zone},
		{"LEANON_CHECK_IN_CRON=daily", "LEANON_CHECK_IN_CRON: check_in.cron is " + cron},
		{"LEANON_DISCORD_REQUESTS_PER_SECOND=", "LEANON_DISCORD_REQUESTS_PER_SECOND: discord.requests_per_second must be a whole number"},
		{"LEANON_DISCORD_GUILDS=1;2", "LEANON_DISCORD_GUILDS: discord.guilds must list server ids, which are numbers (in Discord: Copy Server ID)"},
		{"LEANON_RETENTION=7d", "LEANON_RETENTION: retention must be a length of time such as 2160h (90 days), or keep"},
	} {
		// The file is wrong in its own line, but the variable is what counts.
		_, err := load(t, "data: x\n", c.variable)
		if got := fmt.Sprint(err); got != c.want {
			t.Errorf("%s\n got %s\nwant %s", c.variable, got, c.want)
		}
	}
}

func TestWhatOthersSetBesideUsIsLetBe(t *testing.T) {
	t.Parallel()
	_, err := load(t, "", "LEANON_KEY=verysecret", "DISCORD_TOKEN=verysecret", "LEANON_SERVICE_HOST=10.0.0.1",
		"LEANON_PORT=tcp://10.0.0.1:80", "LEANON_PORT_80_TCP_ADDR=10.0.0.1", "leanon_data=x", "=C:=x", "")
	if err != nil {
		t.Errorf("got %v, want no error", err)
	}
}

func TestOnlyAFileThatWasAskedForMustExist(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	missing := filepath.Join(dir, "no.yaml")
	if _, err := Load(manual(t), missing, false, nil, clock.New()); err != nil {
		t.Errorf("default file: got %v, want no error", err)
	}
	for path, want := range map[string]string{
		missing: missing + ": there is no such file; name another, or leave --config out",
		dir:     dir + ": the configuration cannot be read: is a directory",
	} {
		_, err := Load(manual(t), path, true, nil, clock.New())
		if got := fmt.Sprint(err); got != want {
			t.Errorf("got %s\nwant %s", got, want)
		}
	}
	if _, err := Load(manual(t), dir, false, nil, clock.New()); err == nil {
		t.Error("unreadable default file: got no error")
	}
}

func FuzzConfigNeverPanicsAndPointsAtALine(f *testing.F) {
	for _, seed := range []string{
		manual(f), "", "data: x\n", "check_in:\n  cron: * * * * *\n", "a: [1", "? [a]\n: b", "<<: *x", "data: &a {b: *a}",
		"---\n---\n", "data: |\n  x\n", "\ufeffdata: x", "discord: {guilds: [1, 2]}", "host:\n- name", "%YAML 1.2\n---\nhttp: ''",
		"data: !!binary aGk=", "retention: 9999999999h", "\xff\xfe", "log: {level: info, level: warn}", "x: \"\\u0000\"",
	} {
		f.Add([]byte(seed))
	}
	clock := clock.New()
	f.Fuzz(func(t *testing.T, text []byte) {
		var c Config
		s := newSettings(&c)
		if err := s.readFile("manual", []byte(manual(t))); err != nil {
			t.Fatal(err)
		}
		if err := s.readFile("c.yaml", text); err != nil {
			var n int
			if _, scan := fmt.Sscanf(err.Error(), "c.yaml:%d: ", &n); scan != nil || n < 1 || n > strings.Count(string(text), "\n")+strings.Count(string(text), "\r")+1 {
				t.Errorf("got %q, want a line of the file", err)
			}
			if strings.ContainsAny(err.Error(), "\n\r") {
				t.Errorf("got %q, want one line", err)
			}
		}
		for _, r := range c.rules(clock) {
			if !r.holds && !strings.Contains(s.origin[r.key], ":") {
				t.Errorf("%s: got origin %q, want file and line", r.key, s.origin[r.key])
			}
		}
	})
}
