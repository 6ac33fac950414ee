package library_test

import (
	"bufio"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"leanon/library"
)

// shipped loads the library that leanon ships.
func shipped(t testing.TB) *library.Library {
	t.Helper()
	l, err := loadShipped()
	if err != nil {
		t.Fatalf("the shipped library does not load: %v", err)
	}
	return l
}

var loadShipped = sync.OnceValues(func() (*library.Library, error) { return library.Load(library.Embedded()) })

// lines reads a file of testdata, without comments.
func lines(t *testing.T, name string) []string {
	t.Helper()
	f, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var out []string
	for scan := bufio.NewScanner(f); scan.Scan(); {
		if text := scan.Text(); text != "" && !strings.HasPrefix(text, "#") {
			out = append(out, text)
		}
	}
	return out
}

// words returns the set of a text's words, in small letters.
func words(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool {
		return !unicode.IsLetter(r) && r != '\''
	}) {
		out[w] = true
	}
	return out
}

func TestThereAre155QuestionsAndHalfAreEasy(t *testing.T) {
	t.Parallel()
	easy, light := 0, 0
	all := shipped(t).Questions()
	for _, q := range all {
		if q.Depth == library.Light {
			light++
		}
		if q.Depth == library.Light || q.Tag == library.WentWell {
			easy++
		}
	}
	if len(all) < 155 || light < 70 || 2*easy < len(all) {
		t.Errorf("got %d questions, %d of depth 1, %d easy; want 155, 70 and half", len(all), light, easy)
	}
}

func TestTheFirstQuestionIsTheOneAboutComfort(t *testing.T) {
	t.Parallel()
	want := library.Question{
		Key:   "comfort-today",
		Text:  "What would feel like comfort today: being listened to, closeness, help, or being left in peace?",
		Tag:   library.Responsive,
		Depth: library.Light,
		About: library.Us,
		Why:   "Support goes wrong when its kind is guessed; naming the kind spares both the guess [RG].",
		Pair:  "end-of-long-day",
	}
	l := shipped(t)
	if diff := cmp.Diff(want, l.Questions()[0]); diff != "" {
		t.Errorf("first question (-want +got):\n%s", diff)
	}
	if got, ok := l.Question("comfort-today"); !ok || got != want {
		t.Errorf("Question(comfort-today): got %v, %v", got, ok)
	}
	if got, ok := l.Question("gone-long-ago"); ok {
		t.Errorf("Question of an unknown key: got %v, want none", got)
	}
}

func TestQuestionsAreShortAndFitEveryCouple(t *testing.T) {
	t.Parallel()
	// Words that assume a gender, a household or a life in one place, that command,
	// or that turn the question on the partner.
	unfit := []string{
		"he", "she", "him", "her", "his", "hers", "husband", "wife", "boyfriend", "girlfriend", "man", "woman",
		"home", "house", "flat", "kitchen", "bed", "bedroom", "sofa", "couch", "kids", "children", "child",
		"married", "wedding", "should", "must", "ought", "ever", "fault", "fail", "failed", "wrong", "change",
		"body", "skin", "pain", "stress", "work", "job", "boss", "buy", "pay", "spend", "gift", "why", "never", "always",
		"promise", "promised", "secret", "jealous", "ex", "breakup", "touch", "kiss",
	}
	for _, q := range shipped(t).Questions() {
		if n := utf8.RuneCountInString(q.Text); n >= 160 {
			t.Errorf("%s: got %d characters, want under 160", q.Key, n)
		}
		for _, w := range unfit {
			if words(q.Text)[w] {
				t.Errorf("%s: %q has the word %q", q.Key, q.Text, w)
			}
		}
		if strings.Count(q.Text, "?") != 1 {
			t.Errorf("%s: %q is not one question", q.Key, q.Text)
		}
	}
}

// filler has the words that say nothing about what a question means.
var filler = words("a an the of to in on at for with and or is are was were be been do does did you your yours " +
	"what which when where how who would could like it that this if some today week lately right now partner")

// shared counts the telling words that two texts have both, and that either has.
func shared(a, b string) (both, either int) {
	x, y := words(a), words(b)
	for w := range filler {
		delete(x, w)
		delete(y, w)
	}
	for w := range x {
		if y[w] {
			both++
		}
	}
	return both, len(x) + len(y) - both
}

func TestNoTwoQuestionsMeanTheSame(t *testing.T) {
	t.Parallel()
	all := shipped(t).Questions()
	for i, a := range all {
		for _, b := range all[:i] {
			if both, union := shared(a.Text, b.Text); 2*both >= union {
				t.Errorf("%s and %s share %d of %d telling words:\n%s\n%s", a.Key, b.Key, both, union, a.Text, b.Text)
			}
		}
	}
}

func TestEveryReasonNamesASourceThatTheFileLists(t *testing.T) {
	t.Parallel()
	text, err := fs.ReadFile(library.Embedded(), "questions.yaml")
	if err != nil {
		t.Fatal(err)
	}
	_, listed, _ := strings.Cut(string(text), "# Sources:")
	listed, _, _ = strings.Cut(listed, "\n\n")
	source := regexp.MustCompile(`\[([A-Z]{2,3})\]\.$`)
	used := map[string]bool{}
	for _, q := range shipped(t).Questions() {
		m := source.FindStringSubmatch(q.Why)
		if m == nil {
			t.Errorf("%s: %q ends with no [SOURCE].", q.Key, q.Why)
			continue
		}
		used[m[1]] = true
		if !regexp.MustCompile(`(#   |; )` + m[1] + ` `).MatchString(listed) {
			t.Errorf("%s: the file lists no source %s", q.Key, m[1])
		}
	}
	for _, m := range regexp.MustCompile(`(?m)^#   ([A-Z]{2,3}) `).FindAllStringSubmatch(listed, -1) {
		if !used[m[1]] {
			t.Errorf("the source %s is listed and nothing uses it", m[1])
		}
	}
}

func TestEveryTagHasLightQuestionsAndRepairWaits(t *testing.T) {
	t.Parallel()
	light, all := map[library.Tag]int{}, map[library.Tag]int{}
	for _, q := range shipped(t).Questions() {
		all[q.Tag]++
		if q.Depth == library.Light {
			light[q.Tag]++
		}
	}
	for _, tag := range []library.Tag{library.Accessible, library.Responsive, library.Engaged, library.Self, library.WentWell} {
		if light[tag] < 8 {
			t.Errorf("%s: got %d light questions, want at least 8", tag, light[tag])
		}
	}
	if light[library.Repair] != 0 || all[library.Repair] < 8 {
		t.Errorf("repair: got %d light of %d, want 0 of at least 8", light[library.Repair], all[library.Repair])
	}
}

func TestAKeyOnceGivenStays(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	var got []string
	for _, q := range l.Questions() {
		got = append(got, "question "+q.Key)
	}
	for _, k := range l.Kinds() {
		got = append(got, "kind "+k.Key)
	}
	for _, w := range l.Wants() {
		got = append(got, "want "+w.Key)
	}
	pinned := lines(t, "lasting-keys.txt")
	slices.Sort(got)
	slices.Sort(pinned)
	if diff := cmp.Diff(pinned, got); diff != "" {
		t.Errorf("keys (-pinned +shipped):\n%s", diff)
	}
}

func TestTheKindsAndWantsAreThoseOfTheProduct(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	byGroup := map[library.Group][]string{}
	for _, k := range l.Kinds() {
		byGroup[k.Group] = append(byGroup[k.Group], k.Label)
		if got := l.KindLabel(k.Key); got != k.Label {
			t.Errorf("KindLabel(%s): got %q, want %q", k.Key, got, k.Label)
		}
	}
	want := map[library.Group][]string{
		library.GroupAccessible: {"Time together", "A reply", "Your attention", "To know where we stand"},
		library.GroupResponsive: {"Comfort", "Reassurance", "Listening", "Practical help", "Patience", "An apology"},
		library.GroupEngaged:    {"Affection", "Appreciation", "Interest in my day", "Play", "A date", "A shared decision"},
		library.GroupSelf:       {"Rest", "Space", "Quiet", "Time with others", "To be trusted with it"},
		library.GroupUnsure:     {"I don't know yet"},
	}
	if diff := cmp.Diff(want, byGroup); diff != "" {
		t.Errorf("kinds (-want +got):\n%s", diff)
	}
	var wants []string
	for _, w := range l.Wants() {
		wants = append(wants, w.Label)
		if got := l.WantLabel(w.Key); got != w.Label {
			t.Errorf("WantLabel(%s): got %q, want %q", w.Key, got, w.Label)
		}
	}
	if diff := cmp.Diff([]string{"Just know", "Listen", "Comfort", "Help", "Plan together", "Nothing, just thanks"}, wants); diff != "" {
		t.Errorf("wants (-want +got):\n%s", diff)
	}
	if got := l.KindLabel("gone") + l.WantLabel("gone"); got != "" {
		t.Errorf("label of an unknown key: got %q, want none", got)
	}
}

func TestWhatALibraryHandsOutCannotChangeIt(t *testing.T) {
	t.Parallel()
	l := shipped(t)
	before := l.Questions()[0]
	l.Questions()[0] = library.Question{}
	l.Kinds()[0] = library.Kind{}
	l.Wants()[0] = library.Want{}
	l.ResourcesIn("Europe/Berlin")[0].Contacts[0] = ""
	if l.Questions()[0] != before || l.Kinds()[0].Key == "" || l.Wants()[0].Key == "" ||
		l.ResourcesIn("Europe/Berlin")[0].Contacts[0] == "" {
		t.Error("a caller's change reached the library")
	}
}

func TestNothingIsMissingInTheLanguagesThatLeanonSpeaks(t *testing.T) {
	t.Parallel()
	l := library.Default()
	if n := len(l.Spoken()); n < 8 {
		t.Errorf("leanon speaks %d languages", n)
	}
	for _, s := range l.Spoken() {
		if missing := l.Missing(s.Key); len(missing) > 0 {
			t.Errorf("%s: %d texts are missing, and are said in English: %s", s.Key, len(missing), strings.Join(missing, ", "))
		}
	}
}
