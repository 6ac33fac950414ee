-- +goose Up

-- A member's latest breath, and whether they ended one for themselves, sealed with the
-- couple's key. It is written for both when one of them takes a breath, always of one
-- length, and emptied on the next day; NULL for none.
ALTER TABLE members ADD COLUMN breath BLOB;
CREATE INDEX members_breath ON members (couple_id) WHERE breath IS NOT NULL;

-- The date on which a breath of the couple ends. Up to it no question about a repair and
-- none of depth 3 comes, and the first question of a later date is a light one, which
-- empties this; NULL for none.
ALTER TABLE couples ADD COLUMN easy_after TEXT;
CREATE INDEX couples_easy ON couples (id) WHERE easy_after IS NOT NULL;
