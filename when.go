package main

import (
	"errors"
	"fmt"
	"io"
	"strconv"
	"time"

	"github.com/alecthomas/kong"

	"leanon/clock"
	"leanon/host"
)

// whenCommand is `leanon when`. It shows a host when a rhythm would ask.
type whenCommand struct {
	Cron  string  `arg:"" help:"Five fields in quotes: minute, hour, day of month, month, day of week."`
	Zone  string  `required:"" placeholder:"ZONE" help:"Whose clock, such as Europe/Paris."`
	From  *moment `placeholder:"TIME" help:"Begin after this moment, such as 2026-11-23T20:00:00Z (default: now)."`
	Count count   `default:"5" placeholder:"N" help:"How many times to print (default: ${default})."`
}

// Run prints the next Count times after From, or after now if From is not given.
func (c whenCommand) Run(p *host.Process) error {
	from := p.Now()
	if c.From != nil {
		from = time.Time(*c.From)
	}
	return when(p.Stdout, c.Cron, c.Zone, from, int(c.Count))
}

// moment is a time that was typed as RFC 3339 has it, in a year from 1 to 9999.
type moment time.Time

// Decode reads a time as RFC 3339 writes it.
func (m *moment) Decode(ctx *kong.DecodeContext) error {
	t, err := time.Parse(time.RFC3339, ctx.Scan.Pop().String())
	if year := t.UTC().Year(); err != nil || year < 1 || year > 9999 {
		return errors.New("must be a moment such as 2026-11-23T20:00:00Z, in the years 1 to 9999")
	}
	*m = moment(t)
	return nil
}

// count is how many lines to print, 1 to 1000.
type count int

// Decode reads a number from 1 to 1000. It takes the next word even if that begins
// with -, so that kong does not look for a flag of that name.
func (c *count) Decode(ctx *kong.DecodeContext) error {
	n, err := strconv.Atoi(ctx.Scan.Pop().String())
	if err != nil || n < 1 || n > 1000 {
		return errors.New("must be a number from 1 to 1000")
	}
	*c = count(n)
	return nil
}

// errPastTime says that the next time has no form in RFC 3339.
var errPastTime = errors.New("there is no next time before the year 10000, and RFC 3339 has no later one")

// when prints the next count times of a cron expression in an IANA zone, strictly
// after from: as RFC 3339 with the zone's offset, one a line, each as soon as it is
// known. Its error wraps clock.ErrExpression or clock.ErrZone if the expression or
// the zone is at fault, and is errPastTime if there are fewer before the year 10000.
func when(w io.Writer, expr, zone string, from time.Time, count int) error {
	if count < 1 {
		return errors.New("the count must be at least 1")
	}
	wall := clock.New()
	for range count {
		if from.UTC().Year() > 9999 {
			return errPastTime
		}
		next, err := wall.Next(expr, zone, from)
		if err != nil {
			return err
		}
		if next.Year() > 9999 {
			return errPastTime
		}
		if _, err := fmt.Fprintln(w, next.Format(time.RFC3339)); err != nil {
			return fmt.Errorf("print the next time: %w", err)
		}
		from = next
	}
	return nil
}
