package bot

import (
	"bytes"
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

// The walls: for everything that can be pressed, chosen or filled in, whose it is.
// The test below offers each of them to a person as the bot does, and lets
// everybody else use it.

// wall says who may use a custom id that one person was shown.
type wall int

const (
	ofOne    wall = iota + 1 // only that person
	ofCouple                 // both in the couple; each does it for themselves alone
	ofAnyone                 // it names nothing of anybody's: whoever uses it does it for themselves
)

// walls has every name of the menu: one that is missing fails the test.
func walls() map[string]wall {
	return map[string]wall{
		"send-invite": ofOne, "cancel-invite": ofOne, "accept": ofOne, "notes-only": ofOne, "decline": ofOne, "refuse": ofOne,
		"first": ofCouple, "city": ofAnyone, "set-city": ofAnyone, "pick-city": ofAnyone, "days": ofCouple, "set-days": ofCouple,
		"pause": ofCouple, "pause-too": ofCouple, "tell-pause": ofCouple, "resume": ofCouple,
		"answer": ofOne, "word-answer": ofOne, "nothing": ofOne, "later": ofOne,
		"word-need": ofCouple, "send": ofOne, "edit": ofOne, "reword": ofOne, "keep": ofOne, "discard": ofOne, "kind": ofOne, "want": ofOne,
		"withdraw": ofOne, "whom": ofOne, "forget-words": ofOne,
		"open": ofOne, "next": ofOne, "back": ofOne, "fold": ofOne, "heard": ofOne, "yes": ofOne, "part": ofOne, "not-now": ofOne, "talk": ofOne,
		"cannot": ofOne, "write-back": ofOne, "tonight": ofOne, "tomorrow": ofOne, "weekend": ofOne, "own-time": ofOne, "say": ofOne,
		"open-answer": ofOne, "fold-answer": ofOne, "reached-yes": ofOne, "reached-somewhat": ofOne, "reached-not-yet": ofOne, "reached-no-longer": ofOne,
		"thank": ofOne, "say-thanks": ofOne, "open-thanks": ofOne, "fold-thanks": ofOne, "again": ofOne, "again-anyway": ofOne, "again-not": ofOne, "smaller": ofOne, "word-smaller": ofOne,
		"lets-talk": ofOne, "let-go": ofOne,
		"show-need": ofCouple, "kept": ofCouple, "newer": ofCouple, "older": ofCouple,
		"quiet": ofAnyone, "set-quiet": ofAnyone, "language": ofAnyone, "set-language": ofAnyone, "settings-back": ofAnyone, "set-notes": ofAnyone, "set-reminder": ofAnyone, "set-depth": ofAnyone, "set-retention": ofAnyone,
		"resources": ofAnyone, "send-anyway": ofOne, "say-anyway": ofOne, "keep-line": ofOne,
		"consent-keep": ofCouple, "consent-change": ofCouple, "leave-ask": ofCouple,
		"export": ofAnyone, "export-first": ofAnyone, "export-now": ofAnyone, "export-cancel": ofAnyone, "delete-file": ofOne,
		"forget": ofAnyone, "forget-tells": ofAnyone, "forget-now": ofAnyone, "forget-stay": ofAnyone,
		"leave-tells": ofCouple, "leave": ofCouple, "stay": ofCouple, "help": ofAnyone,
	}
}

// refusals are what a stranger reads where it is not the sentence for everything.
// Each is the same whether or not there is such a thing.
func refusals() map[string]string {
	return map[string]string{
		"accept": sayGone, "notes-only": sayGone, "decline": sayGone,
	}
}

// offer is a custom id that somebody was shown.
type offer struct {
	to, name, id string
	by           talk.Kind
	values       []string // of a select
	fields       []string // of a form
	onPrivate    bool
}

// stage is a bot over a real database, and everything it offered to anybody.
type stage struct {
	testing.TB
	bot    *Bot
	store  *store.Store
	db     *sql.DB
	now    time.Time
	log    *bytes.Buffer
	names  map[string]string // by person
	offers []offer
	judge  func(offer) // sees each new offer while it is fresh
	acts   int
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
	path := filepath.Join(t.TempDir(), "leanon.db")
	key, err := seal.ParseKey(strings.Repeat("QUJD", 10) + "QUI=")
	if err != nil {
		t.Fatal(err)
	}
	rule := clock.New()
	st, err := store.Open(t.Context(), path, key, store.Clock{
		Next: rule.Next, Gap: rule.Gap,
		In: func(zone string, at time.Time) (time.Time, error) {
			loc, err := rule.Zone(zone)
			if err != nil {
				return at, err
			}
			return at.In(loc), nil
		},
		QuietEnd: func(_, _ string, at time.Time) (time.Time, bool) { return at, false },
	}, store.Defaults{Cron: "0 20 * * *", Zone: "UTC", MinInterval: time.Hour, FollowUp: 24 * time.Hour, Retention: 90 * 24 * time.Hour})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { st.Close() })
	db, err := sql.Open("sqlite3", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	lib, err := library.Default()
	if err != nil {
		t.Fatal(err)
	}
	g := &stage{TB: t, store: st, db: db, now: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), log: &bytes.Buffer{}, judge: func(offer) {},
		names: map[string]string{anabel: "Anabel", benedict: "Benedict", cleopatra: "Cleopatra", daniel: "Daniel", evelina: "Evelina", frederick: "Frederick"}}
	g.bot = New(Options{Store: st, Library: lib, Now: func() time.Time { return g.now }, Log: slog.New(slog.NewTextHandler(g.log, nil)),
		Host: Host{Name: "Hosta", Contact: "hosta@example.org"}, FollowUp: 24 * time.Hour, Clock: rule,
		MinInterval: time.Hour, Retention: 90 * 24 * time.Hour})
	return g
}

// asks lets a person do something and hands back what they read.
func (g *stage) asks(person string, r talk.Request) talk.Reply {
	g.Helper()
	g.acts++
	g.now = g.now.Add(time.Second) // nobody is asked to wait a moment
	r.ID, r.Person, r.Channel = fmt.Sprint(900000+g.acts), talk.User{ID: person, Name: g.names[person]}, "7"+person
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
	for _, r := range m.Rows {
		for _, b := range r.Buttons {
			g.offered(offer{to: person, id: b.CustomID, by: talk.Press, onPrivate: m.Private})
		}
		if r.Select != nil {
			o := offer{to: person, id: r.Select.CustomID, by: talk.Choose, onPrivate: m.Private}
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
	g.offers = append(g.offers, o)
	g.judge(o)
}

// delivers sends what is owed now, as the outbox would.
func (g *stage) delivers() {
	g.Helper()
	if _, err := g.store.OpenDue(g.Context(), g.now, 100, g.bot.Choose); err != nil {
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
	m, err := g.bot.Compose(g.Context(), n)
	if err != nil {
		g.Fatalf("compose %s: %v", n.Kind, err)
	}
	if n.Message != "" {
		err = g.store.Edited(g.Context(), n)
	} else {
		g.acts++
		err = g.store.Delivered(g.Context(), n, "7"+n.Person, fmt.Sprint(800000+g.acts), g.now)
	}
	if err != nil {
		g.Fatal(err)
	}
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
	r := talk.Request{Kind: o.by, CustomID: id, MessageID: "600000", OnPrivate: o.onPrivate}
	switch o.by {
	case talk.Choose:
		r.Values = values
		if len(values) == 0 && len(o.values) > 0 {
			r.Values = o.values[:1]
		}
	case talk.Submit:
		r.Fields = map[string]string{}
		for _, f := range o.fields {
			r.Fields[f] = map[string]string{"days": "daily", "time": "20:00", "quiet": "off", "city": "Paris"}[f]
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
	g.does(person, talk.Request{Kind: talk.Wrote, MessageID: fmt.Sprint(700000 + g.acts), Text: text})
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

// read is a reply in full, as text.
func read(r talk.Reply) string {
	switch {
	case r.Message != nil:
		return fmt.Sprintf("%+v update %v", *r.Message, r.Update)
	case r.Form != nil:
		return fmt.Sprintf("form %+v", *r.Form)
	}
	return fmt.Sprintf("%+v", r.Choices)
}

// Ids that name nothing and nobody.
const (
	nothingsID = "1y2p0ij32e8e7" // 2^63-1
	nobodysID  = "999999999999999999"
)

// isID says whether an argument of a custom id names a row or a person.
func isID(arg string) bool {
	_, err := store.ParseID(arg)
	return err == nil && len(arg) > 8 || len(arg) == len(nobodysID)
}

// replaced is a custom id with each of its ids made another by f.
func replaced(id string, f func(string) string) string {
	body, mark, marked := strings.Cut(id, ".")
	parts := strings.Split(body, ":")
	for i, arg := range parts {
		if i > 0 && isID(arg) {
			parts[i] = f(arg)
		}
	}
	body = strings.Join(parts, ":")
	if marked {
		body += "." + f(mark)
	}
	return body
}

func nothing(id string) string {
	if len(id) == len(nobodysID) {
		return nobodysID
	}
	return nothingsID
}

// strangers are those who have no business with an offer.
func (g *stage) strangers(o offer) (all []string) {
	partner := map[string]string{anabel: benedict, benedict: anabel, cleopatra: anabel, evelina: frederick, frederick: evelina}
	for person := range g.names {
		switch {
		case person == o.to, walls()[o.name] == ofCouple && person == partner[o.to]:
		case walls()[o.name] == ofCouple && person == cleopatra && o.to == anabel: // Anabel's couple with her may be meant
		case walls()[o.name] == ofCouple && person == benedict && o.to == cleopatra:
			all = append(all, person)
		default:
			all = append(all, person)
		}
	}
	slices.Sort(all)
	return all
}

// keepsOut lets every stranger use a fresh offer, as it is and altered.
func (g *stage) keepsOut(o offer) {
	g.Helper()
	if walls()[o.name] == ofAnyone || o.to == cleopatra {
		return
	}
	for person := range g.names { // where somebody can be reached is learnt from any press
		g.asks(person, talk.Request{Kind: talk.Command, Name: "settings"})
	}
	before := g.dump()
	plain, mark, _ := strings.Cut(o.id, ".")
	for _, person := range g.strangers(o) {
		want := read(g.asks(person, g.use(o, replaced(plain, nothing))))
		if kind, own := refusals()[o.name]; !strings.Contains(want, sayMoved) && !(own && strings.Contains(want, kind)) {
			g.Errorf("%s of nothing: %s reads %s, want the kind sentence", o.name, g.names[person], want)
		}
		for _, id := range []string{plain, o.id} {
			got := read(g.asks(person, g.use(o, id)))
			if mark != "" {
				got = strings.ReplaceAll(got, "."+mark, "") // what the stranger brought along
			}
			if got != want {
				g.Errorf("%s of %s's: %s reads\n%s\nwant what reads of nothing:\n%s", o.name, g.names[o.to], g.names[person], got, want)
			}
		}
	}
	for _, id := range []string{
		o.name, o.name + ":", o.name + "::", o.name + ":x", o.name + ":0", o.name + ":-1", o.name + ":ö", o.name + ":1:2:3:4:5:6",
		replaced(plain, func(s string) string { return s + "0" }), replaced(plain, func(s string) string { return "0" + s }),
		replaced(plain, strings.ToUpper), plain + "." + nothingsID + ".", plain + ".", plain + ".x",
	} {
		if id == plain || o.name == "resume" && !strings.Contains(id, ":") {
			continue // the button of all one's couples names none
		}
		reply := g.asks(daniel, g.use(o, id))
		if got := read(reply); reply.Form != nil || !strings.Contains(got, sayMoved) && !strings.Contains(got, refusals()[o.name]+" ") && !strings.Contains(got, sayNoCouple) {
			g.Errorf("a forged %q: Daniel reads %s, want the kind sentence", id, got)
		}
	}
	if after := g.dump(); !slices.Equal(before, after) {
		g.Errorf("%s of %s's, used by strangers, changed the record:\n%s", o.name, g.names[o.to], changes(before, after))
		g.judge = func(offer) {}
	}
}

// changes are the rows that only one of two dumps has.
func changes(before, after []string) string {
	var all []string
	for _, row := range before {
		if !slices.Contains(after, row) {
			all = append(all, "- "+row)
		}
	}
	for _, row := range after {
		if !slices.Contains(before, row) {
			all = append(all, "+ "+row)
		}
	}
	return strings.Join(all, "\n")
}

// pairs makes a couple of two by what they press.
func (g *stage) pairs(a, b string) {
	g.Helper()
	g.command(a, "pair", "partner", b)
	g.uses(a, "send-invite")
	g.uses(b, "accept")
}

// lives is a story in which everything in the menu is offered to somebody.
func (g *stage) lives() {
	g.Helper()
	g.pairs(evelina, frederick)
	g.command(frederick, "leave")
	g.uses(frederick, "leave")
	g.pairs(anabel, benedict)
	g.uses(benedict, "city")
	g.does(benedict, talk.Request{Kind: talk.Submit, CustomID: "set-city", Fields: map[string]string{"city": "san"}})
	g.uses(anabel, "days")
	g.uses(anabel, "first")
	g.uses(anabel, "answer")
	g.uses(anabel, "word-answer", "Secret draft")
	g.uses(anabel, "edit")
	g.uses(anabel, "send")
	g.uses(benedict, "open")
	for _, answer := range []string{"heard", "part", "talk", "cannot", "yes"} {
		g.uses(benedict, answer)
	}
	for _, when := range []string{"weekend", "tomorrow", "own-time", "tonight"} {
		g.uses(benedict, when)
	}
	g.uses(benedict, "say", "Secret answer")
	g.uses(anabel, "open-answer")
	g.passes(36 * time.Hour)
	g.uses(anabel, "reached-yes")
	g.uses(anabel, "thank")
	g.uses(anabel, "say-thanks", "Secret thanks")
	g.uses(benedict, "open-thanks")
	g.secondThoughts()
	g.needsMore()
	g.command(anabel, "pause")
	g.uses(anabel, "tell-pause")
	g.uses(anabel, "resume")
	g.command(anabel, "settings")
	g.uses(anabel, "quiet")
	g.uses(anabel, "language")
	g.command(anabel, "leave")
	g.command(anabel, "history")
	g.writesBack()
	g.twoCouples()
	g.passes(30 * 24 * time.Hour) // whether they still agree
}

// secondThoughts goes through what a person is asked before something heavy
// leaves, and before their record is exported or forgotten.
func (g *stage) secondThoughts() {
	g.Helper()
	g.command(anabel, "need", "text", "Secret, and I want to die")
	g.uses(anabel, "send")
	g.uses(anabel, "send-anyway")
	g.uses(benedict, "open")
	g.uses(benedict, "part")
	g.uses(benedict, "say", "I am scared of you")
	g.uses(benedict, "say-anyway")
	g.passes(36 * time.Hour)
	g.uses(anabel, "reached-not-yet")
	g.uses(anabel, "again")
	g.uses(anabel, "again-not")
	g.uses(anabel, "reached-yes")
	g.uses(anabel, "thank")
	g.uses(anabel, "say-thanks", "I wanted to end my life")
	g.uses(anabel, "keep-line")
	g.command(anabel, "privacy")
	g.uses(anabel, "export")
	g.uses(anabel, "export-now")
	g.uses(anabel, "forget")
}

// needsMore goes through what can follow an answer that did not reach.
func (g *stage) needsMore() {
	g.Helper()
	g.command(anabel, "need", "text", "Secret second need")
	g.uses(anabel, "send")
	g.command(anabel, "need", "text", "Secret third need")
	g.uses(anabel, "keep")
	g.command(anabel, "needs")
	g.uses(anabel, "kept")
	g.command(anabel, "needs")
	g.uses(benedict, "open")
	g.uses(benedict, "part")
	g.uses(benedict, "say")
	g.passes(25 * time.Hour)
	g.uses(anabel, "reached-not-yet")
	g.uses(anabel, "smaller")
	g.uses(anabel, "word-smaller")
	g.command(anabel, "need")
	g.command(anabel, "need", "text", "Secret fourth need")
	g.command(anabel, "needs")
}

// writesBack answers a note that tells what went well.
func (g *stage) writesBack() {
	g.Helper()
	g.passes(g.now.Truncate(24 * time.Hour).Add(45 * time.Hour).Sub(g.now)) // 21:00, an hour after the question
	for range 25 {
		g.passes(24 * time.Hour)
		if in, err := g.latest(anabel); err != nil || g.tag(in) != "went-well" {
			continue
		}
		g.uses(anabel, "answer")
		last := g.offers[len(g.offers)-1]
		r := g.use(last, last.id)
		r.Fields["ask"] = ""
		g.does(anabel, r)
		g.uses(anabel, "send")
		g.uses(benedict, "open")
		return
	}
	g.Fatal("no question about what went well came in twenty-five days")
}

func (g *stage) tag(in store.CheckIn) string {
	q, _ := g.bot.Library.Question(in.Question)
	return string(q.Tag)
}

func (g *stage) latest(person string) (store.CheckIn, error) {
	couples, err := g.store.Couples(g.Context(), person)
	if err != nil || len(couples) == 0 {
		return store.CheckIn{}, errors.Join(err, store.ErrNotYours)
	}
	return g.store.OpenCheckIn(g.Context(), couples[0].ID, person)
}

// twoCouples lets Anabel be in a second couple, and say whom a message is for.
func (g *stage) twoCouples() {
	g.Helper()
	g.command(anabel, "pair", "partner", cleopatra)
	g.uses(anabel, "send-invite")
	g.uses(cleopatra, "notes-only")
	g.writes(anabel, "Secret words for one of two")
	g.uses(anabel, "whom")
	g.command(benedict, "need", "text", "Secret first of two")
	g.uses(benedict, "send")
	g.command(benedict, "need", "text", "Secret second of two")
	couples, err := g.store.Couples(g.Context(), anabel)
	if err != nil {
		g.Fatal(err)
	}
	g.command(anabel, "pause", "partner", couples[0].ID.String())
	g.uses(benedict, "send")
	g.command(benedict, "need", "text", "Secret third of two")
	g.uses(benedict, "send")
	g.command(anabel, "resume")
	g.uses(anabel, "open")
}

func TestEveryActionOfTheMenuHasAWall(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.judge = func(o offer) { g.keepsOut(o) }
	g.lives()
	offered := map[string]bool{}
	for _, o := range g.offers {
		offered[o.name] = true
	}
	inMenu := map[string]bool{}
	for _, a := range g.bot.list {
		if a.kind != "press" {
			continue
		}
		inMenu[a.name] = true
		switch {
		case walls()[a.name] == 0:
			t.Errorf("%s is new in the menu: say in walls() whose it is, and let lives() offer it to somebody", a.name)
		case !offered[a.name]:
			t.Errorf("%s was offered to nobody in lives(), so nobody was kept from it", a.name)
		}
	}
	for name := range walls() {
		if !inMenu[name] {
			t.Errorf("walls() has %s, the menu has not", name)
		}
	}
	if strings.Contains(g.log.String(), "level=ERROR") {
		t.Errorf("something broke:\n%s", g.log)
	}
	for _, secret := range []string{"Secret", "Words of", "Anabel", "Benedict"} {
		if strings.Contains(g.log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, g.log)
		}
	}
	for _, want := range []string{"request refused", "person=" + daniel} {
		if !strings.Contains(g.log.String(), want) {
			t.Errorf("the log does not tell of refusals by ids: want %q", want)
		}
	}
}

func TestWhatIsOnesOwnChangesNobodyElses(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.pairs(anabel, benedict)
	g.command(anabel, "settings")
	g.uses(anabel, "quiet")
	g.uses(anabel, "city")
	g.does(anabel, talk.Request{Kind: talk.Submit, CustomID: "set-city", Fields: map[string]string{"city": "san"}})
	for _, o := range g.offers {
		if walls()[o.name] != ofAnyone {
			continue
		}
		for _, person := range []string{benedict, daniel} {
			before := g.dump()
			if got := read(g.asks(person, g.use(o, o.id))); strings.Contains(got, "Anabel") && person == daniel {
				t.Errorf("%s: Daniel reads of Anabel: %s", o.name, got)
			}
			after := g.dump()
			for _, row := range strings.Split(changes(before, after), "\n") {
				if row != "" && !strings.Contains(row, person) {
					t.Errorf("%s, used by %s, changed\n%s", o.name, g.names[person], row)
				}
			}
		}
	}
}

func TestACommandReachesNoCoupleOfOthers(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.pairs(anabel, benedict)
	g.pairs(evelina, frederick)
	couples, err := g.store.Couples(t.Context(), anabel)
	if err != nil || len(couples) != 1 {
		t.Fatalf("couples: %d, %v", len(couples), err)
	}
	theirs := couples[0].ID.String()
	for _, a := range g.bot.list {
		at := slices.IndexFunc(a.options, func(o talk.OptionSpec) bool { return o.Name == whom.Name && !o.User })
		if at < 0 {
			continue
		}
		for _, named := range []string{theirs, nothingsID, "Benedict", "x", anabel} {
			before := g.dump()
			for person, kind := range map[string]string{evelina: "I don't know whom you mean", daniel: sayNoCouple} {
				got := read(g.asks(person, talk.Request{Kind: talk.Command, Name: a.name, Options: map[string]string{whom.Name: named, "text": "Words", "days": "daily"}}))
				if !strings.Contains(got, kind) || strings.Contains(got, "Anabel") || strings.Contains(got, "Benedict") {
					t.Errorf("/%s partner:%s: %s reads %s, want %q", a.name, named, g.names[person], got, kind)
				}
				choices := g.asks(person, talk.Request{Kind: talk.Complete, Name: a.name, Focused: whom.Name, Options: map[string]string{whom.Name: "b"}})
				if got := read(choices); strings.Contains(got, "Benedict") || strings.Contains(got, theirs) {
					t.Errorf("/%s suggests to %s: %s", a.name, g.names[person], got)
				}
			}
			if after := g.dump(); !slices.Equal(before, after) {
				t.Errorf("/%s partner:%s changed the record:\n%s", a.name, named, changes(before, after))
			}
		}
	}
}
