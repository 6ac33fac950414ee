package bot

import (
	"context"
	"strings"
	"unicode"

	"leanon/discord/talk"
	"leanon/store"
)

// What a person typed and leanon does not take is repeated to them, with the field that
// it stood in and the reason, and [Try again] opens the form with it. The message itself
// holds what was typed, and only its writer sees it: nothing of it is stored, and it
// works after a restart as before.

// typedField is a field and what was typed in it.
type typedField struct{ name, text string }

// notTaken is the error of words that were not taken: they are not understood, or mean
// nothing that can be, or may mean several things.
type notTaken struct {
	say     string        // why, for the person
	choices []talk.Button // what they may mean
	form    string        // the name of the form to try again with
	args    []any         // of the form's custom id
	fields  []typedField  // in the order of the form
}

// Error does not repeat what was typed.
func (e notTaken) Error() string { return "not understood: " + e.form }

// maxRepeated is how many characters of a field are repeated.
const maxRepeated = 100

// tryAgain shows what was not taken, and offers what it may mean and the form.
func (r request) tryAgain(e notTaken) talk.Reply {
	lines := []string{e.say}
	for _, f := range e.fields {
		if text := repeated(f.text); text != "" {
			lines = append(lines, r.repeats(f.name, text))
		}
	}
	rows := append(rowsOfFive(e.choices[:min(len(e.choices), maxChoices)]), row(r.press("try-again", talk.Primary, append([]any{e.form}, e.args...)...), r.helpButton()))
	return private(paragraphs(lines...), rows...)
}

// maxChoices is how many buttons fit a message beside Try again.
const maxChoices = 4 * 5

// repeats is the line that repeats what was typed in a field, which it calls by a word.
// Messages that were sent hold it.
func (s speaker) repeats(field, text string) string {
	return "> " + s.say("repeated."+field, "typed", noMarkdown(text))
}

// repeated returns what was typed in a field on one line, without the marks that turn the
// direction of writing.
func repeated(text string) string {
	text = strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, text)
	return clip(oneLine(text), maxRepeated)
}

// repeatedIn returns what a message of tryAgain repeats, by field, whatever language it
// was said in.
func (b *Bot) repeatedIn(message string, names ...string) map[string]string {
	typed := map[string]string{}
	for line := range strings.SplitSeq(message, "\n") {
		for _, name := range names {
			if text, ok := b.repeatedOn(line, name); ok {
				typed[name] = clip(oneLine(withMarkdown(text)), maxRepeated)
			}
		}
	}
	return typed
}

// repeatedOn returns what a line repeats of a field, and whether it is of that field.
func (b *Bot) repeatedOn(line, name string) (string, bool) {
	const place = "\x1a" // no word has it
	for _, l := range b.Library.Spoken() {
		before, after, _ := strings.Cut("> "+b.in(l.Key).say("repeated."+name, "typed", place), place)
		if text, ok := strings.CutPrefix(line, before); ok && strings.HasSuffix(text, after) {
			return strings.TrimSuffix(text, after), true
		}
	}
	return "", false
}

// withMarkdown takes off what noMarkdown put before a character.
func withMarkdown(line string) string {
	var s strings.Builder
	escaped := false
	for _, r := range line {
		if escaped = r == '\\' && !escaped; !escaped {
			s.WriteRune(r)
		}
	}
	return s.String()
}

// openAgain is the button Try again: it opens the form that it names with what the
// pressed message repeats.
func (b *Bot) openAgain(ctx context.Context, r request) (talk.Reply, error) {
	open, ok := b.formsToTry()[r.arg(0)]
	if !ok {
		return talk.Reply{}, store.ErrNotYours
	}
	r.args = r.args[1:]
	reply, err := open(ctx, r)
	if err != nil || reply.Form == nil {
		return reply, err
	}
	for i := range reply.Form.Fields {
		f := &reply.Form.Fields[i]
		if text, ok := b.repeatedIn(r.Pressed, f.ID)[f.ID]; ok {
			f.Value = clip(text, f.Max)
		}
	}
	return reply, nil
}

// formsToTry are the forms that Try again opens, each with what opens it as it is offered
// elsewhere.
func (b *Bot) formsToTry() map[string]handler {
	return map[string]handler{"set-city": b.askCity, "set-days": b.askDays, "set-quiet": b.askQuiet, "set-until": b.askUntil, "set-cron": b.askCron, "set-breath": b.askBreath}
}
