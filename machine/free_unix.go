//go:build unix

package machine

import "golang.org/x/sys/unix"

// FreeBytes returns how much room whoever runs this has on the disk that holds dir.
func FreeBytes(dir string) (uint64, error) {
	var disk unix.Statfs_t
	if err := unix.Statfs(dir, &disk); err != nil {
		return 0, err
	}
	return uint64(disk.Bavail) * uint64(disk.Bsize), nil
}
