//go:build unix

package host

import (
	"log/slog"
	"syscall"
	"testing"

	"leanon/machine"
)

func TestTheDataDirectoryIsFreeAtOnceAlsoWhileAChildIsBeingForked(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	lock, err := lockData(dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	inherited, err := syscall.Dup(int(lock.Fd())) // as a child has it until it is another program
	if err != nil {
		t.Fatal(err)
	}
	defer syscall.Close(inherited)
	machine.Unlock(lock)
	again, err := lockData(dir, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatalf("taken again: %v", err)
	}
	machine.Unlock(again)
}
