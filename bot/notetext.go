package bot

import (
	"slices"
	"strings"

	"leanon/store"
)

// A note reads the same to both: the preview shows its writer all that the partner will
// read. This file alone makes that text, and decides what gives way where the words need
// the room. Words and request never do.

// line is a line of a note beside its words.
type line struct {
	text  string
	above bool // it stands above the words
	gives int  // how early it gives way: the highest first; stays for never
}

// How early the lines of a note give way.
const (
	stays = iota
	footGives
	questionGives
	ownGives
	wantGives
	kindGives
	cardGives
	coachGives
	besideGives // what only the writer reads under a preview
)

// noteText puts a note together: the head, the words with what stands around them, and
// no more lines than fit into one message.
func noteText(head, words string, lines []line) string {
	room := maxContent - length(showLinks(words)) - length(head)
	lines = fitted(lines, room)
	above, below := []string{head}, []string{}
	for _, l := range lines {
		if l.above {
			above = append(above, l.text)
		} else {
			below = append(below, l.text)
		}
	}
	return quoted(paragraphs(above...), words, paragraphs(below...))
}

// fitted leaves out empty lines, and then those that give way first, until the rest takes
// at most room characters together with what parts a quote to the end from them.
func fitted(lines []line, room int) []line {
	var kept []line
	room -= len("\n\n>>> ")
	for _, l := range lines {
		if l.text != "" {
			kept = append(kept, l)
			room -= length(l.text) + len("\n")
		}
	}
	for room < 0 {
		first := 0
		for i, l := range kept {
			if l.gives >= kept[first].gives {
				first = i
			}
		}
		if len(kept) == 0 || kept[first].gives == stays {
			break
		}
		room += length(kept[first].text) + len("\n")
		kept = append(kept[:first:first], kept[first+1:]...)
	}
	return kept
}

// noteLines are the lines that both read: the question above the words, and below them
// what the writer would like and which need it is. A line that does not fit for one of
// the two is there for neither, so that the preview promises nothing that the note leaves
// out. It has to fit in every language: the room tells nobody what the other reads.
func (b *Bot) noteLines(rd reader, e store.Exchange) []line {
	if !b.takesCard(rd, e) {
		e.Card = store.Card{}
	}
	lines := b.linesWithCard(rd, e, e.Mine(), rd.name(e.Couple))
	if len(lines) == 0 {
		return lines
	}
	room := maxContent - length(showLinks(b.body(e.Need)))
	for _, spoken := range b.Library.Spoken() {
		rd.speaker = b.in(spoken.Key)
		note, preview := b.roomFor(rd, e, room)
		lines = slices.DeleteFunc(lines, func(l line) bool {
			same := func(other line) bool { return other.gives == l.gives }
			return !slices.ContainsFunc(note, same) || !slices.ContainsFunc(preview, same)
		})
	}
	return lines
}

// roomFor returns the lines that fit a note and its preview in the language of a reader, if
// room is what the words leave.
func (b *Bot) roomFor(rd reader, e store.Exchange, room int) (note, preview []line) {
	asker, receiver := rd.measuredName(e.Couple.Me.Name), rd.measuredName(e.Couple.Other.Name)
	if !e.Mine() {
		asker, receiver = receiver, asker
	}
	measured := func(lines []line) []line {
		for i := range lines {
			if lines[i].gives == questionGives && !store.IsOwn(e.Need.Question) {
				lines[i].text = rd.say("note.question", "question", rd.longestQuestion(e.Need.Question))
			}
		}
		return lines
	}
	note = fitted(measured(b.linesWithCard(rd, e, false, asker)),
		room-length(rd.say("note.head", "name", asker, "date", longestDate)+rd.say("note.foot", "name", asker)+"\n\n"))
	preview = fitted(measured(b.linesWithCard(rd, e, true, receiver)),
		room-length(rd.say("preview.head", "name", receiver)+rd.say("preview.foot", "name", receiver)+"\n\n"))
	return note, preview
}

// linesWithCard are linesFor, and a line of the card that its asker shows. What was sent has
// none for its asker: the card is the one of the moment in which the note is opened.
func (b *Bot) linesWithCard(rd reader, e store.Exchange, preview bool, name string) []line {
	lines := b.linesFor(rd, e.Need, preview, name)
	if e.Mine() && !e.Need.Draft() {
		return lines
	}
	return append(lines, line{text: cardLine(rd, e, preview, name), gives: cardGives})
}

// linesFor are the lines of a note, or of its preview, before any gives way. name is what
// the other one is called.
func (b *Bot) linesFor(rd reader, n store.Need, preview bool, name string) (lines []line) {
	if text, ok := rd.questionAsked(n.Question, n.Own); ok {
		lines = append(lines, line{text: rd.say("note.question", "question", text), above: true, gives: questionGives})
	}
	add := func(chosen string, gives int) {
		text := rd.say("note.is."+chosen, "name", name)
		if preview {
			text = rd.say("preview.is."+chosen, "name", name)
		}
		lines = append(lines, line{text: text, gives: gives})
	}
	if rd.words.WantLabel(n.Want) != "" {
		add("want."+n.Want, wantGives)
	}
	if rd.words.KindLabel(n.Kind) != "" {
		add("kind."+n.Kind, kindGives)
	}
	return lines
}

// longestDate takes as much room as any date.
const longestDate = "<t:10000000000:D>"

// measuredName returns a name as long as it may be to whoever reads it: reader adds to a
// name that looks like another one.
func (s speaker) measuredName(name string) string {
	return s.nameOf(name) + strings.Repeat("x", maxCalled-32)
}

// body is what the asker wrote, as both see it: the words, then the request.
func (b *Bot) body(n store.Need) string {
	if n.Ask == "" {
		return n.Words
	}
	return n.Words + "\n\n" + b.wouldYou(n.Opening, n.Ask)
}

// gist returns one line of a need: its request, or else the beginning of its words.
func (b *Bot) gist(n store.Need) string {
	if n.Ask != "" {
		return clip(b.wouldYou(n.Opening, n.Ask), 240)
	}
	return clip(oneLine(n.Words), 240)
}

// wouldYou returns a request as it is shown: as it was typed where it is one by itself
// ("Could you", "that you call me"), and otherwise with "Would you" around it in the language
// of its writer, and a question mark unless they ended the sentence. Nothing that they
// typed changes.
func (b *Bot) wouldYou(opening, request string) string {
	switch {
	case request == "", !b.Library.TakesOpening(opening, request):
		return request
	case strings.HasSuffix(request, "?"):
		return b.in(opening).say("request.ended", "request", request)
	case strings.HasSuffix(request, "."), strings.HasSuffix(request, "!"), strings.HasSuffix(request, "…"):
		return b.in(opening).say("request.told", "request", request)
	}
	return b.in(opening).say("request.asked", "request", request)
}

// quotedToFit quotes a person's words between a head and lines after them. It leaves
// optional lines out, the last first, if the words need the room.
func quotedToFit(head, words string, after, optional []string) string {
	lines := make([]line, 0, len(after)+len(optional))
	for _, text := range after {
		lines = append(lines, line{text: text})
	}
	for i, text := range optional {
		lines = append(lines, line{text: text, gives: i + 1})
	}
	return noteText(head, words, lines)
}
