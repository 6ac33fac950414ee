package host

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"leanon/config"
	"leanon/machine"
)

// A package keeps the settings and the token in a directory of the system's. Whoever types
// `leanon check` on such a machine means the bot that runs there.

// findPackaged names the package's settings where the command line names none and none lie
// in this directory, and with them the package's token where the environment has none.
func (p *Process) findPackaged() {
	if p.System == "" {
		return
	}
	packaged := filepath.Join(p.System, config.DefaultFile)
	if p.Config == "" && isMissing(config.DefaultFile) && !isMissing(packaged) {
		p.Config = packaged
	}
	if p.Config != packaged || slices.ContainsFunc(p.Environ, func(v string) bool { return strings.HasPrefix(v, config.TokenVariable) }) {
		return
	}
	token := filepath.Join(p.System, "token")
	if f, err := machine.Open(token); err == nil { // it is root's alone
		f.Close()
		p.Environ = append(slices.Clip(p.Environ), config.TokenVariable+"_FILE="+token)
	}
}

func isMissing(path string) bool {
	_, err := os.Stat(path)
	return errors.Is(err, fs.ErrNotExist)
}

// serveAsOwner fails where root would run a packaged bot: what it makes would be root's, and
// the service, which has a user of its own, could no longer read it.
func (p *Process) serveAsOwner(data string) error {
	info, err := os.Stat(data)
	if err != nil || os.Geteuid() != 0 || p.System == "" || filepath.Dir(p.Config) != p.System {
		return nil
	}
	if user, _ := machine.OwnerOf(info); user > 0 {
		return fmt.Errorf("the data directory %s belongs to the user that the service runs as: start the service (systemctl start leanon)", data)
	}
	return nil
}
