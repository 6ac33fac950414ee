-- +goose Up
-- +goose StatementBegin

-- notices.message holds a keyed hash of the id of the message that it became, as 0023 says,
-- and message_id that id, sealed. Rows of before are changed in the background, and leave
-- this index then.
ALTER TABLE notices ADD COLUMN message_id BLOB;
CREATE INDEX notices_before ON notices (seq) WHERE message IS NOT NULL AND message_id IS NULL;

-- In place of last_message: that id, sealed, and the quarter of an hour in which the newest
-- message came that is known. In place of heard_to: that id, sealed; NULL: nothing is known to
-- begin from. last_message and heard_to are empty from the first start on.
ALTER TABLE partners ADD COLUMN last_id BLOB;
ALTER TABLE partners ADD COLUMN last_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE partners ADD COLUMN heard_id BLOB;

-- In place of after: a copy of its person's last_id, until it is known what became of the
-- attempt.
ALTER TABLE notices ADD COLUMN after_id BLOB;
UPDATE notices SET after = '' WHERE after <> '' AND wake_at IS NULL;

-- +goose StatementEnd
