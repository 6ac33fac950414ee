package bot

import (
	"database/sql"
	"time"
)

// comesAgain lets a question come that Anabel answered half a year ago.
func (g *stage) comesAgain() {
	g.Helper()
	g.next = "pace"
	evening := time.Date(g.now.Year(), g.now.Month(), g.now.Day(), 20, 30, 0, 0, time.UTC)
	if !evening.After(g.now) {
		evening = evening.AddDate(0, 0, 1)
	}
	g.passes(evening.Sub(g.now))
	g.uses(anabel, "answer")
	g.uses(anabel, "word-answer", "Secret words of long ago")
	g.uses(anabel, "keep")
	db, err := sql.Open("sqlite3", "file:"+g.column(`SELECT file FROM pragma_database_list WHERE name = 'main'`)[0]+"?_busy_timeout=5000")
	if err != nil {
		g.Fatal(err)
	}
	defer db.Close()
	for _, statement := range []string{
		`UPDATE couples SET formed_at = formed_at - 200 * 86400`,
		`UPDATE check_ins SET slot_at = slot_at - 180 * 86400 WHERE question = 'pace'`,
	} {
		if _, err := db.Exec(statement); err != nil {
			g.Fatal(err)
		}
	}
	g.passes(24 * time.Hour)
	g.uses(anabel, "see-said")
	g.next = ""
}
