package host

import (
	_ "embed" // for archive.txt
	"fmt"
	"runtime/debug"
	"strings"
	"time"
)

// stamp says which release this is where nothing else can, as in a package that is built
// from a copy without .git: a version, a commit and a date, each of which may be empty.
// It is set by -ldflags "-X leanon/host.stamp=v1.2.3,0123456789abcdef,2026-11-29".
var stamp string

// archive is the same in an archive of the source, where git writes it (.gitattributes).
// Anywhere else it holds the placeholder.
//
//go:embed archive.txt
var archive string

// VersionCommand is `leanon version`.
type VersionCommand struct{}

// Run prints one line that says which leanon this is.
func (VersionCommand) Run(p *Process) error {
	_, err := fmt.Fprintln(p.Stdout, Version())
	return err
}

// Version says in one line which leanon this is, as exactly as the build knows.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		info = &debug.BuildInfo{}
	}
	return version(stamp, archive, info)
}

// version names a release, or says that this was built from source; then the commit with
// its date, whether the source was changed since, and what it was built by and for.
func version(stamp, archive string, info *debug.BuildInfo) string {
	settings := map[string]string{}
	for _, setting := range info.Settings {
		settings[setting.Key] = setting.Value
	}
	var s source
	switch archived := strings.TrimSpace(archive); {
	case stamp != "":
		s = parseSource(stamp)
	case !strings.HasPrefix(archived, "$"):
		s = parseSource(archived)
	default:
		s = builtSource(info.Main.Version, settings)
	}
	words := []string{"leanon", s.String()}
	if info.GoVersion != "" {
		words = append(words, "with "+info.GoVersion)
	}
	if settings["GOOS"] != "" {
		words = append(words, "for "+settings["GOOS"]+"/"+settings["GOARCH"])
	}
	return strings.Join(words, " ")
}

// source is what a program was built from. Each field is empty where that is not known.
type source struct {
	release, commit, date string
	changed               bool // since the commit
}

// parseSource reads "v1.2.3,0123456789abcdef,2026-11-29".
func parseSource(text string) source {
	parts := append(strings.Split(text, ","), "", "")
	return source{release: parts[0], commit: parts[1], date: day(parts[2])}.tidy()
}

// builtSource reads what go build found out by itself.
func builtSource(release string, settings map[string]string) source {
	s := source{
		release: strings.TrimSuffix(release, "+dirty"),
		commit:  settings["vcs.revision"], date: day(settings["vcs.time"]),
		changed: settings["vcs.modified"] == "true",
	}
	if s.release == "(devel)" {
		s.release = ""
	}
	return s.tidy()
}

// tidy shortens the commit, and takes what Go and git call a commit between two releases
// for none: its name ends in the commit.
func (s source) tidy() source {
	s.commit = s.commit[:min(12, len(s.commit))]
	if s.commit == "" {
		return s
	}
	if last := s.release[strings.LastIndexByte(s.release, '-')+1:]; strings.HasPrefix(s.commit, strings.TrimPrefix(last, "g")) && last != s.release {
		s.release = ""
	}
	return s
}

// String is "v1.2.3 (commit 0123456789ab of 2026-11-29)".
func (s source) String() string {
	words := s.release
	if words == "" {
		words = "built from source"
	}
	if s.commit == "" {
		return words
	}
	words += " (commit " + s.commit
	if s.date != "" {
		words += " of " + s.date
	}
	if s.changed {
		words += ", changed since"
	}
	return words + ")"
}

// day returns the date of a time of RFC 3339, in UTC. Any other text it returns as it is.
func day(text string) string {
	at, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return text
	}
	return at.UTC().Format(time.DateOnly)
}
