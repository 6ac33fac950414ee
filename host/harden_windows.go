package host

import (
	"fmt"

	"golang.org/x/sys/windows"
)

// Harden keeps other programs of the same user from reading the memory of this process,
// which holds the master key and what people wrote: they may end it, wait for it and see
// that it is there, and may not give themselves more. The administrators can. There are no
// core dumps here: Go tells the system to write none. Errors are ignored: where the system
// refuses, the program is as safe as any other.
func Harden() {
	user, err := windows.GetCurrentProcessToken().GetTokenUser()
	if err != nil {
		return
	}
	const may = windows.PROCESS_TERMINATE | windows.PROCESS_QUERY_LIMITED_INFORMATION | windows.SYNCHRONIZE
	sd, err := windows.SecurityDescriptorFromString(fmt.Sprintf("D:P(A;;GA;;;SY)(A;;%#x;;;BA)(A;;%#x;;;%s)(A;;RC;;;OW)", may, may, user.User.Sid))
	if err != nil {
		return
	}
	if list, _, err := sd.DACL(); err == nil {
		_ = windows.SetSecurityInfo(windows.CurrentProcess(), windows.SE_KERNEL_OBJECT,
			windows.DACL_SECURITY_INFORMATION|windows.PROTECTED_DACL_SECURITY_INFORMATION, nil, nil, list, nil)
	}
}
