package bot

import (
	"context"
	"time"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/store"
)

// Some people take words as they are. Who chose plain words reads every question without a
// figure of speech, also above what a partner wrote; the partner reads it as before. It is
// the same question, and nothing that the one reads depends on what the other chose.

// question returns the words in which somebody reads a question, and whether there is one:
// a kept note may outlive its question.
func (rd reader) question(key string) (text string, ok bool) {
	q, ok := rd.words.Question(key)
	if rd.me.PlainWords {
		return q.InPlainWords(), ok
	}
	return q.Text, ok
}

// longestQuestion returns the longer of the ways in which somebody may read a question.
// What has to fit for both is measured with it, so that the room tells neither what the
// other chose.
func (s speaker) longestQuestion(key string) string {
	q, _ := s.words.Question(key)
	if utf8.RuneCountInString(q.Plain) > utf8.RuneCountInString(q.Text) {
		return q.Plain
	}
	return q.Text
}

// plainRow is the setting of plain words on the third page of /settings.
func (b *Bot) plainRow(rd reader, _ time.Time) (says string, r talk.Row) {
	pick := func(value string) talk.Option {
		return talk.Option{Label: rd.say("settings.pick-plain." + value), Value: value, Description: rd.say("settings.pick-plain-is." + value)}
	}
	present := onOff(rd.me.PlainWords)
	return rd.say("settings.plain." + present), selectOf(rd.speaker, "set-plain", present, pick(settingsOff), pick(settingsOn))
}

// setPlain chooses the words of questions. Nobody is told.
func (b *Bot) setPlain(ctx context.Context, r request) (talk.Reply, error) {
	v, err := oneOf(r, settingsOff, settingsOn)
	if err != nil {
		return talk.Reply{}, err
	}
	on := v == settingsOn
	if r.me, err = r.store.Set(ctx, r.Person.ID, store.Settings{PlainWords: &on}); err != nil {
		return talk.Reply{}, err
	}
	return update(b.restOfSettings(r.reader, r.now)), nil
}
