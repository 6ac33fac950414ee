package demo

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"leanon/playground"
)

// checkInDay returns whether check-ins come on that day by the rhythm of config.yaml.
func checkInDay(day time.Weekday) bool {
	return day == time.Monday || day == time.Wednesday || day == time.Friday
}

// nextEvening returns that hour and minute in Ana's zone, today or on the next day of
// check-ins. Its callers ask for an hour in which neither of the two has quiet hours.
func nextEvening(now time.Time, hour, minute int) (time.Time, error) {
	loc, err := time.LoadLocation(anaZone)
	if err != nil {
		return time.Time{}, fmt.Errorf("find Ana's clock: %w", err)
	}
	for now = now.In(loc); ; now = now.AddDate(0, 0, 1) {
		at := time.Date(now.Year(), now.Month(), now.Day(), hour, minute, 0, 0, loc)
		if checkInDay(at.Weekday()) {
			return at, nil
		}
	}
}

// strangers makes a world in which nobody is paired yet.
func (d *demo) strangers(ctx context.Context) (*world, error) {
	at, err := nextEvening(d.wall(), 18, 30)
	if err != nil {
		return nil, err
	}
	return newWorld(ctx, d, at, d.strangers)
}

// couple makes a world in which Ana and Ben have become a couple, by what they
// pressed, and Ana's first question has come.
func (d *demo) couple(ctx context.Context) (*world, error) {
	at, err := nextEvening(d.wall(), 19, 58)
	if err != nil {
		return nil, err
	}
	w, err := newWorld(ctx, d, at, d.couple)
	if err != nil {
		return nil, err
	}
	err = w.pair(ctx)
	if err == nil {
		err = w.toNextCheckIn(ctx)
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("pair the two: %w", err), w.close())
	}
	return w, nil
}

// pair does what two people do to become a couple. It dismisses the reply that is no
// longer needed then, as people do.
func (w *world) pair(ctx context.Context) error {
	ana, ben := w.ana.Person, w.ben.Person
	if _, err := ana.Command(ctx, nil, "pair", map[string]string{"partner": ben.ID}); err != nil {
		return fmt.Errorf("run /pair: %w", err)
	}
	r, err := w.press(ctx, ana, "send-invite")
	if err != nil {
		return err
	}
	if err := dismiss(ana, r); err != nil {
		return err
	}
	for _, name := range []string{"accept-facts", "agree"} {
		if _, err := w.press(ctx, ben, name); err != nil {
			return err
		}
	}
	r, err = w.press(ctx, ben, "city") // under his welcome
	if err != nil {
		return err
	}
	if r.Form == nil || len(r.Form.Fields) != 1 {
		return errors.New("no form asks for a city")
	}
	if _, err = ben.Submit(ctx, *r.Form, map[string]string{r.Form.Fields[0].ID: benZone}); err != nil {
		return fmt.Errorf("say Ben's city: %w", err)
	}
	return nil // this reply stays, because it says when his questions come
}

// press waits up to 10 s for a button of that name in the menu, and presses it.
func (w *world) press(ctx context.Context, p *playground.Person, name string) (playground.Response, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	var on playground.Message
	var id string
	err := w.discord.Await(ctx, func() bool {
		for _, m := range slices.Backward(p.Messages()) {
			if c, ok := offers(m, name); ok {
				on, id = m, c.CustomID
				return true
			}
		}
		return false
	})
	if err != nil {
		return playground.Response{}, fmt.Errorf("look for the button %s: %w", name, err)
	}
	r, err := p.Press(ctx, on, id)
	if err != nil {
		return r, fmt.Errorf("press %s: %w", name, err)
	}
	return r, nil
}

// dismiss lets p dismiss a reply that only p sees; any other reply stays.
func dismiss(p *playground.Person, r playground.Response) error {
	if r.Message == nil || !r.Message.Ephemeral {
		return nil
	}
	if err := p.Dismiss(*r.Message); err != nil {
		return fmt.Errorf("dismiss a reply: %w", err)
	}
	return nil
}
