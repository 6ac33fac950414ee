package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"time"
)

// onItsWay is an SQL condition on a need n: something of it is still owed, or arrived
// only after the need's retention was over. The closing bracket is missing, so that a
// caller can add a condition on the notice o before it.
const onItsWay = `EXISTS (SELECT 1 FROM notices o LEFT JOIN notices b ON b.id = o.carried_by
	WHERE o.ref IN (SELECT n.id UNION ALL SELECT a.id FROM answers a WHERE a.need_id = n.id) AND o.kind <> 'preview'
	AND (coalesce(b.sent_at, o.sent_at) >= n.expired_at
		OR coalesce(b.wake_at, o.wake_at) IS NOT NULL AND coalesce(b.message, o.message) IS NULL AND (n.withdrawn_at IS NULL OR o.kind IN ('answer', 'heard')))`

const (
	// arrivedKept is how long words that arrived after their retention was over are kept
	// for the person who got them. It is the shortest retention that one can choose.
	arrivedKept = 7 * 24 * time.Hour
	// owedKept is how long words that cannot be delivered are kept at most. It is the
	// longest retention that has an end.
	owedKept = 365 * 24 * time.Hour
)

// Purge deletes what is old enough:
//   - drafts, undecided lines and messages that nobody decided about, after 14 days;
//   - needs that a person keeps private, after that person's own retention, which counts
//     from when they last kept or rewrote them;
//   - sent needs with their answers, after the stricter partner's retention, which counts
//     from the last thing that one of the two sent about them;
//   - check-ins, after the same retention and together with the needs that answer them,
//     except each member's newest one;
//   - which questions a couple was asked, after 400 days;
//   - drafts of a couple's own questions, after 14 days, and proposals that are not in use,
//     after the stricter partner's retention, once they have lapsed;
//   - notices that nobody waits for, after the stricter retention and once the need or
//     answer that they are about is gone, or after 14 days if they are about no couple.
//     The last one about a pause and the last one about consent stay with the couple.
//     Weekly notes go after 14 days. Previews of a draft that is gone, and exports that
//     arrived whole, go at once; what was to delete messages and can't, after 7 days;
//   - invitations, 30 days after they or their couple ended. Until then either person
//     can refuse further ones from the other; the turns that they took, after an hour;
//   - breaths with their messages, on the day after them;
//   - people in no couple, as forgetStrangers says.
//
// Of what came at a moment that somebody chose, Purge keeps only in which quarter of an hour.
//
// If something of a sent need is still owed to one of the two, because they paused or
// cannot be reached, the need stays for that person alone: until 7 days after it
// arrived, and at most until a year after it was due. So nobody loses words that were
// sent to them, and nobody learns from a deletion what their partner has chosen.
//
// Before that, each Shorter counts whose moment has come. One that cannot be read keeps
// nothing else from being deleted, and is an error at the end.
//
// Purge overwrites in the files what it, Leave and Forget deleted. If somebody reads at
// that moment, some of it stays there until the next Purge.
func (s *Store) Purge(ctx context.Context, now time.Time) error {
	const day = 24 * 60 * 60
	days := int(s.defaults.Retention / (24 * time.Hour))
	// replaced selects the check-ins that are old enough. A member's newest one stays
	// until another replaces it.
	const replaced = `(check_ins.expired_at IS NOT NULL OR slot_at <= ?1 - 86400 * ` + stricter + `check_ins.couple_id))
		AND EXISTS (SELECT 1 FROM members m WHERE m.couple_id = check_ins.couple_id AND m.person = check_ins.person AND m.newest <> check_ins.id)`
	steps := []struct {
		query string
		args  []any
	}{
		{`DELETE FROM needs WHERE sent_at IS NULL AND kept_at IS NULL AND created_at <= ?1`, []any{now.Add(-DraftLife).Unix()}},
		{`DELETE FROM needs WHERE sent_at IS NULL AND kept_at <= ?1 - 86400 * (SELECT ` + ownDays + ` FROM partners p WHERE p.person = needs.asker)`,
			[]any{now.Unix(), days}},
		// Most were sent too lately, however long ago they were answered; so that is asked first.
		{`UPDATE needs AS n SET expired_at = ?1 WHERE n.expired_at IS NULL AND n.sent_at <= ?1 - 86400 * ` + stricter + `n.couple_id)
			AND ` + lastSent + ` <= ?1 - 86400 * ` + stricter + `n.couple_id)`, []any{now.Unix(), days}},
		{`DELETE FROM needs AS n WHERE n.expired_at IS NOT NULL AND NOT ` + onItsWay + ` AND coalesce(b.sent_at, o.sent_at, ?1 + 1) > ?1 AND o.due_at > ?2)`,
			[]any{now.Add(-arrivedKept).Unix(), now.Add(-owedKept).Unix()}},
		// A check-in has the question of the needs that answer it, so its row stays as long
		// as one of them does. If they are kept only for the other partner, the check-in
		// expires, and the person who was asked does not see it any more.
		{`DELETE FROM check_ins WHERE ` + replaced + ` AND NOT EXISTS (SELECT 1 FROM needs n WHERE n.check_in_id = check_ins.id)`,
			[]any{now.Unix(), days}},
		{`UPDATE check_ins SET expired_at = ?1 WHERE check_ins.expired_at IS NULL AND ` + replaced + `
			AND NOT EXISTS (SELECT 1 FROM needs n WHERE n.check_in_id = check_ins.id AND n.expired_at IS NULL)`, []any{now.Unix(), days}},
		{`DELETE FROM questions_asked WHERE at <= ?1 AND EXISTS (SELECT 1 FROM ever_asked e WHERE e.couple_id = questions_asked.couple_id)`, []any{now.Unix() - 400*day}},
		{`UPDATE incoming SET words = NULL, about = NULL WHERE at <= ?1 AND words IS NOT NULL`, []any{now.Add(-DraftLife).Unix()}},
		{`DELETE FROM notices WHERE wake_at IS NULL AND couple_id IS NOT NULL
			AND coalesce(sent_at, attempted_at, due_at) <= ?1 - 86400 * ` + stricter + `notices.couple_id)
			AND NOT EXISTS (SELECT 1 FROM needs n WHERE n.id = notices.ref)
			AND NOT EXISTS (SELECT 1 FROM answers a WHERE a.id = notices.ref)
			AND NOT (kind IN (?3, ?4) AND NOT EXISTS (SELECT 1 FROM notices later WHERE later.person = notices.person
				AND later.kind = notices.kind AND later.ref = notices.ref AND later.round > notices.round))`, []any{now.Unix(), days, KindPaused, KindConsent}},
		{`DELETE FROM notices WHERE wake_at IS NULL AND couple_id IS NULL AND coalesce(sent_at, attempted_at, due_at) <= ?1`,
			[]any{now.Add(-DraftLife).Unix()}},
		{`DELETE FROM notices WHERE kind = ?1 AND due_at <= ?2`, []any{KindWeek, now.Add(-weekKept).Unix()}},
		{`DELETE FROM notices WHERE wake_at IS NULL AND failed IS NULL AND (kind = ?1 AND NOT EXISTS (SELECT 1 FROM needs n WHERE n.id = notices.ref)
			OR kind = ?2 AND NOT EXISTS (SELECT 1 FROM notices o WHERE o.kind = ?2 AND o.ref = notices.ref AND o.wake_at IS NOT NULL))`, []any{KindPreview, KindExport}},
		{`DELETE FROM notices WHERE lane = ?3 AND wake_at IS NOT NULL AND kind = ?1 AND due_at <= ?2`, []any{KindHide, now.Add(-hideLife).Unix(), LaneRelay}},
		// What came at a moment that somebody chose has come: its row keeps the quarter of an hour.
		{`UPDATE notices SET due_at = due_at - due_at % ?4, attempted_at = attempted_at - attempted_at % ?4, sent_at = sent_at - sent_at % ?4
			WHERE sent_at % ?4 <> 0 AND wake_at IS NULL AND (kind = ?1 OR kind = ?2 AND round = ?3)`, []any{KindReminder, KindCheckIn, roundLater, int64(quarter / time.Second)}},
		{`DELETE FROM invites WHERE ended_at <= ?1 AND couple_id IS NULL`, []any{now.Unix() - 30*day}},
		{`DELETE FROM invites WHERE sent_at <= ?1 AND NOT EXISTS (SELECT 1 FROM partners p WHERE p.person = invites.inviter)`, []any{now.Add(-inviteAgain).Unix()}},
		{`DELETE FROM unsent WHERE at <= ?1`, []any{now.Add(-DraftLife).Unix()}},
	}
	unread, err := s.beginShorter(ctx, now)
	if err != nil {
		return err
	}
	// Each step is a transaction of its own, so that somebody who presses a button
	// meanwhile waits for one table at most.
	for _, step := range steps {
		err := s.write(ctx, "purge what has outlived its keeping", func(t *tx) error { return t.Exec(step.query, step.args...) })
		if err != nil {
			return err
		}
	}
	if err := s.purgeOthers(ctx, now); err != nil {
		return err
	}
	if err := s.KeepEndings(ctx); err != nil {
		return err
	}
	return cmp.Or(s.tidyUp(ctx), unread)
}

// purgeOthers does the steps of Purge that are more than one statement.
func (s *Store) purgeOthers(ctx context.Context, now time.Time) error {
	for _, step := range []struct {
		doing string
		do    func(*tx) error
	}{
		{"drop used sources", func(t *tx) error { return t.dropSources(now.Add(-24 * time.Hour)) }},
		{"forget old messages", func(t *tx) error { return t.forgetHeard(now.Add(-DraftLife)) }},
		{"forget past turns", func(t *tx) error { return t.forgetTurns(now) }},
		{"forget breaths", func(t *tx) error { return t.forgetBreaths(now) }},
		{"forget own questions", func(t *tx) error { return t.purgeQuestions(now) }},
		{"forget strangers", func(t *tx) error { return t.forgetStrangers(now) }},
	} {
		if err := s.write(ctx, step.doing, step.do); err != nil {
			return err
		}
	}
	return nil
}

// forgetHeard deletes the plain messages that were heard before a moment. One that the
// reading of its channel has not passed yet stays, because it would be heard again.
func (t *tx) forgetHeard(before time.Time) error {
	var old []ID
	err := t.ForEach(func(r *sql.Rows) error {
		var id ID
		var person string
		var sealed, heard []byte
		if err := r.Scan(&id, &person, &sealed, &heard); err != nil {
			return err
		}
		heardTo, err := t.openID(heard, heardAt(person))
		if err != nil {
			return nil // it cannot be told how far their chat was read
		}
		h, err := t.openHeard(id, person, sealed)
		if errors.Is(err, ErrAltered) || err == nil && !newer(h.message, heardTo) {
			old = append(old, id)
			return nil
		}
		return err
	}, `SELECT i.id, i.person, i.message_id, p.heard_id FROM incoming i JOIN partners p ON p.person = i.person WHERE i.at <= ?1`, before.Unix())
	if err != nil || len(old) == 0 {
		return err
	}
	return t.Exec(`DELETE FROM incoming WHERE id IN (SELECT value FROM json_each(?1))`, list(old))
}

// dropSources drops the sources of rows from before a moment. A source keeps an event that
// Discord tells twice from counting twice, and a plain message together with its draft.
// After that its id would only tell the very moment.
func (t *tx) dropSources(before time.Time) error {
	for _, query := range []string{
		`UPDATE needs SET source = 'used ' || id WHERE created_at <= ?1 AND source NOT LIKE 'used %' AND NOT EXISTS (SELECT 1 FROM incoming i WHERE i.message = needs.source)`,
		`UPDATE answers SET source = 'used ' || id WHERE at <= ?1 AND source NOT LIKE 'used %'`,
		`UPDATE unsent SET source = 'used ' || id WHERE at <= ?1 AND source NOT LIKE 'used %'`,
	} {
		if err := t.Exec(query, before.Unix()); err != nil {
			return err
		}
	}
	return nil
}

// LogKept says whether what was deleted stays in the write-ahead log, because another
// program reads the database all the time, as one does that replicates it.
func (s *Store) LogKept() bool { return s.db.LogKept() }

// tidyUp overwrites in the files what was deleted, and gives back the memory of a purge,
// because whole tables went through the writer's cache.
func (s *Store) tidyUp(ctx context.Context) error {
	_, err := s.db.BeginLog(ctx)
	if err == nil {
		_, err = s.db.Writer.ExecContext(ctx, "PRAGMA shrink_memory")
	}
	return err
}
