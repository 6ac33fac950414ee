package store

import "time"

// Capped is the error of a cap that makes room again by itself.
type Capped struct {
	Reason error     // which cap it is
	Until  time.Time // when there is room again
}

func (c Capped) Error() string { return c.Reason.Error() }

// Unwrap returns the reason, so that errors.Is finds it.
func (c Capped) Unwrap() error { return c.Reason }
