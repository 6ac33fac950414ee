package demo

import (
	"context"
	"database/sql"
	"encoding/hex"
	"fmt"
	"net/url"
	"strconv"
	"strings"

	"leanon/playground"
	"leanon/store"
)

// The page shows so many rows of a table, and so many bytes of a blob.
const (
	shownRows  = 100
	shownBytes = 24
)

// openDatabase opens the database in a data directory for reading, as anybody can who
// has the file: without the key.
func openDatabase(dir string) (*sql.DB, error) {
	q := url.Values{"mode": {"ro"}, "_query_only": {"1"}, "_busy_timeout": {"1000"}}
	db, err := sql.Open("sqlite3", (&url.URL{Scheme: "file", Opaque: url.PathEscape(store.Path(dir)), RawQuery: q.Encode()}).String())
	if err != nil {
		return nil, fmt.Errorf("open the database to look at it: %w", err)
	}
	db.SetMaxOpenConns(1)
	return db, nil
}

// tables returns what the database holds, for the page.
func (w *world) tables(ctx context.Context) ([]playground.Table, error) {
	return readTables(ctx, w.db)
}

// readTables returns every table with its newest rows, read in one transaction. Rows
// are sorted downwards by the table's first column.
func readTables(ctx context.Context, db *sql.DB) ([]playground.Table, error) {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return nil, fmt.Errorf("look at the database: %w", err)
	}
	defer tx.Rollback()
	names, err := tableNames(ctx, tx)
	if err != nil {
		return nil, fmt.Errorf("look at the tables: %w", err)
	}
	tables := []playground.Table{}
	for _, name := range names {
		t, err := readTable(ctx, tx, name)
		if err != nil {
			return nil, fmt.Errorf("look at table %s: %w", name, err)
		}
		tables = append(tables, t)
	}
	return tables, nil
}

// tableNames returns the names of all tables but those of SQLite and of the
// migrations.
func tableNames(ctx context.Context, tx *sql.Tx) (names []string, err error) {
	rows, err := tx.QueryContext(ctx, `SELECT name FROM sqlite_master WHERE type = 'table'
		AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT LIKE 'goose\_%' ESCAPE '\' ORDER BY name`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, err
		}
		names = append(names, name)
	}
	return names, rows.Err()
}

// readTable returns the newest rows of one table; Left counts the others.
func readTable(ctx context.Context, tx *sql.Tx, name string) (playground.Table, error) {
	t := playground.Table{Name: name, Rows: [][]playground.Cell{}}
	quoted := `"` + strings.ReplaceAll(name, `"`, `""`) + `"`
	rows, err := tx.QueryContext(ctx, "SELECT * FROM "+quoted+" ORDER BY 1 DESC LIMIT "+strconv.Itoa(shownRows))
	if err != nil {
		return t, err
	}
	defer rows.Close()
	if t.Columns, err = rows.Columns(); err != nil {
		return t, err
	}
	for rows.Next() {
		values, into := make([]any, len(t.Columns)), make([]any, len(t.Columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return t, err
		}
		row := make([]playground.Cell, len(values))
		for i, v := range values {
			row[i] = showValue(v)
		}
		t.Rows = append(t.Rows, row)
	}
	if err := rows.Err(); err != nil {
		return t, err
	}
	err = tx.QueryRowContext(ctx, "SELECT count(*) FROM "+quoted).Scan(&t.Left)
	t.Left -= len(t.Rows)
	return t, err
}

// showValue returns a value as it lies in the database; of a blob the first bytes, in
// hexadecimal.
func showValue(v any) playground.Cell {
	switch v := v.(type) {
	case nil:
		return playground.Cell{Kind: "null"}
	case int64:
		return playground.Cell{Kind: "integer", Text: strconv.FormatInt(v, 10)}
	case []byte:
		if len(v) > shownBytes {
			return playground.Cell{Kind: "blob", Text: hex.EncodeToString(v[:shownBytes]), Bytes: len(v)}
		}
		return playground.Cell{Kind: "blob", Text: hex.EncodeToString(v)}
	case string:
		return playground.Cell{Kind: "text", Text: v}
	}
	return playground.Cell{Kind: "real", Text: fmt.Sprint(v)}
}
