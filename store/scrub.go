package store

import (
	"context"
	"errors"
	"fmt"
)

// scrub moves the write-ahead log into the database and empties it, so that what
// was deleted is in neither file: secure_delete overwrites pages of the database,
// but the log keeps what they held before. It waits for readers half a second, for
// whoever leaves waits for a reply; clean is false where one reads for longer, and
// the next time does the rest.
func (s *Store) scrub(ctx context.Context) (clean bool, err error) {
	c, err := s.writer.Conn(ctx)
	if err != nil {
		return false, fmt.Errorf("empty the write-ahead log: %w", err)
	}
	defer c.Close()
	var busy, frames, moved int
	_, err = c.ExecContext(ctx, "PRAGMA busy_timeout = 500")
	if err == nil {
		err = c.QueryRowContext(ctx, "PRAGMA wal_checkpoint(TRUNCATE)").Scan(&busy, &frames, &moved)
	}
	_, back := c.ExecContext(context.WithoutCancel(ctx), "PRAGMA busy_timeout = "+lockTry)
	if err = errors.Join(err, back); err != nil {
		return false, fmt.Errorf("empty the write-ahead log: %w", err)
	}
	return busy == 0, nil
}
