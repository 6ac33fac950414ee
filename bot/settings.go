package bot

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"time"

	"leanon/bot/said"
	"leanon/clock"
	"leanon/discord/talk"
	"leanon/store"
)

// All settings are in one private message of three pages, which every change updates in
// place. They are the person's own: nothing in the message depends on what a partner
// chose. Each select says what holds now, and so does the text.

const settingsOn, settingsOff = "on", "off"

// leastDays and mostDays are the shortest and the longest retention that has an end.
const leastDays, mostDays = 7, 365

// retentions are the days that the select offers; 0 keeps until somebody leaves.
func retentions() []int { return []int{leastDays, 30, 90, 180, mostDays, 0} }

// settings is /settings.
func (b *Bot) settings(_ context.Context, r request) (talk.Reply, error) {
	m := b.settingsMessage(r.speaker, r.me)
	return talk.Reply{Message: &m}, nil
}

// settingsMore shows the second page.
func (b *Bot) settingsMore(_ context.Context, r request) (talk.Reply, error) {
	return update(b.moreSettings(r.speaker, r.me)), nil
}

// settingsBack shows the first page again.
func (b *Bot) settingsBack(_ context.Context, r request) (talk.Reply, error) {
	return update(b.settingsMessage(r.speaker, r.me)), nil
}

// set changes one setting and shows the page that it stands on.
func (b *Bot) set(ctx context.Context, r request, change store.Settings, page func(speaker, store.Partner) talk.Message) (talk.Reply, error) {
	p, err := r.store.Set(ctx, r.Person.ID, change)
	if err != nil {
		return talk.Reply{}, err
	}
	return update(page(b.to(p), p)), nil
}

// settingsMessage is the first page: what is changed most.
func (b *Bot) settingsMessage(s speaker, p store.Partner) talk.Message {
	pick := func(n store.Notes) talk.Option {
		return talk.Option{Label: s.say("settings.pick-" + string(n)), Value: string(n), Description: s.say("settings.pick-" + string(n) + "-is")}
	}
	return talk.Message{
		Text:    paragraphs(sayQuietHours(s, p), s.say("settings.notes-"+string(p.Notes)), s.say("settings.foot")),
		Private: true,
		Rows: []talk.Row{
			selectOf(s, "set-notes", string(p.Notes), pick(store.Discreet), pick(store.Nameless), pick(store.Full)),
			row(s.press("quiet", talk.Secondary), s.press("settings-more", talk.Secondary), s.helpButton()),
		},
	}
}

// moreSettings is the second page.
func (b *Bot) moreSettings(s speaker, p store.Partner) talk.Message {
	pick := func(name, value string) talk.Option {
		return talk.Option{Label: s.say("settings.pick-" + name + "-" + value), Value: value, Description: s.say("settings.pick-" + name + "-" + value + "-is")}
	}
	buttons := []talk.Button{s.press("language", talk.Secondary), s.press("settings-rest", talk.Secondary), s.press("settings-back", talk.Secondary), s.helpButton()}
	if p.Shorter.Days != 0 {
		buttons = slices.Insert(buttons, 0, s.press("keep-as-long", talk.Primary))
	}
	return talk.Message{
		Text: paragraphs(s.say("settings.reminder-"+onOff(p.Reminder)), s.say("settings.depth-"+strconv.Itoa(p.Depth)), sayKeeping(s, p.Retention), sayShorter(s, p),
			b.sayReads(s, p), b.sayLanguage(s, p.Language), s.say("settings.foot")),
		Private: true,
		Rows: []talk.Row{
			selectOf(s, "set-reminder", onOff(p.Reminder), pick("reminder", settingsOff), pick("reminder", settingsOn)),
			selectOf(s, "set-depth", strconv.Itoa(p.Depth), pick("depth", "1"), pick("depth", "2"), pick("depth", "3")),
			selectOf(s, "set-retention", strconv.Itoa(p.Retention), retentionOptions(s, p.Retention)...),
			row(buttons...),
		},
	}
}

// selectOf makes a select of the menu whose value is present.
func selectOf(s speaker, name, present string, options ...talk.Option) talk.Row {
	for i := range options {
		options[i].Default = options[i].Value == present
	}
	return talk.Row{Select: &talk.Select{CustomID: name, Placeholder: s.say("select." + name), Min: 1, Options: options}}
}

// retentionOptions are the usual days, and the present ones if the host's default is
// another number.
func retentionOptions(s speaker, present int) []talk.Option {
	days := retentions()
	if !slices.Contains(days, present) {
		days = append(days, present)
		slices.SortFunc(days, func(a, b int) int { return orForever(a) - orForever(b) })
	}
	var options []talk.Option
	for _, n := range days {
		label := s.say("settings.pick-keep-always")
		if n > 0 {
			label = s.say("settings.pick-keep", "n", n)
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

func sayQuietHours(s speaker, p store.Partner) string {
	switch {
	case p.Quiet == "":
		return s.say("settings.quiet-none")
	case p.Zone == "":
		return s.say("settings.quiet-no-clock", "hours", p.Quiet)
	}
	return s.say("settings.quiet", "hours", p.Quiet)
}

func sayKeeping(s speaker, days int) string {
	if days == 0 {
		return s.say("settings.kept-always")
	}
	return s.say("settings.kept", "n", days)
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
	return b.set(ctx, r, store.Settings{Notes: &notes}, b.settingsMessage)
}

func (b *Bot) setReminder(ctx context.Context, r request) (talk.Reply, error) {
	v, err := oneOf(r, settingsOn, settingsOff)
	if err != nil {
		return talk.Reply{}, err
	}
	on := v == settingsOn
	return b.set(ctx, r, store.Settings{Reminder: &on}, b.moreSettings)
}

func (b *Bot) setDepth(ctx context.Context, r request) (talk.Reply, error) {
	v, err := oneOf(r, "1", "2", "3")
	if err != nil {
		return talk.Reply{}, err
	}
	depth := int(v[0] - '0')
	return b.set(ctx, r, store.Settings{Depth: &depth}, b.moreSettings)
}

// setRetention keeps things longer at once. For fewer days it asks first.
func (b *Bot) setRetention(ctx context.Context, r request) (talk.Reply, error) {
	var offered []string
	for _, o := range retentionOptions(r.speaker, r.me.Retention) {
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
	if store.Shortens(days, r.me.Retention) {
		return b.askShorter(ctx, r, days)
	}
	return b.set(ctx, r, store.Settings{Retention: &days}, b.moreSettings)
}

// askQuiet opens the form with the present quiet hours.
func (b *Bot) askQuiet(_ context.Context, r request) (talk.Reply, error) {
	present := r.me.Quiet
	if present == "" {
		present = r.say("settings.quiet-off")
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("set-quiet"), Title: r.say("form.set-quiet"), Fields: []talk.Field{{
		ID: "quiet", Label: r.say("settings.quiet-field"), Placeholder: r.say("settings.quiet-example"), Value: present, Required: true, Max: maxRepeated,
	}}}}, nil
}

// setQuiet takes the form.
func (b *Bot) setQuiet(ctx context.Context, r request) (talk.Reply, error) {
	typed := oneLine(r.Fields["quiet"])
	meant, err := b.listener(r).Quiet(typed)
	var asked *said.Unread[said.Span]
	if errors.As(err, &asked) {
		refused := notTaken{say: r.whyNot("quiet", asked.Why, asked.What), form: "set-quiet", fields: []typedField{{"quiet", typed}}}
		for _, option := range asked.Options {
			refused.choices = append(refused.choices, r.pressFor("take-quiet", talk.Secondary, option.String(), option.From, option.To))
		}
		return talk.Reply{}, refused
	}
	return b.changeQuiet(ctx, r, meant)
}

// takeQuiet takes what a person chose of what they may have meant, or meant indeed.
func (b *Bot) takeQuiet(ctx context.Context, r request) (talk.Reply, error) {
	from, err := strconv.Atoi(r.arg(0))
	to, wrong := strconv.Atoi(r.arg(1))
	meant := said.Span{From: from, To: to}
	if _, bad := clock.ParseQuiet(meant.String()); err != nil || wrong != nil || bad != nil {
		return talk.Reply{}, store.ErrNotYours
	}
	return b.changeQuiet(ctx, r, meant)
}

func (b *Bot) changeQuiet(ctx context.Context, r request, meant said.Span) (talk.Reply, error) {
	quiet := meant.String()
	p, err := r.store.Set(ctx, r.Person.ID, store.Settings{Quiet: &quiet})
	if err != nil {
		return talk.Reply{}, err
	}
	r.me = p
	m := b.settingsMessage(r.speaker, p)
	c, at, err := b.questionWithin(ctx, r)
	if err != nil {
		return talk.Reply{}, err
	}
	if !at.IsZero() {
		m.Text = paragraphs(r.say("settings.quiet-question", "when", at.Format(clockTime)), m.Text)
		m.Rows = append(m.Rows, row(r.press("days", talk.Secondary, c.ID)))
	}
	return update(m), nil
}

// questionWithin returns the first question that comes inside the quiet hours of whoever
// has just chosen them, on their clock; the zero time if there is none.
func (b *Bot) questionWithin(ctx context.Context, r request) (c store.Couple, at time.Time, err error) {
	for _, c := range r.couples {
		times, err := r.store.Times(ctx, c.ID, r.Person.ID, 7, r.now)
		if err != nil && !errors.Is(err, store.ErrNoZone) {
			return c, at, err
		}
		if at, ok := b.withinQuiet(r.me, times); ok {
			return c, at, nil
		}
	}
	return c, at, nil
}
