package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func changelog(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile("CHANGELOG.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// headings are those of a level, without their signs.
func headings(text, level string) (all []string) {
	for _, m := range regexp.MustCompile(`(?m)^`+level+` (.+)$`).FindAllStringSubmatch(text, -1) {
		all = append(all, m[1])
	}
	return all
}

func TestTheChangelogNamesEachMigrationOnce(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join("store", "migrations", "*.sql"))
	if err != nil || len(files) == 0 {
		t.Fatalf("migrations: got %d, %v", len(files), err)
	}
	var there, named []string
	for _, file := range files {
		there = append(there, filepath.Base(file)[:4])
	}
	for _, line := range regexp.MustCompile(`(?mi)^.*migrations? \d{4}.*$`).FindAllString(changelog(t), -1) {
		named = append(named, regexp.MustCompile(`\b0\d{3}\b`).FindAllString(line, -1)...)
	}
	slices.Sort(named)
	if !slices.Equal(there, named) {
		t.Errorf("CHANGELOG.md names the migrations\n%v\nand store/migrations has\n%v", named, there)
	}
}

func TestTheChangelogIsInTheFormOfKeepAChangelog(t *testing.T) {
	t.Parallel()
	text := changelog(t)
	versions := headings(text, "##")
	if len(versions) < 2 || versions[0] != "[Unreleased]" || versions[len(versions)-1] != "Before the first release" {
		t.Fatalf("got %q, want [Unreleased] first, and what was before the first release last", versions)
	}
	before := []int{1 << 30}
	for _, v := range versions[1 : len(versions)-1] {
		m := regexp.MustCompile(`^\[(\d+)\.(\d+)\.(\d+)\] - 20\d\d-\d\d-\d\d$`).FindStringSubmatch(v)
		if m == nil {
			t.Errorf("%q is no version and date", v)
			continue
		}
		var number []int
		for _, part := range m[1:] {
			n, err := strconv.Atoi(part)
			if err != nil {
				t.Fatal(err)
			}
			number = append(number, n)
		}
		if slices.Compare(number, before) >= 0 {
			t.Errorf("%s stands below an older one", v)
		}
		before = number
	}
	sorts := []string{"Before you upgrade", "Added", "Changed", "Deprecated", "Removed", "Fixed", "Security", "Database"}
	released, _, _ := strings.Cut(text, "\n## Before the first release")
	for _, sort := range headings(released, "###") {
		if !slices.Contains(sorts, sort) {
			t.Errorf("%q is none of %q", sort, sorts)
		}
	}
}

func TestTheNotesOfAReleaseAreWhatTheChangelogSaysOfIt(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("release/notes is a script for bash")
	}
	_, rest, _ := strings.Cut(changelog(t), "\n## [Unreleased]\n")
	want, _, _ := strings.Cut(rest, "\n## ")
	got, err := exec.Command(filepath.Join("release", "notes"), "Unreleased").Output()
	if err != nil || strings.TrimSpace(string(got)) != strings.TrimSpace(want) {
		t.Errorf("got %v and\n%s\nwant\n%s", err, got, want)
	}
	if said, err := exec.Command(filepath.Join("release", "notes"), "v99.0.0").CombinedOutput(); err == nil || !strings.Contains(string(said), "says nothing of 99.0.0") {
		t.Errorf("of no version: got %v, %s", err, said)
	}
}
