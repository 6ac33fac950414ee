package host

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"time"

	"leanon/bot"
	"leanon/discord"
	"leanon/discord/talk"
	"leanon/store"
)

// runScheduler runs the scheduler once the database was found sound. It looks the
// file through after the first gateway session begins, because people can be answered
// meanwhile, and before anything that is due or owed leaves. Then it lets everybody
// be asked who agreed to older facts.
func (p *parts) runScheduler(ctx context.Context) error {
	select {
	case <-p.firstSession:
		err := p.store.Sound(ctx)
		if err == nil {
			err = p.askOfChangedFacts(ctx)
		}
		if err != nil && ctx.Err() == nil {
			return databaseSentence(p.cfg, "", err)
		}
	case <-ctx.Done():
	}
	return p.scheduler.Run(ctx)
}

// askOfChangedFacts tries again for as long as another program holds the database.
func (p *parts) askOfChangedFacts(ctx context.Context) (err error) {
	const warning = "people cannot be asked about changed facts yet; trying again"
	if gaveUp := retryUntil(ctx, p.env.Log, warning, func() error {
		if err = p.store.AskAgainIfFactsChanged(ctx, bot.ConsentVersion, p.time.Now()); errors.Is(err, store.ErrBusy) {
			return err
		}
		return nil
	}); gaveUp != nil {
		return gaveUp
	}
	return err
}

// greet waits for the first gateway session, prints the invite link for the host, and
// registers the commands. Then it closes ready.
func (p *parts) greet(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case <-p.firstSession:
	}
	if _, err := io.WriteString(p.env.Stdout, "READY. Add the bot to a server: "+p.client.InviteURL()+"\n"); err != nil {
		p.env.Log.Warn("the invite link could not be printed", "err", err)
	}
	const warning = "commands cannot be registered yet; trying again"
	err := retryUntil(ctx, p.env.Log, warning, func() error { return p.client.Register(ctx, p.bot.Commands()) })
	if err == nil && ctx.Err() == nil {
		close(p.ready)
	}
	return err
}

// checkToken asks Discord whether the token is good, again and again until it
// answers. It returns nil too when ctx ends first.
func checkToken(ctx context.Context, client *discord.Client, log *slog.Logger) error {
	return retryUntil(ctx, log, "discord is out of reach; trying again until it answers", func() error {
		_, err := client.Check(ctx)
		return err
	})
}

// retryUntil calls do until it succeeds. It pauses 1 second after the first failure,
// twice as long after each further one, at most a minute, and longer where a rate
// limit asks for that. It logs warning after the first failure only. It returns nil
// when do succeeded or ctx ended, and ErrToken when Discord refuses the token.
func retryUntil(ctx context.Context, log *slog.Logger, warning string, do func() error) error {
	const first, longest = time.Second, time.Minute
	for pause := first; ; pause = min(2*pause, longest) {
		err := do()
		if err == nil || ctx.Err() != nil {
			return nil
		}
		if errors.Is(err, talk.ErrUnauthorized) {
			return ErrToken
		}
		if pause == first {
			log.Warn(warning, "err", err)
		}
		wait := pause
		var limit *talk.Wait
		if errors.As(err, &limit) {
			wait = max(wait, limit.After)
		}
		t := time.NewTimer(wait)
		select {
		case <-t.C:
		case <-ctx.Done():
			t.Stop()
			return nil
		}
	}
}

// tokenSentence replaces an unauthorized error by ErrToken.
func tokenSentence(err error) error {
	if errors.Is(err, talk.ErrUnauthorized) {
		return ErrToken
	}
	return err
}
