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

// Whatever happened to the first attempt, calling again with Look, and the same
// delivery, ends with exactly one message.
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
					d.Look = true
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
		d.Look = true
		if got, err := w.client.Deliver(context.Background(), d); err != nil || got != id {
			t.Errorf("got %q and %v, want the message that is there, %q", got, err, id)
		}
		other := owed(d.Channel, "7", "another note") // its mark ends the other's
		other.Look = true
		if got, err := w.client.Deliver(context.Background(), other); err != nil || got == id {
			t.Errorf("got %q and %v, want a new message", got, err)
		}
	})
}

func TestFailuresAreToldByWhatToDo(t *testing.T) {
	for name, c := range map[string]struct {
		fault *playground.Fault
		want  error
		kind  string
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
				if !slices.Equal(w.failed, []string{c.kind}) {
					t.Errorf("counted %v, want %q once", w.failed, c.kind)
				}
				if got := w.Count(post); got != 1 {
					t.Errorf("made %d requests, want 1: what to do next is not ours to say", got)
				}
			})
		})
	}
}

func TestALimitOnOneChannelLeavesTheOthersAlone(t *testing.T) {
	inWorld(t, func(w *world) {
		ana, ben := w.AddPerson("Ana"), w.AddPerson("Ben")
		w.once("POST /messages", playground.RateLimited(30*time.Second, false))
		var wait *talk.Wait
		if _, err := w.client.Deliver(context.Background(), owed(ana.DM().ID, "1", "one")); !errors.As(err, &wait) || wait.After != 30*time.Second || wait.Global {
			t.Errorf("got %v, want to wait 30s", err)
		}
		if _, err := w.client.Deliver(context.Background(), owed(ana.DM().ID, "1", "one")); !errors.As(err, &wait) {
			t.Errorf("at once again: got %v, want to wait", err)
		}
		if got := w.Count(post); got != 1 {
			t.Errorf("made %d requests, want 1: the second must not leave", got)
		}
		if _, err := w.client.Deliver(context.Background(), owed(ben.DM().ID, "2", "two")); err != nil {
			t.Errorf("to Ben: got %v, want nil", err)
		}
		time.Sleep(30 * time.Second)
		if _, err := w.client.Deliver(context.Background(), owed(ana.DM().ID, "1", "one")); err != nil {
			t.Errorf("after the limit: got %v, want nil", err)
		}
	})
}

func TestAGlobalLimitAndABanStopEveryRequest(t *testing.T) {
	for name, c := range map[string]struct {
		fault *playground.Fault
		want  time.Duration
	}{
		"Discord's own":   {playground.RateLimited(30*time.Second, true), 30 * time.Second},
		"Cloudflare's":    {playground.Banned(15 * time.Minute), 15 * time.Minute},
		"without an hour": {&playground.Fault{Status: 429, Body: []byte("<html>")}, 10 * time.Minute},
	} {
		t.Run(name, func(t *testing.T) {
			inWorld(t, func(w *world) {
				ana, ben := w.AddPerson("Ana"), w.AddPerson("Ben")
				w.once("POST /messages", c.fault)
				var wait *talk.Wait
				if _, err := w.client.Deliver(context.Background(), owed(ana.DM().ID, "1", "one")); !errors.As(err, &wait) || !wait.Global || wait.After != c.want {
					t.Errorf("got %v, want a global wait of %v", err, c.want)
				}
				if _, err := w.client.Deliver(context.Background(), owed(ben.DM().ID, "2", "two")); !errors.As(err, &wait) || !wait.Global {
					t.Errorf("to Ben: got %v, want a global wait", err)
				}
				if got := len(w.Requests()); got != 1 {
					t.Errorf("made %d requests, want 1", got)
				}
				time.Sleep(c.want)
				if _, err := w.client.Deliver(context.Background(), owed(ben.DM().ID, "2", "two")); err != nil {
					t.Errorf("after it: got %v, want nil", err)
				}
			})
		})
	}
}

func TestTheLimitsOfDiscordAreKeptWithoutMeetingThem(t *testing.T) {
	t.Parallel()
	inBubble(t, playground.Options{Now: time.Now, PerChannel: 5, Global: 50}, func(w *world) {
		w.client = w.newClient(func(o *Options) { o.RequestsPerSecond = 50 })
		var people []*playground.Person
		for i := range 20 {
			people = append(people, w.AddPerson(fmt.Sprint("P", i)))
		}
		var done sync.WaitGroup
		for i := range 400 {
			done.Go(func() {
				p := people[i%len(people)]
				if _, err := w.client.Deliver(context.Background(), owed(p.DM().ID, fmt.Sprint("m", i), "hi")); err != nil {
					t.Errorf("message %d: %v", i, err)
				}
			})
		}
		done.Wait()
		if got := w.Invalid(); got != 0 {
			t.Errorf("met a limit %d times, want never", got)
		}
		for _, p := range people {
			if got := len(p.Messages()); got != 20 {
				t.Errorf("%s got %d messages, want 20", p.Name, got)
			}
		}
	})
}

func TestADeliveryHonoursItsDeadlineWhileItWaits(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		w.once("POST /messages", &playground.Fault{Delay: 10 * time.Second})
		var slow sync.WaitGroup
		slow.Go(func() {
			if _, err := w.client.Deliver(context.Background(), owed(ana.DM().ID, "1", "one")); err != nil {
				t.Errorf("the slow one: %v", err)
			}
		})
		time.Sleep(time.Second)
		ctx, cancel := context.WithTimeout(context.Background(), 200*time.Millisecond)
		defer cancel()
		began := time.Now()
		_, err := w.client.Deliver(ctx, owed(ana.DM().ID, "2", "two"))
		if got := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, talk.ErrUnclear) || got != 200*time.Millisecond {
			t.Errorf("got %v after %v, want the deadline after 200ms, and nothing unclear", err, got)
		}
		slow.Wait()
		if got, want := texts(ana), []string{"one"}; !slices.Equal(got, want) {
			t.Errorf("Ana sees %v, want %v", got, want)
		}
	})
}

func TestEditsTellWhatToDo(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		err := w.client.Edit(context.Background(), ana.DM().ID, "123456789012345678", 0, talk.Message{Text: "x"})
		if !errors.Is(err, talk.ErrChannelGone) {
			t.Errorf("a message that is not there: got %v, want %v", err, talk.ErrChannelGone)
		}
		id, err := w.client.Deliver(context.Background(), owed(ana.DM().ID, "1", "one"))
		if err != nil {
			t.Fatal(err)
		}
		w.once("PATCH "+id, playground.EditsLimited(time.Hour))
		var wait *talk.Wait
		if err := w.client.Edit(context.Background(), ana.DM().ID, id, 0, talk.Message{Text: "x"}); !errors.As(err, &wait) || !wait.Edits || wait.After != time.Hour {
			t.Errorf("an old message: got %v, want to wait an hour with edits", err)
		}
		if err := w.client.Edit(context.Background(), ana.DM().ID, id, 0, talk.Message{Text: "x"}); err != nil {
			t.Errorf("another edit must not wait for it: got %v", err)
		}
	})
}

func TestNewChannels(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		first, err := w.client.OpenDM(context.Background(), ana.ID)
		if err != nil || first != ana.DM().ID {
			t.Errorf("got %q and %v, want %q", first, err, ana.DM().ID)
		}
		ben := w.AddPerson("Ben")
		ben.CloseDMs(true)
		if _, err := w.client.OpenDM(context.Background(), ben.ID); !errors.Is(err, talk.ErrUnreachable) {
			t.Errorf("closed: got %v, want %v", err, talk.ErrUnreachable)
		}
	})
}

func TestSinceTellsWhatPeopleWroteOldestFirst(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		before, err := ana.Write("before")
		if err != nil {
			t.Fatal(err)
		}
		var want []string
		for i := range 230 {
			if i%50 == 0 {
				if _, err := w.client.Deliver(context.Background(), owed(ana.DM().ID, fmt.Sprint(i), "ours")); err != nil {
					t.Fatal(err)
				}
			}
			text := fmt.Sprint("word ", i)
			if _, err := ana.Write(text); err != nil {
				t.Fatal(err)
			}
			want = append(want, text)
		}
		rs, err := w.client.Since(context.Background(), ana.DM().ID, before.ID)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, r := range rs {
			got = append(got, r.Text)
			if r.Kind != talk.Wrote || r.Person.ID != ana.ID || r.Channel != ana.DM().ID || r.MessageID == "" {
				t.Fatalf("got %+v, want Ana's words in her channel", r)
			}
		}
		if !slices.Equal(got, want) {
			t.Errorf("got %d words %v, want %d", len(got), got, len(want))
		}
		newest, err := w.client.Since(context.Background(), ana.DM().ID, "")
		if err != nil || len(newest) == 0 || len(newest) > 100 || newest[len(newest)-1].Text != "word 229" {
			t.Errorf("with no message known: got %d and %v, want at most the newest 100", len(newest), err)
		}
	})
}

func TestCommandsAreRegisteredOnlyWhenTheyDiffer(t *testing.T) {
	inWorld(t, func(w *world) {
		specs := []talk.CommandSpec{
			{Name: "pair", Description: "Share check-ins", Options: []talk.OptionSpec{{Name: "partner", Description: "Who", User: true, Required: true}}},
			{Name: "rhythm", Description: "My rhythm", Options: []talk.OptionSpec{{Name: "zone", Description: "Where", Complete: true}}},
		}
		const put = "PUT /applications/{application_id}/commands"
		for i, c := range []struct {
			specs []talk.CommandSpec
			puts  int
		}{{specs, 1}, {specs, 1}, {[]talk.CommandSpec{specs[1], specs[0]}, 1}, {specs[:1], 2}} {
			if err := w.client.Register(context.Background(), c.specs); err != nil {
				t.Fatal(err)
			}
			if got := w.Count(put); got != c.puts {
				t.Errorf("after registration %d: got %d writes, want %d", i+1, got, c.puts)
			}
		}
	})
}

func TestWithoutAMarkTheNonceKeepsFromDoubling(t *testing.T) {
	inWorld(t, func(w *world) {
		ana := w.AddPerson("Ana")
		d := talk.Delivery{Channel: ana.DM().ID, Nonce: "n1", Message: talk.Message{Text: "Sent."}}
		first, err := w.client.Deliver(context.Background(), d)
		if err != nil {
			t.Fatal(err)
		}
		d.Look = true
		if again, err := w.client.Deliver(context.Background(), d); err != nil || again != first || len(ana.Messages()) != 1 {
			t.Errorf("got %q and %v and %d messages, want %q and one message", again, err, len(ana.Messages()), first)
		}
	})
}
