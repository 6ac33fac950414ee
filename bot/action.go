package bot

import (
	"context"

	"leanon/discord/talk"
)

// action is one line of the menu: a name that never changes, and its handler. Its words
// are a sentence of the library, called after what it is: button.send, command.pair.
type action struct {
	family   string    // "command" or "press": buttons, selects and forms share the names in custom ids
	by       talk.Kind // what a person does with it, so that a forged press of a form's id is refused
	name     string
	handle   handler
	options  []talk.OptionSpec
	complete handler
}

type handler func(context.Context, request) (talk.Reply, error)

func (a action) key() string { return a.family + " " + a.name }

func command(name string, h handler, options ...talk.OptionSpec) action {
	return action{family: "command", by: talk.Command, name: name, handle: h, options: options}
}

func button(name string, h handler) action {
	return action{family: "press", by: talk.Press, name: name, handle: h}
}

func choice(name string, h handler) action {
	return action{family: "press", by: talk.Choose, name: name, handle: h}
}

func form(name string, h handler) action {
	return action{family: "press", by: talk.Submit, name: name, handle: h}
}

// completing gives a command a handler that suggests values while a person types.
func (a action) completing(h handler) action {
	a.complete = h
	return a
}

func user(name string) talk.OptionSpec {
	return talk.OptionSpec{Name: name, User: true, Required: true}
}

func text(name string) talk.OptionSpec { return talk.OptionSpec{Name: name} }

func suggested(name string) talk.OptionSpec { return talk.OptionSpec{Name: name, Complete: true} }

// whom is the option that names the partner, for people in several couples.
var whom = suggested("partner")
