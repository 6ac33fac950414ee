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

// endAgain ends in an older copy of the database what ended since, before anybody is met.
// It goes by the agreed time, which is known once Discord has answered: by a clock that is
// wrong it would delete what has not lapsed. It returns nil too when ctx ends first.
func (p *parts) endAgain(ctx context.Context) error {
	const warning = "discord's time could not be asked for; trying again"
	if err := retryUntil(ctx, p.env.Log, warning, func() error { return p.compareClocks(ctx) }); err != nil || ctx.Err() != nil {
		return err
	}
	older, err := p.store.EndAgain(ctx, p.time.Now())
	if ctx.Err() != nil {
		return nil
	}
	if err != nil {
		return databaseSentence(p.cfg, p.env.Key, err)
	}
	if older {
		p.env.Log.Warn("the database is older than the list of what ended, as after a restore; all of it has ended in the database again", "database", store.Path(p.cfg.Data))
	}
	return nil
}

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
			return databaseSentence(p.cfg, p.env.Key, err)
		}
	case <-ctx.Done():
	}
	return p.scheduler.Run(ctx)
}

// askOfChangedFacts tries again for as long as another program holds the database.
func (p *parts) askOfChangedFacts(ctx context.Context) (err error) {
	const warning = "people cannot be asked about changed facts yet; trying again"
	if gaveUp := retryUntil(ctx, p.env.Log, warning, func() error {
		if err = p.store.AskAgainIfFactsChanged(ctx, bot.ConsentVersion, p.bot.FactsTexts(), p.time.Now()); errors.Is(err, store.ErrBusy) {
			return err
		}
		return nil
	}); gaveUp != nil {
		return gaveUp
	}
	if errors.Is(err, store.ErrAltered) { // the others are asked
		if p.store.FirstAltered() {
			p.env.Log.Error(store.AlteredText, "err", err)
		}
		return nil
	}
	return err
}

// greet waits for the first gateway session, prints the links for the host, and registers
// the commands. Then it closes ready.
func (p *parts) greet(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return nil
	case <-p.firstSession:
	}
	if _, err := io.WriteString(p.env.Stdout, "READY. "+p.links()); err != nil {
		p.env.Log.Warn("the links could not be printed", "err", err)
	}
	err := p.register(ctx)
	if err == nil && ctx.Err() == nil {
		close(p.ready)
	}
	return err
}

// links are what a host opens next, a line each. Where only certain servers may pair, /pair
// works in no direct message.
func (p *parts) links() string {
	if len(p.cfg.Discord.Guilds) > 0 {
		return "Add leanon to a server of discord.guilds, and type /pair there: " + p.client.InviteURL() + "\n" +
			"Who is in one can also add it for themselves: " + p.client.InstallURL() + "\n"
	}
	return "Add leanon for yourself, and type /pair in your direct message with your partner: " + p.client.InstallURL() + "\n" +
		"Or add it to a server that both of you are in, and type /pair there: " + p.client.InviteURL() + "\n"
}

// afterRefusal is the longest pause between two tries to register commands that Discord
// refuses.
const afterRefusal = 6 * time.Hour

// register registers the commands. While Discord refuses them, it says so once and tries
// again after longer and longer pauses, because the next try will most likely be refused
// as well. It returns as retryUntil does.
func (p *parts) register(ctx context.Context) error {
	for pause := time.Minute; ; pause = min(2*pause, afterRefusal) {
		var refused *talk.Refused
		err := retryUntil(ctx, p.env.Log, "commands cannot be registered yet; trying again", func() error {
			err := p.client.Register(ctx, p.bot.Commands())
			if refused = nil; errors.As(err, &refused) && finalSentence(err) == nil && !errors.Is(err, talk.ErrUnclear) {
				return nil
			}
			refused = nil
			return err
		})
		if err != nil || refused == nil {
			return err
		}
		if pause == time.Minute {
			p.env.Log.Error("the commands are refused by Discord: people see those of before, or none; trying again after longer and longer pauses", "err", refused)
		}
		if !rest(ctx, pause) {
			return nil
		}
	}
}

// rest waits. It returns false when ctx ended first.
func rest(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return true
	case <-ctx.Done():
		return false
	}
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
// when do succeeded or ctx ended, and finalSentence's error when there is one.
func retryUntil(ctx context.Context, log *slog.Logger, warning string, do func() error) error {
	const first, longest = time.Second, time.Minute
	for pause := first; ; pause = min(2*pause, longest) {
		err := do()
		if err == nil || ctx.Err() != nil {
			return nil
		}
		if final := finalSentence(err); final != nil {
			return final
		}
		if pause == first {
			log.Warn(warning, "err", err)
		}
		wait := pause
		var limit *talk.Wait
		if errors.As(err, &limit) {
			wait = max(wait, limit.After)
		}
		if !rest(ctx, wait) {
			return nil
		}
	}
}
