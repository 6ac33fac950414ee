package bot

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"leanon/discord/talk"
	"leanon/store"
)

// How a person's words become part of a message. Rules: nothing that they typed
// can change what is around it, ping anybody, hide a link or break a limit; what
// they typed arrives as Discord delivered it, control characters dropped.

// maxContent is Discord's limit of a message's content, in characters.
const maxContent = 2000

// clean drops control characters (Unicode Cc) but line breaks and tabs.
func clean(s string) string {
	s = strings.ToValidUTF8(s, "")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
	return strings.TrimSpace(s)
}

// oneLine is clean for a field that has one line.
func oneLine(s string) string { return strings.Join(strings.Fields(clean(s)), " ") }

// showLinks keeps a masked link [words](address) from hiding its address: with
// the backslash Discord shows the brackets and the address as they were typed.
func showLinks(s string) string { return strings.ReplaceAll(s, "](", "]\\(") }

// masked is what Discord makes a masked link of, and nothing more.
var masked = regexp.MustCompile(`(\[[^\]]+\])(\(\s*<?\s*[A-Za-z][A-Za-z0-9+.-]*:)`)

// showOnlyLinks is showLinks for words that are full of brackets: it adds a
// character only where Discord would hide an address.
func showOnlyLinks(s string) string { return masked.ReplaceAllString(s, `$1\$2`) }

// quote puts words in a block quote, line by line: a code fence or spoiler that
// was left open ends with it.
func quote(words string) string {
	return "> " + strings.ReplaceAll(showLinks(words), "\n", "\n> ")
}

// quoted is a message around one person's words: what stands before, the words,
// what stands after. Words of many short lines would burst the limit when each
// line is quoted; they then stand last, in one quote to the end of the message.
func quoted(before, words, after string) string {
	s, _ := quotedOrOpen(before, words, after)
	return s
}

// quotedOrOpen is quoted, and says whether the quote runs to the end of the message:
// then nothing can follow.
func quotedOrOpen(before, words, after string) (text string, toEnd bool) {
	if s := paragraphs(before, quote(words), after); utf8.RuneCountInString(s) <= maxContent {
		return s, false
	}
	head := paragraphs(before, after) + "\n>>> "
	if s := head + showLinks(words); utf8.RuneCountInString(s) <= maxContent {
		return s, true
	}
	return clip(head+showOnlyLinks(words), maxContent), true
}

// maxCalled is how long a name may be: Discord's 32 characters, and what tells two of
// the same name apart.
const maxCalled = 32 + len(", since 24 Nov 2026 (99)")

// plainName is a display name on one line, without control, direction or
// invisible characters; "your partner" where nothing of it can be seen.
func plainName(name string) string {
	name = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return ' '
		}
		if unicode.IsControl(r) || unicode.Is(unicode.Cf, r) && r != '\u200d' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(name, ""))
	name = clip(strings.Join(strings.Fields(name), " "), maxCalled)
	if !store.Visible(name) {
		return "your partner"
	}
	return name
}

// nameOf is plainName for a message's text: nothing in it is markdown.
func nameOf(name string) string { return noMarkdown(plainName(name)) }

// noMarkdown is one line of text in which nothing is markdown.
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

// clip shortens s to n characters, with an ellipsis where something is missing.
func clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:max(n-1, 0)]) + "…"
}

// at is a time as Discord shows it in the reader's own zone and language
// (Discord: reference, message formatting). Styles: D date, t time, F both, R
// how long until.
func at(t time.Time, style string) string { return fmt.Sprintf("<t:%d:%s>", t.Unix(), style) }

// paragraphs joins those that are not empty, each on a line of its own.
func paragraphs(lines ...string) string {
	kept := lines[:0:0]
	for _, l := range lines {
		if l != "" {
			kept = append(kept, l)
		}
	}
	return strings.Join(kept, "\n")
}

// rowsOf drops empty rows.
func rowsOf(rows ...talk.Row) []talk.Row {
	var kept []talk.Row
	for _, r := range rows {
		if len(r.Buttons) > 0 || r.Select != nil {
			kept = append(kept, r)
		}
	}
	return kept
}
