package bot

import (
	"leanon/bot/said"
)

// listener returns who reads what a person says about days, times and dates.
func (b *Bot) listener(r request) said.Listener {
	return b.heard().For(r.language, r.Locale).Also(r.base())
}

// whyNot says why what was typed in a field was not taken, or asks what it means; what is
// the part of it at which that showed.
func (s speaker) whyNot(field string, why said.Why, what string) string {
	what = noMarkdown(repeated(what))
	if why == said.Unknown {
		understood := s.say("unread." + field)
		if what == "" {
			return understood
		}
		return paragraphs(understood, s.say("unread.part", "what", what))
	}
	switch {
	case field == "until" && why == said.WhichDay:
		return s.say("unread.which-day.until")
	case field == "quiet" && why == said.WhichTime:
		return s.say("unread.quiet")
	}
	return s.say("unread." + string(why))
}
