package bot

import (
	"time"

	"leanon/discord/talk"
	"leanon/library/gazetteer"
)

// What a person types for where they live, and how places are named to them.

// placesFor returns the places that a person may mean, and whether it is certain. What
// the partner has named plays no part.
func (b *Bot) placesFor(r request, typed string) (found []gazetteer.Place, sure bool) {
	who := gazetteer.Person{Locale: r.Locale}
	if r.me.ZoneSaid {
		who.Zone = r.me.Zone
	}
	return b.there(gazetteer.Find(oneLine(typed), who))
}

// placeNotTaken is the error of a place that is not known.
func (r request) placeNotTaken(typed string) error {
	return notTaken{say: r.say("unread.place"), form: "set-city", fields: []typedField{{"city", typed}}}
}

// there leaves out the places in zones that this machine's zone data lacks.
func (b *Bot) there(found []gazetteer.Place, sure bool) (here []gazetteer.Place, _ bool) {
	for _, p := range found {
		if _, err := b.Clock.Zone(p.Zone); err == nil {
			here = append(here, p)
		}
	}
	return here, sure
}

// completeZone suggests places for what is being typed, with the time there.
func (b *Bot) completeZone(r request) talk.Reply {
	var choices []talk.Choice
	found, _ := b.there(gazetteer.Suggest(oneLine(r.Options["zone"]), gazetteer.Person{Locale: r.Locale}, 25), false)
	for _, p := range found {
		name := p.Called(r.words.Language().Tag) + " · " + r.now.In(b.location(p.Zone)).Format(clockTime)
		choices = append(choices, talk.Choice{Name: clip(name, 100), Value: asTyped(p)})
	}
	return talk.Reply{Choices: choices}
}

// asTyped is a place as the value of a choice: what a person could type for it to be
// understood as this place and no other, at most 100 characters.
func asTyped(p gazetteer.Place) string {
	if found, sure := gazetteer.Find(p.Name, gazetteer.Person{}); sure && found[0].Zone == p.Zone {
		return p.Name
	}
	if value := p.Name + " (" + p.Zone + ")"; len([]rune(value)) <= 100 {
		return value
	}
	return p.Zone
}

// clockThere tells the time in a place; "" if this machine does not know its zone.
func (b *Bot) clockThere(s speaker, p gazetteer.Place, now time.Time) string {
	loc, err := b.Clock.Zone(p.Zone)
	if err != nil {
		return ""
	}
	if p.Fixed {
		return s.say("place.now.fixed", "time", now.In(loc).Format(clockTime))
	}
	return s.say("place.now", "time", now.In(loc).Format(clockTime))
}

// clockOf names a zone by its city, to stand in a sentence: "Paris time".
func (b *Bot) clockOf(s speaker, zone string) string {
	return s.say("place.clock", "place", gazetteer.CityIn(zone, s.base()))
}
