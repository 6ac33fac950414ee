package playground

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
)

// allowedMentions is the object of that name (D:resources/message#allowed-mentions-object).
type allowedMentions struct {
	Parse   []string `json:"parse"`
	Users   []string `json:"users"`
	Roles   []string `json:"roles"`
	Replied bool     `json:"replied_user"`
}

func (a *allowedMentions) validate(at string) error {
	for _, kind := range a.Parse {
		if kind != "users" && kind != "roles" && kind != "everyone" {
			return invalid(at+"allowed_mentions.parse", "BASE_TYPE_CHOICES", "users, roles or everyone")
		}
	}
	switch {
	case slices.Contains(a.Parse, "users") && len(a.Users) > 0, slices.Contains(a.Parse, "roles") && len(a.Roles) > 0:
		return invalid(at+"allowed_mentions", "MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE", "parse and a list of ids exclude one another")
	case len(a.Users) > 100 || len(a.Roles) > 100:
		return invalid(at+"allowed_mentions", "BASE_TYPE_MAX_LENGTH", "at most 100 ids")
	}
	return nil
}

var (
	userMention     = regexp.MustCompile(`<@!?(\d{1,20})>`)
	everyoneMention = regexp.MustCompile(`@(everyone|here)\b`)
)

// ping works out whom a message mentions: whom its text names, as far as its
// allowed_mentions allow it. Without allowed_mentions it mentions all of them, and a
// reply also the author of what it answers
// (D:resources/message#allowed-mentions-object). Text displays count like content. A
// mention in a code block counts, because no page of Discord's promises otherwise. The caller holds d.mu.
func (d *Discord) ping(m *message, allowed *allowedMentions) {
	text := words(m)
	m.pings, m.everyone = nil, false
	for _, hit := range userMention.FindAllStringSubmatch(text, -1) {
		id := hit[1]
		if d.people[id] == nil || slices.Contains(m.pings, id) {
			continue
		}
		if allowed == nil || slices.Contains(allowed.Parse, "users") || slices.Contains(allowed.Users, id) {
			m.pings = append(m.pings, id)
		}
	}
	if everyoneMention.MatchString(text) && m.channel.guild != nil {
		m.everyone = allowed == nil || slices.Contains(allowed.Parse, "everyone")
	}
	if to := d.messages[m.replyTo]; to != nil && m.origin == nil && (allowed == nil || allowed.Replied) && !slices.Contains(m.pings, to.author.ID) {
		m.pings = append(m.pings, to.author.ID)
	}
}

// words returns a message's content and its text displays.
func words(m *message) string {
	if m.flags&flagComponents == 0 {
		return m.content
	}
	var b strings.Builder
	b.WriteString(m.content)
	for _, row := range rows(parseComponents(json.RawMessage(m.components))) {
		for _, c := range row {
			b.WriteString("\n" + c.Content)
		}
	}
	return b.String()
}
