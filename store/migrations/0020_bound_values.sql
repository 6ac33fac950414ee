-- +goose Up
-- +goose StatementBegin

-- From now on a sealed value is bound to its author, its couple and its state, by a format
-- byte of its own. The ninth byte of a wrapped key says whether values of the format before
-- may lie under it. Rows of before are sealed anew key by key, and leave these indexes then.
CREATE INDEX couples_before ON couples (id) WHERE substr(wrapped_key, 9, 1) = x'01';
CREATE INDEX partners_before ON partners (person) WHERE substr(wrapped_key, 9, 1) = x'01';

-- +goose StatementEnd
