-- +goose Up
-- +goose StatementBegin

-- Marks of what ended and is not in the file of endings beside the database yet: hashes of
-- random ids and keys. Each moves there within the hour and leaves this table.
CREATE TABLE ended (
    mark TEXT PRIMARY KEY   -- in hexadecimal
) STRICT, WITHOUT ROWID;

-- +goose StatementEnd
