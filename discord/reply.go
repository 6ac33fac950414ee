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

	files []talk.File // that come with the message in Data
}

// interactionRef names an interaction that Discord lets us answer within three
// seconds.
type interactionRef struct {
	id, token string // the token is a secret: whoever has it speaks as the bot
	received  time.Time
}

// renderCallback turns a handler's reply into what Discord expects for this kind of
// request. It returns nil when the reply says nothing and the request must have an
// answer.
func renderCallback(r talk.Request, reply talk.Reply) *callbackBody {
	if r.Apart && reply.Message != nil && !reply.Shown { // others read along
		m := *reply.Message
		m.Private = true
		reply.Message, reply.Update = &m, reply.Update && r.OnPrivate
	}
	onMessage := r.Kind == talk.Press || r.Kind == talk.Choose || (r.Kind == talk.Submit && r.MessageID != "")
	switch {
	case r.Kind == talk.Complete:
		return renderChoices(reply.Choices)
	case reply.Form != nil:
		return &callbackBody{Type: callbackForm, Data: renderForm(*reply.Form)}
	case reply.Message != nil && reply.Update && onMessage:
		return &callbackBody{Type: callbackUpdate, Data: renderMessage(*reply.Message), files: reply.Message.Files}
	case reply.Message != nil:
		return newMessage(*reply.Message)
	case onMessage:
		return &callbackBody{Type: callbackNothing}
	}
	return nil
}

// newMessage renders a reply that is a message of its own.
func newMessage(m talk.Message) *callbackBody {
	b := renderMessage(m)
	if m.Private {
		b.Flags |= flagEphemeral
	}
	return &callbackBody{Type: callbackMessage, Data: b, files: m.Files}
}

// renderChoices renders autocomplete suggestions. No suggestions are an answer too:
// without one Discord's client says that loading failed.
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

// Discord takes the response to an interaction within three seconds (receiving and
// responding page). Whatever the clock says, one is given a second.
const (
	callbackTime  = 3 * time.Second
	shortestReply = time.Second
)

// respond answers an interaction. It waits for no limit, because Discord counts these
// requests apart and lets the person wait for three seconds at most. It sends no bot
// token, because the interaction has its own. It gives up when the three seconds are
// over, because what the person does next waits for it. A failure is logged here and
// nowhere else: the person reads Discord's own message and can press again. respond returns
// it, so that something else can be said where the content is at fault.
func (c *Client) respond(ctx context.Context, i interactionRef, b *callbackBody) error {
	if b == nil {
		c.log.Error("handler left an interaction unanswered")
		return nil
	}
	left := callbackTime - c.now().Sub(i.received)
	if len(b.files) > 0 {
		left -= shortestReply // in which the words can still go without them
	}
	inTime, cancel := context.WithTimeout(ctx, max(shortestReply, min(callbackTime, left)))
	defer cancel()
	resp, err := c.exchange(inTime, request{
		method: "POST", route: "/interactions/{interaction}/{token}/callback",
		url: discordgo.EndpointInteractionResponse(i.id, i.token), body: b, files: b.files,
	}, false)
	if err == nil {
		err = resp.asError()
	}
	if err == nil {
		c.meter.Acked(c.now().Sub(i.received))
		return nil
	}
	var refused *talk.Refused
	errors.As(err, &refused)
	if refused == nil {
		refused = &talk.Refused{}
	}
	c.log.Warn("reply to an interaction failed", "kind", errorKind(err), "callback", b.Type, "status", refused.Status, "code", refused.Code)
	return err
}
