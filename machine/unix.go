//go:build unix

package machine

import (
	"errors"
	"io"
	"io/fs"
	"net"
	"os"
	"path/filepath"
	"syscall"

	"golang.org/x/sys/unix"
)

// What a host runs on a file, or on a directory, to keep it to themselves.
const (
	KeepFileAlone = "run chmod 600 on it"
	KeepDirAlone  = "run chmod 700 on it"
)

// NewerZones is how a host without zone data comes by it.
const NewerZones = "install your system's tzdata"

// Open opens a file for reading. It does not wait for somebody to write to a pipe.
func Open(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDONLY|syscall.O_NONBLOCK, 0)
}

// OpenItself opens the file at path with the flags of os.OpenFile, and fails with ErrLink
// for a link. A file that it makes is its owner's alone.
func OpenItself(path string, flags int) (*os.File, error) {
	f, err := os.OpenFile(path, flags|syscall.O_NOFOLLOW, 0o600)
	if errors.Is(err, syscall.ELOOP) {
		return nil, ErrLink
	}
	return f, err
}

// Rename gives a file another name, in place of the file that has it. That survives a
// power failure once SyncDir returns.
func Rename(from, to string) error { return os.Rename(from, to) }

// SyncDir makes the names in a directory survive a power failure.
func SyncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	// Some file systems cannot sync a directory. SQLite ignores that too.
	if err := d.Sync(); err != nil && !errors.Is(err, syscall.EINVAL) && !errors.Is(err, syscall.ENOTSUP) {
		d.Close()
		return err
	}
	return d.Close()
}

// MakeDir makes a directory, and those above it, for its owner alone. It leaves one that
// is there as it is.
func MakeDir(dir string) error { return os.MkdirAll(dir, 0o700) }

// KeepAlone makes a file its owner's alone.
func KeepAlone(path string) error { return os.Chmod(path, 0o600) }

// OpenToOthers says whether others than the owner, and than who may do everything here,
// can open a file or directory. info is what os.Stat says of it.
func OpenToOthers(_ string, info fs.FileInfo) bool { return info.Mode().Perm()&0o077 != 0 }

// IsTerminal says whether what is written to a file is read on a screen.
func IsTerminal(f *os.File) bool {
	_, err := unix.IoctlGetWinsize(int(f.Fd()), unix.TIOCGWINSZ)
	return err == nil
}

// OwnerOf returns the numbers of a file's owner and group, -1 if the system has none.
func OwnerOf(info fs.FileInfo) (user, group int) {
	if stat, ok := info.Sys().(*syscall.Stat_t); ok {
		return int(stat.Uid), int(stat.Gid)
	}
	return -1, -1
}

// AllowLike gives a file to the owner of another one.
func AllowLike(path, like string) error {
	info, err := os.Stat(like)
	if err != nil {
		return err
	}
	user, group := OwnerOf(info)
	if user < 0 || user == os.Geteuid() {
		return nil
	}
	return os.Chown(path, user, group)
}

// LeaveToDirectory gives an open file to the owner of its directory, if root made it and
// if it can: what root makes for a service, the service can open. It does not follow the
// name, which that owner could lead elsewhere.
func LeaveToDirectory(f *os.File) {
	file, err := f.Stat()
	dir, e := os.Stat(filepath.Dir(f.Name()))
	if os.Geteuid() != 0 || err != nil || e != nil || HasOtherNames("", file) {
		return
	}
	_ = f.Chown(OwnerOf(dir)) // else it stays root's, and whoever opens it says so
}

// HasOtherNames says whether a file has more than one name. info is what os.Lstat says of it.
func HasOtherNames(_ string, info fs.FileInfo) bool {
	stat, ok := info.Sys().(*syscall.Stat_t)
	return ok && info.Mode().IsRegular() && stat.Nlink > 1
}

// MayWrite says why whoever runs this may not read and write a file, nil if they may.
func MayWrite(path string) error { return unix.Access(path, unix.R_OK|unix.W_OK) }

// MayWriteIn says why whoever runs this may not read and write in a directory, nil if they
// may.
func MayWriteIn(dir string) error { return unix.Access(dir, unix.R_OK|unix.W_OK|unix.X_OK) }

// MayEnter says whether whoever runs this may reach what is in a directory.
func MayEnter(dir string) bool { return unix.Access(dir, unix.X_OK) == nil }

// Lock locks an open file for this process alone, or fails with ErrLocked.
func Lock(f *os.File) error { return flock(f, unix.LOCK_EX) }

// LockTogether locks an open file together with others that do the same, or fails with
// ErrLocked if a process has it alone.
func LockTogether(f *os.File) error { return flock(f, unix.LOCK_SH) }

func flock(f *os.File, how int) error {
	err := unix.Flock(int(f.Fd()), how|unix.LOCK_NB)
	if errors.Is(err, unix.EWOULDBLOCK) {
		return ErrLocked
	}
	return err
}

// LockDir locks a directory for this process alone, or fails with ErrLocked. The lock ends
// with Unlock and with the process.
func LockDir(dir string) (*os.File, error) {
	f, err := os.Open(dir)
	if err != nil {
		return nil, err
	}
	if flock(f, unix.LOCK_EX) != nil {
		f.Close()
		return nil, ErrLocked
	}
	return f, nil
}

// Unlock ends the lock of a file and closes it. Closing it would not be enough, because a
// child process that is just being started has it open too.
func Unlock(f *os.File) {
	_ = unix.Flock(int(f.Fd()), unix.LOCK_UN)
	f.Close()
}

// ByteHeld says whether a process, also this one where the system tells, has locked a byte
// of an open file for writing. It takes no lock.
func ByteHeld(f *os.File, at int64) bool {
	lock := unix.Flock_t{Type: unix.F_WRLCK, Whence: io.SeekStart, Start: at, Len: 1}
	err := unix.FcntlFlock(f.Fd(), askLock, &lock)
	return err == nil && lock.Type != unix.F_UNLCK
}

// ListenAt listens at a socket that stands at path, for its owner alone.
func ListenAt(path string) (net.Listener, error) {
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, err
	}
	if err := KeepAlone(path); err != nil {
		l.Close()
		return nil, err
	}
	return l, nil
}

// IsFull says whether an error is the system's word that a disk is full.
func IsFull(err error) bool { return errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) }

// IsReadOnly says whether an error is the system's word that a disk is read-only.
func IsReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }

// What the system says of an address that a server is to listen on.
const (
	ErrAddrTaken   = syscall.EADDRINUSE
	ErrAddrDenied  = syscall.EACCES
	ErrAddrMissing = syscall.EADDRNOTAVAIL
)

// ChildAlone are the attributes of a child process that gets no Ctrl+C from the terminal:
// its parent gets it, and stops the child in good order.
func ChildAlone() *syscall.SysProcAttr { return &syscall.SysProcAttr{Setpgid: true} }

// FindsHere says whether a program in the current directory starts by its name alone.
const FindsHere = false

// WithVariable is what a host types to run a command with a variable, as NAME=value.
func WithVariable(variable, command string) string { return variable + " " + command }
