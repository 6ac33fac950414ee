package host

import (
	"context"
	"sync"
	"time"

	"leanon/bot"
	"leanon/clock"
	"leanon/discord"
	"leanon/discord/talk"
	"leanon/library"
	"leanon/scheduler"
)

// newClient makes the wire to Discord. It does not connect before it runs.
func (p *parts) newClient() (*discord.Client, error) {
	if crossesInPlain(p.cfg.Discord.APIURL) {
		p.env.Log.Warn(plainSentence)
	}
	return discord.New(discord.Options{
		Token: p.env.Token.Text, APIURL: p.cfg.Discord.APIURL, RequestsPerSecond: float64(p.cfg.Discord.RequestsPerSecond),
		Log: p.env.Log, Now: p.time.counted, Asked: p.time.asked, Meter: p.metrics.wire(), Dial: p.env.Dial,
	})
}

// newInbox makes the part that reads what people wrote while nobody listened.
func (p *parts) newInbox() *scheduler.Inbox {
	return scheduler.NewInbox(scheduler.InboxOptions{
		Store: p.store, Now: p.time.Now, After: p.time.After, Log: p.env.Log,
		Since: p.client.Since, SinceUrgent: p.client.SinceUrgent, Replay: p.client.Replay,
	})
}

// newBot makes the part that people meet.
func (p *parts) newBot(words *library.Library, wall *clock.Clock) *bot.Bot {
	h := p.cfg.Host
	return bot.New(bot.Options{
		Store: p.store, Library: words, Now: p.time.Now, Log: p.env.Log,
		Host:        bot.Host{Name: h.Name, Contact: h.Contact, Where: h.Where, Policy: h.Policy, Replica: p.cfg.Backup.ReplicaKeeps},
		Owners:      p.client.Owners,
		Guilds:      p.cfg.Discord.Guilds,
		FollowUp:    p.cfg.FollowUpAfter,
		Clock:       wall,
		MinInterval: p.cfg.CheckIn.MinInterval,
		Weekly:      p.cfg.CheckIn.Weekly,
		Retention:   time.Duration(p.cfg.Retention),
		Unheard:     p.inbox.Unheard,
	})
}

// handler joins the wire and the bot, which do not know each other. Before a
// person's message the bot handles what the same person wrote while nobody listened.
func (p *parts) handler() discord.Handler {
	begun := sync.OnceFunc(func() { close(p.firstSession) })
	return discord.Handler{
		Request: func(ctx context.Context, r talk.Request) talk.Reply {
			p.time.passed(discord.MadeAt(r))
			p.time.settle(ctx, p.client.AskDate)
			if !p.inbox.CatchUp(ctx, r, func(ctx context.Context, earlier talk.Request) { p.bot.Handle(ctx, earlier) }) {
				return talk.Reply{}
			}
			return p.bot.Handle(ctx, r)
		},
		NewSession: func() {
			p.inbox.Missed()
			begun()
		},
	}
}

// newScheduler makes the part that opens what is due and sends what is owed.
func (p *parts) newScheduler() *scheduler.Scheduler {
	return scheduler.New(scheduler.Options{
		Store: p.store, Now: p.time.Now, After: p.time.After, Log: p.env.Log,
		Choose: p.bot.Choose, Compose: p.bot.Compose,
		Deliver: p.client.Deliver, Find: p.client.Find, Edit: p.client.Edit, OpenDM: p.client.OpenDM,
		Ours: p.client.Ours, Delete: p.client.Delete, EditReply: p.client.EditReply,
		Clock: scheduler.Clock{Doubtful: p.time.doubtful, Compare: p.compareClocks, Wrong: p.time.isWrong},
		Meter: p.metrics.outbox(), Workers: workers(p.cfg.Discord.RequestsPerSecond),
	})
}

// compareClocks asks for Discord's time.
func (p *parts) compareClocks(ctx context.Context) error {
	return p.time.compare(ctx, p.client.AskDate)
}

// workers returns how many messages may be under way at a time: as many as Discord's
// limit lets through in a second, at least 64 and at most 96. More of them cost less
// each but keep people who press a button waiting longer. 0 stands for no limit.
func workers(perSecond int) int {
	const fewest, most = 64, 96
	if perSecond == 0 {
		return most
	}
	return min(max(perSecond, fewest), most)
}
