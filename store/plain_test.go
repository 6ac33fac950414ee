package store_test

import (
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/store"
)

// plainColumns lists all rows of a file without what is sealed and what is a row's own id,
// which is random. Times are as they are: both lives take place at the same moments.
func (w *world) plainColumns() (all []string) {
	w.Helper()
	db, err := sql.Open("sqlite3", "file:"+w.path+"?mode=ro")
	w.must(err)
	defer db.Close()
	random := []string{"id", "couple_id", "ref", "check_in_id", "source", "need_id", "newest", "message", "carried_by"}
	for table, of := range columns {
		if table == "meta" || strings.HasPrefix(table, "goose") || strings.HasPrefix(table, "sqlite") {
			continue
		}
		var list []string
		for column, what := range of {
			switch {
			case what == sealed: // whether there is a value counts, and how long it is
				list = append(list, "'"+column+" '||coalesce(length("+column+"), 'none')")
			case column == "wrapped_key":
			case column == "seq": // its steps are drawn, its order is not
				list = append(list, "'seq '||row_number() OVER (ORDER BY seq)")
			case slices.Contains(random, column): // whether there is one counts
				list = append(list, "'"+column+" '||("+column+" IS NULL)")
			default:
				list = append(list, "'"+column+" '||coalesce("+column+", 'none')")
			}
		}
		slices.Sort(list)
		rows, err := db.Query("SELECT concat_ws('|', " + strings.Join(list, ", ") + ") FROM " + table)
		w.must(err)
		for rows.Next() {
			var row string
			w.must(rows.Scan(&row))
			all = append(all, table+": "+row)
		}
		w.must(rows.Close())
	}
	slices.Sort(all)
	return all
}

// lives lets one life pass: a draft of Ana's, a note of hers with an answer of Ben's, a
// follow-up and two weeks. private is what one of them chooses; the rest is the same.
func lives(t *testing.T, private func(l *life)) []string {
	w := newWorld(t)
	l := &life{world: w, couple: w.pair(ana, ben)}
	l.draft = w.drafts(l.couple, ana, "a draft of hers")
	l.note = w.writes(l.couple, ana, "a note of hers")
	w.sent()
	w.now = w.now.Add(3*time.Hour + 7*time.Minute)
	l.choice, l.reached = store.Yes, store.ReachedYes
	private(l)
	a := store.Answering{Need: l.note, Person: ben, Source: w.source(), Choice: l.choice, Line: l.line, FollowUp: w.now.Add(24 * time.Hour)}
	_, err := w.Answer(t.Context(), a, w.now)
	w.must(err)
	w.sent()
	w.now = w.now.Add(27 * time.Hour)
	w.sent()
	_, err = w.Reach(t.Context(), l.note, ana, l.reached, w.now)
	w.must(err)
	w.sent()
	w.now = w.now.Add(2 * 24 * time.Hour)
	w.must(w.Purge(t.Context(), w.now))
	w.sent()
	return w.plainColumns()
}

type life struct {
	*world
	couple, draft, note store.ID
	choice              store.Choice
	line                string
	reached             store.Reached
}

func TestThePlainColumnsOfTwoLivesAreEqualWhateverSomebodyChose(t *testing.T) {
	t.Parallel()
	kind, want, on := "play", "listen", true
	tells := store.Tells
	usual := lives(t, func(*life) {})
	for name, private := range map[string]func(*life){
		"an answer is a no":      func(l *life) { l.choice = store.CannotNow },
		"an answer says not now": func(l *life) { l.choice = store.NotNow },
		"it did not reach her":   func(l *life) { l.reached = store.ReachedNotYet },
		"it is no longer needed": func(l *life) { l.reached = store.NoLongerNeeded },
		"a draft has a kind and a want": func(l *life) {
			l.must2(l.Describe(l.Context(), l.draft, ana, store.Description{Kind: &kind, Want: &want}, "", l.now))
		},
		"a draft only tells": func(l *life) {
			l.must2(l.Describe(l.Context(), l.draft, ana, store.Description{Manner: &tells}, "", l.now))
		},
		"a draft is without a question": func(l *life) {
			l.must2(l.Describe(l.Context(), l.draft, ana, store.Description{NoQuestion: &on}, "", l.now))
		},
		"a draft asks for another thing": func(l *life) {
			l.must2(l.Reword(l.Context(), l.draft, ana, store.Rewording{Words: "a draft of hers", Ask: "hold me"}, "", l.now))
		},
		"an answer is in her own words": func(l *life) { l.choice, l.line = store.OwnWords, "yes, perhaps" },
		"a note is opened":              func(l *life) { l.must2(l.NeedFor(l.Context(), l.note, ben)) },
		"the record is read":            func(l *life) { _, err := l.Record(l.Context(), ben); l.must(err) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := lives(t, private)
			if slices.Equal(got, usual) {
				return
			}
			for _, row := range got {
				if !slices.Contains(usual, row) {
					t.Errorf("only in this life:\n%s", row)
				}
			}
			for _, row := range usual {
				if !slices.Contains(got, row) {
					t.Errorf("only in the other:\n%s", row)
				}
			}
		})
	}
	if kept := lives(t, func(l *life) { l.must2(l.Keep(l.Context(), l.draft, ana, "", l.now)) }); slices.Equal(kept, usual) {
		t.Error("what is kept does not show, though /privacy says so: the test compares nothing")
	}
}

func (w *world) must2(_ store.Exchange, err error) {
	w.Helper()
	w.must(err)
}

func TestSnowflakesOfWhatPeopleDidAreDroppedOnceUsed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	typed := fmt.Sprint(uint64(w.now.UnixMilli()-1420070400000) << 22)
	w.must(w.Hear(t.Context(), store.Message{ID: typed, Person: ana, Channel: "dm-" + ana, Words: "typed"}, w.now))
	note := w.writes(couple, ana, "a note")
	w.answers(note, ben, store.Heard)
	_, err := w.SaveUndecidedLine(t.Context(), store.UndecidedLine{Need: note, Person: ben, Source: w.source(), Purpose: store.ForAnswer, Choice: store.Yes, Line: "line"}, w.now)
	w.must(err)
	w.sent()
	left := func() (n int) {
		t.Helper()
		for _, table := range []string{"needs", "answers", "unsent"} {
			var some int
			w.must(raw(t, w.path).QueryRow(`SELECT count(*) FROM ` + table + ` WHERE source NOT LIKE 'used %'`).Scan(&some))
			n += some
		}
		return n
	}
	w.must(w.Purge(t.Context(), w.now))
	if n := left(); n != 4 {
		t.Fatalf("while Discord may tell them twice: got %d, want 4", n)
	}
	w.now = w.now.Add(25 * time.Hour)
	w.must(w.Purge(t.Context(), w.now))
	if n := left(); n != 1 {
		t.Errorf("a day later: got %d, want that of the message alone, whose draft follows its edits", n)
	}
}

func TestAFollowUpIsDueAtAQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	note := w.writes(w.pair(ana, ben), ana, "a note")
	w.now = w.now.Add(7*time.Minute + 13*time.Second)
	_, err := w.Answer(t.Context(), store.Answering{Need: note, Person: ben, Source: w.source(), Choice: store.Yes, Time: "after the choir",
		FollowUp: w.now.Add(26 * time.Hour)}, w.now)
	w.must(err)
	var due, odd int
	w.must(raw(t, w.path).QueryRow(`SELECT count(*), count(*) FILTER (WHERE due_at % 900 <> 0) FROM notices WHERE kind = 'follow-up'`).Scan(&due, &odd))
	if due != 1 || odd != 0 {
		t.Errorf("due times: got %d, %d of them not at a quarter, want 1 and none", due, odd)
	}
}

// TestWhatComesAtATimeThatSomebodyChoseIsDueAtAQuarter compares the due times of two lives:
// a reminder of each of two times within a quarter of an hour, and Later pressed then.
func TestWhatComesAtATimeThatSomebodyChoseIsDueAtAQuarter(t *testing.T) {
	t.Parallel()
	for kind, plan := range map[store.Kind]func(w *world, couple store.ID, at time.Time){
		store.KindReminder: func(w *world, couple store.ID, at time.Time) {
			note := w.writes(couple, ana, "a note")
			w.sent()
			_, err := w.Answer(w.Context(), store.Answering{Need: note, Person: ben, Source: w.source(), Choice: store.NotNow, Time: "tonight", Moment: at, Remind: at}, w.now)
			w.must(err)
		},
		store.KindCheckIn: func(w *world, couple store.ID, at time.Time) {
			in, err := w.OpenFirst(w.Context(), couple, ben, w.now, first)
			w.must(err)
			w.sent()
			w.now = at.Add(-2 * time.Hour)
			_, back, err := w.BringBack(w.Context(), in.ID, ben, w.now)
			w.must(err)
			if !back.Equal(at) {
				w.Fatalf("back at: got %v, want %v", back, at)
			}
		},
	} {
		for _, minutes := range []time.Duration{0, 3, 14} {
			w := newWorld(t)
			couple := w.pair(ana, ben)
			w.rhythm(couple, ben, "")
			w.at("2026-11-24 12:00")
			quarter := w.now.Add(3 * time.Hour)
			at := quarter.Add(minutes * time.Minute)
			plan(w, couple, at)
			w.sent()
			var due, wake int64
			w.must(raw(t, w.path).QueryRow(`SELECT due_at, wake_at FROM notices WHERE kind = ?1 AND person = ?2 AND wake_at > ?3`, kind, ben, w.now.Unix()).Scan(&due, &wake))
			if due != quarter.Unix() || wake != due {
				t.Errorf("%s at %d minutes past: due %v, wakes %v, want both at the quarter", kind, minutes, time.Unix(due, 0).UTC(), time.Unix(wake, 0).UTC())
			}
			if minutes > 0 {
				w.now = quarter
				w.wantSent()
				w.now = at.Add(-time.Second)
				w.wantSent()
			}
			w.now = at
			w.wantSent(ben + " " + string(kind))
			w.now = at.Add(time.Hour)
			w.must(w.Purge(t.Context(), w.now))
			var sent, attempted int64
			w.must(raw(t, w.path).QueryRow(`SELECT due_at, sent_at, attempted_at FROM notices WHERE kind = ?1 AND person = ?2 AND due_at = ?3`, kind, ben, quarter.Unix()).Scan(&due, &sent, &attempted))
			if sent != due || attempted != due {
				t.Errorf("%s at %d minutes past, once it came: sent %v, attempted %v, want the quarter", kind, minutes, time.Unix(sent, 0).UTC(), time.Unix(attempted, 0).UTC())
			}
		}
	}
}

// TestNumbersOfRowsTellNothingOfRowsThatAreGone compares the steps from one draft to the
// next, with and without one between them that was discarded.
func TestNumbersOfRowsTellNothingOfRowsThatAreGone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	draft := func() [2]int64 {
		t.Helper()
		e, err := w.Word(t.Context(), store.Wording{Couple: couple, Person: ana, Source: w.source(), Words: "a draft", Owe: true}, w.now)
		w.must(err)
		var n [2]int64
		w.must(raw(t, w.path).QueryRow(`SELECT n.seq, o.seq FROM needs n JOIN notices o ON o.ref = n.id AND o.kind = 'preview' WHERE n.id = ?1`, e.Need.ID).Scan(&n[0], &n[1]))
		return n
	}
	var greater, less [2]int
	first := draft()
	for range 40 {
		second := draft()
		e, err := w.Word(t.Context(), store.Wording{Couple: couple, Person: ana, Source: w.source(), Words: "one that goes", Owe: true}, w.now)
		w.must(err)
		w.must2(w.Discard(t.Context(), e.Need.ID, ana, "", w.now))
		third := draft()
		for i := range first {
			switch plain, gone := second[i]-first[i], third[i]-second[i]; {
			case plain <= 0 || gone <= 0:
				t.Fatalf("numbers of rows: got %v, %v, %v, want them rising", first, second, third)
			case plain > gone:
				greater[i]++
			default:
				less[i]++
			}
		}
		first = third
	}
	for i, table := range []string{"needs", "notices"} {
		if greater[i] == 0 || less[i] == 0 {
			t.Errorf("steps between rows of %s: %d times greater without a row that is gone, %d times not; want both", table, greater[i], less[i])
		}
	}
}
