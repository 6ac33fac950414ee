package bot

import (
	"database/sql"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leanon/discord/talk"
)

// testdata/version-4.sql is a database that leanon wrote when it had four migrations. Its
// custom ids stand under messages that people still have. Anabel is with Benedict and has
// invited Cleopatra. She asked for two things: Benedict answered the first and has not
// opened the second. A third waits, because he pauses. Each of them has a draft.
func TestAnEarlierDatabaseIsBroughtUpToDateAndItsButtonsStillWork(t *testing.T) {
	t.Parallel()
	made, err := os.ReadFile(filepath.Join("testdata", "version-4.sql"))
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
	g.now = time.Date(2026, 11, 23, 21, 1, 0, 0, time.UTC)
	g.acts = 1000 // the ids of the acts in the database are lower
	press := func(person, id, want string) {
		t.Helper()
		reply := g.does(person, talk.Request{Kind: talk.Press, CustomID: id, MessageID: "600000"})
		switch {
		case reply.Message == nil:
			t.Errorf("%s presses %s: got no message, want %q", g.names[person], id, want)
		case !strings.Contains(reply.Message.Text, want):
			t.Errorf("%s presses %s: got %q, want %q", g.names[person], id, reply.Message.Text, want)
		}
	}
	press(benedict, "open:ag9au7mg5aod.iryuuwn37zt", "Secret open note")
	press(benedict, "open:ise4m729m3xf.152az87wjdb3t", "You answered: **Yes, and when** · tomorrow, Tuesday 24 November 2026")
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
