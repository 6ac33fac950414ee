-- +goose Up
-- +goose StatementBegin

-- A plain message waits for its writer's decision not only while it is unsaid which
-- couple it is for, but also while it may answer something. What it may answer, and
-- whether its words name a button, lie sealed beside the words and go with them.
ALTER TABLE incoming ADD COLUMN about BLOB;   -- sealed with the person's own key; padded, so that its length says nothing

-- +goose StatementEnd
