package playground

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
