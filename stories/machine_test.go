package stories

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"leanon/playground"
)

// machine is one that can be lost: the ordeal's Discord, people and bot without its weather,
// and Litestream beside the bot.
type machine struct {
	*ordeal
	replica *replicaOf
	traps   []*trap            // hold messages that are under way
	sent    playground.Message // what whoever sent last reads
}

func newMachine(t *testing.T, bucket bool, change ...func(*replicaOf)) *machine {
	t.Helper()
	m := &machine{replica: newReplica(t, bucket)}
	for _, f := range change {
		f(m.replica)
	}
	m.ordeal = newOrdeal(t, 0)
	m.replica.begins(m.data()) // before there is a database, as with the unit
	m.start()
	m.connects()
	if !m.await(func() bool { return len(m.discord.Commands()) > 0 }) {
		t.Fatalf("no commands; the end of the log:\n%s", tail(m.log.String()))
	}
	t.Cleanup(m.judges)
	return m
}

// data is the data directory of the machine that lives.
func (m *machine) data() string { return filepath.Join(m.dir, "data") }

// pairs adds a couple.
func (m *machine) pairs() pairOf {
	m.t.Helper()
	server := m.discord.AddGuild("Home")
	var both [2]*soul
	for i, name := range []string{"Anabel", "Benedict"} {
		s := &soul{o: m.ordeal, name: fmt.Sprintf("%s%c", name, 'K'+len(m.souls)/2), accounted: map[string]string{}, together: map[string]bool{}, readable: map[string]int{}}
		s.Person = m.discord.AddPerson(s.name)
		server.Join(s.Person)
		m.souls, both[i] = append(m.souls, s), s
	}
	both[0].pairs(both[1], false)
	m.mustBeWell()
	return pairOf{both[0], both[1]}
}

// mustBeWell ends the story if anything was lost or wrong so far.
func (m *machine) mustBeWell() {
	m.t.Helper()
	if len(m.lost)+len(m.wrong) > 0 {
		m.t.Fatalf("lost %v, wrong %v; the end of the log:\n%s", m.lost, m.wrong, tail(m.log.String()))
	}
}

// sends lets one send the other a note, and returns what came of it.
func (m *machine) sends(p pairOf) (need, playground.Message) {
	m.t.Helper()
	words := m.new("need")
	draft := p.a.runs("need", map[string]string{"text": words}, words)
	n := need{about(draft, "send"), words}
	r, ok := p.a.presses(draft, "send")
	if ok {
		m.sent = *r.Message
	}
	note, _ := p.b.sees("the note "+words, func(c playground.Message) bool { return about(c, "open") == n.id })
	m.mustBeWell()
	return n, note
}

// sendsInto lets one send the other a note that is held under way until the machine is lost.
func (m *machine) sendsInto(kind trapKind, p pairOf) need {
	m.t.Helper()
	if len(m.traps) == 0 {
		m.settles()
	}
	t := newTrap(kind, func() {})
	m.weather.mu.Lock()
	m.weather.trap = t
	m.weather.mu.Unlock()
	m.traps = append(m.traps, t)
	sent, _ := p.a.asksByCommand()
	m.mustBeWell()
	<-t.caught
	return sent[0]
}

// settles waits until nothing is owed that can go.
func (m *machine) settles() {
	m.t.Helper()
	if !m.await(m.settled) {
		m.t.Fatalf("the bot still owes something; the end of the log:\n%s", tail(m.log.String()))
	}
}

// isReplicated waits until the replica has all that was written, and is the end of
// Litestream: what follows is the second that is lost.
func (m *machine) isReplicated() {
	m.t.Helper()
	m.replica.catchesUp()
	m.replica.dies()
}

// dies is the end of the machine: kill -9, and the disk is gone. The key is kept elsewhere.
func (m *machine) dies() {
	m.t.Helper()
	key, err := os.ReadFile(filepath.Join(m.data(), "leanon.key"))
	if err != nil {
		m.t.Fatal(err)
	}
	m.kill()
	for _, t := range m.traps {
		t.release()
	}
	if !m.await(m.weather.quiet) {
		m.t.Fatal("requests of a bot that is dead are still under way")
	}
	if err := os.RemoveAll(m.data()); err != nil {
		m.t.Fatal(err)
	}
	m.dir = m.t.TempDir()
	if err := os.Mkdir(m.data(), 0o700); err != nil {
		m.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(m.data(), "leanon.key"), key, 0o600); err != nil {
		m.t.Fatal(err)
	}
}

// crashes ends both programs at once, where they are, and starts them on the same disk.
func (m *machine) crashes() {
	m.t.Helper()
	ends := []func(){m.kill, m.replica.dies}
	if rand.IntN(2) == 0 {
		slices.Reverse(ends)
	}
	ends[0]()
	ends[1]()
	m.replica.begins(m.data())
	m.start()
	m.connects()
}

// startsElsewhere does what docs/moving-on.md says to do on the new machine.
func (m *machine) startsElsewhere() {
	m.t.Helper()
	file := filepath.Join(m.dir, "replica.db")
	m.replica.restores(m.data(), file)
	said, err := m.leanon("restore", file)
	if err == nil || !strings.Contains(said, "--ask-again") {
		m.t.Errorf("restore without the list of what ended: got %q, %v, want that it is refused", said, err)
	}
	said, err = m.leanon("restore", "--ask-again", file)
	if err != nil || !strings.Contains(said, "Each partner is asked privately") {
		m.t.Fatalf("restore: got %q, %v", said, err)
	}
	m.replica.begins(m.data())
	m.start()
	m.connects()
}

// leanon runs a command of a host's on the machine that lives.
func (m *machine) leanon(args ...string) (said string, err error) {
	m.t.Helper()
	c := exec.Command(builtProgram(m.t), args...)
	c.Dir, c.Env = m.dir, []string{"LEANON_DATA=" + m.data()}
	out, err := c.CombinedOutput()
	return string(out), err
}

// counted is how many messages each has of the bot.
func (m *machine) counted() map[*soul]int {
	all := map[*soul]int{}
	for _, s := range m.souls {
		all[s] = len(s.fromBot())
	}
	return all
}

// isAsked waits for the question whether they still agree.
func (s *soul) isAsked() playground.Message {
	q, _ := s.sees("the question whether they still agree", func(q playground.Message) bool {
		return about(q, "consent-keep") != "" && strings.Contains(q.Content, "I was put back from a backup")
	})
	return q
}

// runs reads what a command answers.
func (s *soul) runs(command string, options map[string]string, says string) playground.Message {
	r, ok := s.does(command, func(ctx context.Context) (playground.Response, error) {
		return s.Command(ctx, s.DM(), command, options)
	})
	if !ok || !s.reads(r, says) {
		return playground.Message{}
	}
	return *r.Message
}

// comesOnce waits for a note, and lets it be opened.
func (m *machine) comesOnce(reader *soul, n need) {
	m.t.Helper()
	note, ok := reader.meets("the note "+n.words, func(c playground.Message) bool { return about(c, "open") == n.id })
	if !ok {
		return
	}
	reader.accounts(note, "the note "+n.words)
	reader.press(note, "open", n.words)
}

// judges complains of doubled messages, of what the log must not say, and of all else.
func (m *machine) judges() {
	for _, s := range m.souls {
		marks := map[string]string{}
		for _, c := range s.fromBot() {
			if first, again := marks[markOf(c)]; again {
				m.complain("%s sees the same notice in two messages: %q and %q", s.name, first, c.Content)
			}
			marks[markOf(c)] = c.Content
		}
	}
	for _, bad := range []string{"DATA RACE", "panic", "given up", "kept aside", "Anabel", "Benedict", "need-0", "walk-0", m.discord.Token()} {
		if strings.Contains(m.log.String(), bad) {
			m.complain("the log says %q", bad)
		}
	}
	for _, one := range slices.Concat(m.lost, m.wrong) {
		m.t.Error(one)
	}
	if m.t.Failed() {
		m.t.Logf("the end of the log:\n%s\nLitestream:\n%s", tail(m.log.String()), m.replica.log.String())
	}
}

// staysInItsReplica lets the evening go on, stops both programs in good order, and wants the
// replica to be the database then.
func (m *machine) staysInItsReplica() {
	m.t.Helper()
	late := m.pairs()
	m.sends(late)
	m.settles()
	m.replica.catchesUp() // it looks at the database a second after it began
	m.stop()
	m.replica.stops()
	file := filepath.Join(m.dir, "again.db")
	m.replica.restores(m.data(), file)
	got, want := m.replica.rows(file), m.replica.rows(filepath.Join(m.data(), "leanon.db"))
	for _, table := range slices.Sorted(maps.Keys(want)) {
		if got[table] != want[table] {
			m.complain("the replica differs from the database in %s", table)
		}
	}
}
