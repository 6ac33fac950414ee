package bot

import (
	"leanon/discord/talk"
	"leanon/store"
)

// What handlers return is made here.

// row makes a row of buttons.
func row(buttons ...talk.Button) talk.Row { return talk.Row{Buttons: buttons} }

// private is a reply that only the person sees.
func private(text string, rows ...talk.Row) talk.Reply {
	return talk.Reply{Message: &talk.Message{Text: text, Rows: rows, Private: true}}
}

// aside is a reply that only the person sees, with nothing to press but Help.
func (s speaker) aside(text string) talk.Reply { return private(text, row(s.helpButton())) }

// update is a reply that replaces the message that was pressed.
func update(m talk.Message) talk.Reply { return talk.Reply{Message: &m, Update: true} }

// replace is update with words and buttons.
func replace(text string, rows ...talk.Row) talk.Reply {
	return update(talk.Message{Text: text, Rows: rows})
}

// mark adds the id of a notice to the end of every custom id in a message, so that the
// message can be recognised in the history of its channel.
func mark(m *talk.Message, n store.ID) {
	for i := range m.Rows {
		for j := range m.Rows[i].Buttons {
			if b := &m.Rows[i].Buttons[j]; b.URL == "" { // a link has no custom id
				b.CustomID = withMark(b.CustomID, n)
			}
		}
		if s := m.Rows[i].Select; s != nil {
			s.CustomID = withMark(s.CustomID, n)
		}
	}
	if m.Folded != nil {
		mark(m.Folded, n)
	}
}

func withMark(customID string, n store.ID) string { return customID + "." + n.String() }
