package main

import (
	"errors"
	"fmt"
	"io"
	"time"

	"leanon/scheduler"
)

// when prints the next count occurrences of a cron expression in an IANA zone
// strictly after a moment, as RFC 3339 with the zone's offset, one a line, each
// as soon as it is known. The error wraps scheduler.ErrExpression or
// scheduler.ErrZone where the expression or the zone is at fault.
func when(w io.Writer, expr, zone string, from time.Time, count int) error {
	if count < 1 {
		return errors.New("the count must be at least 1")
	}
	clock := scheduler.NewClock()
	for range count {
		next, err := clock.Next(expr, zone, from)
		if err != nil {
			return err
		}
		if _, err := fmt.Fprintln(w, next.Format(time.RFC3339)); err != nil {
			return fmt.Errorf("print the next time: %w", err)
		}
		from = next
	}
	return nil
}
