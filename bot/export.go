package bot

import (
	"context"
	"errors"
	"fmt"

	"leanon/discord/talk"
	"leanon/store"
)

// An export is everything that is kept about one person, as they may see it. It asks
// first, and comes to their direct messages in files. It is composed at the moment of
// sending and never stored.

const sayExportAsk = "This puts everything, also what you kept private, into one file in this chat: once to read (HTML) and once for programs (JSON). Whoever can open this chat can open it, and Discord keeps it until you delete it; a copy may stay there for a while. Your partner is not told."

const sayExportComing = "Your file comes in our direct messages in a moment. Wait until it is there before you delete anything."

// askExport is the button Export my data, and Export first before an end.
func (b *Bot) askExport(_ context.Context, r request) (talk.Reply, error) {
	return private(sayExportAsk, row(b.press("export-now", talk.Primary), b.press("export-cancel", talk.Secondary), b.helpButton())), nil
}

// exportNow owes the files.
func (b *Bot) exportNow(ctx context.Context, r request) (talk.Reply, error) {
	rec, err := r.store.Record(ctx, r.Person.ID)
	if err != nil {
		return talk.Reply{}, err
	}
	if !rec.Known {
		return update(b.plain("I keep nothing about you, so there is nothing to export.")), nil
	}
	parts, err := b.dossier(rec, r.now).split(filePart, 0)
	if err != nil {
		return talk.Reply{}, err
	}
	err = r.store.AskExport(ctx, r.Person.ID, len(parts), r.now)
	if err != nil && !errors.Is(err, store.ErrTooLate) { // too late: one is on its way already
		return talk.Reply{}, err
	}
	return update(b.plain(sayExportComing)), nil
}

// nothingChanged is the way out of a question whose yes would have changed something.
func (b *Bot) nothingChanged(context.Context, request) (talk.Reply, error) {
	return update(b.plain("Nothing has changed, and nobody was told.")), nil
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
	d := b.dossier(rec, b.Now())
	parts, err := d.split(filePart, of)
	if err != nil {
		return talk.Message{}, err
	}
	if n.Round >= len(parts) {
		return b.plain("There is nothing in this part any more."), nil
	}
	files, err := d.files(parts[n.Round], n.Round, len(parts))
	if err != nil {
		return talk.Message{}, err
	}
	return talk.Message{Text: sayExported(n.Round, len(parts)), Files: files,
		Rows: []talk.Row{row(b.press("delete-file", talk.Secondary), b.helpButton())}}, nil
}

func sayExported(part, of int) string {
	what := "Everything I keep about you"
	if of > 1 {
		what = fmt.Sprintf("Everything I keep about you, part %d of %d", part+1, of)
	}
	return what + ": what you wrote, also what you kept private, and what was sent to you. The HTML file is for reading, the JSON file for programs. Save what you want to have, in a place that is yours alone, and press Delete this file."
}

// deleteFile takes the files off the message that brought them.
func (b *Bot) deleteFile(ctx context.Context, r request) (talk.Reply, error) {
	if r.notice == 0 {
		return talk.Reply{}, store.ErrNotYours
	}
	if err := r.store.FileGone(ctx, r.notice, r.Person.ID); err != nil {
		return talk.Reply{}, err
	}
	return update(b.plain("The file is gone from this chat. What you saved elsewhere is yours; /privacy makes a new one at any time.")), nil
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
