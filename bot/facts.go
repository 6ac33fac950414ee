package bot

import (
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

// whoCouldRead says what the host of this copy sees and could read.
func (s speaker) whoCouldRead(h Host, who string) string {
	name, where := plainLine(h.Name), plainLine(h.Where)
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
