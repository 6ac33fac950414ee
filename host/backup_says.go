package host

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"leanon/config"
	"leanon/machine"
	"leanon/store"
)

// What `leanon backup` says to the host.

// errMedium says that a copy that was written is not what lies there.
var errMedium = errors.New("what lies there is not what was written")

// receipt says what the copy is, and what it takes to open it.
func (b *Backup) receipt() string {
	text := fmt.Sprintf("%s is a whole copy of %s.", b.File, store.Path(b.Config.Data))
	if n := len(b.To); n == 1 {
		text += " Only the identity of the recipient opens the file."
	} else if n > 1 {
		text += fmt.Sprintf(" Only the identities of the %d recipients open the file.", n)
	}
	where := KeyPath(b.Config.Data)
	switch {
	case b.Key.Text != "":
		where = b.Key.Source()
	case !store.Exists(where):
		where = cmp.Or(variableOf(b.Config.Data), config.KeyVariable)
	}
	text += fmt.Sprintf(" The key to what people wrote is not in it, but in %s: keep a copy of that in another place.", where)
	if !b.tried {
		text += " It was not at hand here, so nobody has tried whether it opens this copy."
	}
	if b.altered > 0 {
		text += fmt.Sprintf(" In the database, and so in the copy, %d keys of couples or people are damaged; a copy from before that has them whole.", b.altered)
	}
	identity := ""
	if len(b.To) > 0 {
		identity = "--identity IDENTITY-FILE "
	}
	return text + fmt.Sprintf(" To put it back, stop leanon and run %s %s%s.", Command("restore"), identity, typed(b.File))
}

// sentence turns an error of the database or its copy into one that says what to do.
func (b *Backup) sentence(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case errors.Is(err, store.ErrRotating):
		return rotatingSentence(b.Config.Data)
	}
	return databaseSentence(b.Config, b.Key, err)
}

func rotatingSentence(dir string) error {
	return fmt.Errorf("a change of the key of %s is unfinished, and a copy would need two keys: run %s again, and back up then", store.Path(dir), Command("rotate-key"))
}

// unwritten is the sentence about a copy that cannot be written to its place.
func (b *Backup) unwritten(err error) error {
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case machine.IsFull(err):
		return fmt.Errorf("%s cannot be written, because its disk is full: make room, or name a file on another one", b.File)
	case errors.Is(err, errMedium):
		return fmt.Errorf("%s cannot be kept: %w; name a file on another disk", b.File, errMedium)
	}
	return fmt.Errorf("%s cannot be written: %w; name a file in a directory that is there and that you may write to", b.File, Cause(err))
}

// typed is a path as a host types it behind a command.
func typed(path string) string {
	if strings.Contains(path, " ") {
		return `"` + path + `"`
	}
	return path
}
