package store

import (
	"slices"
	"time"
	"unicode/utf8"
)

// Limits of a need: lengths in characters, how many may be open, and times.
const (
	MaxWords = 1500
	MaxAsk   = 200
	MaxLine  = 300 // of a line under an answer, and of a thank-you
	MaxOpen  = 3
	// MaxAnswers is how many answers with words a person sends to one partner within 24
	// hours; it counts added lines and what was heard.
	MaxAnswers = 12
	// MaxNotes is how many notes a person sends to one partner within 24 hours. It counts
	// thank-yous, notes that are asked again, and withdrawn ones: each made a phone ring.
	MaxNotes = 6

	AskAgainAfter = 24 * time.Hour
	RestAfter     = 14 * 24 * time.Hour
	DraftLife     = 14 * 24 * time.Hour
)

// Need is what one partner asks of the other, from draft to rest. Its state follows
// from its times, which are zero until something happens.
type Need struct {
	ID       ID
	Asker    string
	Question string // key of the check-in question that it answers; "" for none
	Own      string // words of that question if it is one of the couple's own; "" once it was taken out
	Words    string
	Ask      string // "Would you ...?", without those words or the question mark
	Opening  string // key of the language in which those words are said; "" for English
	Kind     string // key of the kind of need
	Want     string // key of what the asker wants
	Reached  Reached
	Thanks   string
	Tells    bool     // it was sent to tell something, and asks for nothing
	Answers  []Answer // oldest first
	Heard    HeardBack

	// The others are the asker's alone.
	Manner     Manner // what they chose with It asks or It only tells; "" for neither
	NoQuestion bool   // the question that it answers stays away: Question is ""
	ByForm     bool   // the draft was worded in a form
	Typed      bool   // it was typed as a plain message
	OfWeek     string // key of the question of a weekly note that it answers; "" for none
	Bare       bool   // the draft is one of the few that get the hint that a request can be added
	First      string // the words before Say it softer; "" for none

	CreatedAt    time.Time
	KeptAt       time.Time // when it was kept private
	SentAt       time.Time
	AnsweredAt   time.Time // Ask again makes it zero
	AskedAgainAt time.Time
	RestedAt     time.Time
	ClosedAt     time.Time // when the asker said that an answer reached them, or let it go
	WithdrawnAt  time.Time
	TalkAt       time.Time
}

// Draft reports whether the asker has neither sent nor kept it.
func (n Need) Draft() bool { return n.SentAt.IsZero() && n.KeptAt.IsZero() }

// Kept reports whether the asker keeps it private.
func (n Need) Kept() bool { return n.SentAt.IsZero() && !n.KeptAt.IsZero() }

// Sent reports whether it was sent and not withdrawn.
func (n Need) Sent() bool { return !n.SentAt.IsZero() && n.WithdrawnAt.IsZero() }

// TakenBack reports whether its asker withdrew it after it was answered, so that its
// receiver keeps the words. Of any other need that was withdrawn, no words are left.
func (n Need) TakenBack() bool { return !n.WithdrawnAt.IsZero() && n.Words != "" }

// Open reports whether it counts towards MaxOpen: it was sent as an ask, and is not
// answered, withdrawn, rested or closed.
func (n Need) Open() bool {
	return n.Sent() && !n.Tells && n.AnsweredAt.IsZero() && n.RestedAt.IsZero() && n.ClosedAt.IsZero()
}

// Resting reports whether it was sent as an ask and waits for an answer that its asker does
// not count on any more.
func (n Need) Resting() bool {
	return n.Sent() && !n.Tells && n.AnsweredAt.IsZero() && !n.RestedAt.IsZero() && n.ClosedAt.IsZero()
}

// TooLong reports whether the words or the ask are too long to be sent.
func (n Need) TooLong() bool {
	return utf8.RuneCountInString(n.Words) > MaxWords || utf8.RuneCountInString(n.Ask) > MaxAsk
}

// Answerable reports whether the receiver may answer it. They may after "I hear you"
// and "Not now" too, because they may come back to it, and once it was asked again.
func (n Need) Answerable() bool {
	if !n.Sent() {
		return false
	}
	last := n.LastAnswer().Choice
	return last == "" || last == Heard || last == NotNow || n.AnsweredAt.IsZero()
}

// CanSay reports whether the receiver may give this answer now. An answer in their own
// words always stays open, so that a yes can be taken back, and closes no other one. Of
// the others nobody gives the same twice in a row, or says "I hear you" after an answer.
func (n Need) CanSay(c Choice) bool {
	if !n.Sent() || n.AnsweredAt.IsZero() || c == OwnWords {
		return n.Sent()
	}
	if c == Heard {
		return false
	}
	for _, a := range slices.Backward(n.Answers) {
		if a.Choice != OwnWords {
			return (a.Choice == Heard || a.Choice == NotNow) && c != a.Choice
		}
	}
	return true
}

// LastAnswer returns the newest answer, the zero answer if there is none.
func (n Need) LastAnswer() Answer {
	if len(n.Answers) == 0 {
		return Answer{}
	}
	return n.Answers[len(n.Answers)-1]
}

// lastPromise returns the newest answer other than "I hear you", which takes no
// promise back. It is the zero answer if there is none.
func (n Need) lastPromise() Answer {
	for _, a := range slices.Backward(n.Answers) {
		if a.Choice != Heard {
			return a
		}
	}
	return Answer{}
}

// SaidNo returns the no that the receiver said by a button, "" for none: NotNow or
// CannotNow. An "I hear you" after it takes nothing back.
func (n Need) SaidNo() Choice {
	if last := n.lastPromise().Choice; last == NotNow || last == CannotNow {
		return last
	}
	return ""
}

// AgainFrom returns the earliest moment for Ask again. ok is false if it is not offered:
// before an answer, if it was asked again already, and if the last answer beside "I hear
// you" is anything but a yes, a part of it, or the wish to talk. The receiver's own words
// may be a no, and a no stays a no.
func (n Need) AgainFrom() (from time.Time, ok bool) {
	if len(n.Answers) == 0 || !n.AskedAgainAt.IsZero() || !n.Sent() || !n.ClosedAt.IsZero() {
		return time.Time{}, false
	}
	switch n.lastPromise().Choice {
	case "", Yes, Part, Talk:
		return n.SentAt.Add(AskAgainAfter), true
	}
	return time.Time{}, false
}

func (t *tx) roomForOne(e Exchange) error {
	sent, err := t.needs(e.Couple, `n.asker = ?2 AND n.sent_at IS NOT NULL AND n.answered_at IS NULL
		AND n.withdrawn_at IS NULL AND n.rested_at IS NULL`, e.Couple.Me.Person)
	if err != nil {
		return err
	}
	open := 0
	for _, e := range sent {
		if e.Need.Open() {
			open++
		}
	}
	if open >= MaxOpen {
		return ErrTooManyOpen
	}
	return nil
}

func (t *tx) oweNote(e Exchange, round int, now time.Time) error {
	return t.owe(notice{Person: e.Couple.Other.Person, Couple: e.Couple.ID, Kind: KindNote, Ref: e.Need.ID, Round: round, Lane: LaneRelay, Held: true, Due: now})
}
