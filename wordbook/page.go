package wordbook

import (
	"crypto/sha256"
	_ "embed" // for the page and what is inside of it
	"encoding/base64"
	"html"
	"html/template"
	"regexp"
	"strconv"
	"strings"
)

// The page is one file: it asks for nothing from anywhere, and the policy in its head lets
// it run no script but its own.
var (
	//go:embed page.html
	pageHTML string
	//go:embed page.css
	pageCSS string
	//go:embed page.js
	pageJS string

	page = template.Must(template.New("page").Funcs(template.FuncMap{
		"style":  func() template.CSS { return template.CSS(pageCSS) },
		"script": func() template.JS { return template.JS(pageJS) },
		"scriptHash": func() string {
			sum := sha256.Sum256([]byte(pageJS))
			return base64.StdEncoding.EncodeToString(sum[:])
		},
		"shown":  shown,
		"marked": marked,
		"voice":  voice,
		"args":   args,
	}).Parse(pageHTML))
)

// holes are the places of a sentence that the program fills.
var holes = regexp.MustCompile(`\{[^{}]*\}`)

// args gives a template several values by their names.
func args(e *entry, text, lang string) map[string]any {
	return map[string]any{"Entry": e, "Text": text, "Lang": lang}
}

// number is a whole number in digits.
func number(n int) string { return strconv.Itoa(n) }

// voice says whose words a sentence is.
func voice(of string) string {
	switch of {
	case "reader":
		return "what the reader says to their partner"
	case "partner":
		return "what a partner says to the reader"
	}
	return "leanon"
}

// marked shows a text as it is written, and the places in it as such.
func marked(text string) template.HTML {
	return template.HTML(holes.ReplaceAllString(html.EscapeString(text), `<var>$0</var>`)) //nolint:gosec // escaped just now
}

// What Discord makes of marks in a message.
var (
	bold   = regexp.MustCompile(`\*\*([^*]+)\*\*`)
	italic = regexp.MustCompile(`\*([^*\s][^*]*)\*`)
	code   = regexp.MustCompile("`([^`]+)`")
)

// shown shows a text as a message of Discord shows it.
func shown(text string) template.HTML {
	escaped := html.EscapeString(strings.ReplaceAll(text, "\x00", ""))
	var codes []string
	escaped = code.ReplaceAllStringFunc(escaped, func(of string) string {
		codes = append(codes, "<code>"+holes.ReplaceAllString(strings.Trim(of, "`"), `<var>$0</var>`)+"</code>")
		return "\x00"
	})
	escaped = bold.ReplaceAllString(escaped, "<strong>$1</strong>")
	escaped = italic.ReplaceAllString(escaped, "<em>$1</em>")
	escaped = holes.ReplaceAllString(escaped, `<var>$0</var>`)
	for _, of := range codes {
		escaped = strings.Replace(escaped, "\x00", of, 1)
	}
	return template.HTML(escaped) //nolint:gosec // escaped above
}
