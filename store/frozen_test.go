package store_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"leanon/store"
)

// testdata/frozen has a database of each released schema, as a program of that day wrote
// it. Such a file is never written again: it must open for ever.

// thaw opens a frozen database as the present program does.
func thaw(t *testing.T, file string) *world {
	t.Helper()
	packed, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		t.Fatal(err)
	}
	whole, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	w := &world{T: t, path: filepath.Join(t.TempDir(), "leanon.db"), now: monday()}
	w.must(os.WriteFile(w.path, whole, 0o600))
	w.Store, err = openAt(t, w.path)
	w.must(err)
	t.Cleanup(func() { w.Store.Close() })
	return w
}

// frozenFiles lists the frozen databases, the oldest schema first.
func frozenFiles(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join("testdata", "frozen", "schema-*.db.gz"))
	if err != nil || len(files) == 0 {
		t.Fatalf("frozen databases: got %d, %v", len(files), err)
	}
	return files
}

// wantsFrozen checks what the two read who wrote a frozen database.
func (w *world) wantsFrozen(when string) {
	w.Helper()
	for person, reads := range map[string][2][]string{
		ana: {{"the very words", "hold my hand", "time-together", "after the choir", "a line of mine", "thank you for that", "somewhat",
			"kept to myself", "a note that waits", "for one of two", "Inviter", "Invitee"}, {"a draft of the other"}},
		ben: {{"the very words", "hold my hand", "a line of mine", "thank you for that", "a draft of the other", "a note that waits"},
			{"kept to myself", "somewhat", "for one of two"}},
	} {
		r, err := w.Record(w.Context(), person)
		if err != nil {
			w.Fatalf("%s: %s reads their record: %v", when, person, err)
		}
		text := fmt.Sprintf("%+v", r)
		for _, said := range reads[0] {
			if !strings.Contains(text, said) {
				w.Errorf("%s: %s does not read %q", when, person, said)
			}
		}
		for _, said := range reads[1] {
			if strings.Contains(text, said) {
				w.Errorf("%s: %s reads %q", when, person, said)
			}
		}
	}
}

func TestADatabaseOfEachReleasedSchemaOpensForEver(t *testing.T) {
	t.Parallel()
	for i, file := range frozenFiles(t) {
		if want := fmt.Sprintf("schema-%02d.db.gz", i+1); i < 12 && filepath.Base(file) != want {
			t.Errorf("frozen databases: got %s, want %s next: none may be missing", filepath.Base(file), want)
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			w := thaw(t, file)
			if m := w.Migrated(); fmt.Sprintf("schema-%02d.db.gz", m.From) != filepath.Base(file) || m.To < 32 {
				t.Errorf("migrated: got %+v", m)
			}
			w.wantsFrozen("as it was")
			couples, err := w.Couples(t.Context(), ana)
			w.must(err)
			with := slices.IndexFunc(couples, func(c store.Couple) bool { return c.Other.Person == ben })
			all, err := w.NeedsOf(t.Context(), couples[with].ID, ana)
			w.must(err)
			if len(all.ForMe) != 1 || len(all.Kept) != 1 {
				t.Fatalf("Ana can act on: got %d notes, %d kept ones, want one of each", len(all.ForMe), len(all.Kept))
			}
			w.answers(all.ForMe[0].Need.ID, ana, store.Yes)
			_, err = w.Send(t.Context(), all.Kept[0].Need.ID, ana, "", w.now)
			w.must(err)
			if n := w.need(all.Kept[0].Need.ID, ben); n.Words != "kept to myself" {
				t.Errorf("what was kept then and is sent now: got %q", n.Words)
			}
		})
	}
}

// TestFreezeSchema writes a database of the present schema, once for each release that
// changed the tables: FREEZE=schema-NN.db.gz go test ./store -run FreezeSchema.
func TestFreezeSchema(t *testing.T) {
	file := os.Getenv("FREEZE")
	if file == "" {
		t.Skip("FREEZE names no file")
	}
	w := newWorld(t)
	couple := w.pair(ana, ben)
	w.everything(couple, ana, ben)
	w.drafts(couple, ben, "a draft of the other")
	w.writes(couple, ben, "a note that waits")
	w.pair(ana, cleo)
	w.must(w.Hear(t.Context(), store.Message{ID: "1177777777777777777", Person: ana, Channel: "dm", Words: "for one of two"}, w.now))
	w.livesAsToday()
	w.sent()
	w.must(w.Close())
	whole, err := os.ReadFile(w.path)
	w.must(err)
	var packed bytes.Buffer
	to := gzip.NewWriter(&packed)
	_, err = to.Write(whole)
	w.must(err)
	w.must(to.Close())
	w.must(os.WriteFile(filepath.Join("testdata", "frozen", file), packed.Bytes(), 0o644))
}
