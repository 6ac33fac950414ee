package discord

import (
	"encoding/json"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"leanon/discord/talk"
)

func TestInteractionsBecomeRequests(t *testing.T) {
	t.Parallel()
	ana := talk.User{ID: "42", Name: "Ana"}
	for name, c := range map[string]struct {
		event string
		want  talk.Request
	}{
		"a command in a server, with a user": {
			`{"id":"1","type":2,"guild_id":"5","channel_id":"6","locale":"de",
			  "member":{"nick":"Annie","user":{"id":"42","username":"ana1","global_name":"Ana"}},
			  "data":{"name":"pair","options":[{"name":"partner","type":6,"value":"43"}],
			          "resolved":{"users":{"43":{"id":"43","username":"ben1","global_name":null,"bot":true}},"members":{"43":{"nick":null}}}}}`,
			talk.Request{Kind: talk.Command, ID: "1", Person: talk.User{ID: "42", Name: "Annie"}, Locale: "de", Guild: "5", Channel: "6", Name: "pair",
				Options: map[string]string{"partner": "43"}, Users: map[string]talk.User{"43": {ID: "43", Name: "ben1", Bot: true}}},
		},
		"a command in direct messages, without options": {
			`{"id":"1","type":2,"channel_id":"6","locale":"de","user":{"id":"42","username":"ana1","global_name":"Ana"},"data":{"name":"help"}}`,
			talk.Request{Kind: talk.Command, ID: "1", Person: ana, Locale: "de", Channel: "6", Name: "help", Options: map[string]string{}, Users: map[string]talk.User{}},
		},
		"autocompletion": {
			`{"id":"1","type":4,"channel_id":"6","user":{"id":"42","username":"Ana"},
			  "data":{"name":"rhythm","options":[{"name":"days","type":3,"value":"daily"},{"name":"zone","type":3,"value":"Par","focused":true}]}}`,
			talk.Request{Kind: talk.Complete, ID: "1", Person: ana, Channel: "6", Name: "rhythm", Focused: "zone",
				Options: map[string]string{"days": "daily", "zone": "Par"}, Users: map[string]talk.User{}},
		},
		"a button on a private message": {
			`{"id":"1","type":3,"channel_id":"6","user":{"id":"42","username":"Ana"},"message":{"id":"9","flags":64},"data":{"custom_id":"send.7","component_type":2}}`,
			talk.Request{Kind: talk.Press, ID: "1", Person: ana, Channel: "6", CustomID: "send.7", MessageID: "9", OnPrivate: true},
		},
		"a select": {
			`{"id":"1","type":3,"channel_id":"6","user":{"id":"42","username":"Ana"},"message":{"id":"9"},"data":{"custom_id":"kind","component_type":3,"values":["rest","play"]}}`,
			talk.Request{Kind: talk.Choose, ID: "1", Person: ana, Channel: "6", CustomID: "kind", MessageID: "9", Values: []string{"rest", "play"}},
		},
		"a form, with its fields in rows": {
			`{"id":"1","type":5,"channel_id":"6","user":{"id":"42","username":"Ana"},"message":{"id":"9","flags":0},
			  "data":{"custom_id":"answer","components":[{"type":1,"components":[{"type":4,"custom_id":"words","value":"hold me"}]},{"type":1,"components":[{"type":4,"custom_id":"ask","value":""}]}]}}`,
			talk.Request{Kind: talk.Submit, ID: "1", Person: ana, Channel: "6", CustomID: "answer", MessageID: "9", Fields: map[string]string{"words": "hold me", "ask": ""}},
		},
		"a form, with newer components than discordgo knows": {
			`{"id":"1","type":5,"channel_id":"6","user":{"id":"42","username":"Ana"},
			  "data":{"custom_id":"answer","components":[{"type":18,"component":{"type":4,"custom_id":"words","value":"hold me"}},{"type":18,"component":{"type":3,"custom_id":"kind","values":["rest"]}},{"type":18,"component":{"type":3,"custom_id":"want","values":[]}},{"type":10},{"type":99,"odd":{}}]}}`,
			talk.Request{Kind: talk.Submit, ID: "1", Person: ana, Channel: "6", CustomID: "answer", Fields: map[string]string{"words": "hold me", "kind": "rest", "want": ""}},
		},
	} {
		var i interaction
		if err := json.Unmarshal([]byte(c.event), &i); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, ok := i.request()
		if !ok {
			t.Errorf("%s: got nothing, want a request", name)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: (-want +got)\n%s", name, d)
		}
	}
}

func TestOnlyWhatPeopleWriteInDirectMessagesIsHeard(t *testing.T) {
	t.Parallel()
	wrote := talk.Request{Kind: talk.Wrote, ID: "1", MessageID: "1", Channel: "6", Person: talk.User{ID: "42", Name: "Ana"}, Text: "hi"}
	replied := wrote
	replied.ReplyTo = "9"
	without := wrote
	without.Text, without.Carries = "", true
	carries := wrote
	carries.Carries = true
	edited := wrote
	edited.Kind, edited.Edited = talk.Edited, time.Date(2026, 11, 22, 10, 0, 0, 0, time.UTC)
	const ana = `"author":{"id":"42","username":"ana1","global_name":"Ana"}`
	for name, c := range map[string]struct {
		read  func(message) (talk.Request, bool)
		event string
		want  talk.Request // zero: nothing
	}{
		"a message":             {message.written, `{"id":"1","channel_id":"6","type":0,"content":"hi",` + ana + `}`, wrote},
		"a reply":               {message.written, `{"id":"1","channel_id":"6","type":19,"content":"hi","message_reference":{"message_id":"9"},` + ana + `}`, replied},
		"a picture":             {message.written, `{"id":"1","channel_id":"6","type":0,"content":"","attachments":[{"id":"3"}],` + ana + `}`, without},
		"a picture, said":       {message.written, `{"id":"1","channel_id":"6","type":0,"content":"hi","attachments":[{"id":"3"}],` + ana + `}`, carries},
		"a sticker":             {message.written, `{"id":"1","channel_id":"6","type":0,"content":"","attachments":[],"sticker_items":[{"id":"3"}],` + ana + `}`, without},
		"a poll":                {message.written, `{"id":"1","channel_id":"6","type":0,"content":"","poll":{"question":{"text":"?"}},` + ana + `}`, without},
		"no poll":               {message.written, `{"id":"1","channel_id":"6","type":0,"content":"hi","poll":null,"attachments":null,` + ana + `}`, wrote},
		"a forward":             {message.written, `{"id":"1","channel_id":"6","type":0,"content":"","message_reference":{"type":1,"message_id":"9"},"message_snapshots":[{"message":{"content":"theirs"}}],` + ana + `}`, without},
		"a pin notice":          {message.written, `{"id":"1","channel_id":"6","type":6,"message_reference":{"message_id":"9"},` + ana + `}`, talk.Request{}},
		"a bot's":               {message.written, `{"id":"1","channel_id":"6","content":"hi","author":{"id":"7","bot":true}}`, talk.Request{}},
		"a webhook's":           {message.written, `{"id":"1","channel_id":"6","content":"hi","webhook_id":"3",` + ana + `}`, talk.Request{}},
		"in a server":           {message.written, `{"id":"1","channel_id":"6","guild_id":"5","content":"hi",` + ana + `}`, talk.Request{}},
		"an edit":               {message.edited, `{"id":"1","channel_id":"6","content":"hi","edited_timestamp":"2026-11-22T10:00:00Z",` + ana + `}`, edited},
		"an unfolded link":      {message.edited, `{"id":"1","channel_id":"6","content":"hi","edited_timestamp":null,"embeds":[{}],` + ana + `}`, talk.Request{}},
		"an edit without words": {message.edited, `{"id":"1","channel_id":"6","edited_timestamp":"2026-11-22T10:00:00Z",` + ana + `}`, talk.Request{}},
		"an edit by nobody":     {message.edited, `{"id":"1","channel_id":"6","content":"hi","edited_timestamp":"2026-11-22T10:00:00Z"}`, talk.Request{}},
		"a deletion":            {message.deleted, `{"id":"1","channel_id":"6"}`, talk.Request{Kind: talk.Deleted, ID: "1", MessageID: "1", Channel: "6"}},
		"a server's deletion":   {message.deleted, `{"id":"1","channel_id":"6","guild_id":"5"}`, talk.Request{}},
	} {
		var m message
		if err := json.Unmarshal([]byte(c.event), &m); err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got, ok := c.read(m)
		if !ok {
			got = talk.Request{}
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: (-want +got)\n%s", name, d)
		}
	}
}

func FuzzEventsOfAnyShapeAreReadOrLeft(f *testing.F) {
	f.Add([]byte(`{"id":"1","type":5,"user":{"id":"2"},"data":{"components":[{"component":{"component":{}}}]}}`))
	f.Add([]byte(`{"id":"1","content":null,"author":{}}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		var i interaction
		if json.Unmarshal(b, &i) == nil {
			if r, ok := i.request(); ok && (r.Kind == 0 || r.Person.ID == "") {
				t.Errorf("got a request of nobody or nothing: %+v", r)
			}
		}
		var m message
		if json.Unmarshal(b, &m) == nil {
			if r, ok := m.written(); ok && (m.Author == nil || m.Author.Bot || r.ID == "") {
				t.Errorf("got words of a bot or of nobody: %+v", r)
			}
		}
	})
}
