package bot

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"leanon/discord/talk"
)

// opensNeed opens the form of /need and returns its custom id.
func (g *stage) opensNeed(person string) string {
	g.Helper()
	reply := g.command(person, "need")
	if reply.Form == nil {
		g.Fatalf("/need: got %+v, want a form", reply)
	}
	return reply.Form.CustomID
}

func (g *stage) submits(person, id, words string) talk.Reply {
	g.Helper()
	return g.does(person, talk.Request{Kind: talk.Submit, CustomID: id, Fields: map[string]string{"words": words}})
}

func TestTwoOpeningsOfAFormDifferAndBothAreTaken(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.pairs(anabel, benedict)
	one, two := g.opensNeed(anabel), g.opensNeed(anabel)
	if one == two {
		t.Errorf("got %q for both, want an id of its own for each", one)
	}
	old, _, _ := strings.Cut(one, "~")
	for i, id := range []string{two, one, old} {
		words := "Words " + strings.Repeat("x", i+1)
		if reply := g.submits(anabel, id, words); reply.Message == nil || !strings.Contains(reply.Message.Text, words) {
			t.Errorf("%s: got %+v, want the draft", id, reply.Message)
		}
	}
	if n := g.column(`SELECT count(*) FROM needs`)[0]; n != "3" {
		t.Errorf("got %s drafts, want 3", n)
	}
}

func TestAFormThatIsSentAgainIsTakenOnceUnlessItSaysSomethingElse(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.pairs(anabel, benedict)
	id := g.opensNeed(anabel)
	for _, words := range []string{"Hold me", "Hold me", "Hold me tight", "Hold me"} {
		if reply := g.submits(anabel, id, words); reply.Message == nil || !strings.Contains(reply.Message.Text, words) {
			t.Errorf("%s: got %+v, want the draft", words, reply.Message)
		}
	}
	if n := g.column(`SELECT count(*) FROM needs`)[0]; n != "2" {
		t.Errorf("got %s drafts, want one for each wording", n)
	}
}

func TestAnOpeningThatNobodyMadeOpensNothing(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.pairs(anabel, benedict)
	old, _, _ := strings.Cut(g.opensNeed(anabel), "~")
	for _, opening := range []string{"~", "~x", "~-1", "~007", "~1~2", "~99999999999999999999"} {
		if reply := g.submits(anabel, old+opening, "Forged"); reply.Message == nil || reply.Message.Text != inEnglish("error.button") {
			t.Errorf("%s: got %+v, want %q", opening, reply.Message, inEnglish("error.button"))
		}
	}
}

func TestMoreFormsAreRememberedThanPeopleHaveOpen(t *testing.T) {
	t.Parallel()
	s := newSubmissions()
	fields := func(words string) map[string]string { return map[string]string{"words": words} }
	for i := range 3 * len(s.order) {
		if opening := strconv.Itoa(i); !s.same(opening, fields("a")) || s.same(opening, fields("b")) {
			t.Fatal("a form that was just sent is not remembered")
		}
	}
	if len(s.first) != len(s.order) {
		t.Errorf("got %d remembered, want %d", len(s.first), len(s.order))
	}
}

func TestTheCustomIdsOfAllFormsLeaveRoomForTheLongestOpening(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.judge = func(o offer) {
		if o.by != talk.Submit {
			return
		}
		if before, after, ok := strings.Cut(o.id, "~"); !ok {
			t.Errorf("%s has no opening", o.id)
		} else if n := utf8.RuneCountInString(before) + len("~18446744073709551615.") + 13; n > 100 {
			t.Errorf("%s%s would have %d characters, want at most 100", before, after, n)
		}
	}
	g.lives()
}
