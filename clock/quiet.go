package clock

import (
	"errors"
	"time"
)

// ErrQuiet is returned for a text that is no quiet hours. It does not repeat the
// text.
var ErrQuiet = errors.New(`quiet hours are two different times such as "22:00-08:00"`)

// Quiet is a person's quiet hours: two times on the clock of where they live, from
// the first and before the second, across midnight if the second is the earlier
// one. The zero Quiet is never quiet.
type Quiet struct {
	from, to int64 // seconds since midnight; equal is never
}

// ParseQuiet reads quiet hours in the form that settings and the store have them,
// "22:00-08:00"; "" is the zero Quiet. Anything else, two equal times included, is
// the zero Quiet and ErrQuiet.
func ParseQuiet(text string) (Quiet, error) {
	if text == "" {
		return Quiet{}, nil
	}
	if len(text) != len("22:00-08:00") || text[5] != '-' {
		return Quiet{}, ErrQuiet
	}
	from, okFrom := timeOfDay(text[:5])
	to, okTo := timeOfDay(text[6:])
	if !okFrom || !okTo || from == to {
		return Quiet{}, ErrQuiet
	}
	return Quiet{from: from, to: to}, nil
}

// timeOfDay reads "HH:MM" as seconds since midnight.
func timeOfDay(text string) (int64, bool) {
	hour, okHour := number(text[:2])
	minute, okMinute := number(text[3:])
	return int64(hour)*3600 + int64(minute)*60, okHour && okMinute && text[2] == ':' && hour < 24 && minute < 60
}

// Contains reports whether the clock of t's location shows a time inside the quiet
// hours at t.
func (q Quiet) Contains(t time.Time) bool {
	return q.containsLocal(localAt(t.Location(), t.Unix()))
}

func (q Quiet) containsLocal(local int64) bool {
	return floorMod(local-q.from, daySeconds) < floorMod(q.to-q.from, daySeconds)
}

// Begin returns the moment at which the quiet hours begin that begin on t's local
// date, in t's location.
func (q Quiet) Begin(t time.Time) time.Time {
	local := localAt(t.Location(), t.Unix())
	midnight := local - floorMod(local, daySeconds)
	return time.Unix(firstMoment(t.Location(), midnight+q.from), 0).In(t.Location())
}

// End returns the first moment after the quiet hours that contain t, in t's
// location, and whether any do. It goes by what the clock shows: quiet hours whose
// end the clock skips end at the first moment after the gap.
func (q Quiet) End(t time.Time) (time.Time, bool) {
	loc, moment := t.Location(), t.Unix()
	if !q.containsLocal(localAt(loc, moment)) {
		return time.Time{}, false
	}
	// A clock change can lead out of the quiet hours, further into them, or back.
	for {
		s := spanAt(loc, moment)
		end := moment + floorMod(q.to-(moment+s.offset), daySeconds)
		if end < s.end {
			return time.Unix(end, 0).In(loc), true
		}
		moment = s.end
		if !q.containsLocal(localAt(loc, moment)) {
			return time.Unix(moment, 0).In(loc), true
		}
	}
}

// Start returns the moment at which the quiet hours began that contain t, in t's
// location, and whether any do. Like End, it goes by what the clock shows.
func (q Quiet) Start(t time.Time) (time.Time, bool) {
	loc, moment := t.Location(), t.Unix()
	if !q.containsLocal(localAt(loc, moment)) {
		return time.Time{}, false
	}
	// A clock change can have led into the quiet hours, or further into them.
	for {
		s := spanAt(loc, moment)
		start := moment - floorMod(moment+s.offset-q.from, daySeconds)
		if start >= s.start {
			return time.Unix(start, 0).In(loc), true
		}
		moment = s.start - 1
		if !q.containsLocal(localAt(loc, moment)) {
			return time.Unix(s.start, 0).In(loc), true
		}
	}
}

// QuietEnd is Quiet.End of a text, in an IANA zone. A text that ParseQuiet refuses is
// never quiet, and neither is a zone that Zone refuses: there is no clock to be quiet by.
func (c *Clock) QuietEnd(quiet, zone string, t time.Time) (time.Time, bool) {
	q, err := ParseQuiet(quiet)
	if err != nil {
		return time.Time{}, false
	}
	local, err := c.In(zone, t)
	if err != nil {
		return time.Time{}, false
	}
	return q.End(local)
}

// QuietAround returns when the quiet hours began that contain t, and when they end, and
// whether any do. It reads its text and zone as QuietEnd does.
func (c *Clock) QuietAround(quiet, zone string, t time.Time) (start, end time.Time, isQuiet bool) {
	q, err := ParseQuiet(quiet)
	if err != nil {
		return start, end, false
	}
	local, err := c.In(zone, t)
	if err != nil {
		return start, end, false
	}
	start, _ = q.Start(local)
	end, isQuiet = q.End(local)
	return start, end, isQuiet
}
