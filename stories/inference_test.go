package stories

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"leanon/playground"
)

// No inference: whatever one partner does with a question or a note of theirs, the
// other sees the same, to the minute, and so do the log and the metrics, which a
// host who is the other can read.

// lived is one way in which Anabel may spend the days: what she does with
// Benedict's note before eight, and with her question and all else after it.
type lived struct {
	before func(*person)
	after  func(*person)
}

func waysToLive() map[string]lived {
	no := func(*person) {}
	answer := func(then string) func(*person) {
		return func(p *person) {
			p.presses("Answer").fills("In your words", "What is only hers").sees("What is only hers").presses(then)
		}
	}
	return map[string]lived{
		"ignores everything":  {no, no},
		"keeps it private":    {no, answer("Keep private")},
		"discards it":         {no, answer("Discard")},
		"leaves a draft":      {no, answer("Edit")},
		"has nothing to say":  {no, func(p *person) { p.presses("Nothing today") }},
		"comes back later":    {no, func(p *person) { p.presses("Later") }},
		"writes a message":    {no, func(p *person) { p.writes("What is only hers"); p.sees("What is only hers").presses("Keep private") }},
		"writes and deletes":  {no, func(p *person) { unsays(p) }},
		"writes and discards": {no, func(p *person) { p.writes("What is only hers"); p.sees("What is only hers").presses("Discard") }},
		"writes and wonders":  {func(p *person) { p.writes("What is only hers") }, no},
		"answers her question": {no, func(p *person) {
			p.writes("What is only hers")
			p.sees("What is only hers").presses("To the question").presses("Keep private")
		}},
		"replies and keeps it": {func(p *person) {
			p.replies("A note from Benedict is waiting", "What is only hers")
			p.sees("What is only hers").presses("Keep private")
		}, no},
		"discards a reply in a while": {func(p *person) {
			p.w.passes(7 * time.Minute)
			p.replies("A note from Benedict is waiting", "What is only hers")
			p.sees("What is only hers")
			p.w.passes(16 * time.Minute)
			p.presses("Discard")
		}, no},
		"keeps what she wrote in a while": {no, func(p *person) {
			p.w.passes(14 * time.Minute)
			p.writes("What is only hers")
			p.sees("What is only hers")
			p.w.passes(11 * time.Minute)
			p.presses("Keep private")
		}},
		"edits what she wrote": {func(p *person) {
			m := p.writes("What is only hers")
			p.sees("What is only hers")
			p.w.passes(29 * time.Minute)
			p.edits(m, "What is hers, and only hers")
			p.sees("> What is hers, and only hers")
		}, no},
		"writes that nothing is to say": {no, func(p *person) {
			if _, err := p.Write("nothing today"); err != nil {
				p.w.t.Fatal(err)
			}
			p.sees("That question is done.")
		}},
		"words another need":   {no, func(p *person) { p.runs("need", "text", "What is only hers").presses("Discard") }},
		"opens the note":       {func(p *person) { p.opens() }, no},
		"opens and folds it":   {func(p *person) { p.opens().presses("Fold").opens() }, no},
		"begins an answer":     {func(p *person) { p.opens().presses("Not now") }, no},
		"begins with words":    {func(p *person) { p.opens().presses("More").presses("In my own words") }, no},
		"needs help":           {func(p *person) { p.runs("help") }, func(p *person) { p.presses("Help").runs("help") }},
		"pauses, untold":       {no, func(p *person) { p.presses("Pause") }},
		"pauses early, untold": {func(p *person) { p.runs("pause") }, no},
		"pauses and resumes":   {func(p *person) { p.runs("pause").runs("resume") }, no},
		"looks at her things":  {no, func(p *person) { p.runs("needs").runs("history").runs("privacy").runs("rhythm") }},
		"changes her settings": {func(p *person) {
			p.runs("settings").chooses("How notes arrive", "Notes: without the name").presses("More").chooses("One reminder", "Reminder: on")
		}, no},
		"turns on seasons of life": {func(p *person) {
			p.turns("A loss", "Turn it on").turns("Living apart", "Turn it on").turns("Living apart", "Turn it off")
		}, no},
		"thinks of keeping less": {func(p *person) {
			p.thinksOfKeeping("Keep for 30 days").presses("Leave it as it is")
			p.keepsLess("Keep for 30 days").presses("Keep as long as before")
		}, no},
		"asks for no questions": {func(p *person) { p.runs("rhythm", "days", "none") }, no},
		"wants plain words":     {func(p *person) { p.speaksPlainly() }, no},
		"writes in French": {func(p *person) {
			p.runs("settings").presses("More").presses("Language").chooses("The language I write in", "Français")
		}, func(p *person) { p.runs("need", "text", "J'ai peur de toi").presses("Keep private") }},
		"types a command as text": {no, func(p *person) {
			p.writes("/need what is only hers")
			p.sees("You typed that as a message").presses("For nobody")
		}},
		"thinks again before sending": {no, func(p *person) {
			p.runs("need", "text", "What is only hers, I want to die").presses("Send to Benedict").presses("Keep private")
		}},
		"keeps a card to herself": {no, func(p *person) { p.writesCard("What is only hers", "", "").presses("Keep private") }},
		"shows a card":            {func(p *person) { p.showsCard("Benedict", "What is only hers", "", "") }, no},
		"shows and hides a card": {func(p *person) { p.showsCard("Benedict", "What is only hers", "", "") }, func(p *person) {
			p.runs("card").presses("Don't show it")
		}},
		"wrote a card, which is gone": {func(p *person) { p.showsCard("Benedict", "What is only hers", "", "") }, func(p *person) { p.runs("card").presses("Remove") }},
		"exports her data": {no, func(p *person) {
			p.runs("privacy").presses("Export my data").presses("Everything").sees("This is everything I keep about you").presses("Delete this file")
		}},
		"hides what is only hers": {no, func(p *person) { p.presses("Nothing today").hides("What is only mine") }},
		"hides the last hour":     {func(p *person) { p.hides("The last hour") }, no},
		"hides all": {func(p *person) { p.hides("All", "Hide all") }, func(p *person) {
			p.writes("What is only hers")
			p.sees("What is only hers").presses("Discard").hides("All", "Hide all")
		}},
		"thinks of hiding":          {no, func(p *person) { p.runs("hide").presses("All").presses("Cancel") }},
		"thinks of being forgotten": {no, func(p *person) { p.runs("privacy").presses("Forget me").presses("Stay") }},
		"thinks of leaving":         {no, func(p *person) { p.runs("leave").presses("Stay") }},
	}
}

func unsays(p *person) {
	p.w.t.Helper()
	m := p.writes("What is only hers")
	p.sees("> What is only hers")
	if err := p.Delete(m); err != nil {
		p.w.t.Fatal(err)
	}
	p.sees("Your words are gone from this message.")
}

func TestAPartnerCannotInferWhatTheOtherDid(t *testing.T) {
	t.Parallel()
	seen, usual := comparesLives(t, waysToLive(), company{})
	tellsNoMoreThanNamed(t, seen, usual)
}

// A note that outlives its retention because it waits for somebody tells no more than
// any other, nor does one that was withdrawn before they heard of it.
func TestNorCanTheyFromWhatIsKeptOrWithdrawn(t *testing.T) {
	t.Parallel()
	few := map[string]lived{}
	for name, way := range waysToLive() {
		if slices.Contains([]string{"ignores everything", "opens the note", "pauses, untold", "pauses early, untold", "pauses and resumes", "leaves a draft"}, name) {
			few[name] = way
		}
	}
	brief := func(p *person) { p.keepsLess("Keep for 7 days") }
	t.Run("kept for seven days", func(t *testing.T) {
		t.Parallel()
		comparesLives(t, few, company{begins: brief})
	})
	t.Run("a check-in's answer kept for seven days", func(t *testing.T) {
		t.Parallel()
		comparesLives(t, few, company{begins: brief, answers: func(p *person) {
			p.presses("Answer").fills("In your words", "What the question brought up").sees("What the question brought up").presses("Send to Anabel")
		}})
	})
	t.Run("withdrawn", func(t *testing.T) {
		t.Parallel()
		comparesLives(t, few, company{goesOn: func(p *person) { p.runs("needs").choosesFirst("Choose one").presses("Withdraw") }})
	})
}

var (
	questionText = regexp.MustCompile(`(?m)^\*\*.*\*\*$`)
	customIDTail = regexp.MustCompile(`[:.].*$`)
)

// normal replaces the question in a text: which one a couple gets follows from its
// random id.
func normal(text string) string { return questionText.ReplaceAllString(text, "**a question**") }

// shownTo is every message that a person sees, with its buttons and its times.
func shownTo(p *person) string {
	var s strings.Builder
	minute := func(at time.Time) string {
		if at.IsZero() {
			return "never"
		}
		return at.UTC().Format("01-02 15:04")
	}
	for _, m := range p.Messages() {
		fmt.Fprintf(&s, "%s edited %s own %v flags %d reply %v\n%s\n", minute(m.Timestamp), minute(m.Edited), m.AuthorID == p.ID, m.Flags, m.ReplyTo != "", normal(m.Content))
		for _, c := range slices.Concat(m.Components...) {
			fmt.Fprintf(&s, "[%s %s%s %d %v %s]", customIDTail.ReplaceAllString(c.CustomID, ""), c.Label, c.Placeholder, c.Style, c.Disabled, labelsOf(c))
		}
		s.WriteString("\n")
	}
	return s.String()
}

func labelsOf(c playground.Component) string {
	var all []string
	for _, o := range c.Options {
		all = append(all, fmt.Sprint(o.Label, o.Default))
	}
	return strings.Join(all, ",")
}

// plainLog is the log without its times.
func plainLog(w *world) string {
	var s strings.Builder
	for _, line := range strings.Split(strings.TrimSpace(w.log.String()), "\n") {
		var entry map[string]any
		if err := json.Unmarshal([]byte(line), &entry); err != nil {
			w.t.Fatalf("a line of the log is %q: %v", line, err)
		}
		delete(entry, "time")
		fmt.Fprintln(&s, entry) // a map prints sorted
	}
	return s.String()
}

// shownMetrics is what /metrics says now.
func shownMetrics(w *world) string {
	w.t.Helper()
	answer := httptest.NewRecorder()
	w.run.Metrics.ServeHTTP(answer, httptest.NewRequest("GET", "/metrics", nil))
	text, err := io.ReadAll(answer.Body)
	if err != nil || answer.Code != 200 {
		w.t.Fatalf("/metrics: got %d, %v", answer.Code, err)
	}
	// The number of late replies depends on when the story moves the clock while a
	// receipt is on its way. It says nothing of what was replied to.
	return regexp.MustCompile(`(?m)^leanon_replies_late_total .*$`).ReplaceAllString(string(text), "")
}
