package bot

import (
	"strings"
	"time"
	"unicode/utf8"

	"leanon/store"
)

// These sentences are said in several places. A sentence that is said in one stands
// there.
const (
	sayOnlyYou   = "Only you see it now. Take your time."
	saySent      = "Sent. It waits for a good moment."
	sayResting   = "I have put it aside. It was worth saying. It can still be answered."
	sayKept      = "Kept. Only you can see it: /needs, What I kept."
	sayDiscarded = "Discarded. Nothing is left of it."
	sayNoAdds    = "An honest no leaves room for the next ask. Your wish was worth saying."
	sayNoRush    = "No rush."
)

// wouldYou turns an ask into a question. It adds "Would you" unless its writer began
// with it, and a question mark unless they ended the sentence, and changes nothing
// that they typed.
func wouldYou(ask string) string {
	if ask == "" {
		return ""
	}
	s := ask
	if !strings.HasPrefix(strings.ToLower(s), "would you") {
		s = "Would you " + s
	}
	if !strings.HasSuffix(s, "?") && !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "!") && !strings.HasSuffix(s, "…") {
		s += "?"
	}
	return s
}

// body is what the asker wrote, as both see it: the words, then the ask.
func body(n store.Need) string {
	if n.Ask == "" {
		return n.Words
	}
	return n.Words + "\n\n" + wouldYou(n.Ask)
}

// gist returns one line of a need: its ask, or else the beginning of its words.
func gist(n store.Need) string {
	if n.Ask != "" {
		return clip(wouldYou(n.Ask), 240)
	}
	return clip(oneLine(n.Words), 240)
}

// quotedToFit quotes a person's words between a head and lines after them. It leaves
// optional lines out, the last first, if the words need the room.
func quotedToFit(head, words string, after, optional []string) string {
	for n := len(optional); ; n-- {
		tail := paragraphs(append(append([]string{}, after...), optional[:n]...)...)
		long := utf8.RuneCountInString(head) + utf8.RuneCountInString(showLinks(words)) + utf8.RuneCountInString(tail) + len("\n\n>>> ")
		if long <= maxContent || n == 0 {
			return quoted(head, words, tail)
		}
	}
}

// dated returns the day of a time, which Discord shows on the calendar of the reader.
func dated(t time.Time) string { return at(t, "D") }
