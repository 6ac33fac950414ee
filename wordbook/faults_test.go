package wordbook

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"leanon/host"
	"leanon/library"
)

// runIn writes the page of German from a directory, and returns what is said about it.
func runIn(t *testing.T, dir string) (page, said string, err error) {
	t.Helper()
	var out, bad bytes.Buffer
	err = Command{Lang: "de", From: dir}.Run(&host.Process{Stdout: &out, Stderr: &bad})
	return out.String(), bad.String(), err
}

// placeIn is how faults call a file of a directory made by inDir.
func placeIn(dir, name string) string {
	return filepath.ToSlash(filepath.Join(dir, "library")) + "/" + name
}

func TestAFileThatCannotBeReadIsNamedAsItCanBeOpened(t *testing.T) {
	t.Parallel()
	dir := inDir(t, shipped(t, nil))
	if err := os.Remove(filepath.Join(dir, "library", "words", "de.yaml")); err != nil {
		t.Fatal(err)
	}
	page, said, err := runIn(t, dir)
	want := placeIn(dir, "words/de.yaml") + ": the file is missing"
	if err == nil || said != want+"\n" || !strings.Contains(page, "<code>"+placeIn(dir, "words/de.yaml")+"</code> the file is missing") {
		t.Errorf("got %v, %q, want %q, also on the page", err, said, want)
	}
	dir = inDir(t, shipped(t, map[string]string{"words/de.yaml": "- key: button.agree\n  text: Ich st\xfcnde daf\xfcr ein\n"}))
	_, said, err = runIn(t, dir)
	want = placeIn(dir, "words/de.yaml") + ":2: this line is not UTF-8; save the file with the encoding UTF-8\n"
	if err == nil || said != want {
		t.Errorf("Windows-1252: got %v, %q, want %q", err, said, want)
	}
}

func TestWhatIsNoFileIsNotWaitedFor(t *testing.T) {
	t.Parallel()
	dir := inDir(t, shipped(t, nil))
	name := filepath.Join(dir, "library", "words", "de.yaml")
	if err := os.Remove(name); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(os.DevNull, name); err != nil {
		t.Skip("this system makes no links for everybody")
	}
	_, said, err := runIn(t, dir)
	want := placeIn(dir, "words/de.yaml") + ": it is a pipe or a device, and has to be a file\n"
	if err == nil || said != want {
		t.Errorf("got %v, %q, want %q", err, said, want)
	}
}

func TestAFileThatNothingReadsIsSaidAndNoFault(t *testing.T) {
	t.Parallel()
	dir := inDir(t, shipped(t, map[string]string{
		"words/it.yaml": "[]\n", "words/de (1).yaml": "[]\n", "words/de.yaml.bak": "[]\n", "questions.it.yaml": "[]\n",
		"words/.de.yaml.swp": "", "words/de.yaml~": "", "kinds.go": "",
	}))
	_, said, err := runIn(t, dir)
	var want strings.Builder
	for _, name := range []string{"words/de (1).yaml", "words/de.yaml.bak", "words/it.yaml", "questions.it.yaml"} {
		fmt.Fprintf(&want, "%s: nothing reads this file; it has to be called after a language of spoken.yaml, as that of German is\n", placeIn(dir, name))
	}
	if err != nil || said != want.String() {
		t.Errorf("got %v, %s\nwant %s", err, said, &want)
	}
}

func TestOnlyTheFirstOfManyFaultsAreShown(t *testing.T) {
	t.Parallel()
	dir := inDir(t, shipped(t, map[string]string{"words/de.yaml": strings.Repeat("- {key: none-such, text: x}\n", maxFaults+23)}))
	page, said, err := runIn(t, dir)
	if got := strings.Count(said, "\n"); got != maxFaults || err == nil || err.Error() != "the 100 lines above are wrong, and 23 more; leanon would not be built with them" {
		t.Errorf("got %d lines and %v, want %d", got, err, maxFaults)
	}
	if !strings.Contains(page, "123 lines are wrong.") || !strings.Contains(page, "<li>and 23 more</li>") {
		t.Error("the page does not say how many there are")
	}
}

// TestWhatSwallowsThePageGetsIt runs where no file may appear.
func TestWhatSwallowsThePageGetsIt(t *testing.T) {
	null, err := os.OpenFile(os.DevNull, os.O_WRONLY, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer null.Close()
	t.Chdir(t.TempDir())
	if err := (Command{Lang: library.English}).Run(&host.Process{Stdout: null}); err != nil {
		t.Error(err)
	}
	if left, err := filepath.Glob("*"); err != nil || len(left) > 0 {
		t.Errorf("got the files %q, %v, want none", left, err)
	}
}
