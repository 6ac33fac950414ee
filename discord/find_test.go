package discord

import (
	"context"
	"errors"
	"testing"

	"leanon/discord/talk"
)

func TestFindLooksAndSendsNothing(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		w.AddGuild("Home", ana)
		ctx := context.Background()
		channel, err := w.client.OpenDM(ctx, ana.ID)
		if err != nil {
			w.Fatal(err)
		}
		d := talk.Delivery{Channel: channel, Mark: "m1", Nonce: "n1", Message: talk.Message{
			Text: "hello", Rows: []talk.Row{{Buttons: []talk.Button{{CustomID: "help.m1", Label: "Help", Style: talk.Secondary}}}},
		}}
		if id, found, err := w.client.Find(ctx, d); id != "" || found || err != nil {
			w.Errorf("before: got %q, %v, %v, want nothing", id, found, err)
		}
		sent, err := w.client.Deliver(ctx, d)
		if err != nil {
			w.Fatal(err)
		}
		if id, found, err := w.client.Find(ctx, d); id != sent || !found || err != nil {
			w.Errorf("after: got %q, %v, %v, want %q", id, found, err, sent)
		}
		if n := len(ana.Messages()); n != 1 {
			w.Errorf("messages: got %d, want 1", n)
		}
		d.Channel = "1"
		if _, found, err := w.client.Find(ctx, d); found || !errors.Is(err, talk.ErrChannelGone) {
			w.Errorf("in no channel: got %v, %v, want %v", found, err, talk.ErrChannelGone)
		}
	})
}
