package store_test

import (
	"strings"
	"testing"
	"time"

	"leanon/store"
)

// meets lets a person act once in their own chat, in a Discord of a locale. does is what
// the act asks for; it may be nil.
func (w *world) meets(person, locale string, does func(*store.Store)) {
	w.Helper()
	act, done := w.NewAct(w.Context(), time.Minute)
	defer done()
	_, err := act.Store.Meet(w.Context(), store.Encounter{Person: person, Channel: "70" + person, Locale: locale})
	w.must(err)
	if does != nil {
		does(act.Store)
	}
	w.must(act.Flush(w.Context()))
}

func (w *world) locale(person string) string {
	w.Helper()
	p, err := w.Partner(w.Context(), person)
	w.must(err)
	return p.Locale
}

func TestTheLocaleOfTheLastActIsKeptAndWrittenOnlyIfItIsAnother(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair(ana, ben)
	settings := func() (sealed string) {
		w.must(raw(w.T, w.path).QueryRow(`SELECT hex(settings) FROM partners WHERE person = ?1`, ana).Scan(&sealed))
		return sealed
	}
	for _, act := range []struct {
		locale, kept string
		writes       bool
	}{
		{"de", "de", true}, {"de", "de", false}, {"", "de", false}, {"es-419", "es-419", true},
		{"none-of-Discord", "es-419", false}, {"de\"\n", "es-419", false}, {"en-US", "en-US", true},
	} {
		before := settings()
		w.meets(ana, act.locale, nil)
		if after := settings(); (after != before) != act.writes || len(after) != len(before) {
			t.Errorf("an act in %q: the settings have changed: %v, want %v, at the same length", act.locale, after != before, act.writes)
		}
		if got := w.locale(ana); got != act.kept {
			t.Errorf("after an act in %q: got the locale %q, want %q", act.locale, got, act.kept)
		}
	}
	if got := w.locale(ben); got != "" {
		t.Errorf("the locale of whoever did nothing: got %q", got)
	}
}

func TestALocaleMakesNoRowAndIsKeptWithTheRowThatAnActMakes(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.meets(ana, "de", nil)
	var n int
	w.must(raw(w.T, w.path).QueryRow(`SELECT count(*) FROM partners`).Scan(&n))
	if n != 0 {
		t.Fatalf("rows of people: got %d, want none for somebody who only looked", n)
	}
	w.meets(ana, "de", func(s *store.Store) {
		_, err := s.Draft(w.Context(), ana, "Ana", ben, "Ben", w.now)
		w.must(err)
	})
	if got := w.locale(ana); got != "de" {
		t.Errorf("the locale of the inviter: got %q, want de", got)
	}
	if got := w.locale(ben); got != "" {
		t.Errorf("the locale of the invitee, who did nothing: got %q, want none", got)
	}
}

// TestAllThatSomebodySetIsOfOneLength fills every setting with the longest that it takes.
func TestAllThatSomebodySetIsOfOneLength(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.pair(ana, ben)
	w.meets(ana, "sv-SE-x", nil)
	yes, notes, language, reads := true, store.Discreet, "pt", "de-formal"
	_, err := w.Set(w.Context(), ana, store.Settings{Notes: &notes, Language: &language, Reads: &reads, NoWeek: &yes, PlainWords: &yes})
	w.must(err)
	p, err := w.Partner(w.Context(), ana)
	w.must(err)
	if p.Reads != reads || p.Locale != "sv-SE-x" || p.Language != language {
		t.Errorf("got %+v, want what was set", p)
	}
	lengths := map[int]bool{}
	for _, person := range []string{ana, ben} {
		var n int
		w.must(raw(w.T, w.path).QueryRow(`SELECT length(settings) FROM partners WHERE person = ?1`, person).Scan(&n))
		lengths[n] = true
	}
	if len(lengths) != 1 {
		t.Errorf("lengths of what two people set: %v, want one", lengths)
	}
}

func TestTheOpeningOfARequestStaysWithItsNote(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	e, err := w.Word(w.Context(), store.Wording{Couple: couple, Person: ana, Source: w.source(), Words: "words", Ask: "anrufen", Opening: "de"}, w.now)
	w.must(err)
	keeps := func(what string, e store.Exchange, err error, want string) {
		t.Helper()
		w.must(err)
		if e.Need.Opening != want {
			t.Errorf("%s: got the opening %q, want %q", what, e.Need.Opening, want)
		}
	}
	id := e.Need.ID
	keeps("worded", e, err, "de")
	e, err = w.Soften(w.Context(), id, ana, "softer", "", w.now)
	keeps("said softer", e, err, "de")
	e, err = w.Keep(w.Context(), id, ana, "", w.now)
	keeps("kept", e, err, "de")
	e, err = w.Reword(w.Context(), id, ana, store.Rewording{Words: "words", Ask: "llamarme", Opening: "es"}, "", w.now)
	keeps("put into words anew", e, err, "es")
	e, err = w.Send(w.Context(), id, ana, "", w.now)
	keeps("sent", e, err, "es")
	e, err = w.NeedFor(w.Context(), id, ben)
	keeps("as its reader has it", e, err, "es")
	if !strings.Contains(e.Need.Ask, "llamarme") {
		t.Errorf("got the request %q", e.Need.Ask)
	}
}
