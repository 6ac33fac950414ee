package bot

import (
	"context"
	"errors"
	"strings"
	"time"

	"leanon/discord/talk"
	"leanon/library"
	"leanon/store"
)

// People name their city; their IANA time zone is stored.

const maxCityTyped = 100

// places returns the places that a person may mean: one if it is certain, several to
// choose from, none if nothing is similar. The name of a time zone is certain, alone
// or in brackets after a city as the suggestions write it. So is the only place with
// exactly that name.
func (b *Bot) places(typed string) []library.City {
	typed = oneLine(typed)
	zone := typed
	if open := strings.LastIndex(typed, "("); open >= 0 && strings.HasSuffix(typed, ")") {
		zone = typed[open+1 : len(typed)-1]
	}
	if strings.Contains(zone, "/") || strings.EqualFold(zone, "UTC") {
		if zone = strings.ReplaceAll(zone, " ", "_"); strings.EqualFold(zone, "UTC") {
			zone = "UTC"
		}
		if _, err := b.Clock.Zone(zone); err == nil {
			return []library.City{{Name: zone, Zone: zone}}
		}
	}
	if typed == "" {
		return nil
	}
	return exactly(typed, b.Library.Cities(typed, 25))
}

// exactly narrows what was found to the only place with exactly that name, or to one
// place if all of them share a zone.
func exactly(typed string, found []library.City) []library.City {
	var same []library.City
	zones := map[string]bool{}
	for _, c := range found {
		zones[c.Zone] = true
		if strings.EqualFold(cityName(c), typed) {
			same = append(same, c)
		}
	}
	switch {
	case len(same) == 1:
		return same
	case len(zones) == 1:
		return found[:1]
	}
	return found
}

// cityName returns the city without the zone that follows it in brackets.
func cityName(c library.City) string {
	name, _, _ := strings.Cut(c.Name, " (")
	return name
}

// clockOf names a zone by its city, to stand in a sentence: "Paris time".
func (b *Bot) clockOf(s speaker, zone string) string {
	place := zone
	for _, c := range b.Library.Cities(zone, 1) {
		if c.Zone == zone {
			place = cityName(c)
		}
	}
	return s.say("place.clock", "place", place)
}

// completeZone suggests zones for the city that is being typed.
func (b *Bot) completeZone(typed string) talk.Reply {
	var found []talk.Choice
	for _, c := range b.Library.Cities(typed, 25) {
		found = append(found, talk.Choice{Name: c.Name, Value: c.Zone})
	}
	return talk.Reply{Choices: found}
}

// cityOffered is how long after both have agreed one is offered the city of the other.
// Later the form would tell where a partner is.
const cityOffered = 24 * time.Hour

// askCity opens the form. It offers a person who has not named a city that of the
// partner in the couple that the button names, while that couple is new.
func (b *Bot) askCity(ctx context.Context, r request) (talk.Reply, error) {
	zone := r.me.Zone
	if !r.me.ZoneSaid {
		var err error
		if zone, err = b.partnersZone(ctx, r); err != nil {
			return talk.Reply{}, err
		}
	}
	return talk.Reply{Form: &talk.Form{CustomID: customID("set-city"), Title: r.say("form.set-city"), Fields: []talk.Field{{
		ID: "city", Label: r.say("field.city"), Placeholder: r.say("placeholder.city"), Value: b.offered(zone), Required: true, Max: maxCityTyped,
	}}}}, nil
}

// partnersZone returns the zone that the partner in the pressed button's couple has
// named. It is "" if they have named none, and if the couple is not new any more or has
// ended, because the person can set a city all the same.
func (b *Bot) partnersZone(ctx context.Context, r request) (string, error) {
	c, err := r.coupleHere()
	if errors.Is(err, store.ErrNotYours) {
		return "", nil
	}
	if err != nil || !r.now.Before(c.FormedAt.Add(cityOffered)) {
		return "", err
	}
	other, err := r.store.Partner(ctx, c.Other.Person)
	if err != nil || !other.ZoneSaid {
		return "", err
	}
	return other.Zone, nil
}

// offered returns a zone as the suggestions write it, "" for none.
func (b *Bot) offered(zone string) string {
	if zone == "" {
		return ""
	}
	for _, c := range b.Library.Cities(zone, 1) {
		if c.Zone == zone {
			return c.Name
		}
	}
	return zone
}

// setCity takes the form.
func (b *Bot) setCity(ctx context.Context, r request) (talk.Reply, error) {
	found := b.places(r.Fields["city"])
	switch len(found) {
	case 0:
		return talk.Reply{}, unread("place")
	case 1:
		return b.moveTo(ctx, r, found[0].Zone)
	}
	return r.privately(r.whichCity(found)), nil
}

// whichCity asks which of several places is meant.
func (s speaker) whichCity(found []library.City) talk.Message {
	places := &talk.Select{CustomID: customID("pick-city"), Placeholder: s.say("select.pick-city"), Min: 1}
	seen := map[string]bool{}
	for _, c := range found {
		// A value may stand in a select once only, and places in one zone have the same.
		if !seen[c.Zone] && len(places.Options) < 25 {
			places.Options = append(places.Options, talk.Option{Label: clip(c.Name, 100), Value: c.Zone})
		}
		seen[c.Zone] = true
	}
	return talk.Message{Text: s.say("place.which"), Rows: []talk.Row{{Select: places}, row(s.helpButton())}}
}

// pickCity takes the choice between several places.
func (b *Bot) pickCity(ctx context.Context, r request) (talk.Reply, error) {
	if len(r.Values) != 1 {
		return talk.Reply{}, store.ErrNotYours
	}
	return b.moveTo(ctx, r, r.Values[0])
}

// moveTo sets a person's zone and shows when their questions come now.
func (b *Bot) moveTo(ctx context.Context, r request, zone string) (talk.Reply, error) {
	loc, err := b.Clock.Zone(zone)
	if err != nil {
		return talk.Reply{}, unread("place")
	}
	me, couples, err := r.store.SetZone(ctx, r.Person.ID, zone, r.now)
	if err != nil {
		return talk.Reply{}, err
	}
	r.reader = b.reader(me, couples)
	// The time there lets a person see whether the place is right.
	moved := r.say("place.moved", "clock", b.clockOf(r.speaker, zone), "time", r.now.In(loc).Format("15:04"))
	m, err := b.rhythmMessage(ctx, r, moved, r.couples)
	if err != nil {
		return talk.Reply{}, err
	}
	return r.privately(m), nil
}

// privately shows a private message: in place of the message that was pressed if only
// the person sees that one, otherwise as a new one.
func (r request) privately(m talk.Message) talk.Reply {
	m.Private = true
	return talk.Reply{Message: &m, Update: r.OnPrivate && r.MessageID != ""}
}

// location loads a person's zone; UTC if it is not known.
func (b *Bot) location(zone string) *time.Location {
	if zone == "" {
		return time.UTC
	}
	loc, err := b.Clock.Zone(zone)
	if err != nil {
		return time.UTC // the zone data does not have it any more
	}
	return loc
}
