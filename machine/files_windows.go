package machine

import (
	"errors"
	"io/fs"
	"os"
	"time"

	"golang.org/x/sys/windows"
)

// Open opens a file for reading. No pipe can stand in a directory here.
func Open(path string) (*os.File, error) { return os.Open(path) }

// OpenItself opens the file at path with the flags of os.OpenFile, and fails with ErrLink
// for a link. A file that it makes can be opened by those who can open its directory. It
// can be removed while it is open, as on Unix.
func OpenItself(path string, flags int) (*os.File, error) {
	access, how := uint32(windows.GENERIC_READ), uint32(windows.OPEN_EXISTING)
	if flags&(os.O_WRONLY|os.O_RDWR) != 0 {
		access |= windows.GENERIC_WRITE
	}
	if flags&os.O_CREATE != 0 {
		how = windows.OPEN_ALWAYS
	}
	const shared = windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE
	f, err := createFile(path, access, shared, how, windows.FILE_FLAG_OPEN_REPARSE_POINT)
	if err != nil {
		return nil, err
	}
	var about windows.ByHandleFileInformation
	err = windows.GetFileInformationByHandle(windows.Handle(f.Fd()), &about)
	if err == nil && about.FileAttributes&windows.FILE_ATTRIBUTE_REPARSE_POINT != 0 {
		err = ErrLink
	}
	if err == nil && flags&os.O_TRUNC != 0 {
		err = f.Truncate(0)
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return f, nil
}

// createFile is the system's CreateFile.
func createFile(path string, access, shared, how, flags uint32) (*os.File, error) {
	name, err := windows.UTF16PtrFromString(path)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	handle, err := windows.CreateFile(name, access, shared, nil, how, windows.FILE_ATTRIBUTE_NORMAL|flags, 0)
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: path, Err: err}
	}
	return os.NewFile(uintptr(handle), path), nil
}

// isShared says whether an error is that another program has a file open.
func isShared(err error) bool {
	return errors.Is(err, windows.ERROR_SHARING_VIOLATION) || errors.Is(err, windows.ERROR_ACCESS_DENIED)
}

// Rename gives a file another name, in place of the file that has it. When it returns,
// that survives a power failure. It waits up to two seconds for programs that read either, such as
// those that look for viruses.
func Rename(from, to string) error {
	old, err := windows.UTF16PtrFromString(from)
	if err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	coming, err := windows.UTF16PtrFromString(to)
	if err != nil {
		return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
	}
	for tries := 0; ; tries++ {
		err = windows.MoveFileEx(old, coming, windows.MOVEFILE_REPLACE_EXISTING|windows.MOVEFILE_WRITE_THROUGH)
		if err == nil {
			return nil
		}
		if tries == 200 || !isShared(err) {
			return &os.LinkError{Op: "rename", Old: from, New: to, Err: err}
		}
		time.Sleep(10 * time.Millisecond)
	}
}

// SyncDir does nothing: no program can sync a directory here. Rename waits for the disk.
func SyncDir(string) error { return nil }

// HasOtherNames says whether a file has more than one name. info is what os.Lstat says of it.
func HasOtherNames(path string, info fs.FileInfo) bool {
	if !info.Mode().IsRegular() {
		return false
	}
	const shared = windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE
	f, err := createFile(path, windows.FILE_READ_ATTRIBUTES, shared, windows.OPEN_EXISTING, windows.FILE_FLAG_OPEN_REPARSE_POINT)
	if err != nil {
		return false
	}
	defer f.Close()
	var about windows.ByHandleFileInformation
	err = windows.GetFileInformationByHandle(windows.Handle(f.Fd()), &about)
	return err == nil && about.NumberOfLinks > 1
}

// MayWrite says why whoever runs this may not read and write a file, and say who else may,
// nil if they may.
func MayWrite(path string) error {
	const shared = windows.FILE_SHARE_READ | windows.FILE_SHARE_WRITE | windows.FILE_SHARE_DELETE
	f, err := createFile(path, windows.GENERIC_READ|windows.GENERIC_WRITE|windows.WRITE_DAC, shared, windows.OPEN_EXISTING, 0)
	if err != nil {
		return errors.Unwrap(err)
	}
	return f.Close()
}

// MayWriteIn says why whoever runs this may not read and write in a directory, nil if they
// may. Only a file that is made there for a moment tells.
func MayWriteIn(dir string) error {
	f, err := os.CreateTemp(dir, ".leanon-check-*")
	if err != nil {
		return err
	}
	return errors.Join(f.Close(), os.Remove(f.Name()))
}

// MayEnter says whether whoever runs this may reach what is in a directory.
func MayEnter(dir string) bool {
	_, err := os.ReadDir(dir)
	return err == nil
}
