package host

import (
	"strings"
	"testing"

	"leanon/playground"
)

func TestCheckSaysWhatThePortalHoldsAndWhatToPressThere(t *testing.T) {
	t.Parallel()
	install := func(scopes, permissions string) playground.Install {
		return playground.Install{Scopes: strings.Fields(scopes), Permissions: permissions}
	}
	whole := install("applications.commands", "0")
	for name, c := range map[string]struct {
		portal            func(p *playground.Portal, other *playground.Person)
		what, mark, words string
	}{
		"new": {nil, "installs", "ok", "User Install and Guild Install are on"},
		"no user install": {func(p *playground.Portal, _ *playground.Person) { delete(p.Installs, "1") },
			"installs", "warn", "under Installation, Installation Contexts, tick User Install"},
		"no guild install": {func(p *playground.Portal, _ *playground.Person) { delete(p.Installs, "0") },
			"installs", "warn", "under Installation, Installation Contexts, tick Guild Install"},
		"neither": {func(p *playground.Portal, _ *playground.Person) { clear(p.Installs) },
			"installs", "FAIL", "nobody can add leanon: at https://discord.com/developers/applications, under Installation, Installation Contexts, tick User Install and Guild Install"},
		"no link": {func(p *playground.Portal, _ *playground.Person) {
			p.Installs = map[string]playground.Install{"0": {}, "1": {}}
		}, "installs", "ok", "are on"},
		"no bot": {func(p *playground.Portal, _ *playground.Person) {
			p.Installs = map[string]playground.Install{"0": install("applications.commands", "0"), "1": whole}
		}, "installs", "warn", "under Guild Install, add the scope bot"},
		"no commands": {func(p *playground.Portal, _ *playground.Person) {
			p.Installs = map[string]playground.Install{"0": install("bot", "0"), "1": whole}
		}, "installs", "warn", "add the scope applications.commands"},
		"permissions": {func(p *playground.Portal, _ *playground.Person) {
			p.Installs = map[string]playground.Install{"0": install("bot applications.commands", "2048"), "1": whole}
		}, "installs", "warn", "take them out"},

		"public": {nil, "public bot", "ok", "Public Bot is on"},
		"private and nowhere": {func(p *playground.Portal, _ *playground.Person) { p.Public = false },
			"public bot", "warn", "under Bot, turn on Public Bot, or add leanon to a server"},
		"code grant": {func(p *playground.Portal, _ *playground.Person) { p.CodeGrant = true },
			"public bot", "FAIL", "Requires OAuth2 Code Grant is on"},

		"no intents": {nil, "intents", "ok", "leanon needs none"},
		"one intent": {func(p *playground.Portal, _ *playground.Person) { p.Flags = 1 << 19 },
			"intents", "warn", "Message Content Intent is on, which leanon does not need"},
		"three intents": {func(p *playground.Portal, _ *playground.Person) { p.Flags = 1<<12 | 1<<15 | 1<<18 | 1<<23 },
			"intents", "warn", "Presence Intent, Server Members Intent and Message Content Intent are on"},

		"endpoint": {func(p *playground.Portal, _ *playground.Person) { p.Endpoint = "https://example.org/press" },
			"interactions", "FAIL", "under General Information, empty it"},
		"a person owns it": {nil, "owner", "ok", "one person owns the application"},
		"a team owns it": {func(p *playground.Portal, other *playground.Person) {
			p.Team = &playground.Team{Owner: p.Owner, Members: []playground.TeamMember{{Person: other, Role: "admin"}}}
		}, "owner", "ok", "a team owns the application"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg, env, d := hosted(t)
			if c.portal != nil {
				other := d.AddStranger("Cleo")
				d.Portal(func(p *playground.Portal) { c.portal(p, other) })
			}
			code, lines, all := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text, hostSaid, "LEANON_HOST_CONTACT=hosta@example.org")
			wantLine(t, lines, c.what, c.mark, c.words)
			if failed := c.mark == "FAIL"; failed != (code == 1) {
				t.Errorf("got exit code %d after\n%s", code, all)
			}
			link := "https://discord.com/oauth2/authorize?client_id=" + d.Application()
			wantLine(t, lines, "link to add it for yourself", "ok", link+"&integration_type=1&scope=applications.commands")
			wantLine(t, lines, "link to add it to a server", "ok", link+"&scope=bot+applications.commands&permissions=0")
		})
	}
}

func TestCheckIsContentWithAPrivateBotThatIsInAServer(t *testing.T) {
	t.Parallel()
	cfg, env, d := hosted(t)
	d.AddGuild("ours")
	d.Portal(func(p *playground.Portal) { p.Public = false })
	_, lines, _ := checks(t, cfg, "DISCORD_TOKEN="+env.Token.Text)
	wantLine(t, lines, "public bot", "ok", "nobody but the application's owner can add leanon")
}
