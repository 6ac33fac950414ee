package host

import (
	"io/fs"

	"leanon/machine"
)

// isAlone says whether nobody else can open a file, or a directory.
func isAlone(path string, info fs.FileInfo) bool { return !machine.OpenToOthers(path, info) }
