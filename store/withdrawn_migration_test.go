package store

import (
	"slices"
	"testing"
)

func TestWhatWasWithdrawnLongAgoIsErasedByAMigration(t *testing.T) {
	t.Parallel()
	db, up := databaseAt(t, 7)
	for _, query := range []string{
		`INSERT INTO couples (id, wrapped_key) VALUES (1, x'')`,
		`INSERT INTO needs (id, couple_id, asker, source, words, ask, kind, want, created_at, sent_at, answered_at, withdrawn_at, reached, closed, thanks)
			VALUES (11, 1, '1', 'never answered', x'01', x'02', x'03', x'04', 1, 1, NULL, 9, NULL, x'05', NULL),
				(12, 1, '1', 'answered', x'01', x'02', NULL, NULL, 1, 1, 2, 9, x'06', x'05', x'07'),
				(13, 1, '1', 'stands', x'01', x'02', x'03', x'04', 1, 1, 2, NULL, x'06', x'05', x'07'),
				(14, 1, '1', 'a draft', x'01', NULL, NULL, NULL, 1, NULL, NULL, NULL, NULL, NULL, NULL)`,
		`INSERT INTO answers (id, need_id, source, choice, time, line, at) VALUES (21, 12, 'a', x'08', x'09', x'0a', 2)`,
	} {
		if _, err := db.Exec(query); err != nil {
			t.Fatal(err)
		}
	}
	up()
	rows, err := db.Query(`SELECT concat(n.id, ' ', hex(words), ' ', hex(ask), hex(kind), hex(want), hex(reached), hex(closed), hex(thanks), ' ', hex(a.line))
		FROM needs n LEFT JOIN answers a ON a.need_id = n.id ORDER BY n.id`)
	if err != nil {
		t.Fatal(err)
	}
	defer rows.Close()
	var got []string
	for rows.Next() {
		var one string
		if err := rows.Scan(&one); err != nil {
			t.Fatal(err)
		}
		got = append(got, one)
	}
	want := []string{"11   ", "12   0A", "13 01 020304060507 ", "14 01  "}
	if !slices.Equal(got, want) {
		t.Errorf("what is left: got %q, want %q", got, want)
	}
}
