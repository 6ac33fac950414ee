package store_test

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leanon/store"
)

// old is a frozen database in which people go on while it is sealed anew.
type old struct {
	*world
	at     store.Resealing
	couple store.ID // of Ana and Ben
}

// seals seals at most n rows anew, and starts the program again.
func (o *old) seals(n int) {
	o.Helper()
	for ; n > 0 && !o.at.Done; n-- {
		var err error
		o.at, err = o.Reseal(o.Context(), o.at, 1)
		o.must(err)
	}
	o.must(o.Close())
	var err error
	o.Store, err = openAt(o.T, o.path)
	o.must(err)
}

// reads checks whether a person's record has some words.
func (o *old) reads(when, person, words string, want bool) {
	o.Helper()
	r, err := o.Record(o.Context(), person)
	o.must(err)
	if got := strings.Contains(fmt.Sprintf("%+v", r), words); got != want {
		o.Errorf("%s, %s reads %q: got %v, want %v", when, person, words, got, want)
	}
}

// edits edits the message of before that waits for one of two, and deletes it.
func (o *old) edits() {
	o.Helper()
	m := store.Message{ID: "1177777777777777777", Person: ana, Channel: "dm", Words: "for one of them", Edited: o.now}
	o.must(o.Rehear(o.Context(), m, o.now))
	o.reads("edited", ana, "for one of them", true)
	o.reads("edited", ana, "for one of two", false)
	m.Words, m.Edited = "as it was before", o.now.Add(-time.Minute)
	o.must(o.Rehear(o.Context(), m, o.now))
	m.Edited = time.Time{}
	o.must(o.Hear(o.Context(), m, o.now))
	o.reads("told again", ana, "as it was before", false)
	o.seals(3)
	o.must(o.Unhear(o.Context(), m.ID, "dm", o.now))
	o.reads("deleted", ana, "for one of them", false)
}

// decides answers, sends, withdraws and keeps what was written before.
func (o *old) decides() {
	o.Helper()
	all, err := o.NeedsOf(o.Context(), o.couple, ana)
	o.must(err)
	o.answers(all.ForMe[0].Need.ID, ana, store.Yes)
	_, err = o.Send(o.Context(), all.Kept[0].Need.ID, ana, "", o.now)
	o.must(err)
	_, err = o.Withdraw(o.Context(), all.Kept[0].Need.ID, ana, "", o.now)
	o.must(err)
	o.reads("withdrawn", ben, "kept to myself", false)
	of, err := o.NeedsOf(o.Context(), o.couple, ben)
	o.must(err)
	_, err = o.Keep(o.Context(), of.Drafts[0].Need.ID, ben, "", o.now)
	o.must(err)
}

// question is a question that Ana puts off and is done with, while between happens.
func (o *old) question(between func()) {
	o.Helper()
	in, err := o.OpenEarly(o.Context(), o.couple, ana, o.now, first)
	o.must(err)
	_, _, err = o.BringBack(o.Context(), in.ID, ana, o.now)
	o.must(err)
	o.seals(2)
	got, err := o.CheckInFor(o.Context(), in.ID, ana)
	o.must(err)
	if !got.Later || !got.Open() {
		o.Errorf("put off: got later %v, open %v", got.Later, got.Open())
	}
	between()
	_, err = o.Finish(o.Context(), in.ID, ana, "", o.now)
	o.must(err)
	o.seals(1000)
	if got, err = o.CheckInFor(o.Context(), in.ID, ana); err != nil || got.DoneAt.IsZero() {
		o.Errorf("the question asks again: %v", err)
	}
}

// TestPeopleGoOnInAnOldDatabaseBeforeWhileAndAfterItIsSealedAnew lets them act in a database
// of each released schema after some steps of the sealing, and end all of it at last.
func TestPeopleGoOnInAnOldDatabaseBeforeWhileAndAfterItIsSealedAnew(t *testing.T) {
	t.Parallel()
	for _, file := range frozenFiles(t) {
		for _, steps := range []int{0, 4, 1000} {
			t.Run(fmt.Sprint(filepath.Base(file), " after ", steps, " steps"), func(t *testing.T) {
				t.Parallel()
				o := &old{world: thaw(t, file)}
				couples, err := o.Couples(t.Context(), ana)
				o.must(err)
				for _, c := range couples {
					if c.Other.Person == ben {
						o.couple = c.ID
					}
				}
				o.now = o.now.Add(3 * time.Hour)
				o.seals(steps)
				o.question(func() {
					o.edits()
					o.decides()
				})
				o.reads("at the end", ben, "a draft of the other", true)
				o.must(o.Purge(t.Context(), o.now))
				o.sent()
				_, err = o.Leave(t.Context(), o.couple, ana, true, o.now)
				o.must(err)
				_, err = o.Forget(t.Context(), ben, "Ben", true, o.now)
				o.must(err)
				if n := o.plainRests(); n != 0 {
					t.Errorf("rows that tell what somebody chose: got %d, want none", n)
				}
				if n := o.number(`SELECT (SELECT count(*) FROM notices WHERE message GLOB '[0-9]*') + (SELECT count(*) FROM incoming WHERE message GLOB '[0-9]*')
					+ (SELECT count(*) FROM needs WHERE source GLOB '[0-9]*')`); n != 0 {
					t.Errorf("ids in the clear: got %d, want none", n)
				}
			})
		}
	}
}
