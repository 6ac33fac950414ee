-- +goose Up
-- +goose StatementBegin

-- Sealed: in which language somebody read the facts that they agreed to, and the number of
-- that language's text. NULL is from before, when they were English.
ALTER TABLE consents ADD COLUMN read BLOB;

-- +goose StatementEnd
