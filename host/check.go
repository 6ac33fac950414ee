package host

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"strings"
	"time"

	"leanon/clock"
	"leanon/config"
	"leanon/library"
)

// CheckCommand is `leanon check`. It has no flags of its own.
type CheckCommand struct{}

// Run examines everything that leanon needs and prints one line about each to p.Stdout,
// which begins with ok, warn or FAIL. It changes nothing, so it may run beside the bot.
// It returns an error with the number of FAIL lines if there are any. Discord may take
// 10 seconds for each of three questions, and the database a minute.
func (CheckCommand) Run(p *Process) error {
	c := &checkup{w: p.Stdout}
	wall := clock.New()
	cfg, err := p.settings(wall)
	if err != nil {
		c.fail("settings", "%v", err)
		return c.verdict() // everything else depends on them
	}
	c.ok("settings", "every value is one that leanon understands")
	token, badToken := config.ReadToken(p.Environ)
	key, badKey := config.ReadKey(p.Environ)
	env := Env{Token: token, Key: key, Now: p.Now, Log: slog.New(slog.DiscardHandler)}
	checkHost(c, cfg.Host)
	checkLibrary(c)
	source, version := clock.ZoneData()
	checkZones(c, source, version, p.Now())
	checkRhythm(c, cfg.CheckIn, wall, p.Now())
	checkWeekly(c, cfg.CheckIn, wall, p.Now())
	seen := checkFiles(c, cfg.Data)
	switch {
	case badKey != nil:
		c.fail("key", "%v", badKey)
		c.warn("database", "not looked at, because its key cannot be read")
	case !seen:
		c.warn("database", "not looked at, because of its directory")
	default:
		checkDatabase(p.Ctx, c, cfg, env, wall)
	}
	checkBackups(c, cfg, p.Now())
	checkReplica(c, cfg)
	checkDiscord(p.Ctx, c, cfg, env, badToken)
	return c.verdict()
}

// checkup prints findings and counts them. Each line begins with a word that says how
// bad it is, so that no colour is needed.
type checkup struct {
	w             io.Writer
	lines, failed int
}

func (c *checkup) ok(what, format string, args ...any)   { c.print("ok", what, format, args) }
func (c *checkup) warn(what, format string, args ...any) { c.print("warn", what, format, args) }
func (c *checkup) fail(what, format string, args ...any) {
	c.failed++
	c.print("FAIL", what, format, args)
}

func (c *checkup) print(mark, what, format string, args []any) {
	c.lines++
	fmt.Fprintf(c.w, "%-5s %s: %s\n", mark, what, config.OneLine(fmt.Sprintf(format, args...)))
}

// verdict returns an error if a check failed.
func (c *checkup) verdict() error {
	switch c.failed {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("1 of %d checks failed", c.lines)
	}
	return fmt.Errorf("%d of %d checks failed", c.failed, c.lines)
}

// checkHost warns if people cannot read who runs this copy. It does not print the name
// and the contact.
func checkHost(c *checkup, h config.Host) {
	var missing []string
	for _, s := range []struct{ key, value string }{{"host.name", h.Name}, {"host.contact", h.Contact}} {
		if s.value == "" {
			missing = append(missing, s.key)
		}
	}
	if len(missing) > 0 {
		c.warn("host", "%s in config.yaml: people read before they agree who runs this copy and how to reach them; say it", strings.Join(missing, " and ")+" "+isEmpty(len(missing)))
		return
	}
	c.ok("host", "people can read who runs this copy and how to reach them")
}

func isEmpty(n int) string {
	if n == 1 {
		return "is empty"
	}
	return "are empty"
}

// checkLibrary says what leanon can ask.
func checkLibrary(c *checkup) {
	c.ok("library", "%d questions", len(library.Default().Questions()))
}

// checkRhythm says when a new couple would be asked.
func checkRhythm(c *checkup, s config.CheckIn, wall *clock.Clock, now time.Time) {
	gap, err := wall.Gap(s.Cron)
	if err != nil {
		c.fail("rhythm", "check_in.cron %s", config.Refusal(err))
		return
	}
	if gap < s.MinInterval {
		c.warn("rhythm", "check_in.cron asks more often than check_in.min_interval (%v) lets partners choose", s.MinInterval)
		return
	}
	if s.Zone == "" {
		c.warn("rhythm", "check_in.zone is empty, so no question comes by itself to a partner who has not named their city: name the zone where your couple lives, such as Europe/Paris")
		return
	}
	next, err := wall.Next(s.Cron, s.Zone, now)
	if err != nil {
		c.fail("rhythm", "check_in.cron %s", config.Refusal(err))
		return
	}
	c.ok("rhythm", "a new couple is asked next at %s", next.Format(time.RFC3339))
}

// checkWeekly says when the weekly note comes.
func checkWeekly(c *checkup, s config.CheckIn, wall *clock.Clock, now time.Time) {
	switch gap, err := wall.Gap(cmp.Or(s.Weekly, "0 0 * * 0")); {
	case err != nil:
		c.fail("weekly note", "check_in.weekly %s", config.Refusal(err))
	case s.Weekly == "":
		c.ok("weekly note", "none comes by itself, because check_in.weekly is empty; /week shows it")
	case gap < 24*time.Hour:
		c.warn("weekly note", "check_in.weekly names several times a day; one a day comes: name one, such as \"0 18 * * 0\"")
	case s.Zone == "":
		c.ok("weekly note", "it comes on the clock of each partner who has named their city")
	default:
		next, err := wall.Next(s.Weekly, s.Zone, now)
		if err != nil {
			c.fail("weekly note", "check_in.weekly %s", config.Refusal(err))
			return
		}
		c.ok("weekly note", "it comes next at %s", next.Format(time.RFC3339))
	}
}

// within runs do and gives it at most d. Its error then says how long it waited.
func within(ctx context.Context, d time.Duration, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	err := do(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("no answer within %v", d)
	}
	return err
}
