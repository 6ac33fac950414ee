package bot

import (
	"strconv"
	"strings"
	"time"

	"leanon/bot/said"
	"leanon/discord/talk"
	"leanon/store"
)

// A plain message may say until when somebody wants to pause: "pause until Friday".

// maxPauseWords is how many words may name a pause before its end, and maxPauseText is the
// longest message that is read so, in bytes.
const (
	maxPauseWords = 6
	maxPauseText  = 200
)

// pauseUntil returns the end that the words of a partner name behind a pause, and whether they name one
// and nothing else.
func (b *Bot) pauseUntil(me store.Partner, words string, now time.Time, loc *time.Location) (ends []said.Moment, ok bool) {
	if len(words) > maxPauseText {
		return nil, false
	}
	all := strings.Fields(words)
	language, listener := b.languageOf(me), b.listenerTo(me)
	for i := 1; i < min(len(all), maxPauseWords+1); i++ {
		rest := strings.Join(all[i:], " ")
		if name, _ := b.Library.Named(strings.Join(all[:i], " "), language); name != "pause" || !listener.Leads(rest) {
			continue
		}
		if ends = possibleEnds(listener, rest, now, loc); len(ends) > 0 && !ends[0].At.IsZero() {
			return ends, true
		}
	}
	return nil, false
}

// typedPauses are the buttons for the ends that a plain message may mean; none if it
// means no end.
func (b *Bot) typedPauses(rd reader, y store.Typed) (buttons []talk.Button) {
	if y.Named != "pause" || len(y.Words) > maxPauseText || len(strings.Fields(y.Words)) < 2 {
		return nil
	}
	ends, _ := b.pauseUntil(rd.me, y.Words, b.Now(), b.location(rd.me.Zone))
	for i, end := range ends[:min(len(ends), 2)] {
		style := talk.Secondary
		if i == 0 && len(ends) == 1 {
			style = talk.Primary
		}
		buttons = append(buttons, talk.Button{CustomID: customID("typed-act", y.ID, "pause", end.At.Unix()), Label: rd.say("button.pause-until", "moment", rd.moment(end)), Style: style})
	}
	return buttons
}

// typedEnd returns the end of a pause that a button names, zero for none.
func (b *Bot) typedEnd(r request) (time.Time, error) {
	if r.arg(0) == "" {
		return time.Time{}, nil
	}
	unix, err := strconv.ParseInt(r.arg(0), 10, 64)
	until := time.Unix(unix, 0)
	switch {
	case err != nil || until.After(r.now.AddDate(1, 0, 2)):
		return until, store.ErrNotYours
	case !until.After(r.now):
		typed := b.repeatedIn(r.Pressed, "until")["until"]
		return until, notTaken{say: r.whyNot("until", said.Past, ""), form: "set-until", args: []any{"all"}, fields: []typedField{{"until", typed}}}
	}
	return until, nil
}
