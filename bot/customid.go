package bot

import (
	"fmt"
	"strings"

	"leanon/discord/talk"
	"leanon/store"
)

// Custom ids say what a button, a select or a form of the menu is about.

// find returns the action of a request, and takes its custom id "name:arg:arg.notice"
// apart, or "name:arg:arg~opening.notice" of a form.
func (b *Bot) find(r *request) (action, bool) {
	if r.Kind == talk.Command || r.Kind == talk.Complete {
		a, ok := b.actions["command "+r.Name]
		return a, ok && (r.Kind == talk.Command || a.complete != nil)
	}
	id, mark, marked := strings.Cut(r.CustomID, ".")
	if marked {
		n, err := store.ParseID(mark)
		if err != nil {
			return action{}, false
		}
		r.notice = n
	}
	if r.Kind == talk.Submit {
		var ok bool
		if id, r.opening, ok = cutOpening(id); !ok {
			return action{}, false
		}
	}
	parts := strings.Split(id, ":")
	r.action, r.args = parts[0], parts[1:]
	a, ok := b.actions["press "+parts[0]]
	return a, ok && a.by == r.Kind
}

func customID(name string, args ...any) string {
	for _, a := range args {
		name += ":" + fmt.Sprint(a)
	}
	return name
}
