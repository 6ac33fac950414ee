package store

import (
	"strconv"
	"strings"
	"time"
)

// The time that an answer names is sealed with the moment that it meant when it
// was said, on a line of its own: a named time is one line. What was kept without
// one means what its words mean.

func momentText(named string, moment time.Time) []byte {
	if moment.IsZero() {
		return []byte(named)
	}
	return []byte(named + "\n" + strconv.FormatInt(minute(moment), 10))
}

func (k Key) openMoment(sealed []byte, place string) (named string, moment time.Time, err error) {
	text, err := k.openText(sealed, place)
	if err != nil {
		return "", moment, err
	}
	named, at, fixed := strings.Cut(text, "\n")
	if seconds, err := strconv.ParseInt(at, 10, 64); fixed && err == nil {
		return named, time.Unix(seconds, 0).UTC(), nil
	}
	return text, moment, nil
}
