package stories

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// What the file tells without its key, after any of the ways to live: what /privacy names,
// that something was kept, paused or exported, and what docs/security.md says besides.

// plainFile is what a database file tells without a key: for each table its rows, each
// by column. A random id counts as there or not; a sealed value by its length.
type plainFile map[string][]map[string]string

// unknowable are columns whose value is drawn, or follows from one that is drawn.
var unknowable = []string{"id", "couple_id", "ref", "check_in_id", "source", "need_id", "newest", "after", "carried_by", "question", "channel"}

// unsteady are columns that are not compared: numbers of rows, whose gaps tell of rows that
// are gone, and how far and when a chat was read, which here depends on how the story moves
// the clock. docs/security.md says what they tell.
var unsteady = []string{"seq", "heard_to", "read_at"}

func (w *world) plainFile() plainFile {
	w.t.Helper()
	w.settle()
	db := w.database()
	defer db.Close()
	file := plainFile{}
	for _, table := range w.column(db, `SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'meta' AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'`) {
		w.each(db, "SELECT * FROM "+table, func(columns []string, values []any) {
			row := map[string]string{}
			for i, c := range columns {
				switch sealed, is := values[i].([]byte); {
				case c == "wrapped_key" || slices.Contains(unsteady, c):
				case is:
					row[c] = fmt.Sprint(len(sealed), " bytes")
				case slices.Contains([]string{"message", "last_message"}, c):
					if id, err := strconv.ParseInt(fmt.Sprint(values[i]), 10, 64); err == nil {
						row[c] = time.UnixMilli(id>>22 + 1420070400000).UTC().Format("01-02 15:04:05")
					}
				case values[i] != nil && slices.Contains(unknowable, c):
					row[c] = "there"
				default:
					row[c] = fmt.Sprint(values[i])
					for _, p := range w.all {
						row[c] = strings.ReplaceAll(row[c], p.ID, p.name)
					}
				}
			}
			file[table] = append(file[table], row)
		})
	}
	return file
}

// differsFrom names what two files tell differently: columns where as many rows of a table
// differ in both, and else the rows that only one has.
func (f plainFile) differsFrom(usual plainFile) (all []string) {
	for table := range join(f, usual) {
		gained, lost := less(f[table], usual[table]), less(usual[table], f[table])
		switch {
		case len(gained) == len(lost):
			columns := map[string]bool{}
			for i := range gained {
				for c, v := range gained[i] {
					if lost[i][c] != v {
						columns[c] = true
					}
				}
			}
			for c := range columns {
				all = append(all, table+"."+c)
			}
		default:
			for _, row := range gained {
				all = append(all, rowCalled("+", table, row))
			}
			for _, row := range lost {
				all = append(all, rowCalled("-", table, row))
			}
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// rowCalled names a row by its table, and by its kind if that is plain.
func rowCalled(sign, table string, row map[string]string) string {
	if table != "notices" {
		return sign + table
	}
	return sign + table + " " + row["kind"]
}

func join(a, b plainFile) plainFile {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return all
}

// less are the rows of a that b has not, in the order of what they say.
func less(a, b []map[string]string) (rest []map[string]string) {
	there := map[string]int{}
	for _, row := range b {
		there[fmt.Sprint(row)]++
	}
	for _, row := range a {
		if there[fmt.Sprint(row)]--; there[fmt.Sprint(row)] < 0 {
			rest = append(rest, row)
		}
	}
	slices.SortFunc(rest, func(x, y map[string]string) int {
		return strings.Compare(x["person"]+fmt.Sprint(x), y["person"]+fmt.Sprint(y))
	})
	return rest
}

// saidOfColumns are the words with which docs/security.md names what a column may tell.
var saidOfColumns = map[string]string{
	"+needs": "whether it is unsent (`kept_at`: and kept)", "+notices preview": "what kinds of messages were owed to whom",
	"+notices check-in": "a second row for a question", "check_ins.later": "how often its person put it off", "check_ins.done_at": "when it was done with (the same for every way of being done)",
	"-check_ins": "which question came when", "-notices check-in": "what kinds of messages were owed to whom",
	"+notices note": "what kinds of messages were owed to whom", "-notices note": "what kinds of messages were owed to whom",
	"members.cron": "rhythm, quiet hours, pauses and settings", "members.next_at": "rhythm, quiet hours, pauses and settings", "members.newest": "which question came when",
	"members.paused_at": "rhythm, quiet hours, pauses and settings", "partners.last_message": "when its newest message came",
	"partners.notes": "rhythm, quiet hours, pauses and settings", "partners.reminder": "rhythm, quiet hours, pauses and settings",
	"partners.language": "the language a person said they write in",
}

// differences are the ways of living after which the file tells something else, and what that is.
// After every other way it tells the same as if she had ignored everything.
func differences() map[string][]string {
	kept, done := []string{"+needs", "+notices preview"}, []string{"check_ins.done_at"}
	paused := []string{"+notices note", "-check_ins", "-notices check-in", "-notices note", "members.next_at", "members.paused_at", "partners.last_message"}
	return map[string][]string{
		"keeps it private": append(done, kept...), "answers her question": append(done, kept...),
		"writes a message": kept, "replies and keeps it": kept, "keeps what she wrote in a while": kept,
		"thinks again before sending": {"+needs"}, "writes in French": {"+needs", "partners.language"},
		"discards it": done, "leaves a draft": done, "has nothing to say": done, "writes that nothing is to say": done,
		"comes back later":      {"+notices check-in", "check_ins.later"},
		"changes her settings":  {"+notices check-in", "partners.last_message", "partners.notes", "partners.reminder"},
		"asks for no questions": {"-check_ins", "-notices check-in", "members.cron", "members.newest", "members.next_at", "partners.last_message"},
		"pauses, untold":        paused, "pauses early, untold": append([]string{"members.newest"}, paused...),
	}
}

// tellsNoMoreThanNamed compares the plain columns after each way of living with those
// after two weeks in which everything was ignored.
func tellsNoMoreThanNamed(t *testing.T, files map[string]plainFile) {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "docs", "security.md"))
	if err != nil {
		t.Fatal(err)
	}
	usual, known := files["ignores everything"], differences()
	for name, file := range files {
		got, want := file.differsFrom(usual), known[name]
		slices.Sort(want)
		if !slices.Equal(got, want) {
			t.Errorf("when Anabel %s, the plain columns differ in:\ngot  %q\nwant %q", name, got, want)
		}
		for _, d := range want {
			if said := saidOfColumns[d]; said == "" || !strings.Contains(string(page), said) {
				t.Errorf("when Anabel %s, %s differs: docs/security.md does not say %q", name, d, said)
			}
		}
	}
	for name := range known {
		if files[name] == nil {
			t.Errorf("no life in which Anabel %s was compared", name)
		}
	}
}
