package playground

import (
	"encoding/json"
	"strings"
	"time"
)

// Discord's component types, as far as a person meets them (D:components/reference).
const (
	typeRow        = 1
	typeButton     = 2
	typeSelect     = 3
	typeTextInput  = 4
	typeSection    = 9
	typeText       = 10
	typeContainer  = 17
	typeLabel      = 18
	styleLink      = 5
	flagSuppress   = 1 << 2 // SUPPRESS_EMBEDS
	flagEphemeral  = 1 << 6
	flagLoading    = 1 << 7
	flagSilent     = 1 << 12 // SUPPRESS_NOTIFICATIONS
	flagVoice      = 1 << 13
	flagComponents = 1 << 15 // IS_COMPONENTS_V2
)

// Message is a copy of one message as a person sees it.
type Message struct {
	ID         string
	ChannelID  string
	AuthorID   string
	Content    string
	Components [][]Component // rows, top to bottom
	Embeds     []json.RawMessage
	Files      []Attachment
	Besides    string // what it carries besides words and files, for a reader; "" for nothing
	Flags      int    // Discord's message flags
	Ephemeral  bool   // only the person who was shown it sees it
	Loading    bool   // "thinking": deferred and not yet filled
	Timestamp  time.Time
	Edited     time.Time // zero if never
	ReplyTo    string    // id of the message this one answers; "" if none
	// Mentioned are the ids of the people whom the message pinged. MentionedEveryone
	// is whether it pinged by @everyone or @here.
	Mentioned         []string
	MentionedEveryone bool
	Nonce             string // as its author gave it; the bot's history never shows it
}

// Component is one button, select or text of a message.
type Component struct {
	Type        int // 2 button, 3 select, 10 text
	CustomID    string
	Label       string
	Content     string // of a text display
	URL         string // of a link button
	Style       int    // 1 primary to 4 danger, 5 link
	Disabled    bool
	Placeholder string
	Options     []Option
	MinValues   int
	MaxValues   int
}

// Option is one line of a select.
type Option struct {
	Label       string `json:"label"`
	Value       string `json:"value"`
	Description string `json:"description"`
	Default     bool   `json:"default"`
}

// Attachment is a file on a message.
type Attachment struct {
	ID          string
	Filename    string
	Description string // the text alternative
	ContentType string
	URL         string
	Data        []byte // shared: do not write
}

// Form is a modal as it was shown to one person. It is submitted once.
type Form struct {
	CustomID string
	Title    string
	Text     string // what its text displays say, a paragraph each; "" for none
	Fields   []Field

	shown *interaction
	tree  []component
}

// Field is one text input of a Form, or with Options a select of one of them.
type Field struct {
	ID          string
	Label       string
	Description string
	Placeholder string
	Value       string // what is filled in already, or chosen
	Long        bool
	Required    bool
	Min, Max    int // characters
	Options     []Option
}

// Choice is one suggestion of an autocomplete.
type Choice struct {
	Name  string
	Value string
}

// Command is a slash command as it is registered.
type Command struct {
	ID               string
	Guild            string // "" for a global one
	Name             string
	Description      string
	In               map[string]string // Description by locale, where it has another text
	Type             int               // 1 slash command, 2 user, 3 message
	Contexts         []int
	IntegrationTypes []int
	Options          []CommandOption

	raw map[string]json.RawMessage
}

// CommandOption is one option of a Command; Type is Discord's (3 string, 4
// integer, 5 boolean, 6 user, 10 number).
type CommandOption struct {
	Type         int               `json:"type"`
	Name         string            `json:"name"`
	Description  string            `json:"description"`
	In           map[string]string `json:"description_localizations,omitempty"`
	Required     bool              `json:"required"`
	Autocomplete bool              `json:"autocomplete"`
	Choices      []commandChoice   `json:"choices"`
	MinLength    int               `json:"min_length"`
	MaxLength    int               `json:"max_length"`
}

type commandChoice struct {
	Name  string          `json:"name"`
	Value json.RawMessage `json:"value"`
}

// component is one node of a component tree as Discord stores it.
type component struct {
	Type        int         `json:"type"`
	ID          int         `json:"id"`
	CustomID    string      `json:"custom_id"`
	Label       string      `json:"label"`
	Description string      `json:"description"`
	Content     string      `json:"content"`
	URL         string      `json:"url"`
	Style       int         `json:"style"`
	Disabled    bool        `json:"disabled"`
	Placeholder string      `json:"placeholder"`
	Value       string      `json:"value"`
	Required    *bool       `json:"required"`
	MinLength   int         `json:"min_length"`
	MaxLength   int         `json:"max_length"`
	Options     []Option    `json:"options"`
	MinValues   int         `json:"min_values"`
	MaxValues   int         `json:"max_values"`
	Components  []component `json:"components"`
	Component   *component  `json:"component"`
	Accessory   *component  `json:"accessory"`
}

func parseComponents(raw json.RawMessage) []component {
	var tree []component
	if len(raw) > 0 {
		// What is stored was checked when it came in.
		if err := json.Unmarshal(raw, &tree); err != nil {
			panic("playground: stored components do not parse: " + err.Error())
		}
	}
	return tree
}

// rows returns the components of a tree as a person sees them, row by row from top to
// bottom.
func rows(tree []component) [][]Component {
	var out [][]Component
	for _, c := range tree {
		switch c.Type {
		case typeRow:
			row := make([]Component, len(c.Components))
			for i, x := range c.Components {
				row[i] = x.view()
			}
			out = append(out, row)
		case typeContainer, typeSection:
			out = append(out, rows(c.Components)...)
			if c.Accessory != nil {
				out = append(out, []Component{c.Accessory.view()})
			}
		case typeText:
			out = append(out, []Component{c.view()})
		}
	}
	return out
}

func (c component) view() Component {
	return Component{
		Type: c.Type, CustomID: c.CustomID, Label: c.Label, Content: c.Content, URL: c.URL, Style: c.Style,
		Disabled: c.Disabled, Placeholder: c.Placeholder, Options: c.Options, MinValues: c.MinValues, MaxValues: c.MaxValues,
	}
}

// find returns the component with a custom id, or nil.
func find(tree []component, customID string) *component {
	for i := range tree {
		c := &tree[i]
		if c.CustomID == customID && customID != "" {
			return c
		}
		if hit := find(c.Components, customID); hit != nil {
			return hit
		}
		if c.Accessory != nil && c.Accessory.CustomID == customID && customID != "" {
			return c.Accessory
		}
	}
	return nil
}

// form returns a modal whose fields are made of its components (D:components/reference,
// text input: required unless said otherwise, at most 4,000 characters).
func form(customID, title string, tree []component) *Form {
	f := &Form{CustomID: customID, Title: title, tree: tree}
	var texts []string
	for _, top := range tree {
		if top.Type == typeText {
			texts = append(texts, top.Content)
		}
		if input, is := top.input(); is {
			f.Fields = append(f.Fields, input.field(top))
		}
	}
	f.Text = strings.Join(texts, "\n\n")
	return f
}

// input returns what a person fills in or chooses in a component of a modal. It returns
// false if it holds nothing of the kind.
func (c component) input() (component, bool) {
	switch {
	case c.Type == typeRow && len(c.Components) == 1:
		return c.Components[0], c.Components[0].Type == typeTextInput
	case c.Type == typeLabel && c.Component != nil:
		return *c.Component, c.Component.Type == typeTextInput || c.Component.Type == typeSelect
	}
	return component{}, false
}

// field returns an input as a person meets it in what holds it, which has the words of
// it unless that is an action row.
func (c component) field(holder component) Field {
	f := Field{
		ID: c.CustomID, Label: holder.Label, Description: holder.Description, Placeholder: c.Placeholder, Value: c.Value,
		Long: c.Style == 2, Required: c.Required == nil || *c.Required,
		Min: c.MinLength, Max: c.MaxLength, Options: c.Options,
	}
	if holder.Type == typeRow {
		f.Label = c.Label
	}
	if f.Max == 0 {
		f.Max = 4000
	}
	for _, o := range c.Options {
		if o.Default {
			f.Value = o.Value
		}
	}
	return f
}
