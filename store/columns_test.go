package store_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// content says what a column holds, and so whether it may lie in the file in the clear.
type content string

const (
	// sealed is what a person wrote, chose from a list of answers or is called.
	sealed content = "sealed"
	// plain tells something about people: ids, times and settings, which the database
	// computes with. docs/security.md says what can be read from them.
	plain content = "plain"
	// internal tells nothing about people that the plain columns do not tell: rows' own
	// ids and order, how far work is, and wrapped keys.
	internal content = "internal"
)

// columns lists every column with what it holds. Whoever adds one decides it here.
var columns = map[string]map[string]content{
	"meta": {"name": internal, "value": internal},
	"partners": {"person": plain, "wrapped_key": internal, "channel": plain, "last_message": internal, "last_id": sealed, "last_at": plain, "zone": plain, "quiet": plain, "notes": internal,
		"reminder": plain, "retention_days": plain, "depth": plain, "hints": sealed, "home": sealed, "shorter": sealed, "unreachable_at": plain, "heard_to": internal, "heard_id": sealed, "read_at": internal, "language": internal, "settings": sealed},
	"couples": {"id": internal, "wrapped_key": internal, "formed_at": plain, "easy_after": plain},
	"members": {"couple_id": plain, "person": plain, "name": sealed, "cron": plain, "next_at": plain, "paused_at": plain, "paused_until": plain, "newest": internal, "week_at": plain, "standing": sealed, "proposals": sealed, "seasons": sealed, "breath": sealed},
	"invites": {"id": internal, "couple_id": plain, "inviter": plain, "invitee": plain, "created_at": plain, "sent_at": plain, "ended_at": plain, "declined": sealed, "forgotten": sealed, "here": plain},

	"refusals":        {"person": plain, "inviter": plain},
	"consents":        {"couple_id": plain, "person": plain, "version": plain, "at": plain, "read": sealed},
	"confirmations":   {"couple_id": plain, "person": plain, "version": plain, "round": internal, "since": plain, "left": internal, "pause_at": plain, "silent_at": plain},
	"questions_asked": {"couple_id": plain, "local_date": plain, "nth": internal, "question": plain, "asked": sealed, "at": plain},
	"ever_asked":      {"couple_id": plain, "record": plain},
	"question_keys":   {"number": internal, "question": internal},
	"check_ins": {"seq": internal, "id": internal, "couple_id": plain, "person": plain, "slot_at": plain, "local_date": plain, "question": plain, "asked": sealed,
		"done_at": internal, "later": internal, "expired_at": plain},
	"needs": {"seq": internal, "id": internal, "couple_id": plain, "asker": plain, "check_in_id": plain, "source": internal,
		"words": sealed, "ask": sealed, "kind": sealed, "want": sealed, "chosen": sealed, "reached": sealed, "closed": sealed, "thanks": sealed,
		"created_at": plain, "kept_at": plain, "sent_at": plain, "answered_at": plain, "asked_again_at": plain, "rested_at": plain, "withdrawn_at": plain,
		"talk_at": plain, "expired_at": plain, "shares": plain},
	"answers": {"seq": internal, "id": internal, "need_id": plain, "source": internal, "choice": sealed, "time": sealed, "line": sealed, "at": plain},
	"unsent": {"id": internal, "couple_id": plain, "need_id": plain, "person": plain, "source": internal, "purpose": plain,
		"choice": sealed, "time": sealed, "line": sealed, "at": plain},
	"notices": {"seq": internal, "id": internal, "person": plain, "couple_id": plain, "kind": plain, "ref": plain, "round": internal, "lane": internal,
		"held": internal, "due_at": plain, "wake_at": internal, "edit": internal, "name": sealed, "carried_by": internal, "attempted_at": plain,
		"after": internal, "after_id": sealed, "tries": internal, "sent_at": plain, "channel": plain, "message": internal, "message_id": sealed, "failed": plain,
		"refused_at": plain, "refusals": internal},
	"incoming": {"message": internal, "message_id": sealed, "id": internal, "person": plain, "words": sealed, "about": sealed, "at": plain, "edition": internal},
	"cards":    {"couple_id": plain, "person": plain, "card": sealed},
	"ended":    {"mark": internal},
	"endings":  {"person": plain, "id": internal, "name": sealed},

	"week_rule":     {"rule": internal},
	"own_questions": {"id": internal, "couple_id": plain, "author": plain, "source": internal, "words": sealed, "said": sealed, "created_at": plain, "proposed_at": plain},

	"first_contacts": {"seq": internal, "due_at": plain},

	"goose_db_version": {"id": internal, "version_id": internal, "is_applied": internal, "tstamp": internal},
	"sqlite_sequence":  {"name": internal, "seq": internal},
}

// saidSealed holds what docs/security.md calls each sealed column.
var saidSealed = map[string]string{
	"last_id": "what Discord calls a message", "heard_id": "what Discord calls a message", "after_id": "what Discord calls a message", "message_id": "what Discord calls a message",
	"words": "the words", "ask": "the request", "kind": "kind", "want": "want", "chosen": "whether it asks or tells", "hints": "how often a hint was shown", "home": "whose chat a channel is", "shorter": "a shorter time of keeping that does not count yet", "choice": "the answer", "time": "its time", "line": "line",
	"reached": "whether somebody felt understood", "closed": "when it was closed", "card": "what stands on a card", "read": "in which language somebody read the consent facts", "thanks": "thanks", "about": "what a typed message may answer", "name": "names", "settings": "what a person set about notes or language", "standing": "how a question stands", "said": "what the other said to a proposed question", "proposals": "whether more proposals are wanted", "breath": "a breath", "seasons": "which seasons somebody chose", "asked": "which question was asked where a season chose it", "declined": "whether an invitation was declined", "forgotten": "whom one went to who was forgotten since",
}

func TestEveryColumnIsKnownToBeSealedOrPlain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	db, err := sql.Open("sqlite3", "file:"+w.path+"?mode=ro")
	w.must(err)
	defer db.Close()
	rows, err := db.Query(`SELECT t.name, c.name, c.type FROM sqlite_master t, pragma_table_info(t.name) c WHERE t.type = 'table'`)
	w.must(err)
	defer rows.Close()
	there := map[string]bool{}
	for rows.Next() {
		var table, column, kind string
		w.must(rows.Scan(&table, &column, &kind))
		there[table+"."+column] = true
		what, ok := columns[table][column]
		key := column == "wrapped_key" || table == "meta"
		switch {
		case !ok:
			t.Errorf("%s.%s is new: decide in store/columns_test.go whether it is sealed, plain or internal, and say in docs/security.md what it tells", table, column)
		case what == sealed && kind != "BLOB":
			t.Errorf("%s.%s is sealed: its type is %s, want BLOB", table, column, kind)
		case what != sealed && kind == "BLOB" && !key:
			t.Errorf("%s.%s is %s: its type is BLOB, which only sealed values and keys have", table, column, what)
		}
	}
	w.must(rows.Err())
	for table, of := range columns {
		for column := range of {
			if !there[table+"."+column] {
				t.Errorf("store/columns_test.go lists %s.%s, which is not there", table, column)
			}
		}
	}
}

func TestTheSecurityPageSaysWhichColumnsAreSealed(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join("..", "docs", "security.md"))
	if err != nil {
		t.Fatal(err)
	}
	sentence := regexp.MustCompile(`Sealed are ([^.]+)\.`).FindSubmatch(page)
	if sentence == nil {
		t.Fatal(`docs/security.md has no sentence "Sealed are …"`)
	}
	said := map[string]bool{}
	for _, part := range regexp.MustCompile(`, | and | with `).Split(string(sentence[1]), -1) {
		said[strings.TrimSpace(part)] = true
	}
	known := map[string]bool{}
	for table, of := range columns {
		for column, what := range of {
			if what != sealed {
				continue
			}
			known[saidSealed[column]] = true
			if words := saidSealed[column]; words == "" || !said[words] {
				t.Errorf("%s.%s is sealed, and docs/security.md does not say so: got %q, want %q among them", table, column, sentence[1], words)
			}
		}
	}
	for part := range said {
		if !known[part] {
			t.Errorf("docs/security.md says that %q is sealed, and no such column is", part)
		}
	}
}
