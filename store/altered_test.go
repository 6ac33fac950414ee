package store_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"leanon/store"
)

// altered is a world in which each of two has something that the other must not read, and
// somebody can write the file without having its key.
type altered struct {
	*world
	couple, other                      store.ID // Ana and Ben; Ana and Cleo
	draft, kept, sent, answered, typed store.ID
	undecided                          store.ID // Ben's, about sent
}

func newAltered(t *testing.T) altered {
	w := altered{world: newWorld(t)}
	w.couple, w.other = w.pair(ana, ben), w.pair(ana, cleo)
	w.draft, w.kept = w.drafts(w.couple, ana, "secret draft"), w.drafts(w.couple, ana, "secret kept")
	_, err := w.Keep(t.Context(), w.kept, ana, "", w.now)
	w.must(err)
	w.sent, w.answered = w.writes(w.couple, ana, "a note"), w.writes(w.couple, ana, "another note")
	w.answers(w.answered, ben, store.Yes)
	w.undecided, err = w.SaveUndecidedLine(t.Context(), store.UndecidedLine{Need: w.sent, Person: ben, Source: w.source(), Purpose: store.ForAnswer, Choice: store.Heard, Line: "secret line"}, w.now)
	w.must(err)
	w.must(w.Hear(t.Context(), store.Message{ID: "900", Person: ana, Channel: "dm", Words: "secret message"}, w.now))
	w.world.sent()
	w.must(raw(t, w.path).QueryRow(`SELECT id FROM incoming WHERE message = ?1`, store.HashOf(w.Store, "900")).Scan(&w.typed))
	return w
}

// reads returns what a person reads of everything that they name, and the first error other
// than that it is not theirs.
func (w altered) reads(person string) (text string, err error) {
	w.Helper()
	keep := func(got any, failed error) {
		if failed == nil {
			text += fmt.Sprintf("%+v\n", got)
		} else if err == nil && !errors.Is(failed, store.ErrNotYours) {
			err = failed
		}
	}
	ctx := w.Context()
	for _, id := range []store.ID{w.draft, w.kept, w.sent, w.answered} {
		e, err := w.NeedFor(ctx, id, person)
		keep(e, err)
	}
	for _, couple := range []store.ID{w.couple, w.other} {
		all, err := w.NeedsOf(ctx, couple, person)
		keep(all, err)
		shared, err := w.History(ctx, couple, person)
		keep(shared, err)
	}
	u, failed := w.UndecidedLineFor(ctx, w.undecided, person)
	keep(u, failed)
	y, failed := w.TypedFor(ctx, w.typed, person)
	keep(y, failed)
	r, failed := w.Record(ctx, person)
	keep(r, failed)
	return text, err
}

func TestWhoeverWritesTheFileIsHandedNothing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		change string // ?1 draft, ?2 kept, ?3 sent, ?4 answered, ?5 couple, ?6 other
		reader string // who is to gain by it
	}{
		"a draft is sent":                           {`UPDATE needs SET sent_at = 1795000000 WHERE id = ?1`, ben},
		"a kept note is sent":                       {`UPDATE needs SET sent_at = 1795000000, kept_at = NULL WHERE id = ?2`, ben},
		"a kept note is sent and kept":              {`UPDATE needs SET sent_at = 1795000000 WHERE id = ?2`, ben},
		"a kept note is a draft":                    {`UPDATE needs SET kept_at = NULL WHERE id = ?2`, ana},
		"a draft is kept":                           {`UPDATE needs SET kept_at = 1795000000 WHERE id = ?1`, ana},
		"a sent note is a draft":                    {`UPDATE needs SET sent_at = NULL WHERE id = ?3`, ana},
		"a draft has another asker":                 {`UPDATE needs SET asker = '` + ben + `' WHERE id = ?1`, ben},
		"a kept note has another asker":             {`UPDATE needs SET asker = '` + ben + `' WHERE id = ?2`, ben},
		"a sent note has another asker":             {`UPDATE needs SET asker = '` + ben + `' WHERE id = ?3`, ben},
		"a kept note is in another couple":          {`UPDATE needs SET couple_id = ?6, sent_at = 1795000000 WHERE id = ?2`, cleo},
		"a partner is another person":               {`UPDATE members SET person = '` + cleo + `' WHERE couple_id = ?5 AND person = '` + ben + `'`, cleo},
		"an asker is another person":                {`UPDATE members SET person = '` + cleo + `' WHERE couple_id = ?5 AND person = '` + ana + `'`, cleo},
		"a third person is in a couple":             {`INSERT INTO members (couple_id, person, name) SELECT couple_id, '` + cleo + `', name FROM members WHERE couple_id = ?5 AND person = '` + ben + `'`, cleo},
		"a third person has a nameless row":         {`INSERT INTO members (couple_id, person, name) VALUES (?5, '` + cleo + `', x'')`, cleo},
		"an answer is to another note":              {`UPDATE answers SET need_id = ?3 WHERE need_id = ?4`, ana},
		"an undecided line is the other's":          {`UPDATE unsent SET person = '` + ana + `'`, ana},
		"an undecided line is a thank-you":          {`UPDATE unsent SET person = '` + ana + `', purpose = 'thanks'`, ana},
		"an undecided line is about another":        {`UPDATE unsent SET need_id = ?4`, ben},
		"a typed message is the other's":            {`UPDATE incoming SET person = '` + ben + `' WHERE words IS NOT NULL`, ben},
		"a key is another couple's":                 {`UPDATE couples SET wrapped_key = (SELECT wrapped_key FROM couples WHERE id = ?6) WHERE id = ?5`, ben},
		"a person's key is another's":               {`UPDATE partners SET wrapped_key = (SELECT wrapped_key FROM partners WHERE person = '` + ben + `') WHERE person = '` + ana + `'`, ana},
		"words are those of another state":          {`UPDATE needs SET words = (SELECT words FROM needs WHERE id = ?2), chosen = (SELECT chosen FROM needs WHERE id = ?2) WHERE id = ?3`, ben},
		"what was chosen is gone":                   {`UPDATE needs SET chosen = NULL WHERE id = ?3`, ben},
		"a note of another couple is sent with key": {`UPDATE needs SET asker = '` + cleo + `', couple_id = ?6 WHERE id = ?2`, cleo},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newAltered(t)
			for _, person := range []string{ana, ben, cleo} {
				if text, err := w.reads(person); err != nil || person != ana && strings.Contains(text, "secret d") {
					t.Fatalf("before: %s reads %q, %v", person, text, err)
				}
			}
			w.sql(c.change, w.draft, w.kept, w.sent, w.answered, w.couple, w.other)
			text, err := w.reads(c.reader)
			if !errors.Is(err, store.ErrAltered) {
				t.Errorf("%s: got %v, want %v", c.reader, err, store.ErrAltered)
			}
			secrets := map[string][]string{ana: {"secret line"}, ben: {"secret draft", "secret kept", "secret message"}, cleo: {"secret", "note"}}
			for _, secret := range secrets[c.reader] {
				if strings.Contains(text, secret) {
					t.Errorf("%s reads %q", c.reader, secret)
				}
			}
			if err != nil && strings.Contains(err.Error(), w.draft.String()) {
				t.Errorf("the error names a row: %v", err)
			}
		})
	}
}

func TestAnInvitationThatIsAgreedToByHandMakesNoCouple(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	inv, err := w.Draft(t.Context(), ana, "Ana", ben, "Ben", w.now)
	w.must(err)
	_, err = w.SendInvite(t.Context(), inv.ID, ana, store.FactsRead{Version: 1}, w.now)
	w.must(err)
	w.sql(`UPDATE couples SET formed_at = 1795000000`)
	_, err = w.Couples(t.Context(), ana)
	w.wants("a couple that nobody agreed to", err, store.ErrAltered)
	_, err = w.Word(t.Context(), store.Wording{Couple: inv.Couple.ID, Person: ana, Source: w.source(), Words: "words"}, w.now)
	w.wants("a note to somebody who did not agree", err, store.ErrAltered)
}

func TestAChannelThatWasChangedByHandBringsNothingIntoAnothersChat(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	e, err := w.Word(t.Context(), store.Wording{Couple: couple, Person: ana, Source: w.source(), Words: "secret draft", Owe: true}, w.now)
	w.must(err)
	w.wantSent(ana + " preview")
	w.sql(`UPDATE partners SET channel = 'dm-` + ben + `' WHERE person = '` + ana + `'`)
	w.sql(`UPDATE notices SET channel = 'dm-` + ben + `', message = (SELECT message FROM notices WHERE person = '` + ben + `' AND kind = 'welcome') WHERE kind = 'preview'`)
	_, err = w.Soften(t.Context(), e.Need.ID, ana, "secret as well", "", w.now)
	w.must(err)
	if _, err := w.attempt(ana); !errors.Is(err, store.ErrTooLate) {
		t.Errorf("an edit into another's chat: got %v, want %v", err, store.ErrTooLate)
	}
	_, err = w.Word(t.Context(), store.Wording{Couple: couple, Person: ana, Source: w.source(), Words: "secret too", Owe: true}, w.now)
	w.must(err)
	if n, err := w.attempt(ana); err != nil || n.Channel != "" || n.After != "" {
		t.Errorf("a message into another's chat: got channel %q after %q, %v, want Discord to be asked for hers", n.Channel, n.After, err)
	}
	if _, err := w.Unread(t.Context(), ana, w.now); !errors.Is(err, store.ErrTooLate) {
		t.Errorf("another's chat is read as hers: got %v, want %v", err, store.ErrTooLate)
	}
	w.must(w.Opened(t.Context(), ana, "dm-"+ana))
	if n, err := w.attempt(ana); err != nil || n.Channel != "dm-"+ana {
		t.Errorf("once her channel is known again: got channel %q, %v", n.Channel, err)
	}
}
