package bot

import (
	"strings"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// owned is a bot whose application Discord says these people own.
func owned(t *testing.T, h Host, owners ...string) *Bot {
	t.Helper()
	b := scribe(t, h)
	b.Owners = func() []string { return owners }
	return b
}

func TestTheFactsNameWhoOfTheTwoRunsThisCopyWhateverConfigSays(t *testing.T) {
	t.Parallel()
	const ana, ben = "1", "2"
	set := Host{Name: "Cleo", Where: "Lyon"}
	for name, c := range map[string]struct {
		host       Host
		owners     []string
		called     string
		says, hush string
	}{
		"the partner":          {set, []string{ben}, "Ben", "Ben runs this copy (Lyon). So Ben sees who uses it and when, and could read everything, also what you keep private.", "Cleo"},
		"the partner, nowhere": {Host{}, []string{"7", ben}, "Ben", "Ben runs this copy. So Ben sees", "()"},
		"the reader":           {set, []string{ana}, "Ben", "You run this copy (Lyon). So you see who uses it and when, and could read everything, also what Ben keeps private. These facts tell Ben that you run it.", "Cleo"},
		"the reader, nowhere":  {Host{}, []string{ana}, "Ben", "You run this copy. So you see", "()"},
		"both":                 {set, []string{ana, ben}, "Ben", "You and Ben run this copy (Lyon). So both of you see", "Cleo"},
		"both, nowhere":        {Host{}, []string{ana, ben}, "Ben", "You and Ben run this copy. So both", "()"},
		"nobody of the two":    {set, []string{"7"}, "Ben", "Cleo runs this copy (Lyon). Whoever runs it", "You run"},
		"nobody is known":      {set, nil, "Ben", "Cleo runs this copy (Lyon). Whoever runs it", "You run"},

		"a partner who is not to be named":          {set, []string{ben}, "", "Your partner runs this copy (Lyon). So your partner sees", "Ben"},
		"a partner who is not to be named, nowhere": {Host{}, []string{ben}, "", "Your partner runs this copy. So your partner sees", "Ben"},
		"a reader who wants no names":               {set, []string{ana}, "", "also what your partner keeps private. These facts tell your partner that you run it.", "Ben"},
		"both, without names":                       {set, []string{ana, ben}, "", "You and your partner run this copy", "Ben"},
	} {
		b := owned(t, c.host, c.owners...)
		got := bare(b.in("").consentFacts(c.called, b.hostFor(ana, ben, c.called), 0))
		if !strings.Contains(got, c.says) || strings.Contains(got, c.hush) {
			t.Errorf("%s: got %q\nwant %q in it and nothing of %q", name, got, c.says, c.hush)
		}
	}
}

func TestWhoIsInSeveralCouplesReadsWhichPartnerRunsThisCopy(t *testing.T) {
	t.Parallel()
	couple := func(id store.ID, person, name string) store.Couple {
		return store.Couple{ID: id, FormedAt: time.Unix(1e9, 0), Me: store.Member{Person: "1", Name: "Ana"}, Other: store.Member{Person: person, Name: name}}
	}
	both := []store.Couple{couple(1, "2", "Ben"), couple(2, "3", "Cleo"), couple(3, "4", "Dana")}
	for owner, want := range map[string]string{"3": "Cleo runs this copy.", "1": "You run this copy.", "9": "Hosta runs this copy."} {
		b := owned(t, Host{Name: "Hosta"}, owner)
		if got := bare(b.sayWhoReads(b.reader(store.Partner{Person: "1"}, both), "")); !strings.Contains(got, want) {
			t.Errorf("%s owns it: got %q, want %q in it", owner, got, want)
		}
	}
}

func TestTheFactsFitWhoeverRunsThisCopy(t *testing.T) {
	t.Parallel()
	c := coupleOfNames(longName, longName)
	me, other := c.Me.Person, c.Other.Person
	invited := store.Invite{ID: bigID, Inviter: other, Invitee: me, SentAt: time.Unix(1e9, 0), Couple: c}
	far := store.Partner{Person: me, Retention: 365}
	for _, owners := range [][]string{{me}, {other}, {me, other}} {
		b := owned(t, longHost(), owners...)
		rd := b.reader(far, []store.Couple{c})
		h := b.hostFor(me, other, longName)
		for name, m := range map[string]talk.Message{
			"before inviting": {Text: blocks(b.in("").say("pair.before", "name", b.in("").nameOf(longName)), b.in("").consentFacts(longName, h, b.Retention), b.in("").contact(h))},
			"facts":           b.factsMessage(b.in(""), invited, withQuestions),
			"facts of notes":  b.factsMessage(b.in(""), invited, notesOnly),
			"privacy":         privacyMessage(b.in(""), b.sayWhoReads(rd, longName)),
			"still":           b.consentMessage(rd, store.Confirmation{Couple: c, Read: store.FactsRead{Version: ConsentVersion - 1}, Round: 1 << 30, SilentAt: time.Unix(1e10, 0)}),
			"receipt":         {Text: b.in("").receipt(c, longName, leaveLine, h, time.Unix(1e9, 0))},
		} {
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				fitsDiscord(t, m)
			})
		}
	}
}
