package store

import (
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"time"

	"leanon/store/seal"
)

// What both partners chose together decides which question is asked. It is read for all
// couples alike, and only where both ever had the same season on the question is chosen a
// second time, by what they were asked indeed.

// Mourning is the season during whose first weeks nothing is playful and nothing asks what
// went well. It is a key of the library's packs.
const Mourning = "loss"

// NoPlayFor is how long that lasts, from when both had it on.
const NoPlayFor = 28 * 24 * time.Hour

// bothSeasons are what the two of a couple chose. What was changed by hand counts as not
// chosen, so that nobody else's question has to wait for it.
type bothSeasons struct {
	key     seal.Key
	opens   bool // the key does; nothing can be sealed otherwise
	members []Seasons
	own     []string             // keys of their own questions that are in use
	indeed  map[string]time.Time // when each question was last asked indeed; nil until it is read
}

// ever says whether there was a time when both had the same season on.
func (b *bothSeasons) ever() bool { return len(b.shared()) > 0 }

// shared lists the seasons that both had on at one time: from when, and until when.
func (b *bothSeasons) shared() (all Seasons) {
	if len(b.members) != 2 {
		return nil
	}
	for _, s := range b.members[0] {
		i := slices.IndexFunc(b.members[1], func(o Season) bool { return o.Pack == s.Pack })
		if i < 0 {
			continue
		}
		if o := b.members[1][i]; o.From.After(s.From) {
			s.From = o.From
		}
		if o := b.members[1][i]; o.Until.Before(s.Until) {
			s.Until = o.Until
		}
		if s.From.Before(s.Until) {
			all = append(all, s)
		}
	}
	return all
}

// packs lists the seasons that both have on.
func (b *bothSeasons) packs(now time.Time) (all []string) {
	for _, s := range b.shared() {
		if now.Before(s.Until) {
			all = append(all, s.Pack)
		}
	}
	return all
}

// noPlay says whether it is not long ago that both had turned Mourning on. It holds also
// if one of them has turned it off since: what was lost is not back.
func (b *bothSeasons) noPlay(now time.Time) bool {
	return slices.ContainsFunc(b.shared(), func(s Season) bool {
		return s.Pack == Mourning && !now.Before(s.From) && now.Before(s.From.Add(NoPlayFor))
	})
}

// loadSeasons reads what the two of each couple chose, and the couple's key.
func (t *tx) loadSeasons(all []*dueMember) (map[ID]*bothSeasons, error) {
	both := map[ID]*bothSeasons{}
	var couples []ID
	for _, o := range all {
		if both[o.couple] == nil {
			both[o.couple] = &bothSeasons{}
			couples = append(couples, o.couple)
		}
	}
	if len(couples) == 0 {
		return both, nil
	}
	err := t.ForEach(func(r *sql.Rows) error {
		var id ID
		var person string
		var wrapped, sealed []byte
		if err := r.Scan(&id, &wrapped, &person, &sealed); err != nil {
			return err
		}
		b := both[id]
		if !b.opens {
			key, err := t.unwrap(wrapped, coupleKeyAt(id))
			if errors.Is(err, ErrAltered) {
				return nil
			}
			if err != nil {
				return err
			}
			b.key, b.opens = key, true
		}
		s, err := openSeasons(sealed, b.key, id, person)
		b.members = append(b.members, s)
		if errors.Is(err, ErrAltered) {
			return nil
		}
		return err
	}, seasonsQuery, list(couples))
	if err != nil {
		return nil, fmt.Errorf("read what couples chose: %w", err)
	}
	return both, nil
}

const seasonsQuery = `SELECT c.id, c.wrapped_key, m.person, m.seasons
	FROM jsonb_each(?1) j CROSS JOIN couples c JOIN members m ON m.couple_id = c.id WHERE c.id = j.value`

// seal seals which question was asked indeed, as SQL unhex takes it.
func (b *bothSeasons) seal(at seal.Place, indeed string) any {
	if !b.opens {
		return nil
	}
	return hex.EncodeToString(sealAsked(b.key, at, indeed))
}

// open is openAsked. Where nothing opens, it goes by the plain question.
func (b *bothSeasons) open(sealed []byte, at seal.Place, plain string) (string, error) {
	if !b.opens {
		return plain, nil
	}
	question, err := openAsked(sealed, b.key, at, plain)
	if errors.Is(err, ErrAltered) {
		return plain, nil
	}
	return question, err
}

// seasonal returns the question that is asked indeed, "" if it is the one that follows from
// the plain facts alone.
func (t *tx) seasonal(b *bothSeasons, a Asked, plain string, choose Choose) (string, error) {
	if !b.ever() {
		return "", nil
	}
	if b.indeed == nil {
		var err error
		if b.indeed, err = t.askedIndeed(b, a); err != nil {
			return "", err
		}
	}
	a.Last, a.Packs, a.NoPlay = b.indeed, b.packs(a.Now), b.noPlay(a.Now)
	indeed := choose(a)
	b.indeed[indeed] = a.Now
	if indeed == plain {
		return "", nil
	}
	return indeed, nil
}

// askedIndeed reads when each question was last asked indeed. a.Last, what the plain columns
// say, has also what was asked before the rows that are left.
func (t *tx) askedIndeed(b *bothSeasons, a Asked) (map[string]time.Time, error) {
	indeed, there := map[string]time.Time{}, map[string]bool{}
	err := t.ForEach(func(r *sql.Rows) error {
		p := page{couple: a.Couple}
		var plain string
		var sealed []byte
		var at time.Time
		if err := r.Scan(&p.date, &p.nth, &plain, &sealed, stamp{&at}); err != nil {
			return err
		}
		question, err := b.open(sealed, p.askedAt(), plain)
		there[plain] = true
		if at.After(indeed[question]) {
			indeed[question] = at
		}
		return err
	}, `SELECT local_date, nth, question, asked, at FROM questions_asked WHERE couple_id = ?1`, a.Couple)
	if err != nil {
		return nil, fmt.Errorf("read what was asked indeed: %w", err)
	}
	for question, at := range a.Last {
		if _, again := indeed[question]; !again && !there[question] {
			indeed[question] = at
		}
	}
	return indeed, nil
}
