package bot

import (
	"context"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// weekRow is the setting of the weekly note on the third page of /settings.
func (b *Bot) weekRow(rd reader, _ time.Time) (says string, r talk.Row) {
	pick := func(value string) talk.Option {
		return talk.Option{Label: rd.say("settings.pick-weekly." + value), Value: value, Description: rd.say("settings.pick-weekly-is." + value)}
	}
	present := onOff(!rd.me.NoWeek)
	return rd.say("settings.weekly." + present), selectOf(rd.speaker, "set-weekly", present, pick(settingsOn), pick(settingsOff))
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
