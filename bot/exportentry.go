package bot

import (
	"time"

	"leanon/store"
)

// dossierEntry is one note with what followed it, or a draft. A line that its author has
// not decided about is a draft like any other.
type dossierEntry struct {
	By        string          `json:"by"` // what the file calls them
	ByID      string          `json:"by_discord_id"`
	State     string          `json:"state"`
	At        *time.Time      `json:"at,omitempty"`
	Question  string          `json:"question,omitempty"`
	Words     string          `json:"words,omitempty"`
	Ask       string          `json:"would_you,omitempty"`
	Request   string          `json:"-"` // Ask as both read it, opened in its writer's language
	Kind      string          `json:"kind_of_need,omitempty"`
	Want      string          `json:"wanted,omitempty"`
	Answers   []dossierAnswer `json:"answers,omitempty"`
	Heard     *dossierHeard   `json:"what_was_heard,omitempty"`
	Reached   string          `json:"did_it_reach_you,omitempty"`
	Tells     bool            `json:"asks_for_nothing,omitempty"`
	Thanks    string          `json:"thanks,omitempty"`
	TakenBack *time.Time      `json:"taken_back_at,omitempty"`
	couple    int             // which of the couples it belongs to
}

type dossierAnswer struct {
	By     string    `json:"by"`
	ByID   string    `json:"by_discord_id"`
	Choice string    `json:"answer"`
	When   string    `json:"when,omitempty"`
	Line   string    `json:"line,omitempty"`
	At     time.Time `json:"at"`
}

// dossierHeard is what whoever answered heard in a note, and what its asker replied.
type dossierHeard struct {
	By    string    `json:"by"`
	ByID  string    `json:"by_discord_id"`
	Words string    `json:"words"`
	At    time.Time `json:"at"`
	Reply string    `json:"reply,omitempty"`
	Line  string    `json:"line,omitempty"`
}

// dossierCard is what somebody wrote on their card.
type dossierCard struct {
	Comforts    string `json:"what_comforts_you,omitempty"`
	DoesNotHelp string `json:"what_does_not_help,omitempty"`
	GoodTimes   string `json:"good_times,omitempty"`
}

// dossierCardOf is nil for an empty card.
func dossierCardOf(c store.Card) *dossierCard {
	if c.Empty() {
		return nil
	}
	return &dossierCard{c.Comforts, c.DoesNotHelp, c.GoodTimes}
}

// writer is who wrote or said something in an export: what the file calls them, and their
// id on Discord.
type writer struct{ name, id string }

// you is the person whose export it is.
func you(to speaker, c store.Couple) writer { return writer{to.say("file.you"), c.Me.Person} }

// others returns the partner in each couple of a record. No two names look the same, and
// none looks like that of the person whose record it is.
func (b *Bot) others(to speaker, rec store.Record) (all []writer) {
	couples := make([]store.Couple, 0, len(rec.Couples))
	for _, of := range rec.Couples {
		couples = append(couples, of.Couple)
	}
	rd := b.reader(rec.Partner, couples)
	for _, c := range couples {
		name := rd.partner(c)
		if same := bareName(name); same == bareName(rd.plainName(c.Me.Name)) || same == bareName(to.say("file.you")) {
			name = to.say("file.namesake", "name", name)
		}
		all = append(all, writer{name, c.Other.Person})
	}
	return all
}

func (b *Bot) dossierEntry(rd reader, x store.Exchange, other writer) dossierEntry {
	n := x.Need
	e := dossierEntry{State: rd.say("file.state.sent"), At: &n.SentAt, Tells: n.Tells, Words: n.Words, Ask: n.Ask, Kind: rd.words.KindLabel(n.Kind),
		Want: rd.words.WantLabel(n.Want), Reached: string(n.Reached), Thanks: n.Thanks}
	if n.Ask != "" {
		e.Request = b.wouldYou(n.Opening, n.Ask)
	}
	if n.Question != "" {
		e.Question = rd.questionText(n.Question, n.Own)
	}
	switch {
	case n.Draft():
		e.State, e.At = rd.say("file.state.draft"), &n.CreatedAt
	case n.Kept():
		e.State, e.At = rd.say("file.state.kept"), &n.KeptAt
	case n.TakenBack():
		e.State, e.TakenBack = rd.say("file.state.taken-back"), &n.WithdrawnAt
	case !n.WithdrawnAt.IsZero():
		e.State = rd.say("file.state.withdrawn")
	}
	asker, answerer := you(rd.speaker, x.Couple), other
	if !x.Mine() {
		asker, answerer = answerer, asker
	}
	e.By, e.ByID = asker.name, asker.id
	for _, a := range n.Answers {
		when := a.Time
		if a.Time != "" && !ownTime(a) {
			when = b.timeWords(rd, a)
		}
		e.Answers = append(e.Answers, dossierAnswer{By: answerer.name, ByID: answerer.id, Choice: choiceWords(rd.speaker, a.Choice), When: when, Line: a.Line, At: a.At})
	}
	if heard := n.Heard; heard.ID != 0 {
		e.Heard = &dossierHeard{By: answerer.name, ByID: answerer.id, Words: heard.Words, At: heard.At, Line: heard.Line}
		switch heard.Reply {
		case store.ThatsIt:
			e.Heard.Reply = rd.say("button.that-is-it")
		case store.NotQuite:
			e.Heard.Reply = rd.say("button.not-quite")
		}
	}
	return e
}
