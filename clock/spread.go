package clock

import (
	"strconv"
	"strings"
)

// Spread moves the time of day of an expression by some minutes: later, or earlier where
// they would reach the next hour, so that the days stay the same. It returns an expression
// whose minute is no plain number as it is.
func Spread(expr string, minutes int) string {
	fields := strings.Fields(expr)
	if len(fields) == 0 {
		return expr
	}
	at, err := strconv.Atoi(fields[0])
	if err != nil {
		return expr
	}
	if at+minutes > 59 {
		minutes = -minutes
	}
	if at+minutes < 0 || at+minutes > 59 {
		return expr
	}
	fields[0] = strconv.Itoa(at + minutes)
	return strings.Join(fields, " ")
}
