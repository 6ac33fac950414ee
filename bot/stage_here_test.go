package bot

import "leanon/discord/talk"

// between lets a person do something in the chat that they have with another, and shows
// what comes of it to whoever sees it there.
func (g *stage) between(person, other string, r talk.Request) talk.Reply {
	g.Helper()
	r.Apart, r.With, r.App = true, []string{other}, "1"
	reply := g.does(person, r)
	switch also := reply.Also; {
	case also == nil:
	case also.Private:
		g.shows(person, *also)
	default:
		g.shows(other, *also)
	}
	return reply
}

// usesBetween is uses in that chat.
func (g *stage) usesBetween(person, other, name string) {
	g.Helper()
	for i := len(g.offers) - 1; i >= 0; i-- {
		if o := g.offers[i]; o.to == person && o.name == name {
			g.between(person, other, g.use(o, o.id))
			return
		}
	}
	g.Fatalf("%s was never offered %s", g.names[person], name)
}

// invitesHere lets one invite another in their own chat, who looks at everything and
// declines, and take it back.
func (g *stage) invitesHere(a, b string) {
	g.Helper()
	g.between(a, b, talk.Request{Kind: talk.Command, Name: "pair", Options: map[string]string{"partner": b}, Users: map[string]talk.User{b: {ID: b, Name: g.names[b]}}})
	g.usesBetween(a, b, "send-invite")
	g.usesBetween(a, b, "here-again")
	g.usesBetween(b, a, "here-accept")
	g.usesBetween(b, a, "here-notes")
	g.usesBetween(b, a, "here-decline")
	g.usesBetween(a, b, "invite-take-back")
}
