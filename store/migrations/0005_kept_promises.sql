-- +goose Up
-- +goose StatementBegin

-- The language a person said they write in: a lasting key of the library's phrase
-- lists. NULL: not said; then each act of theirs tells, and nothing of that is kept.
ALTER TABLE partners ADD COLUMN language TEXT;

-- When retention was over for a shared exchange of which something was still owed:
-- it stays for whoever that is owed to, and is gone for the other. NULL: it is not.
ALTER TABLE needs ADD COLUMN expired_at INTEGER;

-- It was sent to tell what went well, and asks for nothing: never open, never
-- resting. That its ask is empty and which question it answers is plain as it is.
ALTER TABLE needs ADD COLUMN shares INTEGER NOT NULL DEFAULT 0;

DROP INDEX needs_open;
CREATE INDEX needs_open ON needs (sent_at)
    WHERE sent_at IS NOT NULL AND answered_at IS NULL AND withdrawn_at IS NULL AND rested_at IS NULL AND expired_at IS NULL AND shares = 0;

-- Who was invited is looked for each night among those who are in no couple.
CREATE INDEX invites_invitee ON invites (invitee);

-- +goose StatementEnd
