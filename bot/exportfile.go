package bot

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"leanon/discord/talk"
	"leanon/library"
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
	// A shorter retention that does not count yet; 0 and nil for none.
	Shorter     int        `json:"kept_for_fewer_days,omitempty"`
	ShorterFrom *time.Time `json:"fewer_days_from,omitempty"`
	Depth       int        `json:"depth_of_questions"`
	Reads       string     `json:"language_you_read,omitempty"` // "" if none was chosen
	Locale      string     `json:"discord_language,omitempty"`  // when they last acted
	Language    string     `json:"language,omitempty"`          // they write in it; "" if none was chosen
	PlainWords  bool       `json:"questions_in_plain_words"`
	Weekly      bool       `json:"weekly_note"`
	Hints       int        `json:"hints_about_a_request"`
}

type dossierCouple struct {
	Partner   string            `json:"partner"`
	PartnerID string            `json:"partner_discord_id"`
	You       string            `json:"you"`
	YourID    string            `json:"your_discord_id"`
	Since     time.Time         `json:"since"`
	Agreed    []dossierConsent  `json:"you_agreed,omitempty"`
	Rhythm    string            `json:"your_rhythm,omitempty"` // cron
	Paused    *time.Time        `json:"you_paused_at,omitempty"`
	Breath    string            `json:"your_breath_on,omitempty"` // a date; it is kept until the next day
	Seasons   []dossierSeason   `json:"your_seasons,omitempty"`
	Card      *dossierCard      `json:"your_card,omitempty"`
	Shown     *dossierCard      `json:"your_card_as_shown,omitempty"` // nil if nothing of it is shown
	Questions []dossierQuestion `json:"questions_you_were_asked,omitempty"`
	Own       []dossierOwn      `json:"questions_of_your_own,omitempty"`
	NoMore    bool              `json:"you_want_no_more_questions_from_them,omitempty"`
	Entries   []dossierEntry    `json:"notes,omitempty"`
}

type dossierConsent struct {
	Version  int       `json:"version"`
	Language string    `json:"read_in"`
	At       time.Time `json:"at"`
}

type dossierSeason struct {
	Season string    `json:"season"`
	Until  time.Time `json:"until"`
}

type dossierQuestion struct {
	Date string `json:"date"`
	Text string `json:"text"`
}

// dossierOwn is a question that the two put into words themselves.
type dossierOwn struct {
	Text  string `json:"text"`
	State string `json:"state"`
}

type dossierInvite struct {
	To   string    `json:"to_discord_id,omitempty"`
	From string    `json:"from_discord_id,omitempty"`
	At   time.Time `json:"at"`
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
	rd := reader{speaker: to, me: rec.Partner}
	about := to.say("file.about")
	if x == store.OnlyShared {
		about = to.say("file.about-shared")
	}
	d := book{face: face{zone: b.location(rec.Partner.Zone), to: to, reader: rec.Partner.Person}, dossier: dossier{
		About: about, Person: rec.Partner.Person, At: now.UTC(), Couples: []dossierCouple{}, Refusals: rec.Refusals,
	}}
	if rec.Known {
		p := rec.Partner
		d.Settings = &dossierSelf{Zone: p.Zone, Quiet: p.Quiet, Notes: string(p.Notes), Reminder: p.Reminder, Retention: p.Retention, Depth: p.Depth, Reads: b.spokenName(p.Reads), Locale: p.Locale, Language: b.languageName(p.Language), PlainWords: p.PlainWords, Weekly: !p.NoWeek, Hints: rec.Hints}
		if p.Shorter.Days != 0 {
			d.Settings.Shorter, d.Settings.ShorterFrom = p.Shorter.Days, &p.Shorter.From
		}
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
	others := b.others(to, rec)
	for n, of := range rec.Couples {
		d.Couples = append(d.Couples, b.dossierCouple(rd, of, now))
		d.others = append(d.others, others[n].name)
		me := you(to, of.Couple)
		for _, u := range of.Undecided {
			e := dossierEntry{By: me.name, ByID: me.id, State: to.say("file.state.draft"), At: &u.At, Words: u.Line, couple: n}
			if ownTime(store.Answer{Time: u.Time}) {
				e.Words = paragraphs(u.Time, u.Line)
			}
			d.entries = append(d.entries, e)
		}
		for _, exchange := range of.Exchanges {
			e := b.dossierEntry(rd, exchange, others[n])
			e.couple = n
			d.entries = append(d.entries, e)
		}
	}
	return d
}

func (b *Bot) dossierCouple(rd reader, of store.CoupleRecord, now time.Time) dossierCouple {
	c := of.Couple
	out := dossierCouple{Partner: c.Other.Name, PartnerID: c.Other.Person, You: c.Me.Name, YourID: c.Me.Person, Since: c.FormedAt, Rhythm: c.Me.Cron}
	out.Breath = c.Me.Breath.Date
	if !c.Me.PausedAt.IsZero() {
		out.Paused = &c.Me.PausedAt
	}
	out.Card, out.Shown = dossierCardOf(of.Card.Written), dossierCardOf(of.Card.Shown)
	for _, a := range of.Consents {
		out.Agreed = append(out.Agreed, dossierConsent{a.Version, b.spokenName(a.Language), a.At})
	}
	for _, pack := range library.Packs() {
		if s, on := c.Me.Seasons.On(pack, now); on {
			out.Seasons = append(out.Seasons, dossierSeason{rd.say("season." + pack), s.Until})
		}
	}
	for _, in := range of.CheckIns {
		out.Questions = append(out.Questions, dossierQuestion{in.LocalDate, rd.questionText(in.Question, in.Own)})
	}
	out.NoMore = of.NoMore
	for _, q := range of.Questions {
		state := rd.say("file.own.not-in-use")
		switch {
		case q.InUse:
			state = rd.say("file.own.in-use")
		case q.Draft():
			state = rd.say("file.state.draft")
		}
		out.Own = append(out.Own, dossierOwn{q.Words, state})
	}
	return out
}

// questionText returns the words in which a person reads a question, or its key if the
// library does not have it. own has them if it is one of the couple's own.
func (rd reader) questionText(key, own string) string {
	switch {
	case own != "":
		return own
	case store.IsOwn(key):
		return rd.say("file.question.taken-out")
	}
	if text, ok := rd.question(key); ok {
		return text
	}
	return key
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
			out.Couples[i] = dossierCouple{Partner: c.Partner, PartnerID: c.PartnerID, You: c.You, YourID: c.YourID, Since: c.Since}
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
