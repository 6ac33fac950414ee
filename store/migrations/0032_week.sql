-- +goose Up
-- +goose StatementBegin

-- When the weekly note of a member comes next by the clock. 0: it is to be found out, which
-- tells nothing. NULL: no couple yet, or no zone known. It goes on in a pause, and for
-- whoever wants none, so that it tells nothing of what somebody chose.
ALTER TABLE members ADD COLUMN week_at INTEGER;
UPDATE members SET week_at = 0 WHERE couple_id IN (SELECT id FROM couples WHERE formed_at IS NOT NULL);
CREATE INDEX members_week ON members (week_at) WHERE week_at IS NOT NULL;

-- By which expression and zone of the host these times were found out, in one row.
CREATE TABLE week_rule (
    rule TEXT NOT NULL
) STRICT;
INSERT INTO week_rule (rule) VALUES ('');

-- +goose StatementEnd
