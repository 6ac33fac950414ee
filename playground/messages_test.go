package playground_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"leanon/playground"
)

func TestANonceMakesOneMessageWithinItsWindow(t *testing.T) {
	t.Parallel()
	w := newWorld(t, func(o *playground.Options) { o.NonceWindow = time.Minute })
	ana, ben := w.AddPerson("Ana"), w.AddPerson("Ben")
	body := object{"content": "once", "nonce": "delivery-1", "enforce_nonce": true}
	first := w.send(ana, body)
	if first["nonce"] != "delivery-1" {
		t.Errorf("got nonce %v in the answer, want it echoed", first["nonce"])
	}
	w.pass(time.Minute - time.Millisecond)
	if again := w.send(ana, body); again["id"] != first["id"] {
		t.Errorf("got message %v, want the first, %v", again["id"], first["id"])
	}
	if other := w.send(ben, body); other["id"] != first["id"] {
		t.Errorf("got message %v, want the first: a nonce is its author's, not its channel's", other["id"])
	}
	w.pass(time.Millisecond)
	if late := w.send(ana, body); late["id"] == first["id"] {
		t.Error("got the first message after the window, want a new one")
	}
	if got := ana.Messages(); len(got) != 2 || got[0].Nonce != "delivery-1" {
		t.Errorf("Ana sees %+v, want two messages", got)
	}
	out := w.want("GET", "/channels/"+ana.DM().ID+"/messages/"+first["id"].(string), nil, 200, 0)
	if out["nonce"] != nil {
		t.Errorf("got nonce %v in history, want none", out["nonce"])
	}
}

func TestANonceWithoutEnforcementRepeatsAndADeletedOneIsUnknown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	path := "/channels/" + ana.DM().ID + "/messages"
	loose := object{"content": "x", "nonce": 7}
	if a, b := w.send(ana, loose), w.send(ana, loose); a["id"] == b["id"] {
		t.Error("got one message, want two without enforce_nonce")
	}
	strict := object{"content": "x", "nonce": "n", "enforce_nonce": true}
	w.want("DELETE", path+"/"+w.send(ana, strict)["id"].(string), nil, 204, 0)
	w.want("POST", path, strict, 404, 10008)
	w.want("POST", path, object{"content": "x", "nonce": strings.Repeat("n", 26)}, 400, 50035)
}

func TestHistoryIsPagedNewestFirst(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	var ids []string
	for n := range 60 {
		ids = append(ids, w.send(ana, text(fmt.Sprint(n)))["id"].(string))
		if n%2 == 0 {
			w.pass(time.Second)
		}
	}
	s := w.session(0)
	for _, c := range []struct {
		limit                 int
		before, after, around string
		want                  []string // oldest first
	}{
		{0, "", "", "", ids[10:]},
		{100, "", "", "", ids},
		{2, "", "", "", ids[58:]},
		{3, ids[20], "", "", ids[17:20]},
		{3, "", ids[20], "", ids[21:24]},
		{100, "", ids[59], "", nil},
		{5, "", "0", "", ids[:5]},
		{5, "", "", ids[20], ids[18:23]},
		{100, ids[2], "", "", ids[:2]},
	} {
		page, err := s.ChannelMessages(ana.DM().ID, c.limit, c.before, c.after, c.around)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, m := range page {
			got = append(got, m.ID)
		}
		slices.Reverse(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("limit %d, before %q, after %q, around %q: got %v, want %v", c.limit, c.before, c.after, c.around, got, c.want)
		}
	}
	path := "/channels/" + ana.DM().ID + "/messages"
	w.want("GET", path+"?limit=101", nil, 400, 50035)
	w.want("GET", path+"?after=yesterday", nil, 400, 50035)
}

func TestOnlyItsAuthorEditsOrDeletesAMessage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	home := w.AddGuild("home", ana)
	m, err := ana.Write("mine")
	if err != nil {
		t.Fatal(err)
	}
	path := "/channels/" + m.ChannelID + "/messages/"
	w.want("PATCH", path+m.ID, text("yours"), 403, 50005)
	w.want("DELETE", path+m.ID, nil, 403, 50003)
	w.want("PATCH", path+"1", text("x"), 404, 10008)
	w.want("PATCH", "/channels/"+home.Channel().ID+"/messages/"+m.ID, text("x"), 404, 10008)
	w.want("GET", "/channels/1/messages", nil, 404, 10003)
	w.want("GET", "/channels/word/messages", nil, 400, 50035)
	own := w.send(ana, object{"content": "a", "components": buttons("x")})["id"].(string)
	w.want("PATCH", path+own, object{"content": "", "components": []any{}}, 400, 50006)
	w.want("PATCH", path+own, object{"content": ""}, 200, 0)
	if got := w.last(ana); got.Content != "" || len(got.Components) != 1 {
		t.Errorf("got %+v, want the words gone and the buttons kept", got)
	}
	home.Expel()
	w.want("GET", "/channels/"+home.Channel().ID+"/messages", nil, 403, 50001)
}

func TestMentionsPingWhomTheyMayPing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana, ben := w.AddPerson("Ana"), w.AddPerson("Ben")
	home := w.AddGuild("home", ana, ben)
	said, err := ana.Write("hello")
	if err != nil {
		t.Fatal(err)
	}
	both := fmt.Sprintf("<@%s> and <@!%s> and <@1> @everyone", ana.ID, ben.ID)
	for _, c := range []struct {
		name string
		body object
		want []string
	}{
		{"nothing said", object{"content": both}, []string{ana.ID, ben.ID}},
		{"parse nothing", object{"content": both, "allowed_mentions": object{"parse": []string{}}}, nil},
		{"parse null", object{"content": both, "allowed_mentions": object{"parse": nil}}, nil},
		{"parse users", object{"content": both, "allowed_mentions": object{"parse": []string{"users"}}}, []string{ana.ID, ben.ID}},
		{"one user", object{"content": both, "allowed_mentions": object{"users": []string{ben.ID}}}, []string{ben.ID}},
		{"not in the text", object{"content": "hi", "allowed_mentions": object{"users": []string{ben.ID}}}, nil},
		{"a reply", object{"content": "hi", "message_reference": object{"message_id": said.ID}}, []string{ana.ID}},
		{"a quiet reply", object{"content": "hi", "message_reference": object{"message_id": said.ID}, "allowed_mentions": object{"parse": []string{}}}, nil},
		{"a text display", object{"flags": 1 << 15, "components": []any{object{"type": 10, "content": both}}}, []string{ana.ID, ben.ID}},
	} {
		w.send(ana, c.body)
		if got := w.last(ana).Mentioned; !slices.Equal(got, c.want) {
			t.Errorf("%s: got %v, want %v", c.name, got, c.want)
		}
		if w.last(ana).MentionedEveryone {
			t.Errorf("%s: @everyone pinged in direct messages", c.name)
		}
	}
	channel := "/channels/" + home.Channel().ID + "/messages"
	w.want("POST", channel, object{"content": both}, 200, 0)
	w.want("POST", channel, object{"content": both, "allowed_mentions": object{"parse": []string{}}}, 200, 0)
	if got := ana.SeenIn(home); !got[0].MentionedEveryone || got[1].MentionedEveryone {
		t.Errorf("got %v and %v, want @everyone to ping only where it is allowed", got[0].MentionedEveryone, got[1].MentionedEveryone)
	}
	quiet := w.send(ana, object{"content": both, "allowed_mentions": object{"parse": []string{}}})["id"].(string)
	w.want("PATCH", "/channels/"+ana.DM().ID+"/messages/"+quiet, text(both), 200, 0)
	if got := w.last(ana).Mentioned; len(got) != 2 {
		t.Errorf("got %v, want an edit without allowed_mentions to parse all again", got)
	}
	w.want("POST", channel, object{"content": "x", "allowed_mentions": object{"parse": []string{"users"}, "users": []string{ana.ID}}}, 400, 50035)
}

func TestEventsTellOfMessages(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	events := make(chan string, 20)
	s := w.session(1 << 12)
	s.SyncEvents, s.ShouldReconnectOnError = true, false
	collect(s, events)
	if err := s.Open(); err != nil {
		t.Fatal(err)
	}
	w.send(ana, object{"content": "one", "nonce": "n1"})
	m, _ := ana.Write("two")
	if _, err := ana.Edit(m, "three"); err != nil {
		t.Fatal(err)
	}
	if err := ana.Delete(m); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"MESSAGE_CREATE one n1", "MESSAGE_CREATE two ", "MESSAGE_UPDATE three ", "MESSAGE_DELETE  "} {
		if got := <-events; got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
}

// collect names each message event with its words and nonce.
func collect(s *discordgo.Session, into chan<- string) {
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) {
		if !strings.HasPrefix(e.Type, "MESSAGE_") {
			return
		}
		var m struct{ Content, Nonce string }
		if err := json.Unmarshal(e.RawData, &m); err != nil {
			into <- err.Error()
			return
		}
		into <- e.Type + " " + m.Content + " " + m.Nonce
	})
}

func TestAPersonSeesFlagsAndEmbeds(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ana := w.AddPerson("Ana")
	w.send(ana, object{"content": "https://example.org", "flags": 4 | 4096, "embeds": []any{object{"title": "t", "fields": []any{object{"name": "n", "value": "v"}}}}})
	m := w.last(ana)
	if m.Flags != 4|4096 || len(m.Embeds) != 1 {
		t.Errorf("got flags %d and %d embeds, want both flags and one", m.Flags, len(m.Embeds))
	}
	path := "/channels/" + m.ChannelID + "/messages/" + m.ID
	w.want("PATCH", path, object{"flags": 0, "embeds": nil}, 200, 0)
	if m := w.last(ana); m.Flags != 4096 || len(m.Embeds) != 0 {
		t.Errorf("got flags %d and %d embeds, want previews again and no embed", m.Flags, len(m.Embeds))
	}
	w.want("POST", "/channels/"+m.ChannelID+"/messages", object{"content": "x", "flags": 64}, 400, 50035)
}
