package store

import (
	"strconv"
	"strings"
	"time"

	"leanon/store/seal"
)

// The time that an answer names is sealed together with the moment that it meant when the
// answer was given: the time on one line, the moment on a second. The moment is kept with
// the offset of its author's clock, so that its date stays the same for every reader and
// after the author's travels. It is kept in UTC, as unix seconds, if that clock is not
// known. Older answers have no moment.

// momentForm is a moment on its author's clock.
const momentForm = "2006-01-02T15:04-07:00"

func momentText(named string, moment time.Time) []byte {
	if moment.IsZero() {
		return []byte(named)
	}
	if moment.Location() == time.UTC {
		return []byte(named + "\n" + strconv.FormatInt(minute(moment), 10))
	}
	return []byte(named + "\n" + moment.Format(momentForm))
}

func openMoment(k seal.Key, sealed []byte, p seal.Place) (named string, moment time.Time, err error) {
	text, err := k.OpenText(sealed, p)
	if err != nil {
		return "", moment, err
	}
	named, at, fixed := strings.Cut(text, "\n")
	if seconds, err := strconv.ParseInt(at, 10, 64); fixed && err == nil {
		return named, time.Unix(seconds, 0).UTC(), nil
	}
	if local, err := time.Parse(momentForm, at); fixed && err == nil {
		_, offset := local.Zone() // Parse may return the machine's own zone for this offset
		return named, local.In(time.FixedZone("", offset)), nil
	}
	return text, moment, nil
}
