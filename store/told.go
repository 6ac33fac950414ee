package store

import (
	"sync"
	"time"
)

// Somebody whose messages cannot be taken reads why, once a minute at most for each
// reason: strangers who write each second would otherwise fill Discord's limit with the
// replies to them, and couples would wait.

// tellEach is how often somebody reads the same reason.
const tellEach = time.Minute

// reason is what somebody was told, by the kind of its notice.
type reason struct {
	person string
	kind   Kind
}

// toldLately remembers who was told what within the last minute. It is in memory only: a
// restart makes somebody read a reason once more, which does no harm.
type toldLately struct {
	mu    sync.Mutex
	at    map[reason]time.Time
	swept time.Time
}

func newToldLately() *toldLately { return &toldLately{at: map[reason]time.Time{}} }

// lately reports whether somebody was told the same within the last minute. It forgets
// what lies after now, which a clock that was set back leaves behind.
func (l *toldLately) lately(why reason, now time.Time) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if since := now.Sub(l.swept); since >= tellEach || since < 0 {
		for why, at := range l.at {
			if !within(at, now) {
				delete(l.at, why)
			}
		}
		l.swept = now
	}
	at, ok := l.at[why]
	return ok && within(at, now)
}

func within(at, now time.Time) bool { return !at.After(now) && now.Sub(at) < tellEach }

func (l *toldLately) add(why reason, now time.Time) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.at[why] = now
}

// oweReason owes somebody the reason why a message of theirs, or a part of it, was not
// taken, unless they were told the same within the last minute. For a message without
// words the row of the notice is there in any case, because an edit may add some.
func (t *tx) oweReason(n notice, now time.Time) error {
	why := reason{n.Person, n.Kind}
	if !t.s.told.lately(why, now) {
		t.AfterCommit(func() { t.s.told.add(why, now) })
		return t.owe(n)
	}
	if n.Kind != KindWordless {
		return nil
	}
	if err := t.owe(n); err != nil {
		return err
	}
	return t.Exec(`UPDATE notices SET wake_at = NULL WHERE person = ?1 AND kind = ?2 AND ref = ?3 AND round = ?4`, n.Person, n.Kind, n.Ref, n.Round)
}
