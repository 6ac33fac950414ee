package bot

import "time"

// dated returns the day of a time, which Discord shows on the calendar of the reader.
func dated(t time.Time) string { return at(t, "D") }
