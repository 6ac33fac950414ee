package store_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/bot"
	"leanon/library"
	"leanon/store"
)

// Seasons of life, over months.

// seasonal is a couple that is asked at 20:00 each day, from Monday on.
type seasonal struct {
	*world
	couple store.ID
	bot    *bot.Bot
	lib    *library.Library
	plain  map[string]time.Time // what the plain columns say, as a stranger with the file reads it
	indeed map[string]time.Time // what was asked indeed
	last   string
}

func newSeasonal(t *testing.T) *seasonal {
	t.Helper()
	w := newWorld(t)
	lib := library.Default()
	return &seasonal{world: w, couple: pair(t, w.Store, ana, ben, w.now), bot: bot.New(bot.Options{Library: lib}), lib: lib, plain: map[string]time.Time{}, indeed: map[string]time.Time{}}
}

// turnsOn turns seasons on for one of the two.
func (w *seasonal) turnsOn(person string, packs ...string) {
	w.Helper()
	for _, pack := range packs {
		_, err := w.ChooseSeason(w.Context(), w.couple, person, pack, w.now)
		w.must(err)
	}
}

// asks lets a day's questions come and returns the one of that day.
func (w *seasonal) asks() library.Question {
	w.Helper()
	w.now = w.now.Truncate(24 * time.Hour).Add(20 * time.Hour)
	date := w.now.Format("2006-01-02")
	want := w.bot.Choose(store.Asked{Couple: w.couple, FormedAt: monday(), Depth: 2, Last: w.plain, Date: date, Now: w.now})
	w.opensDue(100, w.bot.Choose)
	var questions []string
	for _, person := range []string{ana, ben} {
		in, err := w.OpenCheckIn(w.Context(), w.couple, person)
		w.must(err)
		if in.LocalDate != date {
			w.Fatalf("%s: the open question is of %s, want %s", person, in.LocalDate, date)
		}
		questions = append(questions, in.Question)
	}
	if questions[0] != questions[1] {
		w.Errorf("%s: the two are asked %q", date, questions)
	}
	for _, table := range []string{"questions_asked", "check_ins"} {
		if n := w.number(`SELECT count(*) FROM `+table+` WHERE local_date = ?1 AND question <> ?2`, date, want); n != 0 {
			w.Errorf("%s: %s has %d plain questions that do not follow from the plain facts, which are %s", date, table, n, want)
		}
	}
	q, ok := w.lib.Question(questions[0])
	if !ok {
		w.Fatalf("%s: no question %q", date, questions[0])
	}
	w.plain[want], w.now = w.now, w.now.Add(24*time.Hour)
	return q
}

// keepsTheRules checks a question of a couple that was asked the earlier ones, and
// remembers it.
func (w *seasonal) keepsTheRules(q library.Question, day int) {
	w.Helper()
	at := w.now.Add(-24 * time.Hour)
	if before, again := w.indeed[q.Key]; again && at.Sub(before) < 60*24*time.Hour {
		w.Errorf("day %d: %s comes again after %v", day, q.Key, at.Sub(before))
	}
	if day < 14 && q.Depth > library.Light || q.Depth > library.Personal {
		w.Errorf("day %d: %s has depth %d", day, q.Key, q.Depth)
	}
	if was, ok := w.lib.Question(w.last); ok && q.Pack != "" && was.Pack != "" {
		w.Errorf("day %d: %s and then %s are of a season", day, was.Key, q.Key)
	}
	w.indeed[q.Key], w.last = at, q.Key
}

func TestWithAllSeasonsOnEveryOtherQuestionIsOfOneAndTheFileTellsNothing(t *testing.T) {
	t.Parallel()
	w := newSeasonal(t)
	w.turnsOn(ana, library.Packs()...)
	w.turnsOn(ben, library.Packs()...)
	came := map[string]int{}
	for day := range 150 {
		q := w.asks()
		w.keepsTheRules(q, day)
		if q.Pack != "" {
			came[q.Pack]++
		}
		if day < 28 && (q.Play || q.Tag == library.WentWell) {
			t.Errorf("day %d: %s comes although there is a time of loss", day, q.Key)
		}
	}
	for _, pack := range library.Packs() {
		if all := w.lib.PackQuestions(pack); came[pack] < len(all) {
			t.Errorf("%s: %d of %d questions came in 150 days, want all", pack, came[pack], len(all))
		}
	}
	if n := w.number(`SELECT count(DISTINCT length(asked)) FROM (SELECT asked FROM check_ins UNION ALL SELECT asked FROM questions_asked)`); n != 1 {
		t.Errorf("sealed questions have %d lengths, want one", n)
	}
	for _, row := range w.plainColumns() {
		for _, pack := range library.Packs() {
			for _, q := range w.lib.PackQuestions(pack) {
				if strings.Contains(row, q.Key) {
					t.Fatalf("a plain column names %s: %s", q.Key, row)
				}
			}
		}
	}
}

func TestASeasonComesOnlyWhileBothHaveItOn(t *testing.T) {
	t.Parallel()
	w := newSeasonal(t)
	w.turnsOn(ana, "distance", "loss")
	w.turnsOn(ben, "festive")
	day := 0
	lives := func(days int) (packs []string, play bool) {
		for range days {
			q := w.asks()
			w.keepsTheRules(q, day)
			day++
			if q.Pack != "" && !slices.Contains(packs, q.Pack) {
				packs = append(packs, q.Pack)
			}
			play = play || q.Play || q.Tag == library.WentWell
		}
		return packs, play
	}
	if packs, play := lives(30); packs != nil || !play {
		t.Errorf("while each has another season on: got questions of %q, and play or what went well %v; want none, and true", packs, play)
	}
	w.turnsOn(ben, "loss")
	if packs, play := lives(28); !slices.Equal(packs, []string{"loss"}) || play {
		t.Errorf("in the four weeks after both turned it on: got questions of %q, and play or what went well %v; want those of loss, and false", packs, play)
	}
	_, err := w.EndSeason(w.Context(), w.couple, ana, "loss", w.now)
	w.must(err)
	if packs, play := lives(30); packs != nil || !play {
		t.Errorf("after one turned it off: got questions of %q, and play or what went well %v; want none, and true", packs, play)
	}
}

func TestASeasonEndsAfterHalfAYearUnlessItsChooserKeepsItOn(t *testing.T) {
	t.Parallel()
	w := newSeasonal(t)
	w.turnsOn(ana, "distance", "festive")
	w.turnsOn(ben, "distance", "festive")
	on := func() (all []string) {
		for _, person := range []string{ana, ben} {
			couples, err := w.Couples(w.Context(), person)
			w.must(err)
			for _, pack := range library.Packs() {
				if _, is := couples[0].Me.Seasons.On(pack, w.now); is {
					all = append(all, fmt.Sprint(person, " ", pack))
				}
			}
		}
		return all
	}
	w.now = monday().Add(store.SeasonLasts - time.Hour)
	_, err := w.KeepSeason(w.Context(), w.couple, ana, "distance", w.now)
	w.must(err)
	if got := on(); len(got) != 4 {
		t.Errorf("shortly before the end: got %q, want both of both", got)
	}
	w.now = monday().Add(store.SeasonLasts)
	if got, want := on(), []string{ana + " distance"}; !slices.Equal(got, want) {
		t.Errorf("after half a year: got %q, want %q", got, want)
	}
	_, err = w.KeepSeason(w.Context(), w.couple, ben, "distance", w.now)
	w.wants("keep one that has ended", err, store.ErrTooLate)
	for day := range 20 {
		if q := w.asks(); q.Pack != "" {
			t.Errorf("day %d after the end: %s comes", day, q.Key)
		}
	}
}

func TestASeasonIsNobodyElsesToChoose(t *testing.T) {
	t.Parallel()
	w := newSeasonal(t)
	for what, change := range map[string]func() (store.Couple, error){
		"turn on":  func() (store.Couple, error) { return w.ChooseSeason(w.Context(), w.couple, cleo, "loss", w.now) },
		"keep on":  func() (store.Couple, error) { return w.KeepSeason(w.Context(), w.couple, cleo, "loss", w.now) },
		"turn off": func() (store.Couple, error) { return w.EndSeason(w.Context(), w.couple, cleo, "loss", w.now) },
	} {
		_, err := change()
		w.wants(what, err, store.ErrNotYours)
	}
	w.turnsOn(ana, "loss")
	w.meddle(`UPDATE members SET seasons = (SELECT seasons FROM members WHERE person = ?1) WHERE person = ?2`, ana, ben)
	_, err := w.Couples(w.Context(), ben)
	w.wants("a choice that was moved to the other", err, store.ErrAltered)
}
