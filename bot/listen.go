package bot

import (
	"leanon/bot/said"
	"leanon/store"
)

// listener returns who reads what a person says about days, times and dates.
func (b *Bot) listener(r request) said.Listener {
	return b.heard().For(r.language, r.Locale).Also(r.base())
}

// listenerTo returns who reads what somebody says in a plain message, which has no locale:
// that of their Discord is as it was when they last acted.
func (b *Bot) listenerTo(me store.Partner) said.Listener {
	return b.heard().For(b.languageOf(me), me.Locale).Also(b.to(me).base())
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
