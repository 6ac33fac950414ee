package bot

import (
	"errors"
	"slices"
	"strings"
	"time"

	"leanon/discord/talk"
	"leanon/store"
)

// pairs makes a couple of two by what they press.
func (g *stage) pairs(a, b string) {
	g.Helper()
	g.command(a, "pair", "partner", b)
	g.uses(a, "send-invite")
	g.opensInvite(b)
	g.uses(b, "accept-facts")
	g.uses(b, "agree")
}

// opensInvite opens the invitation that came last to a person, if it waits for that.
func (g *stage) opensInvite(person string) {
	g.Helper()
	for _, o := range slices.Backward(g.offers) {
		if o.to == person && o.name == "accept-facts" {
			return
		}
		if o.to == person && o.name == "open-invite" {
			g.does(person, g.use(o, o.id))
			return
		}
	}
}

// invitesUnnamed lets one invite the other, who wants no names in what comes unasked and
// looks at everything that an invitation offers, or once offered.
func (g *stage) invitesUnnamed(a, b string) {
	g.Helper()
	for _, person := range []string{a, b} {
		g.command(person, "settings")
		g.uses(person, "set-notes", string(store.Nameless))
	}
	g.command(a, "pair", "partner", b)
	g.uses(a, "send-invite")
	g.uses(b, "open-invite")
	g.offeredBefore(b, "accept", "accept-facts")
	g.offeredBefore(b, "notes-only", "notes-facts")
	g.uses(b, "notes-facts")
	g.uses(b, "back-to-invite")
	g.uses(b, "accept-facts")
	g.uses(b, "agree")
}

// offeredBefore offers what messages of an earlier version did, with the arguments of
// what is offered instead today.
func (g *stage) offeredBefore(person, name, today string) {
	g.Helper()
	for _, o := range slices.Backward(g.offers) {
		if o.to == person && o.name == today {
			o.id = strings.Replace(o.id, today, name, 1)
			g.offered(o)
			return
		}
	}
	g.Fatalf("%s was never offered %s", g.names[person], today)
}

// lives is a story in which everything in the menu is offered to somebody.
func (g *stage) lives() {
	g.Helper()
	g.invitesUnnamed(evelina, frederick)
	g.command(frederick, "leave")
	g.uses(frederick, "leave")
	g.invitesHere(frederick, evelina)
	g.pairs(anabel, benedict)
	g.uses(benedict, "city")
	g.does(benedict, talk.Request{Kind: talk.Submit, CustomID: "set-city", Fields: map[string]string{"city": "Springfield"}})
	g.uses(anabel, "days")
	g.uses(anabel, "first")
	g.uses(anabel, "answer")
	g.uses(anabel, "word-answer", "Secret draft")
	g.uses(anabel, "no-question")
	g.uses(anabel, "edit")
	g.uses(anabel, "send")
	g.uses(benedict, "open")
	g.answersInEveryWay()
	g.uses(anabel, "open-answer")
	g.passes(36 * time.Hour)
	g.uses(anabel, "reached-yes")
	g.uses(anabel, "thank")
	g.uses(anabel, "say-thanks", "Secret thanks")
	g.uses(benedict, "open-thanks")
	g.softens()
	g.secondThoughts()
	g.needsMore()
	g.rests()
	g.notTaken()
	g.command(benedict, "settings")
	g.uses(benedict, "set-notes", string(store.Nameless))
	g.command(anabel, "pause")
	g.uses(anabel, "tell-pause")
	g.uses(benedict, "open-pause")
	g.uses(benedict, "set-notes", string(store.Discreet))
	g.uses(anabel, "resume")
	g.breathes()
	g.command(anabel, "settings")
	g.uses(anabel, "settings-more")
	g.uses(anabel, "set-retention", "7")
	g.uses(anabel, "shorten")
	g.uses(anabel, "keep-as-long")
	g.seasons()
	g.sixPass()
	g.uses(anabel, "quiet")
	g.saysItAgain()
	g.uses(anabel, "language")
	g.command(anabel, "leave")
	g.command(anabel, "history")
	g.ownQuestions()
	g.writesBack()
	g.typesBack()
	g.hides()
	g.twoCouples()
	g.seasonsOfTwo()
	g.weeks()
	g.comesAgain()
	g.passes(30 * 24 * time.Hour) // whether they still agree
}

// softens goes through what changes a draft.
func (g *stage) softens() {
	g.Helper()
	g.command(anabel, "need", "text", "Secret, and you never listen to me")
	g.uses(anabel, "it-tells")
	g.uses(anabel, "it-asks")
	g.uses(anabel, "softer")
	g.uses(anabel, "say-softer")
	g.uses(anabel, "to-mine")
	g.uses(anabel, "discard")
}

// answersInEveryWay lets Benedict answer the note that he has opened, also as it could be
// answered in earlier messages, and Anabel say whether it is what she meant.
func (g *stage) answersInEveryWay() {
	g.Helper()
	now := slices.IndexFunc(g.offers, func(o offer) bool { return o.name == "say-heard" })
	for _, answer := range []string{"heard", "part", "talk", "cannot", "not-now", "yes"} {
		g.offered(offer{to: benedict, id: strings.Replace(g.offers[now].id, "say-heard", answer, 1), by: talk.Press})
		g.uses(benedict, answer)
	}
	for _, when := range []string{"weekend", "tomorrow", "own-time", "tonight"} {
		g.uses(benedict, when)
	}
	for _, name := range []string{"more-answers", "say-part", "say-talk", "own-words", "say-not-now", "say-yes", "when-own", "say-heard"} {
		g.uses(benedict, name)
	}
	g.uses(benedict, "add-line")
	g.uses(benedict, "add", "Secret addition")
	g.uses(benedict, "say-what-heard")
	g.uses(benedict, "what-heard", "Secret echo")
	g.uses(anabel, "open-heard")
	g.uses(anabel, "not-quite")
	g.uses(anabel, "say-not-quite", "Secret correction")
	g.uses(benedict, "open-reply")
	g.uses(benedict, "say", "Secret answer")
	for range 10 {
		g.uses(benedict, "own-words")
		g.uses(benedict, "tell", "Secret words")
	}
	g.passes(24 * time.Hour)
	g.uses(benedict, "say-later")
}

// secondThoughts goes through what a person is asked before something heavy
// leaves, and before their record is exported or forgotten.
func (g *stage) secondThoughts() {
	g.Helper()
	g.command(anabel, "need", "text", "Secret, and I want to die")
	g.uses(anabel, "send")
	g.uses(anabel, "send-anyway")
	g.uses(benedict, "open")
	g.uses(benedict, "more-answers")
	g.uses(benedict, "say-part")
	g.uses(benedict, "tell", "I am scared of you")
	g.uses(benedict, "say-anyway")
	g.passes(36 * time.Hour)
	g.uses(anabel, "reached-not-yet")
	g.uses(anabel, "again")
	g.uses(anabel, "again-not")
	g.uses(anabel, "reached-yes")
	g.uses(anabel, "thank")
	g.uses(anabel, "say-thanks", "I wanted to end my life")
	g.uses(anabel, "keep-line")
	g.uses(anabel, "reached-yes")
	g.uses(anabel, "thank")
	g.uses(anabel, "say-thanks", "I wanted to end my life")
	g.uses(anabel, "discard-line")
	g.command(anabel, "privacy")
	g.uses(anabel, "privacy-who")
	g.uses(anabel, "privacy-ends")
	g.uses(anabel, "privacy-stored")
	g.uses(anabel, "export")
	g.uses(anabel, "export-now")
	g.uses(anabel, "forget")
}

// needsMore goes through what can follow an answer that did not reach.
func (g *stage) needsMore() {
	g.Helper()
	g.command(anabel, "need", "text", "Secret second need")
	g.uses(anabel, "send")
	g.command(anabel, "need", "text", "Secret third need")
	g.uses(anabel, "keep")
	g.command(anabel, "needs")
	g.uses(anabel, "kept")
	g.uses(anabel, "needs-back")
	g.command(anabel, "needs")
	g.uses(benedict, "open")
	g.uses(benedict, "more-answers")
	g.uses(benedict, "say-part")
	g.uses(benedict, "tell")
	g.passes(25 * time.Hour)
	g.uses(anabel, "reached-not-yet")
	g.uses(anabel, "lets-talk")
	g.uses(anabel, "smaller")
	g.uses(anabel, "word-smaller")
	g.uses(anabel, "withdraw")
	g.uses(anabel, "leave-it")
	g.uses(anabel, "withdraw")
	g.uses(anabel, "take-back")
	g.command(anabel, "need")
	g.command(anabel, "need", "text", "Secret fourth need")
	g.command(anabel, "needs")
}

// rests goes through a note that is too long for one message with its answer, and through
// two of one day that nobody answers.
func (g *stage) rests() {
	g.Helper()
	g.command(anabel, "need", "text", strings.Repeat("Secret words, ", 107))
	g.uses(anabel, "send")
	g.uses(benedict, "open")
	g.uses(benedict, "more-answers")
	g.uses(benedict, "own-words")
	g.uses(benedict, "tell", strings.Repeat("Secret answer, ", 30))
	g.passes(25 * time.Hour)
	g.uses(anabel, "show-it")
	for range 2 {
		g.command(anabel, "need", "text", "Secret unanswered need")
		g.uses(anabel, "send")
	}
	g.passes(store.RestAfter)
	if _, err := g.store.Rest(g.Context(), g.now); err != nil {
		g.Fatal(err)
	}
	g.passes(time.Minute)
	g.uses(anabel, "rest-which")
	g.uses(anabel, "let-go")
}

// hides lets Anabel have messages deleted.
func (g *stage) hides() {
	g.Helper()
	g.command(anabel, "hide")
	g.uses(anabel, "hide-all")
	g.uses(anabel, "hide-mine")
	g.passes(time.Minute)
}

// writesBack answers a note that tells what went well.
func (g *stage) writesBack() {
	g.Helper()
	g.passes(g.now.Truncate(24 * time.Hour).Add(45 * time.Hour).Sub(g.now)) // 21:00, an hour after the question
	for range 25 {
		g.passes(24 * time.Hour)
		if in, err := g.latest(anabel); err != nil || g.tag(in) != "went-well" {
			continue
		}
		g.uses(anabel, "answer")
		last := g.offers[len(g.offers)-1]
		r := g.use(last, last.id)
		r.Fields["ask"], r.Fields["want"] = "", "just-know"
		g.does(anabel, r)
		g.uses(anabel, "send")
		g.uses(benedict, "open")
		return
	}
	g.Fatal("no question about what went well came in twenty-five days")
}

func (g *stage) tag(in store.CheckIn) string {
	q, _ := g.bot.Library.Question(in.Question)
	return string(q.Tag)
}

func (g *stage) latest(person string) (store.CheckIn, error) {
	couples, err := g.store.Couples(g.Context(), person)
	if err != nil || len(couples) == 0 {
		return store.CheckIn{}, errors.Join(err, store.ErrNotYours)
	}
	return g.store.OpenCheckIn(g.Context(), couples[0].ID, person)
}

// twoCouples lets Anabel be in a second couple, and say whom a message is for.
func (g *stage) twoCouples() {
	g.Helper()
	g.command(anabel, "pair", "partner", cleopatra)
	g.uses(anabel, "send-invite")
	g.opensInvite(cleopatra)
	g.uses(cleopatra, "notes-facts")
	g.uses(cleopatra, "agree")
	g.writes(anabel, "Secret words for one of two")
	g.uses(anabel, "whom")
	g.command(benedict, "need", "text", "Secret first of two")
	g.uses(benedict, "send")
	g.command(benedict, "need", "text", "Secret second of two")
	couples, err := g.store.Couples(g.Context(), anabel)
	if err != nil {
		g.Fatal(err)
	}
	g.command(anabel, "pause", "partner", couples[0].ID.String())
	g.uses(benedict, "send")
	g.command(benedict, "need", "text", "Secret third of two")
	g.uses(benedict, "send")
	g.command(anabel, "resume")
	g.uses(anabel, "open")
	g.showsCards(couples)
}
