package stories

import (
	"context"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/playground"
)

// Walls: what is whose, and what a press that is late, forged or doubled does.

// dump is every row of the database as it is stored, without how far each person's
// messages were read: the clock alone moves that.
func (w *world) dump() string {
	w.t.Helper()
	w.settle()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(w.cfg.Data, "leanon.db")+"?mode=ro")
	if err != nil {
		w.t.Fatal(err)
	}
	defer db.Close()
	var s strings.Builder
	for _, table := range w.column(db, `SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name`) {
		columns := w.column(db, `SELECT 'quote(' || name || ')' FROM pragma_table_info('`+table+`') WHERE name NOT IN ('heard_id', 'read_at')`)
		for _, row := range w.column(db, fmt.Sprintf(`SELECT concat_ws('|', %s) FROM %s`, strings.Join(columns, ", "), table)) {
			fmt.Fprintf(&s, "%s: %s\n", table, row)
		}
	}
	return s.String()
}

// column reads a query of one text column.
func (w *world) column(db *sql.DB, query string) (all []string) {
	w.t.Helper()
	rows, err := db.Query(query)
	if err != nil {
		w.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			w.t.Fatal(err)
		}
		all = append(all, s)
	}
	if err := rows.Err(); err != nil {
		w.t.Fatal(err)
	}
	return all
}

// diffOf are the lines that only one of two dumps has.
func diffOf(before, after string) string {
	var s strings.Builder
	for sign, pair := range map[string][2]string{"- ": {before, after}, "+ ": {after, before}} {
		for _, line := range strings.Split(pair[0], "\n") {
			if !strings.Contains("\n"+pair[1], "\n"+line+"\n") {
				s.WriteString(sign + line + "\n")
			}
		}
	}
	return s.String()
}

// forgery is one of the menu's lasting names, to be pressed or chosen in with
// somebody's id. Forms have their own story.
type forgery struct {
	name, tail string
	choose     bool
}

// exception is an action that does not read movedOn when its id is nobody's or nothing's.
type exception struct {
	untried bool // a forged press would rightly change the presser's own record
	why     string
}

// exceptions lists them all by their name in the menu.
var exceptions = map[string]exception{
	"help":      {why: "it names nothing and touches no row"},
	"resources": {why: "it names nothing and touches no row"},

	"privacy-stored": {why: "it counts what is stored about whoever presses it"},
	"privacy-who":    {why: "it names who runs this copy"},
	"privacy-ends":   {why: "it shows whoever presses it their own setting"},

	"export":        {why: "it offers whoever presses it their own data"},
	"export-first":  {why: "it offers whoever presses it their own data"},
	"export-now":    {untried: true, why: "it sends whoever presses it their own data"},
	"export-shared": {untried: true, why: "it sends whoever presses it their own data"},
	"export-cancel": {why: "it changes nothing and says so"},
	"hide-mine":     {untried: true, why: "it deletes our messages from the chat of whoever presses it"},
	"hide-hour":     {untried: true, why: "it deletes our messages from the chat of whoever presses it"},
	"hide-all":      {why: "it asks whoever presses it"},
	"hide-all-now":  {untried: true, why: "it deletes our messages from the chat of whoever presses it"},
	"hide-cancel":   {why: "it changes nothing and says so"},
	"forget":        {why: "it asks whoever presses it whether to forget them"},
	"forget-tells":  {why: "it asks whoever presses it whether to forget them"},
	"forget-now":    {untried: true, why: "it forgets whoever presses it"},
	"forget-stay":   {why: "it changes nothing and says so"},

	"send-invite":    {why: "an invitation that lapsed unsent has a sentence of its own"},
	"open-invite":    {why: "an invitation that is over has a sentence of its own"},
	"accept-facts":   {why: "an invitation that is over has a sentence of its own"},
	"here-accept":    {why: "an invitation that is over has a sentence of its own"},
	"here-notes":     {why: "an invitation that is over has a sentence of its own"},
	"here-decline":   {why: "an invitation that is over has a sentence of its own"},
	"notes-facts":    {why: "an invitation that is over has a sentence of its own"},
	"back-to-invite": {why: "an invitation that is over has a sentence of its own"},
	"agree":          {why: "an invitation that is over has a sentence of its own"},
	"accept":         {why: "an invitation that is over has a sentence of its own"},
	"notes-only":     {why: "an invitation that is over has a sentence of its own"},
	"decline":        {why: "an invitation that is over has a sentence of its own"},

	"city":          {why: "it asks whoever presses it for their own city"},
	"quiet":         {why: "it asks whoever presses it for their own quiet hours"},
	"language":      {why: "it asks whoever presses it for their own language"},
	"settings-back": {why: "it shows whoever presses it their own settings"},
	"settings-more": {why: "it shows whoever presses it their own settings"},
	"settings-rest": {why: "it shows whoever presses it their own settings"},
	"not-shorter":   {why: "it shows whoever presses it their own settings"},
	"keep-as-long":  {why: "it shows whoever presses it their own settings"},
}

// isException reports whether exceptions lists an action.
func isException(name string) bool { return exceptions[name].why != "" }

// forgeries are the menu's buttons and selects, as its source lists them: a name
// that is new there is tried here too.
func forgeries(t *testing.T) (all []forgery) {
	t.Helper()
	source, err := os.ReadFile(filepath.Join("..", "bot", "menu.go"))
	if err != nil {
		t.Fatal(err)
	}
	tails := map[string]string{"agree": ":all:1", "leave": ":line", "tonight": ":yes", "tomorrow": ":yes", "weekend": ":not-now", "own-time": ":yes", "newer": ":0", "older": ":1", "show-need": ":kept"}
	for _, m := range regexp.MustCompile(`\b(button|choice)\("([a-z-]+)"`).FindAllSubmatch(source, -1) {
		name := string(m[2])
		if !exceptions[name].untried {
			all = append(all, forgery{name, tails[name], string(m[1]) == "choice"})
		}
	}
	if len(all) < 45 {
		t.Fatalf("found %d names in the menu, want all of them", len(all))
	}
	return all
}

// idsSeen are the arguments of every custom id that a person's messages carry.
func (p *person) idsSeen() []string {
	var ids []string
	for _, m := range p.fromBot() {
		for _, c := range slices.Concat(m.Components...) {
			id, mark, _ := strings.Cut(c.CustomID, ".")
			for _, arg := range append(strings.Split(id, ":")[1:], mark) {
				if len(arg) > 8 && !slices.Contains(ids, arg) { // ids; lasting words are shorter
					ids = append(ids, arg)
				}
			}
			for _, o := range c.Options {
				if len(o.Value) > 8 && strings.Trim(o.Value, "0123456789abcdefghijklmnopqrstuvwxyz") == "" && strings.ContainsAny(o.Value, "0123456789") && !slices.Contains(ids, o.Value) {
					ids = append(ids, o.Value)
				}
			}
		}
	}
	return ids
}

// tries makes a forged press, or choice, on a message of one's own and returns
// what came back.
func (p *person) tries(on playground.Message, f forgery, id string) string {
	p.w.t.Helper()
	ctx, cancel := p.ctx()
	defer cancel()
	if id != "" {
		id = ":" + id
	}
	if p.acts++; p.acts%100 == 0 {
		p.w.passes(time.Minute) // nobody is heard more than 120 times a minute
	}
	var r playground.Response
	var err error
	if f.choose {
		r, err = p.ForgeChoice(ctx, f.name+id+f.tail, on, "line")
	} else {
		r, err = p.Forge(ctx, f.name+id+f.tail, on)
	}
	if err != nil {
		p.w.t.Fatalf("%s forges %q: %v", p.name, f.name+id+f.tail, err)
	}
	return said(r)
}

// said is what a response says, with its buttons.
func said(r playground.Response) string {
	switch {
	case r.Form != nil:
		return fmt.Sprintf("form %s %v", r.Form.Title, r.Form.Fields)
	case r.Message == nil:
		return "nothing"
	case strings.Contains(r.Message.Content, movedOn):
		return movedOn
	}
	return fmt.Sprintf("%s %v", r.Message.Content, r.Message.Components)
}

// everyButton is every button that the person sees now.
func (p *person) everyButton() (all []spied) {
	for _, m := range p.fromBot() {
		for _, c := range slices.Concat(m.Components...) {
			if c.Label != "" && !c.Disabled {
				all = append(all, spied{m, c.CustomID})
			}
		}
	}
	return all
}

// rich is a couple with something of everything, and what each can see of it.
func (w *world) rich() (ana, ben *person) {
	w.t.Helper()
	ana, ben = w.couple("Anabel", "Benedict")
	ana.asks("One that is answered", "Benedict")
	ben.opens().presses("Yes").presses("Tonight").presses("Add a line").fills("A line of your own", "with pleasure")
	ana.asks("One that is open", "Benedict")
	ana.runs("need", "text", "One that is kept").presses("Keep private")
	ana.runs("need", "text", "One that is a draft")
	ana.writes("One more draft, by message")
	ana.sees("One more draft")
	ana.runs("history")
	ana.runs("leave")
	ana.runs("needs")
	ana.runs("rhythm")
	w.at("20:00")
	ana.sees(howTo)
	w.passes(25 * time.Hour)
	ana.sees("do you feel understood?").presses("Yes").presses("Say thank you").fills("What did it mean to you?", "A great deal")
	return ana, ben
}

const (
	movedOn = "This button no longer does anything."
	never   = "1y2p0ij32e8e7" // 2^63-1: nothing's id
)

func TestNobodyElsesButtonsDoOrTellAnything(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.rich()
	eve, dan := w.couple("Evelina", "Daniel")
	nobody := w.people("Nobody")[0]
	nobody.runs("settings")
	eve.runs("settings")
	invited := w.people("Frederick")[0]
	ben.runs("pair", "partner", invited.ID).presses("Send invitation")
	invited.sees("invites you")
	ben.sees("A thank-you from Anabel is waiting")
	var ids []string
	for _, p := range []*person{ana, ben, invited} {
		for _, id := range p.idsSeen() {
			if !slices.Contains(ids, id) {
				ids = append(ids, id)
			}
		}
	}
	if len(ids) < 12 {
		t.Fatalf("only %d ids were seen: %q", len(ids), ids)
	}
	before := w.dump()
	for _, f := range forgeries(t) {
		on := *eve.shown.Message
		blank := eve.tries(on, f, never)
		if blank != movedOn && !isException(f.name) {
			t.Errorf("%s of nothing reads %q, want %q. If it is about nothing but whoever presses it, or has a sentence of its own, add it to exceptions in stories/walls_test.go with the reason", f.name, blank, movedOn)
		}
		if blank == movedOn && isException(f.name) {
			t.Errorf("%s of nothing reads %q as all others do: take it out of exceptions", f.name, blank)
		}
		for _, id := range ids {
			if got := eve.tries(on, f, id); got != blank {
				t.Errorf("Evelina presses %s of somebody else's %s and reads\n%s\nwant what nothing's id reads:\n%s", f.name, id, got, blank)
			}
		}
		on = *nobody.shown.Message
		if got, want := nobody.tries(on, f, ids[0]), nobody.tries(on, f, never); got != want {
			t.Errorf("Nobody presses %s of somebody else's and reads\n%s\nwant what nothing's id reads:\n%s", f.name, got, want)
		}
	}
	if after := w.dump(); after != before {
		t.Errorf("forged presses changed the record:\n%s", diffOf(before, after))
	}
	dan.neverSaw("One that")
	eve.neverSaw("One that")
}

func TestAPartnerReachesNothingThatIsTheOthersAlone(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "One that is kept").presses("Keep private")
	ana.runs("need", "text", "One that is a draft")
	ana.presses("First question now").sees(howTo)
	_, invitation, _ := strings.Cut(ana.spies("Take it back").id, ":") // it is both's
	ana.presses("Take it back").reads("You two share this already")
	theirs := ana.idsSeen()
	shared := append(ben.idsSeen(), invitation)
	theirs = slices.DeleteFunc(theirs, func(id string) bool { return slices.Contains(shared, id) })
	if len(theirs) < 4 {
		t.Fatalf("only %d ids are Anabel's alone: %q", len(theirs), theirs)
	}
	ben.runs("settings")
	on, before := *ben.shown.Message, w.dump()
	for _, f := range forgeries(t) {
		blank := ben.tries(on, f, never)
		for _, id := range theirs {
			if got := ben.tries(on, f, id); got != blank {
				t.Errorf("Benedict presses %s of Anabel's own %s and reads\n%s\nwant what nothing's id reads:\n%s", f.name, id, got, blank)
			}
		}
	}
	if after := w.dump(); after != before {
		t.Errorf("forged presses changed the record:\n%s", diffOf(before, after))
	}
}

func TestGarbageIsAnsweredKindly(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	ana.runs("need", "text", "Something to press on")
	send := ana.spies("Send to Benedict")
	before := w.dump()
	for _, id := range []string{
		"x", ":", "::", ".", "send", "send:", "send:0", "send:-1", "send:zzzzzzzzzzzzzzzzzzzz", "SEND:1", " send:1", "send :1", "open:1:2:3:4:5",
		"send:1.", "send:1.0", "send:1.x.y", "help.1.1", "open:'; DROP TABLE needs; --", "öffnen:ß", strings.Repeat("a", 100), strings.ToUpper(send.id), send.id + "0", send.id[:len(send.id)-1], "0" + send.id,
		strings.Replace(send.id, "send:", "send:0", 1), "history:1:99999999999999999999", "settings", "pair", "need",
	} {
		for _, choose := range []bool{false, true} {
			if got := ana.tries(send.on, forgery{id, "", choose}, ""); got != movedOn {
				t.Errorf("pressing %q reads %q, want %q", id, got, movedOn)
			}
		}
	}
	if after := w.dump(); after != before {
		t.Errorf("garbage changed the record:\n%s", diffOf(before, after))
	}
}

func TestAForgedFormIsNobodysEither(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, _ := w.couple("Anabel", "Benedict")
	eve, _ := w.couple("Evelina", "Daniel")
	ana.runs("need", "text", "The words of Anabel")
	ana.presses("First question now").sees(howTo)
	ids := ana.idsSeen()
	before := w.dump()
	for _, form := range []string{"word-answer", "word-need", "reword", "say", "say-thanks", "word-smaller", "set-days"} {
		for _, id := range ids {
			w.passes(time.Second)
			eve.runs("need")
			forged := *eve.shown.Form
			forged.CustomID = form + ":" + id + ":heard:"
			forged.Fields = slices.Clone(forged.Fields)
			eve.shown.Form = &forged
			eve.fills("In your words", "The words of Evelina").reads(movedOn)
		}
	}
	if after := w.dump(); after != before {
		t.Errorf("forged forms changed the record:\n%s", diffOf(before, after))
	}
	ana.runs("needs").choosesFirst("Choose one").reads("The words of Anabel")
}

func TestWhoLeftReachesNothingAnyMore(t *testing.T) {
	w := newWorld(t, "2026-11-23 12:00 Europe/Paris")
	ana, ben := w.rich()
	old := map[*person][]spied{ana: ana.everyButton(), ben: ben.everyButton()}
	if len(old[ana]) < 30 || len(old[ben]) < 8 {
		t.Fatalf("saw %d and %d buttons, want many", len(old[ana]), len(old[ben]))
	}
	ana.runs("leave").presses("Leave")
	ben.sees("have ended")
	before := w.dump()
	for who, buttons := range old {
		for _, b := range buttons {
			name, _, _ := strings.Cut(b.id, ":")
			if name, _, _ = strings.Cut(name, "."); isException(name) || name == "invite-take-back" { // that says that it is over
				continue
			}
			if who.pressesOld(b); who.shown.Form != nil || !strings.Contains(who.text(), movedOn) {
				t.Errorf("%s presses %s after leaving and reads %q", who.name, b.id, said(who.shown))
			}
		}
	}
	if after := w.dump(); after != before {
		t.Errorf("presses after leaving changed the record:\n%s", diffOf(before, after))
	}
}

func TestAFourthOpenNeedStaysADraft(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	for _, n := range []string{"first", "second", "third"} {
		ana.asks("The "+n+" one", "Benedict")
	}
	ana.runs("need", "text", "The fourth one").presses("Send to Benedict").reads("3 notes of yours wait for an answer already. This one is kept as a draft")
	ben.runs("needs").runs("history")
	if strings.Contains(ben.text(), "fourth") {
		t.Errorf("the fourth one reached Benedict: %s", ben.text())
	}
	ben.asks("His own first", "Anabel") // three for each
	ben.opens().presses("Not now").presses("Tonight")
	ana.runs("needs").chooses("Choose one", "Draft: The fourth one").presses("Send to Benedict").reads("Sent.")
	ben.sees("A note from Anabel is waiting")
}

func TestPressesThatComeTooLateShowWhereThingsStand(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	ana.runs("rhythm", "days", "none")
	ben.runs("rhythm", "days", "none")
	ana.runs("need", "text", "Help me carry this")
	send, edit, keep, discard := ana.spies("Send to Benedict"), ana.spies("Edit"), ana.spies("Keep private"), ana.spies("Discard")
	ana.presses("Send to Benedict")
	withdraw := ana.spies("Withdraw")
	for _, b := range []spied{send, edit, keep, discard} {
		ana.pressesOld(b).reads("Sent. It waits for a good moment.")
	}
	open := ben.spies("Open note")
	ben.opens()
	yes, hear, fold := ben.spies("Yes"), ben.spies("I hear you"), ben.spies("Fold")
	ben.presses("More").presses("Part of it")
	form := *ben.shown.Form
	ana.presses("Withdraw").reads("Withdrawn.")
	for _, b := range []spied{withdraw, send, edit, keep, discard} {
		ana.pressesOld(b).reads("Withdrawn.")
	}
	ben.shown.Form = &form
	ben.fills("Which part?", "The first half of it").reads("Anabel withdrew this note.")
	for _, b := range []spied{open, yes, hear, fold} {
		ben.pressesOld(b).reads("Anabel withdrew this note.")
	}
	ana.neverSaw("Benedict says").neverSaw("Benedict heard")
	w.passes(20 * 24 * time.Hour)
	ana.neverSaw("do you feel understood?").neverSaw("Two weeks have passed")

	ana.asks("Another one", "Benedict")
	ben.opens()
	cannot, when := ben.spies("I can't, and I hear you"), ben.spies("Not now")
	ben.presses("I can't, and I hear you")
	for _, b := range []spied{cannot, when} {
		ben.pressesOld(b).reads("You said that you **can't**, and that you hear Anabel.")
	}
	if n := ana.count("Benedict **can't**, and hears you."); n != 1 {
		t.Errorf("%d answers arrived, want 1", n)
	}
}

func TestEveryDoublePressOfTheLoopDoesItOnce(t *testing.T) {
	w := newWorld(t, "2026-11-23 19:59 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	w.at("20:00")
	ana.sees(howTo)
	nothing, later, answer := ana.spies("Nothing today"), ana.spies("Later"), ana.spies("Answer")
	ana.pressesOld(nothing).reads("That question is done")
	for _, b := range []spied{nothing, later, answer} {
		ana.pressesOld(b).reads("That question is done. /needs")
	}
	ben.sees(howTo).presses("Answer")
	twice := *ben.shown.Form
	ben.fills("In your words", "From the form")
	ben.sees("> From the form")
	ben.shown.Form = &twice
	ctx, cancel := ben.ctx()
	defer cancel()
	if _, err := ben.Submit(ctx, twice, map[string]string{"In your words": "From the form"}); err == nil {
		t.Error("Discord's client sent a closed form twice")
	}
	ben.presses("Keep private").reads("Kept.")

	ana.asks("Would it be all right", "Benedict")
	ben.opens().presses("I hear you").presses("Fold")
	w.passes(24 * time.Hour)
	ana.sees("do you feel understood?")
	yes, some, notYet, gone := ana.spies("Yes"), ana.spies("Somewhat"), ana.spies("Not yet"), ana.spies("No longer needed")
	ana.presses("Not yet").reads("That can sting.")
	ana.pressesOld(notYet).reads("That can sting.")
	again, smaller, talk, letGo := ana.spies("Ask again"), ana.spies("Ask smaller"), ana.spies("Let's talk"), ana.spies("Let it go")
	w.passes(time.Hour)
	for range 2 {
		ana.pressesOld(talk).reads("I'll tell Benedict that you would like to talk about it")
	}
	ana.pressesOld(again).reads("Asked once more.")
	ana.pressesOld(again)
	if strings.Contains(ana.text(), "Something broke") {
		t.Errorf("asking again twice reads %q", ana.text())
	}
	if n := ben.count("would like to talk"); n != 1 {
		t.Errorf("%d wishes to talk, want 1", n)
	}
	ben.sees("A note from Anabel is waiting").answers("Part of it")
	w.passes(24 * time.Hour)
	ana.presses("Yes").presses("Say thank you").fills("What did it mean to you?", "It meant a lot")
	for _, b := range []spied{yes, some, notYet, gone, again} {
		ana.pressesOld(b)
		if !strings.Contains(ana.text(), "closed") && !strings.Contains(ana.text(), "glad") {
			t.Errorf("after Yes an old button reads %q", ana.text())
		}
	}
	ana.pressesOld(letGo).reads("It is closed now, and only you know.")
	ana.pressesOld(smaller)
	if ana.shown.Form == nil {
		t.Errorf("Ask smaller reads %q, want the form", ana.text())
	}
	if n := ben.count("A thank-you from Anabel"); n != 1 {
		t.Errorf("%d thank-yous, want 1", n)
	}
}

func TestEveryPressIsAnsweredQuickly(t *testing.T) {
	w := newWorld(t, "2026-11-24 12:00 Europe/Paris")
	ana, ben := w.couple("Anabel", "Benedict")
	for i := range 30 {
		w.passes(5 * time.Hour) // a day takes six
		ana.asks(fmt.Sprintf("Wish number %d", i), "Benedict").presses("Withdraw")
	}
	for _, command := range []string{"needs", "history", "settings", "privacy", "rhythm", "checkin"} {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second) // what Discord allows
		_, err := ben.Command(ctx, ben.DM(), command, nil)
		cancel()
		if err != nil {
			t.Errorf("/%s: %v, want an answer within three seconds", command, err)
		}
	}
}
