package stories

import (
	"database/sql"
	"errors"
	"io/fs"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strings"

	"leanon/playground"
)

// What else the torture does to the bot: Discord delivers each event several times, refuses
// a chat for a while though it is there, and the database is put back beside a log that a
// crash left of another.

// maxShut is how many requests to a shut chat one torture refuses: in all its tests together
// a bot's invalid requests stay under 100.
const maxShut = 25

// troubles begins the troubles of the next while, and ends those of the last.
func (o *ordeal) troubles() {
	o.discord.Gateway().Repeat([]int{1, 1, 2, 4}[rand.IntN(4)])
	o.weather.shuts("")
	if rand.IntN(2) == 0 {
		if seen := o.souls[rand.IntN(len(o.souls))].fromBot(); len(seen) > 0 {
			o.weather.shuts(seen[0].ChannelID)
		}
	}
}

// maxUnread is how many readings of chats one torture refuses.
const maxUnread = 12

// keepsFromReading is Discord's answer to some readings of a chat, whatever it is read
// for: what was written while the bot was away, or whether a message has arrived. The bot
// reads a chat again only after a quarter of an hour, or at its next start, which comes soon
// enough here.
func (w *weather) keepsFromReading(r *http.Request) *playground.Fault {
	path, reads := strings.CutSuffix(r.URL.Path, "/messages")
	if r.Method != http.MethodGet || !reads {
		return nil
	}
	chat := path[strings.LastIndexByte(path, '/')+1:]
	w.mu.Lock()
	defer w.mu.Unlock()
	switch {
	case w.unreads == maxUnread:
		return nil
	case w.closed == chat:
		w.closed = ""
	case rand.IntN(40) > 0:
		return nil
	}
	w.unreads++
	w.unread[chat]++
	return []*playground.Fault{
		{Status: http.StatusForbidden, Code: 50001, Message: "Missing Access"},
		{Status: http.StatusForbidden, Message: "403: Forbidden"},
		{Status: http.StatusNotFound, Code: 10003, Message: "Unknown Channel"},
	}[rand.IntN(3)]
}

// closes lets Discord refuse the next reading of a chat.
func (w *weather) closes(channel string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.closed = channel
}

// unreadings counts how often a chat could not be read.
func (w *weather) unreadings(channel string) int {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.unread[channel]
}

// wasRefused says whether a message with a mark, or about plain words, was refused.
func (w *weather) wasRefused(what string) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.marks[what] || w.refused[what]
}

// shuts lets Discord refuse a chat from now on; "" for none.
func (w *weather) shuts(channel string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.shut = channel
}

// refuses is Discord's answer to a request about a chat that is shut, as it was seen for
// minutes to a day (50001, "Missing Access"). It refuses each message once: the bot pauses
// for longer after each further one, which is longer than anybody here waits.
func (w *weather) refuses(r *http.Request) *playground.Fault {
	mark, words := markIn(r), plainIn(r)
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.shut == "" || r.Method == http.MethodGet || !strings.Contains(r.URL.Path, "/channels/"+w.shut+"/messages") || w.marks[mark] || len(w.marks) >= maxShut {
		return nil
	}
	w.marks[mark], w.refused[words] = true, true
	return &playground.Fault{Status: http.StatusForbidden, Code: 50001, Message: "Missing Access"}
}

// restores puts a copy of the database in its place, which is whole, and leaves beside it
// the log of an earlier crash.
func (o *ordeal) restores() {
	o.t.Helper()
	path := filepath.Join(o.dir, "data", "leanon.db")
	log, err := os.ReadFile(path + "-wal")
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		o.t.Fatal(err)
	}
	if len(o.crashed) > 0 {
		db, err := sql.Open("sqlite3", "file:"+path+"?_busy_timeout=5000")
		if err == nil {
			_, err = db.Exec("PRAGMA wal_checkpoint(TRUNCATE)")
			err = errors.Join(err, db.Close())
		}
		if err == nil {
			err = os.WriteFile(path+"-wal", o.crashed, 0o600)
		}
		if err != nil {
			o.t.Fatal(err)
		}
		o.restored++
	}
	o.crashed = log
}
