package bot

import "time"

// ownQuestions goes through the questions that Anabel and Benedict put into words.
func (g *stage) ownQuestions() {
	g.Helper()
	g.command(anabel, "question")
	g.uses(anabel, "add-question")
	g.uses(anabel, "word-question", "Secret question")
	g.uses(anabel, "edit-question")
	g.uses(anabel, "reword-question", "and I want to die")
	g.uses(anabel, "propose")
	g.uses(anabel, "discard-question")
	g.command(anabel, "question")
	g.uses(anabel, "add-question")
	g.uses(anabel, "word-question", "and I want to die")
	g.uses(anabel, "propose")
	g.uses(anabel, "propose-anyway")
	g.uses(benedict, "open-proposal")
	g.uses(benedict, "rather-not")
	g.uses(benedict, "no-more-questions")
	g.uses(benedict, "more-questions")
	g.command(benedict, "question")
	g.uses(benedict, "open-proposal")
	g.uses(benedict, "fold-proposal")
	g.uses(benedict, "open-proposal")
	g.uses(benedict, "use-it")
	g.command(benedict, "question")
	g.uses(benedict, "own-question")
	g.command(benedict, "question")
	g.uses(benedict, "which-out")
	g.uses(benedict, "questions-back")
	g.passes(7 * 24 * time.Hour)
	g.command(benedict, "question")
	g.uses(benedict, "which-out")
	g.uses(benedict, "take-which-out")
}
