package bot

import "leanon/discord/talk"

// row makes a row of buttons.
func row(buttons ...talk.Button) talk.Row { return talk.Row{Buttons: buttons} }

// private is a reply that only the person sees.
func private(text string, rows ...talk.Row) talk.Reply {
	return talk.Reply{Message: &talk.Message{Text: text, Rows: rows, Private: true}}
}

// update is a reply that replaces the message that was pressed.
func update(m talk.Message) talk.Reply { return talk.Reply{Message: &m, Update: true} }

// replace is update with words and buttons.
func replace(text string, rows ...talk.Row) talk.Reply {
	return update(talk.Message{Text: text, Rows: rows})
}
