package library

import "strings"

// Pieces returns what stands between the places of a sentence, in order. By them it is
// found again in what was said, whatever the places were filled with. Of a sentence with
// several forms they are those for any other number.
func (w *Words) Pieces(key string) (pieces []string) {
	s, _ := w.find(key)
	if s == nil {
		panic("library: no sentence is called " + key)
	}
	rest := s.text
	for rest != "" {
		piece, place, found := strings.Cut(rest, "{")
		if piece != "" {
			pieces = append(pieces, piece)
		}
		if !found {
			break
		}
		_, rest, _ = strings.Cut(place, "}")
	}
	return pieces
}
