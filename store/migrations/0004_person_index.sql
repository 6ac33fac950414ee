-- +goose Up

-- UNIQUE (person, kind, ref, round) finds a person's notices as well, and each
-- index is a page more to write for each of the many check-ins of one minute.
DROP INDEX notices_person;
