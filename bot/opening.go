package bot

import (
	"crypto/sha256"
	"encoding/json"
	"strconv"
	"strings"
	"sync"

	"leanon/discord/talk"
)

// Each opening of a form has a custom id of its own, because a phone may fill a form
// with what it remembers of an earlier one of the same id (discord-api-docs, issue
// 7554).

// opens gives a form the custom id of this opening: "name:arg~opening.notice".
func (r request) opens(f *talk.Form) {
	f.CustomID += "~" + r.ID
	if r.notice != 0 {
		f.CustomID = withMark(f.CustomID, r.notice)
	}
}

// cutOpening takes apart what opens made, except the notice. It returns false if the
// opening is nothing that opens would write.
func cutOpening(customID string) (id, opening string, ok bool) {
	id, opening, opened := strings.Cut(customID, "~")
	if !opened {
		return id, "", true
	}
	n, err := strconv.ParseUint(opening, 10, 64)
	return id, opening, err == nil && strconv.FormatUint(n, 10) == opening
}

// source returns the id under which the store does what a request asks for once. A form
// stays open when no reply to it arrives, and is then sent again: that is the same act
// unless something else was filled in.
func (b *Bot) source(r request) string {
	if r.opening == "" || !b.submitted.same(r.opening, r.Fields) {
		return r.ID
	}
	return r.opening
}

// submissions remembers what was first filled in, for as many openings of forms as
// people may have open at one time. It holds digests, in memory only.
type submissions struct {
	mu    sync.Mutex
	first map[string][sha256.Size]byte // by opening
	order [1024]string                 // the openings, oldest at next
	next  int
}

func newSubmissions() *submissions { return &submissions{first: map[string][sha256.Size]byte{}} }

// same returns whether these fields are what was filled in when an opening was submitted
// first. That is so for the first submit, and for one of which nothing is remembered.
func (s *submissions) same(opening string, fields map[string]string) bool {
	text, err := json.Marshal(fields) // in the order of the keys
	if err != nil {
		return false
	}
	digest := sha256.Sum256(text)
	s.mu.Lock()
	defer s.mu.Unlock()
	if first, known := s.first[opening]; known {
		return first == digest
	}
	delete(s.first, s.order[s.next])
	s.first[opening], s.order[s.next] = digest, opening
	s.next = (s.next + 1) % len(s.order)
	return true
}
