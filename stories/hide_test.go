package stories

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/playground"
)

// Hiding: somebody whose phone others look at has our messages taken out of their chat.

const (
	deleteMessage = "DELETE /channels/{channel_id}/messages/{message_id}"
	workingOn     = "Working; you can close this."
)

// chat is what stands in the chat with the bot for whoever opens it later: what the bot
// said, without what was shown for a while only.
func (p *person) chat() (all []string) {
	for _, m := range p.Messages() {
		if m.AuthorID != p.ID && !m.Ephemeral {
			all = append(all, bare(m.Content))
		}
	}
	return all
}

// left checks that exactly these messages stand in the chat, by words that they begin with.
func (p *person) left(words ...string) *person {
	p.w.t.Helper()
	got := p.chat()
	same := len(got) == len(words)
	for i := 0; same && i < len(words); i++ {
		same = strings.Contains(got[i], words[i])
	}
	if !same {
		p.w.t.Errorf("%s has in the chat\n%s\nwant messages that say %q", p.name, strings.Join(got, "\n---\n"), words)
	}
	return p
}

// hides lets a person hide and waits until it is done.
func (p *person) hides(what ...string) *person {
	p.w.t.Helper()
	p.runs("hide")
	for _, label := range what {
		p.presses(label)
	}
	p.reads(workingOn)
	p.w.passes(time.Minute)
	return p
}

// hidingLeavesNothing fails if a row or the log tells that somebody hid something.
func (w *world) hidingLeavesNothing() {
	w.t.Helper()
	w.settle()
	db := w.database()
	defer db.Close()
	if rows := w.column(db, `SELECT id FROM notices WHERE kind = 'hide'`); len(rows) != 0 {
		w.t.Errorf("%d rows say that messages are to be hidden, want none", len(rows))
	}
	if log := w.log.String(); strings.Contains(log, "hid") || strings.Contains(log, "delet") {
		w.t.Errorf("the log tells of hiding:\n%s", log)
	}
}

// livesALittle gives Anabel something of each kind in her chat: a note that came and was
// answered, her own note with its answer and follow-up, a draft, something kept, a file.
func livesALittle(w *world) (ana, ben *person) {
	w.t.Helper()
	ana, ben = w.couple("Anabel", "Benedict")
	ben.asks("Would you walk with me tonight?", "Anabel")
	ana.sees("A note from Benedict is waiting").opens().presses("I hear you")
	ana.writes("I miss our long evenings")
	ana.sees("> I miss our long evenings").presses("Send to Benedict")
	ben.opens("note").presses("I hear you")
	ana.sees("Benedict says: **I hear you.**")
	ana.writes("What is only mine to know")
	ana.sees("> What is only mine to know").presses("Keep private")
	ana.runs("privacy").presses("Export my data").presses("Everything").sees("This is everything I keep about you")
	w.at("20:00")
	ana.sees(howTo)
	w.passes(25 * time.Hour)
	ana.sees("do you feel understood?")
	return ana, ben
}

func TestHideSaysWhatItCanAndWhatItCannot(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("hide").reads("I can delete my own messages in this chat. What *you* typed only you can delete: hold it, then Delete. Your notes stay in /needs and /history. Nobody is told; somebody who knows this chat may notice that it is shorter.").
		reads("I can't reach your partner's chat, or copies that Discord keeps.")
	if want := []string{"What is only mine", "The last hour", "All", "Cancel", "Help"}; !slices.Equal(ana.buttons("I can delete"), want) {
		t.Errorf("the buttons are %q, want %q", ana.buttons("I can delete"), want)
	}
	if !ana.shown.Message.Ephemeral {
		t.Error("whoever opens the chat later sees that /hide was used, want it shown for a while only")
	}
	before := ana.chat()
	ana.presses("Cancel").reads("Nothing has changed, and nobody was told.")
	w.passes(time.Minute)
	if !slices.Equal(ana.chat(), before) {
		t.Error("something was hidden in spite of Cancel")
	}
	ana.runsIn(w.server.Channel(), "hide").reads("I can delete my own messages in your chat with me.")
	w.hidingLeavesNothing()
}

func TestWhatIsOnlyMineGoesAndWhatPassedBetweenTheTwoStays(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := livesALittle(w)
	his := shownTo(ben)
	ana.hides("What is only mine").left("You have both agreed", "Benedict wrote", "Benedict says: **I hear you.**")
	ana.sees("Done.")
	for _, mine := range []string{"I miss our long evenings", "What is only mine to know"} {
		if !slices.ContainsFunc(ana.Messages(), func(m playground.Message) bool { return m.AuthorID == ana.ID && m.Content == mine }) {
			t.Errorf("what she typed herself, %q, is gone: only she can delete that", mine)
		}
	}
	if shownTo(ben) != his {
		t.Errorf("Benedict's chat is another now:\n%s", diffOf(his, shownTo(ben)))
	}
	ana.runs("needs").presses("What I kept").reads("What is only mine to know")
	ana.runs("history").reads("Would you walk with me tonight?").reads("I miss our long evenings")
	ana.runs("checkin").reads("**") // the open question, again
	w.hidingLeavesNothing()
}

func TestTheLastHourGoesAndWhatCameBeforeStays(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.writes("I miss our long evenings")
	ana.sees("> I miss our long evenings").presses("Keep private")
	w.passes(time.Hour + time.Minute)
	ben.asks("Would you walk with me tonight?", "Anabel")
	ana.sees("A note from Benedict is waiting")
	ana.hides("The last hour").left("You have both agreed", "Kept.")
	ana.runs("needs").reads("1 note from Benedict waits for your answer.") // it is not lost
	w.hidingLeavesNothing()
}

func TestAllAsksOnceMoreAndTakesEverythingThatWasThere(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := livesALittle(w)
	cleo := w.people("Cleopatra")[0]
	cleo.runs("pair", "partner", ana.ID).presses("Send invitation")
	w.passes(time.Minute)
	ana.sees("Cleopatra invites you")
	ana.runs("hide").presses("All").reads("This also hides notes that Benedict sent you. /privacy can make a file first.").
		reads("/needs and /checkin bring back what is open.").reads("An open invitation among them lapses by itself on <t:")
	if want := []string{"Export first", "Hide all", "Cancel", "Help"}; !slices.Equal(ana.buttons("This also hides"), want) {
		t.Errorf("the buttons are %q, want %q", ana.buttons("This also hides"), want)
	}
	ana.presses("Hide all").reads(workingOn).reads("/needs and /checkin bring back what is open.")
	ben.asks("Something that came meanwhile", "Anabel")
	w.passes(time.Minute)
	ana.left("A note from Benedict is waiting").sees("Done.")
	ana.opens().reads("Something that came meanwhile")
	w.passes(7 * 24 * time.Hour)
	cleo.sees("Your invitation to Anabel is over.")
	w.hidingLeavesNothing()
}

func TestHideWorksWithoutAPartnerAndAfterForgetMe(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := livesALittle(w)
	ana.runs("privacy").presses("Forget me").presses("Forget everything")
	ana.runsIn(w.server.Channel(), "hide").reads("I know of no chat with you.")
	ana.runs("hide").presses("All").reads("This also hides notes that were sent to you.").presses("Hide all").reads(workingOn)
	w.passes(time.Minute)
	ana.left()
	w.hidingLeavesNothing()
	w.passes(2 * time.Hour)
	db := w.database()
	defer db.Close()
	if rows := w.column(db, `SELECT person FROM partners WHERE person = '`+ana.ID+`'`); len(rows) != 0 {
		t.Error("a row is left of somebody who was forgotten and hid what was left, want none")
	}
}

func TestWithSeveralCouplesItIsTheWholeChat(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	cleo := w.people("Cleopatra")[0]
	w.pair(ana, cleo)
	ben.asks("Would you walk with me tonight?", "Anabel")
	cleo.asks("Would you call me tonight?", "Anabel")
	ana.sees("A note from Cleopatra is waiting")
	ana.runs("hide").presses("All").reads("This also hides notes that your partners sent you.")
	if strings.Contains(ana.text(), "Benedict") || strings.Contains(ana.text(), "Cleopatra") {
		t.Errorf("it names a partner for no reason:\n%s", ana.text())
	}
	ana.presses("Hide all")
	w.passes(time.Minute)
	ana.left()
}
