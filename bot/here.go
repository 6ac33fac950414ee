package bot

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"sync"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// An inviter can put the invitation into the chat that the two have with one another,
// which the bot is not in. There both see it and both can press it, also somebody who has
// installed nothing. So the message changes only when the two have agreed, and everything
// else is answered to whoever presses, for them alone, by how the invitation stands then.

// mayPairHere returns, in words for the inviter, why they cannot invite this person where
// people are among themselves.
func (r request) mayPairHere(other talk.User) error {
	switch {
	case r.Group:
		return sayable{r.say("here.group")}
	case r.Apart && len(r.With) > 0 && !slices.Contains(r.With, other.ID):
		return sayable{r.say("here.others", "name", r.nameOf(other.Name))}
	}
	return nil
}

// showsInvite answers Send invitation between the two: the inviter reads how it stands, and
// the invitation appears.
func (b *Bot) showsInvite(r request, inv store.Invite) talk.Reply {
	if !inv.Open(r.now) {
		return update(r.plain(r.say("here.cannot", "name", r.nameOf(inv.Couple.Other.Name))))
	}
	reply := update(b.openHere(r, inv, inv.Couple.Other.Name))
	reply.Also = hereMessage(r, inv)
	return reply
}

// openHere tells an inviter how an invitation stands that is in the chat of the two. For a
// while they can let it appear again: it is lost if something broke off just after Send.
func (b *Bot) openHere(r request, inv store.Invite, other string) talk.Message {
	buttons := []talk.Button{r.press("invite-take-back", talk.Secondary, inv.ID), r.helpButton()}
	if r.Apart && r.now.Before(inv.SentAt.Add(showAgainFor)) {
		buttons = slices.Insert(buttons, 0, r.press("here-again", talk.Secondary, inv.ID))
	}
	return talk.Message{Text: r.say("here.open", "name", r.nameOf(other), "day", dated(inv.Until())), Rows: []talk.Row{row(buttons...)}}
}

// hereMessage is the invitation as both see it. Its reader r is the inviter.
func hereMessage(r request, inv store.Invite) *talk.Message {
	other := r.nameOf(inv.Couple.Other.Name)
	return &talk.Message{NoEmbed: true, Text: r.say("here.text", "inviter", r.nameOf(r.Person.Name), "name", other, "day", dated(inv.Until())), Rows: []talk.Row{row(
		r.press("here-accept", talk.Success, inv.ID),
		r.press("here-notes", talk.Secondary, inv.ID),
		r.press("here-decline", talk.Secondary, inv.ID),
		r.helpButton())}}
}

// agreedHere replaces the invitation once the two are a couple. Both see it, so it stands
// there in the language of each. other speaks to the partner of whoever pressed.
func agreedHere(r request, other speaker) talk.Message {
	text, buttons := r.say("here.agreed"), r.chatLink(r.speaker)
	if other.base() != r.base() {
		text += "\n\n" + other.say("here.agreed")
		buttons = append(buttons, r.chatLink(other)...)
	}
	return talk.Message{NoEmbed: true, Text: text, Rows: []talk.Row{row(append(buttons, r.helpButton())...)}}
}

// chatLink is the button by which somebody installs leanon for themselves, so that it can
// write to them and they have its commands; none if Discord did not say which application
// this is.
func (r request) chatLink(to speaker) []talk.Button {
	if r.App == "" {
		return nil
	}
	return []talk.Button{{Label: to.say("here.link"), URL: installFor + url.QueryEscape(r.App)}}
}

// installFor is where Discord installs an application for a person (its page on OAuth2 and
// permissions); the application's id follows.
const installFor = "https://discord.com/oauth2/authorize?integration_type=1&scope=applications.commands&client_id="

// onHere lets an invitee do something with an invitation in the chat of the two, if it can
// still be answered. Everybody else reads how it stands.
func (b *Bot) onHere(act func(context.Context, request, store.Invite) (talk.Reply, error)) handler {
	return func(ctx context.Context, r request) (talk.Reply, error) {
		inv, err := b.inviteHere(ctx, r)
		switch {
		case errors.Is(err, store.ErrNotYours):
			b.refused(r)
			return r.aside(r.say("invite.gone")), nil
		case err != nil:
			return talk.Reply{}, err
		case !inv.Couple.FormedAt.IsZero():
			reply := update(agreedHere(r, b.toPerson(ctx, inv.Couple.Other.Person, "")))
			reply.Shown = true
			return reply, nil
		case inv.Inviter == r.Person.ID && inv.Open(r.now):
			return private(r.say("here.own"), row(
				r.press("invite-take-back", talk.Secondary, inv.ID), r.helpButton())), nil
		case inv.Inviter == r.Person.ID:
			return r.aside(r.say("pair.over")), nil
		case !inv.Answerable(r.now):
			m := b.overSince(r, inv)
			m.Private = true
			return talk.Reply{Message: &m}, nil
		}
		return act(ctx, r, inv)
	}
}

// inviteHere reads the invitation of a press, for either of the two.
func (b *Bot) inviteHere(ctx context.Context, r request) (inv store.Invite, err error) {
	id, err := r.id(0)
	if err != nil {
		return inv, err
	}
	err = r.store.View(ctx, r.Person.ID, func(v store.View) (err error) {
		inv, err = v.Invite(id)
		return err
	})
	return inv, err
}

// factsHere shows an invitee the facts beside the invitation. Their press can change the
// invitation for a while, which it does when they agree.
func (b *Bot) factsHere(with string) handler {
	return b.onHere(func(_ context.Context, r request, inv store.Invite) (talk.Reply, error) {
		m := b.factsMessage(r.speaker, inv, with)
		m.Private = true
		if !r.Apart || r.OnPrivate {
			return talk.Reply{Message: &m}, nil
		}
		b.pressedHere.keep(inv.ID, r.Token, r.now)
		return talk.Reply{Also: &m}, nil
	})
}

// declineHere is decline beside the invitation.
func (b *Bot) declineHere(ctx context.Context, r request, inv store.Invite) (talk.Reply, error) {
	inv, err := r.store.Decline(ctx, inv.ID, r.Person.ID, "", r.now)
	if err != nil {
		return b.inviteOver(r, inv, err)
	}
	m := declinedMessage(r.speaker, inv)
	m.Text = r.say("here.declined", "name", r.nameOf(inv.Couple.Other.Name), "day", dated(inv.Until()))
	m.Private = true
	return talk.Reply{Message: &m}, nil
}

// joinedHere answers I agree between the two, and changes the invitation that both see. An
// invitation that it cannot change any more changes at the next press on it.
func (b *Bot) joinedHere(ctx context.Context, r request, inv store.Invite) talk.Reply {
	reply := update(r.plain(r.say("here.joined")))
	if link := r.chatLink(r.speaker); r.me.Channel == "" || r.me.Unreachable {
		reply = replace(r.say("here.joined.new"), row(append(link, r.helpButton())...))
	}
	if token, ok := b.pressedHere.take(inv.ID, r.now); ok {
		reply.Earlier = &talk.Earlier{Token: token, Message: agreedHere(r, b.toPerson(ctx, inv.Couple.Other.Person, ""))}
	}
	return reply
}

const (
	// showAgainFor is how long after Send an inviter can let the invitation appear again.
	showAgainFor = 15 * time.Minute
	// maxShownAgain is how often. What an inviter can put into the chat of another is no
	// pipe for harassment.
	maxShownAgain = 3
)

// againHere lets the invitation appear again.
func (b *Bot) againHere(ctx context.Context, r request) (talk.Reply, error) {
	inv, err := b.inviteHere(ctx, r)
	switch {
	case err != nil:
		return talk.Reply{}, err
	case inv.Inviter != r.Person.ID:
		return talk.Reply{}, store.ErrNotYours
	case !inv.Couple.FormedAt.IsZero():
		return update(r.plain(r.say("invite.couple"))), nil
	case !inv.Open(r.now):
		return update(r.plain(r.say("pair.over"))), nil
	case inv.Couple.Other.Name == "": // who was invited has been forgotten, which the inviter must not see
		return talk.Reply{}, nil
	}
	reply := update(b.openHere(r, inv, inv.Couple.Other.Name))
	if r.Apart && inv.Here && r.now.Before(inv.SentAt.Add(showAgainFor)) && b.pressedHere.again(inv.ID, r.now) {
		reply.Also = hereMessage(r, inv)
	}
	return reply, nil
}

// pressedHere remembers, for as long as Discord takes it, the token of the last press on
// each invitation in the chat of the two, and how often it was shown again. What a restart
// forgets, a press makes good.
type pressedHere struct {
	mu  sync.Mutex
	all map[store.ID]pressHere
}

type pressHere struct {
	at    time.Time // of the last change
	token talk.Token
	again int
}

func newPressedHere() *pressedHere { return &pressedHere{all: map[store.ID]pressHere{}} }

// tokenLife is for how long Discord takes the token of an interaction (its page on
// receiving and responding).
const tokenLife = 15 * time.Minute

// change changes what is remembered of an invitation, and forgets what is too old.
func (p *pressedHere) change(invite store.ID, now time.Time, change func(*pressHere)) pressHere {
	p.mu.Lock()
	defer p.mu.Unlock()
	for id, is := range p.all {
		if since := now.Sub(is.at); since >= tokenLife || since < 0 {
			delete(p.all, id)
		}
	}
	is := p.all[invite]
	is.at = now
	before := is
	change(&is)
	p.all[invite] = is
	return before
}

func (p *pressedHere) keep(invite store.ID, token talk.Token, now time.Time) {
	p.change(invite, now, func(is *pressHere) { is.token = token })
}

// take returns the token of the last press on an invitation, and forgets it.
func (p *pressedHere) take(invite store.ID, now time.Time) (talk.Token, bool) {
	was := p.change(invite, now, func(is *pressHere) { is.token = "" })
	return was.token, was.token != ""
}

// again counts that an invitation is shown again, and reports whether it may be.
func (p *pressedHere) again(invite store.ID, now time.Time) bool {
	return p.change(invite, now, func(is *pressHere) { is.again++ }).again < maxShownAgain
}
