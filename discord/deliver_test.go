package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/playground"
)

// post is the route that creates a message.
const post = "POST /channels/{channel_id}/messages"

// owed is a delivery to a channel.
func owed(channel, mark, text string) talk.Delivery {
	return talk.Delivery{
		Channel: channel, Mark: mark, Nonce: "n" + mark, Lane: 1,
		Message: talk.Message{Text: text, Rows: []talk.Row{{Buttons: []talk.Button{{CustomID: "open." + mark, Label: "Open", Style: talk.Primary}}}}},
	}
}

// once fails the next requests of a route, one fault each, and lets the rest
// through.
func (w *world) once(route string, faults ...*playground.Fault) {
	method, path, _ := strings.Cut(route, " ")
	var mu sync.Mutex
	w.Fault(func(r *http.Request) *playground.Fault {
		mu.Lock()
		defer mu.Unlock()
		if r.Method != method || !strings.HasSuffix(r.URL.Path, path) || len(faults) == 0 {
			return nil
		}
		f := faults[0]
		faults = faults[1:]
		return f
	})
}

// texts are what a person reads in their direct messages, oldest first.
func texts(p *playground.Person) []string {
	var out []string
	for _, m := range p.Messages() {
		out = append(out, m.Content)
	}
	return out
}

func TestADeliveryArrivesAsItWasMeant(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		channel, err := w.client.OpenDM(context.Background(), ana.ID)
		if err != nil {
			t.Fatal(err)
		}
		d := owed(channel, "1", "@everyone <@"+ana.ID+"> a note is waiting")
		id, err := w.client.Deliver(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		got := ana.Messages()
		if len(got) != 1 || got[0].ID != id || got[0].Content != d.Message.Text {
			t.Fatalf("Ana sees %+v, want message %s", got, id)
		}
		if len(got[0].Mentioned) != 0 || got[0].MentionedEveryone {
			t.Errorf("the message pinged %v, want nobody", got[0].Mentioned)
		}
		if got[0].Nonce != d.Nonce {
			t.Errorf("nonce: got %q, want %q", got[0].Nonce, d.Nonce)
		}
		err = w.client.Edit(context.Background(), channel, id, 0, talk.Message{Text: "@everyone folded"})
		if err != nil {
			t.Fatal(err)
		}
		now, _ := ana.Look(got[0])
		if now.Content != "@everyone folded" || len(now.Components) != 0 || now.MentionedEveryone {
			t.Errorf("after the edit: got %+v, want it folded, without buttons, pinging nobody", now)
		}
	})
}

func TestOnlyANewMessageIsSilent(t *testing.T) {
	inWorld(t, func(w *world) {
		const suppressNotifications = 1 << 12
		ana := w.AddPerson("Ana")
		d := owed(ana.DM().ID, "1", "a receipt")
		d.Message.Silent = true
		id, err := w.client.Deliver(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		if got := ana.Messages()[0]; got.Flags != suppressNotifications {
			t.Errorf("got flags %d, want %d", got.Flags, suppressNotifications)
		}
		if b := renderMessage(d.Message); b.Flags != 0 {
			t.Errorf("an edit or a reply has flags %d, want none: Discord refuses them there", b.Flags)
		}
		if err := w.client.Edit(context.Background(), ana.DM().ID, id, 0, d.Message); err != nil {
			t.Errorf("edit: %v", err)
		}
		if got := ana.Messages()[0]; got.Flags != suppressNotifications {
			t.Errorf("after the edit: got flags %d, want what it was created with", got.Flags)
		}
	})
}

// Whatever happened to the first attempt, calling again with the same delivery and
// MayHaveArrived ends with exactly one message.
func TestAnUnclearDeliveryIsRepeatedWithoutDoubling(t *testing.T) {
	for name, fault := range map[string]playground.Fault{
		"lost before it came":       {Drop: true},
		"lost after it was done":    {Drop: true, Execute: true},
		"502 before it was done":    *playground.Broken(502),
		"502 after it was done":     {Execute: true, Status: 502, Body: []byte("<html>")},
		"500 after it was done":     {Execute: true, Status: 500},
		"408 of a proxy, done":      {Execute: true, Status: 408, Body: []byte("timeout")},
		"answered unreadably":       {Execute: true, Status: 200, Body: []byte("{")},
		"answered without an id":    {Execute: true, Status: 200, Body: []byte("{}")},
		"answered after a minute":   {Execute: true, Delay: time.Minute, Status: 200, Body: []byte("{}")},
		"done long after we left":   {Delay: time.Minute},
		"forbidden by a proxy":      {Status: 403, Body: []byte("<html>")},
		"redirected to who knows":   {Status: 307, Header: http.Header{"Location": {"http://elsewhere.test/"}}},
		"200 from a captive portal": {Status: 200, Body: []byte("<html>please log in</html>")},
	} {
		for _, later := range []time.Duration{2 * time.Minute, time.Hour} { // within the nonce's window, and after
			t.Run(fmt.Sprintf("%s, again after %v", name, later), func(t *testing.T) {
				inWorld(t, func(w *world) {
					ana := w.AddPerson("Ana")
					first, err := ana.Write("hello")
					if err != nil {
						t.Fatal(err)
					}
					d := owed(ana.DM().ID, "17", "a note is waiting")
					d.After = first.ID
					f := fault
					w.once("POST /messages", &f)
					_, err = w.client.Deliver(context.Background(), d)
					if !errors.Is(err, talk.ErrUnclear) {
						t.Fatalf("first attempt: got %v, want %v", err, talk.ErrUnclear)
					}
					time.Sleep(later)
					for range 150 { // more than a page of others
						if _, err := ana.Write("chatter"); err != nil {
							t.Fatal(err)
						}
					}
					d.MayHaveArrived = true
					id, err := w.client.Deliver(context.Background(), d)
					if err != nil {
						t.Fatalf("second attempt: %v", err)
					}
					if got := w.Count("GET /channels/{channel_id}/messages"); got > 2 {
						t.Errorf("read %d pages for 151 messages, want at most 2", got)
					}
					var got []string
					for _, m := range ana.Messages() {
						if m.Content == d.Message.Text {
							got = append(got, m.ID)
						}
					}
					if !slices.Equal(got, []string{id}) {
						t.Errorf("Ana sees %d copies %v, want one, %s", len(got), got, id)
					}
				})
			})
		}
	}
}

func TestTheHistoryIsSearchedFromItsEndWhenNoMessageIsKnown(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		d := owed(ana.DM().ID, "17", "a note is waiting")
		id, err := w.client.Deliver(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		for range 250 {
			if _, err := ana.Write("chatter"); err != nil {
				t.Fatal(err)
			}
		}
		time.Sleep(time.Hour)
		d.MayHaveArrived = true
		if got, err := w.client.Deliver(context.Background(), d); err != nil || got != id {
			t.Errorf("got %q and %v, want the message that is there, %q", got, err, id)
		}
		other := owed(d.Channel, "7", "another note") // its mark ends the other's
		other.MayHaveArrived = true
		if got, err := w.client.Deliver(context.Background(), other); err != nil || got == id {
			t.Errorf("got %q and %v, want a new message", got, err)
		}
	})
}

func TestFailuresAreToldByWhatToDo(t *testing.T) {
	for name, c := range map[string]struct {
		fault     *playground.Fault
		want      error
		errorKind string
	}{
		"closed direct messages": {&playground.Fault{Status: 403, Code: 50007, Message: "Cannot send messages to this user"}, talk.ErrUnreachable, "unreachable"},
		"a channel that is gone": {&playground.Fault{Status: 404, Code: 10003}, talk.ErrChannelGone, "gone"},
		"an invalid body":        {&playground.Fault{Status: 400, Code: 50035, Message: "Invalid: a note is waiting"}, talk.ErrRejected, "rejected"},
		"anti-spam":              {&playground.Fault{Status: 403, Code: 20026}, talk.ErrNoNewChannels, "no_new_channels"},
		"a refused token":        {&playground.Fault{Status: 401}, talk.ErrUnauthorized, "unauthorized"},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				ana := w.AddPerson("Ana")
				w.once("POST /messages", c.fault)
				_, err := w.client.Deliver(context.Background(), owed(ana.DM().ID, "1", "a note is waiting"))
				var r *talk.Refused
				if !errors.Is(err, c.want) || !errors.As(err, &r) || r.Status != c.fault.Status || r.Code != c.fault.Code {
					t.Errorf("got %v, want %v with its numbers", err, c.want)
				}
				for _, secret := range []string{w.Token(), "note", "channels", "http", ana.DM().ID} {
					if strings.Contains(err.Error(), secret) {
						t.Errorf("%q tells %q", err, secret)
					}
				}
				if !slices.Equal(w.failed, []string{c.errorKind}) {
					t.Errorf("counted %v, want %q once", w.failed, c.errorKind)
				}
				if got := w.Count(post); got != 1 {
					t.Errorf("made %d requests, want 1: what to do next is not ours to say", got)
				}
			})
		})
	}
}

func TestWithoutAMarkTheNonceKeepsFromDoubling(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		d := talk.Delivery{Channel: ana.DM().ID, Nonce: "n1", Message: talk.Message{Text: "Sent."}}
		first, err := w.client.Deliver(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		d.MayHaveArrived = true
		if again, err := w.client.Deliver(context.Background(), d); err != nil || again != first || len(ana.Messages()) != 1 {
			t.Errorf("got %q and %v and %d messages, want %q and one message", again, err, len(ana.Messages()), first)
		}
	})
}
