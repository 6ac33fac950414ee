package stories

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"leanon/config"
	"leanon/store"
)

// ownMountsVariable names the test that runs in a process with mounts of its own.
const ownMountsVariable = "LEANON_TEST_WITH_OWN_MOUNTS"

// withDisk runs a story on a small disk of its own, which it can fill and make
// read-only: a tmpfs in a namespace that ends with the process that the story runs
// in, which needs no more rights than most Linux systems give every user.
func withDisk(t *testing.T, megabytes string, story func(t *testing.T, disk string)) {
	t.Helper()
	if os.Getenv(ownMountsVariable) == t.Name() {
		disk := t.TempDir()
		if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size="+megabytes+"m"); err != nil {
			t.Fatalf("mount a tmpfs: %v", err)
		}
		t.Cleanup(func() {
			if err := syscall.Unmount(disk, 0); err != nil {
				t.Errorf("unmount the tmpfs: %v", err)
			}
		})
		story(t, disk)
		return
	}
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(self, "-test.run=^"+t.Name()+"$", "-test.timeout=5m")
	cmd.Env = append(os.Environ(), ownMountsVariable+"="+t.Name())
	cmd.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{ContainerID: 0, HostID: os.Getgid(), Size: 1}},
		Pdeathsig:   syscall.SIGKILL,
	}
	out, err := cmd.CombinedOutput()
	var ran *exec.ExitError
	if err != nil && !errors.As(err, &ran) {
		t.Skipf("this system lets nobody have mounts of their own (%v): a disk that is full or read-only is not tried here", err)
	}
	if err != nil {
		t.Errorf("on a disk of its own: %v\n%s", err, out)
	}
}

// fills leaves no room on a disk; the returned function makes room again.
func fills(t *testing.T, disk string) (clear func()) {
	t.Helper()
	ballast := filepath.Join(disk, "ballast")
	f, err := os.Create(ballast)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 16; size > 0; {
		if _, err := f.Write(make([]byte, size)); errors.Is(err, syscall.ENOSPC) {
			size /= 2
		} else if err != nil {
			t.Fatal(err)
		}
	}
	return func() {
		t.Helper()
		if err := os.Remove(ballast); err != nil {
			t.Fatal(err)
		}
	}
}

// locksUp lets nothing be written below a place; the returned function ends that.
func locksUp(t *testing.T, place string) (open func()) {
	t.Helper()
	if err := syscall.Mount(place, place, "", syscall.MS_BIND, ""); err != nil {
		t.Fatal(err)
	}
	if err := syscall.Mount("", place, "", syscall.MS_BIND|syscall.MS_REMOUNT|syscall.MS_RDONLY, ""); err != nil {
		t.Fatal(err)
	}
	return func() {
		t.Helper()
		if err := syscall.Unmount(place, 0); err != nil {
			t.Fatal(err)
		}
	}
}

func onDisk(disk string) func(*config.Config) {
	return func(cfg *config.Config) { cfg.Data = filepath.Join(disk, "data") }
}

func TestAFullDiskDelaysAndIsToldAndLosesNothing(t *testing.T) {
	withDisk(t, "8", func(t *testing.T, disk string) {
		w := newWorld(t, "2026-11-23 19:58 Europe/Paris", onDisk(disk))
		ana, ben := w.couple("Anabel", "Benedict")
		ana.runs("need", "text", "An evening without screens")
		makeRoom := fills(t, disk)
		ana.presses("Send to Benedict").reads("Nothing was saved")
		ben.runs("need", "text", "Somebody to carry the shopping").reads("Nothing was saved")
		ben.writes("A word said while the disk is full")
		ben.runs("help") // answered after that was heard
		w.at("20:00")
		for _, p := range []*person{ana, ben} {
			p.neverSaw("A note from").neverSaw(howTo).neverSaw("A word said")
		}
		for _, line := range []string{"request failed", "check-ins could not be opened", "full"} {
			w.logged(line)
		}
		makeRoom()
		w.passes(2 * time.Minute) // what was heard and not kept does not wait for the next round of reading
		w.catchesUp()
		ana.once(howTo)
		ben.once("A word said while the disk is full")
		ben.neverSaw("Somebody to carry")
		ana.presses("Send to Benedict").reads("Sent.")
		w.passes(time.Hour)
		ben.once("A note from Anabel is waiting").opens().reads("An evening without screens")
		w.restarts() // and all of it is on the disk
		ben.runs("needs").choosesFirst("Choose one").reads("without screens")
	})
}

func TestAFullDiskIsToldAtTheStart(t *testing.T) {
	withDisk(t, "4", func(t *testing.T, disk string) {
		w := newWorld(t, "2026-11-24 12:00 Europe/Paris", onDisk(disk))
		ana, _ := w.couple("Anabel", "Benedict")
		ana.runs("need", "text", "An evening without screens")
		w.sleeps()
		makeRoom := fills(t, disk)
		w.refuses("the disk that holds the data directory " + w.cfg.Data + " is full: make room, and start again")
		makeRoom()
		w.wakes()
		ana.presses("Send to Benedict").reads("Sent.")
	})
}

func TestAReadOnlyDiskIsToldAtTheStart(t *testing.T) {
	withDisk(t, "4", func(t *testing.T, disk string) {
		w := newWorld(t, "2026-11-24 12:00 Europe/Paris", onDisk(disk))
		ana, _ := w.couple("Anabel", "Benedict")
		ana.runs("need", "text", "An evening without screens")
		w.sleeps()
		for _, place := range []string{disk, store.Path(w.cfg.Data)} {
			open := locksUp(t, place)
			w.refuses("leanon may not write to the data directory " + w.cfg.Data + ": read-only file system; change its owner, or set data in config.yaml to another one")
			open()
		}
		w.wakes()
		ana.presses("Send to Benedict").reads("Sent.")
	})
}
