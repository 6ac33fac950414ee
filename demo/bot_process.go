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
	"time"

	"leanon/machine"
	"leanon/playground"
)

// botProcess is the bot's process, seen from the demo.
type botProcess struct {
	cmd   *exec.Cmd
	pipes []io.Closer   // the demo's ends of all three
	ready chan struct{} // closed once it is connected and its commands are registered
	ended chan struct{} // closed once the process is gone

	mu      sync.Mutex
	orders  *json.Encoder
	lastID  int
	answers map[int]chan report
}

var (
	errBotGone = playground.Told{Key: "error.not-running"}
	errBotSlow = errors.New("the bot did not end in time and was killed")
)

// startBot starts a bot's process and returns before the bot is ready. command is the
// program and its arguments; log is given each line of the bot's log.
func startBot(command []string, start botSettings, log func(line string)) (*botProcess, error) {
	cmd := exec.Command(command[0], command[1:]...)
	cmd.SysProcAttr = machine.ChildAlone()
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
	c := &botProcess{cmd: cmd, pipes: []io.Closer{in, out, lines}, orders: json.NewEncoder(in), ready: make(chan struct{}), ended: make(chan struct{}), answers: map[int]chan report{}}
	var reading sync.WaitGroup
	reading.Go(func() { c.listen(out) })
	reading.Go(func() {
		for s := bufio.NewScanner(lines); s.Scan(); {
			log(s.Text())
		}
	})
	go func() {
		reading.Wait()
		_ = cmd.Wait() // the log says how it ended
		close(c.ended)
	}()
	if err := c.send(order{Start: &start}); err != nil {
		c.kill()
		return nil, fmt.Errorf("start the bot: %w", err)
	}
	return c, nil
}

// listen hands each report to whoever waits for it, until the process ends.
func (c *botProcess) listen(out io.Reader) {
	for reports := json.NewDecoder(out); ; {
		var r report
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

func (c *botProcess) send(o order) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.orders.Encode(o)
}

// moveClock moves the bot's clock to a shift and waits until the bot has done what is
// due then. The report says what is due next.
func (c *botProcess) moveClock(ctx context.Context, shift time.Duration) (report, error) {
	answer := make(chan report, 1)
	c.mu.Lock()
	c.lastID++
	id := c.lastID
	c.answers[id] = answer
	err := c.orders.Encode(order{ID: id, At: shift})
	c.mu.Unlock()
	if err != nil {
		return report{}, errBotGone
	}
	select {
	case r := <-answer:
		if r.Error != "" {
			return r, errors.New(r.Error)
		}
		return r, nil
	case <-c.ended:
		return report{}, errBotGone
	case <-ctx.Done():
		return report{}, ctx.Err()
	}
}

// stop ends the bot in good order, as a host does. It kills a bot that is still there
// after 20 s, which is ten more than the bot gives itself.
func (c *botProcess) stop() error {
	if c.send(order{Stop: true}) != nil {
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

// kill ends the bot at once, as kill -9 does, and waits until the process is gone.
func (c *botProcess) kill() {
	_ = c.cmd.Process.Kill() // an error means that it has ended by itself
	<-c.ended
}

// runs returns whether the process is there.
func (c *botProcess) runs() bool {
	select {
	case <-c.ended:
		return false
	default:
		return true
	}
}
