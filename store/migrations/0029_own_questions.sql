-- +goose Up

-- The questions that a couple put into words themselves. One proposes a question, and it
-- is used once the other said yes. Its words are sealed with the couple's key. So is what
-- the other said to it, which is there from the moment of proposing and always of the same
-- length: a refusal looks like silence. proposed_at is NULL for a draft.
CREATE TABLE own_questions (
    id          INTEGER PRIMARY KEY,
    couple_id   INTEGER NOT NULL REFERENCES couples ON DELETE CASCADE,
    author      TEXT NOT NULL,
    source      TEXT NOT NULL UNIQUE,            -- the interaction that worded it: a form sent twice is one draft
    words       BLOB NOT NULL,
    said        BLOB,
    created_at  INTEGER NOT NULL,
    proposed_at INTEGER
) STRICT;
CREATE INDEX own_questions_couple ON own_questions (couple_id);

-- Whether a member wants no more proposals from the other. Sealed with the couple's key, and
-- written anew with each proposal to them, so that it is there whatever they chose.
ALTER TABLE members ADD COLUMN proposals BLOB;
