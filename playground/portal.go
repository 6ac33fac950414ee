package playground

import (
	"crypto/rand"
	"encoding/base64"
	"slices"
	"strconv"
	"strings"
)

// Portal is what the developer portal holds of the bot's application, and so what its
// routes answer. Portal changes it.
type Portal struct {
	// Owner is the person who made the application. It is the bot's own account, and so
	// nobody's, until a test says whose.
	Owner *Person
	// Team owns the application in place of Owner, if it is not nil.
	Team *Team
	// Public is Public Bot, which is on in a new application.
	Public bool
	// CodeGrant is Requires OAuth2 Code Grant.
	CodeGrant bool
	// Endpoint is the Interactions Endpoint URL, "" for none.
	Endpoint string
	// Flags are the application's public flags (D:resources/application).
	Flags uint64
	// Installs are the Installation Contexts that are on, "0" for a server and "1" for a
	// person's account, with what the default link asks for. In a new application both are.
	Installs map[string]Install
}

// Install is what the default link of an Installation Context asks for.
type Install struct {
	Scopes      []string // none: there is no default link
	Permissions string
}

// Team is a developer team.
type Team struct {
	Owner   *Person // who is one of its members, with the role admin
	Members []TeamMember
}

// TeamMember is somebody in a team besides its owner.
type TeamMember struct {
	Person  *Person
	Role    string // "admin", "developer" or "read_only"
	Invited bool   // they have not joined yet
}

// newPortal is what the portal shows of a new application.
func newPortal(bot *Person) Portal {
	return Portal{Owner: bot, Public: true, Installs: map[string]Install{
		"0": {Scopes: []string{"applications.commands", "bot"}, Permissions: "0"},
		"1": {Scopes: []string{"applications.commands"}, Permissions: "0"},
	}}
}

// newToken makes a text in the form of a bot token: the id in base64, and two random parts
// of the usual lengths.
func newToken(id string) string {
	random := make([]byte, 33)
	rand.Read(random)
	text := base64.RawURLEncoding.EncodeToString(random)
	return base64.RawURLEncoding.EncodeToString([]byte(id)) + "." + text[:6] + "." + text[6:]
}

// Portal changes what the developer portal holds. The bot learns of it when it asks next.
// change must call no method of the Discord or of its people.
func (d *Discord) Portal(change func(*Portal)) {
	d.mu.Lock()
	defer d.mu.Unlock()
	change(&d.portal)
}

// getApplication answers with the application, with all fields that the OpenAPI
// description requires (S:PrivateApplicationResponse).
func (d *Discord) getApplication(*call) (answer, error) {
	p := d.portal
	people := 0
	for _, person := range d.people {
		if person.installed {
			people++
		}
	}
	out := map[string]any{
		"id": d.bot.ID, "name": d.bot.Name, "icon": nil, "description": "", "type": nil, "verify_key": strings.Repeat("0", 64),
		"flags": int32(p.Flags), "flags_new": strconv.FormatUint(p.Flags, 10), "redirect_uris": []any{},
		"interactions_endpoint_url": nil, "role_connections_verification_url": nil,
		"owner": p.Owner.json(), "approximate_guild_count": len(d.guildList), "approximate_user_install_count": people,
		"approximate_user_authorization_count": people, "explicit_content_filter": 0, "team": nil, "eligible_oauth2_scopes": []any{},
		"bot": d.bot.json(), "bot_public": p.Public, "bot_require_code_grant": p.CodeGrant,
	}
	if p.Endpoint != "" {
		out["interactions_endpoint_url"] = p.Endpoint
	}
	installs := map[string]any{}
	for key, install := range p.Installs {
		installs[key] = install.json()
	}
	out["integration_types_config"] = installs
	if server := p.Installs["0"]; len(server.Scopes) > 0 {
		out["install_params"] = server.params()
	}
	if p.Team != nil {
		out["owner"], out["team"] = p.Team.account(d.bot.ID), p.Team.json(d.bot.ID)
	}
	return ok(out)
}

func (i Install) json() map[string]any {
	if len(i.Scopes) == 0 {
		return map[string]any{}
	}
	return map[string]any{"oauth2_install_params": i.params()}
}

func (i Install) params() map[string]any {
	return map[string]any{"scopes": slices.Clone(i.Scopes), "permissions": i.Permissions}
}

// account is the account that stands for the team as the application's owner
// (D:resources/user, TEAM_PSEUDO_USER).
func (t *Team) account(team string) userJSON {
	of := (&Person{ID: team, Username: "team" + team, Name: "team" + team}).json()
	of.Flags, of.PublicFlags = 1<<10, 1<<10
	return of
}

// json lists the owner among the members, as Discord does (S:TeamResponse).
func (t *Team) json(id string) map[string]any {
	members := []any{}
	for _, m := range append([]TeamMember{{Person: t.Owner, Role: "admin"}}, t.Members...) {
		state := 2
		if m.Invited {
			state = 1
		}
		members = append(members, map[string]any{
			"user": m.Person.json(), "team_id": id, "membership_state": state, "role": m.Role, "permissions": []string{"*"},
		})
	}
	return map[string]any{"id": id, "icon": nil, "name": "A team", "owner_user_id": t.Owner.ID, "members": members}
}
