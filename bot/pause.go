package bot

import (
	"context"
	"errors"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// A pause begins at once and needs nobody's yes. Nobody is told, unless the person who
// pauses asks for the one neutral line.

// pause is /pause, for one couple or for all of the person's.
func (b *Bot) pause(ctx context.Context, r request) (talk.Reply, error) {
	couples, err := r.couplesOf()
	if err != nil {
		return talk.Reply{}, err
	}
	until, err := b.untilFrom(r, couples, oneLine(r.Options["until"]))
	if err != nil {
		return talk.Reply{}, err
	}
	return b.pauseAll(ctx, r, couples, until)
}

// pauseHere is the button Pause. It pauses one couple until the person resumes, and
// leaves the message as it is.
func (b *Bot) pauseHere(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	return b.pauseAll(ctx, r, []store.Couple{c}, time.Time{})
}

func (b *Bot) pauseAll(ctx context.Context, r request, couples []store.Couple, until time.Time) (talk.Reply, error) {
	couples, err := r.store.PauseEach(ctx, ids(couples), r.Person.ID, until, r.now)
	if err != nil {
		return talk.Reply{}, err
	}
	m := pausedReply(r.reader, couples, until)
	return talk.Reply{Message: &m}, nil
}

func ids(couples []store.Couple) []store.ID {
	var all []store.ID
	for _, c := range couples {
		all = append(all, c.ID)
	}
	return all
}

// maxTells is how many buttons Tell fit a message: four rows of five, beside one row
// for Resume and Help.
const maxTells = 4 * 5

func pausedReply(rd reader, couples []store.Couple, until time.Time) talk.Message {
	var tells []talk.Button
	for _, c := range couples[:min(len(couples), maxTells)] {
		tells = append(tells, rd.pressFor("tell-pause", talk.Secondary, rd.partner(c), c.ID))
	}
	resume := rd.press("resume", talk.Primary) // of all couples
	if len(couples) == 1 {
		resume = rd.press("resume", talk.Primary, couples[0].ID)
	}
	last := row(resume, rd.helpButton())
	if byUTC(rd, until) {
		last = row(resume, rd.press("city", talk.Secondary), rd.helpButton())
	}
	rows := append(rowsOfFive(tells), last)
	return talk.Message{Text: sayPaused(rd, couples, until), Rows: rows, Private: true}
}

// rowsOfFive lays buttons out in rows of at most five (Discord: component reference).
func rowsOfFive(buttons []talk.Button) []talk.Row {
	var rows []talk.Row
	for len(buttons) > 0 {
		n := min(5, len(buttons))
		rows = append(rows, row(buttons[:n]...))
		buttons = buttons[n:]
	}
	return rows
}

// byUTC reports whether the end of a pause was counted by UTC, because its person has not
// named a city.
func byUTC(rd reader, until time.Time) bool { return rd.me.Zone == "" && !until.IsZero() }

func sayPaused(rd reader, couples []store.Couple, until time.Time) string {
	one, date := len(couples) == 1, at(until, "F")
	var head string
	switch {
	case one && until.IsZero():
		head = rd.say("pause.one", "name", rd.name(couples[0]))
	case one:
		head = rd.say("pause.one.until", "name", rd.name(couples[0]), "date", date)
	case until.IsZero():
		head = rd.say("pause.all")
	default:
		head = rd.say("pause.all.until", "date", date)
	}
	if byUTC(rd, until) {
		head = paragraphs(head, rd.say("pause.no-clock"))
	}
	return quoted(paragraphs(head, rd.say("pause.meanwhile"), rd.say("pause.tell")), rd.pausedBy(couples[0].Me.Name), "")
}

// tellPause sends the partner the one neutral line, at most once for each pause and once
// a day.
func (b *Bot) tellPause(ctx context.Context, r request) (talk.Reply, error) {
	id, err := r.id(0)
	if err != nil {
		return talk.Reply{}, err
	}
	c, err := r.store.TellPaused(ctx, id, r.Person.ID, r.now)
	var capped store.Capped
	switch {
	case errors.Is(err, store.ErrTooLate):
		return private(r.say("pause.over"), row(r.helpButton())), nil
	case errors.As(err, &capped):
		return private(r.say("pause.told-today", "name", r.name(c), "from", at(capped.Until, "F"), "in", at(capped.Until, "R")), row(r.helpButton())), nil
	}
	if err != nil {
		return talk.Reply{}, err
	}
	return private(quoted(r.say("pause.tells", "name", r.name(c)), r.pausedBy(c.Me.Name), ""), row(r.helpButton())), nil
}

// composePaused makes the neutral line for the partner of somebody who paused.
func (b *Bot) composePaused(v store.View, rd reader, n store.Notice) (talk.Message, error) {
	c, err := v.Couple(n.Couple)
	if err != nil {
		return talk.Message{}, err
	}
	if rd.me.Notes == store.Nameless {
		return talk.Message{Text: rd.say("pause.told-nameless"), Rows: []talk.Row{row(rd.press("open-pause", talk.Primary, c.ID), rd.helpButton())}}, nil
	}
	return rd.pausedMessage(c), nil
}

// openPause shows the neutral line with the name, to a reader who wants none before they
// open something.
func (b *Bot) openPause(_ context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	return update(r.pausedMessage(c)), nil
}

func (rd reader) pausedMessage(c store.Couple) talk.Message {
	return talk.Message{
		Text: rd.pausedBy(rd.partner(c)),
		Rows: []talk.Row{row(rd.press("pause-too", talk.Secondary, c.ID), rd.helpButton())},
	}
}

// pausedBy is the neutral line.
func (s speaker) pausedBy(name string) string { return s.say("pause.told", "name", s.nameOf(name)) }

// resumeCommand is /resume.
func (b *Bot) resumeCommand(ctx context.Context, r request) (talk.Reply, error) {
	couples, err := r.couplesOf()
	if err != nil {
		return talk.Reply{}, err
	}
	return b.resumeAll(ctx, r, couples)
}

// resumeHere is the button Resume, for the couple that it names or for all.
func (b *Bot) resumeHere(ctx context.Context, r request) (talk.Reply, error) {
	if r.arg(0) == "" {
		return b.resumeCommand(ctx, r)
	}
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	return b.resumeAll(ctx, r, []store.Couple{c})
}

func (b *Bot) resumeAll(ctx context.Context, r request, couples []store.Couple) (talk.Reply, error) {
	couples, err := r.store.ResumeEach(ctx, ids(couples), r.Person.ID, r.now)
	if err != nil {
		return talk.Reply{}, err
	}
	lines := []string{r.say("pause.back")}
	for _, c := range couples[:min(len(couples), maxShown)] {
		lines = append(lines, sayNext(r.reader, c, len(couples) > 1))
	}
	return r.privately(r.plain(paragraphs(lines...))), nil
}

// sayNext says when the next question of a couple comes.
func sayNext(rd reader, c store.Couple, many bool) string {
	lines := rd.with(c, many)
	switch {
	case c.Me.Cron == "":
		lines = append(lines, rd.say("next.none"))
	case rd.me.Zone == "":
		lines = append(lines, rd.say("next.clock"))
	default:
		lines = append(lines, rd.say("next.at", "date", at(c.Me.NextAt, "F"), "when", at(c.Me.NextAt, "R")))
	}
	return paragraphs(lines...)
}

// completePause suggests ends of a pause, and partners by name.
func (b *Bot) completePause(ctx context.Context, r request) (talk.Reply, error) {
	if r.Focused != "until" {
		return b.completePartner(ctx, r)
	}
	p, err := r.store.Partner(ctx, r.Person.ID)
	if err != nil {
		return talk.Reply{}, err
	}
	r.language = b.languageOf(p)
	return talk.Reply{Choices: r.untilChoices(b.listener(r), oneLine(r.Options["until"]), r.now, b.location(p.Zone))}, nil
}
