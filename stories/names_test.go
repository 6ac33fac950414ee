package stories

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
)

// Which partner words are about, where names and lists alone do not tell.

// labelled are the labels of the newest select of a placeholder.
func (p *person) labelled(placeholder string) []string {
	p.w.t.Helper()
	_, c, ok := p.finds(placeholder)
	if !ok {
		p.w.t.Fatalf("%s sees no select %q; what they see:\n%s", p.name, placeholder, p.all())
	}
	labels := make([]string, 0, len(c.Options))
	for _, o := range c.Options {
		labels = append(labels, o.Label)
	}
	return labels
}

// choiceNames are what is suggested for the partner of a command.
func (p *person) choiceNames(command, typed string) []string {
	p.w.t.Helper()
	var all []string
	for _, c := range p.suggested(command, "partner", typed) {
		all = append(all, c.Name)
	}
	return all
}

func TestPartnersOfTheSameNameAreToldApart(t *testing.T) {
	w := newWorld(t, "2026-11-24 00:30 Europe/Paris")
	all := w.people("Anabel", "Alexander", "Alexander", "ALEXANDER\u200d", "Cleopatra")
	ana, older, newer, third, cleo := all[0], all[1], all[2], all[3], all[4]
	w.pair(ana, older)
	w.passes(26 * time.Hour)
	w.pair(ana, newer)
	w.passes(time.Minute)
	w.pair(ana, third)
	w.passes(time.Minute)
	w.pair(ana, cleo)
	want := []string{"Alexander, since 24 Nov 2026", "Alexander, since 25 Nov 2026", "ALEXANDER\u200d, since 25 Nov 2026 (2)", "Cleopatra"}
	if got := ana.choiceNames("leave", ""); !slices.Equal(got, want) {
		t.Errorf("the partners suggested are %q, want %q", got, want)
	}
	if got := ana.choiceNames("leave", "alex\u200bander"); !slices.Equal(got, want[:3]) {
		t.Errorf("a name with something invisible suggests %q, want %q", got, want[:3])
	}
	for _, typed := range []string{"Alexander", "alexander ", "Alex\u200bander"} {
		for _, command := range []string{"leave", "need", "pause"} {
			ana.runs(command, "partner", typed).reads("more than one partner").reads("Choose from the list while you type")
		}
	}
	ana.runs("needs").reads("Alexander, since 24 Nov 2026, Alexander, since 25 Nov 2026").reads("and Cleopatra.")
	w.at("12:00") // out of quiet hours
	ana.runs("need", "text", "Only for Cleopatra", "partner", "cleopatra").presses("Send to Cleopatra")
	ana.runs("need", "text", "Only for the second", "partner", ana.theirs("need", "partner", "25 nov")).presses("Send to Alexander, since 25 Nov 2026")
	newer.sees("A note from Anabel is waiting")
	ana.runs("need", "text", "Only for the first", "partner", ana.inTheirLetters("need", "partner", "alexander, since 24 nov 2026")).presses("Send to Alexander, since 24 Nov 2026")
	older.sees("A note from Anabel is waiting").opens().reads("Only for the first")
	third.neverSaw("A note from")

	ana.writes("For one of them, a plain message")
	ana.sees("Whom is this for?")
	labels := ana.buttons("Whom is this for?")
	for i := range want {
		if labels[i] != "For "+want[i] {
			t.Errorf("button %d is %q, want %q", i, labels[i], "For "+want[i])
		}
	}
}

func TestEveryMessageTellsPartnersOfTheSameNameApart(t *testing.T) {
	const first, second = "Alexander, since 24 Nov 2026", "Alexander, since 25 Nov 2026"
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	all := w.people("Anabel", "Alexander", "Alexander")
	ana, older, newer := all[0], all[1], all[2]
	w.pair(ana, older)
	w.passes(25 * time.Hour)
	w.pair(ana, newer)
	ana.presses("First question now").sees("For you and " + second + ":")
	for _, p := range []*person{older, newer} {
		p.runs("rhythm", "days", "none")
	}

	ana.runs("pause")
	if got, want := ana.buttons("You have paused leanon with everyone"), []string{"Tell " + first, "Tell " + second, "Resume", "Help"}; !slices.Equal(got, want) {
		t.Errorf("the pause offers %q, want %q", got, want)
	}
	ana.presses("Tell " + second).reads(second + " reads one line")
	newer.sees("Anabel has paused")
	older.neverSaw("Anabel has paused")
	ana.runs("resume").reads("**With " + first + "**").reads("**With " + second + "**")
	ana.runs("rhythm", "days", "none", "partner", ana.theirs("rhythm", "partner", "24 nov"))
	ana.runs("rhythm", "days", "none", "partner", ana.theirs("rhythm", "partner", "25 nov"))

	older.runs("need", "text", "A walk by the river").presses("Send to Anabel")
	ana.sees("A note from " + first + " is waiting").opens().reads(first + " wrote,").reads("I don't tell " + first)
	ana.presses("Not now").presses("Tomorrow")
	w.passes(72 * time.Hour)
	ana.sees("A reminder for you alone, about the note that " + first + " wrote on")
	older.sees("About your note of").presses("Yes").presses("Say thank you").fills("What did it mean to you?", "It was good to hear")
	ana.sees("A thank-you from " + first + " is waiting").opens().reads(first + " thanks you:")

	ana.runs("need", "text", "A call at noon", "partner", ana.theirs("need", "partner", "25 nov")).presses("Send to " + second)
	newer.answers("I hear you")
	ana.sees(second + " says: **I hear you.**")
	w.passes(25 * time.Hour)
	ana.sees("About your note to " + second + " of").presses("Not yet").reads(second + " sees only what you send").presses("Let's talk").reads("I'll tell " + second)
	ana.runs("need", "text", "A wish that rests", "partner", ana.theirs("need", "partner", "24 nov")).presses("Send to " + first)
	w.passes(15 * 24 * time.Hour)
	ana.sees("I have put your note to " + first + " of")
	newer.neverSaw("since 25 Nov")
}

func TestANameWithNothingVisibleIsYourPartner(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	all := w.people("Anabel", "\u3164\u3164")
	ana, blank := all[0], all[1]
	ana.runs("pair", "partner", blank.ID).presses("Send invitation")
	blank.agrees()
	ana.sees(bothAgreed)
	ana.runs("need", "text", "To somebody without a name").presses("Send to your partner")
	if got := ana.choiceNames("leave", ""); !slices.Equal(got, []string{"your partner"}) {
		t.Errorf("the partners suggested are %q, want your partner", got)
	}
}

func TestEveryKeptNoteCanBeReachedNewestFirst(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	const notes = 100
	for i := range notes {
		ana.runs("need", "text", fmt.Sprintf("Private thought %03d", i)).presses("Keep private")
		w.passes(time.Minute)
	}
	ana.runs("needs").reads("Nothing is open").presses("What I kept").reads(fmt.Sprintf("Private thought %03d", notes-1))
	seen := map[string]bool{}
	for page := 1; page <= 5; page++ {
		labels := ana.labelled("Choose one")
		if len(labels) > 25 {
			t.Fatalf("page %d has %d options, want at most 25", page, len(labels))
		}
		for _, l := range labels {
			if strings.HasPrefix(l, "Kept: ") {
				seen[l] = true
			}
		}
		if page < 5 {
			ana.chooses("Choose one", fmt.Sprintf("More: page %d of 5", page+1))
		}
	}
	if len(seen) != notes {
		t.Errorf("%d kept notes can be reached, want %d", len(seen), notes)
	}
	ana.chooses("Choose one", "Kept: Private thought 000").reads("Private thought 000")
	ana.chooses("Choose one", "Back: page 4 of 5").reads("Private thought 030")
	ana.chooses("Choose one", "Kept: Private thought 010").reads("Private thought 010")
	if labels := ana.labelled("Choose one"); !slices.Contains(labels, "Kept: Private thought 008") || slices.Contains(labels, "Kept: Private thought 031") {
		t.Errorf("after a choice on page 4 the list is %q, want that page", labels)
	}
}

func TestEveryDraftCanBeReachedWithItsButtonsNewestFirst(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ben.asks("Would like a call", "Anabel")
	for i := range 30 {
		ana.runs("need", "text", fmt.Sprintf("Undecided thought %02d", i))
		w.passes(time.Minute)
	}
	ana.runs("needs").reads("1 note from").reads("drafts are here")
	if got := ana.labelled("Choose one"); len(got) != 24 || got[1] != "Draft: Undecided thought 29" || got[23] != "More: page 2 of 2" {
		t.Errorf("the first page is %q, want the note, 22 drafts from the newest on, and the way to page 2", got)
	}
	ana.chooses("Choose one", "More: page 2 of 2").reads("Undecided thought 07")
	ana.chooses("Choose one", "Draft: Undecided thought 00").reads("Undecided thought 00").presses("Send to Benedict").reads("Sent.")
}

func TestInTwoCouplesAPlainMessageAnswersTheCheckInOfTheEveningBefore(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:00 Europe/Paris")
	all := w.people("Anabel", "Benedict", "Cleopatra")
	ana, ben, cleo := all[0], all[1], all[2]
	w.pair(ana, ben)
	w.passes(time.Minute)
	w.pair(ana, cleo)
	ana.runs("rhythm", "days", "none", "partner", "Cleopatra")
	w.at("20:00")
	ana.sees(howTo)
	ana.runs("rhythm", "days", "none", "partner", "Benedict")
	w.at("19:30") // the evening before is still meant
	ana.writes("Still about last evening")
	ana.sees("Benedict would see this:").neverSaw("Whom is this for?")
}

func TestInTwoCouplesAPlainMessageAfterADayAsksWhomItIsFor(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:00 Europe/Paris")
	all := w.people("Anabel", "Benedict", "Cleopatra")
	ana, ben, cleo := all[0], all[1], all[2]
	w.pair(ana, ben)
	w.passes(time.Minute)
	w.pair(ana, cleo)
	ana.runs("rhythm", "days", "none", "partner", "Cleopatra")
	w.at("20:00")
	ana.sees(howTo)
	ana.runs("rhythm", "days", "none", "partner", "Benedict")
	w.passes(24 * time.Hour)
	ana.writes("Meant for Cleopatra alone")
	ana.sees("Whom is this for?").neverSaw("Benedict would see this:").presses("For Cleopatra").sees("Cleopatra would see this:")
}
