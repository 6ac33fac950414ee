package discord

import (
	"context"
	"errors"

	"github.com/bwmarrin/discordgo"

	"leanon/discord/talk"
)

// giveMore carries out what a reply asks for besides its message. first is what became of
// that: nothing follows a response that may not have arrived. A failure is logged here and
// nowhere else.
func (c *Client) giveMore(ctx context.Context, to interactionRef, reply talk.Reply, first error) {
	if reply.Also != nil && first == nil {
		inTime, cancel := context.WithTimeout(ctx, callbackTime)
		defer cancel()
		c.logMore("also", c.followUp(inTime, to, *reply.Also))
	}
	if e := reply.Earlier; e != nil {
		inTime, cancel := context.WithTimeout(ctx, callbackTime)
		defer cancel()
		c.logMore("earlier", c.EditReply(inTime, e.Token, e.Message))
	}
}

func (c *Client) logMore(kind string, err error) {
	if err == nil {
		return
	}
	var refused *talk.Refused
	errors.As(err, &refused)
	if refused == nil {
		refused = &talk.Refused{}
	}
	c.log.Warn("part of a reply failed", "kind", errorKind(err), "callback", kind, "status", refused.Status, "code", refused.Code)
}

// followUp posts one more message in answer to an interaction that was answered. Discord
// counts these requests apart, as those of respond. It is tried once, because a message
// that came twice would say everything twice.
func (c *Client) followUp(ctx context.Context, to interactionRef, m talk.Message) error {
	app, err := c.application(ctx)
	if err != nil {
		return err
	}
	body := newMessage(m)
	resp, err := c.exchange(ctx, request{
		method: "POST", route: "/webhooks/{application}/{token}",
		url: discordgo.EndpointWebhookToken(app, to.token), body: body.Data, files: body.files,
	}, false)
	if err != nil {
		return err
	}
	return resp.asError()
}
