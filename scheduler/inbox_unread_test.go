package scheduler

import (
	"testing"
	"time"

	"leanon/discord/talk"
)

func TestAMessageThatCannotBeReadKeepsItsDraftAndHidesNoOther(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	c := e.couple("ana", "ben", true)
	heard := e.meets("ana", 5)
	e.round()
	e.pass(2 * time.Minute)
	unread := func(id string) talk.Request {
		return talk.Request{Kind: talk.Unread, ID: id, MessageID: id, Channel: "dm-ana"}
	}
	e.says("ana", 7, "one")
	e.mu.Lock()
	e.said["dm-ana"] = []talk.Request{unread(heard.MessageID), e.said["dm-ana"][1], unread(e.id(8))}
	e.mu.Unlock()
	e.says("ana", 9, "two")
	e.took()
	for range 3 {
		e.round()
	}
	e.wants("heard", e.took(), "one", "two")
	all, err := e.store.NeedsOf(t.Context(), c, "ana")
	e.must(err)
	if n := len(all.Drafts); n != 3 {
		t.Errorf("got %d drafts, want 3: no message was deleted", n)
	}
}
