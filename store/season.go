package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"leanon/store/seal"
)

// A season of life has questions of its own, a pack of the library. They come only while
// both partners chose it, and neither learns from us what the other chose. Each choice is
// sealed in one value for each member, which is there from the first moment and always of
// the same length. It ends by itself, unless its chooser keeps it on.

// SeasonLasts is how long a season stays on after it was chosen or kept on last.
const SeasonLasts = 182 * 24 * time.Hour

// maxSeasons is how many seasons a member can have in one couple: as many as the library has.
const maxSeasons = 4

// Season is a season of life that a member chose in one couple.
type Season struct {
	Pack  string    // key of the library's pack
	From  time.Time // when it was chosen
	Until time.Time // when it ends by itself
}

// Seasons are what a member chose in one couple, the latest choice last.
type Seasons []Season

// On returns the season of a pack. on is false if it was not chosen or has ended.
func (all Seasons) On(pack string, now time.Time) (s Season, on bool) {
	for _, one := range all {
		if one.Pack == pack && now.Before(one.Until) {
			return one, true
		}
	}
	return s, false
}

// heldSeason is a Season as rows hold it: never change the name of a field.
type heldSeason struct {
	Pack  string `json:"pack"`
	From  int64  `json:"from"` // in unix seconds, as is Until
	Until int64  `json:"until"`
}

// seasonsSize is the length in bytes that seasons are filled up to before they are sealed.
const seasonsSize = 287

func seasonsAt(couple ID, person string) seal.Place {
	return belongs{author: person, couple: couple}.at("members", "seasons", couple.String()+"/"+person)
}

// seal seals what a member chose. One that has ended stays among them until there are too
// many, because the questions of a couple that ever had a season are looked through for it.
func (all Seasons) seal(key seal.Key, couple ID, person string) []byte {
	held := []heldSeason{}
	for _, s := range all[max(0, len(all)-maxSeasons):] {
		held = append(held, heldSeason{s.Pack, s.From.Unix(), s.Until.Unix()})
	}
	plain, err := json.Marshal(held)
	if err != nil {
		panic(err) // they are texts and numbers
	}
	return key.Seal(append(plain, strings.Repeat(" ", max(0, seasonsSize-len(plain)))...), seasonsAt(couple, person))
}

// openSeasons opens column seasons. It returns none for NULL.
func openSeasons(sealed []byte, key seal.Key, couple ID, person string) (all Seasons, err error) {
	plain, err := key.OpenText(sealed, seasonsAt(couple, person))
	if err != nil || plain == "" {
		return nil, err
	}
	var held []heldSeason
	if err := json.Unmarshal([]byte(plain), &held); err != nil {
		return nil, fmt.Errorf("read seasons: %w", err)
	}
	for _, s := range held {
		all = append(all, Season{s.Pack, time.Unix(s.From, 0).UTC(), time.Unix(s.Until, 0).UTC()})
	}
	return all, nil
}

// ChooseSeason turns a season on for a member, for SeasonLasts. One that is on already stays
// as it is. It returns the couple as it is then.
func (s *Store) ChooseSeason(ctx context.Context, couple ID, person, pack string, now time.Time) (Couple, error) {
	return s.changeSeasons(ctx, couple, person, func(all Seasons) Seasons {
		if _, on := all.On(pack, now); on {
			return all
		}
		return append(all.without(pack), Season{pack, now, now.Add(SeasonLasts)})
	})
}

// KeepSeason lets a season last for SeasonLasts from now on. It fails with ErrTooLate if the
// season is not on.
func (s *Store) KeepSeason(ctx context.Context, couple ID, person, pack string, now time.Time) (c Couple, err error) {
	on := false
	c, err = s.changeSeasons(ctx, couple, person, func(all Seasons) Seasons {
		var kept Season
		if kept, on = all.On(pack, now); !on {
			return all
		}
		return append(all.without(pack), Season{pack, kept.From, now.Add(SeasonLasts)})
	})
	if err == nil && !on {
		err = ErrTooLate
	}
	return c, err
}

// EndSeason turns a season off for a member. The other is not told.
func (s *Store) EndSeason(ctx context.Context, couple ID, person, pack string, now time.Time) (Couple, error) {
	return s.changeSeasons(ctx, couple, person, func(all Seasons) Seasons {
		ended, on := all.On(pack, now)
		if !on {
			return all
		}
		return append(all.without(pack), Season{pack, ended.From, now})
	})
}

func (all Seasons) without(pack string) Seasons {
	return slices.DeleteFunc(slices.Clone(all), func(s Season) bool { return s.Pack == pack })
}

// changeSeasons changes what a member chose in a couple of theirs, and returns the couple.
func (s *Store) changeSeasons(ctx context.Context, couple ID, person string, change func(Seasons) Seasons) (c Couple, err error) {
	err = s.write(ctx, "change a season", func(t *tx) error {
		if c, err = t.couple(couple, person); err != nil {
			return err
		}
		c.Me.Seasons = change(c.Me.Seasons)
		return t.saveSeasons(c)
	})
	return c, err
}

// saveSeasons seals what c.Me chose.
func (t *tx) saveSeasons(c Couple) error {
	return t.Exec(`UPDATE members SET seasons = ?3 WHERE couple_id = ?1 AND person = ?2`, c.ID, c.Me.Person, c.Me.Seasons.seal(c.key, c.ID, c.Me.Person))
}

// sealSeasons seals that at most limit members of before chose nothing.
func (t *tx) sealSeasons(at *unsealed, limit int) (n int, err error) {
	all, err := t.membersOfBefore(`seasons IS NULL`, at.seasons, limit)
	for _, m := range all {
		at.seasons = m
		err := t.apart(func() error {
			c, err := t.anyCouple(m.person, `c.id = ?1`, m.couple)
			if errors.Is(err, ErrNotYours) {
				return nil
			}
			if err != nil {
				return err
			}
			return t.saveSeasons(c)
		})
		if err != nil {
			return 0, err
		}
	}
	return len(all), err
}
