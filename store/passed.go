package store

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"
)

// How many questions passed without a press follows from the check-ins that are there, and
// from one moment that is sealed with how they stand. So the file does not tell who lets
// their questions pass, nor who was asked whether they would like fewer.

// MostPassed is after how many questions in a row, with which their partner did nothing,
// they are asked whether they would like fewer.
const MostPassed = 6

// slotsBefore is SQL for the slots of the check-ins before one, which is c: MostPassed and one
// more. Those that an earlier version opened do not count, because nobody knows of them
// whether somebody pressed a button.
var slotsBefore = `(SELECT json_group_array(slot_at) FROM (SELECT b.slot_at FROM check_ins b WHERE b.couple_id = c.couple_id AND b.person = c.person
	AND b.slot_at < c.slot_at AND b.asked IS NOT NULL ORDER BY b.slot_at DESC LIMIT ` + strconv.Itoa(MostPassed+1) + `))`

// passed reads what slotsBefore says, once it is known how the check-ins stand.
func (c *CheckIn) passed(slots string) error {
	var before []int64
	if err := json.Unmarshal([]byte(slots), &before); err != nil {
		return fmt.Errorf("read the slots before: %w", err)
	}
	for i, slot := range before {
		if i == 0 {
			c.Previous = time.Unix(slot, 0).UTC()
		}
		if slot > c.done {
			c.Passed++
		}
	}
	if c.SlotAt.Unix() <= c.done {
		c.Passed = 0
	}
	return nil
}

// Pressed keeps that a person did something with the questions of a couple: they pressed a
// button of one, or asked for one.
func (s *Store) Pressed(ctx context.Context, couple ID, person string, now time.Time) error {
	return s.write(ctx, "keep that questions do not pass unseen", func(t *tx) error {
		c, err := t.couple(couple, person)
		if err != nil {
			return err
		}
		return t.pressed(c, now)
	})
}

// pressed is Pressed for c.Me. Where the value was changed by hand it keeps nothing: what the
// person does goes on.
func (t *tx) pressed(c Couple, now time.Time) error {
	if err := t.stand(c, nobodysCheckIn, now, nil); err != nil && !errors.Is(err, ErrAltered) {
		return err
	}
	return nil
}
