package bot

import (
	_ "embed" // the page
	"html/template"
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

// Entry returns a note as the page shows it.
func (p shownPage) Entry(e dossierEntry) shownEntry { return shownEntry{e, p.face} }

// PartOf says which of several parts the file is.
func (p shownPage) PartOf() string { return p.to.say("file.part", "part", p.Part, "of", p.Of) }

// Both names a couple.
func (p shownPage) Both(c dossierCouple) string {
	return p.to.say("file.both", "you", c.You, "name", c.Partner)
}

// Agreed says when somebody agreed to the facts.
func (p shownPage) Agreed(c dossierConsent) string {
	return p.to.say("file.agreed", "version", c.Version, "time", p.When(c.At))
}

// face turns what a record holds into words for its reader: times on their clock, and
// sentences in their language.
type face struct {
	zone *time.Location
	to   speaker
}

// When returns a time in words.
func (f face) When(t time.Time) string {
	return t.In(f.zone).Format("Mon 2 January 2006, 15:04 MST")
}

// Say returns a sentence of the page.
func (f face) Say(key string) string { return f.to.say("file.page." + key) }

// With returns a sentence of the page with one value in it.
func (f face) With(key, value string) string { return f.to.say("file.page."+key, "value", value) }
