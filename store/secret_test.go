package store_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"leanon/store/seal"
)

func TestNoWayOfPrintingShowsAKey(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	couple := w.pair(ana, ben)
	c, err := w.CoupleFor(t.Context(), couple, ana)
	w.must(err)
	p, err := w.Partner(t.Context(), ana)
	w.must(err)
	key := testKey(t)
	var bare [32]byte
	copy(bare[:], bytes.Repeat([]byte("ABC"), 11))
	// A data key is random, so any 32 numbers in a row are taken for one.
	for name, v := range map[string]any{"key": key, "pointer": &key, "store": w.Store, "store itself": *w.Store, "couple": c, "partner": p, "list": []seal.Key{key}} {
		var out bytes.Buffer
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%o", "%b", "%c", "%U", "%p", "%t"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
		fmt.Fprintln(&out, v)
		slog.New(slog.NewTextHandler(&out, nil)).Info("said", "v", v)
		if text, err := json.Marshal(v); err == nil {
			out.Write(text)
		}
		if name == "key" {
			slog.New(slog.NewJSONHandler(&out, nil)).Info("said", "v", v)
		}
		shown := strings.ToLower(out.String())
		for _, form := range []string{"ABCABC", "41 42 43", "65 66 67", "41424341", "0x41, 0x42", "65, 66", "101 102 103", base64.StdEncoding.EncodeToString(bare[:])[:12]} {
			if strings.Contains(shown, strings.ToLower(form)) {
				t.Errorf("printing a %s shows the key as %q", name, form)
			}
		}
		if numbers := longestRun(shown); numbers >= 32 {
			t.Errorf("printing a %s shows %d numbers in a row, which may be a key", name, numbers)
		}
	}
}

// longestRun returns the length of the longest run of numbers, as fmt prints bytes.
func longestRun(text string) (most int) {
	run := 0
	for _, word := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(" ,[]{}", r) }) {
		if strings.Trim(word, "0123456789abcdefx") != "" || len(word) > 8 {
			run = 0
			continue
		}
		run++
		most = max(most, run)
	}
	return most
}
