package discord

import (
	"context"
	"errors"
	"time"

	"github.com/bwmarrin/discordgo"

	"leanon/discord/talk"
)

// Interaction callback types (receiving and responding page).
const (
	callbackMessage = 4
	callbackNothing = 6 // components only: keep the message as it is
	callbackUpdate  = 7
	callbackChoices = 8
	callbackForm    = 9
)

// callbackBody is our first and only response to an interaction.
type callbackBody struct {
	Type int `json:"type"`
	Data any `json:"data,omitempty"`
}

// interactionRef is the right to answer one interaction, for three seconds.
type interactionRef struct {
	id, token string // the token is a secret: whoever has it speaks as the bot
	began     time.Time
}

// renderCallback turns a handler's reply into what Discord expects of this kind of
// request; nil when there is nothing that could be said.
func renderCallback(r talk.Request, reply talk.Reply) *callbackBody {
	fromComponent := r.Kind == talk.Press || r.Kind == talk.Choose || (r.Kind == talk.Submit && r.MessageID != "")
	switch {
	case r.Kind == talk.Complete:
		return renderChoices(reply.Choices)
	case reply.Form != nil:
		return &callbackBody{Type: callbackForm, Data: renderForm(*reply.Form)}
	case reply.Message != nil && reply.Update && fromComponent:
		return &callbackBody{Type: callbackUpdate, Data: renderMessage(*reply.Message)}
	case reply.Message != nil:
		return newMessage(*reply.Message)
	case fromComponent:
		return &callbackBody{Type: callbackNothing}
	}
	return nil
}

// newMessage is a new message.
func newMessage(m talk.Message) *callbackBody {
	b := renderMessage(m)
	if m.Private {
		b.Flags |= flagEphemeral
	}
	return &callbackBody{Type: callbackMessage, Data: b}
}

// renderChoices are autocomplete suggestions, also when there are none: without an
// answer the client says that loading failed.
func renderChoices(cs []talk.Choice) *callbackBody {
	type choice struct {
		Name  string `json:"name"`
		Value string `json:"value"`
	}
	out := []choice{}
	for _, c := range cs {
		out = append(out, choice(c))
	}
	return &callbackBody{Type: callbackChoices, Data: map[string]any{"choices": out}}
}

// respond sends the callback. It waits for no limit, because Discord counts
// callbacks apart and the person waits three seconds at most, and needs no bot
// token, because the ticket is one. A failure is logged here and nowhere else:
// the person sees Discord's own notice and can press again.
func (c *Client) respond(ctx context.Context, t interactionRef, b *callbackBody) {
	if b == nil {
		c.log.Error("handler left an interaction unanswered")
		return
	}
	a, err := c.exchange(ctx, request{
		method: "POST", route: "/interactions/{interaction}/{token}/callback",
		url: discordgo.EndpointInteractionResponse(t.id, t.token), body: b,
	}, false)
	if err == nil {
		err = a.asError()
	}
	if err == nil {
		c.meter.Acked(c.now().Sub(t.began))
		return
	}
	var refused *talk.Refused
	errors.As(err, &refused)
	if refused == nil {
		refused = &talk.Refused{}
	}
	c.log.Warn("reply to an interaction failed", "kind", errorKind(err), "callback", b.Type, "status", refused.Status, "code", refused.Code)
}
