-- +goose Up
-- +goose StatementBegin

-- Discord's id of a message or an interaction says to the millisecond when somebody did
-- something. So from now on columns by which rows are found (incoming.message, and source
-- of needs, answers and unsent) hold a keyed hash of it: "#" and 22 characters. The key is
-- in meta, wrapped by the master key. The id itself is sealed beside it where it is needed.
-- Ids of before are replaced at the first start, when that key is made.
ALTER TABLE incoming ADD COLUMN message_id BLOB;

-- When a message was heard, to the end of its minute.
UPDATE incoming SET at = (at + 59) / 60 * 60;

-- +goose StatementEnd
