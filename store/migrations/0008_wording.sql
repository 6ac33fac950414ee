-- +goose Up
-- +goose StatementBegin

-- All that a person chose about a need beside its words: the request, kind and
-- want, whether it tells and asks for nothing, whether its question stays away.
-- One sealed value of one length, so that it shows neither which nor whether any.
-- Where it stands, ask, kind and want are NULL and shares is 0; rows from before
-- have those instead.
ALTER TABLE needs ADD COLUMN chosen BLOB;

-- How many times a person was told that a small request can be added, sealed with
-- their own key. It is written anew with each of their drafts, so that it does not
-- show which of them had that hint.
ALTER TABLE partners ADD COLUMN hints BLOB;

-- +goose StatementEnd
