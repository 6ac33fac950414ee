package host

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"leanon/store"
)

func TestWhatWasKeptAsideIsFoundWhateverItsDirectoryIsCalled(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"data", "data [1]", "da*ta?"} {
		dir := filepath.Join(t.TempDir(), name)
		if err := os.Mkdir(dir, 0o700); err != nil {
			t.Fatal(err)
		}
		want := []string{store.Path(dir) + "-shm.aside-1", store.Path(dir) + "-wal.aside-1"}
		for _, path := range append(want, store.Path(dir), store.Path(dir)+"-wal") {
			if err := os.WriteFile(path, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if kept, err := keptAside(dir); err != nil || !slices.Equal(kept, want) {
			t.Errorf("in %q: got %q, %v, want %q", name, kept, err, want)
		}
	}
}
