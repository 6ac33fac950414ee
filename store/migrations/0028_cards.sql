-- +goose Up

-- What a member wrote on their card for one couple, and what of it their partner may see.
-- One sealed value, there from the first moment and filled up to one length, so that
-- nobody sees who has a card, or when it changed. No row: none was sealed yet.
CREATE TABLE cards (
    couple_id INTEGER NOT NULL REFERENCES couples ON DELETE CASCADE,
    person    TEXT NOT NULL,
    card      BLOB NOT NULL,
    PRIMARY KEY (couple_id, person)
) STRICT;
