package stories

import (
	"os"
	"syscall"
	"testing"
)

// worldDir returns a directory for a world's data. It lies in memory where there is
// room for all worlds of a run, so that no story waits for fsync. Only the torture
// and the stories of full disks are about what a disk does; they choose theirs.
func worldDir(t *testing.T) string {
	t.Helper()
	const memory, room = "/dev/shm", 256 << 20 // bytes; 32 worlds hold some 40 MB
	var fs syscall.Statfs_t
	if err := syscall.Statfs(memory, &fs); err != nil || fs.Bavail*uint64(fs.Bsize) < room {
		return t.TempDir()
	}
	dir, err := os.MkdirTemp(memory, "leanon-story-")
	if err != nil {
		return t.TempDir()
	}
	t.Cleanup(func() {
		if err := os.RemoveAll(dir); err != nil {
			t.Error(err)
		}
	})
	return dir
}
