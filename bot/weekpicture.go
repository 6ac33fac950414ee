package bot

import (
	"context"
	"slices"

	"leanon/discord/talk"
	"leanon/drawing"
	"leanon/library"
)

// maxDescription is the longest description of a file in characters.
const maxDescription = 1024

// shapeOf is the shape of each group of kinds of need. A kind of no group here, such as "I
// don't know yet", is in no picture.
var shapeOf = map[library.Group]drawing.Shape{
	library.GroupAccessible: drawing.Circle,
	library.GroupResponsive: drawing.Drop,
	library.GroupEngaged:    drawing.Leaf,
	library.GroupSelf:       drawing.Stone,
}

// weekPicture draws the kinds of need that a week was about, given by their keys, in the
// words of its reader. alt says
// the same to whoever does not see it. The same seed places them alike. It returns no file
// for fewer than two kinds, and where it cannot be drawn: the message says all that it
// would show.
func (b *Bot) weekPicture(ctx context.Context, to speaker, kinds []string, seed uint64, alt string) []talk.File {
	var words []drawing.Word
	for _, k := range to.words.Kinds() { // not in the order in which they were spoken about
		shape, has := shapeOf[k.Group]
		if has && slices.Contains(kinds, k.Key) {
			words = append(words, drawing.Word{Text: k.Label, Shape: shape})
		}
	}
	if len(words) < 2 {
		return nil
	}
	picture, err := b.painter.Week(ctx, words, seed)
	if err != nil {
		b.Log.Warn("a week has no picture", "err", err)
		return nil
	}
	return []talk.File{{Name: "week.png", Type: "image/png", Description: clip(alt, maxDescription), Data: picture}}
}
