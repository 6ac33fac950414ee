-- +goose Up
-- +goose StatementBegin

-- Which questions for a season of life a member chose, and until when. Sealed with the
-- couple's key, there from the first moment and always of the same length. NULL: nothing was
-- chosen, by an earlier version; it is sealed in the background.
ALTER TABLE members ADD COLUMN seasons BLOB;

-- Which question was asked indeed, if it is another than the column question says: that one
-- follows from plain facts alone, so that it does not tell which season a couple chose. Sealed
-- with the couple's key and there in every row of this version. NULL: question says it.
ALTER TABLE questions_asked ADD COLUMN asked BLOB;
ALTER TABLE check_ins ADD COLUMN asked BLOB;

-- +goose StatementEnd
