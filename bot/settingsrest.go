package bot

import (
	"context"
	"time"

	"leanon/discord/talk"
)

// The third page of /settings has one select for each of its settings, three at most, and
// one row of buttons. Each comes from a function of its own, which says in the text what
// holds now. A row without a select is left out.

// restRow makes one setting of the third page.
type restRow func(_ reader, now time.Time) (says string, row talk.Row)

func (b *Bot) restRows() []restRow {
	return []restRow{
		b.seasonsRow,
		b.weekRow,
		b.plainRow,
	}
}

// settingsRest shows the third page.
func (b *Bot) settingsRest(_ context.Context, r request) (talk.Reply, error) {
	return update(b.restOfSettings(r.reader, r.now)), nil
}

// restOfSettings is the third page.
func (b *Bot) restOfSettings(rd reader, now time.Time) talk.Message {
	m := talk.Message{Private: true}
	for _, of := range b.restRows() {
		says, r := of(rd, now)
		m.Text = paragraphs(m.Text, says)
		if r.Select != nil {
			m.Rows = append(m.Rows, r)
		}
	}
	m.Text = paragraphs(m.Text, rd.say("settings.rest-foot"))
	m.Rows = append(m.Rows, row(backToMore(rd.speaker), rd.helpButton()))
	return m
}

// backToRest is the button Back of a page that opens from the third one.
func backToRest(s speaker) talk.Button {
	return talk.Button{CustomID: customID("settings-rest"), Label: s.say("button.settings-back"), Style: talk.Secondary}
}
