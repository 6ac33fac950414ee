package clock

import (
	"errors"
	"fmt"
)

// ErrExpression is wrapped by every refusal of a cron expression.
var ErrExpression = errors.New("not a schedule I can follow")

// BadExpression refuses a cron expression. Its text is one line for whoever runs a copy;
// it says what is allowed and never repeats what was typed. Why is for a program that
// says it in other words.
type BadExpression struct {
	Why  Why
	says string
}

// Why is what is wrong with an expression, in a word that never changes.
type Why string

// What can be wrong with an expression, beside each of its fields.
const (
	TooLong       Why = "long"
	NamesZone     Why = "zone"       // it begins with TZ=
	Shortcut      Why = "shortcut"   // it begins with @
	Characters    Why = "characters" // it has some that no expression has
	NotFiveFields Why = "fields"
	NoSuchDay     Why = "never" // none of its months has such a day
	Skipped       Why = "skipped"
)

// The fields of an expression, in order: one of them has a value that it does not take.
const (
	Minute     Why = "minute"
	Hour       Why = "hour"
	DayOfMonth Why = "day"
	Month      Why = "month"
	DayOfWeek  Why = "weekday"
)

// Error says what is wrong.
func (e BadExpression) Error() string { return ErrExpression.Error() + ": " + e.says }

// Unwrap returns ErrExpression.
func (e BadExpression) Unwrap() error { return ErrExpression }

// refuse returns a BadExpression whose text is formatted.
func refuse(why Why, says string, args ...any) error {
	return BadExpression{why, fmt.Sprintf(says, args...)}
}
