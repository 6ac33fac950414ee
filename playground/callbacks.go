package playground

import "encoding/json"

// The kinds of interaction response (D:interactions/receiving-and-responding).
const (
	replyMessage       = 4
	replyDeferred      = 5
	replyDeferredEdit  = 6
	replyUpdate        = 7
	replyChoices       = 8
	replyModal         = 9
	flagsOfReply       = flagSuppress | flagEphemeral | flagSilent | flagVoice | flagComponents
	messageReply       = 19
	messageFromCommand = 20
)

// callback takes the first response to an interaction. It refuses one after three seconds
// with 10062, a second one with 40060, which a correct bot may meet if the answer to its
// first one was lost, and one of a kind that the interaction does not allow.
func (d *Discord) callback(c *call) (answer, error) {
	i := d.interaction(c.PathValue("interaction_token"))
	if i == nil || i.id != c.PathValue("interaction_id") {
		return answer{}, unknownInteraction()
	}
	if again := refuse(400, 40060, "Interaction has already been acknowledged."); i.acked && i.unheard {
		return answer{}, again.expected()
	} else if i.acked {
		return answer{}, again
	}
	if d.o.Now().Sub(i.created) > firstResponse {
		return answer{}, unknownInteraction()
	}
	var body struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	if err := c.read(&body); err != nil {
		return answer{}, err
	}
	if !i.allows(body.Type) {
		return answer{}, invalid("type", "INTERACTION_CALLBACK_TYPE", "type %d does not answer an interaction of type %d", body.Type, i.kind)
	}
	response, err := d.respond(i, c, body.Type, body.Data)
	if err != nil {
		return answer{}, err
	}
	i.unheard = c.lost
	d.giveResponse(i, response)
	if c.URL.Query().Get("with_response") == "true" {
		return ok(d.interactionResponse(i, body.Type))
	}
	return noContent, nil
}

// allows returns whether an interaction takes that kind of response. Autocomplete takes
// choices and nothing else, and nothing else takes choices; a modal is never answered by
// a modal; 6 and 7 need a message that carried the component, which a modal opened from
// a component has too.
func (i *interaction) allows(response int) bool {
	switch response {
	case replyMessage, replyDeferred:
		return i.kind != kindComplete
	case replyDeferredEdit, replyUpdate:
		return i.source != nil && i.kind != kindComplete
	case replyChoices:
		return i.kind == kindComplete
	case replyModal:
		return i.kind == kindCommand || i.kind == kindComponent
	}
	return false
}

func (d *Discord) respond(i *interaction, c *call, kind int, data json.RawMessage) (Response, error) {
	switch kind {
	case replyMessage:
		return d.replyWithMessage(i, c, data)
	case replyDeferred:
		return d.replyLater(i, data)
	case replyDeferredEdit:
		i.original = i.source
		return Response{Deferred: true}, nil
	case replyUpdate:
		return d.replyWithUpdate(i, c, data)
	case replyChoices:
		return replyWithChoices(data)
	}
	return d.replyWithModal(i, data)
}

func (d *Discord) replyWithMessage(i *interaction, c *call, data json.RawMessage) (Response, error) {
	m, err := d.newReply(i, c, data, "data.")
	if err != nil {
		return Response{}, err
	}
	i.original = m
	view := d.view(m)
	return Response{Message: &view}, nil
}

// newReply posts a message in answer to an interaction, in the channel where that
// happened; with flag 64 only its person sees it.
func (d *Discord) newReply(i *interaction, c *call, data json.RawMessage, at string) (*message, error) {
	p, err := c.message(data, at)
	if err != nil {
		return nil, err
	}
	flags := p.flags()
	if flags&^flagsOfReply != 0 {
		return nil, invalid(at+"flags", "MESSAGE_FLAGS_INVALID", "a flag that cannot be set")
	}
	if err := p.validate(flags, p.hasContent()); err != nil {
		return nil, err
	}
	m := d.blankReply(i, flags)
	if err := d.apply(m, p); err != nil {
		return nil, err
	}
	d.post(m)
	return m, nil
}

func (d *Discord) blankReply(i *interaction, flags int) *message {
	m := &message{channel: i.channel, author: d.bot, flags: flags, origin: i.origin()}
	switch {
	case i.kind == kindCommand:
		m.kind = messageFromCommand
	case i.source != nil:
		m.kind, m.replyTo = messageReply, i.source.id
	}
	if flags&flagEphemeral != 0 {
		m.viewer = i.person
	}
	return m
}

// replyLater shows "thinking". A deferral has no flag that counts but EPHEMERAL.
func (d *Discord) replyLater(i *interaction, data json.RawMessage) (Response, error) {
	var body struct {
		Flags int `json:"flags"`
	}
	if len(data) > 0 {
		if err := readInto(data, &body); err != nil {
			return Response{}, err
		}
	}
	if body.Flags&^flagEphemeral != 0 {
		return Response{}, invalid("data.flags", "MESSAGE_FLAGS_INVALID", "a deferral accepts only EPHEMERAL")
	}
	m := d.blankReply(i, body.Flags|flagLoading)
	d.post(m)
	i.original, i.deferred = m, true
	view := d.view(m)
	return Response{Message: &view, Deferred: true}, nil
}

func (d *Discord) replyWithUpdate(i *interaction, c *call, data json.RawMessage) (Response, error) {
	if i.source.deleted {
		return Response{}, unknownMessage()
	}
	if err := d.edit(i.source, c, data, "data."); err != nil {
		return Response{}, err
	}
	i.original = i.source
	view := d.view(i.source)
	return Response{Message: &view, Updated: true}, nil
}

func replyWithChoices(data json.RawMessage) (Response, error) {
	var body struct {
		Choices []struct {
			Name  string          `json:"name"`
			Value json.RawMessage `json:"value"`
		} `json:"choices"`
	}
	if err := readInto(data, &body); err != nil {
		return Response{}, err
	}
	if len(body.Choices) > 25 {
		return Response{}, invalid("data.choices", "BASE_TYPE_BAD_LENGTH", "Must be 25 or fewer in length.")
	}
	r := Response{Choices: []Choice{}}
	for _, choice := range body.Choices {
		value := string(choice.Value)
		if len(value) > 0 && value[0] == '"' {
			if err := readInto(choice.Value, &value); err != nil {
				return Response{}, err
			}
		}
		if err := length("data.choices.name", choice.Name, 1, 100); err != nil {
			return Response{}, err
		}
		if err := length("data.choices.value", value, 0, 100); err != nil {
			return Response{}, err
		}
		r.Choices = append(r.Choices, Choice{choice.Name, value})
	}
	return r, nil
}

func (d *Discord) replyWithModal(i *interaction, data json.RawMessage) (Response, error) {
	f, err := readModal(data)
	if err != nil {
		return Response{}, err
	}
	f.shown = i
	return Response{Form: f}, nil
}

// readModal reads a form: a title of 1 to 45 characters and 1 to 5 components
// (D:interactions/receiving-and-responding#modal).
func readModal(data json.RawMessage) (*Form, error) {
	var body struct {
		CustomID   string           `json:"custom_id"`
		Title      string           `json:"title"`
		Components []map[string]any `json:"components"`
	}
	if err := readInto(data, &body); err != nil {
		return nil, err
	}
	if err := length("data.custom_id", body.CustomID, 1, maxCustomID); err != nil {
		return nil, err
	}
	if err := length("data.title", body.Title, 1, 45); err != nil {
		return nil, err
	}
	w := walker{modal: true, ids: map[string]bool{}}
	if err := w.top(body.Components, "data.components"); err != nil {
		return nil, err
	}
	return form(body.CustomID, body.Title, parseComponents(marshal(body.Components))), nil
}
