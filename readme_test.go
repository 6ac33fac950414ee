package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"leanon/library"
)

// readmes are the READMEs in other languages, by the key of the language.
func readmes(t *testing.T) map[string]string {
	t.Helper()
	all := map[string]string{}
	for page, text := range pages(t) {
		if lang, ok := strings.CutPrefix(page, "README."); ok && lang != "md" {
			all[strings.TrimSuffix(lang, ".md")] = text
		}
	}
	if len(all) < 4 {
		t.Fatalf("got the READMEs of %d languages, want four", len(all))
	}
	return all
}

func TestTheReadmesLinkToOneAnother(t *testing.T) {
	t.Parallel()
	all := readmes(t)
	all["md"] = pages(t)["README.md"]
	for page, text := range all {
		head, _, _ := strings.Cut(text, "\n## ")
		for lang := range all {
			link := strings.ReplaceAll("(README."+lang+".md)", ".md.md", ".md")
			if lang != page && !strings.Contains(head, link) {
				t.Errorf("README.%s has no link to %s on top", page, link)
			}
		}
	}
}

func TestTheReadmesGiveTheCommandsOfTheReadme(t *testing.T) {
	t.Parallel()
	english := pages(t)["README.md"]
	for lang, text := range readmes(t) {
		commands := 0
		for _, m := range regexp.MustCompile("(?s)```sh\n(.*?)```").FindAllStringSubmatch(text, -1) {
			for line := range strings.Lines(m[1]) {
				if line = strings.TrimSpace(line); line != "" {
					commands++
					if !strings.Contains(english, "\n"+line+"\n") {
						t.Errorf("README.%s.md shows %q, which README.md does not", lang, line)
					}
				}
			}
		}
		spans := codeSpans(text)
		for _, span := range spans {
			if !strings.Contains(english, "`"+span+"`") {
				t.Errorf("README.%s.md names `%s`, which README.md does not", lang, span)
			}
		}
		for _, span := range []string{"/pair", "/pause", "/leave", "/help", "/settings", "READY", "leanon.key"} {
			if !slices.Contains(spans, span) {
				t.Errorf("README.%s.md does not name `%s`", lang, span)
			}
		}
		city := library.Default().Words(lang).Say("button.city")
		if commands != 2 || !strings.Contains(text, "*"+city+"*") {
			t.Errorf("README.%s.md: got %d commands, want those of the demo and of the start, and the button *%s*", lang, commands, city)
		}
	}
}

// TestTheReadmesSayAsMuchAsOneAnother compares their headings, steps and lists.
func TestTheReadmesSayAsMuchAsOneAnother(t *testing.T) {
	t.Parallel()
	shapes := map[string][]string{}
	for lang, text := range readmes(t) {
		shape := ""
		for line := range strings.Lines(text) {
			if m := regexp.MustCompile(`^(#+|\d+\.|-) `).FindStringSubmatch(line); m != nil {
				shape += m[1] + " "
			}
		}
		shapes[shape] = append(shapes[shape], lang)
	}
	if len(shapes) != 1 {
		t.Errorf("got READMEs of different shapes: %q", shapes)
	}
}
