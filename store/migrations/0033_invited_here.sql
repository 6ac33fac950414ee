-- +goose Up
-- +goose StatementBegin

-- 1: the inviter put it into the chat that the two have with one another, so that no message
-- of ours brings it. 0: it comes to the invitee in their own chat with us.
ALTER TABLE invites ADD COLUMN here INTEGER NOT NULL DEFAULT 0;

-- +goose StatementEnd
