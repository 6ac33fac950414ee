package stories

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"leanon/playground"
)

// Once in each torture the host puts back a copy of the database that was made a few outages
// earlier, at any instant. What happened since is lost by nature: notes and answers of then
// are as they were, and what people wrote since becomes a draft once more. But nobody who
// left or was forgotten since is written to, words that were withdrawn since are not to be
// read, and no message comes a second time. From then on all is judged as before.

// olderCopy is that copy, and who ended something between it and its return.
type olderCopy struct {
	copyAt, backAt int64             // before which outages
	files          map[string][]byte // the database and its log, by what their names end in
	gone           []*soul           // couples, of which the first leaves, or is forgotten
	seen           map[string]int    // by name: how many messages they had when the copy came back
	asker, reader  *soul             // a couple, one of whom withdraws a note that the other has
	sent, note     playground.Message
	words          string
	edge           int64 // words up to this number were written before the copy came back
	again          map[string]bool
	calm           chan struct{} // closed once nobody is in the middle of anything, until the copy is back
	back           bool          // the copy was put back
}

// plansOlder says when the copy is made and comes back. The couples whom that is about pair
// with the others, and a note lies there that will be withdrawn.
func (o *ordeal) plansOlder(couples []*soul) {
	o.older = olderCopy{copyAt: 1 + rand.Int64N(3), gone: couples[:4], asker: couples[4], reader: couples[5], seen: map[string]int{}, again: map[string]bool{}}
	o.older.backAt = o.older.copyAt + 2 + rand.Int64N(3)
	o.older.calm = make(chan struct{})
}

// lays sends the note that will be withdrawn.
func (o *ordeal) lays() {
	o.t.Helper()
	asker, reader := o.older.asker, o.older.reader
	o.older.words = o.new("need")
	r, ok := asker.does("ask", func(ctx context.Context) (playground.Response, error) {
		return asker.Command(ctx, asker.DM(), "need", map[string]string{"text": o.older.words})
	})
	if ok {
		r, ok = asker.presses(*r.Message, "send")
	}
	if ok {
		o.older.sent = *r.Message
		o.older.note, ok = reader.sees("the note "+o.older.words, func(m playground.Message) bool {
			return about(m, "open") != "" || strings.Contains(m.Content, o.older.words)
		})
	}
	if !ok {
		o.t.Fatalf("no note could be sent: %v %v", o.lost, o.wrong)
	}
}

// copies makes the copy while the bot is dead, maybe with a message under way, and lets
// people part after it.
func (o *ordeal) copies() {
	o.t.Helper()
	trap := o.springs([]trapKind{atRandom, unheard, unsent}[rand.IntN(3)], func() {})
	o.kill()
	trap.release()
	o.older.files = map[string][]byte{}
	for _, end := range []string{"", "-wal"} {
		raw, err := os.ReadFile(o.database() + end)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			o.t.Fatal(err)
		}
		o.older.files[end] = raw
	}
	o.start()
	o.connects()
	for i := 0; i < len(o.older.gone); i += 2 {
		o.parting.Go(func() { o.part(o.older.gone[i], o.older.gone[i+1], i == 0) })
	}
	o.parting.Go(func() {
		asker := o.older.asker
		if r, ok := asker.presses(o.older.sent, "withdraw"); ok {
			asker.reads(r, "Withdrawn.")
		}
	})
}

// part lets both write something, and one leave the other or have everything forgotten.
func (o *ordeal) part(a, b *soul, leaves bool) {
	wrote := a.writes()
	last := b.writes()
	if _, ok := a.drafts([]string{wrote}); !ok {
		return
	}
	if _, ok := b.drafts([]string{last}); !ok {
		return
	}
	command, buttons := "privacy", []string{"forget", "forget-now"}
	if leaves {
		command, buttons = "leave", []string{"leave"}
	}
	r, ok := a.does(command, func(ctx context.Context) (playground.Response, error) { return a.Command(ctx, a.DM(), command, nil) })
	for _, button := range buttons {
		if ok && r.Message != nil {
			r, ok = a.presses(*r.Message, button)
		}
	}
	if ok && a.reads(r, "Done, ", "no longer does anything", "no partner here") {
		b.sees("that it ended", func(m playground.Message) bool { return strings.Contains(m.Content, "have ended.") })
	}
}

// turnsBack makes the copy, and puts it back, where it is time.
func (o *ordeal) turnsBack() {
	o.t.Helper()
	switch o.dealt.Load() {
	case o.older.copyAt:
		o.copies()
	case o.older.backAt:
		go func() { // outages go on meanwhile, because people may need the next start
			o.parting.Wait()
			o.calm.Lock()
			close(o.older.calm)
		}()
	}
	if o.older.back {
		return
	}
	select {
	case <-o.older.calm:
		o.bringsBack()
		o.calm.Unlock()
	default:
	}
}

// bringsBack puts the copy back where nobody is in the middle of anything, as a host does
// who reads how, or who forgets that the log belongs to the other file.
func (o *ordeal) bringsBack() {
	o.t.Helper()
	o.kill()
	if !o.await(o.weather.quiet) {
		o.t.Fatal("requests of a bot that is dead are still under way")
	}
	o.putsBack(rand.IntN(2) == 0)
	for _, s := range o.older.gone {
		o.older.seen[s.name] = len(s.fromBot())
	}
	o.older.edge, o.older.back = o.words.Load(), true
	if rand.IntN(2) == 0 {
		o.lasts() // Discord has forgotten what it took
	}
	o.start()
	o.connects()
}

// putsBack replaces the database by the copy and leaves its log, or takes it away.
func (o *ordeal) putsBack(leavesLog bool) {
	o.t.Helper()
	whole := filepath.Join(o.t.TempDir(), "copy.db")
	var err error
	for end, raw := range o.older.files {
		err = errors.Join(err, os.WriteFile(whole+end, raw, 0o600))
	}
	db, opened := sql.Open("sqlite3", "file:"+whole+"?_busy_timeout=5000")
	if err = errors.Join(err, opened); err == nil {
		_, err = db.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
		err = errors.Join(err, db.Close())
	}
	raw, read := os.ReadFile(whole)
	err = errors.Join(err, read)
	if !leavesLog {
		err = errors.Join(err, os.RemoveAll(o.database()+"-wal"), os.RemoveAll(o.database()+"-shm"))
	}
	if err = errors.Join(err, os.WriteFile(o.database(), raw, 0o600)); err != nil {
		o.t.Fatal(err)
	}
}

func (o *ordeal) database() string { return filepath.Join(o.dir, "data", "leanon.db") }

// oncemore says of a message for which nobody waited whether the return of the copy is its
// reason: words that were written before it become a draft again, once, and a note that had
// come together with others comes by itself.
func (o *ordeal) oncemore(s *soul, m playground.Message) bool {
	if !o.older.back {
		return false
	}
	if about(m, "discard") == "" && about(m, "own-note") == "" {
		return s.together[about(m, "open")] || s.together[about(m, "more-answers")]
	}
	_, rest, _ := strings.Cut(m.Content, "walk-")
	words := rest[:min(len(rest), 6)]
	first := !o.older.again[words]
	o.older.again[words] = true
	return len(words) == 6 && o.older.predates("walk-"+words) && first
}

// predates says whether a plain message was written before the copy came back.
func (c *olderCopy) predates(words string) bool {
	number, err := strconv.ParseInt(strings.TrimPrefix(words, "walk-"), 10, 64)
	return err == nil && c.back && number <= c.edge
}

// heldUp says whether Discord refused a message about what somebody wrote. The copy knows
// nothing of a refusal since: a message that was not sent before its return has another mark.
func (o *ordeal) heldUp(m playground.Message, words string) bool {
	return o.weather.wasRefused(markOf(m)) || o.older.predates(words) && o.weather.wasRefused(words)
}

// owns answers the question about a plain message: it is a note of their own. The question
// becomes its draft. One that was asked before the copy came back does nothing any more,
// but the same is asked, or drafted, below it.
func (s *soul) owns(question playground.Message, words string) (draft playground.Message, ok bool) {
	r, ok := s.presses(question, "own-note")
	if ok && s.o.older.predates(words) && r.Message != nil && strings.Contains(r.Message.Content, "no longer does anything") {
		question, ok = s.sees("the draft "+words+" once more", func(m playground.Message) bool {
			return older(question, m) && strings.Contains(m.Content, words) && (about(m, "discard") != "" || about(m, "own-note") != "")
		})
		s.o.mu.Lock()
		s.o.older.again[strings.TrimPrefix(words, "walk-")] = true // and no further time
		s.o.mu.Unlock()
		if !ok || about(question, "discard") != "" {
			return question, ok
		}
		r, ok = s.presses(question, "own-note")
	}
	if !ok || !s.reads(r, words) {
		return draft, false
	}
	return s.sees("the draft that they made of the question about "+words, func(m playground.Message) bool {
		return m.ID == question.ID && strings.Contains(m.Content, words) && about(m, "discard") != ""
	})
}

// judgesOlder looks, at the end, at those who ended something before the copy came back.
func (o *ordeal) judgesOlder() {
	o.t.Helper()
	if !o.older.back {
		o.complain("no older copy was put back")
		return
	}
	for _, s := range o.older.gone {
		for _, m := range s.fromBot()[o.older.seen[s.name]:] {
			o.complain("%s, who is in no couple since, is written to after an older copy was put back: %q", s.name, m.Content)
		}
		r, ok := s.does("needs", func(ctx context.Context) (playground.Response, error) { return s.Command(ctx, s.DM(), "needs", nil) })
		if ok {
			s.reads(r, "no partner here", "have ended.")
		}
	}
	for _, s := range []*soul{o.older.asker, o.older.reader} {
		for _, command := range []string{"needs", "history"} {
			r, ok := s.does(command, func(ctx context.Context) (playground.Response, error) { return s.Command(ctx, s.DM(), command, nil) })
			if ok && r.Message != nil && strings.Contains(r.Message.Content, o.older.words) {
				o.complain("%s reads withdrawn words in /%s: %q", s.name, command, r.Message.Content)
			}
		}
	}
	reader := o.older.reader
	r, ok := reader.does("open", func(ctx context.Context) (playground.Response, error) {
		return reader.PressStale(ctx, o.older.note, customIDOf(o.older.note, "open"))
	})
	if ok && r.Message != nil && strings.Contains(r.Message.Content, o.older.words) {
		o.complain("%s opens withdrawn words: %q", reader.name, r.Message.Content)
	}
}
