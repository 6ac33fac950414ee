package host

import (
	"bufio"
	"fmt"
	"os"
	"strings"

	"golang.org/x/sys/unix"
)

// leaveProgram takes the pages of the program's own file out of the memory of this
// process: half of them only starting needed. The system keeps them in its cache as
// long as it has room, and those that a resting bot uses come back one by one, as
// they are used. Only what was never written to is left, so that nothing can be lost
// (madvise(2), MADV_DONTNEED; proc_pid_smaps(5)). Where that cannot be done, nothing is.
func leaveProgram() {
	program, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return
	}
	smaps, err := os.Open("/proc/self/smaps")
	if err != nil {
		return
	}
	defer smaps.Close()
	for _, m := range untouched(bufio.NewScanner(smaps), program) {
		// In huge pages each would come back whole with its first byte.
		_, _, _ = unix.Syscall(unix.SYS_MADVISE, m.from, m.to-m.from, unix.MADV_NOHUGEPAGE)
		_, _, _ = unix.Syscall(unix.SYS_MADVISE, m.from, m.to-m.from, unix.MADV_DONTNEED)
	}
}

// mapping is a range of addresses.
type mapping struct{ from, to uintptr }

// untouched lists the mappings of a file that cannot be written to and of which no
// page was written to before.
func untouched(smaps *bufio.Scanner, file string) (all []mapping) {
	var m mapping
	ours := false // the mapping that the lines are about can be left, as far as is known
	for smaps.Scan() {
		line := smaps.Text()
		key, value, found := strings.Cut(line, ":")
		switch {
		case !found || strings.Contains(key, "-"): // the first line of a mapping; a device's number has a colon
			var rights string
			_, err := fmt.Sscanf(line, "%x-%x %s", &m.from, &m.to, &rights)
			ours = err == nil && strings.HasPrefix(rights, "r-") && strings.HasSuffix(rights, "p") && strings.HasSuffix(line, " "+file)
		case ours && (key == "Anonymous" || key == "Swap") && strings.TrimSpace(value) != "0 kB":
			ours = false
		case ours && key == "VmFlags": // the last line
			all = append(all, m)
		}
	}
	return all
}
