package bot

import (
	"fmt"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// consentFacts are the facts that both agree to, as one of them reads them. other is
// the display name of their partner, "" for any partner. docs/security.md says what
// each clause rests on.
func consentFacts(other string, host Host, retention time.Duration) string {
	who := nameOf(other)
	return paragraphs(
		fmt.Sprintf("• Nothing leaves before you press Send. I tell nobody whether you opened, skipped or stayed silent; if you pause or leave, you choose what %s reads.", who),
		fmt.Sprintf("• %s %s", sayKeptFor(retention), sayWhoCouldRead(host)),
		"• Discord carries what we send and may keep a copy. Whoever holds your unlocked phone can use this chat.",
		"• Either of you may pause or leave at once, alone. Leaving deletes the shared record for both.",
		"• For adults (18+). Please leave out health, money and sex. Not therapy, not for emergencies.",
		sayAfraid,
	)
}

// sayAfraid is a private line for each of the two, at the invitation and at pairing.
const sayAfraid = "• If you feel afraid or pressed to use this, don't. /help is yours alone."

func sayKeptFor(retention time.Duration) string {
	if retention == 0 {
		return "Kept encrypted until one of you leaves; either of you can set a limit."
	}
	return fmt.Sprintf("Kept encrypted, %s; either of you can shorten that.", sayDays(int(retention/(24*time.Hour))))
}

// sayDays says a retention in days; 0 keeps until somebody leaves.
func sayDays(n int) string {
	switch n {
	case 0:
		return "as long as you two are here"
	case 1:
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

// sayWhoCouldRead says what the host of this copy sees and could read.
func sayWhoCouldRead(h Host) string {
	where := ""
	if h.Where != "" {
		where = fmt.Sprintf(" (%s)", clip(oneLine(h.Where), 100))
	}
	if h.Name == "" {
		return fmt.Sprintf("Whoever runs this copy%s sees who uses it and when, and holds the key, so they could read it (if that is your partner, so could they).", where)
	}
	return fmt.Sprintf("%s%s runs this copy: they see who uses it and when, and hold the key, so they could read it (if that is your partner, so could they).",
		clip(oneLine(h.Name), 100), where)
}

// sayContact says how to reach the host, "" if config.yaml names no way.
func sayContact(h Host) string {
	if h.Contact == "" {
		return ""
	}
	about := "Questions, a problem, or the privacy policy of this copy"
	if h.Policy != "" {
		about = "Questions, or a problem"
	}
	return fmt.Sprintf("%s: %s.", about, clip(oneLine(h.Contact), 100))
}

// composeInvite makes the invitation for its invitee.
func (b *Bot) composeInvite(v store.View, n store.Notice) (talk.Message, error) {
	inv, err := v.Invite(n.Ref)
	if err != nil {
		return talk.Message{}, err
	}
	if inv.Couple.ID == 0 || !inv.Couple.FormedAt.IsZero() { // it ended while nobody knew whether an earlier attempt got through
		return b.plain(sayGone), nil
	}
	return b.inviteMessage(inv), nil
}

func (b *Bot) inviteMessage(inv store.Invite) talk.Message {
	text := paragraphs(
		sayInvitation(inv.Couple.Other.Name),
		fmt.Sprintf("It is open until %s.\n", at(inv.SentAt.Add(store.InviteLife), "D")),
		consentFacts(inv.Couple.Other.Name, b.Host, b.Retention),
		sayContact(b.Host),
	)
	return talk.Message{NoEmbed: true, Text: text, Rows: []talk.Row{row(
		b.press("accept", talk.Success, inv.ID),
		b.press("notes-only", talk.Secondary, inv.ID),
		b.press("decline", talk.Secondary, inv.ID),
		b.helpButton())}}
}

func sayInvitation(inviter string) string {
	return fmt.Sprintf("%s invites you to leanon. A few times a week each of you gets one small question, and an easier way to ask each other for things. Yes, notes only, or no: all are fine, no reason needed.", nameOf(inviter))
}

// composeInviteFailed tells an inviter that there will be no answer. It is the same sentence
// for a no and for closed direct messages, so that the inviter cannot tell which it
// was.
func (b *Bot) composeInviteFailed(n store.Notice) talk.Message {
	return b.plain(fmt.Sprintf("I can't bring %s an invitation right now. If they would like one, they can allow direct messages from this server and run /pair themselves.", nameOf(n.Name)))
}
