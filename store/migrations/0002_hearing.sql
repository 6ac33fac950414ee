-- +goose Up
-- +goose StatementBegin

-- Up to which message a person's channel was read. last_message cannot tell: it
-- counts our own messages too, and what somebody wrote while we were away may be
-- older than what we sent on coming back. Only reading moves it, so that a live
-- message hides none that was missed before it. '': nothing is known to begin from.
ALTER TABLE partners ADD COLUMN heard_to TEXT NOT NULL DEFAULT '';
ALTER TABLE partners ADD COLUMN read_at INTEGER;   -- when the channel was last read; NULL never

-- When the words that we have of a message were edited, as Discord dates it, in
-- microseconds: edits within one second are told apart. 0: never.
ALTER TABLE incoming ADD COLUMN edition INTEGER NOT NULL DEFAULT 0;

UPDATE partners SET heard_to = coalesce(
    (SELECT message FROM incoming WHERE incoming.person = partners.person ORDER BY length(message) DESC, message DESC LIMIT 1),
    last_message);

CREATE INDEX partners_channel ON partners (channel) WHERE channel <> '';

-- +goose StatementEnd
