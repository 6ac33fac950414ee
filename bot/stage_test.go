package bot

import (
	"bytes"
	"cmp"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/clock"
	"leanon/discord/talk"
	"leanon/library"
	"leanon/store"
	"leanon/store/seal"
)

// offer is a custom id that somebody was shown.
type offer struct {
	to, name, id string
	by           talk.Kind
	values       []string // of a select
	fields       []string // of a form
	onPrivate    bool
	text         string // of the message
}

// stage is a bot over a real database, and everything it offered to anybody.
type stage struct {
	filters store.Kind // notices of this kind are refused for their content
	next    string     // the question that comes next; "" for the one that the bot chooses
	testing.TB
	bot    *Bot
	store  *store.Store
	db     *sql.DB
	now    time.Time
	log    *bytes.Buffer
	names  map[string]string // by person
	offers []offer
	judge  func(offer) // sees each new offer while it is fresh
	sent   func(store.Notice, talk.Message)
	shown  func(person string, m talk.Message)
	acts   int
	// locales is the language of people's Discord; "" for one that is not known.
	locales map[string]string
}

const (
	anabel    = "100000000000000001"
	benedict  = "100000000000000002"
	cleopatra = "100000000000000003" // another partner of Anabel's
	daniel    = "100000000000000004" // nobody's
	evelina   = "100000000000000005" // was Frederick's
	frederick = "100000000000000006" // left
)

func newStage(t testing.TB) *stage {
	t.Helper()
	return newStageOn(t, filepath.Join(t.TempDir(), "leanon.db"))
}

// newStageOn is newStage over the database at a path.
func newStageOn(t testing.TB, path string) *stage {
	t.Helper()
	key, err := seal.ParseKey(strings.Repeat("QUJD", 10) + "QUI=")
	if err != nil {
		t.Fatal(err)
	}
	rule := clock.New()
	st, err := store.Open(t.Context(), path, key, rule, store.Defaults{Cron: "0 20 * * *", Weekly: "0 18 * * 0", Zone: "UTC", MinInterval: time.Hour, FollowUp: 24 * time.Hour, Retention: 90 * 24 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	lib := library.Default()
	g := &stage{TB: t, locales: map[string]string{}, store: st, db: db, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), log: &bytes.Buffer{}, judge: func(offer) {}, sent: func(store.Notice, talk.Message) {}, shown: func(string, talk.Message) {},
		names: map[string]string{anabel: "Anabel", benedict: "Benedict", cleopatra: "Cleopatra", daniel: "Daniel", evelina: "Evelina", frederick: "Frederick"}}
	g.bot = New(Options{Store: st, Library: lib, Now: func() time.Time { return g.now }, Log: slog.New(slog.NewTextHandler(g.log, nil)),
		Host: Host{Name: "Hosta", Contact: "hosta@example.org", Replica: 24 * time.Hour}, FollowUp: 24 * time.Hour, Clock: rule,
		MinInterval: time.Hour, Weekly: "0 18 * * 0", Retention: 90 * 24 * time.Hour})
	return g
}

// asks lets a person do something and hands back what they read.
func (g *stage) asks(person string, r talk.Request) talk.Reply {
	g.Helper()
	g.acts++
	g.now = g.now.Add(time.Second) // nobody is asked to wait a moment
	r.ID, r.Person, r.Channel = fmt.Sprint(900000+g.acts), talk.User{ID: person, Name: g.names[person]}, "7"+person
	r.Locale = cmp.Or(r.Locale, g.locales[person])
	return g.bot.Handle(g.Context(), r)
}

// does is asks for somebody in the story: what they are offered is remembered, and
// what is owed is delivered.
func (g *stage) does(person string, r talk.Request) talk.Reply {
	g.Helper()
	reply := g.asks(person, r)
	if reply.Message != nil {
		g.shows(person, *reply.Message)
	}
	if f := reply.Form; f != nil {
		o := offer{to: person, id: f.CustomID, by: talk.Submit}
		for _, field := range f.Fields {
			o.fields = append(o.fields, field.ID)
		}
		g.offered(o)
	}
	g.delivers()
	return reply
}

// shows remembers what a message offers.
func (g *stage) shows(person string, m talk.Message) {
	g.Helper()
	g.shown(person, m)
	for _, r := range m.Rows {
		for _, b := range r.Buttons {
			g.offered(offer{to: person, id: b.CustomID, by: talk.Press, onPrivate: m.Private, text: m.Text})
		}
		if r.Select != nil {
			o := offer{to: person, id: r.Select.CustomID, by: talk.Choose, onPrivate: m.Private, text: m.Text}
			for _, v := range r.Select.Options {
				o.values = append(o.values, v.Value)
			}
			g.offered(o)
		}
	}
}

func (g *stage) offered(o offer) {
	g.Helper()
	o.name, _, _ = strings.Cut(o.id, ":")
	o.name, _, _ = strings.Cut(o.name, ".")
	o.name, _, _ = strings.Cut(o.name, "~")
	g.offers = append(g.offers, o)
	g.judge(o)
}

// choose chooses a question as the bot does, unless the story has one in mind.
func (g *stage) choose(a store.Asked) string { return cmp.Or(g.next, g.bot.Choose(a)) }

// delivers sends what is owed now, as the outbox would.
func (g *stage) delivers() {
	g.Helper()
	if _, err := g.store.OpenDue(g.Context(), g.now, 100, g.choose); err != nil {
		g.Fatal(err)
	}
	if _, err := g.store.OpenWeeks(g.Context(), g.now, 100); err != nil {
		g.Fatal(err)
	}
	for range 20 {
		due, err := g.store.Due(g.Context(), g.now, store.LaneScheduled, 100)
		if err != nil {
			g.Fatal(err)
		}
		if len(due) == 0 {
			return
		}
		for _, o := range due {
			g.delivers1(o)
		}
	}
	g.Fatal("what is owed never ends")
}

func (g *stage) delivers1(o store.Owed) {
	g.Helper()
	n, err := g.store.Attempt(g.Context(), o.ID, g.now)
	if errors.Is(err, store.ErrTooLate) {
		return
	}
	if err != nil {
		g.Fatal(err)
	}
	if n.Kind == g.filters && n.Message == "" {
		if err := g.store.NotTaken(g.Context(), n, "status 400, code 240000", g.now); err != nil {
			g.Fatal(err)
		}
		return
	}
	m, err := g.bot.Compose(g.Context(), n)
	if err != nil {
		g.Fatalf("compose %s: %v", n.Kind, err)
	}
	if n.Kind == store.KindHide {
		err = g.store.HideDone(g.Context(), n)
	} else if n.Message != "" {
		err = g.store.Edited(g.Context(), n)
	} else {
		g.acts++
		err = g.store.Delivered(g.Context(), n, "7"+n.Person, fmt.Sprint(800000+g.acts), g.now)
	}
	if err != nil {
		g.Fatal(err)
	}
	g.sent(n, m)
	g.shows(n.Person, m)
}

// uses presses, chooses or fills in the newest offer of that name.
func (g *stage) uses(person, name string, values ...string) talk.Reply {
	g.Helper()
	for _, o := range slices.Backward(g.offers) {
		if o.to == person && o.name == name {
			return g.does(person, g.use(o, o.id, values...))
		}
	}
	g.Fatalf("%s was never offered %s", g.names[person], name)
	return talk.Reply{}
}

// use is what Discord would tell of the use of an offer.
func (g *stage) use(o offer, id string, values ...string) talk.Request {
	r := talk.Request{Kind: o.by, CustomID: id, MessageID: "600000", OnPrivate: o.onPrivate, Pressed: o.text}
	switch o.by {
	case talk.Choose:
		r.Values = values
		if len(values) == 0 && len(o.values) > 0 {
			r.Values = o.values[:1]
		}
	case talk.Submit:
		r.Fields = map[string]string{}
		for _, f := range o.fields {
			r.Fields[f] = map[string]string{"days": "daily", "time": "20:00", "quiet": "off", "city": "Paris", "kind": "play", "want": "listen"}[f]
			if r.Fields[f] == "" {
				r.Fields[f] = "Words of " + strings.Join(append(values, "one's own"), " ")
			}
		}
	}
	return r
}

func (g *stage) command(person, name string, options ...string) talk.Reply {
	g.Helper()
	r := talk.Request{Kind: talk.Command, Name: name, Options: map[string]string{}}
	for i := 0; i+1 < len(options); i += 2 {
		r.Options[options[i]] = options[i+1]
	}
	if other, ok := g.names[r.Options["partner"]]; ok && name == "pair" {
		r.Users = map[string]talk.User{r.Options["partner"]: {ID: r.Options["partner"], Name: other}}
	}
	return g.does(person, r)
}

func (g *stage) writes(person, text string) {
	g.Helper()
	g.acts++
	g.does(person, talk.Request{Kind: talk.Wrote, MessageID: fmt.Sprint(800000 + g.acts), Text: text})
}

func (g *stage) passes(d time.Duration) { g.Helper(); g.now = g.now.Add(d); g.delivers() }

// dump is every row of every table.
func (g *stage) dump() []string {
	g.Helper()
	var all []string
	for _, table := range g.column(`SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`) {
		columns := g.column(`SELECT 'quote(' || name || ')' FROM pragma_table_info('` + table + `')`)
		for _, row := range g.column(fmt.Sprintf(`SELECT concat_ws('|', %s) FROM %s`, strings.Join(columns, ", "), table)) {
			all = append(all, table+": "+row)
		}
	}
	return all
}

func (g *stage) column(query string) (all []string) {
	g.Helper()
	rows, err := g.db.Query(query)
	if err != nil {
		g.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			g.Fatal(err)
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		g.Fatal(err)
	}
	return all
}

// inEnglish is what the bot says in English under a key.
func inEnglish(key string, places ...any) string {
	l := library.Default()
	return speaker{l.Words("")}.say(key, places...)
}

// bare returns a text as an eye reads it: without the marks around a name that keep its
// direction of writing to itself.
func bare(text string) string { return strings.NewReplacer("\u2068", "", "\u2069", "").Replace(text) }
