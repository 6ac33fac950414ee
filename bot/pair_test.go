package bot

import (
	"errors"
	"strings"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

func TestTheConsentFactsSayEverythingThatBothAgreeTo(t *testing.T) {
	t.Parallel()
	got := consentFacts("Ben", Host{Name: "Cleo", Where: "Lyon"}, 90*24*time.Hour)
	for _, want := range []string{
		"Nothing leaves before you press Send", "opened, skipped or stayed silent", "you choose what Ben reads",
		"Cleo", "Lyon", "could read it", "if that is your partner", "encrypted, 90 days", "shorten",
		"Discord carries", "may keep a copy", "unlocked phone", "pause or leave at once, alone", "deletes the shared record for both",
		"18+", "leave out health, money and sex", "Not therapy, not for emergencies", "afraid or pressed", "/help is yours alone",
	} {
		if !strings.Contains(bare(got), want) {
			t.Errorf("consent facts: got %q, want %q in them", got, want)
		}
	}
}

func TestTheConsentFactsAreSensibleWithoutAHostAndWithoutALimit(t *testing.T) {
	t.Parallel()
	got := consentFacts("", Host{}, 0)
	for _, want := range []string{"Whoever runs this copy sees", "could read it", "until one of you leaves", "what your partner reads"} {
		if !strings.Contains(bare(got), want) {
			t.Errorf("consent facts: got %q, want %q in them", got, want)
		}
	}
	if strings.Contains(got, "()") || strings.Contains(got, "  ") {
		t.Errorf("consent facts: got %q, want no empty brackets or doubled spaces", got)
	}
}

func TestTheInvitationOffersAllFourAnswers(t *testing.T) {
	t.Parallel()
	sent := time.Unix(1e9, 0)
	m := scribe(t, Host{}).inviteMessage(store.Invite{ID: 7, SentAt: sent, Couple: coupleOfNames("Ben", "Ana")})
	if got, want := labels(m), "Accept, Notes only, Decline, Help"; got != want {
		t.Errorf("buttons: got %q, want %q", got, want)
	}
	for _, want := range []string{"Ana invites you", "no reason needed", at(sent.Add(7*24*time.Hour), "D"), "afraid or pressed"} {
		if !strings.Contains(bare(m.Text), want) {
			t.Errorf("invitation: got %q, want %q in it", m.Text, want)
		}
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
			b := &Bot{Options: Options{Guilds: c.guilds}}
			err := b.mayPair(request{Request: talk.Request{Guild: c.guild, Person: talk.User{ID: "1"}}}, c.other, c.known)
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

func TestADeclinedInvitationReadsLikeOneThatCouldNotBeDelivered(t *testing.T) {
	t.Parallel()
	got := scribe(t, Host{}).composeInviteFailed(store.Notice{Name: "Ben"}).Text
	want := "I can't bring Ben an invitation right now. If they would like one, they can allow direct messages from this server and run /pair themselves."
	if bare(got) != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestAnInvitationThatIsOverSaysWhatBecameOfIt(t *testing.T) {
	t.Parallel()
	sent := time.Unix(1e9, 0)
	for name, c := range map[string]struct {
		inv  store.Invite
		now  time.Time
		want string
	}{
		"lapsed":            {store.Invite{SentAt: sent}, sent.Add(store.InviteLife), "lapsed"},
		"declined":          {store.Invite{SentAt: sent, EndedAt: sent}, sent.Add(time.Hour), "no longer open"},
		"accepted":          {store.Invite{SentAt: sent, EndedAt: sent, Couple: coupleOfNames("Ana", "Ben")}, sent.Add(time.Hour), "share this already"},
		"accepted long ago": {store.Invite{SentAt: sent, EndedAt: sent, Couple: coupleOfNames("Ana", "Ben")}, sent.Add(9 * store.InviteLife), "share this already"},
		"nobody's":          {store.Invite{}, sent, "no longer open"},
	} {
		if got := sayOver(c.inv, c.now); !strings.Contains(got, c.want) {
			t.Errorf("%s: got %q, want %q in it", name, got, c.want)
		}
	}
}

func TestTheWelcomeSaysWhenQuestionsComeAndKeepsTheSafetyNote(t *testing.T) {
	t.Parallel()
	b := scribe(t, Host{})
	c := coupleOfNames("Ana", "Ben")
	notesOnly := c
	notesOnly.Me.Cron = ""
	for name, w := range map[string]struct {
		m       talk.Message
		want    string
		buttons string
	}{
		"with a zone":    {b.welcomeMessage(c, store.Partner{Zone: "Europe/Paris"}), "Questions come Mon, Wed, Fri at 20:00, Paris time.", "First question now, Set my city, My days, Help"},
		"without a zone": {b.welcomeMessage(c, store.Partner{}), "Which city are you in?", "First question now, Set my city, My days, Help"},
		"notes only":     {b.welcomeMessage(notesOnly, store.Partner{Zone: "Europe/Paris"}), "no questions come", "Set my city, Help"},
	} {
		if got := labels(w.m); got != w.buttons {
			t.Errorf("%s: buttons: got %q, want %q", name, got, w.buttons)
		}
		for _, want := range []string{w.want, "/need works any time", "afraid or pressed", "/help is yours alone"} {
			if !strings.Contains(bare(w.m.Text), want) {
				t.Errorf("%s: got %q, want %q in it", name, w.m.Text, want)
			}
		}
	}
}
