package stories

import (
	"fmt"
	"math/rand/v2"
	"time"
)

// The clock of the bot's machine is set wrong now and then while the bot runs, and set right
// again then or before the next bot begins. It is right at each start: a bot that goes by
// Discord's clock knows the time to a second only, and might date what comes just after its
// start before what came just before. Other stories start with a wrong clock.

// setsClock sets that clock to so much ahead of Discord's, or behind it. If the bot is dead,
// the next one begins with it.
func (o *ordeal) setsClock(off time.Duration) {
	o.off = off
	fmt.Fprintln(o.shift, o.machine())
}

// machine is how far that clock is ahead of the real one.
func (o *ordeal) machine() time.Duration { return o.clock.offset() + o.off }

// setsClockSometimes sets a right clock wrong, or a wrong one right or wrong in another way.
func (o *ordeal) setsClockSometimes() {
	if rand.IntN(3) > 0 {
		return
	}
	if o.off != 0 && rand.IntN(2) == 0 {
		o.setsClock(0)
		return
	}
	const day = 24 * time.Hour
	off := []time.Duration{time.Hour, 11 * time.Hour, 3 * day, 45 * day, 400 * day}[rand.IntN(5)]
	if rand.IntN(2) == 0 {
		off = -off
	}
	o.offs++
	o.setsClock(off)
}
