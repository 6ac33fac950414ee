package bot

import (
	"context"
	"errors"
	"slices"
	"time"

	"leanon/discord/talk"
	"leanon/library/gazetteer"
	"leanon/store"
)

// People name their city; their IANA time zone is stored.

const maxCityTyped = 100

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
		ID: "city", Label: r.say("field.city"), Placeholder: r.say("placeholder.city"), Value: r.offered(zone), Required: true, Max: maxCityTyped,
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

// offered returns a zone as a person can type it, by its city; "" for none.
func (s speaker) offered(zone string) string {
	if zone == "" || gazetteer.City(zone) == zone {
		return zone
	}
	return gazetteer.CityIn(zone, s.base()) + " (" + zone + ")"
}

// setCity takes the form.
func (b *Bot) setCity(ctx context.Context, r request) (talk.Reply, error) {
	typed := r.Fields["city"]
	found, sure := b.placesFor(r, typed)
	switch {
	case len(found) == 0:
		return talk.Reply{}, r.placeNotTaken(typed)
	case sure:
		return b.moveTo(ctx, r, found[0])
	}
	return r.privately(b.whichCity(r.speaker, typed, found, r.now)), nil
}

// whichCity asks which of some places is meant.
func (b *Bot) whichCity(s speaker, typed string, found []gazetteer.Place, now time.Time) talk.Message {
	places := &talk.Select{CustomID: customID("pick-city"), Placeholder: s.say("select.pick-city"), Min: 1}
	for _, p := range found {
		o := talk.Option{Label: clip(p.Called(s.words.Language().Tag), 100), Value: asTyped(p), Description: b.clockThere(s, p, now)}
		// A value may stand in a select once only.
		again := slices.ContainsFunc(places.Options, func(there talk.Option) bool { return there.Value == o.Value })
		if o.Description != "" && !again && len(places.Options) < 25 {
			places.Options = append(places.Options, o)
		}
	}
	text := paragraphs(s.say("place.which"), s.repeats("city", repeated(typed)))
	return quotedMessage(text, talk.Row{Select: places}, row(s.press("try-again", talk.Secondary, "set-city"), s.helpButton()))
}

// pickCity takes the choice between several places. Messages of earlier programs have a
// zone for each.
func (b *Bot) pickCity(ctx context.Context, r request) (talk.Reply, error) {
	if len(r.Values) != 1 {
		return talk.Reply{}, store.ErrNotYours
	}
	found, sure := gazetteer.Find(r.Values[0], gazetteer.Person{})
	if !sure {
		return talk.Reply{}, store.ErrNotYours
	}
	return b.moveTo(ctx, r, found[0])
}

// moveTo sets a person's zone, says which place was understood, and shows when their
// questions come now.
func (b *Bot) moveTo(ctx context.Context, r request, place gazetteer.Place) (talk.Reply, error) {
	loc, err := b.Clock.Zone(place.Zone)
	if err != nil {
		return talk.Reply{}, r.placeNotTaken(place.Name)
	}
	me, couples, err := r.store.SetZone(ctx, r.Person.ID, place.Zone, r.now)
	if err != nil {
		return talk.Reply{}, err
	}
	r.reader = b.reader(me, couples)
	// The time there lets a person see whether the place is right.
	moved := r.say("place.moved", "place", place.Called(r.words.Language().Tag), "time", r.now.In(loc).Format(clockTime))
	if place.Fixed {
		moved = paragraphs(moved, r.say("place.fixed"))
	}
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
