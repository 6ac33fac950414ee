package store

// This file says from when something counts as old, and how long it is kept. In its SQL,
// ?2 is how many days the host keeps things.

const (
	// ownDays is an SQL expression for how many days a partner p keeps things. To keep for
	// ever counts as 100 years.
	ownDays = `CASE coalesce(p.retention_days, ?2) WHEN 0 THEN 36500 ELSE coalesce(p.retention_days, ?2) END`

	// stricter is an SQL expression for how many days the stricter partner of a couple
	// keeps things. The id of the couple and a closing bracket are missing.
	stricter = `(SELECT min(` + ownDays + `) FROM members m JOIN partners p ON p.person = m.person WHERE m.couple_id = `

	// lastSent is an SQL expression for when one of the two last sent something about a
	// sent need n: the need itself, also once more, the wish to talk, thanks, an answer, a
	// line that follows one, what was heard, or the reply to that. What its asker says for
	// themselves alone does not count, because what is left afterwards would tell it.
	lastSent = `max(n.sent_at, coalesce(n.asked_again_at, 0), coalesce(n.talk_at, 0),
		coalesce((SELECT max(a.at) FROM answers a WHERE a.need_id = n.id), 0),
		coalesce((SELECT max(o.due_at) FROM notices o WHERE o.kind IN ('heard', 'thanks')
			AND o.ref IN (SELECT n.id UNION ALL SELECT a.id FROM answers a WHERE a.need_id = n.id)), 0))`
)
