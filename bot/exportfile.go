package bot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// filePart is how large either file of one message may grow, in bytes. Two such files,
// and what the last part has beyond that, stay under Discord's limits of 10 MiB for a
// file and 25 MiB for a request.
const filePart = 8 << 20

// dossier is one person's record in words for people and programs. Its fields are the
// content of the JSON file; the HTML file shows the same.
type dossier struct {
	About    string          `json:"about"`
	Person   string          `json:"discord_id"`
	At       time.Time       `json:"exported_at"`
	Part     int             `json:"part"`
	Of       int             `json:"of"`
	Settings *dossierSelf    `json:"settings,omitempty"`
	Couples  []dossierCouple `json:"couples"`
	Messages []string        `json:"messages_without_a_couple,omitempty"`
	Invites  []dossierInvite `json:"invitations_you_sent,omitempty"`
	Declined []dossierInvite `json:"invitations_you_declined,omitempty"`
	Refusals []string        `json:"no_invitations_from,omitempty"`
}

type dossierSelf struct {
	Zone      string `json:"zone,omitempty"`
	Quiet     string `json:"quiet_hours,omitempty"`
	Notes     string `json:"notes"`
	Reminder  bool   `json:"reminder"`
	Retention int    `json:"kept_for_days"` // 0 keeps until somebody leaves
	Depth     int    `json:"depth_of_questions"`
	Language  string `json:"language,omitempty"` // "" if none was chosen
	Hints     int    `json:"hints_about_a_request"`
}

type dossierCouple struct {
	Partner   string            `json:"partner"`
	PartnerID string            `json:"partner_discord_id"`
	You       string            `json:"you"`
	Since     time.Time         `json:"since"`
	Agreed    []dossierConsent  `json:"you_agreed,omitempty"`
	Rhythm    string            `json:"your_rhythm,omitempty"` // cron
	Paused    *time.Time        `json:"you_paused_at,omitempty"`
	Questions []dossierQuestion `json:"questions_you_were_asked,omitempty"`
	Entries   []dossierEntry    `json:"notes,omitempty"`
}

type dossierConsent struct {
	Version int       `json:"version"`
	At      time.Time `json:"at"`
}

type dossierQuestion struct {
	Date string `json:"date"`
	Text string `json:"text"`
}

type dossierInvite struct {
	To   string    `json:"to_discord_id,omitempty"`
	From string    `json:"from_discord_id,omitempty"`
	At   time.Time `json:"at"`
}

// dossierEntry is one note with what followed it, or a draft. A line that its author has
// not decided about is a draft like any other.
type dossierEntry struct {
	By        string          `json:"by"`
	State     string          `json:"state"`
	At        *time.Time      `json:"at,omitempty"`
	Question  string          `json:"question,omitempty"`
	Words     string          `json:"words,omitempty"`
	Ask       string          `json:"would_you,omitempty"`
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
	Choice string    `json:"answer"`
	When   string    `json:"when,omitempty"`
	Line   string    `json:"line,omitempty"`
	At     time.Time `json:"at"`
}

// dossierHeard is what whoever answered heard in a note, and what its asker replied.
type dossierHeard struct {
	By    string    `json:"by"`
	Words string    `json:"words"`
	At    time.Time `json:"at"`
	Reply string    `json:"reply,omitempty"`
	Line  string    `json:"line,omitempty"`
}

// book is a dossier and its notes before they are divided into files.
type book struct {
	dossier
	entries []dossierEntry
	face
}

// dossier turns as much of a record as x says into words.
func (b *Bot) dossier(to speaker, x store.Extent, rec store.Record, now time.Time) book {
	rec = x.Of(rec)
	about := to.say("file.about")
	if x == store.OnlyShared {
		about = to.say("file.about-shared")
	}
	d := book{face: face{b.location(rec.Partner.Zone), to}, dossier: dossier{
		About: about, Person: rec.Partner.Person, At: now.UTC(), Couples: []dossierCouple{}, Refusals: rec.Refusals,
	}}
	if rec.Known {
		p := rec.Partner
		d.Settings = &dossierSelf{Zone: p.Zone, Quiet: p.Quiet, Notes: string(p.Notes), Reminder: p.Reminder, Retention: p.Retention, Depth: p.Depth, Language: b.languageName(p.Language), Hints: rec.Hints}
	}
	for _, m := range rec.Messages {
		d.Messages = append(d.Messages, m.Words)
	}
	for _, i := range rec.Invites {
		d.Invites = append(d.Invites, dossierInvite{To: i.Invitee, At: i.SentAt})
	}
	for _, i := range rec.Declined {
		d.Declined = append(d.Declined, dossierInvite{From: i.Inviter, At: i.SentAt})
	}
	for n, of := range rec.Couples {
		d.Couples = append(d.Couples, b.dossierCouple(of))
		for _, u := range of.Undecided {
			e := dossierEntry{By: of.Couple.Me.Name, State: to.say("file.state.draft"), At: &u.At, Words: u.Line, couple: n}
			if ownTime(store.Answer{Time: u.Time}) {
				e.Words = paragraphs(u.Time, u.Line)
			}
			d.entries = append(d.entries, e)
		}
		for _, exchange := range of.Exchanges {
			e := b.dossierEntry(to, exchange)
			e.couple = n
			d.entries = append(d.entries, e)
		}
	}
	return d
}

func (b *Bot) dossierCouple(of store.CoupleRecord) dossierCouple {
	c := of.Couple
	out := dossierCouple{Partner: c.Other.Name, PartnerID: c.Other.Person, You: c.Me.Name, Since: c.FormedAt, Rhythm: c.Me.Cron}
	if !c.Me.PausedAt.IsZero() {
		out.Paused = &c.Me.PausedAt
	}
	for _, a := range of.Consents {
		out.Agreed = append(out.Agreed, dossierConsent(a))
	}
	for _, in := range of.CheckIns {
		out.Questions = append(out.Questions, dossierQuestion{in.LocalDate, b.questionText(in.Question)})
	}
	return out
}

// questionText returns the words of a question, or its key if the library does not
// have it.
func (b *Bot) questionText(key string) string {
	if q, ok := b.Library.Question(key); ok {
		return q.Text
	}
	return key
}

func (b *Bot) dossierEntry(to speaker, x store.Exchange) dossierEntry {
	n := x.Need
	e := dossierEntry{By: x.Couple.Me.Name, State: to.say("file.state.sent"), At: &n.SentAt, Tells: n.Tells, Words: n.Words, Ask: n.Ask, Kind: b.Library.KindLabel(n.Kind),
		Want: b.Library.WantLabel(n.Want), Reached: string(n.Reached), Thanks: n.Thanks}
	if n.Question != "" {
		e.Question = b.questionText(n.Question)
	}
	switch {
	case n.Draft():
		e.State, e.At = to.say("file.state.draft"), &n.CreatedAt
	case n.Kept():
		e.State, e.At = to.say("file.state.kept"), &n.KeptAt
	case n.TakenBack():
		e.State, e.TakenBack = to.say("file.state.taken-back"), &n.WithdrawnAt
	case !n.WithdrawnAt.IsZero():
		e.State = to.say("file.state.withdrawn")
	}
	asker, answerer := x.Couple.Me.Name, x.Couple.Other.Name
	if !x.Mine() {
		asker, answerer = answerer, asker
	}
	e.By = asker
	for _, a := range n.Answers {
		when := a.Time
		if a.Time != "" && !ownTime(a) {
			when = b.timeWords(reader{speaker: to}, a)
		}
		e.Answers = append(e.Answers, dossierAnswer{By: answerer, Choice: choiceWords(to, a.Choice), When: when, Line: a.Line, At: a.At})
	}
	if heard := n.Heard; heard.ID != 0 {
		e.Heard = &dossierHeard{By: answerer, Words: heard.Words, At: heard.At, Line: heard.Line}
		switch heard.Reply {
		case store.ThatsIt:
			e.Heard.Reply = to.say("button.that-is-it")
		case store.NotQuite:
			e.Heard.Reply = to.say("button.not-quite")
		}
	}
	return e
}

// split divides the notes so that neither file of a part grows beyond limit bytes. If
// most is not 0, it makes at most that many parts, and the last holds the rest.
func (d book) split(limit, most int) ([][]dossierEntry, error) {
	parts := [][]dossierEntry{nil}
	text, html := 0, 0
	for _, e := range d.entries {
		t, h, err := d.size(e)
		if err != nil {
			return nil, err
		}
		last := len(parts) - 1
		if len(parts[last]) > 0 && (text+t > limit || html+h > limit) && (most == 0 || len(parts) < most) {
			parts, last = append(parts, nil), last+1
			text, html = 0, 0
		}
		text, html = text+t, html+h
		parts[last] = append(parts[last], e)
	}
	return parts, nil
}

// size returns how many bytes a note takes in each of the two files.
func (d book) size(e dossierEntry) (text, html int, err error) {
	raw, err := json.MarshalIndent(e, "        ", "  ") // the indentation that it has in the file
	if err != nil {
		return 0, 0, fmt.Errorf("write a note of an export: %w", err)
	}
	var shown bytes.Buffer
	if err := page.ExecuteTemplate(&shown, "entry", shownEntry{e, d.face}); err != nil {
		return 0, 0, fmt.Errorf("show a note of an export: %w", err)
	}
	return len(raw) + len(",\n        "), shown.Len(), nil
}

// files writes one part. The first holds everything that is not a note.
func (d book) files(entries []dossierEntry, part, of int) ([]talk.File, error) {
	out := d.dossier
	out.Part, out.Of, out.Couples = part+1, of, slices.Clone(d.Couples)
	if part > 0 {
		out.Settings, out.Messages, out.Invites, out.Declined, out.Refusals = nil, nil, nil, nil, nil
		for i, c := range out.Couples {
			out.Couples[i] = dossierCouple{Partner: c.Partner, PartnerID: c.PartnerID, You: c.You, Since: c.Since}
		}
	}
	for _, e := range entries {
		c := &out.Couples[e.couple]
		c.Entries = append(c.Entries, e)
	}
	text, err := json.MarshalIndent(out, "", "  ")
	if err != nil {
		return nil, fmt.Errorf("write an export: %w", err)
	}
	var html bytes.Buffer
	if err := page.ExecuteTemplate(&html, "page", shownPage{out, d.face}); err != nil {
		return nil, fmt.Errorf("show an export: %w", err)
	}
	name := "leanon-" + d.At.In(d.zone).Format("2006-01-02")
	if of > 1 {
		name += fmt.Sprintf("-part-%d-of-%d", part+1, of)
	}
	return []talk.File{
		{Name: name + ".html", Type: "text/html; charset=utf-8", Data: html.Bytes()},
		{Name: name + ".json", Type: "application/json", Data: append(text, '\n')},
	}, nil
}
