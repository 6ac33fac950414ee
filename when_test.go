package main

import (
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	"leanon/clock"
)

func TestWhenPrintsTheNextTimesWithTheirOffsets(t *testing.T) {
	t.Parallel()
	from := time.Date(2026, 10, 31, 12, 0, 0, 0, time.UTC)
	var out strings.Builder
	if err := when(&out, "30 1 * * *", "America/New_York", from, 3); err != nil {
		t.Fatal(err)
	}
	want := "2026-11-01T01:30:00-04:00\n2026-11-02T01:30:00-05:00\n2026-11-03T01:30:00-05:00\n"
	if got := out.String(); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestWhenShowsEveryValidExpression(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	if err := when(&out, "* * * * *", "UTC", time.Date(2026, 11, 22, 20, 0, 0, 0, time.UTC), 2); err != nil {
		t.Fatal(err)
	}
	if got, want := out.String(), "2026-11-22T20:01:00Z\n2026-11-22T20:02:00Z\n"; got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestWhenRefusesWhatHasNoNextTime(t *testing.T) {
	t.Parallel()
	_, broken := io.Pipe()
	if err := broken.Close(); err != nil {
		t.Fatal(err)
	}
	for _, tt := range []struct {
		name, expr, zone string
		w                io.Writer
		count            int
		want             error // nil: any error
	}{
		{"never", "0 0 30 2 *", "UTC", io.Discard, 1, clock.ErrExpression},
		{"shortcut", "@daily", "UTC", io.Discard, 1, clock.ErrExpression},
		{"no zone", "0 0 * * *", "", io.Discard, 1, clock.ErrZone},
		{"the machine's zone", "0 0 * * *", "Local", io.Discard, 1, clock.ErrZone},
		{"none", "0 0 * * *", "UTC", io.Discard, 0, nil},
		{"fewer than none", "0 0 * * *", "UTC", io.Discard, -1, nil},
		{"a closed output", "0 0 * * *", "UTC", broken, 1, io.ErrClosedPipe},
	} {
		err := when(tt.w, tt.expr, tt.zone, time.Date(2026, 11, 22, 0, 0, 0, 0, time.UTC), tt.count)
		if err == nil || tt.want != nil && !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v, want an error, of kind %v", tt.name, err, tt.want)
		}
	}
}
