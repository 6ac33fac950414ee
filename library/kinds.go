package library

import (
	"io/fs"
	"slices"

	"leanon/config/strictyaml"
)

// Group is the part of being close that a kind of need belongs to. The first three are
// also tags of questions.
type Group string

// The groups of kinds.
const (
	GroupAccessible Group = "accessible"
	GroupResponsive Group = "responsive"
	GroupEngaged    Group = "engaged"
	GroupSelf       Group = "self"
	GroupUnsure     Group = "unsure" // "I don't know yet"
)

// Limits of a select in Discord's component reference.
const (
	maxOptions = 25
	maxLabel   = 100 // characters
)

// Kind is a kind of need, one answer to "what is it that I need?".
type Kind struct {
	Key   string // lasting: kept needs refer to it
	Label string // at most 100 characters
	Group Group
}

// Want is what a writer would like the partner to do about a need.
type Want struct {
	Key   string // lasting: kept needs refer to it
	Label string // at most 100 characters
}

// Kinds returns the kinds of need in the order to show them, at most 25.
func (l *Library) Kinds() []Kind { return slices.Clone(l.kinds) }

// Wants returns the wants in the order to show them, at most 25.
func (l *Library) Wants() []Want { return slices.Clone(l.wants) }

// KindLabel returns the label of a kind, "" if the library does not have the key or no
// longer has it.
func (l *Library) KindLabel(key string) string {
	for _, k := range l.kinds {
		if k.Key == key {
			return k.Label
		}
	}
	return ""
}

// WantLabel returns the label of a want, "" if the library does not have the key or no
// longer has it.
func (l *Library) WantLabel(key string) string {
	for _, w := range l.wants {
		if w.Key == key {
			return w.Label
		}
	}
	return ""
}

// loadKinds reads kinds.yaml.
func (l *Library) loadKinds(fsys fs.FS) error {
	type kindFields struct {
		Key   string `yaml:"key"`
		Group Group  `yaml:"group"`
		Label string `yaml:"label"`
	}
	type wantFields struct {
		Key   string `yaml:"key"`
		Label string `yaml:"label"`
	}
	wrong := &faults{file: "kinds.yaml"}
	lists, err := decode[struct {
		Kinds []strictyaml.Entry[kindFields] `yaml:"kinds"`
		Wants []strictyaml.Entry[wantFields] `yaml:"wants"`
	}](fsys, wrong.file)
	if err != nil {
		return err
	}
	checkLength(wrong, "kinds", len(lists.Kinds))
	checkLength(wrong, "wants", len(lists.Wants))
	groups := []Group{GroupAccessible, GroupResponsive, GroupEngaged, GroupSelf, GroupUnsure}
	for _, e := range lists.Kinds {
		k := e.Value
		wrong.addFlaws(e.At, []flaw{{"key", slugFlaw(k.Key)}, {"label", lineFlaw(k.Label, maxLabel)}})
		if !slices.Contains(groups, k.Group) {
			wrong.add(e.At("group"), "group must be accessible, responsive, engaged, self or unsure")
		}
		if l.KindLabel(k.Key) != "" {
			wrong.add(e.At("key"), "the key %q is used twice", k.Key)
		}
		l.kinds = append(l.kinds, Kind{Key: k.Key, Label: k.Label, Group: k.Group})
	}
	for _, e := range lists.Wants {
		w := e.Value
		wrong.addFlaws(e.At, []flaw{{"key", slugFlaw(w.Key)}, {"label", lineFlaw(w.Label, maxLabel)}})
		if l.WantLabel(w.Key) != "" {
			wrong.add(e.At("key"), "the key %q is used twice", w.Key)
		}
		l.wants = append(l.wants, Want(w))
	}
	return wrong.err()
}

// checkLength checks that a list fits a Discord select, which has 1 to 25 options.
func checkLength(wrong *faults, list string, n int) {
	if n < 1 || n > maxOptions {
		wrong.add(1, "there are %d %s; 1 to %d fit a select", n, list, maxOptions)
	}
}
