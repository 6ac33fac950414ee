package playground

import (
	"errors"
	"fmt"
	"strings"
	"unicode/utf8"
)

// These are the reasons why Discord's own client, or its server, does not let a person
// do something.
var (
	// ErrGone means that the message is deleted, or not shown to this person.
	ErrGone = errors.New("the message is not there")
	// ErrNotYours means that the person is not the author, who alone edits or deletes.
	ErrNotYours = errors.New("the message is someone else's")
	// ErrText means that the text is empty, or longer than 4,000 characters.
	ErrText = errors.New("a message has 1 to 4,000 characters")
	// ErrNoComponent means that the message, as it is now, has no such button or select.
	ErrNoComponent = errors.New("no such component on the message")
	// ErrDisabled means that the button or select is greyed out.
	ErrDisabled = errors.New("the component is disabled")
	// ErrValues means that the values are not the select's, or too few or too many.
	ErrValues = errors.New("the select does not allow these values")
	// ErrNoCommand means that the command is not registered, or not offered there.
	ErrNoCommand = errors.New("no such command here")
	// ErrOption means that an option is unknown, missing, or of the wrong kind.
	ErrOption = errors.New("the command does not allow these options")
	// ErrField means that a field is unknown, missing, too short or too long.
	ErrField = errors.New("the form does not allow these fields")
	// ErrSubmitted means that the form was submitted before.
	ErrSubmitted = errors.New("the form is closed")
	// ErrNotThere means that the person or the bot is not in that server.
	ErrNotThere = errors.New("not a place where these two meet")
)

// Messages returns what the person sees in their direct messages with the bot, oldest
// first, ephemeral ones too.
func (p *Person) Messages() []Message {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	if p.dm == nil {
		return nil
	}
	return p.d.seen(p, p.dm)
}

// SeenIn returns what the person sees in a server's channel or in a message between
// people, oldest first.
func (p *Person) SeenIn(in Place) []Message {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	return p.d.seen(p, in.place())
}

// Look returns a message as it is now. It returns false if the message is deleted, or not
// shown to this person.
func (p *Person) Look(m Message) (Message, bool) {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	if now := p.sees(m.ID); now != nil {
		return p.d.view(now), true
	}
	return Message{}, false
}

// sees returns the message of an id if it is shown to this person, else nil. The caller holds d.mu.
func (p *Person) sees(id string) *message {
	m := p.d.messages[id]
	switch {
	case m == nil, m.viewer != nil && m.viewer != p:
		return nil
	case !m.channel.has(p):
		return nil
	}
	return m
}

// Write sends a plain direct message to the bot. Discord trims white space around it;
// after that it has 1 to 4,000 characters (2,000 without Nitro).
func (p *Person) Write(text string) (Message, error) { return p.write(text, "") }

// WriteReply is Write as a reply to a message in the same channel.
func (p *Person) WriteReply(to Message, text string) (Message, error) { return p.write(text, to.ID) }

func (p *Person) write(text, to string) (Message, error) {
	text, err := plain(text)
	if err != nil {
		return Message{}, err
	}
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	m := &message{channel: p.d.openDM(p), author: p, content: text}
	if to != "" {
		first := p.sees(to)
		if first == nil || first.channel != m.channel || first.viewer != nil {
			return Message{}, ErrGone
		}
		m.kind, m.replyTo = messageReply, to
	}
	p.d.ping(m, nil)
	p.d.post(m)
	return p.d.view(m), nil
}

func plain(text string) (string, error) {
	text = strings.TrimSpace(text)
	if n := utf8.RuneCountInString(text); n < 1 || n > maxPersonContent {
		return "", fmt.Errorf("%w, not %d", ErrText, n)
	}
	return text, nil
}

// Edit changes the words of a message of the person's own. Those of a message that
// carries something else may be added, or taken away with "".
func (p *Person) Edit(m Message, text string) (Message, error) {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	own, err := p.own(m)
	switch {
	case err != nil:
		return Message{}, err
	case own.extra.fixed:
		return Message{}, ErrFixed
	case text != "" || len(own.files) == 0 && own.extra.shown == "":
		if text, err = plain(text); err != nil {
			return Message{}, err
		}
	}
	own.content, own.edited = text, p.d.o.Now()
	p.d.ping(own, nil)
	p.d.edited(own)
	return p.d.view(own), nil
}

// Delete deletes a message of the person's own.
func (p *Person) Delete(m Message) error {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	own, err := p.own(m)
	if err != nil {
		return err
	}
	p.d.remove(own)
	return nil
}

// Dismiss removes an ephemeral message from the person's view, as "Dismiss message" does.
// The bot is not told.
func (p *Person) Dismiss(m Message) error {
	p.d.mu.Lock()
	defer p.d.mu.Unlock()
	shown := p.sees(m.ID)
	if shown == nil || shown.viewer == nil {
		return ErrGone
	}
	p.d.remove(shown)
	return nil
}

func (p *Person) own(m Message) (*message, error) {
	now := p.sees(m.ID)
	switch {
	case now == nil:
		return nil, ErrGone
	case now.author != p:
		return nil, ErrNotYours
	}
	return now, nil
}

// at returns the channel that a person acts in. A nil Place is their direct messages.
func (p *Person) at(in Place) (*Channel, error) {
	if in == nil {
		return p.d.openDM(p), nil
	}
	c := in.place()
	if !c.has(p) || c.guild != nil && c.guild.expelled {
		return nil, ErrNotThere
	}
	return c, nil
}
