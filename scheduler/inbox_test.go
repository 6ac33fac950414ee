package scheduler

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"sync"
	"testing"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// inboxWorld is a world with an Inbox, and with channels whose history tells
// what people wrote.
type inboxWorld struct {
	*world
	inbox *Inbox

	mu      sync.Mutex
	said    map[string][]talk.Request // by channel
	reads   []string                  // "channel after", in order
	times   []time.Time
	heard   []string // words that were handed on
	breaks  func(talk.Request) bool
	failing func(channel string) error
}

// newInboxWorld makes a world whose inbox reads one channel at a time, in order.
func newInboxWorld(t *testing.T, at string) *inboxWorld {
	t.Helper()
	return newInboxWorldWith(t, at, 1)
}

func newInboxWorldWith(t *testing.T, at string, readers int) *inboxWorld {
	t.Helper()
	e := &inboxWorld{world: newWorld(t, at), said: map[string][]talk.Request{}}
	e.inbox = NewInbox(InboxOptions{
		Store: e.store, Now: e.clock.Now, After: e.clock.After, Log: slog.New(slog.NewTextHandler(e.log, nil)),
		Since: e.since, Replay: e.hear, Readers: readers,
	})
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- e.inbox.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Run ended with %v, want nil", err)
		}
	})
	return e
}

func (e *inboxWorld) since(_ context.Context, channel, after string) (all []talk.Request, err error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.reads = append(e.reads, channel+" "+after)
	e.times = append(e.times, e.clock.Now())
	if e.failing != nil {
		if err := e.failing(channel); err != nil {
			return nil, err
		}
	}
	for _, r := range e.said[channel] {
		if len(r.ID) > len(after) || len(r.ID) == len(after) && r.ID > after {
			all = append(all, r)
		}
	}
	return all, nil
}

func (e *inboxWorld) hear(ctx context.Context, r talk.Request) error {
	e.mu.Lock()
	broken := e.breaks != nil && e.breaks(r)
	e.heard = append(e.heard, r.Text)
	e.mu.Unlock()
	switch {
	case broken: // the handler broke
		return nil
	case r.Kind == talk.Deleted:
		return e.store.Unhear(ctx, r.MessageID, r.Channel, e.clock.Now())
	}
	return e.store.Hear(ctx, message(r), e.clock.Now())
}

func message(r talk.Request) store.Message {
	return store.Message{ID: r.MessageID, Person: r.Person.ID, Channel: r.Channel, Words: r.Text, Edited: r.Edited}
}

// id returns the id that the n-th message of the present moment has.
func (e *inboxWorld) id(n int64) string {
	return strconv.FormatInt((e.clock.Now().UnixMilli()-1420070400000)<<22+n, 10)
}

// says puts a person's words into the history. Nobody hears them yet.
func (e *inboxWorld) says(person string, n int64, words string) talk.Request {
	e.mu.Lock()
	defer e.mu.Unlock()
	id, channel := e.id(n), "dm-"+person
	r := talk.Request{Kind: talk.Wrote, ID: id, MessageID: id, Channel: channel, Person: talk.User{ID: person}, Text: words}
	e.said[channel] = append(e.said[channel], r)
	return r
}

// meets makes a person known to the store by a message that is heard at once.
func (e *inboxWorld) meets(person string, n int64) talk.Request {
	e.Helper()
	r := e.says(person, n, "hello from "+person)
	e.must(e.store.Hear(e.Context(), message(r), e.clock.Now()))
	return r
}

// round tells the inbox of a new session and waits until it has read the channels.
func (e *inboxWorld) round() {
	e.Helper()
	e.inbox.Missed()
	e.settled()
}

func (e *inboxWorld) settled() {
	e.Helper()
	ctx, cancel := context.WithTimeout(e.Context(), 30*time.Second)
	defer cancel()
	e.must(e.inbox.Settle(ctx))
	e.settle()
}

// took returns the words that were handled, and forgets them.
func (e *inboxWorld) took() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	all := e.heard
	e.heard = nil
	return all
}

// read returns the channels that were read, in order, and forgets them.
func (e *inboxWorld) read() (all []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, r := range e.reads {
		var channel string
		fmt.Sscan(r, &channel)
		all = append(all, channel)
	}
	e.reads, e.times = nil, nil
	return all
}

func (e *inboxWorld) wants(what string, got []string, want ...string) {
	e.Helper()
	if !slices.Equal(got, want) {
		e.Errorf("%s: got %q, want %q", what, got, want)
	}
}

func TestWhatWasMissedIsHeardOnceAndInOrder(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	e.meets("ana", 1)
	e.says("ana", 2, "one")
	e.says("ana", 3, "two")
	e.round()
	e.wants("heard", e.took(), "one", "two")
	e.round()
	e.wants("heard again", e.took())
}

func TestALiveMessageHidesNoneThatWasMissedBeforeIt(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	e.meets("ana", 1)
	e.round()
	e.says("ana", 2, "missed")
	live := e.says("ana", 3, "live")
	e.must(e.store.Hear(t.Context(), message(live), e.clock.Now()))
	e.took()
	e.round()
	e.wants("heard", e.took(), "missed")
}

func TestOurOwnMessageHidesNoneThatWasMissedBeforeIt(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	e.meets("ana", 1)
	e.settle()
	e.round()
	e.says("ana", 2, "missed")
	e.must(e.store.Delivered(t.Context(), store.Notice{Person: "ana"}, "dm-ana", e.id(9), e.clock.Now()))
	e.took()
	e.round()
	e.wants("heard", e.took(), "missed")
	e.read()
	e.pass(time.Minute)
	e.round()
	if e.mu.Lock(); len(e.reads) != 1 || e.reads[0] != "dm-ana "+strconv.FormatInt((date(t, noon).UnixMilli()-1420070400000)<<22+9, 10) {
		t.Errorf("the next round reads %q, want it to begin after our own message", e.reads)
	}
	e.mu.Unlock()
}

func TestAtMostTenChannelsAreReadInASecondTheMostRecentlyActiveFirst(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	var want []string
	for i := range 25 {
		person := fmt.Sprintf("p%02d", i)
		e.meets(person, int64(i))
		want = append([]string{"dm-" + person}, want...)
	}
	e.settle()
	e.round()
	e.read()
	e.clock.set(e.clock.Now().Add(readEvery))
	e.settled() // a round that no session begins
	for i, n := range []int{10, 20, 25} {
		e.mu.Lock()
		if got := len(e.reads); got != n {
			t.Errorf("in second %d: %d channels were read, want %d", i+1, got, n)
		}
		e.mu.Unlock()
		e.clock.set(e.clock.Now().Add(time.Second))
		e.settled()
	}
	e.wants("order", e.read(), want...)
}

func TestWhoIsNotActiveIsReadOnceADay(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	e.meets("old", 1)
	e.round()
	e.clock.set(e.clock.Now().Add(25 * time.Hour))
	e.settled()
	e.wants("first and after a day", e.read(), "dm-old", "dm-old")
	e.meets("new", 1)
	e.settle()
	e.round()
	e.wants("at a new session", e.read(), "dm-new")
	e.clock.set(e.clock.Now().Add(25 * time.Hour))
	e.settled() // without a new session
	e.wants("a day later", e.read(), "dm-new", "dm-old")
}

func TestChannelsAreReadAgainEveryQuarterOfAnHour(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	e.meets("ana", 1)
	e.settled()
	e.wants("before the first session", e.read())
	e.round()
	e.says("ana", 2, "lost by Discord")
	e.read()
	e.clock.set(e.clock.Now().Add(14 * time.Minute))
	e.settled()
	e.wants("after 14 minutes", e.read())
	e.clock.set(e.clock.Now().Add(time.Minute))
	e.settled()
	e.wants("after 15 minutes", e.took(), "lost by Discord")
}

func TestAnEditThatWasMissedIsFollowedOnceAndNoOlderOne(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	c := e.couple("ana", "ben", true)
	e.meets("ana", 5)
	e.pass(2 * time.Minute)
	e.round()
	words := func() string {
		e.Helper()
		all, err := e.store.NeedsOf(t.Context(), c, "ana")
		e.must(err)
		if len(all.Drafts) != 1 {
			t.Fatalf("drafts: got %d, want 1", len(all.Drafts))
		}
		return all.Drafts[0].Need.Words
	}
	edit := func(text string, at time.Time) {
		e.mu.Lock()
		defer e.mu.Unlock()
		e.said["dm-ana"][0].Text, e.said["dm-ana"][0].Edited = text, at
	}
	edit("second thoughts", e.clock.Now())
	e.round()
	if got := words(); got != "second thoughts" {
		t.Errorf("after an edit the draft says %q", got)
	}
	all, err := e.store.NeedsOf(t.Context(), c, "ana")
	e.must(err)
	_, err = e.store.Reword(t.Context(), all.Drafts[0].Need.ID, "ana", store.Rewording{Words: "by the form"}, "", e.clock.Now())
	e.must(err)
	e.round()
	edit("an old page", e.clock.Now().Add(-time.Second))
	e.round()
	if got := words(); got != "by the form" {
		t.Errorf("the draft says %q, want what the form said last", got)
	}
}

func TestADeletionThatWasMissedTakesTheDraft(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	c := e.couple("ana", "ben", true)
	r := e.meets("ana", 5)
	e.round()
	drafts := func() int {
		all, err := e.store.NeedsOf(t.Context(), c, "ana")
		e.must(err)
		return len(all.Drafts)
	}
	e.mu.Lock()
	e.said["dm-ana"] = nil
	e.mu.Unlock()
	e.round()
	if n := drafts(); n != 1 {
		t.Errorf("drafts: got %d, want 1: a history may show a message a little late", n)
	}
	e.pass(2 * time.Minute)
	e.round()
	if n := drafts(); n != 0 {
		t.Errorf("drafts: got %d, want none: the message was deleted", n)
	}
	e.must(e.store.Hear(t.Context(), message(r), e.clock.Now())) // its event comes once more
	if n := drafts(); n != 0 {
		t.Errorf("drafts: got %d, want none", n)
	}
}

func TestWhatIsEditedOrDeletedBeforeItWasHeard(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	c := e.couple("ana", "ben", true)
	e.meets("ana", 5)
	e.round()
	gone, changed := e.says("ana", 6, "gone"), e.says("ana", 7, "before")
	// The history was read. Before its messages are handled, the events come.
	e.must(e.store.Unhear(t.Context(), gone.MessageID, gone.Channel, e.clock.Now()))
	edited := message(changed)
	edited.Words, edited.Edited = "after", e.clock.Now()
	e.must(e.store.Rehear(t.Context(), edited, e.clock.Now()))
	e.must(e.store.Hear(t.Context(), message(gone), e.clock.Now()))
	e.must(e.store.Hear(t.Context(), message(changed), e.clock.Now()))
	all, err := e.store.NeedsOf(t.Context(), c, "ana")
	e.must(err)
	var got []string
	for _, d := range all.Drafts {
		got = append(got, d.Need.Words)
	}
	e.wants("drafts", got, "hello from ana", "after")
	// A message that was read long ago is not heard because it is edited now.
	old := store.Message{ID: "1", Person: "ana", Channel: "dm-ana", Words: "ancient", Edited: e.clock.Now()}
	e.must(e.store.Rehear(t.Context(), old, e.clock.Now()))
	all, err = e.store.NeedsOf(t.Context(), c, "ana")
	e.must(err)
	if len(all.Drafts) != 2 {
		t.Errorf("drafts: got %d, want 2", len(all.Drafts))
	}
}

func TestAMessageThatBreaksItsHandlerIsTriedThreeTimesAndHoldsNothingUp(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	e.meets("ana", 1)
	e.says("ana", 2, "one")
	poison := e.says("ana", 3, "poison")
	e.says("ana", 4, "two")
	e.breaks = func(r talk.Request) bool { return r.ID == poison.ID }
	e.round()
	e.wants("first round", e.took(), "one", "poison", "two")
	e.round()
	e.wants("second round", e.took(), "poison")
	e.round()
	e.wants("third round", e.took(), "poison")
	e.logged("a message could not be heard", 1)
	e.round()
	e.wants("fourth round", e.took())
}

func TestAnOutageWhileReadingDelaysAndLosesNothing(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	for i := range 3 {
		e.meets(fmt.Sprint("p", i), int64(i))
	}
	e.settle()
	e.round()
	for i := range 3 {
		e.says(fmt.Sprint("p", i), int64(10+i), fmt.Sprint("words ", i))
	}
	e.took()
	e.failing = func(string) error { return errLost }
	e.round()
	for range 10 {
		e.clock.set(e.clock.Now().Add(10 * time.Second))
		e.settled()
	}
	e.logged("cannot be read yet", 1)
	e.wants("during the outage", e.took())
	e.mu.Lock()
	e.failing = nil
	e.mu.Unlock()
	e.clock.set(e.clock.Now().Add(time.Minute))
	e.settled()
	got := e.took()
	slices.Sort(got)
	e.wants("after it", got, "words 0", "words 1", "words 2")
}

func TestARateLimitIsWaitedForAndARefusedChannelLeftAlone(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	e.meets("ana", 1)
	e.meets("ben", 2)
	e.settle()
	e.failing = func(string) error { return &talk.Wait{After: time.Minute} }
	e.round()
	e.wants("limited", e.read(), "dm-ben")
	e.clock.set(e.clock.Now().Add(59 * time.Second))
	e.settled()
	e.wants("after 59 s", e.read())
	e.mu.Lock()
	e.failing = func(channel string) error {
		if channel == "dm-ben" {
			return refusal(403, 50013, talk.ErrRejected)
		}
		return nil
	}
	e.mu.Unlock()
	e.clock.set(e.clock.Now().Add(time.Second))
	e.settled()
	e.wants("after a minute", e.read(), "dm-ana", "dm-ben")
	for range 3 {
		e.round()
	}
	e.wants("in later rounds", e.read(), "dm-ana", "dm-ana", "dm-ana")
	e.clock.set(e.clock.Now().Add(25 * time.Hour))
	e.settled()
	e.wants("a day later", e.read(), "dm-ben", "dm-ana")
}

func TestAChannelThatIsGoneIsNotReadAgain(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	e.meets("ana", 1)
	e.settle()
	e.failing = func(string) error { return refusal(404, 10003, talk.ErrChannelGone) }
	e.round()
	e.round()
	e.wants("reads", e.read(), "dm-ana")
}

func TestARefusedTokenEndsTheReading(t *testing.T) {
	t.Parallel()
	w := newWorld(t, noon)
	h := NewInbox(InboxOptions{
		Store: w.store, Now: w.clock.Now, After: w.clock.After, Log: slog.New(slog.DiscardHandler),
		Since: func(context.Context, string, string) ([]talk.Request, error) {
			return nil, refusal(401, 0, talk.ErrUnauthorized)
		},
		Replay: func(context.Context, talk.Request) error { return nil },
	})
	w.must(w.store.Hear(t.Context(), store.Message{ID: "77", Person: "ana", Channel: "dm-ana", Words: "hello"}, w.clock.Now()))
	h.Missed()
	if err := h.Run(t.Context()); !errors.Is(err, talk.ErrUnauthorized) {
		t.Errorf("Run: got %v, want the refusal", err)
	}
	if err := h.Settle(t.Context()); !errors.Is(err, ErrEnded) {
		t.Errorf("Settle: got %v, want ErrEnded", err)
	}
}

func TestWhatWasHeardButNotReadYetIsNotHeardAgainAfterWeeks(t *testing.T) {
	t.Parallel()
	e := newInboxWorld(t, noon)
	e.meets("ana", 1)
	e.meets("ana", 2)
	e.took()
	e.pass(20 * 24 * time.Hour) // housekeeping purges old messages
	e.round()
	e.wants("heard again", e.took())
}
