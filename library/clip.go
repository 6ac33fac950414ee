package library

import (
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// Clip shortens a text to n characters (Unicode code points, which Discord's limits
// count), between two characters as people see them; an ellipsis stands for what is
// missing. It returns "" if n is less than 1.
func Clip(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	if n < 1 {
		return ""
	}
	kept, size := 0, 0
	for graphemes := uniseg.NewGraphemes(s); graphemes.Next(); {
		size += len(graphemes.Runes())
		if size > n-1 {
			break
		}
		_, kept = graphemes.Positions()
	}
	return s[:kept] + "…"
}
