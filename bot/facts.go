package bot

import (
	"slices"
	"time"

	"leanon/store"
)

// consentFacts are the facts that both agree to, as one of them reads them. other is
// the display name of their partner, "" for any partner. docs/security.md says what
// each line rests on.
func (s speaker) consentFacts(other string, host Host, retention time.Duration) string {
	who := s.nameOf(other)
	return blocks(
		s.say("facts.send"),
		s.whoCouldRead(host, who),
		s.keptFor(retention),
		s.say("facts.discord"),
		s.say("facts.leave", "name", who),
		s.say("facts.adults"),
		s.say("facts.free"),
	)
}

// roomFor composes a message around the facts. Where a language needs the room, what the
// partner is called and what the host wrote about themselves are shortened, never the
// facts.
func roomFor(other string, h Host, compose func(other string, h Host) string) string {
	text := compose(other, h)
	for _, longest := range []int{40, 24, 12} {
		if length(text) <= maxContent {
			break
		}
		shorter := h
		for _, value := range []*string{&shorter.Name, &shorter.Where, &shorter.Contact, &shorter.called} {
			*value = clip(oneLine(*value), longest)
		}
		text = compose(clip(other, longest), shorter)
	}
	return text
}

// hostFor returns who runs this copy, as a person reads it who is in a couple with
// another, or may come to be. Where Discord says that one of the two owns the application,
// it is that one, whatever config.yaml says. name is what the other is called, "" where the
// message must not say it.
func (b *Bot) hostFor(me, other, name string) Host {
	h, owners := b.Host, b.Owners()
	h.reader = slices.Contains(owners, me)
	if slices.Contains(owners, other) {
		h.partner, h.called = true, name
	}
	return h
}

// hostAmong is hostFor for a reader in several couples.
func (b *Bot) hostAmong(rd reader) Host {
	h := b.hostFor(rd.me.Person, "", "")
	for _, c := range rd.couples {
		if of := b.hostFor(rd.me.Person, c.Other.Person, rd.partner(c)); of.partner {
			h = of
		}
	}
	return h
}

// whoCouldRead says what the host of this copy sees and could read.
func (s speaker) whoCouldRead(h Host, who string) string {
	name, where := plainLine(h.Name), plainLine(h.Where)
	if h.reader || h.partner {
		return s.whoOfTheTwo(h, who, where)
	}
	switch {
	case name != "" && where != "":
		return s.say("facts.read.where", "host", name, "where", where, "name", who)
	case name != "":
		return s.say("facts.read", "host", name, "name", who)
	case where != "":
		return s.say("facts.read.unnamed.where", "where", where, "name", who)
	}
	return s.say("facts.read.unnamed", "name", who)
}

// whoOfTheTwo is whoCouldRead where one of the two, or both, run this copy.
func (s speaker) whoOfTheTwo(h Host, who, where string) string {
	if h.called != "" {
		who = s.nameOf(h.called)
	}
	switch {
	case h.reader && h.partner && where != "":
		return s.say("runs.both.where", "name", who, "where", where)
	case h.reader && h.partner:
		return s.say("runs.both", "name", who)
	case h.reader && where != "":
		return s.say("runs.you.where", "name", who, "where", where)
	case h.reader:
		return s.say("runs.you", "name", who)
	case h.called == "" && where != "":
		return s.say("runs.partner.unnamed.where", "where", where)
	case h.called == "":
		return s.say("runs.partner.unnamed")
	case where != "":
		return s.say("runs.partner.where", "name", who, "where", where)
	}
	return s.say("runs.partner", "name", who)
}

// plainLine returns what a host wrote in config.yaml on one line, with room for the rest.
func plainLine(of string) string { return clip(oneLine(of), 75) }

func (s speaker) keptFor(retention time.Duration) string {
	if retention == 0 {
		return s.say("facts.kept.always")
	}
	return s.say("facts.kept", "n", int(retention/(24*time.Hour)))
}

// contact says how to reach the host, "" if config.yaml names no way.
func (s speaker) contact(h Host) string {
	switch {
	case h.Contact == "":
		return ""
	case h.Policy == "":
		return s.say("facts.contact.policy", "contact", plainLine(h.Contact))
	}
	return s.say("facts.contact", "contact", plainLine(h.Contact))
}

// nameUnlessNameless is name for a message that comes unasked: "" if its reader wants
// that it names nobody.
func (rd reader) nameUnlessNameless(c store.Couple) string {
	if rd.me.Notes == store.Nameless {
		return ""
	}
	return rd.name(c)
}
