package machine

import "golang.org/x/sys/windows"

// FreeBytes returns how much room whoever runs this has on the disk that holds dir.
func FreeBytes(dir string) (uint64, error) {
	name, err := windows.UTF16PtrFromString(dir)
	if err != nil {
		return 0, err
	}
	var free uint64
	err = windows.GetDiskFreeSpaceEx(name, &free, nil, nil)
	return free, err
}
