-- +goose Up
-- +goose StatementBegin

-- A person can have several undecided lines about one need: an answer, a line that follows
-- one, and what they heard are said beside each other, and one must not push out another.
CREATE TABLE unsent_beside (
    id        INTEGER PRIMARY KEY,
    couple_id INTEGER NOT NULL REFERENCES couples ON DELETE CASCADE,
    need_id   INTEGER NOT NULL REFERENCES needs (id) ON DELETE CASCADE,
    person    TEXT NOT NULL,
    source    TEXT NOT NULL UNIQUE,              -- the interaction that said it: told twice it is one
    purpose   TEXT NOT NULL CHECK (purpose IN ('answer', 'thanks')),
    choice    BLOB NOT NULL,                     -- all three are sealed where they are empty, too
    time      BLOB NOT NULL,
    line      BLOB NOT NULL,
    at        INTEGER NOT NULL
) STRICT;
INSERT INTO unsent_beside SELECT id, couple_id, need_id, person, source, purpose, choice, time, line, at FROM unsent;
DROP TABLE unsent;
ALTER TABLE unsent_beside RENAME TO unsent;
CREATE INDEX unsent_need ON unsent (need_id);
CREATE INDEX unsent_couple ON unsent (couple_id);
CREATE INDEX unsent_person ON unsent (person);
CREATE INDEX unsent_old ON unsent (at);

-- +goose StatementEnd
