package bot

import (
	"context"
	"slices"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// overview says how much is open between the reader and their partner, and offers it in
// a select.
func (b *Bot) overview(ctx context.Context, r request, c store.Couple) (talk.Message, error) {
	all, err := r.store.NeedsOf(ctx, c.ID, r.Person.ID)
	if err != nil {
		return talk.Message{}, err
	}
	list := openList(all, r.now)
	last := row(r.press("kept", talk.Secondary, c.ID), r.press("week-thanks", talk.Secondary, c.ID), r.helpButton())
	if len(list) == 0 {
		return talk.Message{Text: r.say("needs.none", "name", r.name(c)), Rows: []talk.Row{last}}, nil
	}
	return talk.Message{Text: sayOpen(r.reader, c, list, r.now), Rows: []talk.Row{needSelect(r.reader, c, listOpen, list, -1), last}}, nil
}

// group says how something that is open stands to the reader. A lower one comes first.
type group int

const (
	waitsForMe group = iota // a note that asks the reader, and was not answered
	tellsMe                 // a note that asks for nothing
	saidToMe                // a note that the reader answered, and may say more to
	olderForMe              // one that the reader has not answered for two weeks
	mineOpen
	mineAnswered
	mineAside
	draft
	groups // how many there are
)

// groupOf returns the group of a need. What its receiver sees of a note goes by its age,
// and by nothing that its asker did since: whether they let it go is theirs alone.
func groupOf(e store.Exchange, now time.Time) group {
	n := e.Need
	asked := n.SentAt
	if n.AskedAgainAt.After(asked) {
		asked = n.AskedAgainAt
	}
	switch {
	case !e.Mine() && len(n.Answers) > 0 && !n.AnsweredAt.IsZero():
		return saidToMe
	case !e.Mine() && n.Tells:
		return tellsMe
	case !e.Mine() && now.Sub(asked) >= store.RestAfter:
		return olderForMe
	case !e.Mine():
		return waitsForMe
	case n.Draft():
		return draft
	case n.Open():
		return mineOpen
	case n.Resting():
		return mineAside
	}
	return mineAnswered
}

// openList is what is open, in the order of its groups, each oldest first, and drafts
// with the newest first.
func openList(all store.Needs, now time.Time) []store.Exchange {
	slices.Reverse(all.Drafts)
	list := slices.Concat(all.ForMe, all.FromMe, all.Drafts)
	slices.SortStableFunc(list, func(a, b store.Exchange) int { return int(groupOf(a, now) - groupOf(b, now)) })
	return list
}

// sayOpen counts what is open, each group on a line of its own.
func sayOpen(rd reader, c store.Couple, list []store.Exchange, now time.Time) string {
	var n [groups]int
	for _, e := range list {
		n[groupOf(e, now)]++
	}
	name := rd.name(c)
	say := [groups]string{
		waitsForMe:   rd.say("needs.for-me", "n", n[waitsForMe], "name", name),
		tellsMe:      rd.say("needs.for-me-tells", "n", n[tellsMe], "name", name),
		saidToMe:     rd.say("needs.for-me-back", "n", n[saidToMe], "name", name),
		olderForMe:   rd.say("needs.for-me-older", "n", n[olderForMe], "name", name),
		mineOpen:     rd.say("needs.mine", "n", n[mineOpen], "name", name),
		mineAnswered: rd.say("needs.mine-answered", "n", n[mineAnswered]),
		mineAside:    rd.say("needs.mine-aside", "n", n[mineAside]),
		draft:        rd.say("needs.drafts", "n", n[draft], "name", name),
	}
	lines := []string{rd.say("needs.about", "name", name)}
	for g, line := range say {
		if n[g] > 0 {
			lines = append(lines, line)
		}
	}
	return paragraphs(lines...)
}
