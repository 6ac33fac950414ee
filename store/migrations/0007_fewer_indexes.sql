-- +goose Up
-- +goose StatementBegin

-- Each index is a page more to write for each of the many check-ins of one minute.
-- So a member says themselves which check-in was opened last, and what is owed to
-- them about their couple goes with their membership and is found among what is
-- owed to them.
ALTER TABLE members ADD COLUMN newest INTEGER;   -- the id of the check-in that was opened last
UPDATE members SET newest = (SELECT id FROM check_ins c WHERE c.couple_id = members.couple_id AND c.person = members.person ORDER BY c.seq DESC LIMIT 1);
DROP INDEX check_ins_newest;

CREATE TABLE notices_7 (
    seq          INTEGER PRIMARY KEY,
    id           INTEGER NOT NULL UNIQUE,
    person       TEXT NOT NULL,
    couple_id    INTEGER,
    kind         TEXT NOT NULL,
    ref          INTEGER NOT NULL,               -- the row that kind is about
    round        INTEGER NOT NULL DEFAULT 0,     -- a check-in brought back, a need asked again
    lane         INTEGER NOT NULL,
    held         INTEGER NOT NULL,               -- waits while quiet hours or a pause last
    due_at       INTEGER NOT NULL,               -- when it is owed by its own reason
    wake_at      INTEGER,                        -- when to look at it: due_at, or later while held; NULL when nothing is owed
    edit         INTEGER NOT NULL DEFAULT 0,     -- what is owed is an edit
    name         BLOB,                           -- the partner's name, sealed with the reader's own key, where the couple's key may be gone
    carried_by   INTEGER,                        -- the notice whose message brought this one along
    attempted_at INTEGER,                        -- committed before the first byte leaves
    after        TEXT NOT NULL DEFAULT '',       -- the channel's last known message id at that time
    tries        INTEGER NOT NULL DEFAULT 0,
    sent_at      INTEGER,
    channel      TEXT NOT NULL DEFAULT '',
    message      TEXT,
    failed       TEXT,                           -- given up: Discord's numbers
    UNIQUE (person, kind, ref, round),
    FOREIGN KEY (couple_id, person) REFERENCES members ON DELETE CASCADE
) STRICT;

INSERT INTO notices_7 (seq, id, person, couple_id, kind, ref, round, lane, held, due_at, wake_at, edit, name,
        carried_by, attempted_at, after, tries, sent_at, channel, message, failed)
    SELECT seq, id, person, couple_id, kind, ref, round, lane, held, due_at, wake_at, edit, name,
        carried_by, attempted_at, after, tries, sent_at, channel, message, failed
    FROM notices n WHERE couple_id IS NULL OR EXISTS (SELECT 1 FROM members m WHERE m.couple_id = n.couple_id AND m.person = n.person);

DROP TABLE notices;
ALTER TABLE notices_7 RENAME TO notices;

CREATE INDEX notices_due ON notices (lane, wake_at, seq) WHERE wake_at IS NOT NULL;
CREATE INDEX notices_carried ON notices (carried_by) WHERE carried_by IS NOT NULL;
CREATE INDEX notices_dead ON notices (seq) WHERE failed IS NOT NULL;
CREATE INDEX notices_about ON notices (ref, kind);
CREATE INDEX notices_message ON notices (message) WHERE message IS NOT NULL;

-- +goose StatementEnd
