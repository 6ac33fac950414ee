package config

import (
	"fmt"
	"strings"
	"testing"

	"leanon/clock"
)

// refusals returns the clock's words for what is no cron expression and for what is no
// zone.
func refusals() (cron, zone string) {
	clock := clock.New()
	_, c := clock.Gap("")
	_, z := clock.Zone("Mars")
	return c.Error(), z.Error()
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
		keep  = "retention must be between 7d and 365d, or keep"
		kept  = "retention must be a length of time such as 90d, or keep"
		all   = "discord, host, data, backup, check_in, quiet_hours, follow_up_after, retention, http, log"
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
		{"check_in: {min_interval: 60}", "1: check_in.min_interval must be a length of time such as 90m, 24h or 7d"},
		{"follow_up_after: 0s", "1: follow_up_after must be more than 0"},
		{"follow_up_after: -1h", "1: follow_up_after must be more than 0"},
		{"follow_up_after: a day", "1: follow_up_after must be a length of time such as 90m, 24h or 7d"},
		{"retention: 167h59m", "1: " + keep},
		{"retention: 8760h1s", "1: " + keep},
		{"retention: 6d23h59m", "1: " + keep},
		{"retention: 365d1s", "1: " + keep},
		{"\nretention: 90 days", "2: " + kept},
		{"retention: 90", "1: " + kept},
		{"retention: d", "1: " + kept},
		{"retention: -90d", "1: " + kept},
		{"retention: 1.5d", "1: " + kept},
		{"retention: 90d-1h", "1: " + kept},
		{"retention: 90d12", "1: " + kept},
		{"retention: 12h90d", "1: " + kept},
		{"retention: 90d1d", "1: " + kept},
		{"retention: 106751d24h", "1: " + kept},
		{"retention: 106752d", "1: " + kept},
		{"retention: 18446744073709551706d", "1: " + kept},
		{"retention: 0s", "1: " + kept},
		{"retention: 0d", "1: " + kept},

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
		{"LEANON_RETENTION=90 d", "LEANON_RETENTION: retention must be a length of time such as 90d, or keep"},
		{"LEANON_RETENTION=6d", "LEANON_RETENTION: retention must be between 7d and 365d, or keep"},
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
