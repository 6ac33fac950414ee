package bot

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"leanon/bot/said"
	"leanon/discord/talk"
	"leanon/store"
)

// openEnd is the value of the suggestion for no end; Discord takes no empty one.
const openEnd = "open"

// untilFrom reads until when a pause lasts: the zero time for no end. The error is a
// notTaken.
func (b *Bot) untilFrom(r request, couples []store.Couple, typed string) (time.Time, error) {
	if isOpen(typed) {
		return time.Time{}, nil
	}
	m, err := b.listener(r).Until(typed, r.now, b.location(r.me.Zone))
	var asked *said.Unread[said.Moment]
	if !errors.As(err, &asked) {
		return m.At, err
	}
	whom := "all"
	if len(couples) == 1 {
		whom = couples[0].ID.String()
	}
	refused := notTaken{say: r.whyNot("until", asked.Why, asked.What), form: "set-until", args: []any{whom}, fields: []typedField{{"until", typed}}}
	for _, option := range asked.Options {
		if asked.Why.Asked() {
			refused.choices = append(refused.choices, r.pressFor("take-until", talk.Secondary, r.moment(option), whom, option.At.Unix()))
		}
	}
	return time.Time{}, refused
}

// isOpen reports whether a text is the value of the suggestion for no end.
func isOpen(typed string) bool { return strings.EqualFold(strings.TrimSpace(typed), openEnd) }

// moment says a moment, in words that are understood back.
func (s speaker) moment(m said.Moment) string {
	day := s.sayDate(m.At)
	switch {
	case m.At.IsZero():
		return s.say("until.open")
	case m.Day:
		return day
	}
	return s.say("until.moment", "date", day, "time", m.At.Format(clockTime))
}

// untilChoices suggests up to six ends for what a person has typed so far, with values
// that Until reads. It suggests none if nothing fits: Enter takes the first one, and an
// impossible date must not become a pause without an end.
func (s speaker) untilChoices(l said.Listener, typed string, now time.Time, loc *time.Location) []talk.Choice {
	typed = strings.TrimSpace(typed)
	tries := []string{typed}
	n, err := strconv.Atoi(typed)
	switch {
	case typed == "":
		tries = append([]string{openEnd}, l.Suggested("")...)
	case err == nil && n < 24: // it may be an hour, too
		tries = l.Suggested(typed)
	case err == nil:
		tries = append(l.Suggested(typed), typed)
	default:
		tries = append(tries, l.Suggested(typed)...)
		if strings.HasPrefix(openEnd, strings.ToLower(typed)) {
			tries = append(tries, openEnd)
		}
	}
	return s.suggestUntil(l, tries, now, loc)
}

// suggestUntil returns choices for those of the texts that can be the end of a pause, each
// end once and at most six.
func (s speaker) suggestUntil(l said.Listener, texts []string, now time.Time, loc *time.Location) []talk.Choice {
	const most = 6
	var choices []talk.Choice
	suggested := map[string]bool{}
	for _, text := range texts {
		for _, m := range possibleEnds(l, text, now, loc) {
			choice := talk.Choice{Name: s.moment(m), Value: valueOf(m)}
			if m.Away {
				choice.Name = s.say("until.day", "said", upperFirst(clip(l.Written(text), maxLabel/2)), "date", choice.Name)
			}
			if !suggested[choice.Value] && len(choices) < most {
				suggested[choice.Value] = true
				choices = append(choices, choice)
			}
		}
	}
	return choices
}

// possibleEnds returns what a text may mean, none if it means nothing.
func possibleEnds(l said.Listener, text string, now time.Time, loc *time.Location) []said.Moment {
	if isOpen(text) {
		return []said.Moment{{}}
	}
	m, err := l.Until(text, now, loc)
	var asked *said.Unread[said.Moment]
	switch {
	case errors.As(err, &asked):
		return asked.Options
	case text == "":
		return nil
	}
	return []said.Moment{m}
}

// valueOf returns what is sent for an end that is chosen.
func valueOf(m said.Moment) string {
	switch {
	case m.At.IsZero():
		return openEnd
	case m.Day:
		return m.Date.Format(time.DateOnly)
	}
	return m.At.Format("2006-01-02 15:04")
}

// upperFirst returns a text with its first letter in capitals, whatever mark stands
// before it.
func upperFirst(text string) string {
	at := strings.IndexFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
	if at < 0 {
		return text
	}
	first, size := utf8.DecodeRuneInString(text[at:])
	return text[:at] + string(unicode.ToUpper(first)) + text[at+size:]
}

// askUntil opens the form for the end of a pause.
func (b *Bot) askUntil(_ context.Context, r request) (talk.Reply, error) {
	if _, err := r.toPause(); err != nil {
		return talk.Reply{}, err
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("set-until", r.arg(0)), Title: r.say("form.set-until"), Fields: []talk.Field{
		{ID: "until", Label: r.say("field.until"), Placeholder: r.say("placeholder.until"), Max: maxRepeated},
	}}}, nil
}

// setUntil takes that form, and pauses.
func (b *Bot) setUntil(ctx context.Context, r request) (talk.Reply, error) {
	couples, err := r.toPause()
	if err != nil {
		return talk.Reply{}, err
	}
	until, err := b.untilFrom(r, couples, oneLine(r.Fields["until"]))
	if err != nil {
		return talk.Reply{}, err
	}
	return b.pauseAll(ctx, r, couples, until)
}

// takeUntil pauses until what a person chose of what they may have meant.
func (b *Bot) takeUntil(ctx context.Context, r request) (talk.Reply, error) {
	couples, err := r.toPause()
	if err != nil {
		return talk.Reply{}, err
	}
	if len(r.args) < 2 {
		return talk.Reply{}, store.ErrNotYours
	}
	r.args = r.args[1:]
	until, err := b.typedEnd(r)
	if err != nil {
		return talk.Reply{}, err
	}
	return b.pauseAll(ctx, r, couples, until)
}

// toPause returns the couples that a button or a form about a pause names.
func (r request) toPause() ([]store.Couple, error) {
	if r.arg(0) == "all" {
		return r.couplesOf()
	}
	c, err := r.coupleHere()
	return []store.Couple{c}, err
}

// dateIn returns the local date of a moment, as midnight in UTC; clock.FirstMoment makes a
// moment of it.
func dateIn(t time.Time, loc *time.Location) time.Time { return said.DateIn(t, loc) }
