package spec

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
)

// Variable is the environment variable that names the file of the description.
const Variable = "DISCORD_OPENAPI"

// beside is where the description lies if the variable is not set: beside the
// repository, because it is no part of it.
var beside = filepath.Join("..", "shared", "discord", "openapi.json")

// Missing is the error that no description lies beside the repository. A test that
// needs the description skips with it, because it says where the description was
// looked for and how to get it.
type Missing struct{ Path string }

// Error says where the description was looked for and how to get it.
func (e Missing) Error() string {
	return fmt.Sprintf("requests are NOT checked against Discord's published description: there is no %s; get it with .ci/openapi, or name a copy in %s", e.Path, Variable)
}

// Find returns the description of this machine, which is read once: the file that
// Variable names, or the one beside the repository that holds the working directory.
// If there is none beside the repository, the error is a Missing. A file that was
// named and cannot be read is any other error, so that a misspelt name fails.
var Find = sync.OnceValues(func() (*Description, error) {
	return find(os.Getenv(Variable))
})

func find(named string) (*Description, error) {
	path := named
	if path == "" {
		root, err := repository()
		if err != nil {
			return nil, err
		}
		path = filepath.Join(root, beside)
	}
	text, err := os.ReadFile(path)
	if named == "" && errors.Is(err, fs.ErrNotExist) {
		return nil, Missing{path}
	}
	if err != nil {
		return nil, fmt.Errorf("read Discord's published description: %w", err)
	}
	return Parse(text)
}

// repository returns the nearest directory with a go.mod, from the working directory
// upward.
func repository() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", fmt.Errorf("find the repository: %w", err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		up := filepath.Dir(dir)
		if up == dir {
			return "", errors.New("find the repository: no directory above the working directory holds a go.mod")
		}
		dir = up
	}
}
