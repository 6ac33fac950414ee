package seal

import (
	"errors"
	"fmt"
	"io/fs"
	"os"

	"leanon/machine"
)

// errKeyFileLink says that the key file is a link. Whoever made it may be anybody: unlike
// the file itself, it does not say.
var errKeyFileLink = errors.New("is a link; put the file itself in its place")

// trusted judges an open key file. link is the file itself, or the link to it.
func trusted(f *os.File, link, file fs.FileInfo) error {
	if !file.Mode().IsRegular() {
		return ErrKeyForm
	}
	if link.Mode()&fs.ModeSymlink != 0 {
		return fmt.Errorf("%s %w", link.Name(), errKeyFileLink)
	}
	ours, closed, err := machine.Guarded(f)
	switch {
	case err != nil:
		return err
	case !ours:
		return fmt.Errorf("%s %w", link.Name(), ErrKeyFileForeign)
	case !closed:
		return fmt.Errorf("%s %w", link.Name(), ErrKeyFileOpen)
	}
	return nil
}
