package store_test

import (
	"strings"
	"testing"
	"time"

	"leanon/store"
)

func TestWhatIsAskedOftenHasItsIndex(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, q := range store.HotQueries() {
		plan, err := store.Plan(t.Context(), w.Store, q.Text, q.Args...)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		for step := range strings.Lines(plan) {
			scans := strings.HasPrefix(step, "SCAN") && !strings.HasPrefix(step, "SCAN CONSTANT ROW") && !strings.HasPrefix(step, "SCAN (subquery") && !strings.Contains(step, "VIRTUAL TABLE") && !strings.Contains(step, "INDEX "+q.Walks+" ") && !strings.HasSuffix(strings.TrimSpace(step), "INDEX "+q.Walks)
			sorts := strings.Contains(step, "TEMP B-TREE FOR ORDER BY") && !q.Sorts
			if scans || sorts {
				t.Errorf("%s reads or sorts more than it needs: %s\nthe whole plan:\n%s", name, strings.TrimSpace(step), plan)
			}
		}
	}
}

func TestOpeningABatchLooksAtNobodyElseAmong200000Members(t *testing.T) {
	if testing.Short() {
		t.Skip("fills a large database")
	}
	t.Parallel()
	w := newWorld(t)
	pattern := w.pair(ana, ben)
	// The copies have a wrapped key that does not open. Opening check-ins needs no key, and
	// a query that read all of the copies would fail.
	w.sql(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
		INSERT INTO partners (person, wrapped_key, zone) SELECT 'p' || i, x'00', 'UTC' FROM n UNION ALL SELECT 'q' || i, x'00', 'UTC' FROM n`)
	w.sql(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
		INSERT INTO couples (id, wrapped_key, formed_at) SELECT i, x'00', 0 FROM n`)
	w.sql(`WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 100000)
		INSERT INTO members (couple_id, person, name, cron, next_at)
		SELECT i, p || i, x'00', '0 20 * * *', ?1 FROM n, (SELECT 'p' AS p UNION ALL SELECT 'q')`, w.now.Add(8*time.Hour+24*time.Hour).Unix())
	w.sql(`UPDATE members SET next_at = ?1 WHERE couple_id BETWEEN 101 AND 150`, w.now.Add(8*time.Hour).Unix())
	w.at("2026-11-23 20:00")
	n, err := w.OpenDue(t.Context(), w.now, 100, first)
	if err != nil || n != 100 {
		t.Fatalf("opened: got %d, %v, want 100", n, err)
	}
	if n, err = w.OpenDue(t.Context(), w.now, 100, first); err != nil || n != 2 {
		t.Errorf("the rest: got %d, %v, want the first couple's 2", n, err)
	}
	w.wantOpen(pattern, ana, "2026-11-23 20:00")
}
