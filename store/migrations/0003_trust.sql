-- +goose Up
-- +goose StatementBegin

-- A line under an answer, or a thank-you, that its author has not decided about:
-- whether to send it or to keep it private. Sealed with the couple's key; gone
-- with the decision, or after 14 days. One for each need, person and purpose.
CREATE TABLE unsent (
    id        INTEGER PRIMARY KEY,
    couple_id INTEGER NOT NULL REFERENCES couples ON DELETE CASCADE,
    need_id   INTEGER NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    person    TEXT NOT NULL,
    source    TEXT NOT NULL UNIQUE,              -- the interaction that said it: told twice it is one
    purpose   TEXT NOT NULL CHECK (purpose IN ('answer', 'thanks')),
    choice    BLOB NOT NULL,                     -- all three are sealed where they are empty, too
    time      BLOB NOT NULL,
    line      BLOB NOT NULL,
    at        INTEGER NOT NULL,
    UNIQUE (need_id, person, purpose)
) STRICT;
CREATE INDEX unsent_couple ON unsent (couple_id);
CREATE INDEX unsent_person ON unsent (person);
CREATE INDEX unsent_old ON unsent (at);

-- Where a partner stands with confirming that they still agree. The question is a
-- notice, due in 30 days and then every 90; once it was delivered, silence counts
-- down to a pause.
CREATE TABLE confirmations (
    couple_id INTEGER NOT NULL REFERENCES couples ON DELETE CASCADE,
    person    TEXT NOT NULL,
    version   INTEGER NOT NULL,                  -- of the facts that they agreed to last
    round     INTEGER NOT NULL,                  -- of the question that comes next, or is open
    since     INTEGER,                           -- silence counts from here (in the future: when a pause ends); NULL while it does not
    left      INTEGER,                           -- seconds of silence left at since; NULL while nothing was asked
    pause_at  INTEGER,                           -- since + left: when silence means pause
    silent_at INTEGER,                           -- when it did
    PRIMARY KEY (couple_id, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX confirmations_due ON confirmations (pause_at) WHERE pause_at IS NOT NULL;
CREATE INDEX confirmations_version ON confirmations (version);

-- What a person has not sent is counted before each new draft.
CREATE INDEX needs_unsent ON needs (asker) WHERE sent_at IS NULL;

-- +goose StatementEnd
