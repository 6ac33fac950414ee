package library

import (
	"cmp"
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
	minQuestions = 60 // one a day, for the 60 days without a repeat
	minLight     = 14 // one a day, for the first two weeks
)

// Question is one short question of a check-in.
type Question struct {
	Key   string // lasting: kept exchanges refer to it
	Text  string // one line of at most 300 characters that ends with a question mark
	Tag   Tag
	Depth int // Light, Personal or Tender
	About About
	Why   string // the reason why it is asked; partners do not see it
	Plain string // the same question without a figure of speech, "" if Text has none
	Pair  string // the key of a question that means nearly the same, "" if none does
	Pack  string // the season of life that it is for, one of Packs, or OfWeek; "" for any check-in
	Play  bool   // it asks for play or delight, which hurts in a time of loss
}

// The seasons of life that have questions of their own.
const (
	NewParents = "new-parents"
	Loss       = "loss"
	Distance   = "distance"
	Festive    = "festive"
)

// OfWeek is the pack of the questions of the weekly note, which no check-in asks.
const OfWeek = "week"

// Packs returns the seasons of life that have questions of their own.
func Packs() []string { return []string{NewParents, Loss, Distance, Festive} }

// InPlainWords returns the text without a figure of speech.
func (q Question) InPlainWords() string { return cmp.Or(q.Plain, q.Text) }

// Calm reports whether a question may come on the day of a breath: it is not about a
// repair, and not tender.
func (q Question) Calm() bool { return q.Tag != Repair && q.Depth != Tender }

// easy reports whether a question asks little. At least half of all questions must.
func (q Question) easy() bool { return q.Depth == Light || q.Tag == WentWell }

// questions is what questions.yaml has, in its order.
type questions struct {
	all   []Question
	draws []uint64 // of each question, for Pick
	// pairs says, of each question, which one stands for all those that mean nearly the
	// same: the one that their pair names, and itself for a question without any.
	pairs []uint16
}

// questionFields are the fields of a question in a file.
type questionFields struct {
	Key   string `yaml:"key"`
	Text  string `yaml:"text"`
	Tag   Tag    `yaml:"tag"`
	Depth int    `yaml:"depth"`
	About About  `yaml:"about"`
	Why   string `yaml:"why"`
	Plain string `yaml:"plain"`
	Pair  string `yaml:"pair"`
	Pack  string `yaml:"pack"`
	Play  bool   `yaml:"play"`
}

// questionEntry is a question of a file, and what is wrong with that file.
type questionEntry struct {
	strictyaml.Entry[questionFields]
	wrong *faults
}

// readQuestions reads questions.yaml and the packs behind it, checks each question, and
// then all together.
func (l *Library) readQuestions(fsys fs.FS) (*questions, error) {
	entries, files, err := questionFiles(fsys)
	if err != nil {
		return nil, err
	}
	read := &questions{}
	places, texts := map[string]int{}, map[string]string{} // plain text to key
	for _, e := range entries {
		q := Question(e.Value)
		e.wrong.addFlaws(e.At, q.flaws())
		if _, double := places[q.Key]; double {
			e.wrong.add(e.At("key"), "the key %q is used twice", q.Key)
		}
		if key, double := texts[plain(q.Text)]; double {
			e.wrong.add(e.At("text"), "the text is the same as that of %q", key)
		}
		places[q.Key], texts[plain(q.Text)] = len(read.all), q.Key
		read.all, read.draws = append(read.all, q), append(read.draws, draw(q.Key))
	}
	for i, e := range entries {
		read.pairs = append(read.pairs, uint16(i))
		if q := read.all[i]; q.Pair != "" {
			head, known := places[q.Pair]
			if fault := read.pairFlaw(q, head, known); fault != "" {
				e.wrong.add(e.At("pair"), "%s", fault)
				continue
			}
			read.pairs[i] = uint16(head)
		}
	}
	if err := wrongFiles(files); err != nil {
		return read, err
	}
	read.checkBalance(files[0])
	return read, files[0].err()
}

// pairFlaw returns what is wrong with a question's pair, "" if nothing is. Several may
// name the same question, and are then pairs of each other too; the one that they name
// names none, so that it is plain to see in the file which ones belong together.
func (of *questions) pairFlaw(q Question, head int, known bool) string {
	switch {
	case !known:
		return fmt.Sprintf("pair: there is no question %q", q.Pair)
	case q.Pair == q.Key:
		return "pair names the question itself"
	case of.all[head].Pair != "":
		return fmt.Sprintf("pair names %q, which names %q: name that one", q.Pair, of.all[head].Pair)
	case of.all[head].Pack != "" && of.all[head].Pack != q.Pack:
		return fmt.Sprintf("pair names %q, which comes in one season of life only", q.Pair)
	}
	return ""
}

// flaws returns one flaw for each field that it checks. A flaw without a text means that
// the field is right.
func (q Question) flaws() []flaw {
	out := []flaw{{"key", slugFlaw(q.Key)}, {"why", lineFlaw(q.Why, MaxQuestion)}}
	out = append(out, textFlaws("text", q.Text, English)...)
	if !slices.Contains([]Tag{Accessible, Responsive, Engaged, Self, WentWell, Repair}, q.Tag) {
		out = append(out, flaw{"tag", "must be accessible, responsive, engaged, self, went-well or repair"})
	}
	if q.Depth < Light || q.Depth > Tender {
		out = append(out, flaw{"depth", "must be 1, 2 or 3"})
	}
	if q.About != Us && q.About != World {
		out = append(out, flaw{"about", "must be us or world"})
	}
	if q.Pack != "" && !slices.Contains(packFiles(), q.Pack) {
		out = append(out, flaw{"pack", "must be one of " + strings.Join(packFiles(), ", ")})
	}
	return append(out, q.plainFlaws()...)
}

// plainFlaws returns the flaws of the text in plain words, for which the rules of any text
// hold.
func (q Question) plainFlaws() (out []flaw) {
	if q.Plain == "" {
		return nil
	}
	out = textFlaws("plain", q.Plain, English)
	if plain(q.Plain) == plain(q.Text) {
		out = append(out, flaw{"plain", "is the text itself: leave it out"})
	}
	return out
}

// checkBalance checks the rules for all questions together that any couple may get. Its
// faults name the first line, but mean the whole file.
func (of *questions) checkBalance(wrong *faults) {
	all, light, easy := 0, 0, 0
	for _, q := range of.all {
		if q.Pack != "" {
			continue
		}
		all++
		if q.Depth == Light {
			light++
		}
		if q.easy() {
			easy++
		}
	}
	if all < minQuestions {
		wrong.add(1, "there are %d questions; %d are needed so that none repeats within 60 days", all, minQuestions)
	}
	if light < minLight {
		wrong.add(1, "there are %d questions of depth 1; the first two weeks need %d", light, minLight)
	}
	if 2*easy < all {
		wrong.add(1, "%d of %d questions are of depth 1 or went-well; at least half must be", easy, all)
	}
	if len(of.all) > 0 && (of.all[0].Depth != Light || of.all[0].Pack != "") {
		wrong.add(1, "the first question opens every couple's check-ins and must be of depth 1, and for any season")
	}
}
