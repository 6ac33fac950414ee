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
// both chose the season.

// minPack is how many questions a pack has at least: while it is new, one comes about
// every five days, and it should not be through within a month.
const minPack = 8

// questionFiles reads questions.yaml and then each file of packs, in the order of Packs.
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
	slices.SortFunc(names, func(a, b string) int { return slices.Index(Packs(), packOf(a)) - slices.Index(Packs(), packOf(b)) })
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

// packOf returns the season that a file of packs is for.
func packOf(file string) string { return strings.TrimSuffix(path.Base(file), ".yaml") }

// checkPack checks that a file of packs is for one season, and has enough for it.
func checkPack(of []questionEntry, wrong *faults) {
	pack := packOf(wrong.file)
	if !slices.Contains(Packs(), pack) {
		wrong.add(1, "the file must be called after one of %s", strings.Join(Packs(), ", "))
		return
	}
	for _, e := range of {
		if e.Value.Pack != pack {
			wrong.add(e.At("pack"), "pack must be %s, as the file is called", pack)
		}
		if pack == Loss && (e.Value.Tag == WentWell || e.Value.Play) {
			wrong.add(e.At("key"), "after a loss nothing asks for play or for what went well")
		}
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
