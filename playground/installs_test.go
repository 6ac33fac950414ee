package playground_test

import (
	"context"
	"errors"
	"maps"
	"slices"
	"testing"

	"github.com/bwmarrin/discordgo"

	"leanon/playground"
)

// twoApart is a world with a connected bot, Ana, who has installed it, and Ben, who has
// nothing to do with it. Its command "here" is for all contexts and installs.
func twoApart(t *testing.T) (w *world, ana, ben *playground.Person, theirs *playground.Channel) {
	t.Helper()
	w = newWorld(t)
	ana, ben = w.AddPerson("Ana"), w.AddStranger("Ben")
	w.connect()
	w.want("PUT", "/applications/"+w.Application()+"/commands", []any{
		object{"name": "here", "description": "d", "contexts": []int{0, 1, 2}, "integration_types": []int{0, 1}},
		object{"name": "home", "description": "d", "contexts": []int{0, 1}, "integration_types": []int{0, 1}},
		object{"name": "server", "description": "d", "contexts": []int{0, 1, 2}, "integration_types": []int{0}},
	}, 200, 0)
	return w, ana, ben, w.Between(ana, ben)
}

func TestACommandIsOfferedWhereInstallAndContextMatch(t *testing.T) {
	t.Parallel()
	w, ana, ben, theirs := twoApart(t)
	cleo := w.AddStranger("Cleo")
	server, group := w.AddGuild("Home", cleo, ana), w.Between(ana, ben, cleo)
	offered := map[string][]string{}
	for name, p := range map[string]*playground.Person{"ana": ana, "ben": ben, "cleo": cleo} {
		for where, in := range map[string]playground.Place{"server": server, "dm": nil, "theirs": theirs, "group": group} {
			for _, cmd := range []string{"here", "home", "server"} {
				ctx, cancel := context.WithCancel(context.Background())
				cancel() // whoever sends it does not wait for an answer
				if _, err := p.Command(ctx, in, cmd, nil); errors.Is(err, context.Canceled) {
					offered[name+" "+where] = append(offered[name+" "+where], cmd)
				}
			}
		}
	}
	want := map[string][]string{
		"ana server": {"here", "home", "server"}, "ana dm": {"here", "home", "server"}, "ana theirs": {"here"}, "ana group": {"here"},
		"cleo server": {"here", "home", "server"}, "cleo dm": {"here", "home", "server"},
	}
	if !maps.EqualFunc(offered, want, slices.Equal) {
		t.Errorf("offered is %v, want %v", offered, want)
	}
}

func TestAnInteractionSaysItsContextAndWhoInstalled(t *testing.T) {
	t.Parallel()
	w, ana, ben, theirs := twoApart(t)
	cleo := w.AddStranger("Cleo")
	server := w.AddGuild("Home", cleo)
	for _, c := range []struct {
		what    string
		who     *playground.Person
		in      playground.Place
		context discordgo.InteractionContextType
		owners  map[discordgo.ApplicationIntegrationType]string
	}{
		{"between people", ana, theirs, 2, map[discordgo.ApplicationIntegrationType]string{1: ana.ID}},
		{"a user's install in the bot's messages", ana, nil, 1, map[discordgo.ApplicationIntegrationType]string{1: ana.ID}},
		{"a member in the bot's messages", cleo, nil, 1, map[discordgo.ApplicationIntegrationType]string{0: "0"}},
		{"a server", cleo, server, 0, map[discordgo.ApplicationIntegrationType]string{0: server.ID}},
	} {
		i, _ := w.begin(func(ctx context.Context) (playground.Response, error) { return c.who.Command(ctx, c.in, "here", nil) })
		if i.Context != c.context || !maps.Equal(i.AuthorizingIntegrationOwners, c.owners) || (i.GuildID != "") != (c.context == 0) {
			t.Errorf("%s: got context %d, owners %v, server %q, want %d and %v", c.what, i.Context, i.AuthorizingIntegrationOwners, i.GuildID, c.context, c.owners)
		}
	}
	// Ben has installed nothing. He presses what answered Ana, and she is who installed it.
	i, done := w.begin(func(ctx context.Context) (playground.Response, error) { return ana.Command(ctx, theirs, "here", nil) })
	w.want("POST", callback(i), reply(4, object{"content": "for both", "components": buttons("a")}), 204, 0)
	m := *(<-done).Message
	i, _ = w.press(ben, m, "a")
	if i.User == nil || i.User.ID != ben.ID || i.Context != 2 || !maps.Equal(i.AuthorizingIntegrationOwners, map[discordgo.ApplicationIntegrationType]string{1: ana.ID}) {
		t.Errorf("got %+v, want Ben's press in context 2 under Ana's install", i.Interaction)
	}
}

func TestRepliesBetweenPeopleAreSeenByBothUnlessEphemeral(t *testing.T) {
	t.Parallel()
	w, ana, ben, theirs := twoApart(t)
	heard := make(chan *discordgo.MessageCreate, 10)
	w.bot.AddHandler(func(_ *discordgo.Session, m *discordgo.MessageCreate) { heard <- m })
	i, _ := w.begin(func(ctx context.Context) (playground.Response, error) { return ana.Command(ctx, theirs, "here", nil) })
	w.want("POST", callback(i), reply(4, object{"content": "yours alone", "flags": 64}), 204, 0)
	w.want("POST", w.hook(i), object{"content": "for both", "components": buttons("a")}, 200, 0)
	if a, b := ana.SeenIn(theirs), ben.SeenIn(theirs); len(a) != 2 || len(b) != 1 || b[0].Content != "for both" {
		t.Errorf("Ana sees %+v and Ben %+v, want the ephemeral one shown to Ana alone", a, b)
	}
	for range 4 {
		w.want("POST", w.hook(i), text("and another"), 200, 0)
	}
	w.want("POST", w.hook(i), text("too many"), 400, 40094)
	if _, err := w.AddPerson("Cleo").Press(context.Background(), ben.SeenIn(theirs)[0], "a"); !errors.Is(err, playground.ErrGone) {
		t.Errorf("a stranger's press: got %v, want the message not to be there", err)
	}
	// The bot reaches the place only by the token.
	w.want("POST", "/channels/"+theirs.ID+"/messages", text("x"), 403, 50001)
	w.want("GET", "/channels/"+theirs.ID+"/messages", nil, 403, 50001)
	w.send(ana, text("here you can hear me"))
	if got := <-heard; got.Content != "here you can hear me" {
		t.Errorf("the bot heard %q first, want nothing of what is between the two", got.Content)
	}
	if got := w.broken(); len(got) != 3 {
		t.Errorf("told as broken: %v, want the sixth message and the two requests to their channel", got)
	}
}

func TestTheBotReachesNobodyWhoHasNothingInCommonWithIt(t *testing.T) {
	t.Parallel()
	w, _, ben, theirs := twoApart(t)
	dm := w.want("POST", "/users/@me/channels", object{"recipient_id": ben.ID}, 200, 0)["id"].(string)
	message := "/channels/" + dm + "/messages"
	w.want("POST", message, text("x"), 403, 50278)
	ben.Install(true)
	w.want("POST", message, text("installed"), 200, 0)
	ben.Install(false)
	w.want("POST", message, text("x"), 403, 50278)
	server := w.AddGuild("Home", ben)
	w.want("POST", message, text("in one server"), 200, 0)
	ben.CloseDMs(true)
	w.want("POST", message, text("x"), 403, 50007)
	ben.CloseDMs(false)
	server.Expel()
	w.want("POST", message, text("x"), 403, 50278)
	if got := w.broken(); len(got) != 0 {
		t.Errorf("told as broken: %v, want none: it may happen to any bot", got)
	}
	if got := w.Between(ben, w.AddPerson("Cleo")); got == theirs || w.Between(ben, w.AddPerson("Dan"), w.AddPerson("Eve")) == theirs {
		t.Errorf("got the channel of Ana and Ben for others")
	}
}
