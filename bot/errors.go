package bot

import (
	"cmp"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"slices"
	"strconv"

	"leanon/clock"
	"leanon/discord/talk"
	"leanon/store"
)

// sentenceFor has the end of the key of the sentence that a person reads for an error.
type sentenceFor struct {
	err error
	key string
}

// sentences has a sentence for every error that a person can mend. Any other error is
// one of the program.
var sentences = []sentenceFor{
	{store.ErrNotYours, "button"},
	{store.ErrTooLate, "button"},
	{store.ErrTooManyOpen, "open"},
	{store.ErrTooLong, "long"},
	{store.ErrQuestionsFull, "questions-full"},
	{store.ErrTooManyDrafts, "drafts"},
	{store.ErrNoZone, "zone"},
	{store.ErrPaired, "paired"},
	{store.ErrInvitedToday, "invited"},
	{store.ErrInviteOpen, "inviting"},
	{store.ErrInvitesOpen, "invites-open"},
	{store.ErrAltered, "altered"},
	{context.DeadlineExceeded, "slow"},
}

// errorText returns the sentence for an error that a person can mend, by the end of its
// key.
func (s speaker) errorText(key string) string {
	return s.say("error."+key, "n", store.MaxOpen, "words", strconv.Itoa(store.MaxWords), "request", strconv.Itoa(store.MaxAsk))
}

// sayCapped says that a cap is reached, and when there is room again. It is "" for any
// other error.
func (s speaker) sayCapped(err error) string {
	var capped store.Capped
	if !errors.As(err, &capped) {
		return ""
	}
	from, in := at(capped.Until, "F"), at(capped.Until, "R")
	if errors.Is(err, store.ErrInvitesToday) {
		return s.say("error.invites-today", "n", store.MaxInvitesDay, "from", from, "in", in)
	}
	switch {
	case errors.Is(err, store.ErrProposalOpen):
		return s.say("error.proposal-open", "from", from)
	case errors.Is(err, store.ErrProposedLately):
		return s.say("error.proposed-lately", "from", from, "in", in)
	}
	return s.say("error.notes-today", "n", store.MaxNotes, "from", from, "in", in)
}

// sayable is an error whose text is a sentence for the person who caused it.
type sayable struct{ text string }

func (e sayable) Error() string { return e.text }

// sentence turns an error into what the person reads. saved says whether what they did
// is kept all the same.
func (b *Bot) sentence(a action, r request, err error, saved bool) talk.Reply {
	var own sayable
	if errors.As(err, &own) {
		return r.aside(own.text)
	}
	var typed notTaken
	if errors.As(err, &typed) {
		return r.tryAgain(typed)
	}
	if text := cmp.Or(r.cronText(err), r.sayCapped(err)); text != "" {
		return r.aside(text)
	}
	if errors.Is(err, store.ErrNotYours) {
		b.refused(r)
	}
	if errors.Is(err, store.ErrAltered) {
		b.tellAltered(err)
	}
	if saved && (store.IsEnvironmental(err) || errors.Is(err, store.ErrAltered) || !hasSentence(err)) {
		return r.aside(r.say("error.shown", "id", b.logIncident(err)))
	}
	if errors.Is(err, store.ErrBusy) {
		b.Log.Warn("a request was refused because the database was held", "request", r.ID)
		return r.aside(r.say("error.busy"))
	}
	if errors.Is(err, store.ErrAltered) {
		return private(r.errorText("altered"), row(r.press("forget", talk.Danger), r.helpButton()))
	}
	for _, s := range sentences {
		if errors.Is(err, s.err) {
			return r.aside(r.errorText(s.key))
		}
	}
	return r.aside(r.say("error.ours", "id", b.logIncident(err)))
}

// tellAltered tells the host, once, that something was changed by hand.
func (b *Bot) tellAltered(err error) {
	if b.Store.FirstAltered() {
		b.Log.Error(store.AlteredText, "err", err)
	}
}

// hasSentence reports whether a person can mend an error.
func hasSentence(err error) bool {
	var own sayable
	var cron clock.BadExpression
	var capped store.Capped
	var typed notTaken
	return errors.As(err, &own) || errors.As(err, &typed) || errors.As(err, &capped) || errors.As(err, &cron) || slices.ContainsFunc(sentences, func(s sentenceFor) bool { return errors.Is(err, s.err) })
}

// refused logs that somebody asked for what is missing or not theirs, with the person
// and Discord's id of the request. It does not log what they asked for, which would
// tell what people do.
func (b *Bot) refused(r request) {
	b.Log.Info("request refused", "person", r.Person.ID, "request", r.ID)
}

// logIncident logs an error of the program once and returns the id that it is logged
// under.
func (b *Bot) logIncident(err error) string {
	var raw [4]byte
	_, _ = rand.Read(raw[:]) // never fails (crypto/rand, Go 1.24)
	id := hex.EncodeToString(raw[:])
	b.Log.Error("request failed", "incident", id, "err", err)
	return id
}
