-- +goose Up
-- +goose StatementBegin

-- The words of what its asker withdrew are erased from now on, so that nothing of them
-- is left in the file. A need that was answered keeps them when its asker takes it back:
-- that is how the two are told apart. What was withdrawn before, answered or not, stays
-- withdrawn.
UPDATE needs SET words = x'', ask = NULL, kind = NULL, want = NULL, chosen = NULL, reached = NULL, closed = NULL, thanks = NULL
    WHERE withdrawn_at IS NOT NULL;

-- +goose StatementEnd
