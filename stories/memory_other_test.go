//go:build !linux

package stories

import "testing"

// worldDir returns a directory for a world's data.
func worldDir(t *testing.T) string { t.Helper(); return t.TempDir() }
