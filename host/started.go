package host

import (
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"leanon/machine"
)

// Messages that tell a host what to type say it as this host would: go run . check for
// one who started leanon so, leanon check for one who has it installed, with the file of
// --config where one was named. Nothing else may depend on how the program was started.
var started = start{program: "leanon"}

// start is how a program was started.
type start struct{ program, config string }

// StartedAs remembers the words with which this program was started, as os.Args has them.
// main calls it before anything else runs; without it the program is leanon.
func StartedAs(args []string) { started = startOf(args, exec.LookPath, machine.FindsHere) }

// Program is what a host types before a command of this program.
func Program() string { return started.program }

// Command is a command of this program, with what follows it, as a host types it.
func Command(words string) string { return started.command(words) }

func (s start) command(words string) string {
	if s.config == "" {
		return s.program + " " + words
	}
	return s.program + " --config " + s.config + " " + words
}

// inGoRun matches the path of a program that go run built and will throw away, or keeps in
// its cache.
var inGoRun = regexp.MustCompile(`/(go-build\d+/b\d+/exe|[0-9a-f]{64}-d)/[^/]+$`)

// startOf reads how the program was started. lookPath finds a program by its name alone;
// findsHere is as machine.FindsHere.
func startOf(args []string, lookPath func(string) (string, error), findsHere bool) start {
	s := start{program: "leanon"}
	if len(args) == 0 || args[0] == "" {
		return s
	}
	s.config = configOf(args[1:])
	name := filepath.Base(args[0])
	found, err := lookPath(name)
	switch {
	case inGoRun.MatchString(filepath.ToSlash(args[0])):
		s.program = "go run ."
	case findsHere || name == args[0] || err == nil && filepath.Clean(found) == filepath.Clean(args[0]):
		s.program = typed(strings.TrimSuffix(name, ".exe"))
	default:
		s.program = typed(args[0])
	}
	return s
}

// configOf returns the file that --config names, ready to be typed; "" if it names none.
func configOf(args []string) string {
	if end := slices.Index(args, "--"); end >= 0 {
		args = args[:end]
	}
	for i, arg := range args {
		if file, ok := strings.CutPrefix(arg, "--config="); ok && file != "" {
			return typed(file)
		}
		if arg == "--config" && i+1 < len(args) && args[i+1] != "" {
			return typed(args[i+1])
		}
	}
	return ""
}
