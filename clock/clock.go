// Package clock says when: the next time of a cron expression in a zone, the end of
// quiet hours, and the first moment at which a clock on the wall shows a time. It also
// says whether a machine's clock can be trusted.
//
// Read Clock below first. cron.go parses expressions, next.go finds their next time,
// gap.go their shortest interval; quiet.go has quiet hours, zone.go loads time zones,
// local.go alone knows how the clock of a zone changes, and skew.go compares two clocks. The package imports nothing
// of ours, so that every room can import it. What the time is now, who asks, and what
// a person reads about it never go in: a moment is always an argument.
//
// The rule for clock changes: an expression whose minute and hour are both restricted
// names times of day, and each happens exactly once on every local date. A time that
// the clock skips happens at the first moment after the gap (several that fall into
// one gap count once); a time that the clock shows twice happens the first time only.
// A date that the zone itself skipped does not exist. An expression whose minute or
// hour begins with * follows elapsed time instead, as cronie does: repeated minutes
// come twice, skipped ones never. robfig/cron parses; it computes no time, because it
// loses days on which the clock changes.
package clock

import (
	"errors"
	"sync"
	"time"
)

// maxSchedules is how many parsed expressions are kept: many times what a host's
// couples use, and well under a megabyte.
const maxSchedules = 1024

// Clock finds the times of cron expressions. It caches zones and parsed expressions,
// which changes no answer. Many goroutines may use it at once.
type Clock struct {
	mu        sync.RWMutex
	schedules map[string]*schedule
	zones     map[string]*time.Location
}

// New returns a Clock with empty caches.
func New() *Clock {
	return &Clock{schedules: map[string]*schedule{}, zones: map[string]*time.Location{}}
}

// Next returns the first occurrence of a cron expression in an IANA zone strictly
// after a moment of the years 1 to 9999, in that zone's location and to the second,
// by the rule for clock changes above. The error wraps ErrExpression or ErrZone if
// the person who chose them can mend it; it is ErrExpression too if the zone skips
// every single occurrence.
func (c *Clock) Next(expr, zone string, after time.Time) (time.Time, error) {
	s, err := c.schedule(expr)
	if err != nil {
		return time.Time{}, err
	}
	loc, err := c.Zone(zone)
	if err != nil {
		return time.Time{}, err
	}
	if year := after.UTC().Year(); year < 1 || year > 9999 {
		return time.Time{}, errors.New("next occurrence: only after the years 1 to 9999")
	}
	next := s.nextByClock
	if s.realTime {
		next = s.nextInRealTime
	}
	moment, ok := next(loc, after.Unix())
	if !ok {
		return time.Time{}, refuse(Skipped, "in this time zone the clock skips its every time")
	}
	return time.Unix(moment, 0).In(loc), nil
}

// Times returns the next n occurrences strictly after a moment, earliest first, with
// the errors of Next; none if n is not positive.
func (c *Clock) Times(expr, zone string, from time.Time, n int) ([]time.Time, error) {
	var times []time.Time
	for len(times) < n {
		next, err := c.Next(expr, zone, from)
		if err != nil {
			return nil, err
		}
		times = append(times, next)
		from = next
	}
	return times, nil
}

// Zone returns the location of an IANA zone ("Europe/Paris", "UTC"), or an
// error that wraps ErrZone.
func (c *Clock) Zone(name string) (*time.Location, error) {
	c.mu.RLock()
	loc, ok := c.zones[name]
	c.mu.RUnlock()
	if ok {
		return loc, nil
	}
	loc, err := loadZone(name)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.zones[name] = loc
	return loc, nil
}

// In returns a moment as the clocks of an IANA zone show it, or an error that wraps
// ErrZone.
func (c *Clock) In(zone string, t time.Time) (time.Time, error) {
	loc, err := c.Zone(zone)
	if err != nil {
		return time.Time{}, err
	}
	return t.In(loc), nil
}

func (c *Clock) schedule(expr string) (*schedule, error) {
	c.mu.RLock()
	s, ok := c.schedules[expr]
	c.mu.RUnlock()
	if ok {
		return s, nil
	}
	s, err := parseSchedule(expr)
	if err != nil {
		return nil, err
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.schedules) >= maxSchedules {
		clear(c.schedules)
	}
	c.schedules[expr] = s
	return s, nil
}
