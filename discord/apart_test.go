package discord

import (
	"encoding/json"
	"testing"

	"leanon/discord/talk"
)

// What is private must not be shown where others read along because Discord names a place
// that is not known here yet.
func TestOnlyABotsOwnChatIsTakenForIt(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		where        string
		apart, group bool
	}{
		"the bot's direct messages":             {`"context":1,"channel":{"type":1}`, false, false},
		"direct messages, and no context":       {`"channel":{"type":1}`, false, false},
		"a server":                              {`"context":0,"guild_id":"5","channel":{"type":0}`, false, false},
		"a server, and a context of the future": {`"context":7,"guild_id":"5"`, false, false},
		"direct messages of people":             {`"context":2,"channel":{"type":1}`, true, false},
		"a group message":                       {`"context":2,"channel":{"type":3}`, true, true},
		"a group message, and no context":       {`"channel":{"type":3}`, true, true},
		"a context of the future":               {`"context":3,"channel":{"type":1}`, true, false},
	} {
		var i interaction
		if err := json.Unmarshal([]byte(`{"id":"1","type":2,"channel_id":"6","user":{"id":"42","username":"Ana"},"data":{"name":"need"},`+c.where+`}`), &i); err != nil {
			t.Fatal(err)
		}
		r, ok := i.request()
		if !ok || r.Apart != c.apart || r.Group != c.group {
			t.Errorf("%s: got apart %v, group %v; want %v, %v", name, r.Apart, r.Group, c.apart, c.group)
		}
		said := renderCallback(r, talk.Reply{Message: &talk.Message{Text: "for Ana"}})
		if body, _ := said.Data.(messageBody); body.Content == "" || body.Flags&flagEphemeral == 0 == c.apart {
			t.Errorf("%s: replies with %+v", name, said.Data)
		}
	}
}
