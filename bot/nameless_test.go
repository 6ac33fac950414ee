package bot

import (
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// Who chooses notes without the name reads nobody's name in anything that comes unasked,
// before they press Open. The sweep below lets everybody choose so, goes through a life
// in which a notice of each kind comes, and looks at every message and every edit.

// mayName are the kinds whose messages may name somebody all the same, and why.
var mayName = map[store.Kind]string{
	store.KindPreview: "it answers what its reader wrote, and its labels say to whom it would go",
	store.KindWhom:    "it asks the writer of a message for whom it is",
}

// editsMayName are the kinds that may name somebody once their message was acted on.
var editsMayName = map[store.Kind]string{
	store.KindInvite: "whoever declined an invitation has opened it",
}

// allKinds reads the kinds of notices from the code of the store.
func allKinds(t *testing.T) (all []store.Kind) {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "../store/notice.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok {
			return true
		}
		if named, ok := spec.Type.(*ast.Ident); ok && named.Name == "Kind" {
			kind, err := strconv.Unquote(spec.Values[0].(*ast.BasicLit).Value)
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, store.Kind(kind))
		}
		return true
	})
	return all
}

// seen is all that somebody can read in a message before they press anything.
func seen(m talk.Message) string {
	all := []string{m.Text}
	for _, r := range m.Rows {
		for _, b := range r.Buttons {
			all = append(all, b.Label)
		}
		if r.Select != nil {
			all = append(all, r.Select.Placeholder)
			for _, o := range r.Select.Options {
				all = append(all, o.Label, o.Description)
			}
		}
	}
	return bare(strings.Join(all, "\n"))
}

func TestWithoutTheNameNothingThatComesUnaskedNamesAnybody(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	for person := range g.names {
		g.wantsNoNames(person)
	}
	came := map[store.Kind]int{}
	told := map[string]bool{}
	g.sent = func(n store.Notice, m talk.Message) {
		if p, err := g.store.Partner(t.Context(), n.Person); err != nil || p.Notes != store.Nameless {
			g.wantsNoNames(n.Person) // the story changed it meanwhile
			return
		}
		came[n.Kind]++
		if mayName[n.Kind] != "" || n.Message != "" && editsMayName[n.Kind] != "" {
			return
		}
		for person, name := range g.names {
			if text := seen(m); person != n.Person && strings.Contains(text, name) && !told[string(n.Kind)+text] {
				told[string(n.Kind)+text] = true
				t.Errorf("a notice of kind %s (an edit: %v) names %s to %s:\n%s", n.Kind, n.Message != "", name, g.names[n.Person], text)
			}
		}
	}
	g.lives()
	g.comesSeldom()
	for _, kind := range allKinds(t) {
		if came[kind] == 0 {
			t.Errorf("no notice of kind %q came: let one come in comesSeldom, so that the sweep sees whom it names", kind)
		}
	}
	if len(came) != len(allKinds(t)) {
		t.Errorf("notices of %d kinds came, and the store knows %d", len(came), len(allKinds(t)))
	}
}

// wantsNoNames lets a person choose notes without the name.
func (g *stage) wantsNoNames(person string) {
	g.Helper()
	nameless := store.Nameless
	if _, err := g.store.Set(g.Context(), person, store.Settings{Notes: &nameless}); err != nil {
		g.Fatal(err)
	}
}

func TestNobodysNameIsMadePossessive(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	told := map[string]bool{}
	g.shown = func(person string, m talk.Message) {
		text := strings.ReplaceAll(seen(m), "’", "'")
		for _, name := range g.names {
			if strings.Contains(text, name+"'") && !told[text] {
				told[text] = true
				t.Errorf("%s reads a possessive of %s:\n%s", g.names[person], name, text)
			}
		}
	}
	g.lives()
	g.comesSeldom()
}

// comesSeldom goes through what lives does not bring.
func (g *stage) comesSeldom() {
	g.Helper()
	g.writes(daniel, "Words for nobody yet")
	g.does(anabel, talk.Request{Kind: talk.Wrote, MessageID: "899999"})
	g.command(evelina, "pair", "partner", daniel)
	g.uses(evelina, "send-invite")
	g.opensInvite(daniel)
	g.uses(daniel, "decline")
	g.passes(8 * 24 * time.Hour)
	if err := g.store.Lapse(g.Context(), g.now); err != nil {
		g.Fatal(err)
	}
	g.passes(time.Hour)
	g.promises()
	g.talks()
	g.draftsAHundred()
	for range maxActs { // all within one minute, by their ids
		g.writes(anabel, "One more thing, and another")
	}
}

// sends is a note from one person to another, as the two of a couple.
func (g *stage) sends(from string, words string) store.Exchange {
	g.Helper()
	couples, err := g.store.Couples(g.Context(), from)
	if err != nil || len(couples) == 0 {
		g.Fatalf("%s has no couple: %v", g.names[from], err)
	}
	g.acts++
	e, err := g.store.Word(g.Context(), store.Wording{Couple: couples[0].ID, Person: from, Source: fmt.Sprint(900000 + g.acts), Words: words, Ask: "call me"}, g.now)
	if err == nil {
		e, err = g.store.Send(g.Context(), e.Need.ID, from, "", g.now)
	}
	if err != nil {
		g.Fatal(err)
	}
	g.delivers()
	return e
}

// promises lets an answer name a time, which its author is reminded of.
func (g *stage) promises() {
	g.Helper()
	g.pairs(frederick, daniel)
	e := g.sends(frederick, "Secret note with a promise")
	_, err := g.store.Answer(g.Context(), store.Answering{Need: e.Need.ID, Person: daniel, Source: "promise", Choice: store.NotNow, Time: "tomorrow",
		Moment: g.now.Add(24 * time.Hour), FollowUp: g.now.Add(72 * time.Hour), Remind: g.now.Add(2 * time.Hour)}, g.now)
	if err != nil {
		g.Fatal(err)
	}
	g.passes(3 * time.Hour)
	g.passes(72 * time.Hour)
}

// talks asks to talk about a note.
func (g *stage) talks() {
	g.Helper()
	e := g.sends(daniel, "Secret note to talk about")
	if _, err := g.store.LetsTalk(g.Context(), e.Need.ID, daniel, g.now); err != nil {
		g.Fatal(err)
	}
	g.passes(time.Hour)
	if _, err := g.store.Withdraw(g.Context(), e.Need.ID, daniel, "", g.now); err != nil {
		g.Fatal(err)
	}
	g.passes(time.Hour)
}

// draftsAHundred keeps as many drafts as there is room for, and writes one more.
func (g *stage) draftsAHundred() {
	g.Helper()
	couples, err := g.store.Couples(g.Context(), daniel)
	for i := 0; err == nil && i < store.MaxDrafts; i++ {
		_, err = g.store.Word(g.Context(), store.Wording{Couple: couples[0].ID, Person: daniel, Source: fmt.Sprint("draft-", i), Words: "Secret draft"}, g.now)
	}
	if !errors.Is(err, store.ErrTooManyDrafts) && err != nil {
		g.Fatal(err)
	}
	g.writes(daniel, "Secret words without room")
}
