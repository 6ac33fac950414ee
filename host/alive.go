package host

import (
	"context"
	"time"
)

// hangsAfter is how long a loop of the bot may take to come round to where it waits, where
// nobody asks sooner. Each is there most of the time. What keeps one away longest is a
// database that another program holds: it waits 5 seconds for that in each of a handful of
// calls.
const hangsAfter = 40 * time.Second

// hung names a loop of the bot that does not come round within a time, "" if all do. It
// goes by what the loops do and by no clock that can be set, so a machine that slept wakes
// up alive. A bot that waits for Discord, or for its first session, is not hung.
func (p *parts) hung(ctx context.Context, within time.Duration) string {
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	for _, loop := range []struct {
		name  string
		alive func(context.Context) error
	}{
		{"the loop that keeps the session", p.client.Alive},
		{"the loop that sends what is owed", p.scheduler.Alive},
		{"the loop that reads what was missed", p.inbox.Alive},
	} {
		if loop.alive(ctx) != nil {
			return loop.name
		}
	}
	return ""
}
