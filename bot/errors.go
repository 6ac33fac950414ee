package bot

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"

	"leanon/discord/talk"
	"leanon/store"
)

// sentenceFor is the sentence that a person reads for an error.
type sentenceFor struct {
	err  error
	text string
}

// sentences has a sentence for every error that a person can mend. Any other error is
// one of the program.
var sentences = []sentenceFor{
	{store.ErrNotYours, sayMoved},
	{store.ErrTooLate, sayMoved},
	{store.ErrTooManyOpen, "Three of your asks are open already. This one is kept as a draft: /needs has it. Withdraw one of the three, or let the answers come first."},
	{store.ErrTooLong, fmt.Sprintf("A note carries up to %d characters, and the ask up to %d. Nothing is lost: press Edit to make it fit.", store.MaxWords, store.MaxAsk)},
	{store.ErrTooManyDrafts, sayFull},
	{store.ErrNoZone, "I don't know your clock yet. Tell me your city with /rhythm zone:, and questions come at your own time."},
	{store.ErrPaired, "You two share check-ins already. /needs shows what is open, /rhythm when questions come."},
	{store.ErrInvitedToday, "One invitation a day is enough between two people. Try again tomorrow."},
	{store.ErrInviteOpen, "An invitation between you two is open already; it lapses seven days after it was sent. Look in your direct messages with me: it may be waiting there."},
	{context.DeadlineExceeded, "That took too long on my side. Nothing was saved; please try again."},
}

// sayable is an error whose text is a sentence for the person who caused it.
type sayable struct{ text string }

func (e sayable) Error() string { return e.text }

// sentence turns an error into what the person reads. saved says whether what they did
// is kept all the same.
func (b *Bot) sentence(a action, r request, err error, saved bool) talk.Reply {
	var own sayable
	if errors.As(err, &own) {
		return private(own.text)
	}
	if errors.Is(err, store.ErrNotYours) {
		b.refused(r)
	}
	if saved && (store.IsEnvironmental(err) || !hasSentence(err)) {
		return private(fmt.Sprintf("That is saved, but something broke on my side (%s) before I could show you. Please look again in a moment.", b.logIncident(err)))
	}
	if errors.Is(err, store.ErrBusy) {
		b.Log.Warn("a request was refused because the database was held", "request", r.ID)
		return private("My notebook is in use by something else just now. Nothing was saved; please try again in a moment.")
	}
	for _, s := range sentences {
		if errors.Is(err, s.err) {
			return private(s.text)
		}
	}
	return private(fmt.Sprintf("Something broke on my side (%s). Nothing was saved; please try again in a moment.", b.logIncident(err)))
}

// hasSentence reports whether a person can mend an error.
func hasSentence(err error) bool {
	var own sayable
	return errors.As(err, &own) || slices.ContainsFunc(sentences, func(s sentenceFor) bool { return errors.Is(err, s.err) })
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
