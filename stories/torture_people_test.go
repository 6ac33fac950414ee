package stories

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"time"

	"leanon/playground"
)

// soul is one of the people. As people do, they repeat whatever got no answer.
type soul struct {
	o    *ordeal
	name string
	*playground.Person

	mu        sync.Mutex
	accounted map[string]string // by message id: as what it was awaited
	together  map[string]bool   // the needs that came together with another
	readable  map[string]int    // by what was written: how often their chat could not be read before
	day       int64             // on which they sent
	sent      int               // notes and thank-yous
}

// pair makes the couples, before anything goes wrong. In every third couple one of the
// two reads notes in full.
func (o *ordeal) pair() {
	o.t.Helper()
	server := o.discord.AddGuild("Home")
	for i := range 2*torturedCouples + 6 {
		s := &soul{o: o, name: fmt.Sprintf("%s%c", []string{"Anabel", "Benedict"}[i%2], 'K'+i/2), accounted: map[string]string{}, together: map[string]bool{}, readable: map[string]int{}}
		s.Person = o.discord.AddPerson(s.name)
		server.Join(s.Person)
		o.souls = append(o.souls, s)
	}
	o.start()
	o.connects()
	if !o.await(func() bool { return len(o.discord.Commands()) > 0 }) {
		o.t.Fatalf("no commands; the end of the log:\n%s", tail(o.log.String()))
	}
	var all sync.WaitGroup
	for i := 0; i < len(o.souls); i += 2 {
		all.Go(func() { o.souls[i].pairs(o.souls[i+1], i%6 == 0) })
	}
	all.Wait()
	o.plansOlder(o.souls[2*torturedCouples:])
	o.souls = o.souls[:2*torturedCouples]
	if len(o.lost)+len(o.wrong) > 0 {
		o.t.Fatalf("the couples did not pair: %v %v; the end of the log:\n%s", o.lost, o.wrong, tail(o.log.String()))
	}
}

func (s *soul) pairs(partner *soul, full bool) {
	r, ok := s.does("pair", func(ctx context.Context) (playground.Response, error) {
		return s.Command(ctx, s.DM(), "pair", map[string]string{"partner": partner.ID})
	})
	if !ok || !s.press(*r.Message, "send-invite", "") {
		return
	}
	m, ok := partner.sees("an invitation", func(m playground.Message) bool { return about(m, "accept-facts") != "" })
	if !ok {
		return
	}
	if r, ok = partner.presses(m, "accept-facts"); !ok || !partner.press(*r.Message, "agree", "") {
		return
	}
	for _, p := range []*soul{s, partner} {
		p.sees("a welcome", func(m playground.Message) bool { return strings.Contains(m.Content, bothAgreed) })
	}
	if !full {
		return
	}
	r, ok = partner.does("settings", func(ctx context.Context) (playground.Response, error) {
		return partner.Command(ctx, partner.DM(), "settings", nil)
	})
	if ok {
		partner.does("full notes", func(ctx context.Context) (playground.Response, error) {
			return partner.Choose(ctx, *r.Message, "set-notes", "full")
		})
	}
}

// fromBot is what the bot sent, oldest first: what came as a passing reply is not
// owed, and not counted.
func (s *soul) fromBot() []playground.Message {
	return slices.DeleteFunc(s.Messages(), func(m playground.Message) bool { return m.AuthorID == s.ID || m.Ephemeral })
}

// finds the oldest message that fits.
func (s *soul) finds(fits func(playground.Message) bool) (playground.Message, bool) {
	seen := s.fromBot()
	if at := slices.IndexFunc(seen, fits); at >= 0 {
		return seen[at], true
	}
	return playground.Message{}, false
}

// sees waits for a message and accounts for it.
func (s *soul) sees(what string, fits func(playground.Message) bool) (playground.Message, bool) {
	m, ok := s.meets(what, fits)
	if ok {
		s.accounts(m, what)
	}
	return m, ok
}

// meets waits for a message.
func (s *soul) meets(what string, fits func(playground.Message) bool) (m playground.Message, ok bool) {
	if !s.o.await(func() bool { m, ok = s.finds(fits); return ok }) {
		s.o.loses("%s waits for %s", s.name, what)
	}
	return m, ok
}

func (s *soul) accounts(m playground.Message, what string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.accounted[m.ID] = what
}

// fresh says whether nobody waited for the message so far.
func (s *soul) fresh(m playground.Message) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.accounted[m.ID] == ""
}

// does something until there is an answer to it.
func (s *soul) does(what string, act func(context.Context) (playground.Response, error)) (playground.Response, bool) {
	for last := time.Now().Add(endurance); time.Now().Before(last); s.o.repeated.Add(1) {
		if !s.o.await(s.o.discord.Gateway().Connected) {
			break
		}
		s.o.mu.Lock()
		life := s.o.life
		s.o.mu.Unlock()
		r, err := act(life)
		switch {
		case errors.Is(err, playground.ErrNoResponse), errors.Is(err, errKilled):
			continue
		case err != nil:
			s.o.complain("%s cannot %s: %v", s.name, what, err)
			return r, false
		case r.Message != nil && strings.Contains(r.Message.Content, "Something broke"):
			s.o.complain("%s reads to %s: %s", s.name, what, r.Message.Content)
		}
		s.o.acknowledged.Add(1)
		return r, true
	}
	s.o.loses("%s gets no answer to %s", s.name, what)
	return playground.Response{}, false
}

// presses a button, now and then twice at once; it may be gone by the second time.
func (s *soul) presses(m playground.Message, button string) (playground.Response, bool) {
	id := customIDOf(m, button)
	if id == "" {
		s.o.complain("%s finds no button %s on %q", s.name, button, m.Content)
		return playground.Response{}, false
	}
	return s.does("press "+button, func(ctx context.Context) (playground.Response, error) {
		if rand.IntN(8) > 0 {
			return s.PressStale(ctx, m, id)
		}
		var twin sync.WaitGroup
		twin.Go(func() { _, _ = s.PressStale(ctx, m, id) })
		defer twin.Wait()
		return s.PressStale(ctx, m, id)
	})
}

// press is presses where the answer has to say something.
func (s *soul) press(m playground.Message, button, says string) bool {
	r, ok := s.presses(m, button)
	return ok && s.reads(r, says)
}

func (s *soul) reads(r playground.Response, says ...string) bool {
	if r.Message != nil && slices.ContainsFunc(says, func(words string) bool { return strings.Contains(r.Message.Content, words) }) {
		return true
	}
	s.o.complain("%s reads %+v, want %q", s.name, r.Message, says)
	return false
}

// fills the form that a button opens, again and again until there is an answer.
func (s *soul) fills(m playground.Message, button, field, words string, says ...string) bool {
	r, ok := s.presses(m, button)
	if !ok {
		return false
	}
	if r.Form == nil {
		s.o.complain("%s got no form for %s: %+v", s.name, button, r.Message)
		return false
	}
	r, ok = s.does("submit "+button, func(ctx context.Context) (playground.Response, error) {
		return s.Submit(ctx, *r.Form, map[string]string{field: words})
	})
	return ok && s.reads(r, says...)
}

// customIDOf is the custom id of a message's button, by its action.
func customIDOf(m playground.Message, action string) string {
	for _, row := range m.Components {
		for _, c := range row {
			name, _, _ := strings.Cut(c.CustomID, ".")
			if name == action || strings.HasPrefix(name, action+":") {
				return c.CustomID
			}
		}
	}
	return ""
}

// about is what a message's button is about: the id after its action, or "-"
// where it has none; "" where there is no such button.
func about(m playground.Message, action string) string {
	id, _, _ := strings.Cut(customIDOf(m, action), ".")
	if id == action {
		return "-"
	}
	return strings.TrimPrefix(id, action+":")
}

// new is a text that nobody wrote before.
func (o *ordeal) new(kind string) string {
	return fmt.Sprintf("%s-%06d", kind, o.words.Add(1))
}

// writes a plain message and waits for nothing.
func (s *soul) writes() string {
	words := s.o.new("walk")
	if home := s.fromBot(); len(home) > 0 {
		s.mu.Lock()
		s.readable[words] = s.o.weather.unreadings(home[0].ChannelID)
		s.mu.Unlock()
	}
	if _, err := s.Write(words); err != nil {
		s.o.complain("%s cannot write: %v", s.name, err)
	}
	s.o.owed.Add(1)
	return words
}

// drafts waits for the previews of messages.
func (s *soul) drafts(wrote []string) (all []playground.Message, ok bool) {
	var firsts []playground.Message
	for _, words := range wrote {
		m, ok := s.sees("the draft "+words, func(m playground.Message) bool {
			return strings.Contains(m.Content, words) && (about(m, "discard") != "" || about(m, "own-note") != "")
		})
		firsts = append(firsts, m)
		if ok && about(m, "own-note") != "" { // a note waits, so they are asked whether it is the answer
			m, ok = s.owns(m, words)
		}
		if !ok {
			return nil, false
		}
		all = append(all, m)
	}
	s.judgesOrder(wrote, firsts)
	return all, true
}

// judgesOrder complains of previews, or questions in their place, that do not come in the
// order of what was written. One that Discord refused holds up none that it did not refuse,
// so those may come before it. Where Discord does not let a chat be read, what was written
// while the bot was away comes after what it hears meanwhile.
func (s *soul) judgesOrder(wrote []string, firsts []playground.Message) {
	s.mu.Lock()
	readable := s.readable[wrote[0]]
	s.mu.Unlock()
	for i, m := range firsts {
		if s.o.weather.unreadings(m.ChannelID) > readable {
			return
		}
		for j, later := range firsts[i+1:] {
			first, second := s.o.heldUp(m, wrote[i]), s.o.weather.wasRefused(markOf(later))
			if older(later, m) && (!first || second) {
				s.o.complain("%s sees the draft %s (%d of %d) before that of what they wrote before: refused %v, %v; written before a copy came back: %v",
					s.name, wrote[i+1+j], i+2+j, len(wrote), first, second, s.o.older.predates(wrote[i]))
			}
		}
	}
}

// older compares two messages by their ids, which grow.
func older(a, b playground.Message) bool {
	return len(a.ID) < len(b.ID) || len(a.ID) == len(b.ID) && a.ID < b.ID
}

// discards what they wrote, once there are drafts of it.
func (s *soul) discards(wrote []string) {
	all, ok := s.drafts(wrote)
	if !ok {
		return
	}
	for _, m := range all {
		s.discard(m)
	}
}

// discard throws a draft away. Whoever presses again finds it gone.
func (s *soul) discard(draft playground.Message) bool {
	r, ok := s.presses(draft, "discard")
	return ok && s.reads(r, "Discarded", "no longer does anything")
}

// need is one that was sent.
type need struct{ id, words string }

// ask lets one partner ask the other, time and again.
func (o *ordeal) ask(a, b *soul) {
	for o.going() {
		how, many := rand.IntN(5), 1
		if how == 0 {
			many = 2
		}
		if !a.waits(many) || !o.asks(a, b, how, many) {
			return // what is lost is told already
		}
	}
}

// asks lets one ask the other and all that follows be said.
func (o *ordeal) asks(a, b *soul, how, many int) (ok bool) {
	o.calm.RLock()
	defer o.calm.RUnlock()
	if o.older.back {
		many = 1 // of the three that may be open, two may be so since then
	}
	var sent []need
	if how < 3 {
		sent, ok = a.asksByMessage(many)
	} else {
		sent, ok = a.asksByCommand()
	}
	for _, n := range sent {
		ok = ok && o.exchange(a, b, n, len(sent) > 1)
	}
	return ok
}

func (s *soul) asksByCommand() ([]need, bool) {
	words := s.o.new("need")
	r, ok := s.does("ask", func(ctx context.Context) (playground.Response, error) {
		return s.Command(ctx, s.DM(), "need", map[string]string{"text": words})
	})
	if !ok || !s.reads(r, words) {
		return nil, false
	}
	n := need{about(*r.Message, "send"), words}
	return []need{n}, s.sends(*r.Message)
}

// asksByMessage writes plain messages in one go, and one more to throw away, and
// then sends them.
func (s *soul) asksByMessage(n int) (sent []need, ok bool) {
	wrote := make([]string, n+1)
	for i := range wrote {
		wrote[i] = s.writes()
	}
	all, ok := s.drafts(wrote)
	if !ok || !s.discard(all[n]) {
		return nil, false
	}
	for i, m := range all[:n] {
		sent = append(sent, need{about(m, "send"), wrote[i]})
		if !s.sends(m) {
			return sent, false
		}
	}
	return sent, true
}

// sends a draft: from here on its note is owed.
func (s *soul) sends(draft playground.Message) bool {
	if !s.press(draft, "send", "Sent. It waits") {
		return false
	}
	s.o.owed.Add(1)
	return true
}

// exchange is what follows after Send, to the thank-you.
func (o *ordeal) exchange(a, b *soul, n need, withLine bool) bool {
	note, ok := b.opens(n)
	if !ok {
		return false
	}
	line := ""
	if withLine || rand.IntN(3) > 0 {
		line = o.new("line")
	}
	if !b.answers(note, line) {
		return false
	}
	o.owed.Add(2) // the answer, and the follow-up after it
	if !a.hears(line) {
		return false
	}
	follow, ok := a.sees("the follow-up of "+n.words, func(m playground.Message) bool { return about(m, "reached-yes") == n.id })
	if !ok {
		return false
	}
	r, ok := a.presses(follow, "reached-yes")
	if !ok || !a.reads(r, "I'm glad") {
		return false
	}
	return rand.IntN(2) == 0 || !a.takes(1) || o.thank(a, b, *r.Message, n.id)
}

// answers a note that is open: with one press, or with a line in a form.
func (s *soul) answers(note playground.Message, line string) bool {
	if line == "" {
		return s.press(note, []string{"say-heard", "say-cannot"}[rand.IntN(2)], "You said")
	}
	more, ok := s.presses(note, "more-answers")
	if !ok || more.Message == nil {
		return false
	}
	return s.fills(*more.Message, []string{"own-words", "say-part"}[rand.IntN(2)], "line", line, "You answered:", "You said **yes to part of it**")
}

func (o *ordeal) thank(a, b *soul, glad playground.Message, id string) bool {
	thanks := o.new("thanks")
	if !a.fills(glad, "thank", "words", thanks, "on its way", "It is closed now") {
		return false
	}
	o.owed.Add(1)
	m, ok := b.sees("the thank-you "+thanks, func(m playground.Message) bool {
		return strings.Contains(m.Content, thanks) || about(m, "open-thanks") == id
	})
	if !ok || strings.Contains(m.Content, thanks) {
		return ok
	}
	return b.press(m, "open-thanks", thanks)
}

// opens the note of a need, which may be one of several in one message.
func (s *soul) opens(n need) (playground.Message, bool) {
	for {
		m, ok := s.sees("the note "+n.words, func(m playground.Message) bool {
			return strings.Contains(m.Content, n.words) || about(m, "open") == n.id || about(m, "next") == n.id
		})
		if !ok || strings.Contains(m.Content, n.words) {
			return m, ok
		}
		button := "open"
		if about(m, "next") == n.id {
			button = "next"
			s.comesTogether(n.id)
		}
		if !s.press(m, button, n.words) {
			return m, false
		}
	}
}

func (s *soul) comesTogether(id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.together[id] = true
}

// hears the answer with a line, which has to be opened first, or the one without.
func (s *soul) hears(line string) bool {
	if line == "" {
		_, ok := s.sees("an answer", func(m playground.Message) bool {
			return s.fresh(m) && (strings.Contains(m.Content, "says: **I hear you.**") || strings.Contains(m.Content, "**can't**, and hears you"))
		})
		return ok
	}
	for {
		m, ok := s.meets("the answer "+line, func(m playground.Message) bool {
			return strings.Contains(m.Content, line) || about(m, "open-answer") != ""
		})
		if !ok {
			return false
		}
		if strings.Contains(m.Content, line) {
			s.accounts(m, "the answer "+line)
			return true
		}
		if _, ok := s.presses(m, "open-answer"); !ok {
			return false
		}
	}
}
