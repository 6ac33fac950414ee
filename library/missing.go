package library

import "slices"

// Missing returns what is said in English to the readers of a language, because neither it
// nor one that it is over has words for it: the keys of sentences, and those of questions,
// kinds, wants and lines behind the name of their file ("questions comfort-today"). It is
// empty for English, and everything for a language that leanon does not speak.
func (l *Library) Missing(key string) (keys []string) {
	chain := l.Words(key).chain
	if key == English {
		return nil
	}
	chain = slices.DeleteFunc(slices.Clone(chain), func(s *speech) bool { return s.Key == English })
	lacks := func(name string, has func(*speech) bool) {
		if !slices.ContainsFunc(chain, has) {
			keys = append(keys, name)
		}
	}
	for _, s := range l.speeches[0].sentences {
		lacks(s.key, func(in *speech) bool { return in.sentence(s.key) != nil })
	}
	for _, q := range l.questions.all {
		lacks("questions "+q.Key, func(in *speech) bool {
			return slices.ContainsFunc(in.questions, func(a asked) bool { return a.key == q.Key })
		})
	}
	named := func(what, key string, in func(*speech) []labelled) {
		lacks(what+" "+key, func(s *speech) bool {
			return slices.ContainsFunc(in(s), func(of labelled) bool { return of.key == key })
		})
	}
	for _, k := range l.kinds {
		named("kinds", k.Key, func(s *speech) []labelled { return s.kinds })
	}
	for _, w := range l.wants {
		named("wants", w.Key, func(s *speech) []labelled { return s.wants })
		if l.coaching.byWant[w.Key] != "" {
			named("coaching", w.Key, func(s *speech) []labelled { return s.byWant })
		}
	}
	lacks("coaching receiver", func(s *speech) bool { return len(s.receiver) > 0 })
	lacks("coaching under_commands", func(s *speech) bool { return s.underCommands != "" })
	return keys
}
