package bot

import (
	"context"
	"fmt"
	"slices"
	"strconv"

	"leanon/discord/talk"
	"leanon/store"
)

// All settings are in one private message, which every change updates in place. They
// are the person's own: nothing in the message depends on what a partner chose.

const settingsOn, settingsOff = "on", "off"

// retentions are the days that the select offers; 0 keeps until somebody leaves.
func retentions() []int { return []int{7, 30, 90, 180, 365, 0} }

// settings is /settings.
func (b *Bot) settings(_ context.Context, r request) (talk.Reply, error) {
	m := b.settingsMessage(r.me)
	return talk.Reply{Message: &m}, nil
}

// set changes one setting and shows all of them in place.
func (b *Bot) set(ctx context.Context, r request, change store.Settings) (talk.Reply, error) {
	p, err := r.store.Set(ctx, r.Person.ID, change)
	if err != nil {
		return talk.Reply{}, err
	}
	return update(b.settingsMessage(p)), nil
}

func (b *Bot) settingsMessage(p store.Partner) talk.Message {
	return talk.Message{
		Text: paragraphs(sayQuietHours(p), sayNotes(p.Notes), sayReminder(p.Reminder), sayDepth(p.Depth), sayKeeping(p.Retention), b.sayLanguage(p.Language),
			"These are yours alone; your partner has their own and doesn't see them."),
		Private: true,
		Rows: []talk.Row{
			b.selectOf("set-notes", string(p.Notes),
				talk.Option{Label: "Notes: with the name", Value: string(store.Discreet), Description: "I say whose note is waiting; the words stay behind Open"},
				talk.Option{Label: "Notes: without the name", Value: string(store.Nameless), Description: "I say that a note is waiting; the words stay behind Open"},
				talk.Option{Label: "Notes: full text", Value: string(store.Full), Description: "The words come at once, also on a lock screen"}),
			b.selectOf("set-reminder", onOff(p.Reminder),
				talk.Option{Label: "Reminder: off", Value: settingsOff, Description: "An open question is asked once and then waits"},
				talk.Option{Label: "Reminder: on", Value: settingsOn, Description: "One reminder of an open question, to you only"}),
			b.selectOf("set-depth", strconv.Itoa(p.Depth),
				talk.Option{Label: "Questions: light", Value: "1", Description: "Easy ones, and what went well"},
				talk.Option{Label: "Questions: usual", Value: "2", Description: "Some ask a little more"},
				talk.Option{Label: "Questions: deep", Value: "3", Description: "Counts only when both of you chose it"}),
			b.selectOf("set-retention", strconv.Itoa(p.Retention), retentionOptions(p.Retention)...),
			row(b.press("quiet", talk.Secondary), b.press("language", talk.Secondary), b.helpButton()),
		},
	}
}

// selectOf makes a select of the menu whose value is present.
func (b *Bot) selectOf(name, present string, options ...talk.Option) talk.Row {
	for i := range options {
		options[i].Default = options[i].Value == present
	}
	return talk.Row{Select: &talk.Select{CustomID: name, Placeholder: b.say("select." + name), Min: 1, Options: options}}
}

// retentionOptions are the usual days, and the present ones if the host's default is
// another number.
func retentionOptions(present int) []talk.Option {
	days := retentions()
	if !slices.Contains(days, present) {
		days = append(days, present)
		slices.SortFunc(days, func(a, b int) int { return orForever(a) - orForever(b) })
	}
	var options []talk.Option
	for _, n := range days {
		label := "Keep for " + sayDays(n)
		if n == 0 {
			label = "Keep until one of you leaves"
		}
		options = append(options, talk.Option{Label: label, Value: strconv.Itoa(n)})
	}
	return options
}

// orForever returns a number of days to sort by: 0, which keeps, is longer than any.
func orForever(days int) int {
	if days == 0 {
		return 1 << 30
	}
	return days
}

func onOff(on bool) string {
	if on {
		return settingsOn
	}
	return settingsOff
}

func sayQuietHours(p store.Partner) string {
	switch {
	case p.Quiet == "":
		return "**Quiet hours:** none. Notes come as soon as they are sent."
	case p.Zone == "":
		return fmt.Sprintf("**Quiet hours:** %s, once I know your clock: /rhythm zone: tells me your city.", p.Quiet)
	}
	return fmt.Sprintf("**Quiet hours:** %s. Notes, answers and reminders wait until they end; your questions come at the time you chose.", p.Quiet)
}

func sayNotes(n store.Notes) string {
	switch n {
	case store.Nameless:
		return "**Notes:** I say that one is waiting, without a name. The words stay behind Open."
	case store.Full:
		return "**Notes:** they come in full, also on a lock screen."
	}
	return "**Notes:** I say whose note is waiting. The words stay behind Open."
}

func sayReminder(on bool) string {
	if on {
		return "**Reminder:** one for an open question, to you only."
	}
	return "**Reminder:** none."
}

func sayDepth(depth int) string {
	switch depth {
	case 1:
		return "**Questions:** light ones."
	case 3:
		return "**Questions:** deep ones too. That counts only when both of you chose it, and I tell neither what the other chose."
	}
	return "**Questions:** the usual ones. Deep ones come only when both of you chose them."
}

func sayKeeping(days int) string {
	const shared = " For what you two share, the shorter of your two settings counts."
	if days == 0 {
		return "**Kept:** until one of you leaves." + shared
	}
	return fmt.Sprintf("**Kept:** for %s.%s", sayDays(days), shared)
}

// oneOf returns the one value of a select. ErrNotYours if it is not among those that
// were offered.
func oneOf(r request, among ...string) (string, error) {
	if len(r.Values) != 1 || !slices.Contains(among, r.Values[0]) {
		return "", store.ErrNotYours
	}
	return r.Values[0], nil
}

func (b *Bot) setNotes(ctx context.Context, r request) (talk.Reply, error) {
	v, err := oneOf(r, string(store.Discreet), string(store.Nameless), string(store.Full))
	if err != nil {
		return talk.Reply{}, err
	}
	notes := store.Notes(v)
	return b.set(ctx, r, store.Settings{Notes: &notes})
}

func (b *Bot) setReminder(ctx context.Context, r request) (talk.Reply, error) {
	v, err := oneOf(r, settingsOn, settingsOff)
	if err != nil {
		return talk.Reply{}, err
	}
	on := v == settingsOn
	return b.set(ctx, r, store.Settings{Reminder: &on})
}

func (b *Bot) setDepth(ctx context.Context, r request) (talk.Reply, error) {
	v, err := oneOf(r, "1", "2", "3")
	if err != nil {
		return talk.Reply{}, err
	}
	depth := int(v[0] - '0')
	return b.set(ctx, r, store.Settings{Depth: &depth})
}

func (b *Bot) setRetention(ctx context.Context, r request) (talk.Reply, error) {
	var offered []string
	for _, o := range retentionOptions(r.me.Retention) {
		offered = append(offered, o.Value)
	}
	v, err := oneOf(r, offered...)
	if err != nil {
		return talk.Reply{}, err
	}
	days, err := strconv.Atoi(v)
	if err != nil {
		return talk.Reply{}, fmt.Errorf("read a retention that was offered: %w", err)
	}
	return b.set(ctx, r, store.Settings{Retention: &days})
}

// askQuiet opens the form with the present quiet hours.
func (b *Bot) askQuiet(_ context.Context, r request) (talk.Reply, error) {
	present := r.me.Quiet
	if present == "" {
		present = "off"
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("set-quiet"), Title: b.say("form.set-quiet"), Fields: []talk.Field{{
		ID: "quiet", Label: "From and to, on your own clock", Placeholder: "22:00-08:00, or off", Value: present, Required: true, Max: 40,
	}}}}, nil
}

// setQuiet takes the form.
func (b *Bot) setQuiet(ctx context.Context, r request) (talk.Reply, error) {
	quiet, err := parseQuiet(b.Library.Times(r.language, r.Locale), oneLine(r.Fields["quiet"]))
	if err != nil {
		return talk.Reply{}, err
	}
	return b.set(ctx, r, store.Settings{Quiet: &quiet})
}
