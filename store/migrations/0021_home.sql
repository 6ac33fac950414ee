-- +goose Up

-- The channel of a person's direct messages, sealed with their own key. The plain column
-- beside it counts only while both agree, so that nobody who can write the file turns
-- what somebody gets into another's chat. NULL under a key of before: not sealed yet.
ALTER TABLE partners ADD COLUMN home BLOB;
