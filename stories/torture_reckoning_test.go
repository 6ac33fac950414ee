package stories

import (
	"database/sql"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"leanon/playground"
)

// settle waits until the bot owes nothing any more, stops it in good order, and
// looks whether one more start sends anything more.
func (o *ordeal) settle() {
	o.t.Helper()
	if !o.await(o.settled) {
		o.complain("the bot still owes something")
	}
	o.stop()
	o.start()
	o.connects()
	if !o.await(o.settled) {
		o.complain("the bot owes something after it was started once more")
	}
	o.judgesOlder()
	o.stop()
}

// settled says whether nothing is owed and nothing is under way.
func (o *ordeal) settled() bool {
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(o.dir, "data", "leanon.db")+"?mode=ro&_busy_timeout=5000")
	if err != nil {
		o.t.Error(err)
		return true
	}
	defer db.Close()
	owed := 0
	if err := db.QueryRow(`SELECT count(*) FROM notices WHERE wake_at < ?1`, o.clock.Now().Add(time.Hour).Unix()).Scan(&owed); err != nil {
		o.t.Error(err)
		return true
	}
	return owed == 0 && o.weather.quiet()
}

// reckon counts what is there against what was waited for.
func (o *ordeal) reckon() {
	o.t.Helper()
	var doubled []string
	messages := 0
	for _, s := range slices.Concat(o.souls, o.older.gone, []*soul{o.older.asker, o.older.reader}) {
		marks := map[string]playground.Message{}
		for _, m := range s.fromBot() {
			messages++
			mark := markOf(m)
			first, again := marks[mark]
			switch {
			case mark == "":
				o.complain("%s sees a message without a mark: %q", s.name, m.Content)
			case again:
				doubled = append(doubled, s.name+" sees the same notice in two messages: "+first.Content+" / "+m.Content)
			case s.fresh(m) && !o.oncemore(s, m):
				doubled = append(doubled, s.name+" sees a message more than there should be: "+m.Content)
			}
			marks[mark] = m
		}
	}
	never := []string{"DATA RACE", "panic", "given up", "could not be heard", "walk-0", "need-0", "line-0", "thanks-0", "Anabel", "Benedict", o.discord.Token()}
	for _, line := range strings.Split(o.log.String(), "\n") {
		for _, bad := range never {
			if strings.Contains(line, bad) {
				o.complain("the log says: %s", line)
			}
		}
	}
	if n := o.discord.Invalid(); n >= 100 {
		o.complain("%d requests were answered 401, 403 or 429, want fewer than 100", n)
	}
	o.t.Logf("messages=%d days=%d kills=%d restored=%d drafts again=%d refused=%d unread=%d outages=%d longer than the nonce window=%d begun with a message under way=%d wrong clocks=%d acts=%d done again=%d invalid=%d lost=%d doubled=%d wrong=%d (%.1fs)",
		messages, o.day.Load()+1, o.kills, o.restored, len(o.older.again), len(o.weather.marks), o.weather.unreads, o.dealt.Load(), o.long, o.caught, o.offs, o.acknowledged.Load(), o.repeated.Load(), o.discord.Invalid(),
		len(o.lost), len(doubled), len(o.wrong), time.Since(o.began).Seconds())
	for _, told := range []struct {
		what string
		all  []string
	}{{"lost", o.lost}, {"doubled", doubled}, {"wrong", o.wrong}} {
		for i, one := range told.all {
			if i == 20 {
				o.t.Errorf("%s: and %d more", told.what, len(told.all)-i)
				break
			}
			o.t.Errorf("%s: %s", told.what, one)
		}
	}
	if int64(messages) < o.goal {
		o.t.Errorf("only %d messages, want at least %d", messages, o.goal)
	}
	if o.t.Failed() {
		o.t.Logf("the end of the log:\n%s", tail(o.log.String()))
	}
}

// markOf is the notice that a message says it is.
func markOf(m playground.Message) string {
	for _, row := range m.Components {
		for _, c := range row {
			if _, mark, ok := strings.Cut(c.CustomID, "."); ok {
				return mark
			}
		}
	}
	return ""
}
