package scheduler

import (
	"context"
	"slices"

	"leanon/discord/talk"
	"leanon/store"
)

// maxHearTries is how often the inbox has one message handled that is not heard although
// the store works, because its handler breaks.
const maxHearTries = 3

// read reads a person's channel and has everything in it handled that was not heard:
// messages, edits, and deletions of messages whose words are still a draft.
func (r *reading) read(ctx context.Context, person string) error {
	u, err := r.Store.Unread(ctx, person, r.Now())
	if err != nil {
		return err
	}
	wrote, err := r.Since(ctx, u.Channel, u.After)
	if err != nil {
		return err
	}
	ids := make([]string, 0, len(wrote))
	for _, m := range wrote {
		ids = append(ids, m.MessageID)
	}
	heard, err := r.Store.Heard(ctx, ids)
	if err != nil {
		return err
	}
	tried := []string{}
	for _, m := range wrote {
		edited, known := heard[m.MessageID]
		switch {
		case m.Kind == talk.Unread, known && !m.Edited.After(edited), !known && !u.Missed(m.MessageID):
			continue
		case !known:
			tried = append(tried, m.MessageID)
		}
		if err := r.Replay(ctx, m); err != nil {
			return err
		}
	}
	if r.isUnheard(person) {
		return errNotKept // the next round reads the channel from the same place
	}
	for _, id := range u.Drafts {
		if slices.Contains(ids, id) {
			continue
		}
		gone := talk.Request{Kind: talk.Deleted, ID: id, MessageID: id, Channel: u.Channel, Person: talk.User{ID: person}}
		if err := r.Replay(ctx, gone); err != nil {
			return err
		}
	}
	return r.keep(ctx, u, ids, tried)
}

// keep stores how far a channel was read. That is not beyond a message that was not
// heard because the store failed or a handler broke: the next rounds try it again, up to
// maxHearTries times.
func (r *reading) keep(ctx context.Context, u store.Unread, ids, tried []string) error {
	heard, err := r.Store.Heard(ctx, tried)
	if err != nil {
		return err
	}
	upTo, newest := "", ""
	if len(ids) > 0 {
		newest = ids[len(ids)-1]
	}
	for _, id := range tried {
		_, ok := heard[id]
		done, givenUp := r.heardAtLast(id, ok)
		if !done {
			upTo = u.After
			if at := slices.Index(ids, id); at > 0 {
				upTo = ids[at-1]
			}
			break
		}
		if givenUp {
			r.Log.Error("a message could not be heard", "message", id)
		}
	}
	return r.Store.HasRead(ctx, u, upTo, newest, r.Now())
}
