package playground

import "strings"

func (d *Discord) getGateway(*call) (answer, error) {
	return ok(map[string]any{"url": d.gateway.url()})
}

func (d *Discord) getGatewayBot(*call) (answer, error) {
	return ok(map[string]any{
		"url": d.gateway.url(), "shards": 1,
		"session_start_limit": map[string]any{
			"total": sessionsDay, "remaining": max(0, sessionsDay-d.gateway.identifies), "reset_after": 0, "max_concurrency": 1,
		},
	})
}

func (d *Discord) getSelf(*call) (answer, error) {
	return ok(struct {
		userJSON
		MFA      bool   `json:"mfa_enabled"`
		Locale   string `json:"locale"`
		Verified bool   `json:"verified"`
	}{d.bot.json(), true, d.bot.Locale, true})
}

func (d *Discord) getUser(c *call) (answer, error) {
	if err := c.snowflakes("user_id"); err != nil {
		return answer{}, err
	}
	p := d.people[c.PathValue("user_id")]
	if p == nil {
		return answer{}, unknownUser()
	}
	return ok(p.json())
}

func (d *Discord) getGuilds(*call) (answer, error) {
	out := []any{}
	for _, g := range d.guildList {
		if !g.expelled {
			out = append(out, map[string]any{
				"id": g.ID, "name": g.Name, "icon": nil, "banner": nil, "owner": false, "permissions": memberPermissions, "features": []any{},
			})
		}
	}
	return ok(out)
}

// getApplication answers with the application, with all fields that the OpenAPI
// description requires (S:PrivateApplicationResponse).
func (d *Discord) getApplication(*call) (answer, error) {
	return ok(map[string]any{
		"id": d.bot.ID, "name": d.bot.Name, "icon": nil, "description": "", "type": nil, "verify_key": strings.Repeat("0", 64),
		"flags": 0, "flags_new": "0", "redirect_uris": []any{}, "interactions_endpoint_url": nil, "role_connections_verification_url": nil,
		"owner": d.bot.json(), "approximate_guild_count": len(d.guildList), "approximate_user_install_count": 0,
		"approximate_user_authorization_count": 0, "explicit_content_filter": 0, "team": nil, "eligible_oauth2_scopes": []any{},
		"bot": d.bot.json(), "bot_public": true, "bot_require_code_grant": false,
	})
}
