package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"leanon/scheduler"
)

// errPastTime is for a time that cannot be printed.
var errPastTime = errors.New("there is no next time before the year 10000, and RFC 3339 has no later one")

// when prints the next count occurrences of a cron expression in an IANA zone
// strictly after a moment, as RFC 3339 with the zone's offset, one a line, each
// as soon as it is known. That there is none before the year 10000 is an error, too;
// it wraps scheduler.ErrExpression or scheduler.ErrZone where the expression or the
// zone is at fault.
func when(w io.Writer, expr, zone string, from time.Time, count int) error {
	if count < 1 {
		return errors.New("the count must be at least 1")
	}
	clock := scheduler.NewClock()
	for range count {
		if from.UTC().Year() > 9999 {
			return errPastTime
		}
		next, err := clock.Next(expr, zone, from)
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
