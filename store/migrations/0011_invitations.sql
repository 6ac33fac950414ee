-- +goose Up
-- +goose StatementBegin

-- Whether the invitee declined: sealed with the key of the couple to be, also where
-- they did not. An invitation stays open to its inviter for seven days in either case.
-- NULL: sent by an earlier version, and not yet looked at by this one.
ALTER TABLE invites ADD COLUMN declined BLOB;

-- Whom it went to, sealed with the inviter's own key, once the invitee was forgotten
-- (invitee is '' then): so that it stays open to its inviter like any other.
ALTER TABLE invites ADD COLUMN forgotten BLOB;

-- It told who had answered.
ALTER TABLE invites DROP COLUMN reached;

-- +goose StatementEnd
