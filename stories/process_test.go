package stories

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
)

// builtDir is where builtProgram put the program; TestMain deletes it.
var builtDir string

// builtOnce builds leanon as a host would, with the race detector where the tests
// have it.
var builtOnce = sync.OnceValues(func() (string, error) {
	dir, err := os.MkdirTemp("", "leanon-built-")
	if err != nil {
		return "", err
	}
	builtDir = dir
	program := filepath.Join(dir, "leanon")
	args := []string{"build", "-o", program}
	if racing {
		args = append(args, "-race")
	}
	if out, err := exec.Command("go", append(args, "leanon")...).CombinedOutput(); err != nil {
		return "", fmt.Errorf("%w:\n%s", err, out)
	}
	return program, nil
})

// builtProgram is leanon itself, for tests that need it as a process: it can be
// killed, and its memory and time are its own.
func builtProgram(t testing.TB) string {
	t.Helper()
	program, err := builtOnce()
	if err != nil {
		t.Fatalf("build leanon: %v", err)
	}
	return program
}
