package host

import (
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

type CheckCommand struct{}

// Run looks at everything that leanon stands on and prints one line for each. It
// leaves nothing changed, so it may run beside the bot. Its error, where a line says
// FAIL, counts those.
func (CheckCommand) Run(p *Process) error {
	c := &checkup{w: p.Stdout}
	wall := clock.New()
	cfg, err := p.settings(wall)
	if err != nil {
		c.fail("settings", "%v", err)
		return c.verdict() // everything else follows from them
	}
	c.ok("settings", "every value is one that leanon understands")
	token, key, err := config.ReadSecrets(p.Environ)
	env := Env{Token: token, Key: key, Now: p.Now, Log: slog.New(slog.DiscardHandler)}
	checkHost(c, cfg.Host)
	checkLibrary(c)
	source, version := clock.ZoneData()
	checkZones(c, source, version, p.Now())
	checkRhythm(c, cfg.CheckIn, wall, p.Now())
	checkFiles(c, cfg.Data)
	checkDatabase(p.Ctx, c, cfg, env, wall)
	checkDiscord(p.Ctx, c, cfg, env, err)
	return c.verdict()
}

// checkup prints findings and counts them. A line begins with how bad it is, in a
// word that needs no colour.
type checkup struct {
	w             io.Writer
	lines, failed int
}

func (c *checkup) ok(what, told string, args ...any)   { c.line("ok", what, told, args) }
func (c *checkup) warn(what, told string, args ...any) { c.line("warn", what, told, args) }
func (c *checkup) fail(what, told string, args ...any) { c.failed++; c.line("FAIL", what, told, args) }

func (c *checkup) line(mark, what, told string, args []any) {
	c.lines++
	fmt.Fprintf(c.w, "%-5s %s: %s\n", mark, what, config.OneLine(fmt.Sprintf(told, args...)))
}

// verdict is an error if anything failed.
func (c *checkup) verdict() error {
	switch c.failed {
	case 0:
		return nil
	case 1:
		return fmt.Errorf("1 of %d checks failed", c.lines)
	}
	return fmt.Errorf("%d of %d checks failed", c.failed, c.lines)
}

// checkHost wants people to know who runs this copy. It repeats neither.
func checkHost(c *checkup, h config.Host) {
	var missing []string
	for _, s := range []struct{ key, value string }{{"host.name", h.Name}, {"host.contact", h.Contact}} {
		if s.value == "" {
			missing = append(missing, s.key)
		}
	}
	if len(missing) > 0 {
		c.warn("host", "%s in config.yaml: people read in the invitation who runs this copy and how to reach them; say it", strings.Join(missing, " and ")+" "+isEmpty(len(missing)))
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

// checkLibrary reads the questions and the other content.
func checkLibrary(c *checkup) {
	l, err := library.Default()
	if err != nil {
		first, _, _ := strings.Cut(err.Error(), "\n")
		c.fail("library", "%s", first)
		return
	}
	c.ok("library", "%d questions, and every other file of it, can be read", len(l.Questions()))
}

// checkRhythm shows when a new couple is asked.
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
		c.ok("rhythm", "check_in.zone is empty, so a partner is asked by the clock once they said their city")
		return
	}
	next, err := wall.Next(s.Cron, s.Zone, now)
	if err != nil {
		c.fail("rhythm", "check_in.cron %s", config.Refusal(err))
		return
	}
	c.ok("rhythm", "a new couple is asked next at %s", next.Format(time.RFC3339))
}

// within bounds one question to Discord or the database.
func within(ctx context.Context, d time.Duration, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	err := do(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("no answer within %v", d)
	}
	return err
}
