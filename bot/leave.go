package bot

import (
	"context"
	"fmt"
	"strings"
	"time"

	"leanon/discord/talk"
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
	m := b.leavingMessage(c, r.partner(c), leaveLine)
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
	return update(b.leavingMessage(c, r.partner(c), r.Values[0])), nil
}

// leavingMessage is the question before the end. What the select says travels in the
// custom id of Leave, so that nothing is stored before it is pressed.
func (b *Bot) leavingMessage(c store.Couple, called, tells string) talk.Message {
	return talk.Message{Text: sayLeaving(called), Rows: []talk.Row{
		{Select: &talk.Select{
			CustomID:    customID("leave-tells", c.ID),
			Placeholder: b.say("select.leave-tells"),
			Min:         1,
			Options: []talk.Option{
				{Label: "One line", Value: leaveLine, Description: clip(sayEnding(plainName(c.Me.Name)), 100), Default: tells == leaveLine},
				{Label: "Nothing", Value: leaveNothing, Description: "No message; at their next command or press they read that it ended", Default: tells == leaveNothing},
			},
		}},
		row(b.press("export-first", talk.Secondary), b.press("leave", talk.Danger, c.ID, tells), b.press("stay", talk.Secondary, c.ID), b.helpButton()),
	}}
}

func sayLeaving(called string) string {
	return fmt.Sprintf(`Leaving ends your check-ins with %s at once. You need no reason and nobody's yes.
• What you two wrote here is deleted for both of you, and so is the key to it. It can't be brought back.
• Messages that already arrived stay in your chats with me; Discord keeps those.
• Other couples are untouched. Sharing again would take a new invitation, and a new yes from both.
You choose what %s reads. If you only need some quiet, /pause does that.`, noMarkdown(called), noMarkdown(called))
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
	return replace(sayReceipt(c, called, tells, r.now),
		row(b.helpButton(), b.pressFor("refuse", talk.Secondary, called, c.Other.Person))), nil
}

func sayReceipt(c store.Couple, called, tells string, now time.Time) string {
	who := noMarkdown(called)
	told := fmt.Sprintf("%s reads one line: \"%s\"", who, sayEnding(nameOf(c.Me.Name)))
	if tells == leaveNothing {
		told = fmt.Sprintf("%s gets no message; at their next command or press they'll read that it ended.", who)
	}
	return fmt.Sprintf(`Done, %s. Our record of what you two wrote, and the key to it, are deleted.
%s
I can't reach Discord's own copies, exports, screenshots, or backups that the host made before today. Other couples are untouched.
Be gentle with yourself. /help stays open to you.`, at(now, "F"), told)
}

// stay changes nothing.
func (b *Bot) stay(_ context.Context, r request) (talk.Reply, error) {
	if _, err := r.coupleHere(); err != nil {
		return talk.Reply{}, err
	}
	return update(b.plain("Nothing has changed, and nobody was told. /pause is there if you need some quiet.")), nil
}

// composeEnded makes the one neutral line for somebody whose partner left.
func (b *Bot) composeEnded(n store.Notice) talk.Message {
	return b.plain(sayEnding(nameOf(n.Name)))
}

// sayEnding is the line that the leaver was shown beforehand. who is ready for the
// place where it stands.
func sayEnding(who string) string {
	return fmt.Sprintf("Your check-ins with %s have ended.", who)
}

// sayEnded tells somebody, at their next command or press, who has ended a couple with
// them.
func sayEnded(ended []store.Ending) string {
	var lines []string
	for _, e := range ended {
		line := sayEnding(nameOf(e.Name))
		if len(strings.Join(lines, "\n"))+len(line) > maxContent-300 {
			break // Discord refuses longer messages; nobody has that many partners
		}
		lines = append(lines, line)
	}
	return paragraphs(append(lines, "What you two wrote here is deleted. Be gentle with yourself. /help stays open to you.")...)
}
