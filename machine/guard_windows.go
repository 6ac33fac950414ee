package machine

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// What a host runs on a file, or on a directory, to keep it to themselves. The star stands
// before the number of whoever runs this, which icacls takes in place of a name.
var (
	KeepFileAlone = fmt.Sprintf(`run icacls with /inheritance:r /grant:r "*%s:F" on it`, me())
	KeepDirAlone  = fmt.Sprintf(`run icacls with /inheritance:r /grant:r "*%s:(OI)(CI)F" on it`, me())
)

// What a list of rights begins with, for a file or a directory that is its owner's alone.
// The system and the administrators, who can take any file, have theirs.
const (
	fileRights = "D:P(A;;FA;;;SY)(A;;FA;;;BA)(A;;FA;;;%s)"
	dirRights  = "D:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;FA;;;%s)"
)

// me returns the number (SID) of whoever runs this, "" if the system does not tell.
func me() string {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return ""
	}
	return user.User.Sid.String()
}

// MakeDir makes a directory, and those above it, for its owner alone. It leaves one that
// is there as it is.
func MakeDir(dir string) error {
	_, before := os.Stat(dir)
	if err := os.MkdirAll(dir, 0o700); err != nil || before == nil {
		return err
	}
	return allow(dir, dirRights)
}

// KeepAlone makes a file its owner's alone. On a disk that knows no rights it does nothing.
func KeepAlone(path string) error { return allow(path, fileRights) }

func allow(path, rights string) error {
	if _, err := os.Lstat(path); err != nil {
		return err
	}
	sd, err := windows.SecurityDescriptorFromString(fmt.Sprintf(rights, me()))
	if err != nil {
		return &fs.PathError{Op: "protect", Path: path, Err: err}
	}
	return setRights(path, sd)
}

// setRights gives a file or directory the list of rights of sd, and no inherited ones.
func setRights(path string, sd *windows.SECURITY_DESCRIPTOR) error {
	list, _, err := sd.DACL()
	if err == nil {
		err = windows.SetNamedSecurityInfo(path, windows.SE_FILE_OBJECT,
			windows.DACL_SECURITY_INFORMATION|windows.PROTECTED_DACL_SECURITY_INFORMATION, nil, nil, list, nil)
	}
	if err == nil || errors.Is(err, windows.ERROR_NOT_SUPPORTED) || errors.Is(err, windows.ERROR_INVALID_FUNCTION) {
		return nil
	}
	return &fs.PathError{Op: "protect", Path: path, Err: err}
}

// AllowLike gives a file the rights of another one.
func AllowLike(path, like string) error {
	sd, err := windows.GetNamedSecurityInfo(like, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return &fs.PathError{Op: "look at", Path: like, Err: err}
	}
	return setRights(path, sd)
}

// LeaveToDirectory does nothing here, where an administrator takes any file.
func LeaveToDirectory(*os.File) {}

// OpenToOthers says whether others than whoever runs this, and than the system and the
// administrators, can open a file or directory. It says so, too, of one whose rights it
// may not see, and on a disk that knows none.
func OpenToOthers(path string, _ fs.FileInfo) bool {
	sd, err := windows.GetNamedSecurityInfo(path, windows.SE_FILE_OBJECT, windows.DACL_SECURITY_INFORMATION)
	return err != nil || !alone(sd)
}

// Guarded says of an open file whether it belongs to whoever runs this, or to the system or
// the administrators, and whether nobody else can open it.
func Guarded(f *os.File) (ours, closed bool, err error) {
	sd, err := windows.GetSecurityInfo(windows.Handle(f.Fd()), windows.SE_FILE_OBJECT, windows.OWNER_SECURITY_INFORMATION|windows.DACL_SECURITY_INFORMATION)
	if err != nil {
		return false, false, &fs.PathError{Op: "look at", Path: f.Name(), Err: err}
	}
	owner, _, err := sd.Owner()
	if err != nil {
		return false, false, &fs.PathError{Op: "look at", Path: f.Name(), Err: err}
	}
	return isOurs(owner), alone(sd), nil
}

// isOurs says whether a number is that of whoever runs this, or of those who can take any
// file.
func isOurs(who *windows.SID) bool {
	if who.String() == me() {
		return true
	}
	for _, kind := range []windows.WELL_KNOWN_SID_TYPE{windows.WinLocalSystemSid, windows.WinBuiltinAdministratorsSid, windows.WinCreatorOwnerSid, windows.WinCreatorOwnerRightsSid} {
		if who.IsWellKnown(kind) {
			return true
		}
	}
	return false
}

// alone says whether a list of rights allows nothing to others. No list allows everything.
func alone(sd *windows.SECURITY_DESCRIPTOR) bool {
	list, _, err := sd.DACL()
	if err != nil || list == nil {
		return false
	}
	for i := range uint32(list.AceCount) {
		var entry *windows.ACCESS_ALLOWED_ACE
		if windows.GetAce(list, i, &entry) != nil {
			return false
		}
		if entry.Header.AceType == windows.ACCESS_DENIED_ACE_TYPE {
			continue
		}
		if entry.Header.AceType != windows.ACCESS_ALLOWED_ACE_TYPE || !isOurs(sidOf(entry)) {
			return false
		}
	}
	return true
}

// sidOf returns the number that an entry of a list of rights is about. It begins where the
// entry's fixed part ends.
func sidOf(entry *windows.ACCESS_ALLOWED_ACE) *windows.SID {
	return (*windows.SID)(unsafe.Pointer(&entry.SidStart))
}
