package store_test

import (
	"slices"
	"testing"
	"time"

	"leanon/store"
)

// readFacts makes a couple of whom each has read the facts in a language, "" for before.
func (w *world) readFacts(languages map[string]string) {
	w.Helper()
	read := func(person string) store.FactsRead {
		return store.FactsRead{Version: 1, Language: languages[person], Text: 1}
	}
	draft, err := w.Draft(w.Context(), ana, "Ana", ben, "Ben", w.now)
	w.must(err)
	inv, err := w.SendInvite(w.Context(), draft.ID, ana, read(ana), w.now)
	w.must(err)
	_, err = w.Accept(w.Context(), inv.ID, ben, store.Agreement{Name: "Ben", Read: read(ben)}, w.now)
	w.must(err)
	w.sent()
}

// askedNow lists who is to be asked now whether they still agree.
func (w *world) askedNow() (all []string) {
	w.Helper()
	rows, err := raw(w.T, w.path).Query(`SELECT person FROM notices WHERE kind = 'consent' AND due_at <= ?1 ORDER BY person`, w.now.Unix())
	w.must(err)
	defer rows.Close()
	for rows.Next() {
		var person string
		w.must(rows.Scan(&person))
		all = append(all, person)
	}
	w.must(rows.Err())
	return all
}

func TestACorrectedTextAsksOnlyWhoReadIt(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		languages map[string]string
		version   int
		texts     map[string]int
		want      []string
	}{
		"nothing changed":                     {map[string]string{ana: "de", ben: "fr"}, 1, map[string]int{"en": 1, "de": 1, "fr": 1}, nil},
		"one text":                            {map[string]string{ana: "de", ben: "fr"}, 1, map[string]int{"en": 1, "de": 2, "fr": 1}, []string{ana}},
		"one that neither read":               {map[string]string{ana: "de", ben: "fr"}, 1, map[string]int{"en": 2, "de": 1, "fr": 1}, nil},
		"the English one, to which they said": {map[string]string{ben: "fr"}, 1, map[string]int{"en": 2, "fr": 1}, []string{ana}},
		"a language that is gone":             {map[string]string{ana: "tlh", ben: "fr"}, 1, map[string]int{"en": 2, "fr": 1}, nil},
		"what they mean":                      {map[string]string{ana: "de", ben: "fr"}, 2, map[string]int{"en": 1, "de": 1, "fr": 1}, []string{ana, ben}},
	} {
		w := newWorld(t)
		w.readFacts(tt.languages)
		w.must(w.AskAgainIfFactsChanged(w.Context(), tt.version, tt.texts, w.now))
		if got := w.askedNow(); !slices.Equal(got, tt.want) {
			t.Errorf("%s: got %v asked, want %v", name, got, tt.want)
		}
	}
}

func TestAConsentOfBeforeIsEnglishAndOneInAnotherLanguageTakesItsPlace(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.sql(`UPDATE consents SET read = NULL`)
	reads := func(when string, want store.FactsRead) store.Confirmation {
		t.Helper()
		c, err := w.ConfirmationFor(w.Context(), couple, ana)
		w.must(err)
		if c.Read != want {
			t.Errorf("%s: got %+v, want %+v", when, c.Read, want)
		}
		return c
	}
	c := reads("of before", store.FactsRead{Version: 1, Language: "en", Text: 1})
	w.now = w.now.Add(31 * 24 * time.Hour)
	german := store.FactsRead{Version: 1, Language: "de-formal", Text: 12}
	_, err := w.Confirm(w.Context(), couple, ana, c.Round, german, w.now)
	w.must(err)
	reads("confirmed in German", german)
	rec, err := w.Record(w.Context(), ana)
	w.must(err)
	if got := rec.Couples[0].Consents; len(got) != 1 || got[0].FactsRead != german || !got[0].At.Equal(w.now) {
		t.Errorf("in the record: got %+v", got)
	}
	var lengths int
	w.must(raw(t, w.path).QueryRow(`SELECT count(DISTINCT length(read)) FROM consents WHERE read IS NOT NULL`).Scan(&lengths))
	if lengths != 1 {
		t.Errorf("lengths of what is sealed: %d, want one", lengths)
	}
}
