package library_test

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"leanon/library"
)

// ofPacks returns the questions of all packs.
func ofPacks(l *library.Library) (all []library.Question) {
	for _, pack := range append(library.Packs(), library.OfWeek) {
		all = append(all, l.PackQuestions(pack)...)
	}
	return all
}

func TestEachSeasonHasEightQuestionsAndMostAreLight(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	for _, pack := range library.Packs() {
		light := 0
		all := l.PackQuestions(pack)
		for _, q := range all {
			if q.Depth == library.Light {
				light++
			}
			if q.Depth == library.Tender || q.Tag == library.Repair {
				t.Errorf("%s: %s is tender or about repair", pack, q.Key)
			}
		}
		if len(all) < 8 || 2*light <= len(all) {
			t.Errorf("%s: got %d questions, %d of them light; want at least 8, and most", pack, len(all), light)
		}
	}
	for _, q := range l.Questions() {
		if q.Pack != "" {
			t.Errorf("%s is for %s, and stands among those that any couple may get", q.Key, q.Pack)
		}
	}
}

func TestQuestionsOfASeasonKeepTheRulesOfAll(t *testing.T) {
	t.Parallel()
	unfit := words("man woman home house flat kitchen bed bedroom kids children child married wedding should must ought ever fault fail " +
		"failed wrong change body skin pain stress work job boss buy pay spend gift promise promised secret jealous ex touch kiss send")
	feasts := regexp.MustCompile(`(?i)christmas|xmas|easter|eid|ramadan|diwali|hanukkah|thanksgiving|new year|birthday|valentine|advent|passover|holi\b|mother's|father's`)
	for _, q := range ofPacks(shipped(t)) {
		for w := range words(q.Text) {
			if unfit[w] {
				t.Errorf("%s: %q has the word %q", q.Key, q.Text, w)
			}
		}
		if len(q.Text) >= 160 || strings.Count(q.Text, "?") != 1 {
			t.Errorf("%s: %q is long, or not one question", q.Key, q.Text)
		}
		if feasts.MatchString(q.Text) {
			t.Errorf("%s: %q names a feast", q.Key, q.Text)
		}
	}
}

func TestAfterALossNothingLooksForABrightSide(t *testing.T) {
	t.Parallel()
	bright := words("bright better best learn learned lesson grateful thankful thank glad happy proud strong stronger grow positive move over")
	for _, q := range shipped(t).PackQuestions(library.Loss) {
		for w := range words(q.Text) {
			if bright[w] {
				t.Errorf("%s: %q has the word %q", q.Key, q.Text, w)
			}
		}
		if q.Tag == library.WentWell || q.Play {
			t.Errorf("%s asks for play or what went well", q.Key)
		}
	}
}

func TestNoQuestionOfASeasonMeansTheSameAsAnother(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	all := slices.Concat(l.Questions(), ofPacks(l))
	for i, a := range all {
		if a.Pack == "" {
			continue
		}
		for _, b := range all[:i] {
			if both, union := shared(a.Text, b.Text); 2*both >= union {
				t.Errorf("%s and %s share %d of %d telling words:\n%s\n%s", a.Key, b.Key, both, union, a.Text, b.Text)
			}
		}
	}
}

func TestEveryReasonOfASeasonNamesAListedSource(t *testing.T) {
	t.Parallel()
	common, err := fs.ReadFile(library.Embedded(), "questions.yaml")
	if err != nil {
		t.Fatal(err)
	}
	source := regexp.MustCompile(`\[([A-Z]{2,3})\]\.$`)
	for _, pack := range append(library.Packs(), library.OfWeek) {
		own, err := fs.ReadFile(library.Embedded(), "packs/"+pack+".yaml")
		if err != nil {
			t.Fatal(err)
		}
		used := map[string]bool{}
		for _, q := range shipped(t).PackQuestions(pack) {
			m := source.FindStringSubmatch(q.Why)
			if m == nil {
				t.Errorf("%s: %q ends with no [SOURCE].", q.Key, q.Why)
				continue
			}
			used[m[1]] = true
			if listed := regexp.MustCompile(`(#   |; )` + m[1] + ` `); !listed.Match(common) && !listed.Match(own) {
				t.Errorf("%s: no file lists the source %s", q.Key, m[1])
			}
		}
		for _, m := range regexp.MustCompile(`(?m)^#   ([A-Z]{2,3}) `).FindAllStringSubmatch(string(own), -1) {
			if !used[m[1]] {
				t.Errorf("%s: the source %s is listed and nothing uses it", pack, m[1])
			}
		}
	}
}

func TestAKeyOfASeasonOnceGivenStays(t *testing.T) {
	t.Parallel()
	var got []string
	for _, q := range ofPacks(shipped(t)) {
		got = append(got, q.Pack+" "+q.Key)
	}
	pinned := lines(t, "lasting-season-keys.txt")
	slices.Sort(got)
	slices.Sort(pinned)
	if diff := cmp.Diff(pinned, got); diff != "" {
		t.Errorf("keys (-pinned +shipped):\n%s", diff)
	}
}

func TestAWrongPackNamesItsFileAndLine(t *testing.T) {
	t.Parallel()
	good, err := fs.ReadFile(library.Embedded(), "packs/loss.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ file, was, is, want string }{
		"for another season":         {"packs/loss.yaml", "pack: loss\n", "pack: festive\n", "pack must be loss"},
		"for none":                   {"packs/loss.yaml", "  pack: loss\n", "", "pack must be loss"},
		"what went well":             {"packs/loss.yaml", "tag: responsive", "tag: went-well", "nothing asks for play"},
		"play":                       {"packs/loss.yaml", "depth: 1\n", "depth: 1\n  play: true\n", "nothing asks for play"},
		"a file of another name":     {"packs/winter.yaml", "", "", "must be called after one of new-parents, loss"},
		"a key used before":          {"packs/loss.yaml", "key: loss-company", "key: q-3", `"q-3" is used twice`},
		"a question too few":         {"packs/loss.yaml", string(good)[strings.Index(string(good), "- key: loss-small-task"):], "", "there are 6 questions; a season needs 8"},
		"a deep one of a week":       {"packs/week.yaml", "depth: 1\n", "depth: 2\n", "has to fit a hard week too"},
		"a week's of what went well": {"packs/week.yaml", "tag: responsive", "tag: went-well", "has to fit a hard week too"},
		"a reason asked for":         {"packs/loss.yaml", "What may stay", "Why may stay", `"why": it asks for reasons`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			all := smallest(t)
			of := string(good)
			if c.file == "packs/week.yaml" {
				of = strings.ReplaceAll(of, "pack: loss", "pack: week")
			}
			all[c.file] = &fstest.MapFile{Data: []byte(strings.Replace(of, c.was, c.is, 1))}
			_, err := library.Load(all)
			if err == nil || !regexp.MustCompile(`(?m)^`+regexp.QuoteMeta(c.file)+`:\d+: .*`+regexp.QuoteMeta(c.want)).MatchString(err.Error()) {
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}
