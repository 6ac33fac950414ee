package stories

import (
	"context"
	"slices"
	"strings"
	"testing"

	"leanon/playground"
)

// With the real Litestream and the configuration that is shipped, kill -9 and a lost disk in
// the middle of an evening take along what was written after the last second was replicated.
// What that means is what this story says. Nothing comes twice, and nobody who left before
// is written to.
func TestALostMachineTakesItsLastSecondAlong(t *testing.T) {
	t.Parallel()
	for where, bucket := range map[string]bool{"a directory": false, "a bucket": true} {
		t.Run(where, func(t *testing.T) {
			t.Parallel()
			m := newMachine(t, bucket)
			e := m.evening()
			m.dies()
			e.goesOn(m)
			m.staysInItsReplica()
		})
	}
}

// pairOf are two people.
type pairOf struct{ a, b *soul }

// evening is what each couple was in the middle of.
type evening struct {
	read, owed, unknown, left, forgot                  pairOf // before the last second
	lostNote, lostAnswer, lostWords, lostLeave         pairOf // in it
	readNote, owedNote, unknownNote, answered, written need
	sent, arrived                                      playground.Message // the note of the last second, for its writer and its reader
	words                                              string             // that were written to the bot in it
}

// evening lets everybody do what they do, until the machine dies.
func (m *machine) evening() *evening {
	m.t.Helper()
	e := &evening{}
	for _, p := range []*pairOf{&e.read, &e.owed, &e.unknown, &e.left, &e.forgot, &e.lostNote, &e.lostAnswer, &e.lostWords, &e.lostLeave} {
		*p = m.pairs()
	}
	e.readNote, _ = m.sends(e.read)
	var waits playground.Message
	e.answered, waits = m.sends(e.lostAnswer)
	m.part(e.left.a, e.left.b, true)
	m.part(e.forgot.a, e.forgot.b, false)
	e.unknownNote = m.sendsInto(unheard, e.unknown)
	e.owedNote = m.sendsInto(unsent, e.owed)
	m.isReplicated()

	e.written, e.arrived = m.sends(e.lostNote)
	e.sent = m.sent
	note, ok := e.lostAnswer.b.presses(waits, "open")
	if ok {
		ok = e.lostAnswer.b.answers(*note.Message, "") && e.lostAnswer.a.hears("")
	}
	m.part(e.lostLeave.a, e.lostLeave.b, true)
	e.words = e.lostWords.a.writes()
	if _, came := e.lostWords.a.drafts([]string{e.words}); !ok || !came {
		m.t.Fatalf("what is to be lost did not come: %v %v", m.lost, m.wrong)
	}
	return e
}

// goesOn is what they find on the other machine, before and after they say that they still
// agree.
func (e *evening) goesOn(m *machine) {
	m.t.Helper()
	gone := []*soul{e.left.a, e.left.b, e.forgot.a, e.forgot.b}
	had := m.counted()
	m.startsElsewhere()
	asked := map[*soul]playground.Message{}
	for _, s := range m.souls {
		if !slices.Contains(gone, s) {
			asked[s] = s.isAsked()
		}
	}
	m.settles()
	for _, s := range m.souls {
		for _, c := range s.fromBot()[had[s]:] {
			// What they wrote to the bot themselves in the last second is read again.
			if own := strings.Contains(c.Content, "walk-") && about(c, "discard") != ""; slices.Contains(gone, s) || c.ID != asked[s].ID && !own {
				m.complain("%s is written to before they agreed again: %q", s.name, c.Content)
			}
		}
	}
	// Who left in the last second is in it again, and leaves again.
	m.part(e.lostLeave.a, e.lostLeave.b, true)
	for s, question := range asked {
		if s != e.lostLeave.a && s != e.lostLeave.b {
			s.press(question, "consent-keep", "Kept.")
		}
	}
	// What was replicated goes on.
	m.comesOnce(e.read.b, e.readNote)
	m.comesOnce(e.unknown.b, e.unknownNote)
	m.comesOnce(e.owed.b, e.owedNote)
	// The note of the last second is to be written again: what came of it opens nothing.
	if r, ok := e.lostNote.b.presses(e.arrived, "open"); ok {
		e.lostNote.b.reads(r, "no longer does anything")
	}
	if r, ok := e.lostNote.a.presses(e.sent, "withdraw"); ok {
		e.lostNote.a.reads(r, "no longer does anything")
	}
	m.sends(e.lostNote)
	// The answer is to be given again, and what was written to the bot is read again.
	e.lostAnswer.b.runs("needs", nil, "waits for your answer")
	first := e.words
	e.lostWords.a.sees("the draft "+first+" once more", func(n playground.Message) bool {
		return strings.Contains(n.Content, first) && about(n, "discard") != "" && e.lostWords.a.fresh(n)
	})
	m.settles()
}

// Litestream begins the database's log anew where the bot would, and writes to it. After a
// crash that log is the database's own all the same: nothing that was acknowledged is lost.
func TestACrashBesideLitestreamLosesNothing(t *testing.T) {
	t.Parallel()
	m := newMachine(t, false, func(l *replicaOf) { l.restless = true })
	p := m.pairs()
	for range 10 {
		p.a, p.b = p.b, p.a // neither may send so many on one day
		held, taken := m.sends(p)
		p.b.press(taken, "open", held.words)
		m.crashes()
		note, ok := p.b.does("open it again", func(ctx context.Context) (playground.Response, error) {
			return p.b.PressStale(ctx, taken, customIDOf(taken, "open"))
		})
		if ok && p.b.reads(note, held.words) && p.b.answers(*note.Message, "") {
			p.a.hears("")
		}
		m.mustBeWell()
	}
	m.settles()
}
