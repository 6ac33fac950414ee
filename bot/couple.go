package bot

import (
	"context"
	"errors"
	"slices"
	"strings"

	"leanon/discord/talk"
	"leanon/store"
)

// coupleOf returns the couple that a command is about: the one that its option partner
// names, or the only one.
func (r request) coupleOf() (store.Couple, error) {
	all, err := r.couplesOf()
	if err != nil {
		return store.Couple{}, err
	}
	if len(all) > 1 {
		return store.Couple{}, sayable{r.say("error.whom", "names", r.list(r.called))}
	}
	return all[0], nil
}

// couplesOf returns the couples that a command is about: the one that its option
// partner names, that with whom they share a chat of their own, or all of the person's. A
// name that several partners share names none of them.
func (r request) couplesOf() ([]store.Couple, error) {
	if len(r.couples) == 0 {
		return nil, sayable{r.say("error.couple")}
	}
	named := r.Options["partner"]
	if named == "" {
		return r.couplesHere(), nil
	}
	typed := bareName(oneLine(named))
	var meant []store.Couple
	for i, c := range r.couples {
		if named == c.ID.String() {
			return []store.Couple{c}, nil
		}
		if typed == bareName(r.plainName(c.Other.Name)) || typed == bareName(r.called[i]) {
			meant = append(meant, c)
		}
	}
	switch len(meant) {
	case 1:
		return meant, nil
	case 0:
		return nil, sayable{r.say("error.whom.unknown", "names", r.list(r.called))}
	}
	return nil, sayable{r.say("error.whom.several", "names", r.list(r.called))}
}

// couplesHere returns the couple of the person with whom they share the chat where they
// act, or all of theirs.
func (r request) couplesHere() []store.Couple {
	for i, c := range r.couples {
		if len(r.With) == 1 && c.Other.Person == r.With[0] {
			return r.couples[i : i+1]
		}
	}
	return r.couples
}

// completePartner suggests the person's own partners by name.
func (b *Bot) completePartner(ctx context.Context, r request) (talk.Reply, error) {
	if r.Focused != "partner" {
		return talk.Reply{}, nil
	}
	rd, err := b.readerOf(ctx, r)
	if errors.Is(err, store.ErrAltered) { // /leave works all the same
		rd, err = b.readerWhoParts(ctx, r)
	}
	if err != nil {
		return talk.Reply{}, err
	}
	typed := bareName(r.Options["partner"])
	var found []talk.Choice
	for i, c := range rd.couples {
		if strings.Contains(bareName(rd.called[i]), typed) && len(found) < 25 {
			found = append(found, talk.Choice{Name: rd.called[i], Value: c.ID.String()})
		}
	}
	return talk.Reply{Choices: found}, nil
}

// coupleHere returns the couple that the first argument of a press names.
func (r request) coupleHere() (store.Couple, error) {
	id, err := r.id(0)
	if err != nil {
		return store.Couple{}, err
	}
	i := slices.IndexFunc(r.couples, func(c store.Couple) bool { return c.ID == id })
	if i < 0 {
		return store.Couple{}, store.ErrNotYours
	}
	return r.couples[i], nil
}
