package bot

import (
	"context"
	"errors"

	"leanon/discord/talk"
	"leanon/store"
)

// withQuestions and notesOnly say with what an invitee agrees to begin. Custom ids hold
// them, so they never change.
const (
	withQuestions = "all"
	notesOnly     = "notes"
)

// composeInvite makes the invitation for its invitee.
func (b *Bot) composeInvite(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	inv, err := v.Invite(n.Ref)
	if err != nil {
		return talk.Message{}, err
	}
	if rd.me.Reads == "" && rd.me.Locale == "" { // they never acted
		reads, locale, err := v.InviterReads(inv)
		if err != nil {
			return talk.Message{}, err
		}
		rd.speaker = b.to(store.Partner{Reads: reads, Locale: locale})
	}
	switch {
	case !inv.Couple.FormedAt.IsZero():
		return rd.plain(rd.say("invite.couple")), nil
	case inv.Couple.ID == 0: // it ended while its message stood there
		return overMessage(rd.speaker, inv), nil
	case inv.Declined:
		return declinedMessage(rd.speaker, inv), nil
	case rd.me.Notes == store.Nameless:
		return talk.Message{Text: rd.say("invite.nameless"), Rows: []talk.Row{row(rd.press("open-invite", talk.Primary, inv.ID), rd.helpButton())}}, nil
	}
	return inviteMessage(rd.speaker, inv), nil
}

// inviteMessage is the invitation. Whoever presses Accept or Notes only reads the facts
// before they can agree.
func inviteMessage(s speaker, inv store.Invite) talk.Message {
	return talk.Message{NoEmbed: true, Text: s.say("invite.text", "name", s.nameOf(inv.Couple.Other.Name), "day", dated(inv.Until())), Rows: []talk.Row{row(
		s.press("accept-facts", talk.Success, inv.ID),
		s.press("notes-facts", talk.Secondary, inv.ID),
		s.press("decline", talk.Secondary, inv.ID),
		s.helpButton())}}
}

// openInvite shows the invitation: the button Open invitation, and Back from the facts.
func (b *Bot) openInvite(ctx context.Context, r request) (talk.Reply, error) {
	return b.withInvite(ctx, r, func(inv store.Invite) talk.Message { return inviteMessage(r.speaker, inv) })
}

// readFacts shows the facts in place of the invitation.
func (b *Bot) readFacts(ctx context.Context, r request) (talk.Reply, error) {
	return b.withInvite(ctx, r, func(inv store.Invite) talk.Message { return b.factsMessage(r.speaker, inv, withQuestions) })
}

// readFactsOfNotes is readFacts for notes only.
func (b *Bot) readFactsOfNotes(ctx context.Context, r request) (talk.Reply, error) {
	return b.withInvite(ctx, r, func(inv store.Invite) talk.Message { return b.factsMessage(r.speaker, inv, notesOnly) })
}

// factsMessage shows an invitee what they would agree to. Its button says which version
// of the facts stands above it.
func (b *Bot) factsMessage(s speaker, inv store.Invite, with string) talk.Message {
	other := inv.Couple.Other.Name
	text := roomFor(other, b.hostFor(inv.Invitee, inv.Inviter, other), func(called string, h Host) string {
		head := s.say("invite.facts", "name", s.nameOf(called))
		if with == notesOnly {
			head = s.say("invite.facts.notes", "name", s.nameOf(called))
		}
		return blocks(head, s.consentFacts(called, h, b.Retention), s.contact(h))
	})
	return talk.Message{NoEmbed: true, Text: text, Rows: []talk.Row{row(
		s.press("agree", talk.Success, s.factsShown(inv.ID, with)...),
		s.press("back-to-invite", talk.Secondary, inv.ID),
		s.helpButton())}}
}

// withInvite replaces the message by one about the invitation that a press is about, or
// says that it is over.
func (b *Bot) withInvite(ctx context.Context, r request, show func(store.Invite) talk.Message) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	inv, err := r.store.Answerable(ctx, id, r.Person.ID, r.now)
	if err != nil {
		return b.inviteOver(r, inv, err)
	}
	return update(show(inv)), nil
}

// inviteOver answers a press about an invitation that cannot be answered any more.
func (b *Bot) inviteOver(r request, inv store.Invite, err error) (talk.Reply, error) {
	if errors.Is(err, store.ErrNotYours) {
		b.refused(r)
		return update(r.plain(r.say("invite.gone"))), nil
	}
	if errors.Is(err, store.ErrTooLate) {
		return update(b.overSince(r, inv)), nil
	}
	return talk.Reply{}, err
}

// overSince says what became of an invitation.
func (b *Bot) overSince(r request, inv store.Invite) talk.Message {
	switch {
	case !inv.Couple.FormedAt.IsZero():
		return r.plain(r.say("invite.couple"))
	case !r.now.Before(inv.Until()):
		m := overMessage(r.speaker, inv)
		m.Text = r.say("invite.lapsed")
		return m
	}
	return overMessage(r.speaker, inv)
}

// overMessage replaces an invitation that is over. The name of the inviter is not stored
// any more.
func overMessage(s speaker, inv store.Invite) talk.Message {
	return talk.Message{Text: s.say("invite.gone"), Rows: []talk.Row{row(
		s.pressFor("refuse", talk.Secondary, s.say("invite.them"), inv.Inviter), s.helpButton())}}
}

// agree is the consent of the invitee. If the facts have changed since they were shown,
// it shows the new ones first.
func (b *Bot) agree(ctx context.Context, r request) (talk.Reply, error) {
	with := r.arg(1)
	if with != withQuestions && with != notesOnly {
		return talk.Reply{}, store.ErrNotYours
	}
	read, hold := b.factsRead(r, 2)
	if !hold {
		return b.withInvite(ctx, r, func(inv store.Invite) talk.Message { return b.factsMessage(r.speaker, inv, with) })
	}
	return b.join(ctx, r, with == notesOnly, read)
}

// accept is the button Accept of an invitation that showed the facts itself.
func (b *Bot) accept(ctx context.Context, r request) (talk.Reply, error) {
	return b.atOnce(ctx, r, false)
}

// acceptNotes is accept for notes only.
func (b *Bot) acceptNotes(ctx context.Context, r request) (talk.Reply, error) {
	return b.atOnce(ctx, r, true)
}

// atOnce takes a press on such an invitation for consent, unless it was declined.
func (b *Bot) atOnce(ctx context.Context, r request, notesOnly bool) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	inv, err := r.store.Answerable(ctx, id, r.Person.ID, r.now)
	switch {
	case err != nil:
		return b.inviteOver(r, inv, err)
	case inv.Declined:
		return update(declinedMessage(r.speaker, inv)), nil
	}
	return b.join(ctx, r, notesOnly, firstFacts())
}

// join makes the couple.
func (b *Bot) join(ctx context.Context, r request, notesOnly bool, read store.FactsRead) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	yes := store.Agreement{Name: r.Person.Name, NotesOnly: notesOnly, Read: read, Via: r.pressed()}
	inv, err := r.store.Accept(ctx, id, r.Person.ID, yes, r.now)
	switch {
	case err != nil:
		return b.inviteOver(r, inv, err)
	case r.Apart:
		return b.joinedHere(ctx, r, inv), nil
	}
	return update(r.plain(r.say("invite.agreed"))), nil
}

// decline keeps a no. The inviter reads of it on the seventh day, in the words for an
// invitation that nobody answered.
func (b *Bot) decline(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	inv, err := r.store.Decline(ctx, id, r.Person.ID, r.pressed(), r.now)
	if err != nil {
		return b.inviteOver(r, inv, err)
	}
	return update(declinedMessage(r.speaker, inv)), nil
}

func declinedMessage(s speaker, inv store.Invite) talk.Message {
	who := inv.Couple.Other.Name
	return talk.Message{Text: s.say("invite.declined", "name", s.nameOf(who), "day", dated(inv.Until())), Rows: []talk.Row{row(
		s.pressFor("refuse", talk.Secondary, s.plainName(who), inv.Inviter), s.helpButton())}}
}

// refuse makes sure that no more invitations from somebody reach the person.
func (b *Bot) refuse(ctx context.Context, r request) (talk.Reply, error) {
	if err := r.store.RefuseKnown(ctx, r.Person.ID, r.arg(0)); err != nil {
		return talk.Reply{}, err
	}
	return r.aside(r.say("invite.refused")), nil
}

// showName shows, in place of a message that named nobody, the same one with the name.
func (b *Bot) showName(ctx context.Context, r request) (talk.Reply, error) {
	var m talk.Message
	err := r.store.View(ctx, r.Person.ID, func(v store.View) error {
		n, err := v.Notice(r.notice)
		if err != nil {
			return err
		}
		switch n.Kind {
		case store.KindInviteFailed, store.KindEnded, store.KindConsent, store.KindWelcome:
		default:
			return store.ErrNotYours
		}
		named := r.reader
		named.me.Notes = store.Discreet
		m, err = b.composeFor(named, v, n)
		return err
	})
	return update(m), err
}
