package library

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"leanon/config/strictyaml"
)

// Tag is the part of being close that a question touches. The first three are the
// A.R.E. of emotionally focused therapy (BARE scale, Family Process 51, 512-526).
type Tag string

// The tags of questions.
const (
	Accessible Tag = "accessible" // can I reach you?
	Responsive Tag = "responsive" // can I rely on you when I feel something?
	Engaged    Tag = "engaged"    // do you stay close and value me?
	Self       Tag = "self"       // what do I need, also from myself?
	WentWell   Tag = "went-well"  // what to keep and to thank for
	Repair     Tag = "repair"     // coming back when it is calm
)

// About says whether a question is about the couple or about life outside it, because
// people talk differently about stress from outside.
type About string

// What a question can be about.
const (
	Us    About = "us"
	World About = "world"
)

// The depths of questions.
const (
	Light    = 1 // all that a new couple is asked
	Personal = 2
	Tender   = 3 // only after both chose it
)

// Limits that questions.yaml must keep.
const (
	maxQuestion  = 300 // characters of a text
	minQuestions = 60  // one a day, for the 60 days without a repeat
	minLight     = 14  // one a day, for the first two weeks
)

// Question is one short question of a check-in.
type Question struct {
	Key   string // lasting: kept exchanges refer to it
	Text  string // one line of at most 300 characters that ends with a question mark
	Tag   Tag
	Depth int // Light, Personal or Tender
	About About
	Why   string // the reason why it is asked; partners do not see it
}

// easy reports whether a question asks little. At least half of all questions must.
func (q Question) easy() bool { return q.Depth == Light || q.Tag == WentWell }

// questions is what questions.yaml has, in its order.
type questions struct {
	all   []Question
	draws []uint64 // of each question, for Pick
}

// readQuestions reads questions.yaml and checks each question, and then all together.
func (l *Library) readQuestions(fsys fs.FS) (*questions, error) {
	type fields struct {
		Key   string `yaml:"key"`
		Text  string `yaml:"text"`
		Tag   Tag    `yaml:"tag"`
		Depth int    `yaml:"depth"`
		About About  `yaml:"about"`
		Why   string `yaml:"why"`
	}
	wrong := &faults{file: "questions.yaml"}
	entries, err := decode[[]strictyaml.Entry[fields]](fsys, wrong.file)
	if err != nil {
		return nil, err
	}
	read := &questions{}
	keys, texts := map[string]bool{}, map[string]string{} // plain text to key
	for _, e := range entries {
		q := Question(e.Value)
		wrong.addFlaws(e.At, q.flaws())
		if keys[q.Key] {
			wrong.add(e.At("key"), "the key %q is used twice", q.Key)
		}
		if key, double := texts[plain(q.Text)]; double {
			wrong.add(e.At("text"), "the text is the same as that of %q", key)
		}
		keys[q.Key], texts[plain(q.Text)] = true, q.Key
		read.all, read.draws = append(read.all, q), append(read.draws, draw(q.Key))
	}
	if len(wrong.errs) == 0 {
		read.checkBalance(wrong)
	}
	return read, wrong.err()
}

// flaws returns one flaw for each field that it checks. A flaw without a text means that
// the field is right.
func (q Question) flaws() []flaw {
	out := []flaw{
		{"key", slugFlaw(q.Key)},
		{"text", lineFlaw(q.Text, maxQuestion)},
		{"why", lineFlaw(q.Why, maxQuestion)},
	}
	if !strings.HasSuffix(q.Text, "?") {
		out = append(out, flaw{"text", "must end with a question mark"})
	}
	if word, reason := wording(q.Text); reason != "" {
		out = append(out, flaw{"text", fmt.Sprintf("must do without the word %q: %s", word, reason)})
	}
	if !slices.Contains([]Tag{Accessible, Responsive, Engaged, Self, WentWell, Repair}, q.Tag) {
		out = append(out, flaw{"tag", "must be accessible, responsive, engaged, self, went-well or repair"})
	}
	if q.Depth < Light || q.Depth > Tender {
		out = append(out, flaw{"depth", "must be 1, 2 or 3"})
	}
	if q.About != Us && q.About != World {
		out = append(out, flaw{"about", "must be us or world"})
	}
	return out
}

// checkBalance checks the rules for all questions together. Its faults name the first
// line, but mean the whole file.
func (of *questions) checkBalance(wrong *faults) {
	light, easy := 0, 0
	for _, q := range of.all {
		if q.Depth == Light {
			light++
		}
		if q.easy() {
			easy++
		}
	}
	if len(of.all) < minQuestions {
		wrong.add(1, "there are %d questions; %d are needed so that none repeats within 60 days", len(of.all), minQuestions)
	}
	if light < minLight {
		wrong.add(1, "there are %d questions of depth 1; the first two weeks need %d", light, minLight)
	}
	if 2*easy < len(of.all) {
		wrong.add(1, "%d of %d questions are of depth 1 or went-well; at least half must be", easy, len(of.all))
	}
	if len(of.all) > 0 && of.all[0].Depth != Light {
		wrong.add(1, "the first question opens every couple's check-ins and must be of depth 1")
	}
}
