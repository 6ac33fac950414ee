package bot

import (
	"context"
	"errors"

	"leanon/discord/talk"
	"leanon/store"
)

// An export is everything that is kept about one person, as they may see it. It asks
// first, and comes to their direct messages in files. It is composed at the moment of
// sending and never stored.

// askExport is the button Export my data, and Export first before an end.
func (b *Bot) askExport(_ context.Context, r request) (talk.Reply, error) {
	return private(r.say("export.ask"), row(r.press("export-now", talk.Primary), r.press("export-shared", talk.Secondary),
		r.press("export-cancel", talk.Secondary), r.helpButton())), nil
}

// exportNow owes the files with everything.
func (b *Bot) exportNow(ctx context.Context, r request) (talk.Reply, error) {
	return b.oweExport(ctx, r, store.Everything)
}

// exportShared owes the files without what only the person can see.
func (b *Bot) exportShared(ctx context.Context, r request) (talk.Reply, error) {
	return b.oweExport(ctx, r, store.OnlyShared)
}

func (b *Bot) oweExport(ctx context.Context, r request, x store.Extent) (talk.Reply, error) {
	rec, err := r.store.Record(ctx, r.Person.ID)
	if err != nil {
		return talk.Reply{}, err
	}
	if !rec.Known {
		return update(r.plain(r.say("export.nothing"))), nil
	}
	parts, err := b.dossier(r.speaker, x, rec, r.now).split(filePart, 0)
	if err != nil {
		return talk.Reply{}, err
	}
	err = r.store.AskExport(ctx, r.Person.ID, x, len(parts), r.now)
	if err != nil && !errors.Is(err, store.ErrTooLate) { // too late: one is on its way already
		return talk.Reply{}, err
	}
	return update(r.plain(r.say("export.coming"))), nil
}

// nothingChanged is the way out of a question whose yes would have changed something.
func (b *Bot) nothingChanged(_ context.Context, r request) (talk.Reply, error) {
	return update(r.plain(r.say("export.cancelled"))), nil
}

// composeExport makes one part of an export from how things are now. There may be more
// than when it was asked for; the last part takes all that is left.
func (b *Bot) composeExport(ctx context.Context, n store.Notice) (talk.Message, error) {
	of, err := b.Store.ExportParts(ctx, n)
	if err != nil {
		return talk.Message{}, err
	}
	rec, err := b.Store.Record(ctx, n.Person)
	if err != nil {
		return talk.Message{}, err
	}
	to, x := b.to(rec.Partner), store.Extent(n.Name)
	d := b.dossier(to, x, rec, b.Now())
	parts, err := d.split(filePart, of)
	if err != nil {
		return talk.Message{}, err
	}
	if n.Round >= len(parts) {
		return to.plain(to.say("export.part-gone")), nil
	}
	files, err := d.files(parts[n.Round], n.Round, len(parts))
	if err != nil {
		return talk.Message{}, err
	}
	return talk.Message{Text: sayExported(to, x, n.Round, len(parts)), Files: files,
		Rows: []talk.Row{row(to.press("delete-file", talk.Secondary), to.helpButton())}}, nil
}

// sayExported says what one of several parts of an export holds.
func sayExported(to speaker, x store.Extent, part, of int) string {
	what := ""
	switch {
	case x == store.OnlyShared && of == 1:
		what = to.say("export.shared")
	case x == store.OnlyShared:
		what = to.say("export.shared-part", "part", part+1, "of", of)
	case of == 1:
		what = to.say("export.everything")
	default:
		what = to.say("export.everything-part", "part", part+1, "of", of)
	}
	return paragraphs(what, to.say("export.files"))
}

// deleteFile takes the files off the message that brought them.
func (b *Bot) deleteFile(ctx context.Context, r request) (talk.Reply, error) {
	if r.notice == 0 {
		return talk.Reply{}, store.ErrNotYours
	}
	if err := r.store.FileGone(ctx, r.notice, r.Person.ID); err != nil {
		return talk.Reply{}, err
	}
	return update(r.plain(r.say("export.deleted"))), nil
}

// languageName returns what a language calls itself, or its key if the library does
// not have it.
func (b *Bot) languageName(key string) string {
	for _, l := range b.Library.Languages() {
		if l.Key == key {
			return l.Name
		}
	}
	return key
}

// spokenName is languageName for a language that leanon speaks.
func (b *Bot) spokenName(key string) string {
	for _, l := range b.Library.Spoken() {
		if l.Key == key {
			return l.Name
		}
	}
	return key
}
