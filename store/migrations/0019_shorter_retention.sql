-- +goose Up
-- +goose StatementBegin

-- A shorter retention that this person chose and that does not count yet: how many
-- days, and from when. Sealed with their own key. NULL: none.
ALTER TABLE partners ADD COLUMN shorter BLOB;

-- +goose StatementEnd
