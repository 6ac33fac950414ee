package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// Two people pair by agreeing to the same facts, each in their own chat. Before both
// have agreed, the only message that either can get is the invitation.

const (
	sayAccepted = "You said yes. A welcome is on its way to both of you."
	sayGone     = "This invitation is no longer open. If you two would like to, either of you can run /pair."
	sayLapsed   = "This invitation has lapsed: it was open for seven days, and letting it pass was fine. If you two would like to, either of you can run /pair."
	sayRefused  = "Done. No more invitations from them will reach you, and they aren't told. If you change your mind, run /pair yourself."
)

// pair is /pair. It shows the facts first, and then the button Send invitation.
func (b *Bot) pair(ctx context.Context, r request) (talk.Reply, error) {
	other, known := r.Users[r.Options["partner"]]
	if err := b.mayPair(r, other, known); err != nil {
		return talk.Reply{}, err
	}
	inv, err := r.store.Draft(ctx, r.Person.ID, r.Person.Name, other.ID, other.Name, r.now)
	if err != nil {
		return talk.Reply{}, err
	}
	return private(sayBeforeInviting(other.Name, b.Host, b.Retention), row(
		b.press("send-invite", talk.Primary, inv.ID),
		b.press("cancel-invite", talk.Secondary, inv.ID),
		b.helpButton())), nil
}

// mayPair returns, in words for the inviter, why they cannot invite this person here.
func (b *Bot) mayPair(r request, other talk.User, known bool) error {
	switch {
	case !known:
		return sayable{"Discord didn't tell me whom you mean. Choose your partner from the list while you type."}
	case other.ID == r.Person.ID:
		return sayable{"That is you. Choose the person you are with."}
	case other.Bot:
		return sayable{"That is a bot, and bots need nothing. Choose the person you are with."}
	case len(b.Guilds) > 0 && r.Guild == "":
		return sayable{"In this copy of leanon only people in certain servers can pair. Run /pair there: I can't tell from here which servers you are in."}
	case len(b.Guilds) > 0 && !slices.Contains(b.Guilds, r.Guild):
		return sayable{"Whoever runs this copy of leanon lets only certain servers pair, and this isn't one of them."}
	}
	return nil
}

func sayBeforeInviting(other string, host Host, retention time.Duration) string {
	return fmt.Sprintf("You are about to invite %s. These facts hold for both of you, and %s reads the same ones. Send invitation is your own yes to them.\n\n%s",
		nameOf(other), nameOf(other), consentFacts(other, host, retention))
}

// sendInvite is the consent of the inviter. The reply is the same whether or not the
// invitee wants invitations.
func (b *Bot) sendInvite(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	inv, err := r.store.SendInvite(ctx, id, r.Person.ID, ConsentVersion, r.now)
	if errors.Is(err, store.ErrTooLate) && inv.SentAt.IsZero() {
		return update(b.plain("This one lapsed before it was sent, and nobody was told. /pair makes a new one.")), nil
	}
	if errors.Is(err, store.ErrTooLate) {
		return update(b.plain("This invitation was sent already. You'll hear from me.")), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.plain(fmt.Sprintf("Your invitation to %s is on its way. It stays open for seven days and then lapses by itself. Yes, notes only and no are all fine, and there is nothing more for you to do.",
		nameOf(inv.Couple.Other.Name)))), nil
}

// cancelInvite takes an invitation back that was not sent.
func (b *Bot) cancelInvite(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	switch err := r.store.Cancel(ctx, id, r.Person.ID); {
	case errors.Is(err, store.ErrTooLate):
		return update(b.plain("This invitation was sent already, so it can't be cancelled. It lapses by itself after seven days.")), nil
	case err != nil:
		return talk.Reply{}, err
	}
	return update(b.plain("Cancelled. Nothing was sent, and nobody was told.")), nil
}

// accept makes the couple, with questions.
func (b *Bot) accept(ctx context.Context, r request) (talk.Reply, error) {
	return b.join(ctx, r, false)
}

// acceptNotes makes the couple without questions.
func (b *Bot) acceptNotes(ctx context.Context, r request) (talk.Reply, error) {
	return b.join(ctx, r, true)
}

func (b *Bot) join(ctx context.Context, r request, notesOnly bool) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	inv, err := r.store.Accept(ctx, id, r.Person.ID, r.Person.Name, notesOnly, ConsentVersion, r.now)
	if errors.Is(err, store.ErrTooLate) || errors.Is(err, store.ErrNotYours) {
		if errors.Is(err, store.ErrNotYours) {
			b.refused(r)
		}
		return update(b.plain(sayOver(inv, r.now))), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.plain(sayAccepted)), nil
}

// decline ends the invitation. The inviter reads what they would read if it could not
// be delivered.
func (b *Bot) decline(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	inv, err := r.store.Decline(ctx, id, r.Person.ID, r.now)
	if errors.Is(err, store.ErrTooLate) && inv.Couple.ID == 0 { // pressed twice or too late, when the name of the inviter is not stored any more
		return replace(sayOver(inv, r.now), row(b.pressFor("refuse", talk.Secondary, "them", inv.Inviter), b.helpButton())), nil
	}
	if errors.Is(err, store.ErrTooLate) || errors.Is(err, store.ErrNotYours) {
		if errors.Is(err, store.ErrNotYours) {
			b.refused(r)
		}
		return update(b.plain(sayOver(inv, r.now))), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	who := inv.Couple.Other.Name
	text := fmt.Sprintf("All right, and no reason needed. %s only reads that I can't bring an invitation right now.", nameOf(who))
	return replace(text, row(b.pressFor("refuse", talk.Secondary, plainName(who), inv.Inviter), b.helpButton())), nil
}

// sayOver says what became of an invitation that cannot be answered any more.
func sayOver(inv store.Invite, now time.Time) string {
	switch {
	case !inv.Couple.FormedAt.IsZero():
		return "You two share this already. /needs shows what is open, and /help says how it works."
	case !inv.SentAt.IsZero() && !now.Before(inv.SentAt.Add(store.InviteLife)):
		return sayLapsed
	}
	return sayGone
}

// refuse makes sure that no more invitations from somebody reach the person.
func (b *Bot) refuse(ctx context.Context, r request) (talk.Reply, error) {
	if err := r.store.RefuseKnown(ctx, r.Person.ID, r.arg(0)); err != nil {
		return talk.Reply{}, err
	}
	return private(sayRefused), nil
}
