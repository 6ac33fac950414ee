//go:build unix

package config

import (
	"path/filepath"
	"syscall"
	"testing"
)

func TestAPipeThatNobodyWritesToHoldsNoSecretAndIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	want := "LEANON_KEY_FILE: " + pipe + " is empty; put the secret there, alone"
	if _, _, err := ReadSecrets([]string{"LEANON_KEY_FILE=" + pipe}); err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
