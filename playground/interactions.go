package playground

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"time"
)

// The kinds of interaction (D:interactions/receiving-and-responding).
const (
	kindCommand   = 2
	kindComponent = 3
	kindComplete  = 4
	kindSubmit    = 5
)

// A first response is due within three seconds and the token is good for fifteen
// minutes, both on Now (D:interactions/receiving-and-responding).
const (
	firstResponse = 3 * time.Second
	tokenLife     = 15 * time.Minute
)

// ErrNoResponse says that the bot gave no first response in time, or was not connected.
// The person then reads "The application did not respond".
var ErrNoResponse = errors.New("the application did not respond")

// Response is what a person got back for one act. At most one of Message, Form and Choices
// is set.
type Response struct {
	// Message is the new message, or the updated one, as it was then. If Deferred is true,
	// it is the "thinking" message, or nil for a silent deferral.
	Message  *Message
	Updated  bool // Message was there before
	Form     *Form
	Choices  []Choice
	Deferred bool // more follows; see Discord.Await
}

// interaction is one act of a person, from when it is sent until its token runs out.
// Discord.mu guards all but answered.
type interaction struct {
	id        string
	token     string
	kind      int
	command   *Command // that was typed; nil for others
	person    *Person
	channel   *Channel
	created   time.Time
	source    *message // that carried the component, or the modal's opener
	acked     bool
	unheard   bool     // the bot does not know that it is acked
	deferred  bool     // a type 5 not yet filled
	original  *message // what @original names
	response  Response
	submitted bool          // the form it showed was sent
	followed  int           // messages that followed the first response
	answered  chan struct{} // closed by the first response
}

type interactions struct {
	byToken map[string]*interaction
	order   []*interaction // oldest first
}

func newInteractions() interactions { return interactions{byToken: map[string]*interaction{}} }

// pruneInteractions forgets interactions whose token has run out. Their tokens are
// unknown then, which Discord answers like expired ones.
func (d *Discord) pruneInteractions() {
	in := &d.inter
	for len(in.order) > 0 && d.o.Now().Sub(in.order[0].created) >= tokenLife {
		delete(in.byToken, in.order[0].token)
		in.order[0] = nil
		in.order = in.order[1:]
	}
}

// begin returns a new interaction of a person. The caller holds d.mu.
func (d *Discord) begin(kind int, p *Person, c *Channel, source *message) *interaction {
	d.pruneInteractions()
	random := make([]byte, 120)
	rand.Read(random)
	i := &interaction{
		id: idText(d.newID()), token: base64.RawURLEncoding.EncodeToString(random), kind: kind,
		person: p, channel: c, created: d.o.Now(), source: source, answered: make(chan struct{}),
	}
	d.inter.byToken[i.token] = i
	d.inter.order = append(d.inter.order, i)
	return i
}

// send sends an interaction to the bot. Without a connected session it fails at once;
// Discord does not try again. The caller holds d.mu.
func (d *Discord) send(i *interaction, data any) error {
	if !d.gateway.connected() {
		return ErrNoResponse
	}
	d.gateway.dispatch("INTERACTION_CREATE", d.interactionJSON(i, data), 0)
	d.touch()
	return nil
}

// wait waits for the first response, as the person's client does.
func (d *Discord) wait(ctx context.Context, i *interaction) (Response, error) {
	timer := time.NewTimer(d.o.Ack)
	defer timer.Stop()
	select {
	case <-i.answered:
		d.mu.Lock()
		defer d.mu.Unlock()
		return i.response, nil
	case <-timer.C:
		return Response{}, ErrNoResponse
	case <-d.done: // closed: no answer can come
		return Response{}, ErrNoResponse
	case <-ctx.Done():
		return Response{}, context.Cause(ctx)
	}
}

// interactionJSON returns the interaction object. It has a member in a server and a user
// in direct messages, and contexts and owners as Discord fills them
// (D:interactions/receiving-and-responding#interaction-object).
func (d *Discord) interactionJSON(i *interaction, data any) map[string]any {
	j := map[string]any{
		"id": i.id, "application_id": d.bot.ID, "type": i.kind, "data": data, "token": i.token, "version": 1,
		"channel_id": i.channel.ID, "channel": i.channel.json(), "locale": i.person.Locale, "entitlements": []any{},
		"app_permissions": memberPermissions, "attachment_size_limit": maxFileSize,
		"authorizing_integration_owners": i.owners(), "context": i.channel.context(),
	}
	user := i.person.json()
	if g := i.channel.guild; g != nil {
		member := g.members[i.person.ID].json()
		member.User = &user
		j["member"], j["guild_id"], j["guild_locale"] = member, g.ID, "en-US"
		j["guild"] = map[string]any{"id": g.ID, "locale": "en-US", "features": []any{}}
	} else {
		j["user"] = user
	}
	if i.source != nil {
		j["message"] = d.messageJSON(i.source)
	}
	return j
}

// origin returns what a message that answers the interaction tells about it.
func (i *interaction) origin() *origin {
	o := &origin{ID: i.id, Type: i.kind, User: i.person.json(), Owners: i.owners()}
	if i.kind == kindComponent && i.source != nil {
		o.On = i.source.id
	}
	return o
}

// interaction returns the interaction of a token, or nil if the token is unknown or has
// run out.
func (d *Discord) interaction(token string) *interaction {
	i := d.inter.byToken[token]
	if i == nil || d.o.Now().Sub(i.created) >= tokenLife {
		return nil
	}
	return i
}

// giveResponse hands the first response to the person who waits for it. The caller holds d.mu.
func (d *Discord) giveResponse(i *interaction, r Response) {
	i.acked, i.response = true, r
	close(i.answered)
	d.touch()
}

func unknownInteraction() *apiError { return refuse(404, 10062, "Unknown interaction") }

// interactionResponse returns the answer to ?with_response=true
// (S:InteractionCallbackResponse).
func (d *Discord) interactionResponse(i *interaction, kind int) map[string]any {
	in := map[string]any{"id": i.id, "type": i.kind, "channel_id": i.channel.ID}
	if i.channel.guild != nil {
		in["guild_id"] = i.channel.guild.ID
	}
	out := map[string]any{"interaction": in}
	if m := i.original; m != nil {
		in["response_message_id"] = m.id
		in["response_message_loading"] = i.deferred
		in["response_message_ephemeral"] = m.viewer != nil
		if kind == 4 || kind == 7 {
			out["resource"] = map[string]any{"type": kind, "message": d.messageJSON(m)}
		}
	}
	return out
}

// rawOption is one option of a command as it is sent.
type rawOption struct {
	Type    int             `json:"type"`
	Name    string          `json:"name"`
	Value   json.RawMessage `json:"value"`
	Focused bool            `json:"focused,omitempty"`
}
