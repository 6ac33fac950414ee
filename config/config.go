// Package config reads every setting of leanon: the defaults of the built-in
// config.yaml, the host's own file, and the LEANON_ variables, in this order.
//
// Read Config first: it lists the settings under the names of config.yaml. Load reads
// and checks them, with rules in this file; settings.go finds each setting in a file or
// a variable and remembers where, so that every complaint names its line. secrets.go
// has the names of the secrets and reads them from the environment only. A new setting
// is a field of Config, a line with its comment in config.yaml, and a rule. What a
// setting is for never goes in, and no setting is read anywhere else.
package config

import (
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"leanon/clock"
)

// DefaultFile is the path of the file that is read if --config names none.
const DefaultFile = "config.yaml"

// Config is every setting of config.yaml, under the same names. The zero Config is not
// valid; Load returns a valid one.
type Config struct {
	Discord       Discord       `yaml:"discord"`
	Host          Host          `yaml:"host"`
	Data          string        `yaml:"data"` // directory of leanon.db and leanon.key, never empty
	Backup        Backup        `yaml:"backup"`
	CheckIn       CheckIn       `yaml:"check_in"`
	QuietHours    string        `yaml:"quiet_hours"`     // for clock.ParseQuiet: "22:00-08:00"; "" is off
	FollowUpAfter time.Duration `yaml:"follow_up_after"` // more than 0
	Retention     Retention     `yaml:"retention"`
	HTTP          string        `yaml:"http"` // host:port of the health and metrics pages; "" is off
	Log           Log           `yaml:"log"`
}

// Discord is where Discord's API answers, and how much of it leanon may use.
type Discord struct {
	APIURL            string   `yaml:"api_url"`             // scheme and host, no path and no slash at the end
	Guilds            []string `yaml:"guilds"`              // ids of the only servers that may pair; empty: any
	RequestsPerSecond int      `yaml:"requests_per_second"` // over all routes, 1 to 1000; 0: unlimited
}

// Host is who runs this copy, in one line of at most 200 characters each; all may be
// empty.
type Host struct {
	Name    string `yaml:"name"`
	Contact string `yaml:"contact"`
	Where   string `yaml:"where"`
	Policy  string `yaml:"policy"` // an https:// address of at most 80 characters
}

// Backup is which backups the bot makes by itself.
type Backup struct {
	Every     time.Duration `yaml:"every"`     // 0: none; else at least an hour
	Keep      int           `yaml:"keep"`      // how many, 1 to 1000
	Directory string        `yaml:"directory"` // "": backups in the data directory
	To        []string      `yaml:"to"`        // age recipients; empty: not encrypted as a whole
	// ReplicaKeeps is how long a replica keeps what was deleted here; 0: there is none.
	ReplicaKeeps time.Duration `yaml:"replica_keeps"`
}

// CheckIn is the rhythm a new couple starts with.
type CheckIn struct {
	Cron        string        `yaml:"cron"`         // five fields, for clock.Next
	Weekly      string        `yaml:"weekly"`       // five fields, for clock.Next; "" is off
	Zone        string        `yaml:"zone"`         // IANA name; "": nothing by the clock until a partner says theirs
	MinInterval time.Duration `yaml:"min_interval"` // the shortest rhythm a partner may choose, at least a minute
}

// Log is what is logged and in which form.
type Log struct {
	Level  string `yaml:"level"`  // debug, info, warn or error
	Format string `yaml:"format"` // auto, text or json
}

// Retention is how long what two people wrote is kept: 7 to 365 days, or Keep.
type Retention time.Duration

// Keep is the Retention that never ends.
const Keep Retention = 0

// UnmarshalText reads a positive length of time such as "90d" or "2160h", or "keep". It does not judge
// the limits of 7 and 365 days.
func (r *Retention) UnmarshalText(text []byte) error {
	if string(text) == "keep" {
		*r = Keep
		return nil
	}
	d, err := parseLength(string(text))
	if err != nil {
		return err
	}
	if d <= 0 { // it would pass for Keep
		return errors.New("retention not positive")
	}
	*r = Retention(d)
	return nil
}

// Load reads the settings: first the defaults of manual, the text of the built-in
// config.yaml, then the file at path, then the LEANON_ variables of environ
// ("NAME=value", the form of os.Environ). A missing file is an error only if explicit is
// set, because a person named it. The clock judges cron expressions and zones. Every
// error is one sentence that names the file and the line, or the variable, and repeats
// no value: what stands in the wrong place may be a secret.
func Load(manual, path string, explicit bool, environ []string, wall *clock.Clock) (Config, error) {
	var c Config
	s := newSettings(&c)
	if err := s.readFile("the built-in config.yaml", []byte(manual)); err != nil {
		return Config{}, err
	}
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist) && !explicit: // the defaults will do
	case errors.Is(err, fs.ErrNotExist):
		return Config{}, fmt.Errorf("%s: there is no such file; name another, or leave --config out", path)
	case err != nil:
		var cause *fs.PathError
		if errors.As(err, &cause) {
			err = cause.Err
		}
		return Config{}, fmt.Errorf("%s: the configuration cannot be read: %w", path, err)
	default:
		if err := s.readFile(path, text); err != nil {
			return Config{}, err
		}
	}
	if err := s.readEnviron(environ); err != nil {
		return Config{}, err
	}
	c.Discord.APIURL = strings.TrimSuffix(c.Discord.APIURL, "/")
	for _, r := range c.rules(wall) {
		if !r.holds {
			return Config{}, fmt.Errorf("%s: %s %s", s.origin[r.key], r.key, r.words)
		}
	}
	return c, nil
}

// rule is what one setting must be; words follows its name in a sentence.
type rule struct {
	key   string
	holds bool
	words string
}

func (c *Config) rules(wall *clock.Clock) []rule {
	const week, year = Retention(7 * 24 * time.Hour), Retention(365 * 24 * time.Hour)
	const aLine = "must be one line of at most 200 characters"
	_, cron := wall.Gap(c.CheckIn.Cron)
	_, weekly := wall.Gap(c.CheckIn.Weekly)
	_, zone := wall.Zone(c.CheckIn.Zone)
	_, quiet := clock.ParseQuiet(c.QuietHours)
	return []rule{
		{"discord.api_url", isBaseURL(c.Discord.APIURL), "must be http:// or https:// and a host with nothing behind it, such as https://discord.com"},
		{"discord.guilds", allSnowflakes(c.Discord.Guilds), "must list server ids, which are numbers (in Discord: Copy Server ID)"},
		{"discord.requests_per_second", 0 <= c.Discord.RequestsPerSecond && c.Discord.RequestsPerSecond <= 1000, "must be between 1 and 1000, or 0 for no limit of our own"},
		{"host.name", isHostLine(c.Host.Name), aLine},
		{"host.contact", isHostLine(c.Host.Contact), aLine},
		{"host.where", isHostLine(c.Host.Where), aLine},
		{"host.policy", c.Host.Policy == "" || isPage(c.Host.Policy), "must be an address that begins with https://, of at most 80 characters"},
		{"data", c.Data != "", "must name a directory"},
		{"backup.every", c.Backup.Every == 0 || c.Backup.Every >= time.Hour, "must be 1h or more, or 0s for no backups"},
		{"backup.keep", 1 <= c.Backup.Keep && c.Backup.Keep <= 1000, "must be between 1 and 1000"},
		{"backup.replica_keeps", c.Backup.ReplicaKeeps >= 0, "must be a length such as 24h, or 0s for no replica"},
		{"check_in.cron", cron == nil, Refusal(cron)},
		{"check_in.weekly", c.CheckIn.Weekly == "" || weekly == nil, Refusal(weekly)},
		{"check_in.zone", c.CheckIn.Zone == "" || zone == nil, Refusal(zone)},
		{"check_in.min_interval", c.CheckIn.MinInterval >= time.Minute, "must be 1m or more"},
		{"quiet_hours", quiet == nil, `must be two different times such as "22:00-08:00", or "" for none`},
		{"follow_up_after", c.FollowUpAfter > 0, "must be more than 0"},
		{"retention", c.Retention == Keep || week <= c.Retention && c.Retention <= year, "must be between 7d and 365d, or keep"},
		{"http", isHostPort(c.HTTP), `must be an address and a port such as 127.0.0.1:9090, or "" for none`},
		{"log.level", isOneOf(c.Log.Level, "debug", "info", "warn", "error"), "must be debug, info, warn or error"},
		{"log.format", isOneOf(c.Log.Format, "auto", "text", "json"), "must be auto, text or json"},
	}
}

// Refusal returns the end of a sentence that begins with the name of a setting which the
// clock refused: "is not a schedule I can follow: it takes five fields". It is "" for nil.
func Refusal(refusal error) string {
	if refusal == nil {
		return ""
	}
	return "is " + OneLine(refusal.Error())
}

// isBaseURL refuses an address with a path, a query or a password, which would be lost
// or leaked when /api/... is put behind it.
func isBaseURL(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Hostname() != "" && isPort(u.Port(), true) &&
		s == u.Scheme+"://"+u.Host
}

func allSnowflakes(ids []string) bool {
	for _, id := range ids {
		n, err := strconv.ParseUint(id, 10, 64)
		if err != nil || strconv.FormatUint(n, 10) != id || n == 0 {
			return false
		}
	}
	return true
}

// isHostLine reports whether a text is one printable line of at most 200 characters.
func isHostLine(s string) bool {
	return utf8.ValidString(s) && utf8.RuneCountInString(s) <= 200 && !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsPrint(r) })
}

// isPage reports whether a text is a policy's address that Discord shows as a link.
func isPage(s string) bool {
	u, err := url.Parse(s)
	return err == nil && isHostLine(s) && len(s) <= 80 && u.Scheme == "https" && u.Host != "" && !strings.ContainsAny(s, " <>")
}

func isHostPort(s string) bool {
	if s == "" {
		return true
	}
	host, port, err := net.SplitHostPort(s)
	return err == nil && isPort(port, false) && !strings.ContainsFunc(host, func(r rune) bool { return unicode.IsSpace(r) || r == '/' })
}

func isPort(s string, optional bool) bool {
	if s == "" {
		return optional
	}
	_, err := strconv.ParseUint(s, 10, 16)
	return err == nil
}

func isOneOf(s string, words ...string) bool {
	for _, w := range words {
		if s == w {
			return true
		}
	}
	return false
}
