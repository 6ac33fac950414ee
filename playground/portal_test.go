package playground_test

import (
	"reflect"
	"testing"

	"leanon/playground"
)

// Every answer of a world is checked against Discord's description where that is there.
func TestTheApplicationIsAsThePortalHoldsIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	const path = "/oauth2/applications/@me"
	fresh := w.want("GET", path, nil, 200, 0)
	for key, want := range map[string]any{
		"bot_public": true, "bot_require_code_grant": false, "flags": 0.0, "flags_new": "0", "team": nil, "interactions_endpoint_url": nil,
		"integration_types_config": map[string]any{
			"0": map[string]any{"oauth2_install_params": map[string]any{"scopes": []any{"applications.commands", "bot"}, "permissions": "0"}},
			"1": map[string]any{"oauth2_install_params": map[string]any{"scopes": []any{"applications.commands"}, "permissions": "0"}},
		},
	} {
		if got := fresh[key]; !reflect.DeepEqual(got, want) {
			t.Errorf("a new application: %s is %v, want %v", key, got, want)
		}
	}

	ana, ben, cleo := w.AddPerson("Ana"), w.AddPerson("Ben"), w.AddPerson("Cleo")
	w.Portal(func(p *playground.Portal) {
		p.Owner, p.Public, p.CodeGrant, p.Flags, p.Endpoint = ana, false, true, 1<<19, "https://example.org/press"
		p.Installs = map[string]playground.Install{"1": {}}
	})
	got := w.want("GET", path, nil, 200, 0)
	if owner := got["owner"].(map[string]any)["id"]; owner != ana.ID {
		t.Errorf("owner: got %v, want %s", owner, ana.ID)
	}
	for key, want := range map[string]any{
		"bot_public": false, "bot_require_code_grant": true, "flags": float64(1 << 19), "flags_new": "524288",
		"interactions_endpoint_url": "https://example.org/press", "install_params": nil,
		"integration_types_config": map[string]any{"1": map[string]any{}},
	} {
		if !reflect.DeepEqual(got[key], want) {
			t.Errorf("a changed application: %s is %v, want %v", key, got[key], want)
		}
	}

	w.Portal(func(p *playground.Portal) {
		p.Team = &playground.Team{Owner: ana, Members: []playground.TeamMember{{Person: ben, Role: "admin", Invited: true}, {Person: cleo, Role: "developer"}}}
	})
	got = w.want("GET", path, nil, 200, 0)
	if owner := got["owner"].(map[string]any); owner["id"] == ana.ID || owner["flags"] != float64(1<<10) {
		t.Errorf("owner of a team's application: got %v, want an account that stands for the team", owner)
	}
	team := got["team"].(map[string]any)
	var states, roles []any
	for _, m := range team["members"].([]any) {
		states, roles = append(states, m.(map[string]any)["membership_state"]), append(roles, m.(map[string]any)["role"])
	}
	if team["owner_user_id"] != ana.ID || !reflect.DeepEqual(states, []any{2.0, 1.0, 2.0}) || !reflect.DeepEqual(roles, []any{"admin", "admin", "developer"}) {
		t.Errorf("team: got %v, want Ana its owner, Ben invited and Cleo a developer", team)
	}
}
