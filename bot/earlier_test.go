package bot

import (
	"database/sql"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// stageOf is a stage over a database that an earlier leanon wrote. The ids of its acts
// are lower than acts.
func stageOf(t *testing.T, dump string, now time.Time) *stage {
	t.Helper()
	made, err := os.ReadFile(filepath.Join("testdata", dump))
	if err != nil {
		t.Fatal(err)
	}
	path := filepath.Join(t.TempDir(), "leanon.db")
	db, err := sql.Open("sqlite3", "file:"+path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(string(made) + "; PRAGMA application_id = 0x6c65616e"); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	g := newStageOn(t, path)
	g.now, g.acts = now, 1000
	return g
}

// pressesOld lets a person press what an earlier leanon offered, and wants to read some
// words of the reply.
func (g *stage) pressesOld(person, id, want string) talk.Reply {
	g.Helper()
	reply := g.does(person, talk.Request{Kind: talk.Press, CustomID: id, MessageID: "600000"})
	switch {
	case reply.Message == nil:
		g.Errorf("%s presses %s: got no message, want %q", g.names[person], id, want)
	case !strings.Contains(bare(reply.Message.Text), want):
		g.Errorf("%s presses %s: got %q, want %q", g.names[person], id, reply.Message.Text, want)
	}
	return reply
}

// testdata/version-4.sql is a database that leanon wrote when it had four migrations. Its
// custom ids stand under messages that people still have. Anabel is with Benedict and has
// invited Cleopatra. She asked for two things: Benedict answered the first and has not
// opened the second. A third waits, because he pauses. Each of them has a draft.
func TestAnEarlierDatabaseIsBroughtUpToDateAndItsButtonsStillWork(t *testing.T) {
	t.Parallel()
	g := stageOf(t, "version-4.sql", time.Date(2026, 11, 23, 21, 1, 0, 0, time.UTC))
	press := func(person, id, want string) { t.Helper(); g.pressesOld(person, id, want) }
	press(benedict, "open:ag9au7mg5aod.iryuuwn37zt", "Secret open note")
	press(benedict, "open:ise4m729m3xf.152az87wjdb3t", "You said **yes**: tomorrow, Tuesday 24 November.\nYou added:\n> Words of Secret answer one's own")
	press(anabel, "open-answer:3use1e1mj1jp.1s5tn7dtnw39z", "Words of Secret answer one's own")
	press(anabel, "send:t827piigfsw3", "Benedict")
	press(benedict, "send:dyjzjvjngyc9.369chmuok4jh", "Anabel")
	press(cleopatra, "accept:1xurnx4twl7xf.c0r5pykfd859", "You said yes.")
	press(benedict, "resume:jvbx5gvmqmsf", "You're back.")
	if t.Failed() {
		return
	}
	if r := g.uses(benedict, "open"); !strings.Contains(r.Message.Text, "Secret held note") {
		t.Errorf("the note that waited for Benedict: got %q, want its words", r.Message.Text)
	}
	if strings.Contains(g.log.String(), "level=ERROR") {
		t.Errorf("log: %s", g.log)
	}
}

// testdata/version-7.sql is a database that leanon wrote when it had seven migrations,
// before notes could tell, answers went by one press, and words were erased with a note
// that was withdrawn. Anabel is with Benedict. He has an open note of hers before him and
// an undecided line about it, and one that tells what went well. One of her notes is
// answered and its follow-up said "not yet"; one was withdrawn, and one after its answer.
// She has a kept note, a draft, and a question. Cleopatra and Daniel are invited, and
// Daniel has declined.
func TestTheButtonsOfBeforeDoWhatTheyDid(t *testing.T) {
	t.Parallel()
	const open = "x6yzhvrncvfz"
	now := time.Date(2026, 11, 29, 20, 2, 0, 0, time.UTC)

	for _, c := range []struct{ person, id, field string }{ // what opened a form still opens it
		{benedict, "heard:" + open + ".1i2m7tgwrhm91", "line"},
		{benedict, "part:" + open + ".1i2m7tgwrhm91", "line"},
		{benedict, "talk:" + open + ".1i2m7tgwrhm91", "line"},
		{benedict, "cannot:" + open + ".1i2m7tgwrhm91", "line"},
		{benedict, "tonight:" + open + ":not-now.1i2m7tgwrhm91", "line"},
		{benedict, "tomorrow:" + open + ":not-now.1i2m7tgwrhm91", "line"},
		{benedict, "weekend:" + open + ":not-now.1i2m7tgwrhm91", "line"},
		{benedict, "own-time:" + open + ":not-now.1i2m7tgwrhm91", "time"},
		{benedict, "write-back:cq9gja4eq7fh.1spi9gx3xv1gr", "line"},
		{anabel, "smaller:cmsb4dbe1qfd.6ulmsgs0uwkl", "words"},
		{anabel, "edit:1244ht7m6fhmh", "words"},
		{anabel, "answer:12r1cnl388jkp.xq82ytf2eidl", "words"},
	} {
		g := stageOf(t, "version-7.sql", now)
		reply := g.does(c.person, talk.Request{Kind: talk.Press, CustomID: c.id, MessageID: "600000"})
		if reply.Form == nil {
			t.Errorf("%s: got %s, want a form", c.id, read(reply))
			continue
		}
		var fields []string
		for _, f := range reply.Form.Fields {
			fields = append(fields, f.ID)
		}
		if !slices.Contains(fields, c.field) {
			t.Errorf("%s: the form has the fields %v, want %s among them", c.id, fields, c.field)
		}
	}

	g := stageOf(t, "version-7.sql", now)
	g.pressesOld(benedict, "open:"+open+".1i2m7tgwrhm91", "Secret open note")
	g.pressesOld(benedict, "not-now:"+open+".1i2m7tgwrhm91", "When")
	g.pressesOld(benedict, "back:"+open+".1i2m7tgwrhm91", "Secret open note")
	g.pressesOld(benedict, "say-anyway:"+open+":1svunkjutcedz:answer.1i2m7tgwrhm91", "I am scared of you")
	g.pressesOld(benedict, "open:n78zimanu4pl.rit7fu89p84t", "withdrew this note")
	g.pressesOld(benedict, "open:i8xwivcayhk7.kqq4ouseolsh", "withdrew this note")
	g.pressesOld(benedict, "open:cq9gja4eq7fh.1spi9gx3xv1gr", "Words of one's own")
	g.pressesOld(anabel, "open-answer:1223lyqtpl8zb.6gbvyjqlj94l", "Secret answer")
	g.pressesOld(anabel, "again:cmsb4dbe1qfd.6ulmsgs0uwkl", "Benedict")
	g.pressesOld(anabel, "send:1id8mva9idusd", "Secret kept note")
	g.pressesOld(anabel, "send:1244ht7m6fhmh", "Secret draft")
	g.pressesOld(benedict, "send:1hpzcfd01mj2l.a2fd5zpr5mo5", "Secret typed draft")
	g.pressesOld(anabel, "nothing:12r1cnl388jkp.xq82ytf2eidl", "That question is done.")
	g.pressesOld(cleopatra, "accept:mlch8w7fne31.lysrq80dc9nh", "You said yes.") // its message showed the facts
	g.pressesOld(daniel, "accept:1o1kuw1k80l3n.2wksd0kk1j2d", "no longer open")
	if strings.Contains(g.log.String(), "level=ERROR") {
		t.Errorf("log: %s", g.log)
	}
}

// The invitation of testdata/version-4.sql is open: what is seen of it now is what is seen
// of one that is sent today.
func TestAnInvitationOfAnEarlierVersionStaysOpenToItsInviterAfterANo(t *testing.T) {
	t.Parallel()
	for _, declines := range []bool{false, true} {
		g := stageOf(t, "version-4.sql", time.Date(2026, 11, 23, 21, 1, 0, 0, time.UTC))
		if declines {
			g.pressesOld(cleopatra, "decline:1xurnx4twl7xf.c0r5pykfd859", "All right, and no reason needed.")
			g.pressesOld(cleopatra, "accept:1xurnx4twl7xf.c0r5pykfd859", "All right, and no reason needed.")
		}
		if err := g.store.Lapse(t.Context(), g.now); err != nil {
			t.Fatal(err)
		}
		open := g.command(anabel, "pair", "partner", cleopatra)
		if got := labels(*open.Message); got != "Take it back, Help" || !strings.Contains(bare(open.Message.Text), "Your invitation to Cleopatra is open until") {
			t.Errorf("declined %v: /pair shows %q with %s, want the open invitation with Take it back", declines, open.Message.Text, got)
		}
		g.passes(store.InviteLife)
		told := g.column(`SELECT kind || ' ' || round || ' ' || (sent_at IS NOT NULL) FROM notices WHERE kind = 'invite-failed'`)
		if !slices.Equal(told, []string{"invite-failed 1 1"}) {
			t.Errorf("declined %v: on the seventh day Anabel is told %q, want once that it is over", declines, told)
		}
	}
}
