package host

import (
	"fmt"
	"io"
)

// progress shows on a terminal how far something is, and on anything else nothing.
type progress struct {
	w     io.Writer
	shown bool
}

func newProgress(w io.Writer) *progress {
	if !isTerminal(w) {
		w = nil
	}
	return &progress{w: w}
}

// show writes over what it showed before.
func (p *progress) show(part string, n, of int) {
	if p.w == nil || of <= 0 {
		return
	}
	p.shown = true
	fmt.Fprintf(p.w, "\r\033[K%s: %d %%", part, 100*n/of)
}

// end takes away what is shown, for what is printed next.
func (p *progress) end() {
	if p.shown {
		fmt.Fprint(p.w, "\r\033[K")
	}
}
