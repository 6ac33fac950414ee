package machine

import (
	"errors"
	"fmt"
	"net"
	"os"
	"syscall"

	"golang.org/x/sys/windows"
)

// OwnerOf returns -1: owners have no numbers here.
func OwnerOf(os.FileInfo) (user, group int) { return -1, -1 }

// IsTerminal says whether what is written to a file is read on a screen.
func IsTerminal(f *os.File) bool {
	var mode uint32
	return windows.GetConsoleMode(windows.Handle(f.Fd()), &mode) == nil
}

// ListenAt fails with errors.ErrUnsupported: not every Windows has sockets that stand in a
// directory.
func ListenAt(string) (net.Listener, error) { return nil, errors.ErrUnsupported }

// IsFull says whether an error is the system's word that a disk is full.
func IsFull(err error) bool {
	return errors.Is(err, windows.ERROR_DISK_FULL) || errors.Is(err, windows.ERROR_HANDLE_DISK_FULL) || errors.Is(err, windows.ERROR_DISK_QUOTA_EXCEEDED)
}

// IsReadOnly says whether an error is the system's word that a disk is read-only.
func IsReadOnly(err error) bool { return errors.Is(err, windows.ERROR_WRITE_PROTECT) }

// What the system says of an address that a server is to listen on.
const (
	ErrAddrTaken   = windows.WSAEADDRINUSE
	ErrAddrDenied  = windows.WSAEACCES
	ErrAddrMissing = windows.WSAEADDRNOTAVAIL
)

// ChildAlone are the attributes of a child process that gets no Ctrl+C from the terminal:
// its parent gets it, and stops the child in good order.
func ChildAlone() *syscall.SysProcAttr {
	return &syscall.SysProcAttr{CreationFlags: windows.CREATE_NEW_PROCESS_GROUP}
}

// NewerZones is how a host comes by newer zone data: no program for Windows has any.
const NewerZones = "a newer leanon has newer zone data"

// FindsHere says whether a program in the current directory starts by its name alone. Its
// whole path, which a program is told, is nothing that anybody types.
const FindsHere = true

// WithVariable is what a host types to run a command with a variable, as NAME=value. Both
// shells here understand it.
func WithVariable(variable, command string) string {
	return fmt.Sprintf(`cmd /c "set %s&& %s"`, variable, command)
}
