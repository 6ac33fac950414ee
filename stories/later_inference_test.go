package stories

import (
	"testing"
)

// No inference from what came after notes and answers: own questions, seasons, the card of
// the other, the week, and the offer of fewer questions.

// ended is one way in which a life goes on after what all the lives compared have in common.
func ended(common func(*person), ways map[string]func(*person)) map[string]func(*person) {
	all := map[string]func(*person){}
	for name, way := range ways {
		all[name] = func(p *person) {
			common(p)
			way(p)
		}
	}
	return all
}

func nothing(*person) {}

func TestARefusedQuestionTellsNoMoreThanSilenceInTheFileEither(t *testing.T) {
	t.Parallel()
	no := func(p *person) { p.presses("Open question").presses("Rather not") }
	tellsNothing(t, map[string]func(*person){
		"ignores the question":    nothing,
		"opens the question":      func(p *person) { p.presses("Open question") },
		"opens and folds it":      func(p *person) { p.presses("Open question").presses("Fold") },
		"refuses it":              no,
		"wants no more questions": func(p *person) { no(p); p.presses("No more questions from Benedict") },
		"thought better of that": func(p *person) {
			no(p)
			p.presses("No more questions from Benedict").presses("Questions from Benedict again")
		},
		"looks at the list": func(p *person) { p.runs("question") },
	}, company{begins: func(p *person) { p.proposes(aboutDishes, "Anabel") }})
}

func TestASeasonOfBothTellsNobodyWithTheFile(t *testing.T) {
	t.Parallel()
	turns := func(p *person, button string) {
		for _, season := range []string{"A loss", "Living apart"} {
			p.turns(season, button)
		}
	}
	tellsNothing(t, map[string]func(*person){
		"leaves it off":       nothing,
		"turns it on":         func(p *person) { turns(p, "Turn it on") },
		"turns it on and off": func(p *person) { turns(p, "Turn it on"); turns(p, "Turn it off") },
		"looks at it":         func(p *person) { p.season("A loss") },
	}, company{begins: func(p *person) { turns(p, "Turn it on") }})
}

func TestReadingTheCardOfTheOtherTellsThemNothing(t *testing.T) {
	t.Parallel()
	tellsNothing(t, map[string]func(*person){
		"ignores the note":       nothing,
		"opens the note":         func(p *person) { p.opens() },
		"reads the card":         func(p *person) { p.opens().presses("Card of Benedict") },
		"reads the card, folded": func(p *person) { p.opens().presses("Card of Benedict").presses("Fold") },
		"looks at her own card":  func(p *person) { p.runs("card") },
		"hides the note with it": func(p *person) { p.opens().presses("Card of Benedict").hides("The last hour") },
	}, company{begins: func(p *person) {
		p.showsCard("Anabel", teaAndHand, noAdvice, afterEight)
		p.wants("I had a hard day", "Comfort", "Anabel")
	}})
}

func TestWhatIsLetGoInAWeekTellsTheOtherNothing(t *testing.T) {
	t.Parallel()
	asks := func(p *person) { p.asks("I would like a quiet evening", "Benedict") }
	tellsNothing(t, ended(asks, map[string]func(*person){
		"leaves it open":       nothing,
		"lets it go":           func(p *person) { p.runs("week").presses("Let it go") },
		"shows it":             func(p *person) { p.runs("week").presses("Show it") },
		"reads what she wrote": func(p *person) { p.runs("week").presses("What I wrote") },
	}), company{host: weekly})
}

func TestWhatIsChosenOfTheOfferTellsTheOtherNothing(t *testing.T) {
	t.Parallel()
	offered := func(p *person) {
		p.w.until(readMoment(p.w.t, "2026-12-07 20:05 Europe/Paris"))
		p.sees(offer)
	}
	tellsNothing(t, ended(offered, map[string]func(*person){
		"ignores the offer":         nothing,
		"keeps all as it is":        func(p *person) { p.presses("Keep") },
		"has nothing to say":        func(p *person) { p.presses("Nothing today") },
		"asks for help":             func(p *person) { p.presses("Help") },
		"begins an answer below it": func(p *person) { p.presses("Answer") },
	}), company{})
}
