package host

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/subtle"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"

	"leanon/machine"
)

// A bot answers `leanon health` at its door: a socket in the data directory, which only
// those can reach who may open that. Windows, and some disks that a container gets from
// elsewhere, have no such sockets. There the door is a port of this machine alone, and a
// file in its place has its address and two words: who asks says the first, and the bot
// begins its answer with the second. A door that a killed bot left behind answers nobody.

const (
	// knockWithin is how long a visitor may take to say the word.
	knockWithin = 2 * time.Second
	// visitors is how many may wait for an answer at a time; others wait for their turn.
	visitors = 4
)

// doorPath returns the same path from wherever somebody looks: whether a socket can have it
// depends on its length.
func doorPath(dir string) string {
	if whole, err := filepath.Abs(dir); err == nil {
		dir = whole
	}
	return filepath.Join(dir, "leanon.health")
}

// door is where a bot is asked how it fares.
type door struct {
	path     string
	listener net.Listener
	words    doorWords // none where the door is a socket in the data directory
	answer   func(context.Context) string
	ctx      context.Context // ends with the door
	end      context.CancelFunc
	running  sync.WaitGroup
}

// doorWords tell who may ask, and that it is this bot that answers.
type doorWords struct{ ask, answer string }

// openDoor opens the door of a bot that has locked the data directory. answer returns one
// line. If there can be none, openDoor says so in the log and returns nil.
func openDoor(dir string, answer func(context.Context) string, log *slog.Logger) *door {
	d := &door{path: doorPath(dir), answer: answer}
	d.ctx, d.end = context.WithCancel(context.Background())
	err := d.open()
	if err != nil {
		log.Warn(Command("health")+" cannot be answered", "err", Cause(err))
		return nil
	}
	d.running.Go(d.serve)
	return d
}

func (d *door) open() (err error) {
	_ = os.Remove(d.path) // what a killed bot left
	if d.listener, err = machine.ListenAt(d.path); err == nil {
		return nil
	}
	if d.listener, err = net.Listen("tcp", "127.0.0.1:0"); err != nil {
		return err
	}
	d.words = doorWords{rand.Text(), rand.Text()}
	if err = d.write(); err != nil {
		d.listener.Close()
	}
	return err
}

// write writes where the door is, and its words, for the owner of the data directory alone.
func (d *door) write() error {
	f, err := os.OpenFile(d.path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "%s %s %s\n", d.listener.Addr(), d.words.ask, d.words.answer)
	return errors.Join(err, f.Close(), machine.KeepAlone(d.path))
}

// serve lets visitors in until the door closes.
func (d *door) serve() {
	turns := make(chan struct{}, visitors)
	for {
		visitor, err := d.listener.Accept()
		if err != nil {
			return
		}
		turns <- struct{}{}
		d.running.Go(func() {
			d.meet(visitor)
			<-turns
		})
	}
}

// meet answers one visitor.
func (d *door) meet(visitor net.Conn) {
	defer visitor.Close()
	defer context.AfterFunc(d.ctx, func() { visitor.Close() })()
	if d.words.ask != "" {
		late := time.AfterFunc(knockWithin, func() { visitor.Close() })
		said, err := bufio.NewReaderSize(visitor, 64).ReadSlice('\n')
		if !late.Stop() || err != nil || subtle.ConstantTimeCompare(said, []byte(d.words.ask+"\n")) != 1 {
			return
		}
	}
	fmt.Fprintf(visitor, "%s%s\n", d.words.answer, d.answer(d.ctx)) // a line never waits for its reader
}

// close closes the door and takes it away. A nil door is closed already.
func (d *door) close() {
	if d == nil {
		return
	}
	d.end()
	d.listener.Close()
	_ = os.Remove(d.path)
	d.running.Wait()
}

// errNobody says that no bot answers at a door.
var errNobody = errors.New("no leanon is running")

// knock asks the bot of a data directory how it fares and returns what it answers. It
// fails with errNobody if none runs, and with the error of ctx if one runs and does not
// answer before that ends.
func knock(ctx context.Context, dir string) (answer string, err error) {
	network, address, words, err := findDoor(doorPath(dir))
	if err != nil {
		return "", err
	}
	var dialer net.Dialer
	bot, err := dialer.DialContext(ctx, network, address)
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "", fs.ErrPermission
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil: // a bot that was killed left the door
		return "", errNobody
	}
	defer bot.Close()
	defer context.AfterFunc(ctx, func() { bot.Close() })()
	if words.ask != "" {
		fmt.Fprintf(bot, "%s\n", words.ask)
	}
	line, err := bufio.NewReader(bot).ReadString('\n')
	answer, ours := strings.CutPrefix(strings.TrimSuffix(line, "\n"), words.answer)
	switch {
	case ctx.Err() != nil:
		return "", ctx.Err()
	case err != nil || !ours: // it ends, or another program has the port by now
		return "", errNobody
	}
	return answer, nil
}

// findDoor says where a door is.
func findDoor(path string) (network, address string, words doorWords, err error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", "", words, errNobody
	case err != nil:
		return "", "", words, Cause(err)
	case info.Mode()&fs.ModeSocket != 0:
		return "unix", path, words, nil
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return "", "", words, Cause(err)
	}
	if fields := strings.Fields(string(text)); len(fields) == 3 {
		return "tcp", fields[0], doorWords{fields[1], fields[2]}, nil
	}
	return "", "", words, errNobody // it is just being written
}
