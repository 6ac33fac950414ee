package bot

import (
	"cmp"
	"context"
	"strings"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/library"
	"leanon/store"
)

// help is /help and every button Help: how the program works, and where people can
// help. It writes nothing, so that nobody can see that it was used, and reads only the
// zone and the languages of whoever asks; if that fails, help is there all the same, and
// no log says that it was asked for.
func (b *Bot) help(ctx context.Context, r request) (talk.Reply, error) {
	s, me := b.whoAsksForHelp(ctx, r)
	return talk.Reply{Message: &talk.Message{
		Text:    helpText(s, b.resourcesNear(me, r.Locale), b.Host, s.say("help.dismiss")),
		Private: true,
		NoEmbed: true,
	}}, nil
}

// whoAsksForHelp reads who asks, as far as they can be read.
func (b *Bot) whoAsksForHelp(ctx context.Context, r request) (speaker, store.Partner) {
	me, err := r.store.Partner(ctx, r.Person.ID)
	if err != nil {
		me = store.Partner{}
	}
	me.Locale = cmp.Or(r.Locale, me.Locale)
	return b.to(me), me
}

// resourcesNear returns the resources of the country that a person's zone points to, and,
// as long as they have not said their zone or nothing is known there, of those that their
// language points to: the one that they write in or chose to read, or else that of their
// Discord.
func (b *Bot) resourcesNear(p store.Partner, locale string) []library.Resources {
	near := b.Library.ResourcesIn(p.Zone)
	if p.ZoneSaid && len(near) > 0 {
		return near
	}
	said := p.Language
	if said == "" && p.Reads != "" {
		said = b.to(p).base()
	}
	if said != "" && !strings.HasPrefix(locale, said) {
		locale = said
	}
	for _, r := range b.Library.ResourcesFor(locale) {
		if len(near) == 0 || r.Country != near[0].Country {
			near = append(near, r)
		}
	}
	return near
}

// somebody is the button Resources, which stands where words sound serious: where people
// can help, before anything else and without how the program works. It leaves as little
// behind as help.
func (b *Bot) somebody(ctx context.Context, r request) (talk.Reply, error) {
	s, me := b.whoAsksForHelp(ctx, r)
	return talk.Reply{Message: &talk.Message{
		Text:    withCountries(s, s.say("help.somebody"), b.resourcesNear(me, r.Locale), helpTail(s, b.Host, s.say("help.how-limits"), s.say("help.dismiss"))),
		Private: true,
		NoEmbed: true,
	}}, nil
}

// helpText is the text of help; more are lines that hold only where it stands.
func helpText(s speaker, near []library.Resources, host Host, more ...string) string {
	head := paragraphs(
		s.say("help.how"),
		bullets(s.say("help.how-question"), s.say("help.how-write"), s.say("help.how-send"), s.say("help.how-partner"), s.say("help.how-nobody"), s.say("help.how-limits")),
		s.say("help.commands"),
		bullets(s.say("help.command-need"), s.say("help.command-needs"), s.say("help.command-pause"), s.say("help.command-leave"), s.say("help.command-others")),
		s.say("help.somebody"),
	)
	return withCountries(s, head, near, helpTail(s, host, more...))
}

// helpTail is what is for everybody.
func helpTail(s speaker, host Host, more ...string) string {
	return paragraphs(
		bullets(s.say("help.danger"), s.say("help.find")),
		s.say("help.watched"),
		paragraphs(more...),
		s.say("help.nobody"),
		s.contact(host),
	)
}

// withCountries puts who can help in each country between head and tail. Countries that
// do not fit are dropped, the last first: what is for everybody always stands.
func withCountries(s speaker, head string, near []library.Resources, tail string) string {
	room := maxContent - utf8.RuneCountInString(tail) - 1
	for _, c := range near {
		longer := paragraphs(head, bullets(s.say("help.country", "country", c.Country, "contacts", strings.Join(c.Contacts, " · "))))
		if utf8.RuneCountInString(longer) > room {
			break
		}
		head = longer
	}
	return paragraphs(head, tail)
}

func bullets(lines ...string) string { return "• " + strings.Join(lines, "\n• ") }
