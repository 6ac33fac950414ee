package bot

import (
	"context"
	"errors"
	"slices"
	"time"

	"leanon/discord/talk"
	"leanon/library"
	"leanon/store"
)

// A season of life brings questions of its own once both partners have turned it on, each
// for themselves in /settings. Each sees only their own choice.

// keepFrom is how long before its end a season can be kept on, and is asked about.
const keepFrom = 21 * 24 * time.Hour

// mostListed is how many seasons the third page lists, of somebody in many couples.
const mostListed = 8

// seasonsRow offers the seasons on the third page of /settings.
func (b *Bot) seasonsRow(rd reader, now time.Time) (says string, r talk.Row) {
	if len(rd.couples) == 0 {
		return rd.say("settings.seasons-alone"), r
	}
	var options []talk.Option
	for _, pack := range library.Packs() {
		options = append(options, talk.Option{Label: rd.say("season." + pack), Value: pack, Description: rd.say("season." + pack + "-is")})
	}
	return sayOn(rd, now), talk.Row{Select: &talk.Select{CustomID: customID("seasons"), Placeholder: rd.say("select.seasons"), Min: 1, Options: options}}
}

// sayOn lists the seasons that the reader has on, and until when.
func sayOn(rd reader, now time.Time) string {
	var on []string
	for _, c := range rd.couples {
		for _, pack := range library.Packs() {
			s, is := c.Me.Seasons.On(pack, now)
			switch name := rd.nameIfSeveral(c); {
			case !is:
			case name == "":
				on = append(on, rd.say("season.until", "season", rd.say("season."+pack), "day", dated(s.Until)))
			default:
				on = append(on, rd.say("season.until-with", "season", rd.say("season."+pack), "name", name, "day", dated(s.Until)))
			}
		}
	}
	if len(on) == 0 {
		return rd.say("settings.seasons-none")
	}
	if more := len(on) - mostListed; more > 0 {
		on = append(on[:mostListed], rd.say("season.more", "n", more))
	}
	return paragraphs(rd.say("settings.seasons-on"), bullets(on...))
}

// seasons opens the page of the season that was chosen. Somebody in several couples says
// first with whom.
func (b *Bot) seasons(_ context.Context, r request) (talk.Reply, error) {
	pack, err := oneOf(r, library.Packs()...)
	if err != nil {
		return talk.Reply{}, err
	}
	switch len(r.couples) {
	case 0:
		return talk.Reply{}, store.ErrNotYours
	case 1:
		return update(seasonPage(r.reader, r.couples[0], pack, r.now)), nil
	}
	var options []talk.Option
	for _, c := range r.couples[:min(len(r.couples), maxOptions)] {
		options = append(options, talk.Option{Label: clip(r.partner(c), maxLabel), Value: c.ID.String()})
	}
	return update(talk.Message{
		Text: r.say("season.whom", "season", r.say("season."+pack)), Private: true,
		Rows: []talk.Row{
			{Select: &talk.Select{CustomID: customID("season-with", pack), Placeholder: r.say("select.season-with"), Min: 1, Options: options}},
			row(backToRest(r.speaker), r.helpButton()),
		},
	}), nil
}

// seasonWith opens the page of a season with one of several partners.
func (b *Bot) seasonWith(_ context.Context, r request) (talk.Reply, error) {
	pack := r.arg(0)
	if len(r.Values) != 1 || !slices.Contains(library.Packs(), pack) {
		return talk.Reply{}, store.ErrNotYours
	}
	for _, c := range r.couples {
		if c.ID.String() == r.Values[0] {
			return update(seasonPage(r.reader, c, pack, r.now)), nil
		}
	}
	return talk.Reply{}, store.ErrNotYours
}

// seasonPage says what a season is, what follows from it, and whether its reader has it on.
func seasonPage(rd reader, c store.Couple, pack string, now time.Time) talk.Message {
	head := rd.say("season.head", "season", rd.say("season."+pack))
	if name := rd.nameIfSeveral(c); name != "" {
		head = rd.say("season.head-with", "season", rd.say("season."+pack), "name", name)
	}
	stands, buttons := rd.say("season.off"), []talk.Button{rd.press("season-on", talk.Primary, c.ID, pack)}
	if s, on := c.Me.Seasons.On(pack, now); on {
		stands, buttons = rd.say("season.on", "day", dated(s.Until)), []talk.Button{rd.press("season-off", talk.Secondary, c.ID, pack)}
		if s.Until.Sub(now) < keepFrom {
			buttons = append(buttons, rd.press("season-keep", talk.Primary, c.ID, pack))
		}
	}
	return talk.Message{
		Text:    blocks(head, rd.say("season."+pack+"-more"), paragraphs(rd.say("season.both"), rd.say("season.ends")), stands),
		Private: true, Rows: []talk.Row{row(append(buttons, backToRest(rd.speaker), rd.helpButton())...)},
	}
}

// seasonHere returns the couple and the season that a press is about.
func seasonHere(r request) (c store.Couple, pack string, err error) {
	if c, err = r.coupleHere(); err == nil && !slices.Contains(library.Packs(), r.arg(1)) {
		err = store.ErrNotYours
	}
	return c, r.arg(1), err
}

func (b *Bot) seasonOn(ctx context.Context, r request) (talk.Reply, error) {
	return b.changeSeason(ctx, r, r.store.ChooseSeason)
}

// seasonKeep keeps a season on. One that has ended meanwhile can be turned on again.
func (b *Bot) seasonKeep(ctx context.Context, r request) (talk.Reply, error) {
	return b.changeSeason(ctx, r, r.store.KeepSeason)
}

func (b *Bot) seasonOff(ctx context.Context, r request) (talk.Reply, error) {
	reply, err := b.changeSeason(ctx, r, r.store.EndSeason)
	if err == nil {
		reply.Message.Text = blocks(reply.Message.Text, r.say("season.off-now"))
	}
	return reply, err
}

func (b *Bot) changeSeason(ctx context.Context, r request, change func(_ context.Context, _ store.ID, person, pack string, _ time.Time) (store.Couple, error)) (talk.Reply, error) {
	c, pack, err := seasonHere(r)
	if err != nil {
		return talk.Reply{}, err
	}
	c, err = change(ctx, c.ID, r.Person.ID, pack, r.now)
	if err != nil && !errors.Is(err, store.ErrTooLate) {
		return talk.Reply{}, err
	}
	return update(seasonPage(r.reader, c, pack, r.now)), nil
}

// withEnd adds to a question, once, that a season which its reader has on ends soon. It does
// not say which: others may look at the chat.
func (rd reader) withEnd(in store.CheckIn, m talk.Message) talk.Message {
	ends, pack := endsSoon(in)
	if pack == "" {
		return m
	}
	m.Text = paragraphs(m.Text, rd.say("season.ends-soon", "day", dated(ends)))
	m.Rows = append(m.Rows[:len(m.Rows):len(m.Rows)], row(rd.press("season-look", talk.Secondary, in.Couple.ID, pack)))
	return m
}

// endsSoon returns the first of the seasons that end within keepFrom after a check-in, if
// that is the first check-in in this time.
func endsSoon(in store.CheckIn) (ends time.Time, pack string) {
	for _, s := range in.Couple.Me.Seasons {
		from := s.Until.Add(-keepFrom)
		if in.SlotAt.Before(from) || !in.SlotAt.Before(s.Until) || !in.Previous.Before(from) {
			continue
		}
		if pack == "" || s.Until.Before(ends) {
			ends, pack = s.Until, s.Pack
		}
	}
	return ends, pack
}

// seasonLook shows a season that ends soon, for its chooser alone.
func (b *Bot) seasonLook(_ context.Context, r request) (talk.Reply, error) {
	c, pack, err := seasonHere(r)
	if err != nil {
		return talk.Reply{}, err
	}
	m := seasonPage(r.reader, c, pack, r.now)
	return talk.Reply{Message: &m}, nil
}
