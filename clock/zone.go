package clock

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"
	_ "time/tzdata" // the zones of last resort, where the system has none
)

// ErrZone is wrapped by every refusal of a time zone's name. The wrapping text is one
// line for the person who typed it and does not repeat what was typed.
var ErrZone = errors.New("not a time zone I know")

// maxZoneName is the longest name taken, in bytes; IANA's longest has 32.
const maxZoneName = 64

// loadZone loads an IANA zone. It refuses what Go and the zone directory take besides:
// the machine's own zone, files beside the zones, paths, and the "right" zones, whose
// seconds are not those of Unix time.
func loadZone(name string) (*time.Location, error) {
	refused := fmt.Errorf("%w: it takes an IANA name, like Europe/Paris or America/New_York", ErrZone)
	if len(name) > maxZoneName {
		return nil, refused
	}
	parts := strings.Split(name, "/")
	for _, part := range parts {
		if part == "" || !isLetter(part[0]) {
			return nil, refused
		}
		for i := range len(part) {
			if c := part[i]; !isLetter(c) && !isDigit(c) && c != '_' && c != '-' && c != '+' {
				return nil, refused
			}
		}
	}
	switch strings.ToLower(parts[0]) {
	case "local", "localtime", "posixrules", "posix", "right":
		return nil, refused
	}
	loc, err := time.LoadLocation(name)
	if err == nil {
		return loc, nil
	}
	for _, likely := range []string{capitals(name), strings.ToUpper(name)} {
		if _, err := time.LoadLocation(likely); likely != name && err == nil {
			return nil, fmt.Errorf("%w: did you mean %s?", ErrZone, likely)
		}
	}
	return nil, refused // the cause would repeat what was typed
}

// capitals writes a name as most zones are written: Europe/Paris, America/New_York.
func capitals(name string) string {
	letters, first := []byte(strings.ToLower(name)), true
	for i, c := range letters {
		if first && 'a' <= c && c <= 'z' {
			letters[i] = c - 'a' + 'A'
		}
		first = c == '/' || c == '_'
	}
	return string(letters)
}

// ZoneData returns where time zones come from and which release they are. The source
// is the directory of the system's zones, or "built in". The version of the system's
// zones is IANA's ("2026b"), or "unknown" if the system does not tell it; that of the
// zones built in is the Go release ("go1.26.8"), because Go ships IANA's release of its
// day. ZoneData ignores ZONEINFO, a variable for developers that package time reads
// before either.
func ZoneData() (source, version string) {
	if runtime.GOOS == "windows" { // it has none of this form, and package time looks in no such place
		return builtIn, runtime.Version()
	}
	// These are the directories that package time looks in, in its order.
	return zoneDataIn("/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ", "/etc/zoneinfo")
}

// builtIn is the source of zones that come with the program.
const builtIn = "built in"

func zoneDataIn(dirs ...string) (source, version string) {
	for _, dir := range dirs {
		if info, err := os.Stat(filepath.Join(dir, "Europe", "London")); err == nil && info.Mode().IsRegular() {
			return dir, zoneVersion(dir)
		}
	}
	return builtIn, runtime.Version()
}

// zoneVersion reads the release from "+VERSION" (BSD and macOS) or from the
// first line of tzdata.zi, "# version 2026b".
func zoneVersion(dir string) string {
	if line := firstLine(filepath.Join(dir, "+VERSION")); line != "" {
		return line
	}
	if version, ok := strings.CutPrefix(firstLine(filepath.Join(dir, "tzdata.zi")), "# version "); ok {
		return version
	}
	return "unknown"
}

// firstLine returns a file's first line, "" if the file cannot be read.
func firstLine(name string) string {
	file, err := os.Open(name)
	if err != nil {
		return ""
	}
	defer file.Close()
	lines := bufio.NewScanner(file)
	lines.Scan()
	return strings.TrimSpace(lines.Text())
}
