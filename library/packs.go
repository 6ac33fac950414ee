package library

import (
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"

	"leanon/config/strictyaml"
)

// A pack has the questions for a season of life: packs/loss.yaml those after a loss. They
// stand behind those of questions.yaml, and Pick takes them only for a couple of which
// both chose the season. The last pack has the questions of the weekly note, which Pick never
// takes.

// minPack is how many questions a pack has at least: while it is new, one comes about
// every five days, and it should not be through within a month.
const minPack = 8

// minWeeks is how many questions the weekly note has at least: one a week, for 60 days
// without a repeat.
const minWeeks = 9

// packFiles returns what a file of packs may be called after, in the order of the files.
func packFiles() []string { return append(Packs(), OfWeek) }

// questionFiles reads questions.yaml and then each file of packs, in their order.
func questionFiles(fsys fs.FS) (all []questionEntry, files []*faults, err error) {
	add := func(wrong *faults) ([]questionEntry, error) {
		entries, err := decode[[]strictyaml.Entry[questionFields]](fsys, wrong.file)
		of := make([]questionEntry, len(entries))
		for i, e := range entries {
			of[i] = questionEntry{e, wrong}
		}
		all, files = append(all, of...), append(files, wrong)
		return of, err
	}
	if _, err := add(&faults{file: "questions.yaml"}); err != nil {
		return nil, nil, err
	}
	names, err := fs.Glob(fsys, "packs/*.yaml")
	if err != nil {
		return nil, nil, err
	}
	slices.SortFunc(names, func(a, b string) int {
		return slices.Index(packFiles(), packOf(a)) - slices.Index(packFiles(), packOf(b))
	})
	for _, name := range names {
		wrong := &faults{file: name}
		of, err := add(wrong)
		if err != nil {
			return nil, nil, err
		}
		checkPack(of, wrong)
	}
	return all, files, nil
}

// packOf returns what a file of packs is for.
func packOf(file string) string { return strings.TrimSuffix(path.Base(file), ".yaml") }

// checkPack checks that a file of packs is for one season, or for the weekly note, and has
// enough for it.
func checkPack(of []questionEntry, wrong *faults) {
	pack := packOf(wrong.file)
	if !slices.Contains(packFiles(), pack) {
		wrong.add(1, "the file must be called after one of %s", strings.Join(packFiles(), ", "))
		return
	}
	for _, e := range of {
		if e.Value.Pack != pack {
			wrong.add(e.At("pack"), "pack must be %s, as the file is called", pack)
		}
		bright := e.Value.Tag == WentWell || e.Value.Play
		if pack == Loss && bright {
			wrong.add(e.At("key"), "after a loss nothing asks for play or for what went well")
		}
		if pack == OfWeek && (bright || e.Value.Tag == Repair || e.Value.Depth != Light) {
			wrong.add(e.At("key"), "a question of the week is of depth 1, and asks for neither play, nor repair, nor what went well: it has to fit a hard week too")
		}
	}
	if pack == OfWeek && len(of) < minWeeks {
		wrong.add(1, "there are %d questions; %d are needed so that no week repeats one within 60 days", len(of), minWeeks)
	}
	if len(of) < minPack {
		wrong.add(1, "there are %d questions; a season needs %d", len(of), minPack)
	}
}

// wrongFiles returns what is wrong with any of several files.
func wrongFiles(files []*faults) error {
	var errs []error
	for _, f := range files {
		errs = append(errs, f.err())
	}
	return errors.Join(errs...)
}
