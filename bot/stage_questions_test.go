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
	g.passes(g.now.Truncate(24 * time.Hour).Add(45 * time.Hour).Sub(g.now)) // 21:00, an hour after the question
	for range 8 {
		g.passes(24 * time.Hour)
	}
	g.uses(benedict, "open-question")
	g.command(benedict, "question")
	g.uses(benedict, "which-out")
	g.uses(benedict, "take-which-out")
	g.command(benedict, "question")
	g.uses(benedict, "add-question")
	g.uses(benedict, "word-question")
	g.uses(benedict, "propose")
}
