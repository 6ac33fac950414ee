package bot

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/library"
	"leanon/store"
)

// This file puts words of a person into a message. Nothing that they typed can change
// what stands around it, ping anybody, hide a link or exceed a limit. What they typed
// arrives as Discord delivered it, without control characters, and with one kind of line
// break.

// maxContent is how many characters the content of a message may have (Discord).
const maxContent = 2000

// lineBreaks makes whatever ends a line or a paragraph the one character that does so here
// (https://www.unicode.org/versions/Unicode16.0.0/core-spec/chapter-5/, section 5.8), so
// that no two words run into one.
var lineBreaks = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n")

// clean drops control characters (Unicode Cc) except line breaks and tabs.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = lineBreaks.Replace(s)
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// oneLine is clean for a field of one line.
func oneLine(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// showLinks makes Discord show a masked link [words](address) with its brackets and
// address as they were typed, by a backslash between the two.
func showLinks(s string) string { return strings.ReplaceAll(s, "](", "]\\(") }

// masked matches what Discord takes for a masked link, and nothing else.
var masked = regexp.MustCompile(`(\[[^\]]+\])(\(\s*<?\s*[A-Za-z][A-Za-z0-9+.-]*:)`)

// showOnlyLinks is showLinks for words that are full of brackets: it adds a backslash
// only where Discord would hide an address.
func showOnlyLinks(s string) string { return masked.ReplaceAllString(s, `$1\$2`) }

// quote puts words in a block quote, line by line. A code fence or spoiler that was
// left open ends with it.
func quote(words string) string {
	return "> " + strings.ReplaceAll(showLinks(words), "\n", "\n> ")
}

// quoted puts the words of one person between what stands before and after them. If
// quoting each of many short lines would exceed the limit, the words stand last, in
// one quote to the end of the message.
func quoted(before, words, after string) string {
	if s := paragraphs(before, quote(words), after); utf8.RuneCountInString(s) <= maxContent {
		return s
	}
	head := paragraphs(before, after) + toTheEnd
	if s := head + showLinks(words); utf8.RuneCountInString(s) <= maxContent {
		return s
	}
	return clip(head+showOnlyLinks(words), maxContent)
}

// toTheEnd begins a quote that runs to the end of the message, so that nothing can follow.
// Nothing that a person typed contains it inside another quote.
const toTheEnd = "\n>>> "

// maxCalled is how many characters a name may have: 32 by Discord, and what reader
// adds in any language.
const maxCalled = 32 + 40

// plainName returns a display name on one line, as it was given in any script: what
// joins letters and what makes a flag stays; control characters and the marks that turn
// the direction of writing (Unicode: Bidi_Control) go. It is "your partner" if nothing
// of the name can be seen.
func (s speaker) plainName(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	name = clip(strings.Join(strings.Fields(name), " "), maxCalled)
	if !store.Visible(name) {
		return s.say("name.none")
	}
	return name
}

// nameOf is plainName for the text of a message.
func (s speaker) nameOf(name string) string { return inText(s.plainName(name)) }

// inText returns a name that is ready to be shown, for the text of a message: nothing in
// it is markdown, and its direction of writing ends with it (Unicode Standard Annex 9,
// isolates).
func inText(called string) string { return "\u2068" + noMarkdown(balanced(called)) + "\u2069" }

// balanced closes the isolates that a text opens, and leaves out the marks that close none
// of its own, which do nothing in it: so it turns nothing that stands beside it. Embeddings
// and overrides end with what isolates them.
func balanced(text string) string {
	const closes = '\u2069'
	open := 0
	text = strings.Map(func(r rune) rune {
		switch {
		case r >= '\u2066' && r <= '\u2068':
			open++
		case r == closes && open == 0:
			return -1
		case r == closes:
			open--
		}
		return r
	}, text)
	return text + strings.Repeat(string(closes), open)
}

// noMarkdown escapes one line of text so that nothing in it is markdown.
func noMarkdown(line string) string {
	var s strings.Builder
	for _, r := range line {
		if strings.ContainsRune("\\*_~`|<>[]()#@:-", r) {
			s.WriteByte('\\')
		}
		s.WriteRune(r)
	}
	return s.String()
}

// clip shortens s to n characters, between two of them as people see them; an ellipsis
// stands for what is missing.
func clip(s string, n int) string { return library.Clip(s, n) }

// at returns a time that Discord shows in the zone and language of the reader
// (Discord: reference, message formatting). The style is D for the date, t for the
// time, F for both, R for how long until then.
func at(t time.Time, style string) string { return fmt.Sprintf("<t:%d:%s>", t.Unix(), style) }

// paragraphs joins texts, each on a line of its own, and leaves empty ones out.
func paragraphs(lines ...string) string {
	kept := lines[:0:0]
	for _, l := range lines {
		if l != "" {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n")
}

// blocks joins texts, with an empty line between two, and leaves empty ones out.
func blocks(texts ...string) string {
	return strings.Join(slices.DeleteFunc(texts, func(s string) bool { return s == "" }), "\n\n")
}

// rowsOf leaves out empty rows.
func rowsOf(rows ...talk.Row) []talk.Row {
	var kept []talk.Row
	for _, r := range rows {
		if len(r.Buttons) > 0 || r.Select != nil {
			kept = append(kept, r)
		}
	}
	return kept
}

// dated returns the day of a time, which Discord shows on the calendar of the reader.
func dated(t time.Time) string { return at(t, "D") }
