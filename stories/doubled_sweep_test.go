package stories

import (
	"database/sql"
	"fmt"
	"maps"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"leanon/playground"
)

// The sweep below lives one life three times, with each event delivered once, twice and
// four times, and uses everything that the menu names.

// aLife is what one life leaves behind.
type aLife struct {
	replies map[string][]string // by the menu's name, of each person in turn
	rows    map[string]int      // by table, and by kind of notice
	seen    map[string][]string // by person: the messages, as outline has them
}

// outline is what a message or a reply offers. Its words may hold a question, which is
// another one in each life.
func outline(r playground.Response) string {
	switch {
	case r.Form != nil:
		return "form " + r.Form.Title
	case r.Message != nil && strings.Contains(r.Message.Content, movedOn):
		return movedOn
	case r.Message != nil:
		return fmt.Sprintf("message, updated %t: %s", r.Updated, offers(*r.Message))
	}
	return "nothing"
}

func offers(m playground.Message) string {
	var all []string
	for _, c := range slices.Concat(m.Components...) {
		all = append(all, fmt.Sprintf("[%s%s %d]", c.Label, c.Placeholder, len(c.Options)))
	}
	return strings.Join(all, " ")
}

// triesAll makes a forged press, or choice, and fills in the form that it opens. It returns
// what came back to each of the two.
func (p *person) triesAll(on playground.Message, f forgery, id string) string {
	p.w.t.Helper()
	if id != "" {
		id = ":" + id
	}
	if p.acts++; p.acts%100 == 0 {
		p.w.clock.set(p.w.clock.Now().Add(61e9)) // nobody is heard more than 120 times a minute
	}
	ctx, cancel := p.ctx()
	defer cancel()
	forge := func(ids string) (playground.Response, error) { return p.Forge(ctx, ids, on) }
	if f.choose {
		forge = func(ids string) (playground.Response, error) { return p.ForgeChoice(ctx, ids, on, "line") }
	}
	r, err := forge(f.name + id + f.tail)
	if err != nil {
		p.w.t.Fatalf("%s forges %s: %v", p.name, f.name, err)
	}
	said := outline(r)
	if r.Form == nil {
		return said
	}
	given := map[string]string{}
	for _, field := range r.Form.Fields {
		if len(field.Options) == 0 {
			given[field.ID] = "A walk on " + f.name
		}
	}
	p.w.typed("A walk on " + f.name)
	if r, err = p.Submit(ctx, *r.Form, given); err != nil {
		p.w.t.Fatalf("%s fills in the form of %s: %v", p.name, f.name, err)
	}
	return said + ", then " + outline(r)
}

// livesOne does all that the menu names, with each event delivered that many times.
func livesOne(t *testing.T, times int) (l aLife) {
	w := openWorld(t, "2026-11-23 12:00 Europe/Paris", nil)
	w.discord.Gateway().Repeat(times)
	ana, ben := w.rich()
	ana.asks("One that is answered by message", "Benedict")
	ben.writes("With pleasure, and gladly")
	ben.sees("Is this your answer")
	l = aLife{replies: map[string][]string{}, rows: map[string]int{}, seen: map[string][]string{}}
	for _, command := range []string{"rhythm", "pause", "resume", "checkin", "need", "needs", "history", "settings", "leave", "privacy", "help"} {
		for _, p := range []*person{ana, ben} {
			l.replies["/"+command] = append(l.replies["/"+command], outline(p.runs(command).shown))
		}
	}
	leaves := func(f forgery) bool { return f.name == "leave" }
	all := append(slices.DeleteFunc(forgeries(t), leaves), // what ends things comes last
		forgery{name: "export-now"}, forgery{name: "export-shared"}, forgery{name: "leave", tail: ":line"}, forgery{name: "forget-now"})
	ids := map[*person][]string{ana: ana.idsSeen(), ben: ben.idsSeen()}
	for _, f := range all {
		for _, p := range []*person{ana, ben} {
			on := *p.runs("settings").shown.Message
			got := movedOn
			for _, id := range append([]string{""}, ids[p]...) {
				if got = p.triesAll(on, f, id); got != movedOn {
					break
				}
			}
			l.replies[f.name] = append(l.replies[f.name], got)
		}
	}
	w.settle()
	for _, p := range []*person{ana, ben} {
		for _, m := range p.fromBot() {
			if !m.Ephemeral {
				l.seen[p.name] = append(l.seen[p.name], offers(m))
			}
		}
	}
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.cfg.Data, "leanon.db")+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	for _, table := range w.column(db, `SELECT name FROM sqlite_master WHERE type = 'table'`) {
		l.rows[table] = len(w.column(db, `SELECT 'x' FROM `+table))
	}
	for _, kind := range w.column(db, `SELECT kind FROM notices`) {
		l.rows["notice "+kind]++
	}
	return l
}

func TestEachNameOfTheMenuDoesOnceWhatComesTwiceOrFourTimes(t *testing.T) {
	t.Parallel()
	lives := map[int]aLife{}
	for _, times := range []int{1, 2, 4} {
		t.Run(fmt.Sprint(times), func(t *testing.T) { lives[times] = livesOne(t, times) })
	}
	once := lives[1]
	names := regexp.MustCompile(`^/?[a-z-]+$`)
	did := 0
	var idle []string
	for _, name := range slices.Sorted(maps.Keys(once.replies)) {
		if !names.MatchString(name) {
			t.Errorf("%q is no name", name)
		}
		if strings.Join(once.replies[name], "") != movedOn+movedOn {
			did++
		} else {
			idle = append(idle, name)
		}
		for _, times := range []int{2, 4} {
			if got, want := lives[times].replies[name], once.replies[name]; !slices.Equal(got, want) {
				t.Errorf("%s, delivered %d times: got\n%q, want as once\n%q", name, times, got, want)
			}
		}
	}
	if did < 125 {
		t.Errorf("only %d names did anything; these did not: %s", did, idle)
	}
	for _, times := range []int{2, 4} {
		if !maps.Equal(lives[times].rows, once.rows) {
			t.Errorf("delivered %d times the record has\n%v, want as once\n%v", times, lives[times].rows, once.rows)
		}
		for name, want := range once.seen {
			if got := lives[times].seen[name]; !slices.Equal(got, want) {
				t.Errorf("delivered %d times %s sees %d messages\n%q, want as once %d\n%q", times, name, len(got), got, len(want), want)
			}
		}
	}
}
