package store

import (
	"strconv"

	"leanon/store/seal"
)

// belongs says whose a sealed value is. These facts stand beside it in plain columns, and
// the value opens only while they are what they were when it was sealed. So nobody who can
// write the file, but has no key, can hand one partner what the other keeps.
type belongs struct {
	author string // who wrote it, chose it or is called so
	couple ID     // the couple that it was written in; 0 if it was written in none
	state  string // what decides who may read it, "" if nothing does
}

// at is the place of a value of this owner.
func (b belongs) at(table, column string, row any) seal.Place {
	return seal.At(table, column, row, "author "+b.author, "couple "+strconv.FormatInt(int64(b.couple), 10), "state "+b.state)
}

// The states of a need. Sealed values are bound to them: never change one.
const (
	stateDraft = "draft"
	stateKept  = "kept"
	stateSent  = "sent"
)

// stateProposed is the state of a couple's own question once it left its author; before, it
// is stateDraft.
const stateProposed = "proposed"

// state returns what a need's values are bound to.
func (n Need) state() string {
	switch {
	case !n.SentAt.IsZero():
		return stateSent
	case !n.KeptAt.IsZero():
		return stateKept
	}
	return stateDraft
}

// at is the place of a column of a need of a couple.
func (n Need) at(column string, couple ID) seal.Place {
	return belongs{n.Asker, couple, n.state()}.at("needs", column, n.ID)
}

// at is Need.at for the need of an exchange.
func (e Exchange) at(column string) seal.Place { return e.Need.at(column, e.Couple.ID) }

// answererOf returns who answers what asker asks in a couple, "" if asker is not in it.
func (c Couple) answererOf(asker string) string {
	switch asker {
	case c.Me.Person:
		return c.Other.Person
	case c.Other.Person:
		return c.Me.Person
	}
	return ""
}

// answerAt is the place of a column of an answer to a need of a couple.
func (c Couple) answerAt(column string, id, need ID, asker string) seal.Place {
	return belongs{c.answererOf(asker), c.ID, "need " + strconv.FormatInt(int64(need), 10)}.at("answers", column, id)
}

// at is the place of a column of an undecided line in the table unsent.
func (u UndecidedLine) at(column string, id, couple ID) seal.Place {
	return belongs{u.Person, couple, "need " + strconv.FormatInt(int64(u.Need), 10) + " " + string(u.Purpose)}.at("unsent", column, id)
}

// nameAt is the place of a person's name in a couple.
func nameAt(couple ID, person string, formed bool) seal.Place {
	state := "invited"
	if formed {
		state = "formed"
	}
	return belongs{person, couple, state}.at("members", "name", couple.String()+"/"+person)
}

// declinedAt and forgottenAt are the places of whether an invitation was declined, and of
// whom it went to who was forgotten since.
func (i Invite) declinedAt() seal.Place {
	return belongs{i.Invitee, i.Couple.ID, "invited by " + i.Inviter}.at("invites", "declined", i.ID)
}

func forgottenAt(invite ID, inviter string) seal.Place {
	return belongs{author: inviter}.at("invites", "forgotten", invite)
}

// These values are a person's own, in no couple.
func hintsAt(person string) seal.Place {
	return belongs{author: person}.at("partners", "hints", person)
}

func shorterAt(person string) seal.Place {
	return belongs{author: person}.at("partners", "shorter", person)
}

func homeAt(person string) seal.Place {
	return belongs{author: person}.at("partners", "home", person)
}

func incomingAt(column string, id ID, person string) seal.Place {
	return belongs{author: person}.at("incoming", column, id)
}

func endingAt(id ID, person string) seal.Place {
	return belongs{author: person}.at("endings", "name", id)
}

func noticeNameAt(id ID, person string, k Kind) seal.Place {
	return belongs{person, 0, string(k)}.at("notices", "name", id)
}

// A wrapped key belongs to its row alone.
func coupleKeyAt(couple ID) seal.Place { return seal.At("couples", "wrapped_key", couple) }

func partnerKeyAt(person string) seal.Place { return seal.At("partners", "wrapped_key", person) }
