// Package talk holds the types that the bot, the scheduler and the wire share: what a
// person did (Request), what they read back (Reply, Message), what they can press,
// choose or fill in, a message that is owed (Delivery), and how sending can fail.
// With it handlers know neither discordgo nor HTTP, and the wire knows no couple.
//
// Open this file first: a Request comes in, a Reply goes out. delivery.go has what is
// sent without being asked, errors.go what can go wrong.
//
// It is plain data in Discord's own vocabulary, with Discord's limits in the comments.
// No behaviour goes in, and no import but the standard library.
package talk

import "time"

// Kind says what a person did.
type Kind int

// The kinds of Request.
const (
	Command  Kind = iota + 1 // a slash command: Name, Options
	Complete                 // autocomplete of one command option: Name, Options, Focused
	Press                    // a button: CustomID, MessageID
	Choose                   // a select: CustomID, Values, MessageID
	Submit                   // a form: CustomID, Fields, MessageID when opened from a message
	Wrote                    // a plain direct message: MessageID, Text, ReplyTo
	Edited                   // an edit of a plain direct message: MessageID, Text
	Deleted                  // a deletion of a direct message: MessageID; Discord does not say whose
	Unread                   // in a history, a message of a shape that is not known: MessageID; nobody is asked to handle it
)

// Token lets whoever has it speak as the bot to the person of one interaction, for 15
// minutes. Where it is printed or logged, it hides itself.
type Token string

// String hides the token.
func (Token) String() string { return "(token)" }

// GoString hides the token.
func (Token) GoString() string { return "(token)" }

// MarshalText hides the token.
func (Token) MarshalText() ([]byte, error) { return []byte("(token)"), nil }

// Request is one thing that a person did.
type Request struct {
	Kind      Kind
	ID        string            // interaction id, or the message id for Wrote, Edited and Deleted
	Token     Token             // of an interaction: its reply can be replaced by it
	Person    User              // who did it; empty for Deleted, unless read from the history
	Locale    string            // the person's Discord locale ("de"), empty where Discord does not say
	Guild     string            // server id; empty in a direct message
	Apart     bool              // in a direct message or group message of people, which the bot is not in: it writes there only by a Reply
	Group     bool              // Apart, and a group message
	With      []string          // Apart: ids of the people there besides Person, as far as Discord says
	App       string            // id of our application, empty where Discord does not say
	Channel   string            // channel id
	Name      string            // command name
	CustomID  string            // of the pressed button, used select or submitted form
	Options   map[string]string // command options by name; users as their id
	Users     map[string]User   // users that options resolve to, by id
	Focused   string            // name of the option being typed (Complete)
	Values    []string          // chosen values (Choose)
	Fields    map[string]string // form fields by id (Submit): what was typed, or the value chosen, "" for none
	MessageID string            // the message that carries the component, or the plain message itself
	OnPrivate bool              // the message that carries the component is Private
	Pressed   string            // content of the message that carries the component
	ReplyTo   string            // id of the message that a plain message replies to
	Text      string            // content of a plain message, up to 4,000 characters
	Carries   bool              // a plain message carries something besides words: a file, a voice message, a sticker, a poll, a forwarded message
	Edited    time.Time         // when a plain message was last edited; zero if never
}

// User is what leanon wants to know of a Discord user.
type User struct {
	ID   string
	Name string // display name: server nickname, else global name, else user name
	Bot  bool
}

// Reply is what a handler says back. At most one of Message, Form and Choices is set.
// The zero Reply says nothing. Where a Request is Apart only its person sees Message,
// unless Shown is set: there it replaces no message that others see too.
type Reply struct {
	Message *Message
	Update  bool // Message replaces the one that carries the component
	Shown   bool // Apart: everybody who is there sees Message
	Form    *Form
	Choices []Choice
	Instead string // the text to say if Discord refuses the content of Message or Form, "" for none
	// Also is one more message that comes after the first, nil for none. It is lost if the
	// program or the way to Discord breaks off between the two.
	Also *Message
	// Earlier replaces another message than this reply is about, nil for none. It may be too
	// late for that.
	Earlier *Earlier
}

// Earlier replaces the message that an earlier request was on, or its reply, by the Token
// of that request.
type Earlier struct {
	Token   Token
	Message Message
}

// Refused returns what to reply if Discord refuses the content of this reply: first its
// buttons with another text, and then that text alone.
func (r Reply) Refused() (all []Reply) {
	if r.Instead == "" || r.Message == nil && r.Form == nil {
		return nil
	}
	if r.Message != nil {
		m := *r.Message
		m.Text, m.NoEmbed, m.Files = r.Instead, true, nil
		all = append(all, Reply{Message: &m, Update: r.Update})
	}
	return append(all, Reply{Message: &Message{Text: r.Instead, Private: true}})
}

// WithoutFiles returns the same reply without its files, and whether it had any. The words
// of a message say all that its picture says.
func (r Reply) WithoutFiles() (bare Reply, had bool) {
	if r.Message == nil || len(r.Message.Files) == 0 {
		return r, false
	}
	m := *r.Message
	m.Files, r.Message = nil, &m
	return r, true
}

// Message is one message: a text of at most 2,000 characters and at most five rows of
// components (Discord: message resource, component reference).
type Message struct {
	Text    string
	Rows    []Row
	Private bool // ephemeral: only the person sees it, for a while; only a Reply can be
	NoEmbed bool // SUPPRESS_EMBEDS: links in the text get no preview
	Silent  bool // SUPPRESS_NOTIFICATIONS: no push and no sound; only a new message that is no Reply can be
	// Files replace those that the message had: an edit or an update without any takes
	// them away.
	Files []File
	// Folded is sent in its place if Discord refuses its content, nil for nothing: the same
	// without words of a person.
	Folded *Message
}

// File is an attachment: at most ten a message, 10 MiB each and 25 MiB together
// (Discord: reference, uploading files).
type File struct {
	Name        string
	Type        string // media type
	Description string // says what a picture shows, to whoever does not see it; at most 1,024 characters, "" for none
	Data        []byte
}

// Row is up to five buttons, or one select.
type Row struct {
	Buttons []Button
	Select  *Select
}

// Style is a button's colour and weight.
type Style int

// Discord's button styles, by number. Primary is used at most once in a group, and
// Danger only for what cannot be undone (Button Design Guidelines).
const (
	Primary   Style = 1
	Secondary Style = 2
	Success   Style = 3
	Danger    Style = 4
)

// Button is a button with a label; CustomID is at most 100 characters, Label 80. With a
// URL it is a link, and has neither CustomID nor Style.
type Button struct {
	CustomID string
	URL      string
	Label    string
	Style    Style
	Disabled bool
}

// Select is a string select of 1 to 25 options. With Min 0 a person can clear it.
type Select struct {
	CustomID    string
	Placeholder string // at most 150 characters
	Options     []Option
	Min         int
}

// Option is one option of a Select. Label, Value and Description are at most 100
// characters each.
type Option struct {
	Label, Value, Description string
	Default                   bool
}

// Form is a modal: a title of at most 45 characters, and one to five of text and
// fields.
type Form struct {
	CustomID string
	Title    string
	Text     string // stands above the fields, such as the question; at most 4,000 characters, "" for none
	Fields   []Field
}

// Field is a text input, or with Options a select. Label is at most 45 characters,
// Description and Placeholder 100, Max 4,000. Where the description stands, above the
// input or below, differs from device to device.
type Field struct {
	ID          string
	Label       string
	Description string
	Placeholder string
	Value       string // what is filled in at first; a select has Option.Default for it
	Long        bool   // a paragraph instead of one line
	Required    bool
	Max         int
	Options     []Option // 1 to 25; one can be chosen, and taken back unless Required
}

// Choice is one autocomplete suggestion of at most 25. Name and Value are at most 100
// characters each.
type Choice struct {
	Name, Value string
}

// CommandSpec is a slash command as it is registered.
type CommandSpec struct {
	Name        string            // ^[-_'\p{L}\p{N}]{1,32}$, lower case
	Description string            // 1 to 100 characters
	In          map[string]string // Description by Discord's locales, where it has another text
	Options     []OptionSpec
	Apart       bool // is offered too where a Request is Apart
}

// OptionSpec is one option of a command.
type OptionSpec struct {
	Name        string
	Description string
	In          map[string]string // as that of a CommandSpec
	User        bool              // takes a user; otherwise a string
	Required    bool
	Complete    bool // Discord asks for suggestions while a person types
}
