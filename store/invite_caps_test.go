package store_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"leanon/store"
)

// drafted makes an invitation that is not sent, or returns why it cannot be made.
func (w *world) drafted(from, to string) (store.Invite, error) {
	return w.Draft(w.Context(), from, "Inviter", to, "Invitee", w.now)
}

// wantsRoom checks whether a person can begin one more invitation.
func (w *world) wantsRoom(when, from, to string, want error) {
	w.Helper()
	_, err := w.drafted(from, to)
	w.wants("an invitation "+when, err, want)
}

func TestThreeInvitationsOfAPersonAreOpenAndNoMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	late, err := w.drafted(ana, "p4")
	w.must(err)
	var sent []store.Invite
	for n := range store.MaxInvitesOpen {
		sent = append(sent, invite(t, w.Store, ana, fmt.Sprintf("p%d", n), w.now))
	}
	w.wantsRoom("beyond three that are open", ana, "p5", store.ErrInvitesOpen)
	_, err = w.SendInvite(t.Context(), late.ID, ana, store.FactsRead{Version: 1}, w.now)
	w.wants("Send of one that was begun before", err, store.ErrInvitesOpen)
	w.wantsRoom("of somebody else", ben, "p4", nil)
	_, err = w.Decline(t.Context(), sent[0].ID, "p0", "", w.now)
	w.must(err)
	w.wantsRoom("after a no, which is told by nothing", ana, "p5", store.ErrInvitesOpen)
	_, err = w.TakeInviteBack(t.Context(), sent[1].ID, ana, w.now)
	w.must(err)
	w.wantsRoom("after one was taken back", ana, "p5", nil)
	invite(t, w.Store, ana, "p5", w.now)
	w.wantsRoom("beyond three again", ana, "p6", store.ErrInvitesOpen)
	_, err = w.Accept(t.Context(), sent[2].ID, "p2", store.Agreement{Name: "Invitee", Read: store.FactsRead{Version: 1}}, w.now)
	w.must(err)
	w.wantsRoom("after one was accepted", ana, "p6", nil)
	invite(t, w.Store, ana, "p6", w.now)
	w.now = w.now.Add(store.InviteLife - time.Second)
	w.wantsRoom("before the seventh day", ana, "p7", store.ErrInvitesOpen)
	w.now = w.now.Add(time.Second)
	w.wantsRoom("on the seventh day", ana, "p7", nil)
}

func TestAPersonSendsFiveInvitationsADayWhateverBecameOfThem(t *testing.T) {
	t.Parallel()
	for name, then := range map[string]func(*world) error{
		"nothing": func(*world) error { return nil },
		"the inviter has everything forgotten": func(w *world) error {
			_, err := w.Forget(w.Context(), ana, "", false, w.now)
			return err
		},
		"one who was invited has everything forgotten": func(w *world) error {
			_, err := w.Forget(w.Context(), "p3", "", false, w.now)
			return err
		},
		"first they and then the inviter have everything forgotten": func(w *world) error {
			_, err := w.Forget(w.Context(), "p3", "", false, w.now)
			if err == nil {
				_, err = w.Forget(w.Context(), ana, "", false, w.now)
			}
			return err
		},
		"a night's purge": func(w *world) error { return errors.Join(w.Lapse(w.Context(), w.now), w.Purge(w.Context(), w.now)) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			first := w.now
			for n := range store.MaxInvitesDay {
				inv := invite(t, w.Store, ana, fmt.Sprintf("p%d", n), w.now)
				if n != 2 {
					_, err := w.TakeInviteBack(t.Context(), inv.ID, ana, w.now)
					w.must(err)
				}
				w.now = w.now.Add(time.Hour)
			}
			w.must(then(w))
			_, err := w.drafted(ana, "p9")
			w.wants("a sixth on the day", err, store.ErrInvitesToday)
			var capped store.Capped
			if !errors.As(err, &capped) || !capped.Until.Equal(first.Add(24*time.Hour)) {
				t.Errorf("a sixth can go at %v, want %v, a day after the first", capped.Until, first.Add(24*time.Hour))
			}
			w.now = first.Add(24*time.Hour - time.Second)
			w.wantsRoom("before a day is over", ana, "p9", store.ErrInvitesToday)
			w.now = first.Add(24 * time.Hour)
			w.wantsRoom("a day after the first", ana, "p9", nil)
		})
	}
}

func TestUnsentInvitationsAreFewAndShortLived(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	var begun []store.Invite
	for n := range 4 {
		inv, err := w.drafted(ana, fmt.Sprintf("p%d", n))
		w.must(err)
		begun = append(begun, inv)
		w.now = w.now.Add(time.Minute)
	}
	_, err := w.SendInvite(t.Context(), begun[0].ID, ana, store.FactsRead{Version: 1}, w.now)
	w.wants("Send of the first of four that were begun", err, store.ErrNotYours)
	_, err = w.SendInvite(t.Context(), begun[1].ID, ana, store.FactsRead{Version: 1}, w.now)
	w.must(err)
	w.now = monday().Add(2*time.Minute + store.UnsentLife)
	_, err = w.SendInvite(t.Context(), begun[2].ID, ana, store.FactsRead{Version: 1}, w.now)
	w.wants("Send after an hour", err, store.ErrTooLate)
	_, err = w.SendInvite(t.Context(), begun[3].ID, ana, store.FactsRead{Version: 1}, w.now)
	w.must(err)
	w.must(w.Lapse(t.Context(), w.now))
	var left int
	w.must(raw(t, w.path).QueryRow(`SELECT (SELECT count(*) FROM invites WHERE sent_at IS NULL) + (SELECT count(*) FROM members WHERE person IN ('p0', 'p2'))`).Scan(&left))
	if left != 0 {
		t.Errorf("of two people who were never invited %d rows are left, want none", left)
	}
}

func TestTurnsOfInvitationsAreForgottenAndNoClockThatWasAheadHoldsTheLaneUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	real := w.now
	goes := func(n int) (at []time.Duration) {
		for i := range n {
			who := fmt.Sprintf("%s-%d-%d", t.Name(), w.now.Unix(), i)
			at = append(at, invite(t, w.Store, who, who+"-to", w.now).GoesAt.Sub(w.now))
		}
		return at
	}
	w.now = real.AddDate(1, 0, 0)
	goes(40)
	w.now = real
	at := goes(32)
	if at[29] != 0 || at[30] != time.Minute || at[31] != 2*time.Minute {
		t.Errorf("under the right clock again they go after %v, want thirty at once and then one a minute", at)
	}
	w.now = real.Add(63 * time.Minute)
	w.must(w.Purge(t.Context(), w.now))
	var left int
	w.must(raw(t, w.path).QueryRow(`SELECT count(*) FROM first_contacts`).Scan(&left))
	if left != 0 {
		t.Errorf("%d turns are kept after an hour, want none", left)
	}
}
