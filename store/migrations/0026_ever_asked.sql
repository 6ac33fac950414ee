-- +goose Up

-- When a couple was last asked each question, ever, so that what they were never asked
-- comes first: eleven characters for each question, see store/everasked.go. NULL where there is
-- no row: not written since the upgrade; then questions_asked says it, and keeps it.
CREATE TABLE ever_asked (
    couple_id INTEGER PRIMARY KEY REFERENCES couples ON DELETE CASCADE,
    record    TEXT NOT NULL
) STRICT;

-- Which question a number of such a record means.
CREATE TABLE question_keys (
    number   INTEGER PRIMARY KEY,
    question TEXT NOT NULL
) STRICT;
