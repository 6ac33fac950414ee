package stories

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"leanon/playground"
)

// talk lets couples who are not asked speak to one another, 20 presses a second.
func (f *fan) talk(ctx context.Context, b *testing.B) {
	var couples []*talkingCouple
	for i := range fanTalking {
		at := *fanAsked + 2*i
		couples = append(couples, &talkingCouple{f: f, a: f.people[at], b: f.people[at+1], free: make(chan struct{}, 1)})
		couples[i].free <- struct{}{}
	}
	var acting sync.WaitGroup
	defer acting.Wait()
	tick := time.NewTicker(time.Second / fanPresses)
	defer tick.Stop()
	for next := 0; ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		for range couples {
			c := couples[next%len(couples)]
			next++
			select {
			case <-c.free:
				acting.Go(func() {
					if err := c.step(ctx); err != nil && ctx.Err() == nil {
						b.Errorf("step %d: %v", c.at, err)
						return // it stays out of the game
					}
					c.free <- struct{}{}
				})
			default:
				continue
			}
			break
		}
	}
}

// talkingCouple goes through one exchange after the other, press by press: a need, its
// note, an answer.
type talkingCouple struct {
	f    *fan
	a, b *playground.Person
	at   int
	last playground.Response
	free chan struct{}
}

func (c *talkingCouple) step(ctx context.Context) (err error) {
	act := func(do func() (playground.Response, error)) {
		began := time.Now()
		c.last, err = do()
		took := time.Since(began)
		c.f.mu.Lock()
		defer c.f.mu.Unlock()
		c.f.acks = append(c.f.acks, took)
	}
	// relayed acts, and waits for what reaches the other.
	relayed := func(to *playground.Person, do func() (playground.Response, error)) {
		arrives := make(chan time.Time, 1)
		c.f.mu.Lock()
		c.f.waited[to.DM().ID] = arrives
		c.f.mu.Unlock()
		began := time.Now()
		act(do)
		if err != nil {
			return
		}
		select {
		case at := <-arrives:
			c.f.mu.Lock()
			defer c.f.mu.Unlock()
			c.f.notes = append(c.f.notes, at.Sub(began))
		case <-ctx.Done():
		}
	}
	press := func(p *playground.Person, label string) func() (playground.Response, error) {
		return func() (playground.Response, error) {
			for _, m := range slices.Backward(p.Messages()) {
				for _, row := range m.Components {
					for _, one := range row {
						if strings.HasPrefix(one.Label, label) && !one.Disabled {
							return p.Press(ctx, m, one.CustomID)
						}
					}
				}
			}
			return playground.Response{}, fmt.Errorf("no button %q", label)
		}
	}
	switch c.at {
	case 0:
		act(func() (playground.Response, error) {
			return c.a.Command(ctx, c.a.DM(), "need", map[string]string{"text": "I miss our walks"})
		})
	case 1:
		relayed(c.b, press(c.a, "Send to"))
	case 2:
		act(press(c.b, "Open"))
	case 3:
		relayed(c.a, press(c.b, "I hear you"))
	}
	c.at = (c.at + 1) % 4
	return err
}
