package demo

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// demoChild is the demo's hold on its bot's process.
type demoChild struct {
	cmd   *exec.Cmd
	pipes []io.Closer   // the demo's ends of all three
	ready chan struct{} // closed once it is connected and its commands are registered
	ended chan struct{} // closed once the process is gone

	mu      sync.Mutex
	orders  *json.Encoder
	lastID  int
	answers map[int]chan demoReport
}

var (
	errBotGone = errors.New("the bot is not running")
	errBotSlow = errors.New("the bot did not end in time and was killed")
)

// startDemoBot starts a bot. command is the program and its arguments; lines of
// the bot's log go to log as they come.
func startDemoBot(command []string, start demoStart, log func(line string)) (*demoChild, error) {
	cmd := exec.Command(command[0], command[1:]...)
	// A process group of its own: Ctrl+C at the terminal is for the demo, which
	// then ends its bot in good order.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	in, err := cmd.StdinPipe()
	if err != nil {
		return nil, fmt.Errorf("start the bot: %w", err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, fmt.Errorf("start the bot: %w", err)
	}
	lines, err := cmd.StderrPipe()
	if err != nil {
		return nil, fmt.Errorf("start the bot: %w", err)
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the bot: %w", err)
	}
	c := &demoChild{cmd: cmd, pipes: []io.Closer{in, out, lines}, orders: json.NewEncoder(in), ready: make(chan struct{}), ended: make(chan struct{}), answers: map[int]chan demoReport{}}
	var reading sync.WaitGroup
	reading.Go(func() { c.listen(out) })
	reading.Go(func() {
		for s := bufio.NewScanner(lines); s.Scan(); {
			log(s.Text())
		}
	})
	go func() {
		reading.Wait()
		_ = cmd.Wait() // how it ended shows in its log
		close(c.ended)
	}()
	if err := c.order(demoOrder{Start: &start}); err != nil {
		c.kill()
		return nil, fmt.Errorf("start the bot: %w", err)
	}
	return c, nil
}

// listen takes reports until the process ends.
func (c *demoChild) listen(out io.Reader) {
	for reports := json.NewDecoder(out); ; {
		var r demoReport
		if reports.Decode(&r) != nil {
			_, _ = io.Copy(io.Discard, out)
			return
		}
		if r.Ready {
			close(c.ready)
			continue
		}
		c.mu.Lock()
		answer := c.answers[r.ID]
		delete(c.answers, r.ID)
		c.mu.Unlock()
		if answer != nil {
			answer <- r
		}
	}
}

func (c *demoChild) order(o demoOrder) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.orders.Encode(o)
}

// at sets the bot's clock, lets what is due then happen, and tells what is next.
func (c *demoChild) at(ctx context.Context, shift time.Duration) (demoReport, error) {
	answer := make(chan demoReport, 1)
	c.mu.Lock()
	c.lastID++
	id := c.lastID
	c.answers[id] = answer
	err := c.orders.Encode(demoOrder{ID: id, At: shift})
	c.mu.Unlock()
	if err != nil {
		return demoReport{}, errBotGone
	}
	select {
	case r := <-answer:
		if r.Error != "" {
			return r, errors.New(r.Error)
		}
		return r, nil
	case <-c.ended:
		return demoReport{}, errBotGone
	case <-ctx.Done():
		return demoReport{}, ctx.Err()
	}
}

// stop ends the bot in good order, as a host does; a bot that takes longer than
// ten seconds more than its own deadline is killed.
func (c *demoChild) stop() error {
	if c.order(demoOrder{Stop: true}) != nil {
		<-c.ended
		return nil
	}
	late := time.NewTimer(20 * time.Second)
	defer late.Stop()
	select {
	case <-c.ended:
		return nil
	case <-late.C:
		c.kill()
		return errBotSlow
	}
}

// kill ends the bot at once, wherever it is: kill -9.
func (c *demoChild) kill() {
	_ = c.cmd.Process.Kill() // it may have ended by itself
	<-c.ended
}

// runs says whether the process is there.
func (c *demoChild) runs() bool {
	select {
	case <-c.ended:
		return false
	default:
		return true
	}
}
