package bot

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"leanon/discord/talk"
	"leanon/library"
	"leanon/store"
)

// A weekly note waits folded behind Open, and shows its reader what they themselves sent and
// what has reached them. Its buttons hold the moment at which its seven days end, so that it
// shows the same days however late it is opened.

// composeWeek makes the notice. An edit folds what was opened.
func (b *Bot) composeWeek(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	c, err := v.Couple(n.Couple)
	if err != nil {
		return talk.Message{}, err
	}
	return b.foldedWeek(rd, c, n.Due), nil
}

// foldedWeek says that a week is ready.
func (b *Bot) foldedWeek(rd reader, c store.Couple, to time.Time) talk.Message {
	text := rd.say("week.ready", "name", rd.name(c))
	if rd.me.Notes == store.Nameless {
		text = rd.say("week.ready.nameless")
	}
	return talk.Message{Text: text, Rows: rowsOf(row(append([]talk.Button{rd.press("week-open", talk.Primary, c.ID, minuteOf(to))}, rd.weekEnds(c)...)...))}
}

// weekEnds are the last buttons of a weekly note.
func (rd reader) weekEnds(c store.Couple) []talk.Button {
	if rd.me.NoWeek {
		return []talk.Button{rd.helpButton()}
	}
	return []talk.Button{rd.press("week-off", talk.Secondary, c.ID), rd.helpButton()}
}

// minuteOf writes the moment at which a week ends for the id of a button.
func minuteOf(to time.Time) int64 { return to.Unix() / 60 }

// week is /week: the seven days up to now.
func (b *Bot) week(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleOf()
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.openedWeek(ctx, r, c, r.now.Add(time.Minute).Truncate(time.Minute))
	m.Private = true
	return talk.Reply{Message: &m}, err
}

// weekHere returns the couple of a pressed weekly note, and the moment at which its days
// end. ErrNotYours for a forged one.
func (r request) weekHere() (c store.Couple, to time.Time, err error) {
	if c, err = r.coupleHere(); err != nil {
		return c, to, err
	}
	minutes, err := strconv.ParseInt(r.arg(1), 10, 32)
	if err != nil {
		return c, to, store.ErrNotYours
	}
	return c, time.Unix(minutes*60, 0).UTC(), nil
}

// openWeek shows a weekly note in place of its notice.
func (b *Bot) openWeek(ctx context.Context, r request) (talk.Reply, error) {
	c, to, err := r.weekHere()
	if err != nil {
		return talk.Reply{}, err
	}
	m, err := b.openedWeek(ctx, r, c, to)
	return update(m), err
}

// foldWeek shows the notice again, and takes the picture away.
func (b *Bot) foldWeek(_ context.Context, r request) (talk.Reply, error) {
	c, to, err := r.weekHere()
	return update(b.foldedWeek(r.reader, c, to)), err
}

// noWeeks lets no weekly note come by itself to whoever pressed it. Nobody is told.
func (b *Bot) noWeeks(ctx context.Context, r request) (talk.Reply, error) {
	if _, err := r.coupleHere(); err != nil {
		return talk.Reply{}, err
	}
	yes := true
	if _, err := r.store.Set(ctx, r.Person.ID, store.Settings{NoWeek: &yes}); err != nil {
		return talk.Reply{}, err
	}
	return update(r.plain(r.say("week.off"))), nil
}

// weekLetGo closes a note that is still open, and shows the week without it.
func (b *Bot) weekLetGo(ctx context.Context, r request) (talk.Reply, error) {
	c, to, err := r.weekHere()
	if err != nil {
		return talk.Reply{}, err
	}
	id, err := r.id(2)
	if err != nil {
		return talk.Reply{}, err
	}
	e, err := r.store.LetGo(ctx, id, r.Person.ID, r.now)
	if err != nil && !errors.Is(err, store.ErrTooLate) {
		return talk.Reply{}, err
	}
	if e.Couple.ID != c.ID {
		return talk.Reply{}, store.ErrNotYours
	}
	m, err := b.openedWeek(ctx, r, c, to)
	return update(m), err
}

// openedWeek reads a week and shows it.
func (b *Bot) openedWeek(ctx context.Context, r request, c store.Couple, to time.Time) (talk.Message, error) {
	var w store.Week
	err := r.store.View(ctx, r.Person.ID, func(v store.View) (err error) {
		w, err = v.Week(c.ID, to)
		return err
	})
	if err != nil {
		return talk.Message{}, err
	}
	m := b.weekMessage(r.reader, w, to, b.Library.ForWeek(w.Day, uint64(c.ID)))
	if kinds := b.kindsOf(w); len(kinds) > 0 {
		m.Files = b.weekPicture(ctx, r.speaker, kinds, uint64(c.ID)^uint64(w.Day.Unix()), r.sayKinds(kinds))
	}
	return m, nil
}

// weekMessage shows a week: only what holds, no amounts, nobody's name beside anything, and
// nothing that was refused.
func (b *Bot) weekMessage(rd reader, w store.Week, to time.Time, question string) talk.Message {
	c := w.Couple
	texts := b.weekSaid(rd, w)
	if kinds := b.kindsOf(w); len(kinds) > 0 {
		texts = append(texts, rd.sayKinds(kinds))
	}
	var open []talk.Button
	waits, more := stillOpen(w)
	if waits != nil {
		says := rd.say("week.open", "date", dated(waits.Need.SentAt))
		if more {
			says = rd.say("week.open-more", "date", dated(waits.Need.SentAt))
		}
		texts = append(texts, says)
		open = []talk.Button{rd.press("show-it", talk.Secondary, waits.Need.ID), rd.press("week-let-go", talk.Secondary, c.ID, minuteOf(to), waits.Need.ID)}
	}
	switch {
	case len(texts) > 0:
	case len(w.Notes) > 0:
		texts = append(texts, rd.say("week.written"))
	default:
		texts = append(texts, rd.say("week.quiet"))
	}
	var middle []talk.Button
	if text, ok := rd.question(question); ok && c.Me.Cron != "" { // notes only means no questions
		texts = append(texts, paragraphs(rd.say("week.question"), "**"+text+"**"))
		middle = append(middle, rd.press("week-answer", talk.Primary, c.ID, minuteOf(to), question))
	}
	middle = append(middle, rd.press("week-thanks", talk.Secondary, c.ID), rd.press("week-wrote", talk.Secondary, c.ID, minuteOf(to)))
	last := append([]talk.Button{rd.press("week-fold", talk.Secondary, c.ID, minuteOf(to))}, rd.weekEnds(c)...)
	return quotedMessage(blocks(append([]string{rd.say("week.head", "name", rd.name(c))}, texts...)...), row(open...), row(middle...), row(last...))
}

// How many of a kind a week quotes, and how much of each.
const (
	maxWeekQuotes = 2
	maxWeekQuote  = 160
)

// weekSaid quotes what was thanked for, met and answered, the newest of each first.
func (b *Bot) weekSaid(rd reader, w store.Week) (texts []string) {
	said := map[string][]string{}
	add := func(which, words string) {
		if heavy := b.Library.Serious(words, b.languageOf(rd.me)).Found || b.Library.Commands(words, b.languageOf(rd.me)); !heavy && len(said[which]) < maxWeekQuotes {
			said[which] = append(said[which], quote(clip(showLinks(oneLine(words)), maxWeekQuote)))
		}
	}
	for _, n := range w.Notes {
		switch {
		case !n.ThankedAt.IsZero():
			add("thanks", n.Need.Thanks)
		case !n.CameAt.IsZero() && b.thanksOnly(n.Need):
			add("thanks", n.Need.Words)
		}
		switch {
		case n.Met():
			add("met", b.body(n.Need))
		case !n.AgreedAt.IsZero() && !n.Need.Tells:
			add("answered", b.body(n.Need))
		}
	}
	for _, which := range []string{"thanks", "met", "answered"} {
		if len(said[which]) > 0 {
			texts = append(texts, paragraphs(rd.say("week.said."+which), blocks(said[which]...)))
		}
	}
	return texts
}

// thanksOnly reports whether a note says thank you and asks for nothing.
func (b *Bot) thanksOnly(n store.Need) bool {
	return n.Tells && n.Ask == "" && (n.Want == wantThanks || n.Want == "" && b.Library.Praises(n.Words, ""))
}

// wantThanks is the key of the want "Nothing, just thanks".
const wantThanks = "nothing"

// stillOpen returns the oldest note of the reader to which nothing was said that has reached
// them, nil if there is none, and whether there are more.
func stillOpen(w store.Week) (oldest *store.WeekNote, more bool) {
	for i, n := range w.Notes {
		if !n.Waits {
			continue
		}
		more = oldest != nil
		if oldest == nil || n.Need.SentAt.Before(oldest.Need.SentAt) {
			oldest = &w.Notes[i]
		}
	}
	return oldest, more
}

// kindsOf are the kinds of need that were spoken about, each once, in the order of the
// library, so that nobody can tell which came first.
func (b *Bot) kindsOf(w store.Week) (keys []string) {
	for _, k := range b.Library.Kinds() {
		if k.Group != library.GroupUnsure && slices.ContainsFunc(w.Notes, func(n store.WeekNote) bool { return !n.CameAt.IsZero() && n.Need.Kind == k.Key }) {
			keys = append(keys, k.Key)
		}
	}
	return keys
}

// sayKinds names kinds of need: in the message, and for whoever does not see the picture.
func (rd reader) sayKinds(keys []string) string {
	labels := make([]string, 0, len(keys))
	for _, key := range keys {
		labels = append(labels, rd.words.KindLabel(key))
	}
	return rd.say("week.kinds", "kinds", rd.joined(labels))
}
