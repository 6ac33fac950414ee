package bot

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"leanon/discord/talk"
	"leanon/store"
)

// The walls: for everything that can be pressed, chosen or filled in, whose it is.
// The test below offers each of them to a person as the bot does, and lets
// everybody else use it.

// wall says who may use a custom id that one person was shown.
type wall int

const (
	ofOne    wall = iota + 1 // only that person
	ofCouple                 // both in the couple; each does it for themselves alone
	ofAnyone                 // it names nothing of anybody's: whoever uses it does it for themselves
)

// walls has every name of the menu: one that is missing fails the test.
func walls() map[string]wall {
	return map[string]wall{
		"send-invite": ofOne, "cancel-invite": ofOne, "accept": ofOne, "notes-only": ofOne, "decline": ofOne, "refuse": ofOne,
		"invite-take-back": ofOne, "open-invite": ofOne, "accept-facts": ofOne, "notes-facts": ofOne, "back-to-invite": ofOne, "agree": ofOne, "show-name": ofOne,
		"here-accept": ofCouple, "here-notes": ofCouple, "here-decline": ofCouple, "here-again": ofOne,
		"first": ofCouple, "city": ofAnyone, "set-city": ofAnyone, "pick-city": ofAnyone, "days": ofCouple, "set-days": ofCouple, "take-rhythm": ofCouple, "set-cron": ofCouple, "try-again": ofAnyone, "set-until": ofCouple, "take-until": ofCouple, "take-quiet": ofAnyone,
		"pause": ofCouple, "pause-too": ofCouple, "open-pause": ofCouple, "tell-pause": ofCouple, "resume": ofCouple,
		"take-breath": ofCouple, "breathe-minutes": ofCouple, "breathe-hour": ofCouple, "breathe-tonight": ofCouple, "breathe-tomorrow": ofCouple, "breathe-own": ofCouple, "set-breath": ofCouple, "breathe-at": ofCouple,
		"cancel-breath": ofCouple, "send-breath": ofCouple, "open-breath": ofCouple, "end-breath": ofCouple, "breath-back": ofCouple, "breath-longer": ofCouple, "breath-leave": ofCouple,
		"answer": ofOne, "word-answer": ofOne, "nothing": ofOne, "later": ofOne,
		"word-need": ofCouple, "send": ofOne, "edit": ofOne, "reword": ofOne, "keep": ofOne, "discard": ofOne, "kind": ofOne, "want": ofOne,
		"it-asks": ofOne, "it-tells": ofOne, "no-question": ofOne, "softer": ofOne, "say-softer": ofOne, "to-mine": ofOne,
		"withdraw": ofOne, "take-back": ofOne, "leave-it": ofOne, "whom": ofOne, "forget-words": ofOne,
		"my-answer": ofOne, "my-answer-anyway": ofOne, "which-note": ofOne, "thank-typed": ofOne, "thank-typed-anyway": ofOne, "to-question": ofOne, "own-note": ofOne, "is-note": ofOne,
		"keep-typed": ofOne, "discard-typed": ofOne, "edit-typed": ofOne, "retype": ofOne, "typed-act": ofOne,
		"say-heard": ofOne, "say-yes": ofOne, "say-not-now": ofOne, "say-cannot": ofOne, "more-answers": ofOne, "say-part": ofOne, "say-talk": ofOne, "own-words": ofOne,
		"when-tonight": ofOne, "when-tomorrow": ofOne, "when-weekend": ofOne, "when-own": ofOne, "when-none": ofOne, "tell": ofOne, "add-line": ofOne, "add": ofOne,
		"say-what-heard": ofOne, "what-heard": ofOne, "say-later": ofOne, "open-heard": ofOne, "fold-heard": ofOne, "open-reply": ofOne, "fold-reply": ofOne, "that-is-it": ofOne, "not-quite": ofOne, "say-not-quite": ofOne,
		"open": ofOne, "next": ofOne, "back": ofOne, "fold": ofOne, "heard": ofOne, "yes": ofOne, "part": ofOne, "not-now": ofOne, "talk": ofOne,
		"cannot": ofOne, "write-back": ofOne, "tonight": ofOne, "tomorrow": ofOne, "weekend": ofOne, "own-time": ofOne, "say": ofOne,
		"open-answer": ofOne, "fold-answer": ofOne, "reached-yes": ofOne, "reached-somewhat": ofOne, "reached-not-yet": ofOne, "reached-no-longer": ofOne,
		"thank": ofOne, "say-thanks": ofOne, "open-thanks": ofOne, "fold-thanks": ofOne, "again": ofOne, "again-anyway": ofOne, "again-not": ofOne, "smaller": ofOne, "word-smaller": ofOne,
		"other-words": ofOne, "lets-talk": ofOne, "let-go": ofOne, "rest-which": ofOne, "show-it": ofCouple, "show-on": ofCouple,
		"show-need": ofCouple, "kept": ofCouple, "needs-back": ofCouple, "newer": ofCouple, "older": ofCouple,
		"quiet": ofAnyone, "set-quiet": ofAnyone, "language": ofAnyone, "set-reads": ofAnyone, "set-language": ofAnyone, "settings-back": ofAnyone, "settings-more": ofAnyone, "settings-rest": ofAnyone, "seasons": ofAnyone, "season-with": ofAnyone, "season-on": ofCouple, "season-off": ofCouple, "season-keep": ofCouple, "set-notes": ofAnyone, "set-reminder": ofAnyone, "set-depth": ofAnyone, "set-retention": ofAnyone, "shorten": ofAnyone, "not-shorter": ofAnyone, "keep-as-long": ofAnyone,
		"set-weekly": ofAnyone, "set-plain": ofAnyone, "see-said": ofOne, "week-open": ofCouple, "week-fold": ofCouple, "week-off": ofCouple, "week-let-go": ofOne, "week-answer": ofCouple, "word-week": ofCouple, "week-thanks": ofCouple, "word-thanks": ofCouple,
		"week-wrote": ofCouple, "week-newer": ofCouple, "week-older": ofCouple,
		"my-card": ofCouple, "card-write": ofCouple, "card-edit": ofCouple, "card-from": ofOne, "write-card": ofCouple, "card-show": ofCouple, "card-show-it": ofCouple, "card-show-anyway": ofCouple,
		"card-keep": ofCouple, "card-discard": ofCouple, "card-hide": ofCouple, "card-remove": ofCouple, "card-of": ofOne,
		"season-look": ofCouple, "offer-notes": ofCouple, "offer-fewer": ofCouple, "offer-keep": ofCouple,
		"resources": ofAnyone, "send-anyway": ofOne, "say-anyway": ofOne, "keep-line": ofOne, "discard-line": ofOne,
		"consent-keep": ofCouple, "consent-change": ofCouple, "leave-ask": ofCouple,
		"export": ofAnyone, "export-first": ofAnyone, "export-now": ofAnyone, "export-shared": ofAnyone, "export-cancel": ofAnyone, "delete-file": ofOne,
		"privacy-stored": ofAnyone, "privacy-who": ofAnyone, "privacy-ends": ofAnyone,
		"forget": ofAnyone, "forget-tells": ofAnyone, "forget-now": ofAnyone, "forget-stay": ofAnyone,
		"hide-mine": ofAnyone, "hide-hour": ofAnyone, "hide-all": ofAnyone, "hide-all-now": ofAnyone, "hide-cancel": ofAnyone,
		"own-question": ofCouple, "questions-back": ofCouple, "which-out": ofCouple, "take-which-out": ofCouple, "take-out": ofCouple, "add-question": ofCouple, "word-question": ofCouple,
		"edit-question": ofOne, "reword-question": ofOne, "discard-question": ofOne, "propose": ofOne, "propose-anyway": ofOne, "open-proposal": ofOne, "fold-proposal": ofOne, "rather-not": ofOne, "use-it": ofOne,
		"open-question": ofOne, "no-more-questions": ofCouple, "more-questions": ofCouple,
		"leave-tells": ofCouple, "leave": ofCouple, "stay": ofCouple, "help": ofAnyone,
	}
}

// refusals are what a stranger reads where it is not the sentence for everything.
// Each is the same whether or not there is such a thing.
func refusals() map[string]string {
	gone := inEnglish("invite.gone")
	return map[string]string{
		"send-invite": inEnglish("pair.unsent"),
		"accept":      gone, "notes-only": gone, "decline": gone, "accept-facts": gone, "notes-facts": gone, "open-invite": gone, "back-to-invite": gone, "agree": gone,
		"here-accept": gone, "here-notes": gone, "here-decline": gone,
	}
}

// read is a reply in full, as text.
func read(r talk.Reply) string {
	switch {
	case r.Message != nil:
		return fmt.Sprintf("%+v update %v", *r.Message, r.Update)
	case r.Form != nil:
		return fmt.Sprintf("form %+v", *r.Form)
	}
	return fmt.Sprintf("%+v", r.Choices)
}

// Ids that name nothing and nobody.
const (
	nothingsID = "1y2p0ij32e8e7" // 2^63-1
	nobodysID  = "999999999999999999"
)

// isID says whether an argument of a custom id names a row or a person.
func isID(arg string) bool {
	_, err := store.ParseID(arg)
	return err == nil && len(arg) > 8 || len(arg) == len(nobodysID)
}

// replaced is a custom id with each of its ids made another by f.
func replaced(id string, f func(string) string) string {
	body, mark, marked := strings.Cut(id, ".")
	parts := strings.Split(body, ":")
	for i, arg := range parts {
		if i > 0 && isID(arg) {
			parts[i] = f(arg)
		}
	}
	body = strings.Join(parts, ":")
	if marked {
		body += "." + f(mark)
	}
	return body
}

func nothing(id string) string {
	if len(id) == len(nobodysID) {
		return nobodysID
	}
	return nothingsID
}

// strangers are those who have no business with an offer.
func (g *stage) strangers(o offer) (all []string) {
	partner := map[string]string{anabel: benedict, benedict: anabel, cleopatra: anabel, evelina: frederick, frederick: evelina}
	for person := range g.names {
		switch {
		case person == o.to, walls()[o.name] == ofCouple && person == partner[o.to]:
		case walls()[o.name] == ofCouple && person == cleopatra && o.to == anabel: // Anabel's couple with her may be meant
		case walls()[o.name] == ofCouple && person == benedict && o.to == cleopatra:
			all = append(all, person)
		default:
			all = append(all, person)
		}
	}
	slices.Sort(all)
	return all
}

// keepsOut lets every stranger use a fresh offer, as it is and altered.
func (g *stage) keepsOut(o offer) {
	g.Helper()
	if walls()[o.name] == ofAnyone || o.to == cleopatra {
		return
	}
	for person := range g.names { // where somebody can be reached is learnt from any press
		g.asks(person, talk.Request{Kind: talk.Command, Name: "settings"})
	}
	before := g.dump()
	plain, mark, _ := strings.Cut(o.id, ".")
	plain, _, _ = strings.Cut(plain, "~")
	for _, person := range g.strangers(o) {
		want := read(g.asks(person, g.use(o, replaced(plain, nothing))))
		if kind, own := refusals()[o.name]; !strings.Contains(want, inEnglish("error.button")) && !(own && strings.Contains(want, kind)) {
			g.Errorf("%s of nothing: %s reads %s, want the kind sentence", o.name, g.names[person], want)
		}
		for _, id := range []string{plain, o.id} {
			got := read(g.asks(person, g.use(o, id)))
			if mark != "" {
				got = strings.ReplaceAll(got, "."+mark, "") // what the stranger brought along
			}
			if got != want {
				g.Errorf("%s of %s's: %s reads\n%s\nwant what reads of nothing:\n%s", o.name, g.names[o.to], g.names[person], got, want)
			}
		}
	}
	for _, id := range []string{
		o.name, o.name + ":", o.name + "::", o.name + ":x", o.name + ":0", o.name + ":-1", o.name + ":ö", o.name + ":1:2:3:4:5:6",
		replaced(plain, func(s string) string { return s + "0" }), replaced(plain, func(s string) string { return "0" + s }),
		replaced(plain, strings.ToUpper), plain + "." + nothingsID + ".", plain + ".", plain + ".x",
	} {
		if id == plain || o.name == "resume" && !strings.Contains(id, ":") {
			continue // the button of all one's couples names none
		}
		reply := g.asks(daniel, g.use(o, id))
		if got := read(reply); reply.Form != nil || !strings.Contains(got, inEnglish("error.button")) && !strings.Contains(got, refusals()[o.name]+" ") && !strings.Contains(got, inEnglish("error.couple")) {
			g.Errorf("a forged %q: Daniel reads %s, want the kind sentence", id, got)
		}
	}
	if after := g.dump(); !slices.Equal(before, after) {
		g.Errorf("%s of %s's, used by strangers, changed the record:\n%s", o.name, g.names[o.to], changes(before, after))
		g.judge = func(offer) {}
	}
}

// changes are the rows that only one of two dumps has.
func changes(before, after []string) string {
	var all []string
	for _, row := range before {
		if !slices.Contains(after, row) {
			all = append(all, "- "+row)
		}
	}
	for _, row := range after {
		if !slices.Contains(before, row) {
			all = append(all, "+ "+row)
		}
	}
	return strings.Join(all, "\n")
}

func TestEveryActionOfTheMenuHasAWall(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.judge = func(o offer) { g.keepsOut(o) }
	g.lives()
	offered := map[string]bool{}
	for _, o := range g.offers {
		offered[o.name] = true
	}
	inMenu := map[string]bool{}
	for _, a := range g.bot.list {
		if a.family != "press" {
			continue
		}
		inMenu[a.name] = true
		switch {
		case walls()[a.name] == 0:
			t.Errorf("%s is new in the menu: say in walls() whose it is, and let lives() offer it to somebody", a.name)
		case !offered[a.name]:
			t.Errorf("%s was offered to nobody in lives(), so nobody was kept from it", a.name)
		}
	}
	for name := range walls() {
		if !inMenu[name] {
			t.Errorf("walls() has %s, the menu has not", name)
		}
	}
	if strings.Contains(g.log.String(), "level=ERROR") {
		t.Errorf("something broke:\n%s", g.log)
	}
	for _, secret := range []string{"Secret", "Words of", "Anabel", "Benedict"} {
		if strings.Contains(g.log.String(), secret) {
			t.Errorf("the log holds %q:\n%s", secret, g.log)
		}
	}
	for _, want := range []string{"request refused", "person=" + daniel} {
		if !strings.Contains(g.log.String(), want) {
			t.Errorf("the log does not tell of refusals by ids: want %q", want)
		}
	}
}

func TestWhatIsOnesOwnChangesNobodyElses(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.pairs(anabel, benedict)
	g.command(anabel, "settings")
	g.uses(anabel, "settings-more")
	g.uses(anabel, "quiet")
	g.uses(anabel, "city")
	g.does(anabel, talk.Request{Kind: talk.Submit, CustomID: "set-city", Fields: map[string]string{"city": "Springfield"}})
	for _, o := range g.offers {
		if walls()[o.name] != ofAnyone {
			continue
		}
		for _, person := range []string{benedict, daniel} {
			before := g.dump()
			if got := read(g.asks(person, g.use(o, o.id))); strings.Contains(got, "Anabel") && person == daniel {
				t.Errorf("%s: Daniel reads of Anabel: %s", o.name, got)
			}
			after := g.dump()
			for _, row := range strings.Split(changes(before, after), "\n") {
				if row != "" && !strings.Contains(row, person) {
					t.Errorf("%s, used by %s, changed\n%s", o.name, g.names[person], row)
				}
			}
		}
	}
}

func TestACommandReachesNoCoupleOfOthers(t *testing.T) {
	t.Parallel()
	g := newStage(t)
	g.pairs(anabel, benedict)
	g.pairs(evelina, frederick)
	couples, err := g.store.Couples(t.Context(), anabel)
	if err != nil || len(couples) != 1 {
		t.Fatalf("couples: %d, %v", len(couples), err)
	}
	theirs := couples[0].ID.String()
	for _, a := range g.bot.list {
		at := slices.IndexFunc(a.options, func(o talk.OptionSpec) bool { return o.Name == whom.Name && !o.User })
		if at < 0 {
			continue
		}
		for _, named := range []string{theirs, nothingsID, "Benedict", "x", anabel} {
			before := g.dump()
			for person, kind := range map[string]string{evelina: "I don't know whom you mean", daniel: inEnglish("error.couple")} {
				got := read(g.asks(person, talk.Request{Kind: talk.Command, Name: a.name, Options: map[string]string{whom.Name: named, "text": "Words", "days": "daily"}}))
				if !strings.Contains(got, kind) || strings.Contains(got, "Anabel") || strings.Contains(got, "Benedict") {
					t.Errorf("/%s partner:%s: %s reads %s, want %q", a.name, named, g.names[person], got, kind)
				}
				choices := g.asks(person, talk.Request{Kind: talk.Complete, Name: a.name, Focused: whom.Name, Options: map[string]string{whom.Name: "b"}})
				if got := read(choices); strings.Contains(got, "Benedict") || strings.Contains(got, theirs) {
					t.Errorf("/%s suggests to %s: %s", a.name, g.names[person], got)
				}
			}
			if after := g.dump(); !slices.Equal(before, after) {
				t.Errorf("/%s partner:%s changed the record:\n%s", a.name, named, changes(before, after))
			}
		}
	}
}
