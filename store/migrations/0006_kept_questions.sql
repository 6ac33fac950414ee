-- +goose Up
-- +goose StatementBegin

-- When retention was over for a question that stays only because what was said to it
-- is still owed to somebody: it is gone for whoever was asked. NULL: it is not.
ALTER TABLE check_ins ADD COLUMN expired_at INTEGER;

-- +goose StatementEnd
