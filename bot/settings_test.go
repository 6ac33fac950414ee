package bot

import (
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

func TestSettingsShowThePresentChoiceOfEachSelect(t *testing.T) {
	t.Parallel()
	p := store.Partner{Zone: "Europe/Paris", Quiet: "22:00-08:00", Notes: store.Nameless, Reminder: true, Retention: 0, Depth: 3}
	b := scribe(t, Host{})
	first, more := b.settingsMessage(b.in(""), p), b.moreSettings(b.in(""), p)
	want := map[string]string{"set-notes": "nameless", "set-reminder": "on", "set-depth": "3", "set-retention": "0"}
	for _, r := range slices.Concat(first.Rows, more.Rows) {
		if r.Select == nil {
			continue
		}
		for _, o := range r.Select.Options {
			if o.Default != (o.Value == want[r.Select.CustomID]) {
				t.Errorf("%s %q: got default %v, want %v", r.Select.CustomID, o.Value, o.Default, !o.Default)
			}
		}
		delete(want, r.Select.CustomID)
	}
	if len(want) > 0 {
		t.Errorf("selects: got none for %v", want)
	}
	for _, words := range []string{"22:00-08:00", "once both of you chose them", "without a name", "until one of you leaves", "doesn't see yours"} {
		if got := first.Text + "\n" + more.Text; !strings.Contains(got, words) {
			t.Errorf("got %q, want %q in it", got, words)
		}
	}
	if !first.Private || !more.Private {
		t.Error("private: got false, want true")
	}
}

func TestARetentionOfTheHostsOwnIsOfferedInItsPlace(t *testing.T) {
	t.Parallel()
	var got []string
	for _, o := range retentionOptions(scribe(t, Host{}).in(""), 45) {
		got = append(got, o.Value)
	}
	if want := "7 30 45 90 180 365 0"; strings.Join(got, " ") != want {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestOnlyWhatWasOfferedCanBeChosen(t *testing.T) {
	t.Parallel()
	of := func(values ...string) request { return request{Request: talk.Request{Values: values}} }
	if got, err := oneOf(of("2"), "1", "2", "3"); err != nil || got != "2" {
		t.Errorf("an offered value: got %q, %v, want 2", got, err)
	}
	for name, r := range map[string]request{"a forged value": of("9"), "no value": of(), "two values": of("1", "2")} {
		if got, err := oneOf(r, "1", "2", "3"); err == nil {
			t.Errorf("%s: got %q, want an error", name, got)
		}
	}
}

func TestPrivacySaysWhatIsStoredOneNounALine(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	oldest := time.Unix(1e9, 0)
	got := sayStored(b.in(""), store.Facts{Couples: 1, Settings: true, CheckIns: 3, Kept: 1, Sent: 2, Oldest: oldest})
	want := "**Stored about you**\n• 1 couple you agreed to\n• 3 questions I asked you\n• 1 note you kept private\n• 2 notes you sent\n" +
		"• your Discord id, your city and settings, and the name I call you\nWhat was written to you counts as its writer's own.\nThe oldest is from " + at(oldest, "D") + "."
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := sayStored(b.in(""), store.Facts{}), "**Stored about you**\nNothing."; got != want {
		t.Errorf("of a stranger: got %q, want %q", got, want)
	}
}

func TestPrivacySaysWhoCouldReadItAndHowItEnds(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{Name: "Cleo", Contact: "cleo@example.org", Policy: "https://example.org/policy"})
	who := bare(b.sayWhoReads(b.reader(store.Partner{Retention: 30}, nil), "Ben"))
	for _, want := range []string{"Cleo", "cleo@example.org", "Privacy policy: <https://example.org/policy>", "could read", "Ben", "kept, paused or exported"} {
		if !strings.Contains(who, want) {
			t.Errorf("who: got %q, want %q in it", who, want)
		}
	}
	for days, want := range map[int]string{30: "for 30 days: from when you kept it", 0: "until one of you leaves;"} {
		if got := sayHowItEnds(b.in(""), store.Partner{Retention: days}, Host{}); !strings.Contains(got, want) || !strings.Contains(got, "backup") || !strings.Contains(got, "/leave") {
			t.Errorf("how it ends after %d days: got %q, want %q in it", days, got, want)
		}
	}
}

func TestTheQuestionBeforeAShorterRetentionSaysWhatItWouldDelete(t *testing.T) {
	t.Parallel()
	b, from := scribe(t, Host{}), time.Unix(1e9, 0)
	got := shorterMessage(b.in(""), 7, from, store.Going{Kept: 1, Shared: 12, CheckIns: 3})
	want := "**Keep things for 7 days only?** What is older will be deleted, and can't be brought back. What you two shared goes for both of you.\n\n" +
		"The first to go:\n• 1 note you kept private\n• 12 shared notes, with what was said to them\n• 3 questions I asked you\n\n" +
		"It begins " + at(from, "f") + ", a day from now. Until then you can take it back in /settings. Your partner gets no message, but can notice that older notes are gone. To save something, choose *Export first*."
	if got.Text != want || !got.Private {
		t.Errorf("got %q (private %v), want %q", got.Text, got.Private, want)
	}
	if got := sayGoing(b.in(""), store.Going{Shared: 2}); strings.Contains(got, "kept private") || strings.Contains(got, "asked you") {
		t.Errorf("of shared notes alone: got %q, want nothing of the rest", got)
	}
	if got := sayGoing(b.in(""), store.Going{}); got != "Nothing here is that old yet." {
		t.Errorf("of nothing: got %q", got)
	}
}
