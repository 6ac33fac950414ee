package bot

import (
	"context"
	"errors"
	"slices"

	"leanon/discord/talk"
	"leanon/store"
)

// Two people pair by agreeing to the same facts, each in their own chat. Before both
// have agreed, the only message that either can get is the invitation. This file has the
// inviter's side, invite.go the invitee's. Until the seventh day nothing here depends on
// whether the invitee declined.

// pair is /pair. It shows the facts first, and then the button Send invitation. If an
// invitation between the two is open, it shows that.
func (b *Bot) pair(ctx context.Context, r request) (talk.Reply, error) {
	other, known := r.Users[r.Options["partner"]]
	if err := b.mayPair(r, other, known); err != nil {
		return talk.Reply{}, err
	}
	inv, err := r.store.Draft(ctx, r.Person.ID, r.Person.Name, other.ID, other.Name, r.now)
	if errors.Is(err, store.ErrInviteOpen) {
		m := b.openInvitation(r, inv, other.Name)
		m.Private = true
		return talk.Reply{Message: &m}, nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	reply := private(b.beforeInviting(r, other), row(
		r.press("send-invite", talk.Primary, r.factsShown(inv.ID)...),
		r.press("cancel-invite", talk.Secondary, inv.ID),
		r.helpButton()))
	reply.Message.NoEmbed = true
	return reply, nil
}

// beforeInviting says whom a person is about to invite, and how, with the facts.
func (b *Bot) beforeInviting(r request, other talk.User) string {
	return roomFor(other.Name, b.hostFor(r.Person.ID, other.ID, other.Name), func(called string, h Host) string {
		name := r.nameOf(called)
		before := r.say("pair.before", "name", name)
		switch {
		case r.Apart:
			before = r.say("here.before", "name", name)
		case r.home() && len(b.Guilds) == 0:
			before = paragraphs(before, r.say("here.instead", "name", name))
		}
		return blocks(before, r.consentFacts(called, h, b.Retention), r.contact(h))
	})
}

// openInvitation is the open invitation between the reader and somebody whom Discord
// calls other.
func (b *Bot) openInvitation(r request, inv store.Invite, other string) talk.Message {
	if inv.Invitee == r.Person.ID {
		m := inviteMessage(r.speaker, inv)
		m.Text = blocks(r.say("pair.theirs", "name", r.nameOf(other)), m.Text)
		return m
	}
	if inv.Here {
		return b.openHere(r, inv, other)
	}
	return talk.Message{Text: r.say("pair.open", "name", r.nameOf(other), "day", dated(inv.Until())), Rows: []talk.Row{row(
		r.press("invite-take-back", talk.Secondary, inv.ID), r.helpButton())}}
}

// mayPair returns, in words for the inviter, why they cannot invite this person here.
func (b *Bot) mayPair(r request, other talk.User, known bool) error {
	switch {
	case !known:
		return sayable{r.say("pair.nobody")}
	case other.ID == r.Person.ID:
		return sayable{r.say("pair.oneself")}
	case other.Bot:
		return sayable{r.say("pair.bot")}
	case len(b.Guilds) > 0 && r.Guild == "":
		return sayable{r.say("pair.elsewhere")}
	case len(b.Guilds) > 0 && !slices.Contains(b.Guilds, r.Guild):
		return sayable{r.say("pair.server")}
	}
	return r.mayPairHere(other)
}

// sendInvite is the consent of the inviter. The reply is the same whether or not the
// invitee wants invitations.
func (b *Bot) sendInvite(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	send := r.store.SendInvite
	if r.Apart {
		send = r.store.ShowInvite
	}
	read, _ := b.factsRead(r, 1) // if others hold since, they are asked when the program starts next
	inv, err := send(ctx, id, r.Person.ID, read, r.now)
	switch {
	case errors.Is(err, store.ErrInviteOpen):
		return update(b.openInvitation(r, inv, inv.Couple.Other.Name)), nil
	case errors.Is(err, store.ErrNotYours): // it reads the same whether it lapsed or never was theirs
		b.refused(r)
		return update(r.plain(r.say("pair.unsent"))), nil
	case errors.Is(err, store.ErrTooLate) && inv.SentAt.IsZero():
		return update(r.plain(r.say("pair.unsent"))), nil
	case errors.Is(err, store.ErrTooLate):
		return update(r.plain(r.say("pair.twice"))), nil
	case err != nil:
		return talk.Reply{}, err
	case inv.Here:
		return b.showsInvite(r, inv), nil
	}
	said := r.say("pair.sent", "name", r.nameOf(inv.Couple.Other.Name), "day", dated(inv.Until()))
	if inv.GoesAt.After(r.now) {
		said = r.say("pair.sent-later", "name", r.nameOf(inv.Couple.Other.Name), "day", dated(inv.Until()), "from", at(inv.GoesAt, "t"), "in", at(inv.GoesAt, "R"))
	}
	return replace(said, row(
		r.press("invite-take-back", talk.Secondary, inv.ID), r.helpButton())), nil
}

// cancelInvite takes an invitation back that was not sent.
func (b *Bot) cancelInvite(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	switch err := r.store.Cancel(ctx, id, r.Person.ID); {
	case errors.Is(err, store.ErrTooLate):
		return update(r.plain(r.say("pair.sent-already"))), nil
	case err != nil:
		return talk.Reply{}, err
	}
	return update(r.plain(r.say("pair.cancelled"))), nil
}

// takeInviteBack ends an invitation that was sent. It reads the same whether or not it was
// declined.
func (b *Bot) takeInviteBack(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	inv, err := r.store.TakeInviteBack(ctx, id, r.Person.ID, r.now)
	switch {
	case errors.Is(err, store.ErrTooLate) && !inv.Couple.FormedAt.IsZero():
		return update(r.plain(r.say("invite.couple"))), nil
	case errors.Is(err, store.ErrTooLate):
		return update(r.plain(r.say("pair.over"))), nil
	case err != nil:
		return talk.Reply{}, err
	}
	if inv.Here {
		return update(r.plain(r.say("here.taken-back"))), nil
	}
	return update(r.plain(r.say("pair.taken-back"))), nil
}

// composeInviteFailed tells an inviter that an invitation is over, or that it cannot be
// brought. Each is the same sentence whatever the reason is, and comes at the same time.
func (b *Bot) composeInviteFailed(rd reader, n store.Notice) talk.Message {
	over := n.Round == store.RoundInviteOver
	if rd.me.Notes == store.Nameless {
		text := rd.say("invite.cannot.nameless")
		if over {
			text = rd.say("invite.over.nameless")
		}
		return talk.Message{Text: text, Rows: []talk.Row{row(rd.press("show-name", talk.Secondary), rd.helpButton())}}
	}
	if over {
		return rd.plain(rd.say("invite.over", "name", rd.nameOf(n.Name)))
	}
	return rd.plain(rd.say("invite.cannot", "name", rd.nameOf(n.Name)))
}
