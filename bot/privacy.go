package bot

import (
	"context"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// ownData is the part of the menu for what is stored about a person, their export and
// forgetting them.
func (b *Bot) ownData() []action {
	return []action{
		button("privacy-stored", b.privacyStored),
		button("privacy-who", b.privacyWho),
		button("privacy-ends", b.privacyEnds),
		button("export", b.askExport),
		button("export-first", b.askExport),
		button("export-now", b.exportNow),
		button("export-shared", b.exportShared),
		button("export-cancel", b.nothingChanged),
		button("delete-file", b.deleteFile),
		button("forget", b.askForget),
		choice("forget-tells", b.forgetTells),
		button("forget-now", b.forgetNow),
		button("forget-stay", b.nothingChanged),
	}
}

// privacy is /privacy: what is stored about this person, who could read it, and how it
// ends, each behind a button in the same message. It counts only what is theirs, so that
// it tells nothing of a partner.
func (b *Bot) privacy(ctx context.Context, r request) (talk.Reply, error) {
	facts, err := r.store.Facts(ctx, r.Person.ID)
	if err != nil {
		return talk.Reply{}, err
	}
	m := privacyMessage(r.speaker, sayStored(r.speaker, facts))
	return talk.Reply{Message: &m}, nil
}

// privacyStored shows the first part again.
func (b *Bot) privacyStored(ctx context.Context, r request) (talk.Reply, error) {
	reply, err := b.privacy(ctx, r)
	reply.Update = true
	return reply, err
}

// privacyWho shows who could read it.
func (b *Bot) privacyWho(_ context.Context, r request) (talk.Reply, error) {
	other := "" // if there are several, the facts say "your partner"
	if len(r.couples) == 1 {
		other = r.couples[0].Other.Name
	}
	return update(privacyMessage(r.speaker, b.sayWhoReads(r.reader, other))), nil
}

// privacyEnds shows how it ends.
func (b *Bot) privacyEnds(_ context.Context, r request) (talk.Reply, error) {
	return update(privacyMessage(r.speaker, sayHowItEnds(r.speaker, r.me, b.Host))), nil
}

func privacyMessage(s speaker, text string) talk.Message {
	return talk.Message{Text: text, Private: true, NoEmbed: true, Rows: []talk.Row{
		row(s.press("privacy-stored", talk.Secondary), s.press("privacy-who", talk.Secondary), s.press("privacy-ends", talk.Secondary)),
		row(s.press("export", talk.Secondary), s.press("forget", talk.Danger), s.helpButton()),
	}}
}

// sayStored lists what is stored, one noun with its number a line, and since when.
func sayStored(s speaker, f store.Facts) string {
	lines := []string{s.say("privacy.stored")}
	add := func(n int, line string) {
		if n > 0 {
			lines = append(lines, "• "+line)
		}
	}
	add(f.Couples, s.say("privacy.couples", "n", f.Couples))
	add(f.Invites, s.say("privacy.invites", "n", f.Invites))
	add(f.CheckIns, s.say("privacy.check-ins", "n", f.CheckIns))
	add(f.Drafts, s.say("privacy.drafts", "n", f.Drafts))
	add(f.Kept, s.say("privacy.kept", "n", f.Kept))
	add(f.Sent, s.say("privacy.sent", "n", f.Sent))
	add(f.Answers, s.say("privacy.answers", "n", f.Answers))
	add(f.Cards, s.say("privacy.cards", "n", f.Cards))
	add(f.Own, s.say("privacy.own-questions", "n", f.Own))
	add(f.Messages, s.say("privacy.messages", "n", f.Messages))
	add(f.Refusals, s.say("privacy.refusals", "n", f.Refusals))
	if f.Settings {
		add(1, s.say("privacy.settings"))
	}
	if len(lines) == 1 {
		return paragraphs(lines[0], s.say("privacy.nothing"))
	}
	lines = append(lines, s.say("privacy.writers"))
	if !f.Oldest.IsZero() {
		lines = append(lines, s.say("privacy.oldest", "date", dated(f.Oldest)))
	}
	return paragraphs(lines...)
}

// sayWhoReads says who hosts and who could read it, with the facts that both agreed to.
func (b *Bot) sayWhoReads(rd reader, other string) string {
	return roomFor(other, b.hostAmong(rd), func(called string, h Host) string {
		return blocks(
			rd.say("privacy.who"),
			rd.consentFacts(called, h, time.Duration(rd.me.Retention)*24*time.Hour),
			rd.say("privacy.sees"),
			rd.contact(h),
			sayPolicy(rd.speaker, h),
		)
	})
}

// sayPolicy links the privacy policy of the host, "" if config.yaml names none.
// Discord's developer terms want it within reach of everybody who uses a bot.
func sayPolicy(s speaker, h Host) string {
	if h.Policy == "" {
		return ""
	}
	return s.say("privacy.policy", "address", h.Policy)
}

// sayHowItEnds says how long things stay by the setting of this person, what ends them,
// and what deleting does not reach. It says nothing of the setting of the partner.
func sayHowItEnds(s speaker, p store.Partner, h Host) string {
	keeps := s.say("privacy.keeps-always")
	if p.Retention > 0 {
		keeps = s.say("privacy.keeps", "n", p.Retention)
	}
	shorter := sayShorter(s, p)
	if shorter != "" {
		shorter = "• " + shorter
	}
	return paragraphs(s.say("privacy.ends"), keeps, shorter, s.say("privacy.leaves"), s.say("privacy.forgets"),
		s.say("privacy.chats"), s.say("privacy.backups"), sayReplica(s, h), s.say("privacy.files"))
}

// sayReplica says how long a replica keeps what is deleted here, "" if there is none.
func sayReplica(s speaker, h Host) string {
	if h.Replica == 0 {
		return ""
	}
	return s.say("privacy.replica", "n", h.replicaDays())
}

// replicaReaches says in a receipt how long a replica still has what was deleted, "" if
// there is none.
func (s speaker) replicaReaches(h Host) string {
	if h.Replica == 0 {
		return ""
	}
	return s.say("replica.reach", "n", h.replicaDays())
}

// replicaDays is how many days a replica keeps what was deleted, at most.
func (h Host) replicaDays() int {
	const day = 24 * time.Hour
	return int((h.Replica + day - 1) / day)
}
