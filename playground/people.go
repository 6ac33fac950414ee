package playground

import (
	"strings"
	"time"
)

// Person is a Discord user: somebody at a client, or another bot. The exported fields
// do not change, but for Locale by SetLocale, after which Speaks tells it.
type Person struct {
	ID       string
	Username string // unique in lower case, as Discord's are
	Name     string // global name, what others read
	Locale   string // "en-US" unless set with AddPersonIn
	Bot      bool

	d         *Discord
	dm        *Channel // nil until someone opens it
	closedDMs bool
	installed bool // has the application for themselves
}

// Guild is a server with one text channel. The bot is a member until Expel.
type Guild struct {
	ID   string
	Name string

	d        *Discord
	channel  *Channel
	members  map[string]*member
	expelled bool
}

type member struct {
	person *Person
	nick   string
	joined time.Time
}

// Channel is a direct message channel with the bot, a server's text channel, or a direct
// message or group message between people, which the bot is not in.
type Channel struct {
	ID string

	person  *Person   // direct messages with the bot: the other one
	guild   *Guild    // else: the server
	between []*Person // else: the people
	history []*message
	private map[*Person][]*message // ephemeral messages, by who sees them
}

// Place is where a person acts: a *Channel or a *Guild. A nil Place is the
// person's direct messages with the bot.
type Place interface{ place() *Channel }

func (c *Channel) place() *Channel { return c }
func (g *Guild) place() *Channel   { return g.channel }

// AddPerson makes a user who reads English, has installed the application for themselves
// and so can be messaged.
func (d *Discord) AddPerson(name string) *Person { return d.AddPersonIn(name, "en-US") }

// AddPersonIn makes a user whose client is set to a Discord locale ("de").
func (d *Discord) AddPersonIn(name, locale string) *Person {
	d.mu.Lock()
	defer d.mu.Unlock()
	p := d.addPerson(name, false)
	p.Locale, p.installed = locale, true
	return p
}

// AddBot makes another bot's user. Bots have no direct messages with bots.
func (d *Discord) AddBot(name string) *Person {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.addPerson(name, true)
}

// SetLocale sets the person's client to another Discord locale, which goes with what they
// do from now on.
func (p *Person) SetLocale(locale string) {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	p.Locale = locale
	p.d.touch()
}

// Speaks returns the person's Discord locale as it is now.
func (p *Person) Speaks() string {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	return p.Locale
}

func (d *Discord) addPerson(name string, bot bool) *Person {
	id := idText(d.newID())
	p := &Person{ID: id, Name: name, Locale: "en-US", Bot: bot, d: d}
	p.Username = username(name) + id[len(id)-4:]
	d.people[id] = p
	d.touch()
	return p
}

// username returns the characters of a name that Discord allows in a username: lower-case
// letters, digits, underscore and full stop (support article on new usernames).
func username(name string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(name) {
		if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '_' {
			b.WriteRune(r)
		}
	}
	if b.Len() == 0 {
		return "user"
	}
	return b.String()
}

// AddGuild makes a server with one text channel, whose members are the bot and the
// given people, and tells the bot.
func (d *Discord) AddGuild(name string, members ...*Person) *Guild {
	d.mu.Lock()
	defer d.mu.Unlock()
	g := &Guild{ID: idText(d.newID()), Name: name, d: d, members: map[string]*member{}}
	g.channel = &Channel{ID: idText(d.newID()), guild: g}
	d.guilds[g.ID] = g
	d.guildList = append(d.guildList, g)
	d.channels[g.channel.ID] = g.channel
	for _, p := range append([]*Person{d.bot}, members...) {
		g.members[p.ID] = &member{person: p, joined: d.o.Now()}
	}
	d.gateway.dispatch("GUILD_CREATE", g.json(), intentGuilds)
	d.touch()
	return g
}

// Join makes a person a member.
func (g *Guild) Join(p *Person) {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	g.members[p.ID] = &member{person: p, joined: g.d.o.Now()}
	g.d.touch()
}

// Nickname gives a member a name of their own in this server; "" removes it.
func (g *Guild) Nickname(p *Person, nick string) {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	if m := g.members[p.ID]; m != nil {
		m.nick = nick
	}
	g.d.touch()
}

// Expel removes the bot from the server: its channel answers 50001 from now on.
func (g *Guild) Expel() {
	g.d.mu.Lock()
	defer g.d.mu.Unlock()
	g.expelled = true
	g.d.gateway.dispatch("GUILD_DELETE", map[string]any{"id": g.ID}, intentGuilds)
	g.d.touch()
}

// Channel returns the server's text channel.
func (g *Guild) Channel() *Channel { return g.channel }

// DM returns the person's direct message channel with the bot, and makes it the first
// time. The bot gets the same one (D:resources/user#create-dm).
func (p *Person) DM() *Channel {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	return p.d.openDM(p)
}

func (d *Discord) openDM(p *Person) *Channel {
	if p.dm == nil {
		p.dm = &Channel{ID: idText(d.newID()), person: p}
		d.channels[p.dm.ID] = p.dm
	}
	return p.dm
}

// CloseDMs stops or allows direct messages from the bot, as privacy settings or a block
// do. While they are closed, a new channel is refused with 400 and a message with 403,
// both with code 50007 (discord-api-docs#1905).
func (p *Person) CloseDMs(closed bool) {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	p.closedDMs = closed
	p.d.touch()
}

// userJSON is Discord's user object, with all fields that the OpenAPI description
// requires (S:UserResponse).
type userJSON struct {
	ID            string  `json:"id"`
	Username      string  `json:"username"`
	Avatar        *string `json:"avatar"`
	Discriminator string  `json:"discriminator"`
	PublicFlags   int     `json:"public_flags"`
	Flags         int     `json:"flags"`
	Bot           bool    `json:"bot,omitempty"`
	GlobalName    *string `json:"global_name"`
	PrimaryGuild  *string `json:"primary_guild"`
}

func (p *Person) json() userJSON {
	u := userJSON{ID: p.ID, Username: p.Username, Discriminator: "0", Bot: p.Bot}
	if !p.Bot {
		u.GlobalName = &p.Name
	} else {
		u.Discriminator = "0001"
	}
	return u
}

// memberJSON is a guild member; User and Permissions are left out where Discord
// leaves them out (in `resolved`, D:interactions/receiving-and-responding).
type memberJSON struct {
	User         *userJSON `json:"user,omitempty"`
	Nick         *string   `json:"nick"`
	Avatar       *string   `json:"avatar"`
	Banner       *string   `json:"banner"`
	Roles        []string  `json:"roles"`
	Joined       string    `json:"joined_at"`
	PremiumSince *string   `json:"premium_since"`
	Deaf         bool      `json:"deaf"`
	Mute         bool      `json:"mute"`
	Flags        int       `json:"flags"`
	Pending      bool      `json:"pending"`
	Timeout      *string   `json:"communication_disabled_until"`
	Permissions  string    `json:"permissions,omitempty"`
}

func (m *member) json() memberJSON {
	j := memberJSON{Roles: []string{}, Joined: stamp(m.joined), Permissions: memberPermissions}
	if m.nick != "" {
		j.Nick = &m.nick
	}
	return j
}

// memberPermissions are an ordinary member's: view and send, embed, attach, read
// history, use commands.
const memberPermissions = "2147600384"

func (g *Guild) json() map[string]any {
	user := g.d.bot.json()
	self := g.members[g.d.bot.ID].json()
	self.User = &user
	self.Permissions = ""
	return map[string]any{
		"id": g.ID, "name": g.Name, "icon": nil, "owner_id": g.ID, "preferred_locale": "en-US",
		"joined_at": self.Joined, "large": len(g.members) > 250, "unavailable": false,
		"member_count": len(g.members), "members": []any{self}, "channels": []any{g.channel.json()},
		"roles":  []any{map[string]any{"id": g.ID, "name": "@everyone", "permissions": memberPermissions}},
		"emojis": []any{}, "stickers": []any{}, "features": []any{}, "threads": []any{},
		"presences": []any{}, "voice_states": []any{}, "stage_instances": []any{},
		"guild_scheduled_events": []any{}, "soundboard_sounds": []any{},
	}
}

// stamp is Discord's timestamp format: microseconds and a numeric zone.
func stamp(at time.Time) string { return at.UTC().Format("2006-01-02T15:04:05.000000-07:00") }
