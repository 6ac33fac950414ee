package bot

import (
	"context"
	"strings"
	"time"

	"leanon/discord/talk"
	"leanon/library"
	"leanon/store"
)

// leaveLine and leaveNothing say what the partner of somebody who leaves reads. Custom
// ids hold them, so they never change.
const (
	leaveLine    = "line"
	leaveNothing = "nothing"
)

// leave is /leave. It says what will happen and asks.
func (b *Bot) leave(_ context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleOf()
	if err != nil {
		return talk.Reply{}, err
	}
	m := leavingMessage(r.speaker, c, r.partner(c), leaveLine)
	m.Private = true
	return talk.Reply{Message: &m}, nil
}

// leaveTells changes what the partner will read. Nothing is stored yet.
func (b *Bot) leaveTells(_ context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	if len(r.Values) != 1 || r.Values[0] != leaveLine && r.Values[0] != leaveNothing {
		return talk.Reply{}, store.ErrNotYours
	}
	return update(leavingMessage(r.speaker, c, r.partner(c), r.Values[0])), nil
}

// leavingMessage is the question before the end. What the select says travels in the
// custom id of Leave, so that nothing is stored before it is pressed.
func leavingMessage(s speaker, c store.Couple, called, tells string) talk.Message {
	return talk.Message{Text: paragraphs(
		s.say("leave.ask", "name", inText(called)),
		"• "+s.say("leave.ask.deleted"),
		"• "+s.say("leave.ask.stays"),
		"• "+s.say("leave.ask.others"),
		s.say("leave.ask.tells", "name", inText(called)),
	), Rows: []talk.Row{
		{Select: &talk.Select{
			CustomID:    customID("leave-tells", c.ID),
			Placeholder: s.say("select.leave-tells"),
			Min:         1,
			Options: []talk.Option{
				{Label: s.say("leave.line"), Value: leaveLine, Description: clip(s.ending(s.plainName(c.Me.Name)), library.MaxOption), Default: tells == leaveLine},
				{Label: s.say("leave.nothing"), Value: leaveNothing, Description: s.say("leave.nothing.more"), Default: tells == leaveNothing},
			},
		}},
		row(s.press("export-first", talk.Secondary), s.press("leave", talk.Danger, c.ID, tells), s.press("stay", talk.Secondary, c.ID), s.helpButton()),
	}}
}

// leaveNow ends the couple and gives a receipt.
func (b *Bot) leaveNow(ctx context.Context, r request) (talk.Reply, error) {
	c, err := r.coupleHere()
	if err != nil {
		return talk.Reply{}, err
	}
	tells := r.arg(1)
	if tells != leaveLine && tells != leaveNothing {
		return talk.Reply{}, store.ErrNotYours
	}
	called := r.partner(c)
	if c, err = r.store.Leave(ctx, c.ID, r.Person.ID, tells == leaveLine, r.now); err != nil {
		return talk.Reply{}, err
	}
	return replace(r.receipt(c, called, tells, b.hostFor(r.Person.ID, c.Other.Person, called), r.now),
		row(r.helpButton(), r.pressFor("refuse", talk.Secondary, called, c.Other.Person))), nil
}

// receipt says what leaving did, and what it does not reach. called is the partner.
func (s speaker) receipt(c store.Couple, called, tells string, host Host, now time.Time) string {
	told := s.say("leave.done.line", "name", inText(called), "line", s.ending(s.nameOf(c.Me.Name)))
	switch {
	case c.Mute:
		told = s.say("leave.done.mute", "name", inText(called))
	case tells == leaveNothing:
		told = s.say("leave.done.nothing", "name", inText(called))
	}
	reach := s.say("leave.done.reach")
	switch name := plainLine(host.Name); {
	case host.reader && host.partner:
	case host.reader:
		reach = s.say("runs.reach.you")
	case host.partner:
		reach = s.say("leave.done.reach.host", "host", inText(called))
	case name != "":
		reach = s.say("leave.done.reach.host", "host", name)
	}
	return paragraphs(s.say("leave.done", "time", at(now, "F")), told, reach, s.replicaReaches(host), s.say("leave.done.gentle"))
}

// stay changes nothing.
func (b *Bot) stay(_ context.Context, r request) (talk.Reply, error) {
	if _, err := r.coupleHere(); err != nil {
		return talk.Reply{}, err
	}
	return update(r.plain(r.say("leave.stayed"))), nil
}

// composeEnded makes the one neutral line for somebody whose partner left.
func (b *Bot) composeEnded(rd reader, n store.Notice) talk.Message {
	if rd.me.Notes != store.Nameless && n.Name != "" {
		return rd.plain(rd.ending(rd.nameOf(n.Name)))
	}
	text := rd.say("leave.ended.nameless")
	if len(rd.couples) > 0 {
		text = rd.say("leave.ended.one")
	}
	if n.Name == "" { // it was changed by hand
		return rd.plain(text)
	}
	return talk.Message{Text: text, Rows: []talk.Row{row(rd.press("show-name", talk.Secondary), rd.helpButton())}}
}

// ending is the line that the leaver was shown beforehand. who is ready for the place
// where it stands.
func (s speaker) ending(who string) string { return s.say("leave.ended", "name", who) }

// endings tells somebody, at their next command or press, who has ended a couple with
// them.
func (s speaker) endings(ended []store.Ending) string {
	var lines []string
	for _, e := range ended {
		line := s.ending(s.nameOf(e.Name))
		if len(strings.Join(lines, "\n"))+len(line) > maxContent-300 {
			break // Discord refuses longer messages; nobody has that many partners
		}
		lines = append(lines, line)
	}
	return paragraphs(append(lines, s.say("leave.ended.more"))...)
}
