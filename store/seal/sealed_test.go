package seal_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"leanon/store/seal"
)

// frozen is what a program of some day sealed. Its files in testdata are never written
// again: each value in them must open for ever.
type frozen struct {
	Key, Master string
	Values      []struct {
		Column, Row, Text string
		Facts             []string
		Sealed            []byte
	}
	Time struct {
		At     time.Time
		Sealed []byte
		Facts  []string
	}
	Wrapped []byte
}

func readFrozen(t *testing.T, file string) (f frozen, key seal.Key, master seal.Key) {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &f); err != nil {
		t.Fatal(err)
	}
	for to, from := range map[*seal.Key]string{&key: f.Key, &master: f.Master} {
		if *to, err = seal.ParseKey(from); err != nil {
			t.Fatal(err)
		}
	}
	return f, key, master
}

func placeOf(column, row string, facts ...string) seal.Place {
	table, column, _ := strings.Cut(column, "/")
	return seal.At(table, column, row, facts...)
}

func TestWhatWasEverSealedOpensForEver(t *testing.T) {
	t.Parallel()
	for _, file := range []string{"frozen-1.json", "frozen-2.json"} {
		f, key, master := readFrozen(t, file)
		for _, v := range f.Values {
			plain, err := key.Open(v.Sealed, placeOf(v.Column, v.Row, v.Facts...))
			if err != nil || string(plain) != v.Text {
				t.Errorf("%s, %s of %s: got %q, %v, want %q", file, v.Column, v.Row, plain, err, v.Text)
			}
			for _, elsewhere := range []seal.Place{placeOf(v.Column, v.Row+"0", v.Facts...), placeOf(v.Column+"x", v.Row, v.Facts...)} {
				if _, err := key.Open(v.Sealed, elsewhere); !errors.Is(err, seal.ErrAltered) {
					t.Errorf("%s, %s elsewhere: got %v, want %v", file, v.Column, err, seal.ErrAltered)
				}
			}
		}
		at, err := key.OpenTime(f.Time.Sealed, seal.At("needs", "closed", 7, f.Time.Facts...))
		if err != nil || !at.Equal(f.Time.At) {
			t.Errorf("%s, a time: got %v, %v, want %v", file, at, err, f.Time.At)
		}
		ring, err := seal.NewRing(func() ([]seal.Key, error) { return []seal.Key{master}, nil })
		if err != nil {
			t.Fatal(err)
		}
		data, err := ring.Unwrap(f.Wrapped, seal.At("couples", "wrapped_key", 5))
		if err != nil || !data.Same(key) || data.IsBound() != (file != "frozen-1.json") {
			t.Errorf("%s, a wrapped key: got %v, bound %v, want the same key", file, err, data.IsBound())
		}
	}
}

func TestAHashStaysTheSameForEver(t *testing.T) {
	t.Parallel()
	_, key, master := readFrozen(t, "frozen-2.json")
	const id = "1177777777777777777"
	if got, want := key.Hash(id), "Ffqfh36h8METQU_iVg88PQ"; got != want {
		t.Errorf("got %q, want %q: rows are found by it", got, want)
	}
	if key.Hash(id) == master.Hash(id) || key.Hash(id) == key.Hash(id+"0") {
		t.Error("another key, or another id, has the same hash")
	}
}

func TestAValueOpensOnlyWithItsFacts(t *testing.T) {
	t.Parallel()
	key := seal.NewKey()
	at := func(facts ...string) seal.Place { return seal.At("needs", "words", 1, facts...) }
	sealed := key.Seal([]byte("I missed you"), at("author 1", "couple 2"))
	if plain, err := key.Open(sealed, at("author 1", "couple 2")); err != nil || string(plain) != "I missed you" {
		t.Fatalf("with its facts: got %q, %v", plain, err)
	}
	for _, facts := range [][]string{nil, {"author 1"}, {"couple 2", "author 1"}, {"author 1", "couple 3"}, {"author 1couple 2"}, {"author 1", "couple 2", ""}} {
		if _, err := key.Open(sealed, at(facts...)); !errors.Is(err, seal.ErrAltered) {
			t.Errorf("with %q: got %v, want %v", facts, err, seal.ErrAltered)
		}
	}
}

func TestAKeyWhoseValuesAreBoundOpensNoneOfBefore(t *testing.T) {
	t.Parallel()
	f, key, _ := readFrozen(t, "frozen-1.json")
	v := f.Values[0]
	p := placeOf(v.Column, v.Row, "author 1")
	if _, err := key.Bound().Open(v.Sealed, p); !errors.Is(err, seal.ErrAltered) {
		t.Errorf("put back from an old copy: got %v, want %v", err, seal.ErrAltered)
	}
	fresh, err := key.Anew(v.Sealed, p)
	if err != nil {
		t.Fatal(err)
	}
	if plain, err := key.Bound().Open(fresh, p); err != nil || string(plain) != v.Text {
		t.Errorf("sealed anew: got %q, %v, want %q", plain, err, v.Text)
	}
	if again, err := key.Anew(fresh, p); err != nil || string(again) != string(fresh) {
		t.Errorf("sealed anew twice: got another value, %v", err)
	}
}

// TestFreeze writes a file of values in the present format, for the day on which that
// changes: FREEZE=frozen-2.json go test ./store/seal -run Freeze.
func TestFreeze(t *testing.T) {
	file := os.Getenv("FREEZE")
	if file == "" {
		t.Skip("FREEZE names no file")
	}
	f, key, master := readFrozen(t, "frozen-1.json")
	for i, v := range f.Values {
		facts := []string{"author 42", fmt.Sprint("couple ", i), "state draft"}
		f.Values[i].Facts, f.Values[i].Sealed = facts, key.Seal([]byte(v.Text), placeOf(v.Column, v.Row, facts...))
	}
	f.Time.Facts = []string{"author 42"}
	f.Time.Sealed = key.SealTime(f.Time.At, seal.At("needs", "closed", 7, f.Time.Facts...))
	f.Wrapped = master.Wrap(key.Bound(), seal.At("couples", "wrapped_key", 5))
	text, err := json.MarshalIndent(f, "", "\t")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join("testdata", file), append(text, '\n'), 0o644); err != nil {
		t.Fatal(err)
	}
}
