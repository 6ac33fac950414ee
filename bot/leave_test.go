package bot

import (
	"strings"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

func TestWhatThePartnerWillReadTravelsInTheLeaveButton(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	for _, tells := range []string{leaveLine, leaveNothing} {
		m := leavingMessage(b.in(""), coupleOfNames("Ana", "Ben"), "Ben", tells)
		press := m.Rows[1].Buttons[1]
		if want := customID("leave", bigID, tells); press.CustomID != want || press.Style != talk.Danger {
			t.Errorf("Leave: got %q in style %d, want %q in style %d", press.CustomID, press.Style, want, talk.Danger)
		}
		for _, o := range m.Rows[0].Select.Options {
			if o.Default != (o.Value == tells) {
				t.Errorf("option %q while %q is chosen: got default %v, want %v", o.Value, tells, o.Default, !o.Default)
			}
		}
		if got, want := labels(m), "Export first, Leave, Stay, Help"; got != want {
			t.Errorf("buttons: got %q, want %q", got, want)
		}
	}
}

func TestTheReceiptQuotesTheLineThatThePartnerReads(t *testing.T) {
	t.Parallel()
	b, c := scribe(t, Host{}), coupleOfNames("Ana", "Ben")
	line := bare(b.composeEnded(b.reader(store.Partner{}, nil), store.Notice{Name: c.Me.Name}).Text)
	if want := "Your check-ins with Ana have ended."; line != want {
		t.Errorf("line: got %q, want %q", line, want)
	}
	told := bare(b.in("").receipt(c, b.in("").plainName(c.Other.Name), leaveLine, Host{}, time.Unix(1e9, 0)))
	if want := "Ben reads one line: \"" + line + "\""; !strings.Contains(told, want) {
		t.Errorf("receipt: got %q, want %q in it", told, want)
	}
	untold := bare(b.in("").receipt(c, b.in("").plainName(c.Other.Name), leaveNothing, Host{}, time.Unix(1e9, 0)))
	if !strings.Contains(untold, "Ben gets no message") || strings.Contains(untold, line) {
		t.Errorf("receipt: got %q, want that Ben gets no message and no line", untold)
	}
	for _, want := range []string{"the key to it", "Discord's own copies", "backups", "Other couples are untouched", "/help"} {
		if !strings.Contains(told, want) {
			t.Errorf("receipt: got %q, want %q in it", told, want)
		}
	}
}

func TestAnUntoldEndingNamesEveryCoupleThatEnded(t *testing.T) {
	t.Parallel()
	got := bare(scribe(t, Host{}).in("").endings([]store.Ending{{Name: "Ana"}, {Name: "Cleo"}}))
	for _, want := range []string{"with Ana have ended", "with Cleo have ended", "/help"} {
		if !strings.Contains(got, want) {
			t.Errorf("got %q, want %q in it", got, want)
		}
	}
}

func TestAPauseIsToldToNobodyUnlessAsked(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	ben, cleo := coupleOfNames("Ana", "Ben"), coupleOfNames("Ana", "Cleo")
	cleo.ID--
	until := time.Unix(1e9, 0)
	one := pausedReply(b.reader(store.Partner{Zone: "Europe/Paris"}, []store.Couple{ben, cleo}), []store.Couple{ben}, until)
	if got, want := labels(one), "Tell Ben, Resume, Help"; got != want {
		t.Errorf("one couple: got buttons %q, want %q", got, want)
	}
	for _, want := range []string{"Nobody is told", at(until, "F"), "> Ana has paused leanon for now. Notes wait meanwhile."} {
		if !strings.Contains(bare(one.Text), want) {
			t.Errorf("one couple: got %q, want %q in it", one.Text, want)
		}
	}
	if got, want := one.Rows[1].Buttons[0].CustomID, customID("resume", ben.ID); got != want {
		t.Errorf("one couple: Resume is %q, want %q", got, want)
	}
	two := pausedReply(b.reader(store.Partner{}, []store.Couple{ben, cleo}), []store.Couple{ben, cleo}, time.Time{})
	if got, want := labels(two), "Tell Ben, Tell Cleo, Resume, Help"; got != want {
		t.Errorf("two couples: got buttons %q, want %q", got, want)
	}
	if got, want := two.Rows[1].Buttons[0].CustomID, "resume"; got != want {
		t.Errorf("two couples: Resume is %q, want %q, for all", got, want)
	}
	if !one.Private || !two.Private {
		t.Errorf("private: got %v and %v, want both", one.Private, two.Private)
	}
}
