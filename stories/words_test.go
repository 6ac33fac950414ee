package stories

import (
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"leanon/playground"
)

// Whatever people type: it arrives exactly, or they read kindly why not; it
// breaks no limit, pings nobody and changes nothing around it.

const (
	emptySays   = "That arrived without words."
	tooLongSays = "A note carries up to 1500"
)

// typing is one thing that somebody types.
type typing struct {
	name, text string
	want       string // how it arrives; "" exactly as typed
	says       string // what its writer reads instead of a preview
}

func typings(partner string) []typing {
	return []typing{
		{name: "three spaces", text: "   ", says: emptySays},
		{name: "line breaks only", text: "\n\n\n", says: emptySays},
		{name: "zero-width characters only", text: "\u200b\u200c\u200d\u2060\ufeff", says: emptySays},
		{name: "direction marks only", text: "\u200f\u202e\u2066\u2069", says: emptySays},
		{name: "control characters only", text: "\x01\x02\x1b", says: emptySays},
		{name: "fillers and selectors only", text: "\u3164\ufe0f\u2800\u115f", says: emptySays},
		{name: "one letter", text: "x"},
		{name: "1,500 characters", text: strings.Repeat("é", 1500)},
		{name: "1,501 characters", text: strings.Repeat("é", 1501), says: tooLongSays},
		{name: "4,000 characters", text: strings.Repeat("wordy ", 700)[:3999] + ".", says: tooLongSays},
		{name: "1,500 line breaks", text: "a" + strings.Repeat("\n", 1498) + "b"},
		{name: "750 short lines", text: strings.Repeat("y\n", 749) + "yz"},
		{name: "two-character lines", text: strings.Repeat("no\n", 499) + "yes"},
		{name: "everyone and here", text: "@everyone and @here, listen"},
		{name: "a mention of a person and a role", text: "<@" + partner + "> <@!" + partner + "> <@&1234567890123456789> <#1234567890123456789>"},
		{name: "a masked link", text: "[my diary](https://example.org/secret) and [b](<https://example.org/b> \"t\")"},
		{name: "brackets without a link", text: strings.Repeat("](", 750)},
		{name: "masked links all over", text: strings.Repeat("[a](https://x.yz)", 88)},
		{name: "a code fence left open", text: "```go\nfunc main() {"},
		{name: "an inline code left open", text: "`tick"},
		{name: "a spoiler left open", text: "||not for the others"},
		{name: "a block quote to the end", text: ">>> all of\nthis"},
		{name: "a quoted line", text: "> what you said\nI mean it"},
		{name: "a heading, a list and small print", text: "# big\n- one\n  - two\n-# small\n1. three"},
		{name: "bold and italics left open", text: "**I *really __mean"},
		{name: "a timestamp and an emoji of a server", text: "<t:1700000000:R> <:name:1234567890123456789>"},
		{name: "a right-to-left override", text: "abc \u202edef"},
		{name: "hebrew and arabic", text: "אני צריכה חיבוק, أحتاجك"},
		{name: "emoji only", text: "😀"},
		{name: "a family and a flag", text: "👩‍👩‍👧‍👦 🏳️‍🌈 🏴󠁧󠁢󠁥󠁮󠁧󠁿 👍🏽"},
		{name: "control characters among words", text: "I\x00 miss\x07 you\x1b[31m", want: "I miss you[31m"},
		{name: "line breaks of any kind", text: "first\r\nsecond\rthird\u2028fourth\u2029fifth\vsixth\fseventh\u0085eighth", want: "first\nsecond\nthird\nfourth\nfifth\nsixth\nseventh\neighth"},
		{name: "a tab and doubled spaces", text: "two\twords  apart"},
		{name: "a delete at the end", text: "one two\u007f", want: "one two"},
		{name: "combining marks", text: "Z̷͎̈a̶l̴g̵o"},
		{name: "a percent sign and a backslash", text: `100%s %d \\ \n {{.}}`},
	}
}

// quoted are the words in a message, as they were typed.
func quoted(content string) string {
	if _, rest, ok := strings.Cut(content, "\n>>> "); ok && !strings.Contains(content, "\n> ") {
		return strings.ReplaceAll(rest, `]\(`, "](")
	}
	var lines []string
	for _, line := range strings.Split(content, "\n") {
		if line, ok := strings.CutPrefix(line, "> "); ok {
			lines = append(lines, line)
		}
	}
	return strings.ReplaceAll(strings.Join(lines, "\n"), `]\(`, "](")
}

// fits fails for a message that Discord would refuse or that lost something.
func fits(t *testing.T, where, content, want string) {
	t.Helper()
	if n := utf8.RuneCountInString(content); n > 2000 {
		t.Errorf("%s has %d characters, want at most 2,000", where, n)
	}
	if got := quoted(content); got != want {
		t.Errorf("%s shows %q, want %q, in:\n%s", where, clipped(got), clipped(want), clipped(content))
	}
	if strings.Contains(content, "](http") || strings.Contains(content, "](<http") {
		t.Errorf("%s hides an address:\n%s", where, clipped(content))
	}
}

// newestInHistory is a page of the history up to the first note that was withdrawn.
func newestInHistory(page string) string {
	end := strings.Index(page, "** wrote to Benedict, and withdrew it.")
	if end < 0 {
		return page
	}
	return page[:strings.LastIndex(page[:end], "\n")]
}

func clipped(s string) string {
	if len(s) > 300 {
		return s[:300] + "..."
	}
	return s
}

func TestWhateverIsTypedArrivesOrIsRefusedKindly(t *testing.T) {
	t.Parallel()
	for _, way := range []struct {
		name string
		word func(p *person, text string) bool // false where Discord's client itself refuses it
	}{
		{"by form", func(p *person, text string) bool {
			if utf8.RuneCountInString(text) > 1500 {
				return false
			}
			p.runs("need").fills("In your words", text)
			return true
		}},
		{"by /need text", func(p *person, text string) bool { p.runs("need", "text", text); return true }},
		{"by plain message", func(p *person, text string) bool {
			if strings.TrimSpace(text) == "" {
				return false
			}
			before := len(p.fromBot())
			p.writes(text)
			p.awaits("an answer to a message", func() bool { return len(p.fromBot()) > before })
			all := p.fromBot()
			p.shown = playground.Response{Message: &all[len(all)-1]}
			return true
		}},
	} {
		t.Run(way.name, func(t *testing.T) {
			w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			for i, c := range typings(ben.ID) {
				w.passes(time.Minute)
				if i%6 == 5 { // a day takes six
					w.passes(24 * time.Hour)
				}
				if !way.word(ana, c.text) {
					continue
				}
				want := c.want
				if want == "" {
					want = c.text
				}
				if c.says != "" {
					if !strings.Contains(ana.text(), c.says) {
						t.Errorf("%s: Anabel reads %q, want %q", c.name, clipped(ana.text()), c.says)
					}
					if _, _, sends := ana.finds("Send to Benedict"); sends {
						t.Errorf("%s: Send is offered", c.name)
					}
					continue
				}
				fits(t, c.name+", preview", ana.text(), want)
				ana.presses("Send to Benedict")
				fits(t, c.name+", sent", ana.text(), want)
				ben.opens()
				fits(t, c.name+", opened", ben.text(), want)
				ben.runs("needs").choosesFirst("Choose one")
				fits(t, c.name+", in /needs", ben.text(), want)
				ana.runs("history")
				fits(t, c.name+", in the history", newestInHistory(ana.text()), want)
				ana.presses("Withdraw")
			}
		})
	}
}

func TestAnAskIsShownAsItWasTyped(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ ask, shows string }{
		{"hold my hand", "> Would you hold my hand?"},
		{"Would you call?", "> Would you call?"},
		{"call me.\n\n```", "> Would you call me. ```?"},
		{"[look](https://example.org)", `> Would you [look]\(https://example.org)?`},
		{"\u200b", ""},
	} {
		t.Run(c.ask, func(t *testing.T) {
			w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
			ana, ben := w.couple("Anabel", "Benedict")
			ana.runs("need").fills("In your words", "I feel far away", "Would you ...?", c.ask).reads(c.shows)
			ana.presses("Send to Benedict")
			ben.opens().reads("> I feel far away").reads(c.shows)
			if c.shows == "" && strings.Contains(ben.text(), "Would you") {
				t.Errorf("an ask that cannot be seen is shown: %q", ben.text())
			}
		})
	}
}

func TestTheFullestNoteFitsWithEverythingAroundIt(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	both := w.people(strings.Repeat("*", 32), "Benedict")
	ana, ben := both[0], both[1]
	ana.runs("pair", "partner", ben.ID).presses("Send invitation")
	ben.sees("invites you").agrees()
	ana.sees(bothAgreed)
	words, ask := strings.Repeat("ab\n", 499)+"abc", strings.Repeat("z", 200)
	ana.runs("need").fills("In your words", words, "Would you ...?", ask, "Kind of need", "Reassurance", "What I'd like from Benedict", "Listen")
	fits(t, "preview", ana.text(), words+"\n\nWould you "+ask+"?")
	ana.presses("Send to Benedict")
	ben.opens()
	fits(t, "opened", ben.text(), words+"\n\nWould you "+ask+"?")
	ben.presses("I hear you").presses("Add a line").fills("A line of your own", strings.Repeat("l", 300))
	fits(t, "answered", ben.text(), words+"\n\nWould you "+ask+"?")
	ana.opens()
	if n := utf8.RuneCountInString(ana.text()); n > 2000 {
		t.Errorf("the answer has %d characters", n)
	}
}

func TestAnEditedMessageChangesItsDraft(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	m := ana.writes("I need a quite evening")
	ana.sees("> I need a quite evening")
	ana.edits(m, "I need a quiet evening")
	ana.sees("> I need a quiet evening").neverSaw("quite")
	w.passes(time.Second) // Discord tells edits apart by their time
	ana.edits(m, strings.Repeat("longer ", 300))
	ana.sees(tooLongSays)
	w.passes(time.Second)
	ana.edits(m, "I need a quiet evening")
	ana.sees("> I need a quiet evening").presses("Send to Benedict")
	ana.edits(m, "I need a loud evening instead")
	ana.runs("needs").choosesFirst("Choose one").reads("quiet") // what was sent is sent
	ben.opens().reads("> I need a quiet evening").neverSaw("loud")
}

func TestADeletedMessageTakesItsDraftAlong(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	m := ana.writes("I should not have said that")
	ana.sees("> I should not have said that")
	send := ana.spies("Send to Benedict")
	if err := ana.Delete(m); err != nil {
		t.Fatal(err)
	}
	ana.sees("Your words are gone from this message.").neverSaw("should not")
	ana.pressesOld(send).reads("This button no longer does anything.")
	ana.runs("needs").reads("Nothing is open")

	kept := ana.writes("This one I keep to myself")
	ana.sees("This one I keep").presses("Keep private")
	if err := ana.Delete(kept); err != nil {
		t.Fatal(err)
	}
	ana.writes("And this one follows") // events come in order
	ana.sees("And this one follows").runs("needs").presses("What I kept").reads("This one I keep to myself")
	ben.neverSaw("note")
}

func TestAnEditBeforeItsCoupleIsNamedCounts(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	all := w.people("Anabel", "Benedict", "Cleopatra")
	ana, ben, cleo := all[0], all[1], all[2]
	w.pair(ana, ben)
	w.pair(ana, cleo)
	m := ana.writes("First version of it")
	ana.sees("Whom is this for?")
	ana.edits(m, "Second version of it")
	next := ana.writes("Something for nobody")
	ana.awaits("two questions", func() bool { return ana.count("Whom is this for?") == 2 })
	ana.presses("For nobody").reads("Discarded")
	ana.presses("For Benedict").reads("> Second version of it").neverSaw("First version")
	if err := ana.Delete(next); err != nil {
		t.Fatal(err)
	}
	gone := ana.writes("Deleted before it was said whom for")
	ana.awaits("another question", func() bool { return ana.count("Whom is this for?") == 1 })
	if err := ana.Delete(gone); err != nil {
		t.Fatal(err)
	}
	ana.awaits("no question", func() bool { return ana.count("Whom is this for?") == 0 })
	ana.writes("A last one")
	ana.sees("Whom is this for?")
	first := ana.spies("For Benedict")
	ana.presses("For Cleopatra").reads("> A last one")
	ana.pressesOld(first).reads("> A last one") // it is a draft for Cleopatra by now
	ana.presses("Send to Cleopatra")
	cleo.sees("A note from Anabel is waiting")
	ben.neverSaw("A note")
}

func TestNamesAreOnlyNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, is, reads string }{
		{"markdown", "**Bo** _x_ `c` ||s||", `\*\*Bo\*\* \_x\_ \` + "`c\\`" + ` \|\|s\|\|`},
		{"thirty-two emoji", strings.Repeat("😀", 32), strings.Repeat("😀", 32)},
		{"right to left", "\u202eeilrahC", "eilrahC"},
		{"a flag of a country in a country", "\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F Al", "\U0001F3F4\U000E0067\U000E0062\U000E0073\U000E0063\U000E0074\U000E007F Al"},
		{"Persian with its joiners", "می\u200cخواهم", "می\u200cخواهم"},
		{"a family of joined people", "👩\u200d👩\u200d👧", "👩\u200d👩\u200d👧"},
		{"marks of direction", "\u200fدانا\u200e\u2067", "دانا"},
		{"a line break", "Anna\nLena", "Anna Lena"},
		{"everyone", "@everyone", `\@everyone`},
		{"a mention", "<@1234567890123456789>", `\<\@1234567890123456789\>`},
		{"a link", "[Al](https://evil.example)", `\[Al\]\(https\://evil.example\)`},
		{"nothing that shows", "\u200b\u200b\u2060\u2060", "your partner"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
			both := w.people(c.is, "Benedict")
			odd, ben := both[0], both[1]
			ben.runs("pair", "partner", odd.ID).reads("You are about to invite " + c.reads).presses("Send invitation")
			odd.sees("Benedict invites you").agrees()
			ben.sees(bothAgreed)
			odd.asks("I need a name", "Benedict")
			ben.sees("A note from " + c.reads + " is waiting").opens().reads(c.reads + " wrote")
			ben.answersHere("Part of it")
			ben.runs("need", "text", "Back to you")
			labels := ben.buttons(c.reads + " would see this:")
			if !slices.ContainsFunc(labels, func(l string) bool { return strings.HasPrefix(l, "Send to ") }) || strings.Contains(labels[0], "\n") {
				t.Errorf("the preview offers %q", labels)
			}
			ben.runs("history").reads("**" + c.reads + "** wrote")
			ben.runs("pause").reads("You have paused leanon with " + c.reads)
			ben.runs("leave").reads("with " + c.reads + " at once").presses("Leave").reads(c.reads)
			w.passes(time.Hour)
		})
	}
}
