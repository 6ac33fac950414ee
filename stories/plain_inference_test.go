package stories

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// What the file tells without its key, after any of the ways to live, is what /privacy names.

// plainFile is what a database file tells without a key: for each table its rows, each
// by column. A random id counts as there or not; a sealed value by its length.
type plainFile map[string][]map[string]string

// unknowable are columns whose value is drawn, or follows from one that is drawn.
var unknowable = []string{"id", "couple_id", "ref", "check_in_id", "source", "need_id", "newest", "message", "carried_by", "question", "record", "channel"}

// unsteady are columns that are not compared here: numbers of rows, whose steps are drawn,
// and when a chat was read, which depends on how the story moves the clock.
var unsteady = []string{"seq", "read_at"}

// plainFile leaves out question_keys, the list of what was drawn for any couple.
func (w *world) plainFile() plainFile {
	w.t.Helper()
	w.settle()
	db := w.database()
	defer db.Close()
	file := plainFile{}
	for _, table := range w.column(db, `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT IN ('meta', 'question_keys') AND name NOT LIKE 'goose%' AND name NOT LIKE 'sqlite%'`) {
		w.each(db, "SELECT * FROM "+table, func(columns []string, values []any) {
			row := map[string]string{}
			for i, c := range columns {
				switch sealed, is := values[i].([]byte); {
				case c == "wrapped_key" || slices.Contains(unsteady, c):
				case is:
					row[c] = fmt.Sprint(len(sealed), " bytes")
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

// toldIn is what a difference may tell: in the words of /privacy, and of docs/security.md.
type toldIn struct{ privacy, page string }

var (
	meAsking = toldIn{"when I ask you", "which question came when"}
	message  = toldIn{"when we wrote", "what kinds of messages were owed to whom"}
	setting  = toldIn{"your rhythm and settings", "rhythm, quiet hours, pauses and settings"}
)

var namedColumns = map[string]toldIn{
	"+needs": {"kept", "whether it is unsent (`kept_at`: and kept)"}, "+notices preview": message, "+incoming": {"when we wrote", "a row tells for 14 days in which minute it was heard"},
	"+notices typed": message, "+notices note": message, "-notices note": message, "partners.last_at": {"when we wrote", "in which quarter of an hour its newest message came"},
	"+notices check-in": {"when I ask you", "a second row for a question"}, "-notices check-in": meAsking, "-check_ins": meAsking, "members.newest": meAsking, "members.next_at": meAsking,
	"members.paused_at": {"paused", "rhythm, quiet hours, pauses and settings"}, "members.cron": setting, "partners.reminder": setting,
}

// differences are the ways of living after which the file tells something else than if she
// had ignored everything, and what that is at each of the moments.
func differences() map[string][3][]string {
	ever := func(d ...string) [3][]string { return [3][]string{d, d, d} }
	atFirst := func(d ...string) [3][]string { return [3][]string{d, d, nil} }
	wrote := atFirst("+incoming", "+notices typed")
	kept, keptTyped := ever("+needs", "+notices preview"), [3][]string{{"+incoming", "+needs", "+notices preview"}, {"+incoming", "+needs", "+notices preview"}, {"+needs", "+notices preview"}}
	thatNight := func(d [3][]string) [3][]string { // a message came in another quarter of an hour
		return [3][]string{append([]string{"partners.last_at"}, d[0]...), d[1], d[2]}
	}
	noQuestions := ever("-check_ins", "-notices check-in", "members.cron", "members.newest", "members.next_at", "partners.last_at")
	paused := []string{"+notices note", "-check_ins", "-notices check-in", "-notices note", "members.next_at", "members.paused_at", "partners.last_at"}
	early := append([]string{"members.newest"}, paused...)
	return map[string][3][]string{
		"keeps it private": kept, "answers her question": keptTyped, "writes a message": keptTyped, "replies and keeps it": keptTyped,
		"keeps what she wrote in a while": thatNight(keptTyped), "thinks again before sending": ever("+needs"), "writes in French": ever("+needs"),
		"leaves a draft": atFirst("+needs", "+notices preview"), "writes and deletes": wrote, "writes and discards": wrote, "writes and wonders": wrote, "discards a reply in a while": wrote, "hides all": wrote,
		"edits what she wrote": wrote, "types a command as text": wrote, "writes that nothing is to say": wrote,
		"comes back later": thatNight(ever("+notices check-in")), "changes her settings": ever("+notices check-in", "partners.last_at", "partners.reminder"),
		"asks for no questions": noQuestions, "pauses, untold": {{"members.next_at", "members.paused_at"}, paused, paused},
		"pauses early, untold": {{"-check_ins", "-notices check-in", "members.newest", "members.next_at", "members.paused_at", "partners.last_at"}, early, early},
	}
}

// tellsNoMoreThanNamed compares the plain columns after each way of living with those
// in which everything was ignored, at each of the moments.
func tellsNoMoreThanNamed(t *testing.T, seen, usual map[string]shown) {
	t.Helper()
	page, err := os.ReadFile(filepath.Join("..", "docs", "security.md"))
	if err != nil {
		t.Fatal(err)
	}
	known := differences()
	for name, life := range seen {
		for i, moment := range moments {
			got, want := life.files[i].differsFrom(usual[name].files[i]), known[name][i]
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("when Anabel %s, %s, the plain columns differ in:\ngot  %q\nwant %q", name, moment, got, want)
			}
			for _, d := range want {
				if said := namedColumns[d]; said.page == "" || !strings.Contains(string(page), said.page) || !strings.Contains(life.privacy, said.privacy) {
					t.Errorf("when Anabel %s, %s differs: want %q in docs/security.md, and %q in /privacy:\n%s", name, d, said.page, said.privacy, life.privacy)
				}
			}
		}
	}
	for name := range known {
		if _, ok := seen[name]; !ok && !thinned {
			t.Errorf("no life in which Anabel %s was compared", name)
		}
	}
}
