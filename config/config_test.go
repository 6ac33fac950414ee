package config

import (
	"errors"
	"fmt"
	"io/fs"
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

func defaults() Config {
	return Config{
		Discord:       Discord{APIURL: "https://discord.com", Guilds: []string{}, RequestsPerSecond: 50},
		Data:          "./data",
		Backup:        Backup{Keep: 14, To: []string{}},
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

func TestALengthOfTimeMayHaveDays(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	for text, want := range map[string]time.Duration{
		"90d": 90 * day, "2160h": 90 * day, "7d": 7 * day, "365d": 365 * day, "364d24h": 365 * day, "30d12h30m": 30*day + 12*time.Hour + 30*time.Minute,
		"090d": 90 * day, "keep": 0,
	} {
		for where, read := range map[string]func() (Config, error){
			"file":     func() (Config, error) { return load(t, "retention: "+text) },
			"quoted":   func() (Config, error) { return load(t, "retention: \""+text+"\"") },
			"variable": func() (Config, error) { return load(t, "", "LEANON_RETENTION="+text) },
		} {
			got, err := read()
			if err != nil || time.Duration(got.Retention) != want {
				t.Errorf("retention %s, %s: got %v, %v; want %v", text, where, time.Duration(got.Retention), err, want)
			}
		}
	}
	got, err := load(t, "follow_up_after: 2d\nbackup: {every: 1d12h}\ncheck_in: {min_interval: 1d}")
	if err != nil || got.FollowUpAfter != 2*day || got.Backup.Every != 36*time.Hour || got.CheckIn.MinInterval != day {
		t.Errorf("other lengths: got %v, %v, %v, %v; want 48h, 36h, 24h", got.FollowUpAfter, got.Backup.Every, got.CheckIn.MinInterval, err)
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
		"LEANON_BACKUP_EVERY":                {"24h", func(c *Config) { c.Backup.Every = 24 * time.Hour }},
		"LEANON_BACKUP_KEEP":                 {"3", func(c *Config) { c.Backup.Keep = 3 }},
		"LEANON_BACKUP_DIRECTORY":            {"/mnt/backups", func(c *Config) { c.Backup.Directory = "/mnt/backups" }},
		"LEANON_BACKUP_TO":                   {"age1a, age1b", func(c *Config) { c.Backup.To = []string{"age1a", "age1b"} }},
		"LEANON_BACKUP_REPLICA_KEEPS":        {"24h", func(c *Config) { c.Backup.ReplicaKeeps = 24 * time.Hour }},
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

func TestOnlyAFileThatWasAskedForMustExist(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	missing := filepath.Join(dir, "no.yaml")
	if _, err := Load(manual(t), missing, false, nil, clock.New()); err != nil {
		t.Errorf("default file: got %v, want no error", err)
	}
	var unread *fs.PathError
	if _, err := os.ReadFile(dir); !errors.As(err, &unread) { // each system has words of its own
		t.Fatalf("a directory is read: %v", err)
	}
	for path, want := range map[string]string{
		missing: missing + ": there is no such file; name another, or leave --config out",
		dir:     dir + ": the configuration cannot be read: " + unread.Err.Error(),
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
