package store

import (
	"database/sql"
	"path/filepath"
	"slices"
	"testing"
)

// databaseAt makes a database with the first migrations, and returns what takes it up to
// the last.
func databaseAt(t *testing.T, version int64) (db *sql.DB, up func()) {
	t.Helper()
	db, err := sql.Open("sqlite3", "file:"+filepath.Join(t.TempDir(), "leanon.db")+"?_foreign_keys=on")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.SetMaxOpenConns(1)
	goose, err := migrator(db)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := goose.UpTo(t.Context(), version); err != nil {
		t.Fatal(err)
	}
	return db, func() {
		t.Helper()
		if _, err := goose.Up(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

func TestWhatIsOwedAndWhichCheckInIsNewestOutliveAMigration(t *testing.T) {
	t.Parallel()
	db, up := databaseAt(t, 6)
	sql := func(query string) {
		t.Helper()
		if _, err := db.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	sql(`INSERT INTO partners (person, wrapped_key) VALUES ('1', x''), ('2', x''), ('3', x'')`)
	sql(`INSERT INTO couples (id, wrapped_key) VALUES (1, x''), (2, x'')`)
	sql(`INSERT INTO members (couple_id, person, name) VALUES (1, '1', x''), (1, '2', x''), (2, '1', x''), (2, '3', x'')`)
	sql(`INSERT INTO check_ins (id, couple_id, person, slot_at, local_date, question)
		VALUES (30, 1, '1', 200, '', 'opened early'), (20, 1, '1', 100, '', 'newest'), (40, 2, '1', 300, '', 'of another couple')`)
	sql(`INSERT INTO notices (id, person, couple_id, kind, ref, lane, held, due_at, wake_at, message)
		VALUES (1, '1', 1, 'check-in', 20, 3, 0, 100, 100, 'm1'), (2, '2', 1, 'note', 5, 1, 1, 100, NULL, NULL), (3, '3', NULL, 'ended', 6, 1, 1, 100, 100, NULL), (4, '1', 2, 'note', 7, 1, 1, 100, 100, NULL)`)
	up()
	list := func(query string) (all []string) {
		t.Helper()
		rows, err := db.Query(query)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var one string
			if err := rows.Scan(&one); err != nil {
				t.Fatal(err)
			}
			all = append(all, one)
		}
		return all
	}
	wants := func(what, query string, want ...string) {
		t.Helper()
		if got := list(query); !slices.Equal(got, want) {
			t.Errorf("%s: got %q, want %q", what, got, want)
		}
	}
	wants("newest check-ins", `SELECT couple_id || ' ' || person || ' ' || coalesce(newest, 'none') FROM members ORDER BY 1`,
		"1 1 20", "1 2 none", "2 1 40", "2 3 none")
	wants("what is owed", `SELECT id || ' ' || person || ' ' || coalesce(couple_id, 'none') || ' ' || kind || ' ' || ref || ' ' || lane || ' ' || held || ' ' || coalesce(wake_at, 'none') || ' ' || coalesce(message, 'none') FROM notices ORDER BY seq`,
		"1 1 1 check-in 20 3 0 100 m1", "2 2 1 note 5 1 1 none none", "3 3 none ended 6 1 1 100 none", "4 1 2 note 7 1 1 100 none")
	sql(`DELETE FROM couples WHERE id = 1`)
	wants("what is owed once a couple has ended", `SELECT id FROM notices ORDER BY seq`, "3", "4")
	wants("broken references", `SELECT "table" FROM pragma_foreign_key_check`)
}

// An earlier version gave up whatever Discord refused. What may have passed since is owed
// again; what Discord takes to be at fault, and a reply whose moment is over, is not.
func TestWhatAnEarlierVersionGaveUpIsOwedAgain(t *testing.T) {
	t.Parallel()
	db, up := databaseAt(t, 12)
	_, err := db.Exec(`INSERT INTO notices (id, person, kind, ref, lane, held, due_at, attempted_at, tries, message, failed) VALUES
		(1, '1', 'note', 1, 1, 1, 100, 200, 3, NULL, 'status 403, code 50001'), (2, '1', 'note', 2, 1, 1, 100, 200, 3, NULL, 'status 400, code 50035'),
		(3, '1', 'answer', 3, 1, 1, 100, 200, 3, NULL, 'status 403, code 0'), (4, '1', 'answer', 4, 1, 1, 100, 200, 3, NULL, 'status 403, code 20009'),
		(5, '1', 'note', 5, 1, 1, 100, 200, 3, 'm5', 'status 404, code 10003'), (6, '1', 'wordless', 6, 0, 0, 100, 200, 3, NULL, 'status 403, code 0'),
		(7, '1', 'note', 7, 1, 1, 100, 200, 3, NULL, 'compose'), (8, '1', 'note', 8, 1, 1, 100, 200, 1, 'm8', NULL)`)
	if err != nil {
		t.Fatal(err)
	}
	up()
	var owed, dead string
	err = db.QueryRow(`SELECT (SELECT group_concat(concat_ws(' ', id, wake_at, refused_at, tries), ', ') FROM notices WHERE wake_at IS NOT NULL),
		(SELECT group_concat(id, ', ') FROM notices WHERE failed IS NOT NULL)`).Scan(&owed, &dead)
	if want := "1 100 200 0, 3 100 200 0, 5 100 200 0"; err != nil || owed != want {
		t.Errorf("owed: got %q, %v, want %q", owed, err, want)
	}
	if want := "2, 4, 6, 7"; dead != want {
		t.Errorf("given up: got %q, want %q", dead, want)
	}
}

// An invitation that an earlier version sent is open or not as it was, and says nothing any
// more of whether its invitee answered it.
func TestInvitationsOutliveAMigrationAndNoColumnTellsWhoAnswered(t *testing.T) {
	t.Parallel()
	db, up := databaseAt(t, 7)
	for _, query := range []string{
		`INSERT INTO couples (id, wrapped_key) VALUES (1, x'')`,
		`INSERT INTO invites (id, couple_id, inviter, invitee, created_at, sent_at, ended_at, reached) VALUES
			(10, 1, '1', '2', 100, 200, NULL, 0), (20, NULL, '1', '3', 100, 200, 300, 1), (30, NULL, '1', '4', 100, 200, 300, 0)`,
	} {
		if _, err := db.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	up()
	var all, told string
	err := db.QueryRow(`SELECT group_concat(concat_ws(' ', id, coalesce(couple_id, 'none'), inviter, invitee, created_at, sent_at, coalesce(ended_at, 'open'), declined, forgotten), ', ') FROM invites`).Scan(&all)
	if want := "10 1 1 2 100 200 open, 20 none 1 3 100 200 300, 30 none 1 4 100 200 300"; err != nil || all != want {
		t.Errorf("invitations: got %q, %v, want %q", all, err, want)
	}
	if err := db.QueryRow(`SELECT name FROM pragma_table_info('invites') WHERE name = 'reached'`).Scan(&told); err == nil {
		t.Errorf("column %s is there, want it gone", told)
	}
}
