package host

import (
	"context"
	"log/slog"
	"sync"
	"time"

	"leanon/clock"
)

// agreedTime is the time that the bot goes by. It is the machine's, except while that is
// further from Discord's than clock.Tolerated: then it is Discord's. So what a wrong clock
// would have moved, hidden or ended stays where it is, and what people do meanwhile is
// dated as it happened. Which of the two is wrong cannot be known, so nothing is deleted,
// paused or let lapse before they agree again.
type agreedTime struct {
	now    func() time.Time
	steady func() time.Duration
	after  func(until time.Time) <-chan time.Time
	log    *slog.Logger
	skew   clock.Skew
	turn   chan struct{} // held by whoever asks for Discord's time

	mu    sync.Mutex
	wrong bool      // what the log said last
	last  time.Time // what Now returned last
}

// askDateWithin is how long a person's press waits for Discord's time where the machine's
// is in doubt. An answer to it has 3 seconds in all.
const askDateWithin = time.Second

func newAgreedTime(env Env) *agreedTime {
	return &agreedTime{now: env.Now, steady: env.Steady, after: env.After, log: env.Log, turn: make(chan struct{}, 1)}
}

func (a *agreedTime) reading() clock.Reading {
	return clock.Reading{Machine: a.now(), Steady: a.steady()}
}

// standsStill is how far the agreed time would have to go back for it to do so. Discord's
// Date has whole seconds, so two comparisons differ by that; and what comes later must not
// be dated earlier.
const standsStill = 3 * time.Second

// Now returns the agreed time.
func (a *agreedTime) Now() time.Time {
	a.mu.Lock()
	defer a.mu.Unlock()
	now := a.skew.At(a.reading())
	if back := a.last.Round(0).Sub(now.Round(0)); back < 0 || back > standsStill {
		a.last = now
	}
	return a.last
}

// counted returns a moment that moves on with the time that passes and by no clock that is
// set, for those who only count time.
func (a *agreedTime) counted() time.Time { return time.Unix(0, 0).Add(a.steady()) }

// After tells when the agreed time reaches a moment.
func (a *agreedTime) After(until time.Time) <-chan time.Time {
	now := a.Now()
	return a.after(a.now().Add(until.Round(0).Sub(now.Round(0))))
}

// asked is told that a request leaves, and returns what is told the time in its answer.
func (a *agreedTime) asked() (answered func(date time.Time)) {
	left := a.reading()
	return func(date time.Time) {
		a.skew.Compare(left, a.reading(), date)
		a.say()
	}
}

// passed takes note of a moment that has been on Discord's clock, if it is not zero.
func (a *agreedTime) passed(at time.Time) {
	if !at.IsZero() {
		a.skew.Passed(a.reading(), at)
		a.say()
	}
}

// doubtful reports whether the clocks have to be compared anew.
func (a *agreedTime) doubtful() bool { return a.skew.Doubtful(a.reading()) }

// isWrong reports whether the machine's clock was wrong when it was compared last.
func (a *agreedTime) isWrong() bool { return a.skew.Wrong() != 0 }

// compare asks for Discord's time, unless somebody else has just done so.
func (a *agreedTime) compare(ctx context.Context, ask func(context.Context) error) error {
	select {
	case a.turn <- struct{}{}:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { <-a.turn }()
	if !a.doubtful() {
		return nil
	}
	return ask(ctx)
}

// settle does that if the clocks have to be compared, and waits for it a little while.
func (a *agreedTime) settle(ctx context.Context, ask func(context.Context) error) {
	if !a.doubtful() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, askDateWithin)
	defer cancel()
	if err := a.compare(ctx, ask); err != nil {
		a.log.Debug("discord's time could not be asked for", "err", err)
	}
}

// say tells the host once that the clock is wrong, and once that it is right again.
func (a *agreedTime) say() {
	a.mu.Lock()
	defer a.mu.Unlock()
	ahead := a.skew.Wrong()
	if a.wrong == (ahead != 0) {
		return
	}
	a.wrong = !a.wrong
	if a.wrong {
		a.log.Warn("the clock of this machine is wrong, or discord's is: set it right (NTP); until they agree nothing is deleted, paused or let lapse, and I go by discord's",
			"ahead", ahead.Round(time.Second).String())
		return
	}
	a.log.Info("the clock of this machine is right again")
}
