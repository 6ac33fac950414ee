package stories

import (
	"database/sql"
	"errors"
	"fmt"
	"regexp"
	"testing"
	"time"

	"leanon/playground"
	"leanon/store"
)

// Whoever writes a lot, or is no part of any couple, takes nothing from the others.

// floodFor has people write a plain message each second. After half of that time
// it calls act, and then returns how long it took, by the clock of the wire, until so.
func (w *world) floodFor(d time.Duration, people []*person, act func(), so func() bool) (took time.Duration) {
	w.t.Helper()
	var acted time.Time
	for at := time.Duration(0); at < d || took == 0 && at < d+time.Minute; at += time.Second {
		if at < d {
			for _, p := range people {
				p.writes(fmt.Sprint("Is anybody there, ", at))
			}
		}
		if at == d/2 {
			acted = time.Now()
			act()
		}
		for range 10 {
			if took == 0 && !acted.IsZero() && so() {
				took = max(time.Since(acted), time.Millisecond)
			}
			time.Sleep(100 * time.Millisecond)
		}
		w.clock.set(w.clock.Now().Add(time.Second))
	}
	if took == 0 {
		w.t.Fatal("it never came")
	}
	return took
}

// shortly presses the newest button of that label, and waits for nothing but the reply.
func (p *person) shortly(label string) {
	p.w.t.Helper()
	pressed := p.spies(label)
	ctx, cancel := p.ctx()
	defer cancel()
	if _, err := p.Press(ctx, pressed.on, pressed.id); err != nil {
		p.w.t.Fatal(err)
	}
}

func numbered(name string, n int) (all []string) {
	for i := range n {
		all = append(all, fmt.Sprint(name, i))
	}
	return all
}

func TestSeventyStrangersWhoWriteEachSecondHoldNoNoteUp(t *testing.T) {
	inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, ben := w.couple("Anabel", "Benedict")
		ana.runs("need", "text", "A walk before dinner")
		strangers := w.people(numbered("Stranger", 70)...)
		took := w.floodFor(20*time.Second, strangers,
			func() { ana.shortly("Send to Benedict") },
			func() bool { return ben.count("A note from Anabel") > 0 })
		if took > 5*time.Second {
			t.Errorf("the note came after %v, want it within 5 s", took)
		}
		for _, p := range strangers {
			if n := len(p.fromBot()); n != 1 {
				t.Fatalf("a stranger who wrote for 20 seconds was answered %d times, want once in a minute", n)
			}
		}
		w.clock.set(w.clock.Now().Add(time.Minute))
		strangers[0].writes("Is anybody there by now?")
		time.Sleep(time.Second) // until it was heard
		w.settle()
		if n := len(strangers[0].fromBot()); n != 2 {
			t.Errorf("a stranger who writes a minute later was answered %d times in all, want twice", n)
		}
	})
}

// Each of them writes twice a second, which makes drafts whose previews are more than
// Discord's limit lets go.
func TestCouplesWhoWriteEachSecondHoldNobodyUp(t *testing.T) {
	inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, ben := w.couple("Anabel", "Benedict")
		cleo, _ := w.couple("Cleopatra", "Danielle")
		ana.runs("need", "text", "A walk before dinner")
		var busy []*person
		for i := range 35 {
			w.passes(2 * time.Minute) // beyond thirty an hour, invitations go one a minute
			a, b := w.couple(fmt.Sprint("Busy", i), fmt.Sprint("Lively", i))
			busy = append(busy, a, b)
			w.passes(2 * time.Minute) // first invitations are spread
		}
		var note, preview time.Duration
		began := time.Time{}
		w.floodFor(12*time.Second, append(busy, busy...),
			func() {
				began = time.Now()
				ana.shortly("Send to Benedict")
				cleo.writes("I need a quiet evening")
			},
			func() bool {
				if note == 0 && ben.count("A note from Anabel") > 0 {
					note = max(time.Since(began), time.Millisecond)
				}
				if preview == 0 && cleo.count("I need a quiet evening") > 0 {
					preview = max(time.Since(began), time.Millisecond)
				}
				return note > 0 && preview > 0
			})
		if note > 5*time.Second {
			t.Errorf("the note came after %v, want it within 5 s", note)
		}
		if preview > 5*time.Second {
			t.Errorf("the preview of somebody who wrote once came after %v, want it within 5 s: people share a lane", preview)
		}
	})
}

func TestWhatHoldsNoWordsIsAnsweredOnceAMinuteAndMayStillGetSome(t *testing.T) {
	inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, _ := w.couple("Anabel", "Benedict")
		const told = "I carry words only"
		shares := func() playground.Message {
			m, err := ana.WriteWith(playground.Besides{Sticker: "A hug"}, "")
			if err != nil {
				t.Fatal(err)
			}
			time.Sleep(time.Second) // until it was heard
			w.settle()
			return m
		}
		var last playground.Message
		for range 5 {
			last = shares()
			w.passes(10 * time.Second)
		}
		if n := ana.count(told); n != 1 {
			t.Errorf("five stickers within a minute were answered %d times, want once", n)
		}
		ana.edits(last, "That lake, with you")
		ana.sees("> That lake, with you")
		w.passes(time.Minute)
		shares()
		if n := ana.count(told); n != 2 {
			t.Errorf("a sticker a minute later was answered %d times in all, want twice", n)
		}
	})
}

func TestPlainMessagesArePacedLikePressesByWhenTheyWereWritten(t *testing.T) {
	inBubble(t, "2026-11-24 12:00 Europe/Paris", func(t *testing.T, w *world) {
		ana, ben := w.couple("Anabel", "Benedict")
		const told = "I didn't take your last messages"
		w.sleeps()
		for i := range 130 {
			ben.writes(fmt.Sprint("Ben's thought number ", i))
			w.clock.set(w.clock.Now().Add(time.Minute))
		}
		w.wakes()
		ben.sees("> Ben's thought number 99").neverSaw(told) // they all come at once now
		for i := range 130 {
			ana.writes(fmt.Sprint("Anabel's thought number ", i))
		}
		ana.sees(told).once(told)
	})
}

// Each couple beyond the thousandth has a minute of its own.
func TestAmongManyCouplesRhythmNamesTheMinuteAtWhichTheQuestionComes(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris") // a Monday
	w.sleeps()
	db, err := sql.Open("sqlite3", "file:"+store.Path(w.cfg.Data)+"?_busy_timeout=5000&_txlock=immediate")
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
		INSERT INTO couples (id, wrapped_key, formed_at) SELECT i, x'00', 0 FROM n`)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	w.start()
	told, ana, ben := "20:00", (*person)(nil), (*person)(nil)
	for i := 0; told == "20:00"; i++ { // one in ten is asked at the default time
		ana, ben = w.couple(fmt.Sprint("Anabel", i), fmt.Sprint("Benedict", i))
		ana.runs("rhythm")
		says := bare(ana.shown.Message.Content)
		found := regexp.MustCompile(`at (20:0\d), Paris time`).FindStringSubmatch(says)
		if found == nil {
			t.Fatalf("/rhythm says %q, want a time within ten minutes of 20:00", says)
		}
		told = found[1]
	}
	ben.runs("rhythm").reads("at " + told + ", Paris time")
	w.at("20:00")
	ana.neverSaw(howTo)
	w.at(told)
	ana.sees(howTo)
	ben.sees(howTo)
	ana.runs("rhythm", "time", "20:00").reads("at 20:00, Paris time")
}
