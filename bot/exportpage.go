package bot

import (
	_ "embed" // the page
	"html/template"
	"strings"
	"time"
)

//go:embed export.html
var exportHTML string

// page is the HTML file. It holds all that it needs, and no script.
var page = template.Must(template.New("export").Parse(exportHTML))

// shownPage and shownEntry are what the template of the page is given.
type shownPage struct {
	dossier
	face
}

type shownEntry struct {
	dossierEntry
	face
}

type shownCard struct {
	dossierCard
	face
}

// On returns a card as the page shows it.
func (p shownPage) On(c dossierCard) shownCard { return shownCard{c, p.face} }

// Entry returns a note as the page shows it.
func (p shownPage) Entry(e dossierEntry) shownEntry { return shownEntry{e, p.face} }

// PartOf says which of several parts the file is.
func (p shownPage) PartOf() string { return p.to.say("file.part", "part", p.Part, "of", p.Of) }

// Both names a couple, by its number.
func (p shownPage) Both(n int) template.HTML { return p.named("both", p.others[n]) }

// Shorter says which retention counts later, and from when.
func (p shownPage) Shorter(s dossierSelf) string {
	return p.to.say("file.shorter", "n", s.Shorter, "time", p.When(*s.ShorterFrom))
}

// Season says which season is on, and until when.
func (p shownPage) Season(s dossierSeason) string {
	return p.to.say("file.page.season", "season", s.Season, "day", p.When(s.Until))
}

// Agreed says when somebody agreed to the facts.
func (p shownPage) Agreed(c dossierConsent) string {
	return p.to.say("file.agreed", "version", c.Version, "language", c.Language, "time", p.When(c.At))
}

// face turns what a record holds into words for its reader: times on their clock, and
// sentences in their language.
type face struct {
	zone   *time.Location
	to     speaker
	reader string   // whose export it is
	others []string // what the partner in each couple is called
}

// Lang is the language of the page, as a screen reader needs it.
func (f face) Lang() string { return f.to.words.Language().Tag }

// When returns a time in words.
func (f face) When(t time.Time) string {
	return f.to.sayExactly(t.In(f.zone))
}

// Coming says when the questions of a rhythm come.
func (f face) Coming(cron string) string { return f.to.coming(cron) }

// HeardBy is the head of what somebody heard.
func (e shownEntry) HeardBy(h dossierHeard) template.HTML {
	if h.ByID == e.reader {
		return template.HTML(template.HTMLEscapeString(e.Say("heard-you")))
	}
	return e.named("heard", h.By)
}

// named returns a sentence of the page with a name in it. The name keeps its own
// direction, whichever way the sentence runs.
func (f face) named(key, name string) template.HTML {
	const place = "\x1a" // no name has it, because control characters are dropped from them
	text := template.HTMLEscapeString(f.to.say("file.page."+key, "name", place))
	return template.HTML(strings.Replace(text, place, "<bdi>"+template.HTMLEscapeString(name)+"</bdi>", 1))
}

// Say returns a sentence of the page.
func (f face) Say(key string) string { return f.to.say("file.page." + key) }

// With returns a sentence of the page with one value in it.
func (f face) With(key, value string) string { return f.to.say("file.page."+key, "value", value) }
