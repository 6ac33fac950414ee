-- +goose Up
-- +goose StatementBegin

-- When Discord first refused a message, or an edit of one, for a reason that may pass, and
-- how often it did since. NULL and 0: it did not, or it took it since.
ALTER TABLE notices ADD COLUMN refused_at INTEGER;
ALTER TABLE notices ADD COLUMN refusals INTEGER NOT NULL DEFAULT 0;

-- Earlier versions gave a message up at any refusal, and with an edit whatever the message
-- was to say from then on. What people said to each other, and each edit, is tried again,
-- unless its content was at fault. Whether it still applies is decided then.
UPDATE notices SET failed = NULL, tries = 0, refused_at = coalesce(attempted_at, due_at), wake_at = due_at
WHERE failed GLOB 'status *, code *'
    AND substr(failed, instr(failed, 'code ') + 5) NOT IN ('50035', '50006', '50109', '40005', '200000', '240000', '20009')
    AND (message IS NOT NULL
        OR kind IN ('invite', 'invite-failed', 'check-in', 'preview', 'note', 'answer', 'heard', 'reminder', 'follow-up', 'thanks', 'talk', 'consent'));

CREATE INDEX notices_refused ON notices (person) WHERE refused_at IS NOT NULL;

-- +goose StatementEnd
