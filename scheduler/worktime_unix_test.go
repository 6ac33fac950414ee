//go:build unix

package scheduler

import (
	"syscall"
	"testing"
	"time"
)

// worktime returns the processor time that this process has used. On a busy machine that
// says more than the time that passed.
func worktime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
