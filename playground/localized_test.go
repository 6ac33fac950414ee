package playground_test

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestCommandsAreAnsweredInOneLanguageOrInAll(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := "/applications/" + w.Application() + "/commands"
	w.want("PUT", path, []any{object{
		"name": "need", "description": "english", "description_localizations": object{"es-ES": "castellano", "de": "deutsch"},
		"options": []any{object{"type": 3, "name": "text", "description": "words", "description_localizations": object{"de": "worte"}}},
	}}, 200, 0)
	read := func(query string) string {
		_, _, raw := w.raw("GET", path+query, nil)
		return string(raw)
	}
	for query, has := range map[string]bool{"?with_localizations=true": true, "": false} {
		for _, text := range []string{"castellano", "worte"} {
			if got := strings.Contains(read(query), text); got != has {
				t.Errorf("GET %s answers %s: %v, want %v", query, text, got, has)
			}
		}
	}
	var plain []map[string]json.RawMessage
	if err := json.Unmarshal([]byte(read("")), &plain); err != nil || string(plain[0]["description"]) != `"english"` {
		t.Errorf("got %v and %s, want the default", err, plain)
	}
	for locale, want := range map[string][2]string{
		"en-US": {"english", "words"}, "de": {"deutsch", "worte"}, "es-419": {"castellano", "words"}, "es-ES": {"castellano", "words"}, "fr": {"english", "words"},
	} {
		c := w.Commands()[0].As(locale)
		if got := [2]string{c.Description, c.Options[0].Description}; got != want || c.In != nil {
			t.Errorf("somebody in %s reads %q, want %q", locale, got, want)
		}
	}
}

func TestOnlyTheLongestLanguageCountsTowardsTheSizeOfACommand(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	long := strings.Repeat("d", 100)
	// 25 options of 2 and 100 characters, each with choices of 101. All three languages of a
	// description together would be too many.
	put := func(german string, choices int) []any {
		var options []any
		for i := range 25 {
			o := object{"type": 3, "name": "o" + string(rune('a'+i)), "description": "e", "description_localizations": object{"de": german, "fr": long}}
			var list []any
			for range choices {
				list = append(list, object{"name": strings.Repeat("n", 100), "value": "v"})
			}
			o["choices"] = list
			options = append(options, o)
		}
		return []any{object{"name": "need", "description": "e", "options": options}}
	}
	path := "/applications/" + w.Application() + "/commands"
	w.want("PUT", path, put(long, 2), 200, 0)
	w.want("PUT", path, put(long, 3), 400, 50035)
}
