package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"leanon/store/seal"
)

// A couple can have questions of their own. One of the two proposes a question; it is in
// use once the other said yes, and either can take it out at any time. A refusal is kept
// for its author alone and looks like silence to everybody else: in what the proposer is
// shown, in what they may propose next, and in the file.

const (
	MaxOwnQuestion  = 160 // characters
	MaxOwnQuestions = 10  // in use, for a couple
	// ProposalLife is how long a proposal waits for a yes. So long it is the one open
	// proposal of its author, whatever the other said.
	ProposalLife = 30 * 24 * time.Hour
	// ProposeAgain is how long after a proposal its author can make another.
	ProposeAgain = 7 * 24 * time.Hour
)

// Errors of proposing, each of a cap.
var (
	ErrProposalOpen   = errors.New("one proposal is open")
	ErrProposedLately = errors.New("one proposal within seven days")
	ErrQuestionsFull  = errors.New("ten questions are in use")
)

// OwnQuestion is a question that one of a couple put into words.
type OwnQuestion struct {
	ID         ID
	Couple     Couple // as the person who reads it sees it
	Author     string
	Words      string
	CreatedAt  time.Time
	ProposedAt time.Time // zero for a draft
	InUse      bool      // the other one said yes
}

// Mine reports whether the person who reads it is its author.
func (q OwnQuestion) Mine() bool { return q.Author == q.Couple.Me.Person }

// Draft reports whether it was not proposed yet.
func (q OwnQuestion) Draft() bool { return q.ProposedAt.IsZero() }

// Waits reports whether it is an open proposal. What the other said to it does not matter,
// unless that was yes. A proposal of a clock that was ahead does not wait.
func (q OwnQuestion) Waits(now time.Time) bool {
	return !q.Draft() && !q.InUse && !q.ProposedAt.After(now) && now.Before(q.ProposedAt.Add(ProposalLife))
}

// ownKey begins the key of a couple's own question in what was asked.
const ownKey = "own:"

// Key returns what stands for the question where a key of the library would.
func (q OwnQuestion) Key() string { return ownKey + strconv.FormatInt(int64(q.ID), 10) }

// IsOwn reports whether a key is that of a couple's own question, which the library does
// not have.
func IsOwn(key string) bool { return strings.HasPrefix(key, ownKey) }

func (q OwnQuestion) wordsAt() seal.Place {
	state := stateDraft
	if !q.Draft() {
		state = stateProposed
	}
	return belongs{q.Author, q.Couple.ID, state}.at("own_questions", "words", q.ID)
}

func (q OwnQuestion) saidAt() seal.Place {
	return belongs{author: q.Couple.answererOf(q.Author), couple: q.Couple.ID}.at("own_questions", "said", q.ID)
}

func proposalsAt(couple ID, person string) seal.Place {
	return belongs{author: person, couple: couple}.at("members", "proposals", couple.String()+"/"+person)
}

// filled is JSON with spaces up to a length, so that every value of a column has the same.
func filled(value any, size int) []byte {
	plain, err := json.Marshal(value)
	if err != nil {
		panic(err) // they are numbers and booleans
	}
	return append(plain, strings.Repeat(" ", max(0, size-len(plain)))...)
}

// saidToQuestion is what column said holds: only a yes matters, so nothing else is kept.
// Rows hold the names of the fields: never change one.
type saidToQuestion struct {
	Yes bool `json:"yes,omitempty"`
}

// wantsProposals is what column proposals holds. Rows hold the names of the fields.
type wantsProposals struct {
	NoMore bool `json:"no-more,omitempty"`
}

// smallSize is the length in bytes that both are filled up to.
const smallSize = 31

func (q OwnQuestion) sealSaid(yes bool) []byte {
	return q.Couple.key.Seal(filled(saidToQuestion{yes}, smallSize), q.saidAt())
}

// agreed opens column said: whether the other said yes.
func (q OwnQuestion) agreed(said []byte) (bool, error) {
	plain, err := q.Couple.key.OpenText(said, q.saidAt())
	if err != nil || plain == "" {
		return false, err
	}
	var s saidToQuestion
	if err := json.Unmarshal([]byte(plain), &s); err != nil {
		return false, fmt.Errorf("read what was said to a question: %w", err)
	}
	return s.Yes, nil
}

// ownQuestions reads the own questions of a couple that where, a condition on own_questions
// q, selects, in the order of proposing, drafts last.
func (t *tx) ownQuestions(c Couple, where string, args ...any) (all []OwnQuestion, err error) {
	err = t.ForEach(func(r *sql.Rows) error {
		q := OwnQuestion{Couple: c}
		var words, said []byte
		err := r.Scan(&q.ID, &q.Author, &words, &said, stamp{&q.CreatedAt}, stamp{&q.ProposedAt})
		if err != nil {
			return err
		}
		if q.Words, err = c.key.OpenText(words, q.wordsAt()); err != nil {
			return err
		}
		q.InUse, err = q.agreed(said)
		all = append(all, q)
		return err
	}, `SELECT q.id, q.author, q.words, q.said, q.created_at, q.proposed_at FROM own_questions q
		WHERE q.couple_id = ?1 AND `+where+` ORDER BY q.proposed_at IS NULL, q.proposed_at, q.id`, append([]any{c.ID}, args...)...)
	if err != nil {
		return nil, fmt.Errorf("read a couple's own questions: %w", err)
	}
	return all, nil
}

// ownQuestion reads a question for its author or, once it was proposed, for the other one.
// It fails with ErrNotYours for anybody else.
func (t *tx) ownQuestion(id ID, person string) (OwnQuestion, error) {
	c, err := t.anyCouple(person, `c.formed_at IS NOT NULL AND c.id = (SELECT couple_id FROM own_questions WHERE id = ?1)`, id)
	if err != nil {
		return OwnQuestion{}, err
	}
	all, err := t.ownQuestions(c, `q.id = ?2`, id)
	if err != nil {
		return OwnQuestion{}, err
	}
	if len(all) == 0 || !all[0].Mine() && all[0].Draft() {
		return OwnQuestion{}, ErrNotYours
	}
	return all[0], nil
}

// OwnQuestionFor reads a question for its author or, once it was proposed, for the other
// one. It fails with ErrNotYours for anybody else.
func (s *Store) OwnQuestionFor(ctx context.Context, id ID, person string) (q OwnQuestion, err error) {
	err = s.view(ctx, "read a question of a couple", func(t *tx) error {
		q, err = t.ownQuestion(id, person)
		return err
	})
	return q, err
}

// OwnQuestion reads a question for its author or, once it was proposed, for the other one.
func (v View) OwnQuestion(id ID) (OwnQuestion, error) { return v.t.ownQuestion(id, v.person) }

// OwnQuestions are the questions of a couple as one of the two sees them, each list in the
// order of proposing.
type OwnQuestions struct {
	InUse   []OwnQuestion
	NotUsed []OwnQuestion // proposed by the person, and not in use
	ForMe   []OwnQuestion // proposed by the other; open, whatever the person said to them
	Draft   OwnQuestion   // the person's draft; its ID is 0 for none
	NoMore  bool          // the person wants no more proposals from the other
}

// OwnQuestionsOf lists the own questions of a couple.
func (s *Store) OwnQuestionsOf(ctx context.Context, couple ID, person string, now time.Time) (l OwnQuestions, err error) {
	err = s.view(ctx, "list a couple's own questions", func(t *tx) error {
		c, err := t.couple(couple, person)
		if err != nil {
			return err
		}
		if l.NoMore, err = t.noMoreProposals(c.ID, c.Me.Person, c.key); err != nil {
			return err
		}
		all, err := t.ownQuestions(c, `true`)
		for _, q := range all {
			switch {
			case q.Draft() && q.Mine():
				l.Draft = q
			case q.Draft():
			case q.InUse:
				l.InUse = append(l.InUse, q)
			case q.Mine():
				l.NotUsed = append(l.NotUsed, q)
			case q.Waits(now) && !l.NoMore:
				l.ForMe = append(l.ForMe, q)
			}
		}
		return err
	})
	return l, err
}

// noMoreProposals says whether a member wants no more proposals from the other.
func (t *tx) noMoreProposals(couple ID, person string, key seal.Key) (bool, error) {
	var sealed []byte
	if err := t.QueryRow(`SELECT proposals FROM members WHERE couple_id = ?1 AND person = ?2`, couple, person).Scan(&sealed); err != nil {
		return false, fmt.Errorf("read whether proposals are wanted: %w", err)
	}
	plain, err := key.OpenText(sealed, proposalsAt(couple, person))
	if err != nil || plain == "" {
		return false, err
	}
	var w wantsProposals
	if err := json.Unmarshal([]byte(plain), &w); err != nil {
		return false, fmt.Errorf("read whether proposals are wanted: %w", err)
	}
	return w.NoMore, nil
}

func (t *tx) setNoMoreProposals(c Couple, person string, noMore bool) error {
	return t.Exec(`UPDATE members SET proposals = ?3 WHERE couple_id = ?1 AND person = ?2`, c.ID, person,
		c.key.Seal(filled(wantsProposals{noMore}, smallSize), proposalsAt(c.ID, person)))
}

// ownWords returns the words of those of a couple's own questions whose keys are among
// those given. A question that was taken out has none.
func (t *tx) ownWords(c Couple, keys []string) (map[string]string, error) {
	if !slices.ContainsFunc(keys, IsOwn) {
		return nil, nil
	}
	all, err := t.ownQuestions(c, `q.proposed_at IS NOT NULL`)
	words := map[string]string{}
	for _, q := range all {
		if slices.Contains(keys, q.Key()) {
			words[q.Key()] = q.Words
		}
	}
	return words, err
}
