package scheduler

import (
	"testing"
	"time"

	"golang.org/x/sys/windows"
)

// worktime returns the processor time that this process has used. On a busy machine that
// says more than the time that passed.
func worktime(b *testing.B) time.Duration {
	b.Helper()
	var began, ended, kernel, user windows.Filetime
	if err := windows.GetProcessTimes(windows.CurrentProcess(), &began, &ended, &kernel, &user); err != nil {
		b.Fatal(err)
	}
	spent := func(t windows.Filetime) time.Duration { // the system counts in steps of 100 ns
		return 100 * time.Duration(int64(t.HighDateTime)<<32|int64(t.LowDateTime))
	}
	return spent(kernel) + spent(user)
}
