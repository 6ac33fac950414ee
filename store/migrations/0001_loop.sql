-- +goose Up
-- +goose StatementBegin

-- Ids that people can see (in custom ids) are random: a sequence would tell one
-- partner how much the other writes. seq only keeps order and is never shown.
-- Columns that hold what a person wrote, chose or is called are BLOBs sealed with
-- the couple's key (or the person's own key, where said), bound to table, column
-- and row. Times are unix seconds, cut to the minute where no rule needs more.

CREATE TABLE meta (
    name  TEXT PRIMARY KEY,
    value BLOB NOT NULL
) STRICT;

-- A partner: a Discord user and how they want to be spoken to.
CREATE TABLE partners (
    person         TEXT PRIMARY KEY,             -- Discord user id
    wrapped_key    BLOB NOT NULL,                -- the person's own data key: words not yet meant for one couple
    channel        TEXT NOT NULL DEFAULT '',     -- direct message channel
    last_message   TEXT NOT NULL DEFAULT '',     -- newest message id known in it
    zone           TEXT NOT NULL DEFAULT '',     -- IANA zone; '': not said yet
    quiet          TEXT,                         -- "22:00-08:00", '' off, NULL the host's default
    notes          TEXT NOT NULL DEFAULT 'discreet' CHECK (notes IN ('discreet', 'nameless', 'full')),
    reminder       INTEGER NOT NULL DEFAULT 0,
    retention_days INTEGER,                      -- 0 keep, NULL the host's default
    depth          INTEGER NOT NULL DEFAULT 2,
    unreachable_at INTEGER                       -- Discord says they can't be messaged; cleared when they act
) STRICT;

-- A couple: two partners who both agreed, and their data key. Before formed_at
-- it is only an invitation.
CREATE TABLE couples (
    id          INTEGER PRIMARY KEY,
    wrapped_key BLOB NOT NULL,
    formed_at   INTEGER
) STRICT;

CREATE TABLE members (
    couple_id    INTEGER NOT NULL REFERENCES couples ON DELETE CASCADE,
    person       TEXT NOT NULL REFERENCES partners,
    name         BLOB NOT NULL,
    cron         TEXT NOT NULL DEFAULT '',       -- this partner's rhythm; '' none
    next_at      INTEGER,                        -- the next check-in; NULL none (no rhythm, no zone, or an open pause)
    paused_at    INTEGER,
    paused_until INTEGER,                        -- NULL with paused_at: until they resume
    PRIMARY KEY (couple_id, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX members_person ON members (person);
CREATE INDEX members_due ON members (next_at) WHERE next_at IS NOT NULL;

CREATE TABLE invites (
    id         INTEGER PRIMARY KEY,
    couple_id  INTEGER REFERENCES couples ON DELETE SET NULL,
    inviter    TEXT NOT NULL,
    invitee    TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    sent_at    INTEGER,
    ended_at   INTEGER,                          -- accepted, declined, cancelled, undeliverable or lapsed
    reached    INTEGER NOT NULL DEFAULT 0        -- its invitee answered it, and knows that it was there
) STRICT;
CREATE INDEX invites_pair ON invites (inviter, invitee);
CREATE INDEX invites_couple ON invites (couple_id) WHERE couple_id IS NOT NULL;
CREATE INDEX invites_open ON invites (created_at) WHERE ended_at IS NULL;

-- One row where a person wants no more invitations from another.
CREATE TABLE refusals (
    person TEXT NOT NULL,
    inviter TEXT NOT NULL,
    PRIMARY KEY (person, inviter)
) STRICT, WITHOUT ROWID;

CREATE TABLE consents (
    couple_id INTEGER NOT NULL REFERENCES couples ON DELETE CASCADE,
    person    TEXT NOT NULL,
    version   INTEGER NOT NULL,
    at        INTEGER NOT NULL,
    PRIMARY KEY (couple_id, person, version)
) STRICT, WITHOUT ROWID;

-- Which question a couple gets on a local date; both partners get the same.
CREATE TABLE questions_asked (
    couple_id  INTEGER NOT NULL REFERENCES couples ON DELETE CASCADE,
    local_date TEXT NOT NULL,
    nth        INTEGER NOT NULL,
    question   TEXT NOT NULL,
    at         INTEGER NOT NULL,
    PRIMARY KEY (couple_id, local_date, nth)
) STRICT, WITHOUT ROWID;

-- One partner, one slot. done_at says that nothing more is to be asked of them,
-- not what they chose.
CREATE TABLE check_ins (
    seq        INTEGER PRIMARY KEY,
    id         INTEGER NOT NULL UNIQUE,
    couple_id  INTEGER NOT NULL REFERENCES couples ON DELETE CASCADE,
    person     TEXT NOT NULL,
    slot_at    INTEGER NOT NULL,
    local_date TEXT NOT NULL,
    question   TEXT NOT NULL,
    done_at    INTEGER,
    later      INTEGER NOT NULL DEFAULT 0,       -- brought back once
    UNIQUE (couple_id, person, slot_at)
) STRICT;
CREATE INDEX check_ins_newest ON check_ins (couple_id, person, seq);

CREATE TABLE needs (
    seq            INTEGER PRIMARY KEY,
    id             INTEGER NOT NULL UNIQUE,
    couple_id      INTEGER NOT NULL REFERENCES couples ON DELETE CASCADE,
    asker          TEXT NOT NULL,
    check_in_id    INTEGER REFERENCES check_ins (id) ON DELETE SET NULL,
    source         TEXT NOT NULL UNIQUE,         -- the interaction or message that worded it: an event told twice is one need
    words          BLOB NOT NULL,
    ask            BLOB,
    kind           BLOB,
    want           BLOB,
    created_at     INTEGER NOT NULL,
    kept_at        INTEGER,
    sent_at        INTEGER,
    answered_at    INTEGER,
    asked_again_at INTEGER,
    rested_at      INTEGER,
    withdrawn_at   INTEGER,
    reached        BLOB,
    closed         BLOB,                         -- when its asker closed it, sealed and written with reached: alone it would tell the outcome
    thanks         BLOB,
    talk_at        INTEGER                       -- "Let's talk" was sent after the answer or the rest
) STRICT;
CREATE INDEX needs_couple ON needs (couple_id, sent_at);
CREATE INDEX needs_check_in ON needs (check_in_id);
CREATE INDEX needs_open ON needs (sent_at)
    WHERE sent_at IS NOT NULL AND answered_at IS NULL AND withdrawn_at IS NULL AND rested_at IS NULL;

CREATE TABLE answers (
    seq       INTEGER PRIMARY KEY,
    id        INTEGER NOT NULL UNIQUE,
    need_id   INTEGER NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    source    TEXT NOT NULL UNIQUE,
    choice    BLOB NOT NULL,
    time      BLOB NOT NULL,                     -- the time it named, in words; empty for most, which is sealed too
    line      BLOB NOT NULL,                     -- a line of their own, or the empty one
    at        INTEGER NOT NULL
) STRICT;
CREATE INDEX answers_need ON answers (need_id);

-- A message owed to one partner, or the edit of one. wake_at is NULL when
-- nothing is owed. Its text is not stored: it follows from kind, ref and facts.
CREATE TABLE notices (
    seq          INTEGER PRIMARY KEY,
    id           INTEGER NOT NULL UNIQUE,
    person       TEXT NOT NULL,
    couple_id    INTEGER REFERENCES couples ON DELETE CASCADE,
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
    UNIQUE (person, kind, ref, round)
) STRICT;
CREATE INDEX notices_due ON notices (lane, wake_at, seq) WHERE wake_at IS NOT NULL;
CREATE INDEX notices_carried ON notices (carried_by) WHERE carried_by IS NOT NULL;
CREATE INDEX notices_dead ON notices (seq) WHERE failed IS NOT NULL;
CREATE INDEX notices_person ON notices (person);
CREATE INDEX notices_about ON notices (ref, kind);
CREATE INDEX notices_couple ON notices (couple_id);
CREATE INDEX notices_message ON notices (message) WHERE message IS NOT NULL;

-- Plain direct messages by id: told twice they are one. Words are kept here, with
-- the person's own key, only while it is unsaid which couple they are for.
CREATE TABLE incoming (
    message TEXT PRIMARY KEY,
    id      INTEGER NOT NULL UNIQUE,
    person  TEXT NOT NULL,
    words   BLOB,
    at      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX incoming_person ON incoming (person);

-- What somebody whose partner left reads at their next command or press, once.
CREATE TABLE endings (
    person TEXT NOT NULL,
    id     INTEGER NOT NULL,
    name   BLOB NOT NULL,                        -- sealed with the reader's own key
    PRIMARY KEY (person, id)
) STRICT, WITHOUT ROWID;

-- +goose StatementEnd
