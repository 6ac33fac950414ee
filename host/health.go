package host

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"leanon/clock"
)

// What a bot answers at its door begins with one of these; a reason may follow.
const (
	isReady   = "ready"
	isWaiting = "waiting"
	isHung    = "hung"
)

const (
	// answersWithin is how long a loop of the bot may take where somebody asks.
	answersWithin = 8 * time.Second
	// asksFor is how long leanon health waits for the answer: less than Docker, which by
	// the Dockerfile waits for 15 seconds.
	asksFor = 12 * time.Second
)

// state is the answer of a bot at its door.
func (p *parts) state(ctx context.Context) string {
	select {
	case <-p.built:
	default:
		return isWaiting + " it is still opening its database"
	}
	if loop := p.hung(ctx, answersWithin); loop != "" {
		return isHung + " " + loop + " has not come round for " + answersWithin.String()
	}
	if why := p.notReady(); why != "" {
		return isWaiting + " " + why
	}
	return isReady
}

// HealthCommand is `leanon health`.
type HealthCommand struct {
	Live bool `help:"Be content with a bot that is not hung, also while Discord is out of reach. This is for what restarts it."`
}

// Run asks the bot that runs on this machine with the same data directory how it fares, and
// prints one line. It fails where that bot is not ready, hangs, or is not there.
func (c HealthCommand) Run(p *Process) error {
	cfg, err := p.settings(clock.New())
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(p.Ctx, asksFor)
	defer cancel()
	answer, err := knock(ctx, cfg.Data)
	switch {
	case p.Ctx.Err() != nil:
		return errors.New("told to stop before the bot had answered")
	case errors.Is(err, errNobody):
		return fmt.Errorf("no leanon is running with the data directory %s; start it with %s", cfg.Data, Command("serve"))
	case errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("the leanon with the data directory %s has hung: it does not answer for %v; start it again", cfg.Data, asksFor)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("only whoever leanon runs as can ask it: %s is closed to you", cfg.Data)
	case err != nil:
		return fmt.Errorf("the leanon with the data directory %s cannot be asked: %w", cfg.Data, err)
	}
	state, why, _ := strings.Cut(answer, " ")
	switch {
	case state == isReady:
		_, err = fmt.Fprintln(p.Stdout, "ready")
	case state == isWaiting && c.Live:
		_, err = fmt.Fprintln(p.Stdout, "not hung, and not ready: "+why)
	case state == isWaiting:
		err = errors.New("not ready: " + why)
	default:
		err = errors.New("hung: " + why + "; start leanon again")
	}
	return err
}
