package bot

import (
	"slices"
	"strings"
	"testing"

	"leanon/discord/talk"
)

func TestAnActThatWritesNothingStillNotesItsChannelAndHelpNotesNothing(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.pairs(anabel, benedict)
	from := func(channel, name string) {
		r := talk.Request{Kind: talk.Command, Name: name, ID: "990000", Person: talk.User{ID: anabel, Name: "Anabel"}, Channel: channel}
		if reply := g.bot.Handle(t.Context(), r); reply.Message == nil {
			t.Errorf("/%s: got no message", name)
		}
	}
	from("71", "settings")
	if got := g.column(`SELECT channel FROM partners WHERE person = '` + anabel + `'`); !slices.Equal(got, []string{"71"}) {
		t.Errorf("channel after /settings in another one: got %q, want 71", got)
	}
	before := g.dump()
	from("72", "help")
	if !slices.Equal(before, g.dump()) {
		t.Error("/help changed the database")
	}
}

func TestHelpIsThereWhereTheRecordCannotBeRead(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.pairs(anabel, benedict)
	if err := g.store.Close(); err != nil {
		t.Fatal(err)
	}
	g.log.Reset()
	r := talk.Request{Kind: talk.Command, Name: "help", ID: "990000", Locale: "de", Person: talk.User{ID: anabel, Name: "Anabel"}, Channel: "7" + anabel}
	reply := g.bot.Handle(t.Context(), r)
	if reply.Message == nil || !strings.Contains(reply.Message.Text, "findahelpline.com") || !strings.Contains(reply.Message.Text, "Deutschland") {
		t.Errorf("got %+v, want help by the language alone", reply.Message)
	}
	if g.log.Len() > 0 {
		t.Errorf("the log tells of it: %s", g.log)
	}
}
