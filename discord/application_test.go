package discord

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"

	"leanon/playground"
)

func TestTheOwnersAreWhoMayActForTheApplication(t *testing.T) {
	inWorld(t, func(w *world) {
		ana, ben, cleo, dana := w.AddPerson("Ana"), w.AddPerson("Ben"), w.AddPerson("Cleo"), w.AddPerson("Dana")
		if got := w.client.Owners(); got != nil {
			t.Errorf("before Discord was asked: got %q, want nobody", got)
		}
		asked := func() []string {
			if _, err := w.client.Check(w.Context()); err != nil {
				t.Fatal(err)
			}
			return w.client.Owners()
		}
		w.Portal(func(p *playground.Portal) { p.Owner = ana })
		if diff := cmp.Diff([]string{ana.ID}, asked()); diff != "" {
			t.Errorf("a person's application (-want +got):\n%s", diff)
		}
		w.Portal(func(p *playground.Portal) {
			p.Team = &playground.Team{Owner: ben, Members: []playground.TeamMember{
				{Person: ana, Role: "developer"}, {Person: cleo, Role: "admin"}, {Person: dana, Role: "admin", Invited: true},
			}}
		})
		if diff := cmp.Diff([]string{ben.ID, cleo.ID}, asked()); diff != "" {
			t.Errorf("a team's application (-want +got):\n%s", diff)
		}
	})
}

// A field of another shape must keep no bot from starting.
func TestWhatCannotBeReadOfTheApplicationIsAsIfItWereNotSaid(t *testing.T) {
	t.Parallel()
	unknown := Application{ID: "7", Public: true}
	for text, want := range map[string]Application{
		`{"id":"7"}`: unknown,
		`{"id":"7","owner":null,"team":null,"integration_types_config":null,"flags_new":null,"interactions_endpoint_url":null}`:                                                                                 unknown,
		`{"id":"7","owner":[],"team":"a","bot_public":"yes","bot_require_code_grant":1,"flags":-1,"flags_new":7,"integration_types_config":[1],"approximate_guild_count":"many","interactions_endpoint_url":1}`: unknown,
		`{"id":"7","owner":{"id":"8"},"team":7,"bot_public":false}`: {ID: "7", Owners: []string{"8"}},
		`{"id":"7","owner":{"id":"8"},"team":{"owner_user_id":"9","members":[{"user":{"id":"9"},"membership_state":2,"role":"admin"}]}}`: {
			ID: "7", Owners: []string{"9"}, Public: true},
		`{"id":"7","flags":4096,"flags_new":"558080","integration_types_config":{"0":{},"1":{"oauth2_install_params":{"scopes":["bot"],"permissions":8}},"2":{"oauth2_install_params":{"scopes":["x"],"permissions":"8"}}}}`: {
			ID: "7", Public: true, Intents: []string{"Server Members Intent", "Message Content Intent"},
			Installs: map[string]Install{ServerInstall: {}, PersonalInstall: {}, "2": {Scopes: []string{"x"}, Permissions: "8"}}},
		`{"id":"7","flags":4096}`: {ID: "7", Public: true, Intents: []string{"Presence Intent"}},
	} {
		var said application
		if err := json.Unmarshal([]byte(text), &said); err != nil {
			t.Errorf("%s: %v", text, err)
		}
		if diff := cmp.Diff(want, said.application()); diff != "" {
			t.Errorf("%s (-want +got):\n%s", text, diff)
		}
	}
}

func TestBothLinksNameTheApplication(t *testing.T) {
	inWorld(t, func(w *world) {
		if w.client.InviteURL() != "" || w.client.InstallURL() != "" {
			t.Error("there are links before the application is known")
		}
		if _, err := w.client.Check(w.Context()); err != nil {
			t.Fatal(err)
		}
		const base = "https://discord.com/oauth2/authorize?client_id="
		for got, want := range map[string]string{
			w.client.InviteURL():  base + w.Application() + "&scope=bot+applications.commands&permissions=0",
			w.client.InstallURL(): base + w.Application() + "&integration_type=1&scope=applications.commands",
		} {
			if got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		}
	})
}
