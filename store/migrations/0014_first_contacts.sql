-- +goose Up
-- +goose StatementBegin

-- When the invitations of the last hour went, and when those that wait will go: a lane of
-- their own, because Discord takes many first messages at once for spam. It names nobody.
CREATE TABLE first_contacts (
    seq    INTEGER PRIMARY KEY,
    due_at INTEGER NOT NULL
) STRICT;
CREATE INDEX first_contacts_due ON first_contacts (due_at);

-- +goose StatementEnd
