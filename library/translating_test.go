package library

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// translating is the page for translators.
func translating(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("..", "docs", "translating.md"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestThePageOnTranslatingHasTheLimits(t *testing.T) {
	t.Parallel()
	page := translating(t)
	for what, limit := range map[string]int{
		"title of a form, label of a field": MaxTitle, "button": MaxButton, "option of a select, placeholder, description of a command": MaxOption,
		"message": MaxMessage, "question": MaxQuestion, "line under a note": MaxCoach, "hint under a draft": MaxHint,
	} {
		if row := fmt.Sprintf("\n| %s | %d", what, limit); !regexp.MustCompile(regexp.QuoteMeta(row) + `\b`).MatchString(page) {
			t.Errorf("docs/translating.md does not say %q", row[1:])
		}
	}
}

func TestThePageOnTranslatingSaysHowLongAKeyCanBe(t *testing.T) {
	t.Parallel()
	if want := fmt.Sprintf("at most %d letters and hyphens", maxSpoken); !strings.Contains(translating(t), want) {
		t.Errorf("docs/translating.md does not say %q of the key of a language", want)
	}
}

// What the page says a check says stands in the code that says it.
func TestThePageOnTranslatingHasTheWordsOfTheChecks(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	yaml, err := filepath.Glob("../config/strictyaml/*.go")
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	for _, name := range append(files, yaml...) {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		code.Write(text)
	}
	_, table, ok := strings.Cut(translating(t), "| the check says | what to do |\n| --- | --- |\n")
	if !ok {
		t.Fatal("docs/translating.md has no table of what the checks say")
	}
	rows := regexp.MustCompile("(?m)^\\| `([^`]+)` \\| .+ \\|$").FindAllStringSubmatch(table, -1)
	if len(rows) < 15 {
		t.Errorf("got %d rows, want what a translator may meet", len(rows))
	}
	for _, m := range rows {
		if !strings.Contains(code.String(), m[1]) {
			t.Errorf("docs/translating.md says that a check says %q, which none does", m[1])
		}
	}
}
