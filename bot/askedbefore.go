package bot

import (
	"context"
	"strconv"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// Below a question that comes again after some months stands when it came, for those who
// said something then that is still kept: only they can look at it, and nothing is counted
// or compared.

// askedBefore says in which month a question came before, and of which year if that is
// not plain.
func (b *Bot) askedBefore(rd reader, in store.CheckIn) string {
	was, now := in.Before.In(b.location(rd.me.Zone)), in.SlotAt.In(b.location(rd.me.Zone))
	month := rd.say("month." + strconv.Itoa(int(was.Month())))
	if now.Sub(was) > 330*24*time.Hour {
		return rd.say("check-in.before-year", "month", month, "year", strconv.Itoa(was.Year()))
	}
	return rd.say("check-in.before", "month", month)
}

// seeSaid shows a person what they said when the question came before, in a message that
// nobody else sees.
func (b *Bot) seeSaid(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	var in store.CheckIn
	var said []store.Need
	err = r.store.View(ctx, r.Person.ID, func(v store.View) (err error) {
		in, said, err = v.SaidBefore(id)
		return err
	})
	if err != nil {
		return talk.Reply{}, err
	}
	if len(said) == 0 {
		return private(r.say("check-in.said-gone"), row(r.helpButton())), nil
	}
	texts := []string{r.say("check-in.said")}
	if question, ok := r.questionAsked(in.Question, in.Own); ok {
		texts = append(texts, "**"+question+"**")
	}
	room := (maxContent - length(blocks(texts...))) / len(said)
	for _, n := range said {
		when := r.say("check-in.said-sent", "date", dated(n.SentAt))
		if n.Kept() {
			when = r.say("check-in.said-kept", "date", dated(n.KeptAt))
		}
		texts = append(texts, paragraphs(when, quote(clip(b.body(n), max(0, room-length(when)-20)))))
	}
	return private(clip(blocks(texts...), maxContent), row(r.helpButton())), nil
}
