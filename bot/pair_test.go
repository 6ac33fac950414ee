package bot

import (
	"errors"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/store"
)

func TestTheConsentFactsSayEverythingThatBothAgreeTo(t *testing.T) {
	t.Parallel()
	got := bare(scribe(t, Host{}).in("").consentFacts("Ben", Host{Name: "Cleo", Where: "Lyon"}, 90*24*time.Hour))
	for _, want := range []string{
		"Nothing leaves before Send", "opened, skipped or stayed silent", "You choose what Ben reads",
		"Cleo runs this copy (Lyon)", "could read everything", "If Ben runs it, Ben could", "encrypted for 90 days", "shorten",
		"carries it and may keep a copy", "unlocked phone", "at once, alone", "deletes the shared record for both", "/privacy makes a file",
		"For adults", "leave out health, money and sex", "Not therapy, not for emergencies", "Nobody may push you into this", "lapse says nothing", "/help has people to talk to",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("consent facts: got %q, want %q in them", got, want)
		}
	}
	for _, line := range strings.Split(got, "\n\n") {
		if !strings.HasPrefix(line, "**") {
			t.Errorf("consent facts: got the line %q, want bold words in front", line)
		}
	}
}

func TestTheConsentFactsAreSensibleWithoutAHostAndWithoutALimit(t *testing.T) {
	t.Parallel()
	s := scribe(t, Host{}).in("")
	for host, wants := range map[Host]string{
		{}:              "Whoever runs this copy sees",
		{Where: "Lyon"}: "Whoever runs this copy (Lyon) sees",
		{Name: "Cleo"}:  "Cleo runs this copy. Whoever",
	} {
		got := bare(s.consentFacts("", host, 0))
		for _, want := range []string{wants, "could read everything", "until one of you leaves", "what your partner reads"} {
			if !strings.Contains(got, want) {
				t.Errorf("consent facts: got %q, want %q in them", got, want)
			}
		}
		if strings.Contains(got, "()") || strings.Contains(got, "  ") {
			t.Errorf("consent facts: got %q, want no empty brackets or doubled spaces", got)
		}
	}
}

func TestTheInvitationIsShortAndOffersAllFourAnswers(t *testing.T) {
	t.Parallel()
	sent := time.Unix(1e9, 0)
	b := scribe(t, longHost())
	m := inviteMessage(b.in(""), store.Invite{ID: 7, SentAt: sent, Couple: coupleOfNames("Ben", "Ana")})
	if got, want := labels(m), "Accept, Notes only, Decline, Help"; got != want {
		t.Errorf("buttons: got %q, want %q", got, want)
	}
	for _, want := range []string{"Ana invites you", "no reason needed", at(sent.Add(7*24*time.Hour), "D")} {
		if !strings.Contains(bare(m.Text), want) {
			t.Errorf("invitation: got %q, want %q in it", m.Text, want)
		}
	}
	long := inviteMessage(b.in(""), store.Invite{ID: 7, SentAt: sent, Couple: coupleOfNames(longName, longName)})
	if n := utf8.RuneCountInString(long.Text); n >= 600 {
		t.Errorf("invitation: got %d characters with the longest name, want under 600", n)
	}
}

func TestWhoCannotBeInvitedIsSaidPlainly(t *testing.T) {
	t.Parallel()
	ben := talk.User{ID: "2", Name: "Ben"}
	for name, c := range map[string]struct {
		guilds []string
		guild  string
		other  talk.User
		known  bool
		want   string // "" may pair
	}{
		"a partner in a server":                   {guild: "9", other: ben, known: true},
		"a partner from a direct message":         {other: ben, known: true},
		"a partner in a listed server":            {guilds: []string{"8", "9"}, guild: "9", other: ben, known: true},
		"oneself":                                 {guild: "9", other: talk.User{ID: "1"}, known: true, want: "That is you"},
		"a bot":                                   {guild: "9", other: talk.User{ID: "3", Bot: true}, known: true, want: "a bot"},
		"nobody":                                  {guild: "9", want: "whom you mean"},
		"a server that is not listed":             {guilds: []string{"8"}, guild: "9", other: ben, known: true, want: "this isn't one of them"},
		"a direct message where servers are told": {guilds: []string{"8"}, other: ben, known: true, want: "which servers"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := scribe(t, Host{})
			b.Guilds = c.guilds
			err := b.mayPair(request{reader: reader{speaker: b.in("")}, Request: talk.Request{Guild: c.guild, Person: talk.User{ID: "1"}}}, c.other, c.known)
			var own sayable
			switch {
			case c.want == "" && err != nil:
				t.Errorf("got %v, want no refusal", err)
			case c.want != "" && (!errors.As(err, &own) || !strings.Contains(own.text, c.want)):
				t.Errorf("got %v, want a sentence with %q", err, c.want)
			}
		})
	}
}

func TestAnInvitationThatIsOverSaysWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	sent := time.Unix(1e9, 0)
	b := scribe(t, Host{})
	for name, c := range map[string]struct {
		inv  store.Invite
		now  time.Time
		want string
	}{
		"lapsed":            {store.Invite{SentAt: sent}, sent.Add(store.InviteLife), "lapsed"},
		"taken back":        {store.Invite{SentAt: sent, EndedAt: sent}, sent.Add(time.Hour), "no longer open"},
		"accepted":          {store.Invite{SentAt: sent, EndedAt: sent, Couple: coupleOfNames("Ana", "Ben")}, sent.Add(time.Hour), "share this already"},
		"accepted long ago": {store.Invite{SentAt: sent, EndedAt: sent, Couple: coupleOfNames("Ana", "Ben")}, sent.Add(9 * store.InviteLife), "share this already"},
	} {
		if got := b.overSince(request{reader: reader{speaker: b.in("")}, now: c.now}, c.inv).Text; !strings.Contains(got, c.want) {
			t.Errorf("%s: got %q, want %q in it", name, got, c.want)
		}
	}
}

func TestTheWelcomeSaysWhenQuestionsComeAndKeepsTheSafetyNote(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	c := coupleOfNames("Ana", "Ben")
	withoutQuestions := c
	withoutQuestions.Me.Cron = ""
	reads := func(zone string, c store.Couple) talk.Message {
		return b.welcomeMessage(b.reader(store.Partner{Zone: zone}, []store.Couple{c}), c)
	}
	for name, w := range map[string]struct {
		m       talk.Message
		want    string
		buttons string
	}{
		"with a zone":    {reads("Europe/Paris", c), "Questions come on Monday, Wednesday and Friday at 20:00, Paris time.", "First question now, Set my city, My days, Help"},
		"without a zone": {reads("", c), "Which city are you in?", "First question now, Set my city, My days, Help"},
		"notes only":     {reads("Europe/Paris", withoutQuestions), "no questions come", "Set my city, Help"},
	} {
		if got := labels(w.m); got != w.buttons {
			t.Errorf("%s: buttons: got %q, want %q", name, got, w.buttons)
		}
		for _, want := range []string{w.want, "You have both agreed", "/need works any time", "Both of you get this line: nobody may push you", "/help has people to talk to"} {
			if !strings.Contains(bare(w.m.Text), want) {
				t.Errorf("%s: got %q, want %q in it", name, w.m.Text, want)
			}
		}
	}
}
