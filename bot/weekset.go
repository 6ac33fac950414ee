package bot

import (
	"context"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// weekRow is the setting of the weekly note on the third page of /settings. Where the host
// lets none come there is nothing to choose.
func (b *Bot) weekRow(rd reader, _ time.Time) (says string, r talk.Row) {
	pick := func(value string) talk.Option {
		return talk.Option{Label: rd.say("settings.pick-weekly." + value), Value: value, Description: rd.say("settings.pick-weekly-is." + value)}
	}
	present := onOff(!rd.me.NoWeek)
	switch {
	case b.Weekly == "":
		return rd.say("settings.weekly.never"), talk.Row{}
	case rd.me.NoWeek:
		says = rd.say("settings.weekly.off")
	case rd.me.Zone == "":
		says = rd.say("settings.weekly.waits", "when", rd.coming(b.Weekly))
	default:
		says = rd.say("settings.weekly.on", "when", rd.coming(b.Weekly))
	}
	return says, selectOf(rd.speaker, "set-weekly", present, pick(settingsOn), pick(settingsOff))
}

// setWeekly lets the weekly note come by itself, or not. Nobody is told.
func (b *Bot) setWeekly(ctx context.Context, r request) (talk.Reply, error) {
	v, err := oneOf(r, settingsOn, settingsOff)
	if err != nil {
		return talk.Reply{}, err
	}
	off := v == settingsOff
	if r.me, err = r.store.Set(ctx, r.Person.ID, store.Settings{NoWeek: &off}); err != nil {
		return talk.Reply{}, err
	}
	return update(b.restOfSettings(r.reader, r.now)), nil
}
