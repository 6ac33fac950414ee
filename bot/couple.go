package bot

import (
	"context"
	"fmt"
	"strings"

	"leanon/discord/talk"
	"leanon/store"
)

const sayNoCouple = "You aren't sharing check-ins with anybody yet. In a server where both of you are, run /pair and name your partner."

// coupleOf is the couple that a command is about: the one named by its partner
// option, or the only one there is.
func (b *Bot) coupleOf(ctx context.Context, r request) (store.Couple, error) {
	all, err := b.couplesOf(ctx, r)
	if err != nil {
		return store.Couple{}, err
	}
	if len(all) > 1 {
		return store.Couple{}, sayable{fmt.Sprintf("You share check-ins with %s. Add the option partner: to say whom this is about.", names(all))}
	}
	return all[0], nil
}

// couplesOf are the couples that a command is about: the one that its partner
// option names, else all of the person's.
func (b *Bot) couplesOf(ctx context.Context, r request) ([]store.Couple, error) {
	all, err := b.Store.Couples(ctx, r.Person.ID)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, sayable{sayNoCouple}
	}
	named := r.Options["partner"]
	if named == "" {
		return all, nil
	}
	for _, c := range all {
		if named == c.ID.String() || strings.EqualFold(named, plainName(c.Other.Name)) {
			return []store.Couple{c}, nil
		}
	}
	return nil, sayable{fmt.Sprintf("I don't know whom you mean. You share check-ins with %s: choose from the list while you type.", names(all))}
}

func names(all []store.Couple) string {
	list := make([]string, 0, len(all))
	for _, c := range all {
		list = append(list, nameOf(c.Other.Name))
	}
	if len(list) == 1 {
		return list[0]
	}
	return strings.Join(list[:len(list)-1], ", ") + " and " + list[len(list)-1]
}

// completePartner suggests the person's own partners by name.
func (b *Bot) completePartner(ctx context.Context, r request) (talk.Reply, error) {
	if r.Focused != "partner" {
		return talk.Reply{}, nil
	}
	all, err := b.Store.Couples(ctx, r.Person.ID)
	if err != nil {
		return talk.Reply{}, err
	}
	typed := strings.ToLower(r.Options["partner"])
	var found []talk.Choice
	for _, c := range all {
		if name := plainName(c.Other.Name); strings.Contains(strings.ToLower(name), typed) && len(found) < 25 {
			found = append(found, talk.Choice{Name: name, Value: c.ID.String()})
		}
	}
	return talk.Reply{Choices: found}, nil
}

// several says whether a person is in more than one couple: then every message
// names whom it is about.
func (b *Bot) several(ctx context.Context, person string) (bool, error) {
	all, err := b.Store.Couples(ctx, person)
	return len(all) > 1, err
}

// coupleHere is the couple that a press is about, by its first argument.
func (b *Bot) coupleHere(ctx context.Context, r request) (store.Couple, error) {
	id, err := r.id(0)
	if err != nil {
		return store.Couple{}, err
	}
	return b.Store.CoupleFor(ctx, id, r.Person.ID)
}
