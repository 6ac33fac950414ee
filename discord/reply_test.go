package discord

import (
	"encoding/json"
	"testing"

	"leanon/discord/talk"
)

func TestRepliesTakeTheFormDiscordAsksFor(t *testing.T) {
	t.Parallel()
	const none = `"components":[]`
	const nobody = `"attachments":[],"allowed_mentions":{"parse":[]}`
	hi := &talk.Message{Text: "hi"}
	for name, c := range map[string]struct {
		request talk.Request
		reply   talk.Reply
		want    string // "" for no answer at all
	}{
		"words to a command":     {talk.Request{Kind: talk.Command}, talk.Reply{Message: hi}, `{"type":4,"data":{"content":"hi",` + none + `,` + nobody + `}}`},
		"private words":          {talk.Request{Kind: talk.Command}, talk.Reply{Message: &talk.Message{Text: "hi", Private: true, NoEmbed: true}}, `{"type":4,"data":{"content":"hi",` + none + `,"attachments":[],"flags":68,"allowed_mentions":{"parse":[]}` + `}}`},
		"an update of a message": {talk.Request{Kind: talk.Press, MessageID: "9"}, talk.Reply{Message: &talk.Message{Text: "hi", Private: true}, Update: true}, `{"type":7,"data":{"content":"hi",` + none + `,` + nobody + `}}`},
		"a picture": {talk.Request{Kind: talk.Press, MessageID: "9"}, talk.Reply{Message: &talk.Message{Text: "hi", Files: []talk.File{{Name: "week.png", Type: "image/png", Description: "Two words."}}}, Update: true},
			`{"type":7,"data":{"content":"hi",` + none + `,"attachments":[{"id":"0","filename":"week.png","description":"Two words."}],"allowed_mentions":{"parse":[]}}}`},
		"an update from a form on it": {talk.Request{Kind: talk.Submit, MessageID: "9"}, talk.Reply{Message: hi, Update: true}, `{"type":7,"data":{"content":"hi",` + none + `,` + nobody + `}}`},
		"an update with no message":   {talk.Request{Kind: talk.Submit}, talk.Reply{Message: hi, Update: true}, `{"type":4,"data":{"content":"hi",` + none + `,` + nobody + `}}`},
		"words between people":        {talk.Request{Kind: talk.Command, Apart: true}, talk.Reply{Message: hi}, `{"type":4,"data":{"content":"hi",` + none + `,"attachments":[],"flags":64,"allowed_mentions":{"parse":[]}}}`},
		"an update between people":    {talk.Request{Kind: talk.Press, MessageID: "9", Apart: true}, talk.Reply{Message: hi, Update: true}, `{"type":4,"data":{"content":"hi",` + none + `,"attachments":[],"flags":64,"allowed_mentions":{"parse":[]}}}`},
		"of what one of them sees":    {talk.Request{Kind: talk.Press, MessageID: "9", Apart: true, OnPrivate: true}, talk.Reply{Message: hi, Update: true}, `{"type":7,"data":{"content":"hi",` + none + `,` + nobody + `}}`},
		"of what is shown to all":     {talk.Request{Kind: talk.Press, MessageID: "9", Apart: true}, talk.Reply{Message: hi, Update: true, Shown: true}, `{"type":7,"data":{"content":"hi",` + none + `,` + nobody + `}}`},
		"a link":                      {talk.Request{Kind: talk.Command}, talk.Reply{Message: &talk.Message{Text: "hi", Rows: []talk.Row{{Buttons: []talk.Button{{URL: "https://example.org/", Label: "There"}}}}}}, `{"type":4,"data":{"content":"hi","components":[{"type":1,"components":[{"type":2,"label":"There","style":5,"url":"https://example.org/"}]}],` + nobody + `}}`},
		"nothing to a press":          {talk.Request{Kind: talk.Press, MessageID: "9"}, talk.Reply{}, `{"type":6}`},
		"nothing to a choice":         {talk.Request{Kind: talk.Choose, MessageID: "9"}, talk.Reply{}, `{"type":6}`},
		"nothing to a command":        {talk.Request{Kind: talk.Command}, talk.Reply{}, ``},
		"no suggestions":              {talk.Request{Kind: talk.Complete}, talk.Reply{}, `{"type":8,"data":{"choices":[]}}`},
		"suggestions":                 {talk.Request{Kind: talk.Complete}, talk.Reply{Choices: []talk.Choice{{Name: "Paris", Value: "Europe/Paris"}}}, `{"type":8,"data":{"choices":[{"name":"Paris","value":"Europe/Paris"}]}}`},
		"a form": {talk.Request{Kind: talk.Press, MessageID: "9"},
			talk.Reply{Form: &talk.Form{CustomID: "answer", Title: "What do you need?", Text: "**How was today?**", Fields: []talk.Field{
				{ID: "words", Label: "In your words", Description: "Your own.", Long: true, Required: true, Max: 1500, Placeholder: "I feel"},
				{ID: "ask", Label: "Would you ...?", Value: "hold me", Max: 200},
				{ID: "kind", Label: "Kind of need", Placeholder: "Any", Options: []talk.Option{{Label: "Rest", Value: "rest", Default: true}}},
				{ID: "must", Label: "One of these", Required: true, Options: []talk.Option{{Label: "Play", Value: "play"}}},
			}}},
			`{"type":9,"data":{"custom_id":"answer","title":"What do you need?","components":[{"type":10,"content":"**How was today?**"},` +
				`{"type":18,"component":{"type":4,"custom_id":"words","style":2,"placeholder":"I feel","required":true,"max_length":1500},"label":"In your words","description":"Your own."},` +
				`{"type":18,"component":{"type":4,"custom_id":"ask","style":1,"value":"hold me","required":false,"max_length":200},"label":"Would you ...?"},` +
				`{"type":18,"component":{"type":3,"custom_id":"kind","placeholder":"Any","options":[{"label":"Rest","value":"rest","default":true}],"min_values":0,"max_values":1,"required":false},"label":"Kind of need"},` +
				`{"type":18,"component":{"type":3,"custom_id":"must","options":[{"label":"Play","value":"play"}],"min_values":1,"max_values":1,"required":true},"label":"One of these"}]}}`},
		"buttons and a select": {talk.Request{Kind: talk.Press, MessageID: "9"},
			talk.Reply{Message: &talk.Message{Text: "hi", Rows: []talk.Row{
				{Buttons: []talk.Button{{CustomID: "a.1", Label: "A", Style: talk.Primary}, {CustomID: "b.1", Label: "B", Style: talk.Danger, Disabled: true}}},
				{Select: &talk.Select{CustomID: "k.1", Placeholder: "Kind", Options: []talk.Option{{Label: "Rest", Value: "rest", Default: true}}}},
			}}},
			`{"type":4,"data":{"content":"hi","components":[` +
				`{"type":1,"components":[{"type":2,"custom_id":"a.1","label":"A","style":1},{"type":2,"custom_id":"b.1","label":"B","style":4,"disabled":true}]},` +
				`{"type":1,"components":[{"type":3,"custom_id":"k.1","placeholder":"Kind","options":[{"label":"Rest","value":"rest","default":true}],"min_values":0,"max_values":1}]}],` + nobody + `}}`},
	} {
		got := ""
		if b := renderCallback(c.request, c.reply); b != nil {
			raw, err := json.Marshal(b)
			if err != nil {
				t.Fatal(err)
			}
			got = string(raw)
		}
		if got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}
