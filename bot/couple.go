package bot

import (
	"context"
	"fmt"
	"slices"
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
		called, err := b.callings(ctx, r.Person.ID, all)
		if err != nil {
			return store.Couple{}, err
		}
		return store.Couple{}, sayable{fmt.Sprintf("You share check-ins with %s. Add the option partner: to say whom this is about.", joined(called))}
	}
	return all[0], nil
}

// couplesOf are the couples that a command is about: the one that its partner
// option names, else all of the person's. A name that several partners bear
// names none of them.
func (b *Bot) couplesOf(ctx context.Context, r request) ([]store.Couple, error) {
	all, err := r.store.Couples(ctx, r.Person.ID)
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
	called, err := b.callings(ctx, r.Person.ID, all)
	if err != nil {
		return nil, err
	}
	var meant []store.Couple
	for i, c := range all {
		if named == c.ID.String() {
			return []store.Couple{c}, nil
		}
		if typed := bareName(oneLine(named)); typed == bareName(plainName(c.Other.Name)) || typed == bareName(called[i]) {
			meant = append(meant, c)
		}
	}
	switch len(meant) {
	case 1:
		return meant, nil
	case 0:
		return nil, sayable{fmt.Sprintf("I don't know whom you mean. You share check-ins with %s: choose from the list while you type.", joined(called))}
	}
	return nil, sayable{fmt.Sprintf("That name could be more than one partner of yours. You share check-ins with %s: choose from the list while you type.", joined(called))}
}

// callings are what a person's partners are called, in the order of their
// couples: by name, and where names look the same also by the day since when, on
// the person's own calendar, and by a number where that is the same too.
func (b *Bot) callings(ctx context.Context, person string, all []store.Couple) ([]string, error) {
	p, err := b.Store.Partner(ctx, person)
	if err != nil {
		return nil, err
	}
	bearers := map[string]int{}
	for _, c := range all {
		bearers[bareName(plainName(c.Other.Name))]++
	}
	taken := map[string]bool{}
	called := make([]string, 0, len(all))
	for _, c := range all {
		name := plainName(c.Other.Name)
		if bearers[bareName(name)] > 1 {
			name = clip(name, 32) + ", since " + c.FormedAt.In(b.location(p.Zone)).Format("2 Jan 2006")
		}
		full := name
		for n := 2; taken[bareName(full)]; n++ {
			full = fmt.Sprintf("%s (%d)", name, n)
		}
		taken[bareName(full)] = true
		called = append(called, full)
	}
	return called, nil
}

// calling is what one partner of a person's is called among all of theirs.
func (b *Bot) calling(ctx context.Context, c store.Couple) (string, error) {
	named, err := b.named(ctx, c)
	if err != nil {
		return "", err
	}
	return plainName(named[0].Other.Name), nil
}

// named are couples of one person's in which the partner bears what callings call
// them as a name, so that every message about them tells them apart.
func (b *Bot) named(ctx context.Context, couples ...store.Couple) ([]store.Couple, error) {
	if len(couples) == 0 {
		return couples, nil
	}
	person := couples[0].Me.Person
	all, err := b.Store.Couples(ctx, person)
	if err != nil || len(all) < 2 {
		return couples, err
	}
	called, err := b.callings(ctx, person, all)
	if err != nil {
		return nil, err
	}
	named := slices.Clone(couples)
	for i, c := range couples {
		of := slices.IndexFunc(all, func(of store.Couple) bool { return of.ID == c.ID })
		if of >= 0 { // else it has ended meanwhile
			named[i].Other.Name = called[of]
		}
	}
	return named, nil
}

// about is what a message says that it is about: what the partner is called where the
// person is in more than one couple, else "".
func (b *Bot) about(ctx context.Context, c store.Couple) (string, error) {
	all, err := b.Store.Couples(ctx, c.Me.Person)
	if err != nil || len(all) < 2 {
		return "", err
	}
	return b.calling(ctx, c)
}

// asRead is an exchange as its reader is to see it: with the partner named.
func (b *Bot) asRead(ctx context.Context, e store.Exchange) (store.Exchange, error) {
	named, err := b.named(ctx, e.Couple)
	if err != nil {
		return e, err
	}
	e.Couple = named[0]
	return e, nil
}

// bareName is what an eye compares of a name: no case, nothing invisible.
func bareName(name string) string {
	return strings.Map(func(r rune) rune {
		if r != ' ' && !store.Visible(string(r)) {
			return -1
		}
		return r
	}, strings.ToLower(name))
}

// joined lists names in a sentence.
func joined(called []string) string {
	list := make([]string, 0, len(called))
	for _, name := range called {
		list = append(list, noMarkdown(name))
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
	all, err := r.store.Couples(ctx, r.Person.ID)
	if err != nil {
		return talk.Reply{}, err
	}
	called, err := b.callings(ctx, r.Person.ID, all)
	if err != nil {
		return talk.Reply{}, err
	}
	typed := strings.ToLower(r.Options["partner"])
	var found []talk.Choice
	for i, c := range all {
		if strings.Contains(strings.ToLower(called[i]), typed) && len(found) < 25 {
			found = append(found, talk.Choice{Name: called[i], Value: c.ID.String()})
		}
	}
	return talk.Reply{Choices: found}, nil
}

// coupleHere is the couple that a press is about, by its first argument.
func (b *Bot) coupleHere(ctx context.Context, r request) (store.Couple, error) {
	id, err := r.id(0)
	if err != nil {
		return store.Couple{}, err
	}
	return r.store.CoupleFor(ctx, id, r.Person.ID)
}
