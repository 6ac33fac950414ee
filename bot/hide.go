package bot

import (
	"context"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// Somebody whose phone others look at can have our messages taken out of their chat. It is
// offered nowhere, because a button of that name on a shared phone is a question.

// hide is /hide. It says what can be hidden and what can't, and asks.
func (b *Bot) hide(_ context.Context, r request) (talk.Reply, error) {
	here := r.say("hide.ask")
	switch {
	case r.chat() == "":
		return r.aside(r.say("hide.nowhere")), nil
	case !r.home():
		here = r.say("hide.ask.elsewhere")
	}
	return private(paragraphs(here, r.say("hide.ask.choices"), r.say("hide.ask.beyond")), row(
		r.press("hide-mine", talk.Primary), r.press("hide-hour", talk.Secondary), r.press("hide-all", talk.Secondary),
		r.press("hide-cancel", talk.Secondary), r.helpButton())), nil
}

// chat returns the channel of the person's direct messages, "" if it is not known.
func (r request) chat() string {
	if r.home() {
		return r.Channel
	}
	return r.me.Channel
}

// hideMine deletes what does not belong to both.
func (b *Bot) hideMine(ctx context.Context, r request) (talk.Reply, error) {
	return b.hides(ctx, r, store.HideMine)
}

// hideHour deletes what came within the last hour.
func (b *Bot) hideHour(ctx context.Context, r request) (talk.Reply, error) {
	return b.hides(ctx, r, store.HideHour)
}

// askHideAll asks once more, because notes of the partner go too: whoever holds a phone that
// is not theirs may want their own words gone from it.
func (b *Bot) askHideAll(ctx context.Context, r request) (talk.Reply, error) {
	besides, err := b.sayBesides(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	notes := r.say("hide.all.several")
	switch len(r.couples) {
	case 0:
		notes = r.say("hide.all.none")
	case 1:
		notes = r.say("hide.all", "name", r.name(r.couples[0]))
	}
	return replace(paragraphs(notes, r.say("hide.all.file"), besides), row(
		r.press("export-first", talk.Secondary), r.press("hide-all-now", talk.Danger), r.press("hide-cancel", talk.Secondary), r.helpButton())), nil
}

// hideAllNow deletes all.
func (b *Bot) hideAllNow(ctx context.Context, r request) (talk.Reply, error) {
	return b.hides(ctx, r, store.HideAll)
}

// hides owes the deletion. The outbox replaces this reply when all is done.
func (b *Bot) hides(ctx context.Context, r request, what store.Hidden) (talk.Reply, error) {
	if r.chat() == "" {
		return update(r.plain(r.say("hide.nowhere"))), nil
	}
	besides, err := b.sayBesides(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	err = r.store.AskHide(ctx, r.Person.ID, store.Hiding{
		What: what, Channel: r.chat(), Asked: r.ID, Replies: []store.ReplyToken{{Token: string(r.Token), At: r.now}},
	}, r.now)
	if err != nil {
		return talk.Reply{}, err
	}
	return update(r.plain(paragraphs(r.say("hide.working"), besides))), nil
}

// sayBesides says what becomes of what can be pressed in the messages that go: it is in
// /needs and /checkin still, and an invitation lapses.
func (b *Bot) sayBesides(ctx context.Context, r request) (string, error) {
	var open []store.Invite
	err := r.store.View(ctx, r.Person.ID, func(v store.View) (err error) {
		open, err = v.Invited(r.now)
		return err
	})
	if err != nil {
		return "", err
	}
	var lines []string
	if len(r.couples) > 0 {
		lines = append(lines, r.say("hide.open"))
	}
	last := time.Time{}
	for _, i := range open {
		if i.Until().After(last) {
			last = i.Until()
			lines = append(lines, r.say("hide.invited", "day", dated(last)))
		}
	}
	return paragraphs(lines...), nil
}
