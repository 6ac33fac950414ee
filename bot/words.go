package bot

import "time"

// These sentences are said in several places. A sentence that is said in one stands
// there.
const (
	sayNoRush = "No rush."
)

// dated returns the day of a time, which Discord shows on the calendar of the reader.
func dated(t time.Time) string { return at(t, "D") }
