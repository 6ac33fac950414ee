package bot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// privacy is /privacy: what is stored about this person, and who could read it. It
// counts only what is theirs, so that it tells nothing of a partner.
func (b *Bot) privacy(ctx context.Context, r request) (talk.Reply, error) {
	facts, err := r.store.Facts(ctx, r.Person.ID)
	if err != nil {
		return talk.Reply{}, err
	}
	other := "" // if there are several, the facts say "your partner"
	if len(r.couples) == 1 {
		other = r.couples[0].Other.Name
	}
	reply := private(sayPrivacy(facts, r.me, other, b.Host), row(
		b.press("export", talk.Secondary), b.press("forget", talk.Danger), b.helpButton()))
	reply.Message.NoEmbed = true
	return reply, nil
}

func sayPrivacy(f store.Facts, p store.Partner, other string, host Host) string {
	keeping := ""
	if f.Settings {
		keeping = sayRetention(p)
	}
	return paragraphs(
		"**Stored about you**",
		sayStored(f),
		keeping,
		"**What holds for both of you**",
		consentFacts(other, host, time.Duration(p.Retention)*24*time.Hour),
		sayBeyond,
		sayContact(host),
		sayPolicy(host),
	)
}

// sayPolicy links the privacy policy of the host, "" if config.yaml names none.
// Discord's developer terms want it within reach of everybody who uses a bot.
func sayPolicy(h Host) string {
	if h.Policy == "" {
		return ""
	}
	return fmt.Sprintf("Privacy policy: <%s>", h.Policy)
}

// sayBeyond says what deleting does not reach.
const sayBeyond = "• A backup that the host makes holds what was there that day. A file you export is in this chat until you delete it, and where you saved it."

// sayStored lists what is stored, each noun with its number, and since when.
func sayStored(f store.Facts) string {
	var have []string
	for _, c := range []struct {
		n         int
		one, many string
	}{
		{f.Couples, "couple with your yes to it", "couples with your yes to them"},
		{f.Invites, "invitation you sent", "invitations you sent"},
		{f.CheckIns, "question I asked you", "questions I asked you"},
		{f.Drafts, "draft", "drafts"},
		{f.Kept, "note you kept private", "notes you kept private"},
		{f.Sent, "note you sent", "notes you sent"},
		{f.Answers, "answer you gave", "answers you gave"},
		{f.Messages, "id of a message you wrote to me", "ids of messages you wrote to me"},
		{f.Refusals, "person you want no invitations from", "people you want no invitations from"},
	} {
		switch {
		case c.n == 1:
			have = append(have, "1 "+c.one)
		case c.n > 1:
			have = append(have, fmt.Sprintf("%d %s", c.n, c.many))
		}
	}
	if f.Settings {
		have = append(have, "your Discord id with your city and settings, and the name I call you")
	}
	if len(have) == 0 {
		return "Nothing."
	}
	text := strings.Join(have, ", ") + ". What was written to you counts as its writer's."
	if !f.Oldest.IsZero() {
		text += fmt.Sprintf(" The oldest is from %s.", dated(f.Oldest))
	}
	return text
}

// sayRetention says how long it is stored by the setting of this person. It says
// nothing of the setting of the partner.
func sayRetention(p store.Partner) string {
	if p.Retention == 0 {
		return "You keep it until one of you leaves. For what you two share, the shorter of your two settings counts; what is still on its way is kept until it has come. Drafts go after 14 days. /settings changes yours."
	}
	return fmt.Sprintf("You keep it for %s. For what you two share, the shorter of your two settings counts; what is still on its way is kept until it has come. Drafts go after 14 days. /settings changes yours.", sayDays(p.Retention))
}
