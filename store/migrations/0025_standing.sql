-- +goose Up

-- How a member's latest questions stand: which are done with, and which came back after
-- Later. Sealed with the couple's key, and there from the first moment, so that nobody sees
-- what somebody did with a question, or when. NULL: not sealed yet; then check_ins.done_at
-- and later say it, which are empty once it is.
ALTER TABLE members ADD COLUMN standing BLOB;

-- What a person set that no query needs: how their notes arrive, and which language they
-- write in. Sealed with their own key. NULL: not sealed yet; then notes and language say it.
ALTER TABLE partners ADD COLUMN settings BLOB;
