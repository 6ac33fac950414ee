//go:build unix

package seal

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"leanon/machine"
)

// trusted judges an open key file. link is the file itself, or the link to it.
func trusted(f *os.File, link, file fs.FileInfo) error {
	if !file.Mode().IsRegular() {
		return ErrKeyForm
	}
	around, err := os.Stat(filepath.Dir(f.Name()))
	if err != nil {
		return err
	}
	owner, me := ownerOf(file), os.Geteuid()
	ours := owner == me || me == 0 && owner == ownerOf(around) // an administrator helps the owner out
	if !ours || ownerOf(link) != owner {
		return fmt.Errorf("%s %w", link.Name(), ErrKeyFileForeign)
	}
	mode := file.Mode().Perm()
	if mode&0o007 != 0 || mode&0o070 != 0 && ownerOf(around) != owner {
		return fmt.Errorf("%s %w", link.Name(), ErrKeyFileOpen)
	}
	return nil
}

// ownerOf returns the user id of a file's owner, -1 if the system does not tell.
func ownerOf(info fs.FileInfo) int {
	user, _ := machine.OwnerOf(info)
	return user
}
